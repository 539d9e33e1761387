"""What stands between quotation marks in a statement: exact words of its quotes, in the source's own characters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from index.quotations import quotations

if TYPE_CHECKING:
    from index.piece import Piece, Quote

FOLD = str.maketrans("’‘‛“”„«»–—‐‑\u00a0", '\'\'\'"""""---- ')
TRAILING = ".,;:!?…"
HANGING = frozenset(["", ".", ",", "…"])  # what a sentence around may hang on the end of a quotation
WITHIN = frozenset("'’-‐‑")  # marks inside a word: “won’t”, “non-binding”
OUTER = re.compile(r"^[^‘“”\"]*[‘](?P<inner>.*)[’][.,]?$", re.DOTALL)
# A single mark that opens a quotation: no letter before it, and no year (’90s) or clipped word (’em) behind it.
SINGLE = re.compile(
    r"(?<![\w.,;:!?…])(?P<mark>['‘’])(?=[^\W\d]|[“\"(])(?!(?i:tis|twas|em|n|til|cause)\b)"
    r"(?:(?P<inner>.*?)(?:(?<=[.,;:!?…])['’]|['’](?!\w)))?",
    re.DOTALL,
)
STRAY = re.compile(r"[“”„«»‹›`]|''|(?<!\d)\"|\"(?=\w)")


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
    if any(text.strip() in quote.text for quote in quotes):
        return text
    if match := OUTER.match(text):
        head, tail = text[: match.start("inner")], text[match.end("inner") :]
        _plain(head[:-1], quotes, piece)
        return f"{head}{_exact(match['inner'], quotes, piece)}{tail}"
    shown, done = [], 0
    for mark in quotations(text):
        inner = text[mark.start + 1 : mark.end - 1]
        before = _plain(text[done : mark.start], quotes, piece)
        shown += [before, text[mark.start], _exact(inner, quotes, piece), text[mark.end - 1]]
        done = mark.end
    return "".join([*shown, _plain(text[done:], quotes, piece)])


def _plain(prose: str, quotes: tuple[Quote, ...], piece: Piece) -> str:
    """The words outside the double marks; what stands between single ones is the source's, no other mark is left."""
    shown, done = [], 0
    for match in SINGLE.finditer(prose):
        if not match["inner"]:
            raise NotQuotedError(prose[match.end() :].strip() or match["mark"])
        exact = _exact(match["inner"], quotes, piece)
        shown += [prose[done : match.start("inner")], exact]
        done = match.end("inner")
    plain = "".join([*shown, prose[done:]])
    if stray := STRAY.search(SINGLE.sub("", prose)):
        raise NotQuotedError(stray.group())
    return plain


def _exact(inner: str, quotes: tuple[Quote, ...], piece: Piece) -> str:
    """The same words as the source writes them; a mark that the sentence around needs may hang on their end."""
    wanted = folded(inner.strip())[0]
    bare = wanted.rstrip(TRAILING)
    tail = inner.strip()[len(inner.strip().rstrip(TRAILING)) :]
    if not bare:
        raise NotQuotedError(inner)
    for quote in quotes:
        if (found := find(wanted, quote.text)) is not None:
            return quote.text[found[0] : found[1]]
        if tail in HANGING and (found := find(bare, quote.text)) is not None:
            return quote.text[found[0] : found[1]] + tail
    if piece.title and folded(piece.title)[0].strip(TRAILING) == bare:
        return piece.title
    raise NotQuotedError(inner)


def find(needle: str, text: str) -> tuple[int, int] | None:
    """(start, end) of the words in the text, never a part of a word."""
    plain, places = folded(text)
    at = plain.find(needle)
    while at >= 0:
        end = at + len(needle)
        if not (_inside(text, places[at] - 1, -1) and needle[0].isalnum()) and not (
            _inside(text, places[end - 1] + 1, 1) and needle[-1].isalnum()
        ):
            return places[at], places[end - 1] + 1
        at = plain.find(needle, at + 1)
    return None


def _inside(text: str, at: int, step: int) -> bool:
    """Whether a word goes on here: a letter, or an apostrophe or a hyphen with a letter beyond it."""
    mark, beyond = text[max(at, 0) : at + 1], text[max(at + step, 0) : max(at + step + 1, 0)]
    return mark.isalnum() or (mark in WITHIN and beyond.isalnum())
