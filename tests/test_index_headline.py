import pytest

from index.headline import is_headline
from index.loading import load_bytes, load_text

PROSE = "Last winter the council let the plant pour waste into the Mill, and nobody was fined for it."
BODY = f"{PROSE}\n\nThe boats are tied up. It was so in spring.\n\n{PROSE}"


@pytest.mark.parametrize(
    "line",
    [
        "The River",
        "K",
        "Beer, peanuts and bonds",
        "Dear power, cheap excuses",
        "“Who pays?” is no question for a mayor",
        "The last post of the four o’clock watch",
        "1984 and after",
        "Ninety-seven %",
        "word " * 19 + "word",
    ],
)
def test_a_short_line_without_a_mark_at_its_end_may_be_a_headline(line: str):
    assert is_headline(line, signed=False)


@pytest.mark.parametrize(
    "line",
    [
        "It left at noon.",
        "They want:",
        "It left, they said,",
        "It left —",
        "“It left.”",
        "- The River",
        "1. The River",
        "1984",
        "IV",
        "Opinion",
        "The Deccan Courier — Leader",
        "Harlow Gazette",
        "Dear Mayor,",
        "Dear Editor",
        "Sir",
        "To the Editor:",
        "Harlow, March 2026",
        "Harlow, 12 March 2026",
        "Monday, 3 June",
        "Sunday",
        "Home | News | Sport",
        "https://a.b/the-river",
        "ann@b.c",
        "word " * 20 + "word",
        "w" * 151,
    ],
)
def test_what_ends_as_prose_or_is_something_else_is_no_headline(line: str):
    assert not is_headline(line, signed=True)


def test_a_question_is_a_headline_only_where_a_byline_or_a_date_follows():
    assert load_text(f"Who pays?\n\n{BODY}").title is None
    assert load_text(f"WHO PAYS!\n\nBy Ann Orr\n\n{BODY}").title == "WHO PAYS!"
    assert load_text(f"Who pays?\n5 May 2026\n\n{BODY}").title == "Who pays?"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("The River", "The River"),
        ("The River\nBy Ann Orr", "The River"),
        ("The River\nBy Ann Orr\n5 May 2026", "The River"),
        ("The River\n\nBy Ann Orr", "The River"),
        ("By Ann Orr\n\nThe River", "The River"),
        ("The River\nBy the old mill", None),
        ("The River\nBy The Harlow Light, leading article", "The River"),
        ("The River\n\nHow it was lost", "The River"),
        ("Opinion\n\nThe River", "The River"),
        ("Opinion / Comment\n\nThe River", "The River"),
        ("The river is ours\nHow it was lost\n\n5 May 2026", "The river is ours"),
        ("The River\nHow it was lost\n\nOf the Mill", None),
        ("The River\nThe Tawe Courier, March 2026", "The River"),
        ("The river\nhow it was\nand is\nand will be\n\n5 May 2026", None),
        ("The Deccan Courier — Leader\nThe River", "The River"),
        ("Harlow Gazette\n\nThe River", "The River"),
        ("Harlow, March 2026\n\nThe River", "The River"),
        ("Town hall\nNobody asked the river\nBy Ann Orr", "Nobody asked the river"),
        ("Let Them Swim\nA pilot’s case for the river\nBy Ann Orr", "Let Them Swim"),
        ("Dear Mr Lind, give the river back\nA letter to a mayor\nby Ann Orr", "Dear Mr Lind, give the river back"),
        ("Title: The River", "The River"),
        ("The water reads\nOur notices\nAnd goes on", None),
        ("Opinion", None),
        ("Dear Mayor,\n\nThe River", None),
        (PROSE, None),
    ],
)
def test_the_headline_of_a_plain_text_is_its_title_and_stays_in_it(head: str, title: str | None):
    piece = load_text(f"{head}\n\n{BODY}")
    assert piece.title == title
    assert title is None or title in [piece.sentence_text(n) for n in range(3)] or ":" in head
    assert piece.text.endswith(BODY)


def test_a_headline_alone_leaves_the_text_as_it_is():
    text = f"The River\n\nBy Ann Orr\n\n{BODY}"
    assert (load_text(text).text, load_bytes(text.encode(), "a.txt").text) == (text, text)


def test_a_line_above_less_than_two_paragraphs_is_no_title():
    assert load_text(f"The River\n\n{PROSE}").title is None
    assert load_text(f"The River\n\n{PROSE}\n\nA bus\n\nA bridge").title is None


def test_each_line_of_a_head_with_a_byline_is_a_sentence():
    piece = load_text(f"Dear Mr Lind, give the river back\nA letter to a mayor\nby Ann Orr\n\n{BODY}")
    assert [piece.sentence_text(n) for n in range(3)] == [
        "Dear Mr Lind, give the river back",
        "A letter to a mayor",
        "by Ann Orr",
    ]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Luca Bernasconi", "Luca Bernasconi"),
        ("ANN VAN DER FELL", "ANN VAN DER FELL"),
        ("Luca", None),
        ("Harlow Council", None),
        ("Harlow Gazette", None),
        ("Notes From Nowhere", None),
        ("Of the Mill", None),
        ("Harlow Boats", None),
        ("A Tale of Two Rivers", None),
        ("How it was lost", None),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_name_right_under_the_title_is_the_authors_if_the_prose_does_not_have_it(
    line: str, author: str | None, gap: str
):
    head = f"OPINION{gap}The River{gap}{line}"
    assert load_text(f"{head}\n\n{BODY}").author == author
    assert load_text(f"By Bo Lee\n\n{head}\n\n{BODY}").author == "Bo Lee"


def test_a_name_elsewhere_is_not_the_authors():
    assert load_text(f"The River\n\nHow it was lost\n\nLuca Bernasconi\n\n{BODY}").author is None
    assert load_text(f"{PROSE}\n\nLuca Bernasconi\n\n{BODY}").author is None
    assert load_text(f"The River\n\nLuca Bernasconi\n\n{PROSE}").author is None, "nothing is known to be the title"
