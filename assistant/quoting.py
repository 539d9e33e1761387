"""What a statement puts between quotation marks: exact words of its quotes, shown in the source's own characters."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from index.quotations import quotations

if TYPE_CHECKING:
    from index.piece import Piece, Quote

FOLD = str.maketrans("’‘‛“”„«»–—‐‑\u00a0", '\'\'\'"""""---- ')
TRAILING = ".,;:!?…"


class NotQuotedError(ValueError):
    """Words between quotation marks that the quotes do not have; the text is them."""


@lru_cache(maxsize=1 << 10)
def folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The text in plain marks, single spaces and lower case, and where each of its characters stood."""
    out, places = [], []
    for at, mark in enumerate(text.translate(FOLD)):
        if mark.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                places.append(at)
            continue
        lower = mark.lower()
        out.append(lower if len(lower) == 1 else mark)
        places.append(at)
    return "".join(out), tuple(places)


def restored(text: str, quotes: tuple[Quote, ...], piece: Piece) -> str:
    """The statement with the source's characters between its quotation marks. Raises `NotQuotedError`."""
    shown, done = [], 0
    for mark in quotations(text):
        inner = text[mark.start + 1 : mark.end - 1]
        shown += [text[done : mark.start + 1], _exact(inner, quotes, piece)]
        done = mark.end - 1
    return "".join([*shown, text[done:]])


def _exact(inner: str, quotes: tuple[Quote, ...], piece: Piece) -> str:
    """The same words as the source writes them; a mark that the sentence around needs may hang on their end."""
    wanted = folded(inner.strip())[0]
    bare = wanted.rstrip(TRAILING)
    tail = inner.strip()[len(inner.strip().rstrip(TRAILING)) :]
    if not bare:
        raise NotQuotedError(inner)
    for quote in quotes:
        for needle, hung in ((wanted, ""), (bare, tail)):
            if (found := _find(needle, quote.text)) is not None:
                return quote.text[found[0] : found[1]] + hung
    if piece.title and folded(piece.title)[0].strip(TRAILING) == bare:
        return piece.title
    raise NotQuotedError(inner)


def _find(needle: str, text: str) -> tuple[int, int] | None:
    """(start, end) of the words in the text, never a part of a word."""
    plain, places = folded(text)
    at = plain.find(needle)
    while at >= 0:
        end = at + len(needle)
        if not (at and plain[at - 1].isalnum() and needle[0].isalnum()) and not (
            end < len(plain) and plain[end].isalnum() and needle[-1].isalnum()
        ):
            return places[at], places[end - 1] + 1
        at = plain.find(needle, at + 1)
    return None
