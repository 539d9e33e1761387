"""A sentence as the checks read it: words with stems, numbers with values, names, and the clauses they stand in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from assistant.lexicon import closed_words, entry, irregular, stem, stems
from assistant.numbers import number_at
from index.days import MONTHS, WEEKDAYS
from index.lexical import FUNCTION_WORDS
from index.quotations import quotations
from index.titles import HONOURS, RANKS, SHORT, written

Kind = Literal["word", "number", "name", "mark"]
FOLD = str.maketrans("’‘“”„«»", '\'\'"""""')
TOKEN = re.compile(
    r"(?:−|(?<!\S)[-–])?[$£€₹¥]?\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?:bn|tn|m|k)?\b%?|(?:−|(?<!\S)[-–])?[$£€₹¥]?\d+(?:[.,:]\d+)*%?|(?:[A-Za-z]\.){2,}|"
    rf"(?:{written(*SHORT, *RANKS)}|St|No|Oct|Nov|Dec|Jan|Feb|Aug|Sept)\.(?=\s)|"
    r"[^\W\d_]+(?:'[^\W\d_]+)*|[,;:()!?\"–—…]|\.(?=\s|$|\")"
)
PARTS = re.compile(r"(?P<base>.+?)(?P<tail>n't|'(?:s|re|ve|ll|d|m))?$")
CONTRACTED = {"won't": ("will", "not"), "can't": ("can", "not"), "shan't": ("shall", "not"), "cannot": ("can", "not")}
TAILS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}
TITLES = frozenset([*SHORT, *RANKS, *HONOURS, "miss", "mx", "mme", "professor", "st"])
BREAKS = frozenset(",;:()–—…!?.")
HYPHENS = frozenset("-‐‑")
SUBORDINATORS = frozenset(
    "but because although though while whereas which who whom whose that unless if when whenever after before until "
    "since so yet than where as".split()
)
LONGEST_NUMBER = 6  # words
DAYS = frozenset([*WEEKDAYS, *MONTHS])
BE = frozenset("be is are was were been being".split())
LITTLE = frozenset(
    "am is are was were be been has have had will would shall should can could may might do does did".split()
)
ARTICLES = frozenset("the a an his her its their our my this that these those no any some".split())
YEARS = range(1800, 2101)


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word, number, name or mark of a text.

    `start` and `end` are characters; `clause` counts its clauses, `quoted` tells quotation marks,
    `hyphened` that a hyphen ties it to the next word.

    Tokens are told apart by identity, so that what is worked out from a run of them is found again quickly.
    """

    text: str
    start: int
    end: int
    stem: str
    kind: Kind
    clause: int
    quoted: bool
    content: bool
    possessive: bool = False
    value: tuple[float, str] | None = None
    hyphened: bool = False

    @property
    def verb(self) -> bool:
        """Whether the word can be a verb."""
        return self.kind == "word" and not self.hyphened and "v" in entry(self.stem).parts

    @property
    def past(self) -> bool:
        """Whether the word tells a past deed, as far as its form shows it."""
        return self.kind == "word" and (self.text.endswith("ed") or (irregular(self.text) and self.verb))

    @property
    def says(self) -> bool:
        """Whether the word is one of saying or thinking."""
        return self.stem in stems("speech", "verbs")

    @property
    def adverb(self) -> bool:
        """Whether the word tells how: “quickly”, not “family”."""
        return self.text.endswith("ly") and not self.stem.endswith("li")


WITHIN = re.compile(r"(?<=[a-zà-ÿ,;:—] )[A-Z][a-zà-ÿ]+\b")
SMALL = re.compile(r"\b[a-zà-ÿ]+\b")
OPENING = re.compile('[“«„"]')  # what may begin a quotation


@lru_cache(maxsize=1 << 12)
def read(text: str) -> tuple[Token, ...]:
    """The tokens of a text."""
    folded = text.translate(FOLD)
    starts, ends = _spans(text)
    found: list[Token] = []
    clause, begins = 0, True
    matches = list(TOKEN.finditer(folded))
    lowered = [match.group().lower() for match in matches]
    at = 0
    while at < len(matches):
        (first, last), word = matches[at].span(), matches[at].group()
        mark = word in BREAKS or word == '"'
        before = bisect_right(starts, first if mark else first - 1)
        quoted = before > 0 and first < ends[before - 1]
        used, value = (0, None) if mark else number_at(lowered[at : at + LONGEST_NUMBER])
        if mark:
            clause += word != '"'
            found.append(Token(word, first, last, word, "mark", clause, quoted, content=False))
            begins = begins or word in {".", "!", "?", ":", '"'}
        elif used:
            if value and value[1] == "ord" and _dated(lowered, at):
                value = value[0], ""
            last = matches[at + used - 1].end()
            raw = folded[first:last].lower()
            found.append(Token(raw, first, last, raw, "number", clause, quoted, content=True, value=value))
            begins = False
        else:
            clause += lowered[at] in SUBORDINATORS
            for part, start, end, owner in _split(word, first):
                tied = folded[end : end + 1] in HYPHENS and folded[end + 1 : end + 2].isalpha()
                titled = bool(found) and found[-1].text in TITLES
                place = (start, end, clause)
                found.append(_word(part, place, quoted=quoted, begins=begins, owner=owner, tied=tied, titled=titled))
                begins = False
        at += used or 1
    return tuple(found)


def _spans(text: str) -> tuple[list[int], list[int]]:
    """Where quotations begin, in their order, and for each the furthest end of those that have begun by then."""
    spans = sorted((mark.start, mark.end) for mark in quotations(text)) if OPENING.search(text) else []
    return [start for start, _ in spans], list(accumulate((end for _, end in spans), max))


@lru_cache(maxsize=1 << 12)
def named(tokens: tuple[Token, ...], text: str, piece: str) -> tuple[Token, ...]:
    """The tokens of a text, a word that begins a sentence being a name where the piece has it as one (“Ruth says”)."""
    return tuple(
        replace(token, kind="name")
        if token.kind == "word" and token.content and text[token.start].isupper() and token.text in names(piece)
        else token
        for token in tokens
    )


@lru_cache(maxsize=32)
def names(piece: str) -> frozenset[str]:
    """The words that a piece has with a capital within its sentences, and never without."""
    capitals = {match.lower() for match in WITHIN.findall(piece)}
    return frozenset(capitals - set(SMALL.findall(piece)) - FUNCTION_WORDS - closed_words() - TITLES - DAYS)


def _dated(words: list[str], at: int) -> bool:
    """Whether an ordinal is the day of a month: “March 5th”, “the 5th of March”."""
    around = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
    return bool(DAYS & set(around)) or (words[at + 1 : at + 2] == ["of"] and bool(DAYS & set(words[at + 2 : at + 3])))


def _split(word: str, start: int) -> list[tuple[str, int, int, bool]]:
    """A word and what is contracted into it; whether a possessive mark hung on it."""
    lower = word.lower()
    if lower in CONTRACTED:
        first, second = CONTRACTED[lower]
        return [(first, start, start + len(word), False), (second, start, start + len(word), False)]
    match = PARTS.match(word)
    assert match is not None
    base, tail = match["base"], (match["tail"] or "").lower()
    if "." not in base[:-1] and lower.rstrip(".") in TITLES:
        base = base.rstrip(".")
    parts = [(base, start, start + len(base), tail == "'s")]
    if tail in TAILS:
        parts.append((TAILS[tail], start + len(base), start + len(word), False))
    return parts


def _word(
    word: str, place: tuple[int, int, int], *, quoted: bool, begins: bool, owner: bool, tied: bool, titled: bool
) -> Token:
    """A token; `titled`: a title stands before it, so that even a little word is a name (“Mrs Ok”).

    `place`: its start, end and clause.
    """
    lower = word.lower()
    root, (start, end, clause) = stem(lower), place
    titled = titled and word[0].isupper() and lower not in TITLES
    name = (
        word[0].isupper()
        and lower not in FUNCTION_WORDS | closed_words() | TITLES
        and (not begins or not _common(root))
    )
    if word.isupper() and len(word) > 4 and _common(root):
        name = False
    content = titled or (lower not in FUNCTION_WORDS and lower not in TITLES)
    kind = "name" if name or titled else "word"
    return Token(lower, start, end, root, kind, clause, quoted, content, owner, hyphened=tied)


def _common(root: str) -> bool:
    """Whether a sentence can begin with this word without its being a name."""
    return bool(entry(root).parts) or root in stems("frame", "author") or root in stems("frame", "reporting")


def around(
    tokens: tuple[Token, ...], at: int, stops: frozenset[str] | None = None, joints: frozenset[str] = frozenset()
) -> tuple[int, int]:
    """From where to where the run of tokens around one reaches that no mark interrupts.

    `stops`: of the marks only these, and none between quotation marks. `joints`: words that interrupt it too.
    """
    marks = [
        i
        for i, token in enumerate(tokens)
        if (token.kind == "mark" and (stops is None or (token.text in stops and not token.quoted)))
        or token.text in joints
    ]
    return max((i + 1 for i in marks if i < at), default=0), min((i for i in marks if i > at), default=len(tokens))


def text_at(tokens: tuple[Token, ...], at: int) -> str:
    """The word at a place, empty where there is none."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def neighbour(tokens: tuple[Token, ...], at: int, step: int, past: frozenset[str]) -> int | None:
    """The word of content behind another (`step` 1) or before it (-1), with no word between but those of `past`."""
    index = at + step
    while 0 <= index < len(tokens) and tokens[index].text in past:
        index += step
    return index if 0 <= index < len(tokens) and tokens[index].content else None


def content_behind(tokens: tuple[Token, ...], at: int, reach: int) -> int | None:
    """The first word of content less than `reach` words behind another."""
    return next((i for i in range(at + 1, min(len(tokens), at + reach)) if tokens[i].content), None)
