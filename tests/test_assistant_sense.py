import pytest

from assistant import sense
from assistant.alignment import Case
from index.piece import Piece

ROWS = [
    (sense.negation, "The council did not pay.", "The council never paid.", "The council paid."),
    (sense.negation, "The council stopped paying rent.", "The council did not pay rent.", "The council paid rent."),
    (sense.negation, "The lamps are on.", "The lamps are on.", "The lamps are not on tonight."),
    (sense.hedge, "It will probably leak.", "It may leak.", "It will leak."),
    (sense.hedge, "The dam leaks.", "The dam leaks.", "The dam may leak."),
    (sense.hedge, "It may leak.", "It could leak.", "It will probably leak."),
    (sense.condition, "If it rains, the dam leaks.", "When it rains the dam leaks.", "The dam leaks."),
    (sense.condition, "The dam leaks.", "The dam leaks.", "The dam leaks if it rains."),
    (sense.normative, "The board must pay.", "The board should pay.", "The board pays."),
    (sense.normative, "Pay the board.", "The board should be paid.", None),
    (sense.amount, "It cost nearly $400.", "It cost almost $400.", "It cost $400."),
    (sense.amount, "It cost over $400.", "It cost more than $400.", "It cost less than $400."),
    (sense.quantity, "Some members left.", "Some members left.", "All members left."),
    (sense.quantity, "Few members left.", "Few members left.", "Members left."),
    (sense.direction, "Rents rose after the fire.", "Rents went up after the fire.", "Rents rose before the fire."),
    (
        sense.compared,
        "Big dams leak more than small ones.",
        "Big dams leak more.",
        "Small dams leak more than big ones.",
    ),
    (sense.cause, "It leaked because of rain.", "It leaked because of rain.", None),
    (sense.cause, "It leaked. It rained.", "It leaked.", "It leaked because it rained."),
]


def case(source, text):
    piece = Piece.from_text(source)
    return Case(text, piece, (piece.quote(0, len(piece.sentences) - 1),))


@pytest.mark.parametrize(("check", "source", "right", "wrong"), ROWS)
def test_the_sense_is_kept(check, source, right, wrong):
    assert check(case(source, right)) is None
    assert wrong is None or check(case(source, wrong))
