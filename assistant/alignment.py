"""Which word of the quotes each word of a statement stands on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from assistant.lexicon import entry, kin, licensed, stem, stems, synonyms
from assistant.numbers import MONEY, Value
from assistant.tokens import Token, named, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from index.piece import Piece, Quote

PARTICLES = frozenset("up down out off in on over away back through along apart around about for to of by".split())
Place = tuple[int, int]
SAME, SYNONYM = 2, 1
ORDER = 0.1  # of equal places the one that stands where the word does
CONTEXT = 6
BEFORE = 3  # sentences in which a noun may have been named in another word
REACH = 6
MOST = 0.7  # of a sentence's words of content
LEFT_OUT = frozenset(["", "pp", *MONEY.values()])
ANAPHORS = frozenset(
    """he she it they him her them his hers its their theirs this that these those who there such both neither one the
    so""".split()
)

# Of these, those that stand in a noun's place.
POINTING = ANAPHORS - {"who", "there", "neither", "one", "the", "so", "that"}


@dataclass(frozen=True, eq=False)
class Case:
    """One statement and what it cites. A place is (sentence of the piece, token in it)."""

    text: str
    piece: Piece
    quotes: tuple[Quote, ...]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The statement's tokens."""
        return named(read(self.text), self.text, self.piece.text)

    def sentence(self, number: int) -> tuple[Token, ...]:
        """The tokens of a sentence of the piece."""
        text = self.piece.sentence_text(number)
        return named(read(text), text, self.piece.text)

    @cached_property
    def source(self) -> dict[int, tuple[Token, ...]]:
        """The tokens of every quoted sentence, by its number."""
        numbers = sorted({number for quote in self.quotes for number in quote.sentences})
        return {number: self.sentence(number) for number in numbers}

    @cached_property
    def source_tokens(self) -> tuple[Token, ...]:
        """The tokens of all that is quoted."""
        return tuple(token for tokens in self.source.values() for token in tokens)

    @cached_property
    def source_words(self) -> frozenset[str]:
        """The words of all that is quoted."""
        return frozenset(token.text for token in self.source_tokens)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the statement."""
        return frozenset(token.text for token in self.tokens)

    @cached_property
    def before(self) -> dict[int, tuple[Token, ...]]:
        """The sentences just before the quoted ones, nearest first: where a pronoun's name stands."""
        wanted = [n - back for back in range(1, CONTEXT + 1) for n in self.source if self.refers(n) and n - back >= 0]
        return {n: self.sentence(n) for n in dict.fromkeys(wanted) if n not in self.source}

    @cached_property
    def earlier(self) -> frozenset[str]:
        """The stems of all that the piece says before the quotes."""
        return self._stems(range(max(self.source)))

    @cached_property
    def near(self) -> frozenset[str]:
        """The stems of what is named just before the quotes: of all words but past deeds."""
        before = range(max(0, min(self.source) - BEFORE), min(self.source))
        return frozenset(t.stem for n in before for t in read(self.piece.sentence_text(n)) if t.content and not t.past)

    @cached_property
    def titled(self) -> frozenset[str]:
        """The stems of the title, which tells what the piece is about."""
        return frozenset(token.stem for token in read(self.piece.title or "") if token.content)

    @cached_property
    def throughout(self) -> frozenset[str]:
        """The stems of the whole piece."""
        return self._stems(range(len(self.piece.sentences)))

    def _stems(self, numbers: Iterable[int]) -> frozenset[str]:
        return frozenset(t.stem for n in numbers for t in read(self.piece.sentence_text(n)) if t.content)

    @cached_property
    def speaks(self) -> bool:
        """Whether anybody says or thinks anything in the quotes."""
        return any(token.says or token.quoted for token in self.source_tokens)

    def refers(self, number: int) -> bool:
        """Whether a quoted sentence has a word that points back."""
        return any(token.text in ANAPHORS for token in self.source[number])

    @cached_property
    def points(self) -> bool:
        """Whether the quotes have a word that stands in the place of a noun named before."""
        return bool(POINTING & self.source_words)

    @cached_property
    def places(self) -> list[Place]:
        """Every content word of the quotes."""
        return [(n, i) for n, tokens in self.source.items() for i, token in enumerate(tokens) if token.content]

    @cached_property
    def left(self) -> list[Token]:
        """The content words of the quotes on which no word of the statement stands."""
        return [self.at(place) for place in self.places if place not in self.standing]

    def at(self, place: Place) -> Token:
        """The quotes' token at a place."""
        return self.source[place[0]][place[1]]

    @cached_property
    def candidates(self) -> dict[int, list[tuple[int, Place]]]:
        """For each content word of the statement what it may stand on, with how well."""
        found: dict[int, list[tuple[int, Place]]] = {}
        for index, token in enumerate(self.tokens):
            if token.content:
                scored = [(self._match(index, place), place) for place in self.places]
                found[index] = [(score, place) for score, place in scored if score]
        return found

    def _match(self, index: int, place: Place) -> int:
        """As `match`, with a phrasal verb on either side taken as one word (“turn down”)."""
        said, source = self.tokens[index], self.at(place)
        if score := match(said, source):
            return score
        if said.kind != "word" or source.kind != "word":
            return 0
        tokens, at = self.source[place[0]], place[1]
        phrases = phrasal(tokens, at)
        own = phrasal(self.tokens, index)
        if any(licensed(said.stem, phrase) for phrase in phrases):
            return SYNONYM
        return SYNONYM if any(licensed(phrase, one) for phrase in own for one in (source.stem, *phrases)) else 0

    @cached_property
    def pairs(self) -> dict[int, Place]:
        """The alignment: of several candidates the one whose neighbours stand beside it."""
        exact = {place for options in self.candidates.values() for score, place in options if score == SAME}
        chosen: dict[int, Place] = {}
        for index, options in self.candidates.items():
            open_to = [(score, place) for score, place in options if score == SAME or place not in exact]
            if open_to:
                chosen[index] = max(open_to, key=lambda option, i=index: self._fit(i, option))[1]
        return chosen

    def copies(self, number: int) -> bool:
        """Whether most of a quoted sentence stands in the statement."""
        words = [i for i, token in enumerate(self.source[number]) if token.content]
        return sum((number, i) in self.standing for i in words) >= MOST * len(words)

    def loose(self, index: int) -> bool:
        """Whether a word stands on no word of the quotes, or only on a synonym."""
        return all(score < SAME for score, _ in self.candidates.get(index, ()))

    def _fit(self, index: int, option: tuple[int, Place]) -> float:
        """How well the words around the statement's word find theirs around this place."""
        score, (number, at) = option
        total = float(score) - ORDER * abs(index / len(self.tokens) - at / len(self.source[number]))
        for other in range(max(0, index - REACH), min(len(self.tokens), index + REACH + 1)):
            if other != index and self.candidates.get(other):
                gap = min((abs(i - at) for _, (n, i) in self.candidates[other] if n == number), default=99)
                total += 1 / (abs(other - index) * max(1, gap) ** 0.5)
        return total

    @cached_property
    def standing(self) -> dict[Place, int]:
        """The alignment the other way round."""
        return {place: index for index, place in self.pairs.items()}


def match(said: Token, source: Token) -> int:
    """How well one word stands on another: 2 the same, 1 a synonym or a wider word, 0 not at all."""
    if said.kind == "number" or source.kind == "number":
        return SAME if said.value and source.value and _same_number(said.value, source.value) else 0
    if said.text == source.text or kin(said.stem, source.stem):
        return SAME
    if said.kind == "name" or source.kind == "name":
        return 0
    if source.stem in stems("frame", "light"):
        return SYNONYM if synonyms(said.stem, source.stem) else 0
    return SYNONYM if licensed(said.stem, source.stem) else 0


def _same_number(said: Value, source: Value) -> bool:
    """Whether two values are one, a currency or “points” left out or not."""
    bare = not (said[1] and source[1]) and {said[1], source[1]} <= LEFT_OUT
    return said[0] == source[0] and (said[1] == source[1] or bare)


@lru_cache(maxsize=1 << 12)
def phrasal(tokens: tuple[Token, ...], at: int) -> tuple[str, ...]:
    """The phrasal verbs that a word may be part of: it and a particle among the four words after it."""
    after = [token.text for token in tokens[at + 1 : at + 5]]
    return tuple(f"{tokens[at].stem}_{stem(word)}" for word in after if word in PARTICLES)


def noun(token: Token) -> bool:
    """Whether the word can be a noun."""
    parts = entry(token.stem).parts
    return not parts or "n" in parts


def thing(token: Token) -> bool:
    """Whether a word can name somebody or something: no number, and no form of a verb."""
    return token.kind == "name" or (token.kind == "word" and noun(token) and not token.text.endswith(("ed", "ing")))


def has_stem(tokens: Collection[Token], stems: Collection[str]) -> bool:
    """Whether one of the words has one of the stems."""
    return any(token.stem in stems for token in tokens)
