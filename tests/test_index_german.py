import pytest

from index.german import in_english, is_german
from index.loading import load_bytes, load_text

TEXT = [
    "Die Mühle an der Tawe ist nicht tot. Der Rat hat sie verkauft, und niemand wurde gefragt.",
    "Das Wasser steht im Keller. Es ist auch im Frühling nicht gesunken.",
    "Wer von uns wird sich daran erinnern, mit wem der Rat gesprochen hat?",
]
BODY = "\n\n".join(TEXT)
ENGLISH = "It left at noon. Nobody waved.\n\nThe council says so. It is wrong.\n\nIt must come back, and soon."


@pytest.mark.parametrize(
    ("line", "german", "english"),
    [
        ("Von Ann Orr", True, "By Ann Orr"),
        ("von Ann Orr und Bo Lee", True, "By Ann Orr und Bo Lee"),
        ("Von Ann Orr", False, "Von Ann Orr"),
        ("Von dem Fluss", True, "Von dem Fluss"),
        ("12. Juli 2025", False, "12 July 2025"),
        ("3. Jänner 2025", False, "3 January 2025"),
        ("12. April 2025", False, "12. April 2025"),
        ("12. April 2025", True, "12 April 2025"),
        ("14.03.2025", False, "14 March 2025"),
        ("04.03.2025", False, "04.03.2025"),
        ("4.3.2025", True, "4 March 2025"),
        ("14.13.2025", True, "14.13.2025"),
        ("1.14.03.2025", True, "1.14.03.2025"),
        ("Veröffentlicht am 12. Juli 2025 um 9.30 Uhr", True, "12 July 2025 9.30 "),
        ("Am Fluss um neun Uhr", True, "Am Fluss um neun Uhr"),
    ],
)
def test_a_line_that_tells_who_and_when_is_put_into_english_where_it_can_be_nothing_else(
    line: str, german: bool, english: str
):
    assert in_english(line, german=german) == english


def test_german_is_known_by_its_small_words():
    assert is_german(TEXT)
    assert not is_german([])
    assert not is_german(ENGLISH.split("\n\n"))
    assert not is_german([f"{ENGLISH * 5} “Das ist nicht gut, und der Rat hat es auch gesagt,” he said."])
    assert not is_german(["Het water is van de stad, en niet van de raad."])


@pytest.mark.parametrize(
    ("head", "author", "date"),
    [
        ("Von Ann Orr\n12. Juli 2025", "Ann Orr", "2025-07-12"),
        ("Von Ann Orr und Bo Lee\n\nTawemund, 4.3.2025", "Ann Orr und Bo Lee", "2025-03-04"),
        ("von Ann Orr, 12. April 2025, 9.30 Uhr", "Ann Orr", "2025-04-12"),
        ("Aktualisiert am 12. August 2025", None, "2025-08-12"),
        ("Ann Orr\n12. Juli 2025", "Ann Orr", "2025-07-12"),
        ("Von Wasser und Wein", None, None),
        ("Am 12. Juli 2025 kam der Rat", None, None),
    ],
)
def test_who_and_when_are_read_under_a_german_headline(head: str, author: str | None, date: str | None):
    title = "Lasst die Mühle stehen"
    plain = load_text(f"{title}\n\n{head}\n\n{BODY}")
    shown = "".join(f"<p>{line}</p>" for line in (*head.replace("\n\n", "\n").split("\n"), *TEXT))
    for piece in (plain, load_bytes(f'<meta charset="utf-8"><h1>{title}</h1>{shown}'.encode(), "a.html")):
        assert (piece.title, piece.author, piece.date) == (title, author, date)
        assert piece.text.endswith(BODY)
        assert author or date or head in piece.text


@pytest.mark.parametrize(
    ("line", "date"), [("14.03.2025", "2025-03-14"), ("12. Juli 2025", "2025-07-12"), ("04.03.2025", None)]
)
def test_a_date_in_figures_is_read_in_an_english_text_where_its_month_is_known(line: str, date: str | None):
    piece = load_text(f"The last ferry\n\nBy Ann Orr\n{line}\n\n{ENGLISH}")
    assert (piece.date, line in piece.text) == (date, date is None)


def test_a_family_called_von_is_no_byline_in_english():
    assert (
        load_text(f"The last ferry\n\nVon Trapp Singers Ltd\n\n5 May 2026\n\n{ENGLISH}").author != "Trapp Singers Ltd"
    )
