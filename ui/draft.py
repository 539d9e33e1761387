"""A draft whose quotations are checked: what is taken as one, and what came of it in words.

The shell, the page and programs share this; how a quotation is checked is in `assistant/draft.py`.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from assistant.frames import inline
from index.errors import PieceError
from index.loading import MAX_BYTES, decoded, load_bytes, shortened, too_large
from ui.conversation import name_of, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.draft import Checked
    from index.piece import Piece

PLAIN = {"", ".txt", ".md", ".markdown"}
NOTHING = "The draft has no quotation in it: no words stand between quotation marks."


def read(data: bytes, name: str) -> str:
    """All the text of a file: a plain one as it stands, for what is no part of a piece may quote one.

    Raises `PieceError`.
    """
    if PurePath(name).suffix.lower() not in PLAIN:
        return load_bytes(data, name).text
    if len(data) > MAX_BYTES:
        raise PieceError(too_large(shortened(name), len(data)))
    return decoded(data, shortened(name)).replace("\r\n", "\n").replace("\r", "\n")


def sign(one: Checked) -> str:
    """✓ for what may be printed so, ? where nobody can tell whose words the draft has it be, ✗ for the rest."""
    return "?" if one.open else "✓" if one.holds else "✗"


def line_number(draft: str, one: Checked) -> int:
    """The line of the draft, counted from 1, on which a quotation begins."""
    return draft.count("\n", 0, one.start) + 1


def total(found: Sequence[Checked]) -> str:
    """All that was found, in one line."""
    if not found:
        return NOTHING
    held, open_ = sum(one.holds for one in found), sum(one.open for one in found)
    count = f"{len(found)} {'quotation' if len(found) == 1 else 'quotations'}"
    told = f"{count}: {held} as in the piece, {len(found) - held} not"
    return f"{told}; of {open_} it could not be told whose the draft has it be" if open_ else told


def told(draft: str, found: Sequence[Checked], piece: Piece) -> str:
    """What was found as plain text, to be sent to whoever wrote the draft."""
    source = source_of(piece) or name_of(piece)
    lines = (f"{label}{' '.join(words.split())}" for label, words in lines_of(draft, found))
    return "\n".join([total(found), f"Checked against {source}", *lines])


def lines_of(draft: str, found: Sequence[Checked]) -> Iterator[tuple[str, str]]:
    """Each quotation, what is to be said of it and what the piece has: what a line begins with, and its words."""
    for one in found:
        yield from (("", ""), (f"{sign(one)} line {line_number(draft, one)}: ", inline(one.words)))
        yield from (("  ", remark) for remark in one.remarks)
        yield from ((f"  [{quote.sentences[0] + 1}] ", quote.text) for quote in one.quotes)
