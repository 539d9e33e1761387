import pytest

from assistant import roles
from assistant.alignment import Case
from index.piece import Piece

ROWS = [
    (roles.unseated, "Harlan runs the mill, and Oduya runs the dam.", "Oduya runs the dam.", "Dorn runs the dam."),
    (roles.unseated, "The board hired Kessler.", "Kessler was hired.", "Kessler hired the board."),
    (roles.mirrored, "The clerk warned the miller.", "The clerk warned the miller.", "The miller warned the clerk."),
    (roles.stitched, "Oduya left. Harlan runs the mill.", "Harlan runs the mill.", "Oduya runs the mill."),
]


def case(source, text):
    piece = Piece.from_text(source)
    return Case(text, piece, (piece.quote(0, len(piece.sentences) - 1),))


@pytest.mark.parametrize(("check", "source", "right", "wrong"), ROWS)
def test_nobody_takes_the_place_of_another(check, source, right, wrong):
    assert check(case(source, right)) is None
    assert check(case(source, wrong))
