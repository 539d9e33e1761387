"""Numbers, however they are written: “84” and “eighty-four”, “$2bn” and “two billion dollars”, “a third”."""

from __future__ import annotations

import re

UNITS = {word: n for n, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())}  # fmt: skip
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "m": 1e6, "mn": 1e6, "crore": 1e7,
    "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12, "hundreds": 1e2, "thousands": 1e3, "lakhs": 1e5,
    "millions": 1e6, "crores": 1e7, "billions": 1e9,
}  # fmt: skip
ORDINALS = {word: n for n, word in enumerate(
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth".split(), start=3)}  # fmt: skip
SINGLE = {
    "dozen": 12.0, "dozens": 12.0, "decade": 10.0, "half": 0.5, "halves": 0.5, "halved": 0.5, "halve": 0.5,
    "halving": 0.5, "quarter": 0.25, "quarters": 0.25, "twice": 2.0, "double": 2.0, "doubled": 2.0, "tripled": 3.0,
    "triple": 3.0, "thrice": 3.0,
}  # fmt: skip
MONEY = {
    "dollar": "$", "dollars": "$", "pound": "£", "pounds": "£", "euro": "€", "euros": "€", "rupee": "₹", "rupees": "₹",
    "yen": "¥",
}  # fmt: skip
HIGH = frozenset("high tall long wide deep thick away above below underwater sprint race".split())
DIGITS = re.compile(
    r"(?P<minus>[-−–]?)(?P<sign>[$£€₹¥]?)(?P<number>\d[\d,]*(?:[.:]\d+)*)(?P<tail>st|nd|rd|th|bn|tn|m|k)?(?P<percent>%?)$"
)
MANY = frozenset(["hundreds", "thousands", "millions", "billions"])
VAGUE = MANY | {"dozens"}
HUNDRED, NINE = 100, 9
PERCENT = {"percent", "percentage"}
POINTS = frozenset(["point", "points"])
Value = tuple[float, str]


def number_at(words: list[str]) -> tuple[int, Value | None]:
    """How many of the words make a number at the front, and its value and kind; (0, None) if none do.

    Kinds: `%`, `pp` (percentage points), the sign of a currency, `ord` (“84th”, “third”), `vague` (“dozens”) or ``.
    """
    first = words[0]
    match = DIGITS.match(first)
    if match:
        return _digits(match, words)
    used, value = _spelled(words)
    if not used:
        return 0, None
    if words[used - 1] in VAGUE and used == 1:
        return used, (value, "vague")
    if words[used - 1] in ORDINALS and value >= ORDINALS["third"]:
        return used, (value, "ord")
    return _with_kind(used, value, words)


def _digits(match: re.Match[str], words: list[str]) -> tuple[int, Value]:
    plain = match["number"].replace(",", "").replace(":", ".")
    whole, *rest = plain.split(".")
    value = float(whole + ("." + "".join(rest) if rest else "")) * (-1 if match["minus"] else 1)
    tail, used = match["tail"] or "", 1
    metres = tail == "m" and not match["sign"] and words[1:2] and words[1] in HIGH
    if tail in SCALES and not metres:
        value *= SCALES[tail]
    while used < len(words) and words[used] in SCALES and words[used] not in {"m", "k"}:
        value *= SCALES[words[used]]
        used += 1
    if match["percent"]:
        return used, (value, "%")
    if match["sign"]:
        return used, (value, match["sign"])
    if tail in {"st", "nd", "rd", "th"}:
        return used, (value, "ord")
    return _with_kind(used, value, words)


def _with_kind(used: int, value: float, words: list[str]) -> tuple[int, Value]:
    """The kind that the words after a number give it: “percent”, “percentage points”, “dollars”, “US dollars”."""
    after = words[used : used + 2]
    if after[:1] == ["percentage"] and POINTS & set(after):
        return used + 2, (value, "pp")
    if after and after[0] in PERCENT:
        return used + 1, (value, "%")
    if after == ["per", "cent"]:
        return used + 2, (value, "%")
    return used, (value, next((MONEY[word] for word in after if word in MONEY), ""))


def _spelled(words: list[str]) -> tuple[int, float]:
    """A number in words; “one” alone is a pronoun as often as not, and counts as none."""
    first = words[0]
    if first in SINGLE or first in ORDINALS:
        return 1, float(SINGLE.get(first) or ORDINALS[first])
    if first not in UNITS and first not in TENS and first not in MANY:
        return 0, 0.0
    total, current, used = 0.0, 0.0, 0
    while used < len(words) and not (used and _apart(words, used)):
        word = words[used]
        if used and (closed := _closing(word, current)) is not None:
            return used + 1, total + closed
        if word in SCALES and word not in {"m", "k"}:
            current = max(current, 1) * SCALES[word]
            total, current = (total + current, 0.0) if SCALES[word] > HUNDRED else (total, current)
        elif word in UNITS or word in TENS:
            current += UNITS.get(word, 0) + TENS.get(word, 0)
        else:
            break
        used += 1
    return (0, 0.0) if used == 1 and first == "one" else (used, total + current)


def _closing(word: str, current: float) -> float | None:
    """The value when a word ends the number: “twenty-fifth”, “two-thirds”, “three quarters”, “two dozen”."""
    if ordinal := ORDINALS.get(word) or ORDINALS.get(word.removesuffix("s")):
        return current + ordinal if current >= TENS["twenty"] else current / ordinal
    if word in {"half", "halves", "quarters", "dozen"}:
        return current * SINGLE[word]
    return None


def _apart(words: list[str], used: int) -> bool:
    """Whether what follows is a number of its own: “two, three” or “five ten-year-olds”."""
    following, before = words[used], words[used - 1]
    if before in UNITS and (following in UNITS or following in TENS):
        return True
    return before in TENS and (following in TENS or UNITS.get(following, 0) > NINE)
