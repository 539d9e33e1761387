"""Another word does not take the place of one that the quotes have: “fired the teachers” for “fired the drivers”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.alignment import noun, thing
from assistant.grounding import BEFORE_NOUNS, closed
from assistant.lexicon import entry, licensed, related, stems, turned
from assistant.numbers import MONEY
from assistant.tokens import ARTICLES, DAYS, neighbour

if TYPE_CHECKING:
    from assistant.alignment import Case, Place
    from assistant.tokens import Token

DEFINITE = frozenset(["the", "this", "that", "these", "those"])
LITTLE_WORDS = ARTICLES | frozenset("of on in at for to from with by over under into about against".split())
TIME = frozenset(["last", "week", "month", "day", "year"])


def displaced(case: Case) -> str | None:
    """A noun that the quotes do not have stands where they have another, which the statement leaves out."""
    for index, token in enumerate(case.tokens):
        if not token.content or index in case.pairs or not _nominal(case.tokens, index):
            continue
        if token.stem in closed() or token.text in MONEY:
            continue
        other = _ousted(case, index, -1) or _ousted(case, index, 1) or _ousted(case, index, -1, LITTLE_WORDS)
        if other is not None:
            return f"the sentences it cites say “{other.text}”, not “{token.text}”"
    return None


def relocated(case: Case) -> str | None:
    """A name from before does not stand behind the preposition behind which the quotes have another: “at Karsk”."""
    for index in range(1, len(case.tokens)):
        before, name = case.tokens[index - 1 : index + 1]
        if (
            name.kind != "name"
            or index in case.pairs
            or name.text in DAYS
            or before.text not in LITTLE_WORDS - ARTICLES
        ):
            continue
        for number, tokens in case.source.items():
            for at in range(1, len(tokens)):
                there = tokens[at].kind == "name" and tokens[at - 1].text == before.text and tokens[at].text not in DAYS
                if there and (number, at) not in case.standing:
                    return f"the sentences it cites say “{tokens[at].text.title()}”, not “{name.text.title()}”"
    return None


def grafted(case: Case) -> str | None:
    """What one cited sentence has does not stand behind a word of another that has something else there."""
    for index, (number, _) in case.pairs.items():
        before = neighbour(case.tokens, index, -1, LITTLE_WORDS)
        if (
            before not in case.pairs
            or case.loose(before)
            or not (case.tokens[index].kind == "number" or thing(case.tokens[index]))
        ):
            continue
        held, at = case.pairs[before]
        if held == number or any(n == held for _, (n, _) in case.candidates[index]):
            continue
        there = neighbour(case.source[held], at, 1, LITTLE_WORDS)
        if there is None or (held, there) in case.standing or not _fills(case, index, (held, there)):
            continue
        if _link(case.tokens, before, index) == _link(case.source[held], at, there):
            return f"the sentences it cites say “{case.at((held, there)).text}”, not “{case.tokens[index].text}”"
    return None


def _link(tokens: tuple[Token, ...], first: int, last: int) -> list[str]:
    """The little words that tie one word to another, without articles."""
    return [token.text for token in tokens[first + 1 : last] if token.text not in ARTICLES]


def _fills(case: Case, index: int, place: Place) -> bool:
    """Whether the quotes have at a place another thing of the same sort, that no word of the statement stands for."""
    mine, other = case.tokens[index], case.at(place)
    if (mine.kind == "number") != (other.kind == "number"):
        return False
    if mine.kind == "number":
        return mine.value is not None and other.value is not None and mine.value[1] == other.value[1]
    same = licensed(mine.stem, other.stem) or related(mine.stem, other.stem) or turned(mine.stem, other.stem)
    told = any(token.stem == other.stem for n, tokens in case.source.items() for token in tokens if n < place[0])
    points = case.source[place[0]][place[1] - 1].text in DEFINITE and other.stem in stems("anaphors") and not told
    return thing(other) and not (same or points or other.stem in closed())


def _nominal(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word is a noun here: one that is no verb's form, or stands behind what a noun stands behind."""
    token = tokens[at]
    if token.kind != "word" or token.hyphened or not noun(token):
        return False
    return not token.verb or _behind_article(tokens, at)


def _behind_article(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether an article or a preposition stands before a word, or an article and an adjective (“an old port”)."""
    if at == 0:
        return False
    before = tokens[at - 1]
    parts = entry(before.stem).parts
    described = at > 1 and tokens[at - 2].text in ARTICLES and "a" in parts and "v" not in parts
    return before.text in BEFORE_NOUNS or described


def _ousted(case: Case, index: int, step: int, past: frozenset[str] = ARTICLES) -> Token | None:
    """The quotes' noun beside the same neighbour on that side, unless it says the same more widely."""
    beside = neighbour(case.tokens, index, step, past)
    if beside is None or beside not in case.pairs or case.loose(beside):
        return None
    number, at = case.pairs[beside]
    there = neighbour(case.source[number], at, -step, past)
    if there is None or (number, there) in case.standing:
        return None
    if step < 0 and _link(case.tokens, beside, index) != _link(case.source[number], at, there):
        return None
    other = case.at((number, there))
    mine = case.tokens[index].stem
    same = licensed(mine, other.stem) or turned(mine, other.stem) or other.stem in entry(mine).wider
    names = other.kind == "word" and not set(entry(other.stem).parts) <= {"v", "r"} and other.stem not in TIME
    points = there > 0 and case.source[number][there - 1].text in DEFINITE and other.stem in stems("anaphors")
    return None if same or points or not names or other.stem in closed() else other
