"""Another word does not take the place of one that the quotes have: “fired the teachers” for “fired the drivers”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.alignment import noun
from assistant.grounding import ARTICLES, BEFORE_NOUNS, closed
from assistant.lexicon import entry, licensed, stems, turned
from assistant.numbers import MONEY

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.tokens import Token

DEFINITE = frozenset(["the", "this", "that", "these", "those"])
TIME = frozenset(["last", "week", "month", "day", "year"])


def displaced(case: Case) -> str | None:
    """A noun that the quotes do not have stands where they have another, which the statement leaves out."""
    for index, token in enumerate(case.tokens):
        if not token.content or index in case.pairs or not _nominal(case.tokens, index):
            continue
        if token.stem in closed() or token.text in MONEY:
            continue
        if (other := _ousted(case, index, -1) or _ousted(case, index, 1)) is not None:
            return f"the sentences it cites say “{other.text}”, not “{token.text}”"
    return None


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


def _ousted(case: Case, index: int, step: int) -> Token | None:
    """The quotes' noun beside the same neighbour on that side, unless it says the same more widely."""
    neighbour = _next(case.tokens, index, step)
    if neighbour is None or neighbour not in case.pairs or case.loose(neighbour):
        return None
    number, at = case.pairs[neighbour]
    there = _next(case.source[number], at, -step)
    if there is None or (number, there) in case.standing:
        return None
    other = case.at((number, there))
    mine = case.tokens[index].stem
    same = licensed(mine, other.stem) or turned(mine, other.stem) or other.stem in entry(mine).wider
    names = other.kind == "word" and not set(entry(other.stem).parts) <= {"v", "r"} and other.stem not in TIME
    points = there > 0 and case.source[number][there - 1].text in DEFINITE and other.stem in stems("anaphors")
    return None if same or points or not names or other.stem in closed() else other


def _next(tokens: tuple[Token, ...], at: int, step: int) -> int | None:
    """The content word right beside a word, articles left out."""
    index = at + step
    while 0 <= index < len(tokens) and tokens[index].text in ARTICLES:
        index += step
    return index if 0 <= index < len(tokens) and tokens[index].content else None
