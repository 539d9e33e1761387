"""Passages: what is embedded, stored and retrieved.

There is one passage for each sentence: the sentence with the one before it in its paragraph, which is where the
referent of its "he" or "it" mostly stands. So a passage's number is that of its last sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.piece import Piece


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one paragraph; `start` and `end` are characters of the piece."""

    number: int
    start: int
    end: int
    sentences: tuple[int, ...]


def passages(piece: Piece) -> tuple[Passage, ...]:
    """The passages of a piece, one a sentence, in reading order."""
    return tuple(_passage(piece, number) for number in range(len(piece.sentences)))


def _passage(piece: Piece, number: int) -> Passage:
    sentence = piece.sentences[number]
    first = sentence
    if number and piece.sentences[number - 1].paragraph == sentence.paragraph:
        first = piece.sentences[number - 1]
    return Passage(number, first.start, sentence.end, tuple(range(first.number, number + 1)))
