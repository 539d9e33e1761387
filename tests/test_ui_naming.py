import pytest

from index.errors import InputError
from index.piece import Piece
from ui.naming import Naming

PIECE = Piece.from_text("Mend It\n\nThe pipe leaks.", title="Mend It", date="2026-07")


def test_the_same_text_is_named_otherwise_and_what_is_left_empty_is_not_known():
    named = Naming(" The \n Pipe ", "Ada Quill", "").named(PIECE)
    assert (named.title, named.author, named.date) == ("The Pipe", "Ada Quill", None)
    assert (named.text, named.sentences, named.sha256) == (PIECE.text, PIECE.sentences, PIECE.sha256)
    assert named.head == frozenset()
    assert PIECE.head == {0}


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026-02-03", "2026-02-03"),
        ("3 February 2026", "2026-02-03"),
        (" February 3, 2026 ", "2026-02-03"),
        ("2026-07", "2026-07"),
        ("", None),
    ],
)
def test_a_date_is_a_day_or_what_it_was(given: str, day: str | None):
    assert Naming(date=given).named(PIECE).date == day


@pytest.mark.parametrize("given", ["3/2/2026", "soon", "2026", "30 February 2026", "on 3 February 2026, or so"])
def test_what_is_no_day_is_told_with_what_is_taken(given: str):
    with pytest.raises(InputError, match=r"no day of the calendar\. Write it as 2026-02-03 or as 3 February 2026"):
        Naming(date=given).named(PIECE)


def test_a_name_has_a_greatest_length():
    assert Naming(title="x" * 300).named(PIECE).title == "x" * 300
    with pytest.raises(InputError, match="The author has 301 characters; at most 300"):
        Naming(author="x" * 301).named(PIECE)
