"""What a reader says of a piece: its title, its author and its date, which the text itself may not tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.errors import InputError
from index.loading import UNFIT, shortened
from index.source import DATE, iso_date, known

if TYPE_CHECKING:
    from index.piece import Piece

MOST = 300


@dataclass(frozen=True)
class Naming:
    """The three as a form has them; `wrong`: why they could not be taken."""

    title: str = ""
    author: str = ""
    date: str = ""
    wrong: str = ""

    def named(self, piece: Piece) -> Piece:
        """The same text under these names; an empty one is not known. Raises `InputError`."""
        for what, given in (("title", self.title), ("author", self.author), ("date", self.date)):
            if len(given) > MOST:
                raise InputError(f"The {what} has {len(given):,} characters; at most {MOST} are taken.")
        title, author, date = (known(UNFIT.sub("\ufffd", given)) for given in (self.title, self.author, self.date))
        return replace(piece, title=title, author=author, date=date if date == piece.date else _day(date))


def _day(date: str | None) -> str | None:
    """The day as YYYY-MM-DD. Raises `InputError`."""
    if date is None:
        return None
    if day := iso_date(date) if DATE.fullmatch(date) else None:
        return day
    raise InputError(f"“{shortened(date)}” is no day of the calendar. Write it as 2026-02-03 or as 3 February 2026.")
