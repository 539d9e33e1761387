"""Sentences with exact offsets, by rules for English newspaper prose.

No library did better on opinion pieces (`benchmarks/sentences.py`), and these rules need none: 8 ms to import, 0.3 ms
for an editorial, linear time. Paragraphs are parted by a blank line; lines wrapped inside one are joined, list items
and headings stand alone. A sentence is never cut, however long: nothing less than a whole one may be quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from index.titles import RANKS, SHORT

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTHLESS = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # web pages are strewn with them
CLOSERS = "”’\"')\\]»«" + WIDTHLESS
# The mark of a footnote; a bare number is one behind a word and its stop (“foresight.”3 Then”).
BARE = r"(?<!\b[Nn][or]\.)(?<=[a-z][.!?…]|[.!?…][”’\"')])\d{1,2}(?=\s+[“‘\"'(]?[A-Z]|\s*$)"
NOTE = rf"(?:\[\d{{1,3}}\]|[¹²³⁰⁴-⁹†‡]{{1,3}}|{BARE})"
# A run of final marks with what closes after it, and footnotes; CJK and other full stops need no space to follow.
# Possessive, and tried only where a run begins: a long row of dots takes linear time.
END = re.compile(rf"(?<![.!?…؟।۔])([.!?…؟।۔]++[{CLOSERS}]*+){NOTE}*+(?=\s|$)|[。！？｡]++[{CLOSERS}」』）]*+")
PARAGRAPH = re.compile(r"(?:\n[^\S\n]*\n|\u2029)\s*")
LINE = re.compile(r"[^\n]+")
ITEM = re.compile(r"[^\S\n]*(?:([•*‣▪◦])|[-–—]|\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})\)|\d{1,2}\.)[^\S\n]+(?=\S)")
CLOSED = re.compile(rf"[.!?…:;][{CLOSERS}]*\s*\Z")
OPENING = re.compile(r"\s*[“‘\"'(]?(\w[\w’'-]*)")
HEADING_SHARE = 0.75

# After these a full stop is part of the word, whatever follows.
TITLES = frozenset(
    """mx col cmdr cpl pvt reps sens pres messrs mmes bp ald fr atty brig supt det msgr amb asst insp mme sra vs v
    cf e.g i.e eg ie viz approx art sec ch fig figs vol nos pp p op esp""".split()
).union(SHORT, RANKS)
# After these it is, unless the next word begins a sentence in earnest.
SHORTS = frozenset(
    """u.s u.k u.n e.u d.c l.a n.y a.m p.m inc ltd co corp bros llc plc etc jan feb apr jun jul aug sept sep oct nov
    dec tue tues wed thu thur thurs fri esq ph.d m.d b.a m.a a.i f.b.i c.i.a u.s.a st ave blvd rd mt ft jr sr al dept
    univ assn ca mass pa calif""".split()
)
NUMBERED = frozenset(["no", "nr", "art", "p", "pp", "vol", "ch", "fig", "sec"])
STARTERS = frozenset(
    """a an the this that these those he she it they we i you his her its their our my your there here and but so or
    yet nor for in on at by to of from with as if when while after before since because although though even still now
    then once what who why where how which nobody everyone some many most all no not one none another others both
    perhaps maybe only just until under over last next to such nothing never""".split()
)
# A dash or a bracket before a small letter goes on with the sentence, and so does one more dot of a spaced “. . .”.
GOES_ON = re.compile(r"\s[-–—]\s[a-z]|\s\.(?=[\s”\]]|$)|\s[(\[][a-z]")
# What goes on after an abbreviation: a sum of money, or a quotation that begins with a small letter.
OPENS = re.compile(r"\s+(?:[$€£§&]|[“‘\"'(][a-z])")
WORD = re.compile(r"[\w.’'-]+$")
NEXT = re.compile(r"\s*([\w’'-]+)")
ATTRIBUTION = re.compile(
    r"\s+[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3} (?:said|says|asked|asks|wrote|replied|shouted|cried|answered)\b"
)
INITIALISM = re.compile(r"(?:[a-z]\.)+[a-z]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`number` counts from 0 in the piece, `paragraph` too; `start` and `end` are characters of its text."""

    number: int
    start: int
    end: int
    paragraph: int


def split(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text: in order, none overlapping, every character but white space in one of them."""
    found: list[Sentence] = []
    for start, end, paragraph in blocks(text):
        for first, last in _sentences(text, start, end):
            found.append(Sentence(len(found), first, last, paragraph))
    return tuple(found)


def blocks(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, paragraph) of what no sentence reaches across: paragraphs, and in them list items and headings."""
    paragraph, start = 0, 0
    for stop, following in [*(gap.span() for gap in PARAGRAPH.finditer(text)), (len(text), len(text))]:
        if text[start:stop].strip():
            lines = [line.span() for line in LINE.finditer(text, start, stop)]
            begins = sorted({start, *_items(text, lines), *_headings(text, lines)})
            yield from ((*block, paragraph) for block in zip(begins, [*begins[1:], stop], strict=True))
            paragraph += 1
        start = following


def _items(text: str, lines: list[tuple[int, int]]) -> Iterator[int]:
    """Where list items begin. A dash or a number may stand there by chance: it counts after a mark, or if repeated."""
    found = [(at, marker) for at, (start, end) in enumerate(lines) if (marker := ITEM.match(text, start, end))]
    for at, marker in found:
        if marker[1] or len(found) > 1 or (at and CLOSED.search(text[slice(*lines[at - 1])][-9:])):
            yield marker.start()


def _headings(text: str, lines: list[tuple[int, int]]) -> Iterator[int]:
    """Where the text begins under first lines that are headings; and below them subheads, and the text under these."""
    width = max(end - start for start, end in lines)
    for at, (line, below) in enumerate(pairwise(lines)):
        if not _had_room(text, line, below, width) or text[slice(*line)].split()[-1] in STARTERS:
            yield from _subheads(text, lines[at:], width)
            return
        yield below[0]


def _subheads(text: str, lines: list[tuple[int, int]], width: int) -> Iterator[int]:
    """Where subheads begin and end: where all lines around them end with a mark, none is wrapped."""
    ended = [bool(CLOSED.search(text[start:end][-9:]) or ITEM.match(text, start, end)) for start, end in lines[:-1]]
    open_ended = [at for at, closed in enumerate(ended) if not closed]
    for at in open_ended:
        parted = at > 0 and ended[at - 1] and all(ended[at + 1 : at + 2]) and text[lines[at][0]].isupper()
        if not parted or not _had_room(text, lines[at], lines[at + 1], width):
            return
    for at in open_ended:
        yield from (lines[at][0], lines[at + 1][0])


def _had_room(text: str, line: tuple[int, int], below: tuple[int, int], width: int) -> bool:
    """Whether a line ends without a mark, though the next line's first word, a capitalised one, had room in it."""
    words, following = text[slice(*line)].split(), OPENING.match(text, *below)
    if not words or not following or not following[1][0].isupper() or not words[-1][-1].isalnum() or "|" in words:
        return False
    return line[1] - line[0] + len(following[1]) <= HEADING_SHARE * width


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The trimmed (start, end) of each sentence of one block."""
    marker = ITEM.match(text, start, end)
    marks = END.finditer(text, marker.end() if marker else start, end)
    cuts = [mark.end() for mark in marks if _ends(text, start, mark, end)]
    for first, last in zip([start, *cuts], [*cuts, end], strict=True):
        part = text[first:last]
        if part.strip():
            yield first + len(part) - len(part.lstrip()), first + len(part.rstrip())


def _ends(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    """Whether this run of marks ends a sentence."""
    if mark.end() >= end:
        return True
    following = NEXT.match(text, mark.end(), end)
    word = following[1] if following else ""  # none where a quotation or a bracket opens
    marks = (mark[1] or mark[0]).rstrip(WIDTHLESS)
    if marks[0] in "。！？｡؟।۔":
        return True
    if word[:1].islower() or GOES_ON.match(text, mark.end(), end):
        return False
    if marks[0] in "?!…" and marks[-1] in "”\"’'" and ATTRIBUTION.match(text, mark.end(), end):
        return False
    if marks == ".":
        return _stops(text, start, mark.start(), word)
    return True


def _stops(text: str, start: int, at: int, following: str) -> bool:
    """Whether a single full stop after this word, before that one, is the end and no abbreviation's."""
    before = WORD.search(text, max(start, at - 24), at)
    word = (before.group() if before else "").lstrip("’'.-").lower()
    if following[:1].isdigit() and (word in NUMBERED or INITIALISM.fullmatch(word)):
        return False
    if word in TITLES or (len(word) == 1 and word.isalpha() and _opens_line(text, start, at - 1)):  # “Q. Who pays?”
        return False
    if word in SHORTS or INITIALISM.fullmatch(word) or (len(word) == 1 and word.isalpha() and word != "i"):
        return following.lower() in STARTERS or (not following and OPENS.match(text, at + 1) is None)
    return True


def _opens_line(text: str, start: int, at: int) -> bool:
    return at == start or (text[at - 1] == "\n" and text[at - 2] in ".!?…:”’\"')")
