import pytest

from assistant import grounding
from assistant.alignment import Case
from index.piece import Piece

PIECE = Piece.from_text(
    "Mr. Tom Harlan, who is 61, met Ms. Oduya at the mill. He hired her, he says, for $40. "
    "Under Kettleby lies a tunnel, 84 feet deep.",
    title="The mill",
    date="2024-03-05",
)


def case(text, *numbers):
    return Case(text, PIECE, tuple(PIECE.quote(number) for number in numbers))


@pytest.mark.parametrize(
    ("check", "number", "right", "wrong"),
    [
        (grounding.numbers, 2, "It is eighty-four feet deep.", "It is 48 feet deep."),
        (grounding.numbers, 2, "In 2024 it was 84 feet deep.", "On March 5 it was 84 feet deep."),
        (grounding.names, 1, "Mr. Harlan hired her.", "Mr. Dorn hired her."),
        (grounding.names, 1, "Tom Harlan hired Ms. Oduya.", "Kettleby hired her."),
        (grounding.names, 2, "The tunnel lies under Kettleby.", "Mr. Harlan’s tunnel lies there."),
        (grounding.words, 1, "Mr. Harlan engaged her for 40 dollars.", "Mr. Harlan engaged her for 40 ducks."),
        (grounding.words, 2, "A tunnel lies under Kettleby.", "A tunnel lies under Kettleby, and nurses protested."),
        (grounding.opposites, 2, "The tunnel is deep.", "The tunnel is shallow."),
        (grounding.loaded, 2, "The piece calls it “vicious”.", "It is a vicious tunnel."),
    ],
)
def test_what_is_said_stands_on_the_quotes(check, number, right, wrong):
    assert check(case(right, number)) is None
    assert check(case(wrong, number))


def test_people_are_told_from_places():
    assert {"tom", "harlan", "oduya"} <= grounding.persons(PIECE.text)
    assert "kettleby" not in grounding.persons(PIECE.text)


def test_a_title_tells_the_gender():
    assert grounding.gender(PIECE.text, "harlan") == "m"
    assert grounding.gender(PIECE.text, "oduya") == "f"
    assert grounding.gender(PIECE.text, "kettleby") == ""


def test_what_stands_beside_a_name_describes_it():
    assert "tunnel" in grounding.beside(PIECE.text, "kettleby")
    assert "mill" not in grounding.beside(PIECE.text, "kettleby")
