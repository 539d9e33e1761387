"""Which sentences of the piece a language model is given: all of a short piece, of a long one what retrieval finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.piece import Piece
    from index.search import Search

# Tokens for sentences when the model's context is unknown (an older Ollama reads 4,096 in all), and at most: beyond
# that a model finds less, not more.
UNKNOWN, MOST = 3_000, 24_000
INSTRUCTIONS = 1_500
NUMBERING = 5


def budget(context: int | None) -> int:
    """Tokens that may be spent on sentences, of a model whose context has so many."""
    return UNKNOWN if context is None else max(0, min(MOST, (context - INSTRUCTIONS) * 3 // 4))


def cost(text: str) -> int:
    """About how many tokens a sentence takes; scripts other than Latin take one a character."""
    latin = len(text) if text.isascii() else sum(character < "\u0250" for character in text)
    return NUMBERING + latin // 3 + (len(text) - latin)


def offered(piece: Piece, search: Search, question: str, tokens: int) -> list[int]:
    """Numbers of the sentences for a question, in reading order; at least the best sense unit, whatever it takes."""
    costs = [cost(piece.sentence_text(sentence.number)) for sentence in piece.sentences]
    if sum(costs) <= tokens:
        return list(range(len(costs)))
    chosen = set[int]()
    for best, _ in search.best(question, len(costs)):
        more = set(_around(piece, best)) - chosen
        spent = sum(costs[number] for number in more)
        if chosen and spent > tokens:
            break
        tokens -= spent
        chosen |= more
    return sorted(chosen)


def _around(piece: Piece, number: int) -> Iterable[int]:
    """The sense unit of a sentence and the sentence before it, where its “he” mostly stands."""
    first, last = piece.units[number]
    before = max(0, first - 1)
    joined = piece.sentences[before].paragraph == piece.sentences[first].paragraph
    return range(before if joined else first, last + 1)


def numbered(piece: Piece, numbers: Sequence[int]) -> str:
    """The sentences as the model reads them, one a line, counted from 1; a gap is marked."""
    lines: list[str] = []
    for place, number in enumerate(numbers):
        if place and number != numbers[place - 1] + 1:
            lines.append("…")
        lines.append(f"[{number + 1}] {' '.join(piece.sentence_text(number).split())}")
    return "\n".join(lines)
