import time

import pytest

from index.loading import load_bytes, load_text
from index.markup import markdown
from index.piece import Piece

PROSE = "<p>The ferry left for the last time. It carried nine people.</p>"
LONG = "Last winter the council let the plant pour waste into the Mill, and nobody was fined for it."


def page(body: str, head: str = "") -> Piece:
    return load_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def parts(text: str) -> list[str]:
    """The sentences of a pasted text."""
    piece = load_text(text)
    return [piece.sentence_text(number) for number in range(len(piece.sentences))]


@pytest.mark.parametrize(
    ("line", "author", "date"),
    [
        ("By Olu Mensah, Staff Writer", "Olu Mensah", None),
        ("BY OLU MENSAH", "OLU MENSAH", None),
        ("By Ida Brandt and J. R. van der Fell", "Ida Brandt and J. R. van der Fell", None),
        ("Posted on May 3, 2024 by Marion Vale", "Marion Vale", "2024-05-03"),
        ("By Rosa Quint • June 1, 2025 • 4 min read", "Rosa Quint", "2025-06-01"),
        ("Nov. 5, 2023 at 6:00 a.m. EST", None, "2023-11-05"),
        ("Last modified on Fri 17 Jan 2025 18.30 GMT", None, "2025-01-17"),
        ("4 min read", None, None),
        ("Reading time: 4 mins", None, None),
        ("June 1, 2025 in Opinion", None, "2025-06-01"),
    ],
)
def test_lines_that_say_who_and_when_are_no_sentences_of_the_piece(line: str, author: str | None, date: str | None):
    piece = page(f"<p>{line}</p>{PROSE}")
    assert (piece.author, piece.date) == (author, date)
    assert piece.text == "The ferry left for the last time. It carried nine people."
    source = markdown(f"# The Last Ferry\n\n*{line}*\n\nIt left.")
    assert (source.title, source.author, source.date, source.text) == ("The Last Ferry", author, date, "It left.")


@pytest.mark.parametrize(
    "line",
    [
        "By Hook or by Crook",
        "By The Numbers",
        "Made by Hand",
        "By Ann Orr, who owns the mill and knows the river, it was called a ruin.",
        "The letter was written by Ann Orr",
        "On May 3, 2024 the ferry sank",
        "May 3, 2024 in Harlow and Opinion",
        "Reading time",
        "1984",
        "Ms. Brandt is an economist.",
        "Photographs by the museum",
    ],
)
def test_other_lines_at_the_head_stay(line: str):
    assert line in page(f"<p>{line}</p>{PROSE}").text
    assert line in markdown(f"{line}\n\nIt left.").text


def test_a_known_author_is_not_replaced_by_who_took_the_picture():
    piece = page(f"<p>By Tom Reed</p><p>Ann Orr</p>{PROSE}", '<meta name="author" content="Ann Orr">')
    assert (piece.author, piece.text[:11]) == ("Ann Orr", "By Tom Reed")
    assert "Ann Orr" not in piece.text


def test_dates_between_paragraphs_are_the_pieces_own():
    diary = "<p>May 3, 2024</p><p>I left.</p><p>May 4, 2024</p><p>I came back.</p>"
    piece = page(diary)
    assert (piece.date, piece.text) == ("2024-05-03", "I left.\n\nMay 4, 2024\n\nI came back.")


def test_such_lines_are_found_between_line_breaks_and_not_in_wrapped_prose():
    piece = page(f"<p>The Last Ferry<br>By Harold Finch<br>March 3, 1999</p>{PROSE}")
    assert (piece.author, piece.date, piece.text[:22]) == ("Harold Finch", "1999-03-03", "The Last Ferry\n\nThe fe")
    text = "It left on\nMarch 3, 1999\nin the night."
    assert (markdown(text).text, markdown(text).date) == (text, None)


@pytest.mark.parametrize(
    ("head", "author", "date"),
    [
        ("The River\nBy Jane Doe\nPublished 12 May 2025\n\n", "Jane Doe", "2025-05-12"),
        ("The River\n\nBy Jane Doe, Staff Writer\n\nMarch 5, 2026\n\n", "Jane Doe", "2026-03-05"),
        ("The River\n\nBy Jane Doe\nPosted: Mar. 5, 2026 at 6 a.m.\nRead in app\n4 min\n\n", "Jane Doe", "2026-03-05"),
        ("WHO PAYS?\n\nJane Doe\n12 May 2025\n\n", "Jane Doe", "2025-05-12"),
        ("The River\n\nBy Jane Doe\n\n", "Jane Doe", None),
        ("Berlin Wall\n9 November 1989\n\n", None, "1989-11-09"),
        ("The River\n\nHarlow Council\n12 May 2025\n\n", None, "2025-05-12"),
        ("The River\n\nLast Winter\n12 May 2025\n\n", None, "2025-05-12"),
        ("The River\n\nBy Hook or by Crook\n\n", None, None),
    ],
)  # fmt: skip
def test_the_head_of_a_pasted_text_says_who_and_when(head: str, author: str | None, date: str | None):
    piece = load_text(head + LONG)
    assert (piece.author, piece.date) == (author, date)
    assert piece.text.startswith(head.split("\n")[0])
    assert piece.text.endswith(LONG)
    assert ("2025" in piece.text or "2026" in piece.text) is False


def test_a_line_of_plain_text_that_only_names_its_author_stays():
    assert parts(f"The River\n\nBy Jane Doe\n\n{LONG}") == ["The River", "By Jane Doe", LONG]


@pytest.mark.parametrize(
    "above", ["By Jane Doe\n12 May 2025", "The River and its\nMill\nBy Jane Doe\n12 May 2025\nShare"]
)
def test_the_lines_above_wrapped_prose_say_who_and_when(above: str):
    piece = load_text(f"{above}\n{LONG}\n{LONG}")
    assert (piece.author, piece.date) == ("Jane Doe", "2025-05-12")
    assert piece.text.endswith(f"By Jane Doe\n\n{LONG}\n{LONG}")


@pytest.mark.parametrize("text", ["The mill was built\nby Jane Doe\nand fell.", "It fell.\nBy Jane Doe\nIt was told."])
def test_what_looks_like_a_byline_inside_prose_is_none(text: str):
    assert (load_text(text).text, load_text(text).author) == (text, None)


@pytest.mark.parametrize(
    "text", [f"The River\n\n{LONG}\n\n12 May 2025\n\n{LONG}", "It left on\nMarch 3, 1999\nin the night."]
)
def test_a_date_below_the_first_prose_or_in_a_wrapped_line_of_it_stays(text: str):
    assert (load_text(text).text, load_text(text).date) == (text, None)


LETTER = """The River

{place}

{salutation}

{long}

{closing}

Jane Doe
Chair, Friends of the Mill

Harlow"""


def letter(place: str = "Harlow, 12 March 2026", salutation: str = "Dear Mayor,", closing: str = "Yours sincerely,"):
    return load_text(LETTER.format(place=place, salutation=salutation, closing=closing, long=LONG))


@pytest.mark.parametrize(
    "closing", ["Yours sincerely,", "Best wishes", "With kind regards,", "Yours, for now,", "Signed,"]
)
@pytest.mark.parametrize("salutation", ["Dear Mayor,", "Dear Mr. Lind, dear members of the board,", "To the Editor:"])
def test_a_letter_says_who_signed_it_and_when(salutation: str, closing: str):
    piece = letter(salutation=salutation, closing=closing)
    assert (piece.author, piece.date) == ("Jane Doe", "2026-03-12")
    assert f"\n\n{closing}\n\nJane Doe" in piece.text
    assert closing not in piece.left_out
    assert "Harlow, 12 March 2026" not in piece.text
    assert "Jane Doe\nChair, Friends of the Mill" in piece.text
    assert (salutation in piece.text) == salutation.startswith("Dear M"), "a name tells to whom it is written"


def test_the_closing_of_a_letter_in_mark_up_is_left_out():
    text = LETTER.format(place="12 March 2026", salutation="Dear Mayor,", closing="Yours sincerely,", long=LONG)
    piece = load_bytes(f"# {text}".encode(), "a.md")
    assert (piece.title, piece.author) == ("The River", "Jane Doe")
    assert "Yours sincerely," in piece.left_out
    assert "Yours sincerely," not in piece.text


@pytest.mark.parametrize(
    ("kept", "changed"),
    [
        ("Harlow, March 2026", {"place": "Harlow, March 2026"}),
        ("On 12 March 2026 the river rose", {"place": "On 12 March 2026 the river rose"}),
        ("Yours is the river.", {"closing": "Yours is the river."}),
        ("Signed, Sealed, Delivered", {"closing": "Signed, Sealed, Delivered"}),
        ("Yours sincerely,", {"salutation": "The Mayor"}),
    ],
)
def test_what_is_no_dateline_or_closing_of_a_letter_stays(kept: str, changed: dict[str, str]):
    assert kept in letter(**changed).text


HEADLINE = "Please hold, your branch is important to us"
BODY = f"{LONG}\n\nThe boats are tied up. It was so in spring.\n\n{LONG}"
DAY = "2025-02-08"


def dressed(lines: list[str]) -> list[Piece]:
    """The piece below a headline and these lines: in italics, bold, as plain text (a block or more), and as a page."""
    below = "\n\n".join(lines)
    shown = "".join(f"<p><i>{line}</i></p>" for line in lines) + "".join(
        f"<p>{line}</p>" for line in BODY.split("\n\n")
    )
    texts = {
        ".md": [f"# {HEADLINE}\n\n" + "\n\n".join(f"{mark}{line}{mark}" for line in lines) for mark in ("*", "**", "")],
        ".txt": [f"{HEADLINE}\n\n{below}", "\n".join([HEADLINE, *lines])],
    }
    pages = page(f"<h1>{HEADLINE}</h1>{shown}", f"<title>{HEADLINE}</title>")
    return [pages, *(load_bytes(f"{head}\n\n{BODY}".encode(), f"a{end}") for end in texts for head in texts[end])]


@pytest.mark.parametrize(
    ("lines", "author", "stays"),
    [
        (["By Ann Orr", "Krakow, 8 February 2025"], "Ann Orr", "By Ann Orr"),
        (["Ann Orr", "Krakow, 8 February 2025"], "Ann Orr", "Ann Orr"),
        (["Ann Orr", "The Tawe Courier, Saturday 8 February 2025"], "Ann Orr", "Ann Orr"),
        (["The Tawe Courier, Saturday 8 February 2025", "Ann Orr"], "Ann Orr", "Ann Orr"),
        (["By Ann Orr, bus columnist", "Saturday, February 8, 2025"], "Ann Orr", "By Ann Orr, bus columnist"),
        (["Ann Orr, Transport Columnist", "Feb. 8, 2025"], "Ann Orr", "Ann Orr, Transport Columnist"),
        (["Ann Orr | The Tawe Courier | 8 February 2025"], "Ann Orr", "Ann Orr"),
        (["Ann Orr — The Tawe Courier, 8 February 2025"], "Ann Orr", "Ann Orr"),
        (["Ann Orr · February 8, 2025"], "Ann Orr", "Ann Orr"),
        (["By Ann Orr - 8 February 2025"], "Ann Orr", "By Ann Orr"),
        (["By Ann Orr, The Tawe Courier, 8 February 2025"], "Ann Orr", ""),
        (["Who has the keys?", "By Ann Orr", "Krakow, 8 February 2025"], "Ann Orr", "Who has the keys?\nBy Ann Orr"),
        (["It left at noon.", "By Ann Orr", "8 February 2025"], "Ann Orr", "It left at noon.\nBy Ann Orr"),
        (["The Tawe Courier, Saturday 8 February 2025"], None, ""),
        (["London, Saturday, February 8, 2025"], None, ""),
        (["NEW YORK, Feb. 8, 2025"], None, ""),
        (["Krakow — 8 February 2025"], None, ""),
        (["Published in The Tawe Courier on 8 February 2025"], None, ""),
        (["Ann Orr, 8 February 2025"], None, "Ann Orr, 8 February 2025"),
        (["Last Winter", "Krakow, 8 February 2025"], None, "Last Winter"),
        (["For Ann Orr", "8 February 2025"], None, "For Ann Orr"),
        (["Tawe Courier", "8 February 2025"], None, "Tawe Courier"),
        (["North Tawe | 8 February 2025"], None, "North Tawe"),
    ],
)  # fmt: skip
def test_who_and_when_are_read_in_any_dress_under_a_headline(lines: list[str], author: str | None, stays: str):
    for number, piece in enumerate(dressed(lines)):
        assert (piece.title, piece.author, piece.date) == (HEADLINE, author, DAY)
        above = piece.text.removesuffix(BODY).removeprefix(HEADLINE).replace("\n\n", "\n").strip()
        plain = number > 3  # a byline stays in plain text alone
        assert above == (stays if plain or not author else stays.rpartition("\n")[0])


@pytest.mark.parametrize(
    "lines",
    [
        ["Ann Orr was my aunt."],
        ["For Ann Orr"],
        ["In memory of Ann Orr"],
        ["How a river was lost"],
        ["Guest of the River"],
        ["Winter Waste"],
        ["On 8 February 2025 the ferry sank"],
        ["On 8 February 2025 Ann Orr came to Krakow."],
        ["Krakow, 8 February 2025, and no snow"],
        ["Krakow, February 2025"],
        ["Ann Orr | 8 February 2025 | and the rest of us"],
        ["Krakow, 8 February 2025", "I came.", "Warsaw, 9 February 2025", "I went."],
        ["It left at noon.", "Krakow, 8 February 2025"],
        ["Ann Orr, who owns the mill"],
    ],
)
def test_what_only_has_a_name_or_a_date_under_a_headline_says_neither_and_stays(lines: list[str]):
    for piece in dressed(lines):
        assert (piece.author, piece.date) == (None, None)
        assert all(line in piece.text for line in lines)


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("*Ann Orr*", "Ann Orr"),
        ("**Ann Orr, staff writer**", "Ann Orr"),
        ("Theresa May", "Theresa May"),
        ("## Ann Orr", None),
        ("- Ann Orr", None),
        ("> Ann Orr", None),
        ("*It left at noon.*\n\n*Ann Orr*", None),
        ("Ann Orr\nEdith Mill", None),
        ("Ann Orr\nand the sea", None),
        ("Krakow, 8 February 2025\nand the snow", None),
    ],
)
def test_a_name_alone_under_the_heading_of_markdown_is_the_authors(head: str, author: str | None):
    source = markdown(f"# The River\n\n{head}\n\n{BODY}")
    assert (source.author, source.date) == (author, None)
    assert (source.text == BODY) == bool(author)
    assert markdown(f"{head}\n\n{BODY}").author is None, "no title is above it"


def test_a_name_that_the_prose_knows_is_nobodys_unless_the_last_paragraph_begins_with_it():
    head = "# The River\n\n*Ann Orr*\n\n"
    assert markdown(f"{head}{BODY}\n\n*Ann Orr’s novel is out in May.*").author == "Ann Orr"
    assert markdown(f"{head}{BODY}\n\nAnn Orr fell. Nobody asked.\n\nI went home.").author is None
    assert markdown(f"{head}Ann Orr was my aunt.").author is None


def test_a_day_at_the_head_other_than_the_known_one_is_that_of_a_scene():
    text = f"Title: The River\nDate: 2025-02-08\n\n{{}}\n\n{BODY}"
    assert load_text(text.format("Krakow, 8 February 2025")).text == BODY
    assert load_text(text.format("Berlin, 9 November 1989")).text == f"Berlin, 9 November 1989\n\n{BODY}"


@pytest.mark.parametrize("head", ["Krakow, 8 February 2025", "Hiroshima, August 6, 1945"])
def test_a_place_and_a_day_with_nothing_above_them_stay(head: str):
    for piece in (load_text(f"{head}\n\n{BODY}"), page(f"<h1>{head}</h1>{PROSE}")):
        assert (piece.date, piece.text[: len(head)]) == (None, head)


def test_rows_of_names_and_days_are_no_head():
    table = "| Ann Orr | 5 May 2026 |\n|---|---|\n| Bo Lee | 6 May 2026 |"
    source = markdown(f"# The River\n\n{table}\n\n{BODY}")
    assert (source.author, source.date) == (None, None)
    assert source.text.startswith("Ann Orr | 5 May 2026\nBo Lee | 6 May 2026\n\n")


def test_a_joined_line_above_wrapped_prose_says_who_and_when():
    piece = load_text(f"The River\nBy Ann Orr | The Post | 8 February 2025\nThe city says\nso.\n\n{BODY}")
    assert (piece.author, piece.date) == ("Ann Orr", DAY)
    assert parts(piece.text)[:3] == ["The River", "By Ann Orr", "The city says\nso."]


def test_two_sign_a_letter_together_or_one_below_the_other():
    text = f"Dear Mayor,\n\n{LONG}\n\nYours,\n\n{{}}"
    assert load_text(text.format("Wilma Osei and Jack Tierney\nfor the Union")).author == "Wilma Osei and Jack Tierney"
    assert load_text(text.format("Jane Doe\nChair\n\nTom Reed\nTreasurer")).author == "Jane Doe, Tom Reed"
    assert load_text(text.format("The Friends of the Mill")).author is None


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "SKIP ADVERTISEMENT",
        "Share full article\nSave\n214\nRead in app",
        "READ 87 COMMENTS",
        "Comments (12)",
        "READ MORE: Who owns the water?",
        "View image in fullscreen",
        "Subscribe to our newsletter",
        "Sign up for the Opinion Today newsletter  Get expert analysis of the news. Get it sent to your inbox.",
        "Follow the Post Opinion section on Facebook, Instagram and X.",
        "A version of this article appears in print on March 6, 2026, Section A, Page 19.",
        "Letters to the editor may be sent to letters@post.example. Please include your name.",
        "Terms of use | Privacy policy | Contact us",
        "© 2026 The Harlow Post. All rights reserved.\nWe use cookies to know you. More here.\nAccept all",
        "Photograph: Tom Reed/The Harlow Post",
        "Photo: Tom Reed / The Harlow Post",
        "Home News Opinion Sport",
        "Home | News | Culture",
        "Photo by Tom Reed",
        "Click to share on X (Opens in new window)\nFacebook",
        "Like this:",
        "View this email in your browser",
        "Forwarded this email? Subscribe here for more",
        "The River is a reader-supported publication. To receive new posts, become a subscriber.",
        "You’re currently a free subscriber to The River. For the full experience, upgrade your subscription.",
    ],
)
def test_what_a_paper_sets_between_paragraphs_is_left_out(line: str):
    for text in (f"{LONG}\n\n{line}\n\n{LONG}", f"{LONG}\n\n{LONG}\n\n{line}"):
        assert load_text(text).text.strip() == f"{LONG}\n\n{LONG}"
    shown = "".join(f"<p>{words}</p>" for words in (LONG, *line.split("\n"), LONG))
    assert page(shown).text == f"{LONG}\n\n{LONG}"


@pytest.mark.parametrize(
    "line",
    [
        "Comments",
        "Save\nthe river",
        "Advertisement is the mother of want.",
        "Read more of him",
        "Read more: it will do you good.",
        "Subscribe to nobody's creed.",
        "Sign up for the newsletter of any union and you will see what they want.",
        "We use cookies as money here",
        "Follow the river to the sea.",
        "Letters may be read at the hall.",
        "Photo by Number",
        "Home News",
        "Politics, travel and weather",
        "Photographs by the museum",
        "Illustration: The Case of Arden",
        "1984",
        "Opinion",
        "View this as a gift.",
        "Forwarded this to nobody",
        "This is a reader-supported town",
        "You are currently the mayor.",
        "Like this: it floats",
        "Click to share the blame.",
        "Terms | Privacy",
        "Terms of trade | Privacy lost | What it costs",
    ],
)
def test_a_line_that_may_be_the_pieces_own_stays(line: str):
    text = f"{LONG}\n\n{line}\n\n{LONG}"
    assert load_text(text).text == text


def test_the_credit_of_a_picture_is_left_out_and_its_caption_stays_without_mark_up_too():
    caption = "The Mill at low water. A plaque marks the flood of 1953."
    assert load_text(f"{LONG}\n\n{caption} Credit...Tom Reed for The Post").text == f"{LONG}\n\n{caption}"


def test_the_name_of_a_section_is_left_out_above_a_headline_and_is_one_alone():
    assert parts(f"Opinion\nGuest Essay\n\nThe River\n\n{LONG}") == ["The River", LONG]
    assert parts(f"Opinion\n\n{LONG}") == ["Opinion", LONG]
    assert parts(f"The River\n\n{LONG}\n\nOpinion\n\n{LONG}")[2] == "Opinion"


def test_a_paragraph_a_line_is_read_as_paragraphs_and_wrapped_lines_are_not():
    long = f"{LONG} {LONG} {LONG}"
    assert load_text(f"The River\nBy Jane Doe\nMarch 5, 2026\n{long}\nAdvertisement\n{long}").text.count("\n") == 4 + 2
    verse = "The water reads\nour notices\nand then goes on"
    assert load_text(f"At the Mill\n\n{verse}").text == f"At the Mill\n\n{verse}"


def test_characters_that_no_line_is_taken_from_are_kept():
    text = f"  The River \n\n\n \t\n{LONG}  \n  indented\u2029Then:\n- a\n\n- b"
    assert load_text(text).text == text.strip()


def test_signers_with_a_profession_each_on_a_line_are_all_named():
    signers = "Jane Doe, porter\nTom Reed, night nurse\nHarlow, of old\nMill Union, est. 1931"
    assert load_text(f"Dear Mayor,\n\n{LONG}\n\nYours,\n\n{signers}").author == "Jane Doe, Tom Reed"


@pytest.mark.parametrize(
    ("last", "author"),
    [
        ("Jane Doe is a columnist for The Harlow Post.", "Jane Doe"),
        ("Jane Doe, a columnist, lives here.", None),
        ("Jane Doe and Tom Reed are professors of law at Mill College.", "Jane Doe and Tom Reed"),
        ("Jane Doe is the retired director of the museum, and the author of “Mud”. She lives there.", "Jane Doe"),
        ("Jane Doe is the reason that I stayed.", None),
        ("Mill Society is a member of the union.", None),
        ("Here lives Jane Doe, who is a writer.", None),
    ],
)
def test_who_is_said_to_write_in_the_last_paragraph_is_the_author(last: str, author: str | None):
    text = f"{LONG}\n\n{LONG}\n\n{last}"
    assert (load_text(text).author, load_text(text).text) == (author, text)
    named = f"{LONG}\n\nDoe asked me in. So did Reed, of the Society.\n\n{last}"
    assert load_text(named).author is None, "the piece tells of them"
    assert load_text(f"By Bo Lee | 5 May 2026\n\n{text}").author == "Bo Lee"


def test_the_headlines_of_other_pieces_are_left_out_and_a_chapter_is_not():
    below = "The fox in the deep end\nWhy I love the bus"
    assert load_text(f"{LONG}\n\n{LONG}\n\nMore from Opinion\n{below}\n\nWho pays?").text == f"{LONG}\n\n{LONG}"
    chapter = f"{LONG}\n\n{LONG}\n\nMore from life\n\nI went on."
    assert load_text(chapter).text == chapter


def test_what_is_furniture_below_the_headlines_of_other_pieces_does_not_keep_them():
    below = (
        "Most viewed\n1 Dog found in weir\n2 Best kettles of the year\n\n© 2026 The Harlow Post. All rights reserved."
    )
    assert load_text(f"{LONG}\n\n{LONG}\n\n{below}").text == f"{LONG}\n\n{LONG}"
    long = f"{LONG}\n\n{LONG}\n\nMore from life\n\nAnd {'so on and ' * 12}did it end?"
    assert load_text(long).text == long


@pytest.mark.parametrize("role", ["Columnist", "Chief political correspondent", "STAFF WRITER", "Columnist\n@ann.orr"])
def test_what_an_author_is_may_stand_between_the_name_and_the_date(role: str):
    piece = load_text(f"The river is ours\nHow it was lost\n\nAnn Orr\n{role}\n\n5 May 2026\n\n{BODY}")
    assert (piece.title, piece.author, piece.date) == ("The river is ours", "Ann Orr", "2026-05-05")
    assert piece.text == f"The river is ours\n\nHow it was lost\n\nAnn Orr\n\n{BODY}"


@pytest.mark.parametrize("between", ["Nobody", "A columnist of the river"])
def test_another_line_between_a_name_and_a_date_makes_no_author(between: str):
    piece = load_text(f"The River\n\nHow it was lost\n\nAnn Orr\n{between}\n\n5 May 2026\n\n{BODY}")
    assert (piece.author, between in piece.text) == (None, True)


def test_a_pull_quote_is_left_out_and_the_sentence_around_it_goes_on():
    whole = LONG.removesuffix(".")
    cut = LONG.partition(" pour ")
    pulled = f"{LONG} It was so.\n\n{cut[0]}\n\n“{whole}”\n\npour {cut[2]}"
    assert load_text(pulled).text == f"{LONG} It was so.\n\n{cut[0]}\npour {cut[2]}"
    for own in ("“The mill is nobody’s, and nobody was ever asked”", f"“{LONG}”", whole):
        text = f"{LONG} It was so.\n\n{own}\n\n{LONG}"
        assert load_text(text).text == text


def test_a_headline_that_is_the_title_is_no_sentence_and_the_name_of_the_paper_above_it_neither():
    head = "Title: The River\nAuthor: Ann Orr\n\n"
    assert parts(f"{head}The Harlow Post\n\nTHE RIVER\n\n{LONG}") == [LONG]
    assert parts(f"The Harlow Post – Opinion\n\nThe River\n\n{LONG}") == ["The River", LONG]
    assert parts(f"{head}{LONG}\n\n{LONG}\n\nThe River\n\n{LONG}")[2] == "The River"
    assert parts(f"The last post\n\n{LONG}") == ["The last post", LONG]


def test_what_counts_readers_parts_no_other_furniture():
    assert parts(f"The River\n\nShare\nListen\n6 min\nSave\n\n{LONG}") == ["The River", LONG]


def test_what_is_left_out_is_kept_to_be_shown_but_for_what_tells_title_author_and_date():
    piece = load_text(
        "Home | News | Opinion | Sport\n\nThe River\n\nBy Ann Orr\n5 March 2024 • 4 min read\n\n"
        f"{LONG}\n\nAdvertisement\n\nThe river in winter. Credit: Tom Reed\n\n{LONG}\n\n© 2024 The Harlow Post."
    )
    assert (piece.title, piece.author, piece.date) == ("The River", "Ann Orr", "2024-03-05")
    assert piece.left_out == (
        "Home | News | Opinion | Sport",
        "Advertisement",
        "Credit: Tom Reed",
        "© 2024 The Harlow Post.",
    )
    assert "The river in winter." in piece.text


def test_of_a_text_of_which_all_is_the_piece_nothing_is_left_out():
    assert load_text(f"{LONG}\n\n{LONG}").left_out == ()


@pytest.mark.parametrize(
    "unit",
    [
        "By Ab Cd, ",
        "Photo by Ab ",
        "Dear Aa, ",
        "© 2026 ",
        "Jane Doe\n5 May 2026\n",
        "a\n\n",
        "“No mark is at the end”\n\n",
        "Trending\n",
        "a",
        "-",
    ],
)
def test_long_texts_are_looked_through_in_linear_time(unit: str):
    def seconds(size: int) -> float:
        began = time.process_time()
        load_text(unit * (size // len(unit)) + "x")
        return time.process_time() - began

    assert seconds(160_000) < 40 * (seconds(20_000) + 0.01)
