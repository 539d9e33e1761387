"""The word lists of the checks: stems, synonyms, opposites, and the small closed classes of `words/english.toml`.

`thesaurus.tsv` derives from Princeton WordNet 3.1 (see NOTICE); `forms.tsv` is written by hand.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from index.lexical import stemmer

FOLDER = Path(__file__).with_name("words")
# One stem is the other with one of these added: “deliver”, “delivery”.
SUFFIXES = frozenset(
    "i y e r al ial ion ition ation ment er or ist ism iti ti ness li ing ed en an ian ish ic ive ship ful less".split()
)
SHORTEST_ROOT = 4
SHORTEST_PART = 3
# So much is a kind of these that it says nothing to have them in common.
BROAD = frozenset(
    "person thing be have do make act chang state part group move activ artifact quantiti relat entiti".split()
)
CLOSED = ("negation", "hedges", "amount", "quantity")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the thesaurus knows of a stem, all as stems; `parts` has `n`, `v`, `a`, `r`."""

    same: frozenset[str]
    wider: frozenset[str]
    opposite: frozenset[str]
    parts: str


UNKNOWN = Entry(frozenset(), frozenset(), frozenset(), "")


@cache
def _forms() -> dict[str, str]:
    """Irregular forms and their base: “went”, “go”."""
    lines = (FOLDER / "forms.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def irregular(word: str) -> bool:
    """Whether a word is an irregular form of another: “went”, and “stolen”."""
    return word in _forms()


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a lower-case word, of its base form where it is irregular."""
    return stemmer().stemWord(_forms().get(word, word))


@cache
def _thesaurus() -> dict[str, str]:
    lines = (FOLDER / "thesaurus.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


@lru_cache(maxsize=1 << 14)
def entry(of: str) -> Entry:
    """The thesaurus's entry for a stem."""
    line = _thesaurus().get(of)
    if line is None:
        return UNKNOWN
    same, wider, opposite, parts = line.split("\t")
    return Entry(frozenset(same.split()), frozenset(wider.split()), frozenset(opposite.split()), parts)


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "english.toml").read_text(encoding="utf-8"))


@cache
def stems(table: str, name: str = "words") -> frozenset[str]:
    """The stems of one list of `english.toml`."""
    return frozenset(stem(word) for word in _lists()[table][name].split())


@cache
def words(table: str, name: str = "words") -> frozenset[str]:
    """The words of one list, as they are written: where a stem would take in too much (“hard” of “hardly”)."""
    return frozenset(_lists()[table][name].split())


@cache
def levels(table: str) -> dict[str, str]:
    """Each word of a table's lists, with the name of its list (the first that has it)."""
    found: dict[str, str] = {}
    for name in _lists()[table]:
        for one in words(table, name):
            found.setdefault(one, name)
    return found


@cache
def closed_words() -> frozenset[str]:
    """The words of the closed classes: negations, hedges, amounts, quantities."""
    return frozenset(word for table in CLOSED for word in levels(table))


def graded(word: str, ending: str) -> bool:
    """Whether a word is an adjective with this ending: “safer”, “bigger”, “happiest”, and “more”, “less”."""
    bare = word.removesuffix(ending)
    if ending == "er" and word in {"more", "less", "worse"}:
        return True
    return bare != word and any(
        "a" in entry(stem(base)).parts for base in (bare, f"{bare}e", bare[:-1], f"{bare[:-1]}y")
    )


@cache
def _pairs(name: str, table: str = "opposites") -> frozenset[tuple[str, str]]:
    text = " ".join(_lists()[table][name].replace("\n", "|").split(" "))
    pairs = [tuple(stem(word) for word in pair.split()) for pair in text.split("|") if pair.strip()]
    return frozenset(two for a, b in pairs for two in ((a, b), (b, a)))


@lru_cache(maxsize=1 << 16)
def opposite(one: str, other: str) -> bool:
    """Whether two stems are opposites."""
    if (one, other) in _pairs("pairs"):
        return True
    return (other in entry(one).opposite or one in entry(other).opposite) and (one, other) not in _pairs("unlike")


def synonyms(one: str, other: str) -> bool:
    """Whether two stems stand for one another, as `english.toml` lists them beyond the thesaurus."""
    return (one, other) in _pairs("pairs", "synonyms")


def turned(said: str, source: str) -> bool:
    """Whether a stem says what a turn of phrase does that has the other: “annual”, “a year”."""
    return (said, source) in _pairs("pairs", "turns")


@lru_cache(maxsize=1 << 16)
def contrary(one: str, other: str) -> bool:
    """Whether two stems are opposites, or one is the opposite of a synonym of the other."""
    if opposite(one, other):
        return True
    return any(opposite(one, word) for word in entry(other).same) or any(
        opposite(word, other) for word in entry(one).same
    )


@lru_cache(maxsize=1 << 16)
def kin(one: str, other: str) -> bool:
    """Whether two stems are one word in two forms (“decis” and “decid” too, by the thesaurus)."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_ROOT and long.startswith(short) and long[len(short) :] in SUFFIXES


def _head(said: str, source: str) -> bool:
    """Whether the one is the last part of the other: a “newspaper” is a paper."""
    first = source.removesuffix(said)
    return len(said) >= SHORTEST_ROOT and len(first) >= SHORTEST_PART and first != source and bool(entry(first).parts)


@lru_cache(maxsize=1 << 16)
def related(one: str, other: str) -> bool:
    """Whether one is wider than the other, or both are kinds of one thing, and they are no opposites."""
    ours, theirs = entry(one), entry(other)
    if contrary(one, other):
        return False
    return one in theirs.wider or other in ours.wider or bool((ours.wider & theirs.wider) - BROAD)


@lru_cache(maxsize=1 << 16)
def licensed(said: str, source: str) -> bool:
    """Whether the stem `said` may stand for `source`: the same, a synonym or a wider word, and no opposite."""
    if kin(said, source) or _head(said, source):
        return True
    if opposite(said, source):
        return False
    if synonyms(said, source):
        return True
    known = entry(source)
    return said in known.same or said in known.wider or source in entry(said).same
