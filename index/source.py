"""What a format's reader finds in a file: the text of the piece and what the file says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ITEM = re.compile(r"- |\d+[.)] ")


@dataclass(frozen=True, slots=True)
class Source:
    """Plain text in paragraphs (a blank line between them), with title, author and ISO date where known."""

    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None


def iso_date(text: object) -> str | None:
    """The first YYYY-MM-DD in it that is a day of the calendar."""
    return next(filter(_is_day, ISO_DATE.findall(str(text or ""))), None)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def known(text: object) -> str | None:
    """The text on one line, or None when there is none."""
    line = " ".join(str(text or "").split())
    return line or None


def joined(blocks: list[str]) -> str:
    """Paragraphs with a blank line between them; list items (`- …`, `1. …`) follow one another line by line."""
    text = ""
    previous = ""
    for block in filter(None, (block.strip() for block in blocks)):
        together = bool(ITEM.match(block) and ITEM.match(previous))
        text += block if not text else ("\n" if together else "\n\n") + block
        previous = block
    return text
