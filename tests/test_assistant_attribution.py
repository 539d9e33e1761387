import pytest

from assistant.alignment import Case
from assistant.attribution import attributions, speakers
from assistant.tokens import read
from index.piece import Piece

PIECE = Piece.from_text(
    "Mr. Harlan, who runs the mill, says that the weir is safe. Ms. Oduya met him on Monday. "
    "She thinks the weir will go. According to the auditor, it costs $40. I think the auditor is right. "
    "The weir is old."
)


def who(text):
    tokens = read(text)
    return [{tokens[i].text for i in found.speaker} for found in attributions(tokens)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Mr. Harlan says that it is safe.", [{"harlan"}]),
        ("Mr. Harlan, who runs the mill, says that it is safe.", [{"harlan"}]),
        ("“It is safe,” said Ms. Oduya.", [{"oduya"}]),
        ("It is safe, she adds.", [{"she"}]),
        ("According to the auditor, it is safe.", [{"auditor"}]),
        ("The piece says it is safe.", [{"piece"}]),
        ("They asked for a claim form.", []),
        ("“Nobody told me,” he joked", [{"he"}]),
    ],
)
def test_who_speaks_is_found(text, speakers):
    assert who(text) == speakers


@pytest.mark.parametrize(
    ("number", "right", "wrong"),
    [
        (0, "Mr. Harlan says that the weir is safe.", "The weir is safe."),
        (0, "According to Mr. Harlan, the weir is safe.", "Ms. Oduya says that the weir is safe."),
        (2, "She thinks the weir will go.", "Safe thinks the weir will go."),
        (2, "Ms. Oduya thinks the weir will go.", "Mr. Harlan thinks the weir will go."),
        (3, "By the auditor’s count it costs $40.", "It costs $40."),
        (4, "The author thinks the auditor is right.", "Ms. Oduya thinks the auditor is right."),
        (5, "The piece says the weir is old.", "Ms. Dorn says that the weir is old."),
    ],
)
def test_everybody_keeps_their_words(number, right, wrong):
    quotes = (PIECE.quote(number),)
    assert speakers(Case(right, PIECE, quotes)) is None
    assert speakers(Case(wrong, PIECE, quotes))
