"""What a sentence of the model's prose must pass before anybody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answer import Statement, Withheld
from index.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from index.piece import Piece

FOLDED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})


def checked(
    text: str,
    cited: Sequence[int],
    piece: Piece,
    *,
    offered: Collection[int],
    question: str = "",
    language: str = "en",
) -> Statement | Withheld:
    """The statement with its quotes, or why it is withheld; `cited` and `offered` are numbers of sentences, from 0."""
    del question, language
    valid = [number for number in cited if number in offered]
    if not valid:
        return Withheld(text, (), "citation", "it cites no sentence of the piece")
    quotes = tuple(dict.fromkeys(piece.quote(number) for number in valid))
    for mark in quotations(text):
        words = text[mark.start + 1 : mark.end - 1].rstrip(",.").translate(FOLDED)
        if not any(words in quote.text.translate(FOLDED) for quote in quotes):
            return Withheld(text, quotes, "quotations", "words in quotation marks are not in the sentences it cites")
    return Statement(text, quotes)
