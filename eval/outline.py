"""An eval set to begin with: a piece's sentences by number, its hash, and two items that show the form."""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.piece import Piece

WIDTH = 110  # characters of a sentence that are shown
UNFIT = re.compile(r"[^A-Za-z0-9_-]+")


def outline(piece: Piece, file: str) -> str:
    """The set as YAML, which passes `pullquote eval validate`; it is called like the piece's file."""
    return "\n".join(_lines(piece, UNFIT.sub("-", PurePath(file).stem).strip("-") or "piece")) + "\n"


def _lines(piece: Piece, name: str) -> Iterator[str]:
    yield "# The sentences of the piece, by number. What an item may have: eval/sets/README.md."
    for sentence in piece.sentences:
        text = " ".join(piece.sentence_text(sentence.number).split())
        yield f"# {sentence.number:3}  {text if len(text) <= WIDTH else f'{text[: WIDTH - 1]}…'}"
    yield from ("schema: 1", f"piece: {name}", f"sha256: {piece.sha256}", "items:")
    yield from (
        f"- id: {name}-001",
        "  split: dev",
        "  category: outside",
        '  question: "what is the capital of Peru?"',
    )
    yield from ("  refusal: outside_the_text", f"- id: {name}-002", "  split: dev", "  category: summary")
    yield from ('  question: "how does it begin?"', f"  evidence: {json.dumps([_first_paragraph(piece)])}")


def _first_paragraph(piece: Piece) -> list[int]:
    """The numbers of the sentences that open the piece below its headline."""
    below = [sentence for sentence in piece.sentences if sentence.number not in piece.head] or [*piece.sentences]
    return [sentence.number for sentence in below if sentence.paragraph == below[0].paragraph]
