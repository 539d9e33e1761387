import pytest

from assistant.alignment import Case
from assistant.exchange import reordered, swapped
from index.piece import Piece

ROWS = [
    (swapped, "Harlan hired Oduya.", "Oduya was hired by Harlan.", "Oduya hired Harlan."),
    (
        swapped,
        "Repairs cost $48 and removal costs $29.",
        "Removal costs $29, repairs $48.",
        "Repairs cost $29, removal $48.",
    ),
    (swapped, "Turnout went from 11 to 52.", "From 11 turnout rose to 52.", "Turnout went from 52 to 11."),
    (swapped, "Of 27 children 25 are well.", "25 of the 27 children are well.", "27 of the 25 children are well."),
    (swapped, "Azkhan’s leader, Nuri, pledged fees.", "Nuri, the leader of Azkhan, pledged fees.", None),
    (
        reordered,
        "The clerk in Kettleby posted the long letter to Marsh.",
        "The clerk in Kettleby posted the letter to Marsh.",
        "The clerk in Marsh posted the long letter to Kettleby.",
    ),
]


def case(source, text):
    piece = Piece.from_text(source)
    return Case(text, piece, (piece.quote(0),))


@pytest.mark.parametrize(("check", "source", "right", "wrong"), ROWS)
def test_names_and_numbers_keep_their_places(check, source, right, wrong):
    assert check(case(source, right)) is None
    assert wrong is None or check(case(source, wrong))
