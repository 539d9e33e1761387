import pytest

from assistant.concessions import carried
from index.piece import Piece

PIECE = Piece.from_text(
    "It is true that the old boats leak. One sank. But they sail. Nobody minds.\n\n"
    "I had believed that boats bring us together. What they bring is rust. They sail.\n\n"
    "Let them keep the boats. Yet a town cannot eat them.\n\nTo be fair, they are old.\n\nBut they sail."
)


@pytest.mark.parametrize(
    ("number", "question", "run"),
    [
        (0, "do the boats leak?", (0, 2)),
        (1, "which boat sank?", (1, 1)),
        (1, "does she like the boats?", (1, 2)),
        (3, "who minds?", (3, 3)),
        (4, "do boats bring them together?", (4, 5)),
        (5, "what do boats bring?", (5, 5)),
        (7, "who keeps the boats?", (7, 7)),
        (7, "is she for or against the boats?", (7, 8)),
        (9, "are they old?", (9, 9)),
        (10, "does she think they sail?", (10, 10)),
    ],
)
def test_what_is_granted_or_was_once_believed_is_shown_with_its_turn(number: int, question: str, run: tuple[int, int]):
    assert carried(PIECE, (number, number), question) == run


@pytest.mark.parametrize("before", ["I had not believed that boats rust.", "I believe that boats rust."])
def test_a_belief_that_is_held_or_never_was_stands_alone(before: str):
    piece = Piece.from_text(f"{before} They do rust.")
    assert carried(piece, (0, 0), "do boats rust?") == (0, 0)
