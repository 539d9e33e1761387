"""What a format's reader finds in a file: the text of the piece and what the file says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from index.days import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS) + "|sept"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
# 2024-03-05 or 20240305, 5 March 2024, March 5, 2024; of figures alone (5/3/2024) nobody knows which is the month
DATE = re.compile(
    rf"(?<!\d)(?P<y>\d{{4}})(?P<dash>-?)(?P<m>\d\d)(?P=dash)(?P<d>\d\d)(?!\d)"
    rf"|\b(?:(?P<d1>{DAY})\s(?P<m1>{MONTH})|(?P<m2>{MONTH})\.?\s(?P<d2>{DAY}))\b\.?,?\s(?P<y1>\d{{4}})\b",
    re.IGNORECASE,
)
PROSE = re.compile(r"[.!?…][”’\"')\]]*\s*\Z")
ITEM = re.compile(r"- |\d+[.)] ")
TABLE = 600  # characters: a larger table is quoted row by row


@dataclass(frozen=True, slots=True)
class Source:
    """Plain text in paragraphs (a blank line between them), with title, author and ISO date where known.

    `left_out`: the lines of what was given that are no part of the piece.
    """

    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    left_out: tuple[str, ...] = ()

    def or_else(self, other: Source) -> Source:
        """The same, with what the other one says where this says nothing."""
        title, author, date = self.title or other.title, self.author or other.author, self.date or other.date
        return replace(self, title=title, author=author, date=date)


UNSAID = Source("")


def iso_date(text: object) -> str | None:
    """The first date in it that is a day of the calendar, as YYYY-MM-DD."""
    return next(filter(None, map(_day, DATE.finditer(str(text or "")))), None)


def _day(found: re.Match[str]) -> str | None:
    year, month, day = (next(filter(None, map(found.group, (part, f"{part}1", f"{part}2")))) for part in "ymd")
    number = int(month) if month.isdecimal() else [name[:3] for name in MONTHS].index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(day.rstrip("stndrh"))).isoformat()
    except ValueError:
        return None


def known(text: object) -> str | None:
    """The text on one line, or None when there is none."""
    line = " ".join(str(text or "").split())
    return line or None


def row(cells: list[str]) -> str:
    """A row of a table as one line, its cells with strokes between them; cells of sentences are paragraphs each."""
    cells = [cell.strip() for cell in cells]
    if any(map(PROSE.search, cells)):
        return "\n\n".join(filter(None, cells))
    return " | ".join(cells).strip(" |")


def joined(blocks: Iterable[str]) -> str:
    """Paragraphs with a blank line between them; list items (`- …`, `1. …`) and a small table's rows have none."""
    text = previous = ""
    for block in _with_tables(filter(None, (block.strip() for block in blocks))):
        together = bool(ITEM.match(block) and ITEM.match(previous))
        text += block if not text else ("\n" if together else "\n\n") + block
        previous = block
    return text


def _with_tables(blocks: Iterable[str]) -> Iterator[str]:
    """The blocks; rows that follow one another are one of them, to be quoted with their header, if it stays short."""
    for is_row, run in groupby(blocks, lambda block: " | " in block and not PROSE.search(block)):
        rows = list(run)
        yield from ["\n".join(rows)] if is_row and sum(map(len, rows)) <= TABLE else rows
