"""A statement beside the sentences it cites, as the checks take it."""

from assistant.alignment import Case
from assistant.answer import Statement, Withheld
from assistant.checks import checked
from index.piece import Piece


def case(said: str, piece: Piece | str, *cited: int) -> Case:
    """The statement `said` on the cited sentences of a piece; on all of them if none is named."""
    piece = Piece.from_text(piece) if isinstance(piece, str) else piece
    numbers = cited or tuple(range(len(piece.sentences)))
    return Case(said, piece, tuple(piece.quote(number) for number in numbers))


def verdict(said: str, piece: Piece | str, *cited: int) -> Statement | Withheld:
    """What all checks make of the statement `said`, cited as for `case`."""
    piece = Piece.from_text(piece) if isinstance(piece, str) else piece
    everything = range(len(piece.sentences))
    return checked(said, cited or everything, piece, offered=everything)
