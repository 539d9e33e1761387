"""The numbers of a statement: their values, units and rates, and what bounds them, are those of its quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.lexicon import entry, graded, stem
from assistant.numbers import MONEY, POINTS, Value
from assistant.tokens import Token, around, read, text_at

if TYPE_CHECKING:
    from assistant.alignment import Case, Place

LISTED = frozenset(["to", "and", "or"])
SIGNS = frozenset([*MONEY.values(), "%"])
NEAR_UNIT = 4
COMPARING = re.compile(r"[<>=±~≈≤≥+]")
PERIODS = frozenset(map(stem, "second minute hour day night week month quarter season year decade".split()))
ADVERBS = {"hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month", "yearly": "year",
    "annual": "year", "annually": "year"}  # fmt: skip
RATED = 5  # words between a number and the period of its rate
UNITS = PERIODS | frozenset(
    map(
        stem,
        """
        mile kilometre kilometer metre meter foot inch yard acre hectare ton tonne pound kilo litre liter gallon barrel
        a.m. p.m.
        """.split(),
    )
)
BESIDE_UNIT = frozenset("more full whole straight long square".split())  # between a number and its unit
NO_RATE = frozenset("earlier later ago before after old since".split())  # “a year ago”
EACH = frozenset(["each", "every"])
EXCESS = 4  # words behind a number in which “more than” stands
RECURRING = EACH | {"a", "an", "per"}
MORE, LESS = frozenset(["more"]), frozenset(["less", "fewer"])
ABOVE, BELOW = frozenset(["above", "over"]), frozenset(["below", "under"])
OVER, UNDER = ABOVE | MORE, BELOW | LESS | {"short"}
AMOUNTS = {
    "more": "more than, over, at least, above, upwards of, no fewer than, no less than, exceeding, beyond".split(", "),
    "less": "less than, fewer than, under, below, at most, up to, no more than, short of, as many as".split(", "),
    "nearly": "nearly, almost, close to, approaching, not quite".split(", "),
    "about": "about, around, roughly, approximately, some, estimated".split(", "),
}
BEHIND = {"so": "about", "more": "more", "fewer": "less", "less": "less"}  # an “or”


def numbers(case: Case) -> str | None:
    """Each number stands in the quotes with the same value and unit; a year may be the piece's own."""
    held = {value for tokens in case.source.values() for i in range(len(tokens)) for value in _values(tokens, i)}
    held |= {token.value for token in read((case.piece.date or "")[:4]) if token.value}
    held |= {(1.0, "")} if "one" in case.source_words else set()
    for at, token in enumerate(case.tokens):
        if token.kind == "number" and not held & _values(case.tokens, at):
            return f"“{token.text}” is not in the sentences it cites"
    return _measured(case) or _signed(case) or _rated(case)


def _measured(case: Case) -> str | None:
    """Each number counts what it counts in the quotes: hours are no minutes, “a.m.” is no “p.m.”."""
    for at, token in enumerate(case.tokens):
        mine = _unit(case.tokens, at) if token.kind == "number" else ""
        theirs = {_unit(case.source[n], i) for _, (n, i) in case.candidates.get(at, ())}
        if mine and theirs and "" not in theirs and mine not in theirs:
            return f"“{token.text}” has another unit in the sentences it cites"
    return None


def _unit(tokens: tuple[Token, ...], at: int) -> str:
    """The stem of the time, length or weight that a number counts, or of the half of the day; else empty."""
    after = (token for token in tokens[at + 1 : at + NEAR_UNIT] if token.text not in BESIDE_UNIT)
    token = next(after, None)
    return token.stem if token is not None and token.stem in UNITS else ""


def _values(tokens: tuple[Token, ...], at: int) -> set[Value]:
    """What a number may be: “20 to 84 dollars” and “$20 to 84” are dollars throughout, “5 points” percentage points."""
    token = tokens[at]
    if token.value is None:
        return set()
    number, kind = token.value
    if kind:
        return {token.value}
    after = tokens[at + 1 : at + NEAR_UNIT]
    found = {token.value, *((number, "pp") for other in after[:1] if other.text in POINTS)}
    if _ranks(tokens, at):
        found.add((number, "ord"))
    if after and after[0].text in LISTED:
        found |= {(number, other.value[1]) for other in after[1:2] if other.value and other.value[1] in SIGNS}
    before = tokens[max(0, at - 2) : at]
    if len(before) > 1 and before[1].text in LISTED and before[0].value and before[0].value[1] in SIGNS:
        found.add((number, before[0].value[1]))
    return found


def _ranks(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a number may tell an ordinal: “three times”, “number 214”, “one in three”."""
    before = [token.text for token in tokens[max(0, at - 2) : at]]
    return before[-1:] == ["number"] or before == ["one", "in"] or text_at(tokens, at + 1) == "times"


def _signed(case: Case) -> str | None:
    """No sign of comparison (“>84”) is made up."""
    held = " ".join(quote.text for quote in case.quotes)
    made_up = next((mark for mark in COMPARING.findall(case.text) if mark not in held), None)
    return made_up and f"“{made_up}” is not in the sentences it cites"


def _rated(case: Case) -> str | None:
    """A rate has a period of the quotes: “$5 a month” is no “$5 a year”."""
    held = {
        found
        for tokens in case.source.values()
        for at in range(len(tokens))
        for found in (_rate(tokens, at), period(tokens, at))
    }
    recurs = held != {""}
    for at, token in enumerate(case.tokens):
        mine = _rate(case.tokens, at) or (period(case.tokens, at) if recurs else "")
        if mine and mine not in held:
            return f"“{token.text}” is not in the sentences it cites"
        if mine and _once(case, at, mine):
            return f"the sentences it cites do not say “a {token.text}” of this number"
    return None


def _once(case: Case, at: int, rate: str) -> bool:
    """Whether the number before a rate is one that the quotes give without it, and another has it."""
    number = next((i for i in range(at - 1, max(-1, at - RATED), -1) if case.tokens[i].kind == "number"), None)
    cited = [n for _, (n, _) in case.candidates.get(number, ())] if number is not None else []
    rated = (token.stem == rate or token.text in ADVERBS for n in cited for token in case.source[n])
    return bool(cited) and not any(rated)


def period(tokens: tuple[Token, ...], at: int) -> str:
    """The stem of the period in “a week”, “per week”, “every week”; else empty."""
    recurs = at > 0 and tokens[at].stem in PERIODS and tokens[at - 1].text in RECURRING
    return tokens[at].stem if recurs else ""


def _rate(tokens: tuple[Token, ...], at: int) -> str:
    """The stem of the period in “$5 a month”, “84 tons per year”, or in “monthly”; else empty."""
    if tokens[at].text in ADVERBS:
        return stem(ADVERBS[tokens[at].text])
    if tokens[at - 1].text in EACH or text_at(tokens, at + 1) in NO_RATE:
        return ""
    counted = any(token.kind == "number" for token in tokens[max(0, at - RATED) : at - 1])
    return period(tokens, at) if counted else ""


def amount(case: Case) -> str | None:
    """“About”, “nearly”, “more than” before a number are kept, and none is added."""
    for index, place in case.pairs.items():
        if case.tokens[index].kind != "number":
            continue
        options = [place for score, place in case.candidates[index] if score]
        ours = _modifier(case.tokens, index)
        theirs = [_modifier(case.source[n], i) for n, i in options]
        excess = _excess(case.tokens, index)
        if excess and any(_excess(case.source[n], i) == -excess for n, i in options):
            return f"“{case.tokens[index].text}” is on the other side in the sentences it cites"
        if not excess and all(_exceeds(case.source[n], i) for n, i in options) and not _changes(case.tokens):
            return f"“{case.tokens[index].text}” is a difference in the sentences it cites"
        if ours not in theirs:
            return _amount_reason(case, index, ours, place)
    return None


def _excess(tokens: tuple[Token, ...], at: int) -> int:
    """1 for what is so much over something (“$19 million over estimate”), -1 for what is so much under it."""
    after = text_at(tokens, at + 1)
    return (after in OVER) - (after in UNDER)


def _exceeds(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a number tells how much more or less: “$600 more than the old one”."""
    behind = [token.text for token in tokens[at + 1 : min(at + EXCESS, around(tokens, at)[1])]]
    return "than" in behind and any(word in MORE | LESS or graded(word, "er") for word in behind)


def _changes(tokens: tuple[Token, ...]) -> bool:
    """Whether a statement compares, or tells a change."""
    return any(
        token.text in MORE | LESS | OVER | UNDER | {"than", "by", "extra", "another", "difference", "apart"}
        or graded(token.text, "er")
        for token in tokens
    )


def _amount_reason(case: Case, index: int, ours: str, place: Place) -> str:
    number = case.tokens[index].text
    if ours:
        return f"the sentences it cites do not say “{ours}” of “{number}”"
    return f"it leaves out “{_modifier(case.source[place[0]], place[1])}” of “{number}”"


def _modifier(tokens: tuple[Token, ...], at: int) -> str:
    """The group of what stands before a number: about, more, less, or nothing."""
    before = list(tokens[max(0, at - 3) : at])
    while before and (before[-1].text in {"a", "an", "the", "of"}):
        before.pop()
    if before and before[-1].text == "about" and tokens[at - 1].text == "the":
        return ""  # “it is about the 400 jobs”
    text = " " + " ".join(token.text for token in before)
    behind = text_at(tokens, at + 2)
    if text_at(tokens, at + 1) == "or" and behind in BEHIND:
        return BEHIND[behind]
    lasts = tokens[at].text == "decade" or any(token.stem in PERIODS for token in tokens[at + 1 : at + 2])
    if text.endswith(" over") and (lasts or _particle(tokens, at - 1)):
        return ""
    fitting = [(len(end), group) for group, ends in AMOUNTS.items() for end in ends if text.endswith(f" {end}")]
    return max(fitting)[1] if fitting else ""


def _particle(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether an “over” belongs to the verb before it: “handed over 140 pages”."""
    return at > 0 and tokens[at].text == "over" and "v" in entry(f"{tokens[at - 1].stem}_over").parts
