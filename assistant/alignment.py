"""Which word of the quotes each word of a statement stands on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.lexicon import entry, kin, licensed
from assistant.tokens import Token, read

if TYPE_CHECKING:
    from collections.abc import Collection

    from index.piece import Piece, Quote

Place = tuple[int, int]
SAME, SYNONYM = 2, 1
CONTEXT = 4
ANAPHORS = frozenset(
    "he she it they him her them his hers its their theirs this that these those who there such both neither one the so".split()
)


@dataclass(frozen=True, eq=False)
class Case:
    """One statement and what it cites. A place is (sentence of the piece, token in it)."""

    text: str
    piece: Piece
    quotes: tuple[Quote, ...]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The statement's tokens."""
        return read(self.text)

    @cached_property
    def source(self) -> dict[int, tuple[Token, ...]]:
        """The tokens of every quoted sentence, by its number."""
        numbers = sorted({number for quote in self.quotes for number in quote.sentences})
        return {number: read(self.piece.sentence_text(number)) for number in numbers}

    @cached_property
    def before(self) -> dict[int, tuple[Token, ...]]:
        """The sentences just before the quoted ones, nearest first: where a pronoun's name stands."""
        wanted = [n - back for back in range(1, CONTEXT + 1) for n in self.source if self.refers(n) and n - back >= 0]
        return {n: read(self.piece.sentence_text(n)) for n in dict.fromkeys(wanted) if n not in self.source}

    def refers(self, number: int) -> bool:
        """Whether a quoted sentence has a word that points back."""
        return any(token.text in ANAPHORS for token in self.source[number])

    @cached_property
    def places(self) -> list[Place]:
        """Every content word of the quotes."""
        return [(n, i) for n, tokens in self.source.items() for i, token in enumerate(tokens) if token.content]

    def at(self, place: Place) -> Token:
        """The quotes' token at a place."""
        return self.source[place[0]][place[1]]

    @cached_property
    def candidates(self) -> dict[int, list[tuple[int, Place]]]:
        """For each content word of the statement what it may stand on, with how well."""
        found: dict[int, list[tuple[int, Place]]] = {}
        for index, token in enumerate(self.tokens):
            if token.content:
                scored = [(match(token, self.at(place)), place) for place in self.places]
                found[index] = [(score, place) for score, place in scored if score]
        return found

    @cached_property
    def pairs(self) -> dict[int, Place]:
        """The alignment: of several candidates the best one in the clause that most words point at."""
        votes: Counter[tuple[int, int]] = Counter()
        for options in self.candidates.values():
            for clause in {(place[0], self.at(place).clause) for _, place in options}:
                votes[clause] += 1
        chosen: dict[int, Place] = {}
        last: Place | None = None
        for index, options in self.candidates.items():
            if options:
                last = max(options, key=lambda option: self._fit(option, votes, last))[1]
                chosen[index] = last
        return chosen

    def _fit(self, option: tuple[int, Place], votes: Counter[tuple[int, int]], last: Place | None) -> float:
        score, place = option
        near = 0.0 if last is None or last[0] != place[0] else 1 / (1 + abs(place[1] - last[1] - 1))
        return score + 0.5 * votes[place[0], self.at(place).clause] / len(self.candidates) + near

    @cached_property
    def standing(self) -> dict[Place, int]:
        """The alignment the other way round."""
        return {place: index for index, place in self.pairs.items()}


def match(said: Token, source: Token) -> int:
    """How well one word stands on another: 2 the same, 1 a synonym or a wider word, 0 not at all."""
    if said.kind == "number" or source.kind == "number":
        return SAME if said.value is not None and said.value == source.value else 0
    if said.text == source.text or kin(said.stem, source.stem):
        return SAME
    if said.kind == "name" or source.kind == "name":
        return 0
    return SYNONYM if licensed(said.stem, source.stem) else 0


def noun(token: Token) -> bool:
    """Whether the word can be a noun."""
    return "n" in entry(token.stem).parts


def has_stem(tokens: Collection[Token], stems: Collection[str]) -> bool:
    """Whether one of the words has one of the stems."""
    return any(token.stem in stems for token in tokens)
