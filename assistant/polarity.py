"""Negations, hedges and conditions, and which words of a sentence each of them governs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.lexicon import graded, levels, stems, words
from assistant.tokens import BE, around, text_at

if TYPE_CHECKING:
    from assistant.tokens import Token

# A condition reaches across commas, to the next of these.
BOUNDS = frozenset(["more", "fewer", "less", "later", "earlier", "sooner"])
NAMED = 5  # words of a name with its article and “not”
NEAR = 3  # words before a “not” that nothing follows
MANY = 4  # clauses in which a bare “not” is not taken for the whole sentence's
SEGMENT_ENDS = frozenset(";:—.!?")
INVERTED = frozenset(["had", "should", "were"])
BACKWARDS = frozenset("not never neither none nobody nothing nowhere".split())
ANSWERING = frozenset("say says said vote votes voted answer answers answered".split())  # “said no”
DATING = frozenset("in of by since until from early late mid".split())
PRONOUNS = frozenset("he she it they we i you".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that negates, hedges or sets a condition. `head`: the word it governs first; `scope`: all of them.

    All are indices of tokens; `level` is a hedge's strength, `own` the words of a condition itself.
    """

    at: int
    head: int | None
    scope: frozenset[int]
    level: int = 0
    own: frozenset[int] = frozenset()


@lru_cache(maxsize=1 << 12)
def negations(tokens: tuple[Token, ...]) -> tuple[Cue, ...]:
    """The negations of a sentence."""
    found = []
    for at, token in enumerate(tokens):
        before, after = text_at(tokens, at - 1), text_at(tokens, at + 1)
        proposes, granted = (before, token.text) == ("why", "not"), token.text == "no" and after in {"doubt", "wonder"}
        if bounds(tokens, at) or _elliptic(tokens, at) or proposes or granted:
            continue
        if token.text == "no" and before in ANSWERING:
            found.append(Cue(at, at - 1, frozenset([at - 1])))
        elif token.text in {"instead", "rather"}:
            if (than := _than(tokens, at)) is not None:
                found.append(forward(tokens, than))
        elif (
            (token.text in words("negation") and after not in {"only", "just", "merely"})
            or (token.stem in stems("negation", "implicit") and token.kind == "word")
            or (token.stem == "leav" and after == "out")
        ):
            found.append(forward(tokens, at))
    return tuple(found)


def bounds(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a “no” only sets a bound: “no fewer than 12”."""
    after = [token.text for token in tokens[at + 1 : at + 3]]
    return tokens[at].text == "no" and after[1:] == ["than"] and after[0] in BOUNDS


def _elliptic(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a “not” answers the sentence before, and what follows tells more of whom it names: “Not X, which …”."""
    if at or tokens[at].text != "not":
        return False
    mark = around(tokens, at)[1]
    follows = mark + 1 < len(tokens) and tokens[mark].text == "," and tokens[mark + 1].text in {"who", "which"}
    return follows and mark <= NAMED and not any(token.text in BE for token in tokens[:mark])


def _than(tokens: tuple[Token, ...], at: int) -> int | None:
    """Where what is passed over begins: after “instead of”, “rather than”, “rather … than”."""
    if graded(text_at(tokens, at + 1), "er"):
        return None  # “rather less than”
    wanted = {"instead": ("of", 2), "rather": ("than", 10)}[tokens[at].text]
    return next((i for i in range(at + 1, min(len(tokens), at + wanted[1])) if tokens[i].text == wanted[0]), None)


def forward(tokens: tuple[Token, ...], at: int, behind: int | None = None) -> Cue:
    """What a cue governs: the content words `behind` it, to the end of its clause (past a “that”).

    A cue at the end of its clause (“they did not”) governs what stands before it.
    """
    scope: list[int] = []
    begin = at if behind is None else behind
    clause = tokens[begin].clause
    for index in range(begin + 1, len(tokens)):
        token = tokens[index]
        relative = token.text in {"whom", "which"} and tokens[index - 1].text == "of" and index - at <= 2
        if token.kind == "mark" or (scope and token.clause != clause and token.text != "that" and not relative):
            break
        clause = token.clause
        if token.content:
            scope.append(index)
    if not scope and tokens[at].text in BACKWARDS:
        scope = _before(tokens, at)
        return Cue(at, max((i for i in scope if at - NEAR <= i < at), default=None), frozenset(scope))
    return Cue(at, (scope or [None])[0], frozenset(scope))


def _before(tokens: tuple[Token, ...], at: int) -> list[int]:
    """What a “not” denies that nothing follows: its clause, or a sentence of few clauses."""
    if at + 1 < len(tokens) and tokens[at + 1].text in {"need", "know", "think", "mentioned"}:
        return []
    scope = [i for i in range(at) if tokens[i].content and tokens[i].clause == tokens[at].clause]
    if any(tokens[i].verb for i in scope):
        return scope
    ends = at + 1 >= len(tokens) or tokens[at + 1].kind == "mark"
    few = len({token.clause for token in tokens}) <= MANY
    first, last = around(tokens, at, SEGMENT_ENDS)
    return [i for i in range(first, last) if tokens[i].content and i != at] if few or not ends else []


@lru_cache(maxsize=1 << 12)
def endings(tokens: tuple[Token, ...]) -> tuple[Cue, ...]:
    """What a sentence says is stopped or forgone."""
    soft = stems("negation", "soft")
    return tuple(forward(tokens, at) for at, token in enumerate(tokens) if token.stem in soft and token.verb)


@lru_cache(maxsize=1 << 12)
def hedges(tokens: tuple[Token, ...]) -> tuple[Cue, ...]:
    """The hedges of a sentence, with their strength: 2 “probably”, 1 “may”, 0 “would”."""
    known = levels("hedges")
    found = []
    for at, token in enumerate(tokens):
        level = known.get(token.text)
        if level is None or level == "soft" or token.kind != "word":
            continue
        if _hedges(tokens, at):
            ahead = forward(tokens, at)
            found.append(Cue(at, ahead.head, ahead.scope or _elided(tokens, at), int(level)))
    return tuple(found)


def _elided(tokens: tuple[Token, ...], at: int) -> frozenset[int]:
    """What a “would” governs that nothing follows: its sentence (“in May it would, for a week”)."""
    first, last = around(tokens, at, SEGMENT_ENDS)
    return frozenset(i for i in range(first, last) if tokens[i].content and i != at)


def _hedges(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word that may hedge does: “seems to”, “it appears”, “is said to”, “not necessarily”."""
    token = tokens[at]
    before, after = text_at(tokens, at - 1), text_at(tokens, at + 1)
    if token.text == "may" and (before in DATING or tokens[min(at + 1, len(tokens) - 1)].text.isdigit()):
        return False  # the month
    if token.text in {"said", "understood", "believed", "thought", "expected"}:
        return after == "to" and (before in BE or before.endswith("ly"))
    if token.stem == "tend":
        return after == "to"
    if token.stem in {"seem", "appear"}:
        return after == "to" or before == "it" or (token.stem == "seem" and after not in BE)
    return token.stem not in {"believ", "thought", "expect", "think", "understand", "say"}


@lru_cache(maxsize=1 << 12)
def conditions(tokens: tuple[Token, ...]) -> tuple[Cue, ...]:
    """The conditions of a sentence; each governs its clause and the one beside it."""
    found = []
    for at in range(len(tokens)):
        if _conditional(tokens, at):
            first, last = _segment(tokens, at)
            scope = frozenset(i for i in range(first, last) if tokens[i].content)
            found.append(Cue(at, None, scope, 0, forward(tokens, at).scope))
    return tuple(found)


def _conditional(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    before, after = text_at(tokens, at - 1), text_at(tokens, at + 1)
    if token.text == "if":
        return before not in {"as", "even", "ask", "asked", "asks", "wonder", "know", "see"}
    if token.text in {"unless", "provided", "providing", "supposing", "assuming"}:
        return True
    if token.text == "long" and before in {"as", "so"} and after == "as":
        return True
    if token.text == "condition" and after == "that":
        return True
    starts = at == 0 or tokens[at - 1].kind == "mark"
    if not starts or token.text not in INVERTED or tokens[-1].text == "?":
        return False
    return (token.text == "should" and at == 0) or after in PRONOUNS | {"the"}


def _segment(tokens: tuple[Token, ...], at: int) -> tuple[int, int]:
    """First and last token of the run around `at` that no stop or “, but” interrupts."""
    first = at
    while first and not _parts(tokens, first - 1) and not _joins(tokens, first - 1):
        first -= 1
    last = at
    while last < len(tokens) and not _parts(tokens, last):
        last += 1
    return first, last


def _parts(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    if token.text in SEGMENT_ENDS and token.kind == "mark":
        return True
    return token.text in {"but", "yet"} and text_at(tokens, at - 1) in {",", ";"}


def _joins(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a clause is joined on here that a later condition says nothing of: “…, and if …”, “… and that …”."""
    return tokens[at].text == "and" and (text_at(tokens, at - 1) == "," or text_at(tokens, at + 1) == "that")
