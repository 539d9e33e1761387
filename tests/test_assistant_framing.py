import pytest

from assistant.alignment import Case
from assistant.framing import framed, unsafe, verbatim
from index.piece import Piece

PIECE = Piece.from_text(
    "“The weir is safe,” Mr. Harlan said, “and it is dry.” The board did not ask the ducks. "
    "Oduya says that the weir leaks. The mill is old; its roof is gone. “It fell on Monday.” "
    "He denied that it was “a costly ruin.”"
)


def case(text, number):
    return Case(text, PIECE, (PIECE.quote(number),))


def refused(text, number):
    found = case(text, number)
    frame = framed(found)
    assert frame is not None
    return unsafe(found, *frame)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The piece says: “The board did not ask the ducks.”", 1),
        ("The piece says: “its roof is gone.”", 3),
        ("Mr. Harlan said: “The weir is safe”", 0),
        ("“The weir is safe,” said Mr. Harlan.", 0),
        ("The piece says: ‘“It fell on Monday.”’", 4),
    ],
)
def test_a_quotation_that_keeps_its_sense_may_stand_in_a_frame(text, number):
    assert refused(text, number) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The piece says: “ask the ducks.”", 1),
        ("The piece says: “the weir leaks.”", 2),
        ("The author writes: “The weir is safe”", 0),
        ("Oduya said: “The weir is safe”", 0),
        ("Oduya said: “The mill is old; its roof is gone.”", 3),
        ("Oduya said: “the weir leaks.”", 2),
        ("Mr. Harlan said: “a costly ruin.”", 5),
    ],
)
def test_one_that_does_not_or_is_somebody_else_s_may_not(text, number):
    assert refused(text, number)


@pytest.mark.parametrize(
    "text",
    [
        "The piece never says: “The mill is old”",
        "The roof of the “old” mill is gone.",
        "The mill is old.",
        "It was “old”.",
    ],
)
def test_anything_but_a_quotation_in_a_frame_is_prose(text):
    assert framed(case(text, 3)) is None


def test_a_sentence_of_the_piece_is_known_as_verbatim():
    assert verbatim(case("The mill is old; its roof is gone.", 3))
    assert not verbatim(case("The mill is old.", 3))
