import pytest

from assistant.alignment import Case
from assistant.prefixes import untied
from index.piece import Piece


def reason(said: str, source: str) -> str | None:
    piece = Piece.from_text(source)
    return untied(Case(said, piece, (piece.quote(0),)))


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The council passed a binding resolution.", "The council passed a non-binding resolution."),
        ("The ex-mayor signed the letter.", "The mayor signed the letter."),
        ("Voters joined the war march.", "Voters joined the anti-war march."),
    ],
)
def test_a_prefix_is_neither_dropped_nor_added(said: str, source: str):
    assert reason(said, source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The council passed a non-binding resolution.", "The council passed a non-binding resolution."),
        ("The former mayor signed the letter.", "The ex-mayor signed the letter."),
        ("Voters marched against the war.", "Voters joined the anti-war march."),
        ("The vice president signed.", "The vice-president signed."),
    ],
)
def test_a_prefix_may_be_told_in_another_word(said: str, source: str):
    assert reason(said, source) is None
