"""Negations, hedges and conditions, and which words of a sentence each of them governs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.lexicon import levels, stems

if TYPE_CHECKING:
    from assistant.tokens import Token

# A condition reaches across commas, to the next of these.
SEGMENT_ENDS = frozenset(";:—.!?")
COORDINATORS = frozenset(["and", "but", "yet", "so", "or"])
INVERTED = frozenset(["had", "should", "were"])
PRONOUNS = frozenset("he she it they we i you".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that negates, hedges or sets a condition. `head`: the word it governs first; `scope`: all of them.

    All are indices of tokens; `level` is a hedge's strength.
    """

    at: int
    head: int | None
    scope: frozenset[int]
    level: int = 0


@lru_cache(maxsize=1 << 12)
def negations(tokens: tuple[Token, ...]) -> tuple[Cue, ...]:
    """The negations of a sentence."""
    found = []
    for at, token in enumerate(tokens):
        if token.stem in stems("negation") and not _not_only(tokens, at):
            found.append(_forward(tokens, at, raising=True))
        elif token.stem in stems("negation", "implicit") and token.kind == "word":
            found.append(_forward(tokens, at, raising=False))
    return tuple(found)


def _not_only(tokens: tuple[Token, ...], at: int) -> bool:
    """“not only … but” denies nothing, nor does “no doubt”."""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return after in {"only", "just", "merely", "doubt"}


def _forward(tokens: tuple[Token, ...], at: int, *, raising: bool) -> Cue:
    """What a cue governs: the content words after it, to the end of its clause (past a raising verb's “that”)."""
    scope: list[int] = []
    clause = tokens[at].clause
    for index in range(at + 1, len(tokens)):
        token = tokens[index]
        if token.kind == "mark" or (token.clause != clause and token.text != "that"):
            break
        clause = token.clause
        if token.content:
            scope.append(index)
    heads = [i for i in scope if not (raising and tokens[i].stem in stems("negation", "raising"))]
    return Cue(at, (heads or scope or [None])[0], frozenset(scope))


@lru_cache(maxsize=1 << 12)
def hedges(tokens: tuple[Token, ...]) -> tuple[Cue, ...]:
    """The hedges of a sentence, with their strength: 2 “probably”, 1 “may”, 0 “would”."""
    known = levels("hedges")
    found = []
    for at, token in enumerate(tokens):
        level = known.get(token.stem)
        if level is None or token.kind != "word" or (token.text == "may" and token.kind == "name"):
            continue
        forward = _forward(tokens, at, raising=False)
        clause = frozenset(i for i, t in enumerate(tokens) if t.content and t.clause == token.clause)
        found.append(Cue(at, forward.head, forward.scope or clause, int(level)))
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def conditions(tokens: tuple[Token, ...]) -> tuple[Cue, ...]:
    """The conditions of a sentence; each governs its clause and the one beside it."""
    found = []
    for at, token in enumerate(tokens):
        if _conditional(tokens, at):
            first, last = _segment(tokens, at)
            found.append(Cue(at, None, frozenset(i for i in range(first, last) if tokens[i].content)))
    return tuple(found)


def _conditional(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    before = tokens[at - 1].text if at else ""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if token.text in {"if"}:
        return before not in {"as", "even", "ask", "asked", "asks", "wonder", "know", "see"}
    if token.text in {"unless", "provided", "providing", "supposing", "assuming"}:
        return True
    if token.text == "long" and before == "as" and after == "as":
        return True
    if token.text == "condition" and after == "that":
        return True
    starts = at == 0 or tokens[at - 1].kind == "mark"
    return starts and token.text in INVERTED and at + 1 < len(tokens) and tokens[at + 1].text in PRONOUNS | {"the"}


def _segment(tokens: tuple[Token, ...], at: int) -> tuple[int, int]:
    """First and last token of the run around `at` that no stop or “, but” interrupts."""
    first = at
    while first and not _parts(tokens, first - 1):
        first -= 1
    last = at
    while last < len(tokens) and not _parts(tokens, last):
        last += 1
    return first, last


def _parts(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    if token.text in SEGMENT_ENDS and token.kind == "mark":
        return True
    return token.text in {"but", "and", "yet", "so"} and at > 0 and tokens[at - 1].text in {",", ";"}
