"""Causes and comparisons of a statement run the way that they run in its quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.alignment import thing
from assistant.amounts import LESS, MORE
from assistant.lexicon import graded, words
from assistant.tokens import around, text_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.alignment import Case
    from assistant.tokens import Token

NEAR = 4
FAR = 12  # words between a word of cause and what it is the cause of
PART = frozenset(["because", "while", "but", ",", ";"])  # where a comparison cannot begin before
FACTS = frozenset("it they he she we i this that lack fear want".split())  # what a causal “for” stands before
ANY = frozenset("any anybody anyone anything anywhere all every everybody everyone ever".split())
COMPARES = (
    MORE
    | LESS
    | frozenset("than better worse versus compared times twice double half above below exceed exceeds".split())
)


def cause(case: Case) -> str | None:
    """A cause is not made out of two facts, nor an effect out of its cause."""
    held = any(_causes(tokens, i) for tokens in case.source.values() for i in range(len(tokens)))
    for at, token in enumerate(case.tokens):
        licensed = held and (token.text != "because" or _caused(case, at))
        if token.text in words("causal", "strict") and not licensed:
            return f"“{token.text}” is not in the sentences it cites"
        if token.text == "because" and _reversed(case, at):
            return "it turns cause and effect of the sentence it cites round"
    return None


def _causes(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word tells a cause here: “…, for it leaked”, “fined for it”, not “stopped for dinner”."""
    if tokens[at].text != "for":
        return tokens[at].text in words("causal") or (at == 0 and tokens[at].text == "when")
    after = text_at(tokens, at + 1)
    return at == 0 or tokens[at - 1].kind == "mark" or after in FACTS or after.endswith("ing")


def _caused(case: Case, because: int) -> bool:
    """Whether a word of cause stands near what the statement has behind its “because”."""
    behind = range(because + 1, around(case.tokens, because)[1])
    places = [case.pairs[i] for i in behind if i in case.pairs]
    if not places and any(case.tokens[i].content for i in behind):
        return False
    cues = [(n, i) for n, tokens in case.source.items() for i in range(len(tokens)) if _causes(tokens, i)]
    return not places or any(n == m and abs(i - at) <= FAR for n, i in cues for m, at in places)


def _reversed(case: Case, because: int) -> bool:
    """Whether most of what stands on both sides of a “because” stands on the other side of the quotes'."""
    ours = range(because + 1, around(case.tokens, because)[1])
    for number, tokens in case.source.items():
        at = next((i for i, token in enumerate(tokens) if token.text == "because"), None)
        if at is None:
            continue
        theirs = range(at + 1, around(tokens, at)[1])
        sides = [(index in ours, place[1] in theirs) for index, place in case.pairs.items() if place[0] == number]
        if min(sides.count((True, False)), sides.count((False, True))) > 0:
            crossed = sum(mine != other for mine, other in sides)
            if crossed > len(sides) - crossed:
                return True
    return False


def purpose(case: Case) -> str | None:
    """A purpose is not made up: what stands behind a noun and “to” is in the quotes, or what they have “for”."""
    for at in range(1, len(case.tokens) - 1):
        noun, to, verb = case.tokens[at - 1 : at + 2]
        aims = to.text == "to" and verb.verb and verb.content and at + 1 not in case.pairs and thing(noun)
        if aims and noun.content and not noun.verb and not _for(case, at + 2):
            return f"“to {verb.text}” is not in the sentences it cites"
    return None


def _for(case: Case, first: int) -> bool:
    """Whether the quotes have a “for” right before what stands behind a verb: “money for a mill”."""
    held = next((case.pairs[i] for i in range(first, len(case.tokens)) if i in case.pairs), None)
    return held is not None and any(t.text == "for" for t in case.source[held[0]][max(0, held[1] - NEAR) : held[1]])


def compared(case: Case) -> str | None:
    """What is more and what is less keep their sides of “than”; nothing is compared that the quotes do not compare."""
    for first, at, last in _comparisons(case.tokens):
        less = _downwards(case.tokens, at)
        for number, tokens in case.source.items():
            for begin, than, end in _comparisons(tokens):
                sides = [
                    (index > at, place[1] > than)
                    for index, place in case.pairs.items()
                    if place[0] == number and first <= index < last and begin <= place[1] < end
                ]
                if less == _downwards(tokens, than) and (True, False) in sides and (False, True) in sides:
                    return "it turns the comparison of the sentence it cites round"
        after = case.tokens[at + 1] if at + 1 < len(case.tokens) else None
        counted, best = after is not None and after.kind == "number", after is not None and after.text in ANY
        if not counted and not any(_compares(one) or (best and _superlative(one)) for one in case.source_tokens):
            return "“than” is not in the sentences it cites"
    return None


def _comparisons(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int, int]]:
    """For each “than” where its comparison begins, where it stands itself, and where the comparison ends."""
    for at, token in enumerate(tokens):
        before = {other.text for other in tokens[max(0, at - 8) : at]}
        if token.text == "than" and not before & {"rather", "other"}:
            first = next((i + 1 for i in range(at - 1, -1, -1) if tokens[i].text in PART), 0)
            yield first, at, around(tokens, at)[1]


def _downwards(tokens: tuple[Token, ...], than: int) -> bool:
    """Whether a “than” compares downwards."""
    return any(token.text in LESS for token in tokens[max(0, than - 5) : than])


def _superlative(token: Token) -> bool:
    """Whether a word tells what is most: “highest”."""
    return token.text in {"most", "least"} or graded(token.text, "est")


def _compares(token: Token) -> bool:
    """Whether a word compares: “more”, “twice”, “safer”."""
    return token.text in COMPARES or graded(token.text, "er")
