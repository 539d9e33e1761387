"""A statement beside the sentences it cites, as the checks take it."""

from assistant.alignment import Case
from index.piece import Piece


def case(said: str, piece: Piece | str, *cited: int) -> Case:
    """The statement `said` on the cited sentences of a piece; on all of them if none is named."""
    piece = Piece.from_text(piece) if isinstance(piece, str) else piece
    numbers = cited or tuple(range(len(piece.sentences)))
    return Case(said, piece, tuple(piece.quote(number) for number in numbers))
