"""Reads labelled pieces: one sentence a line, a blank line between paragraphs, title, author and date in `# ` lines."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from index.piece import Piece, sha256
from index.sentences import Sentence

if TYPE_CHECKING:
    from pathlib import Path


@lru_cache(maxsize=1024)
def read_labelled(path: Path) -> Piece:
    """A piece of one sentence a line, with a blank line between paragraphs; no splitter has a say."""
    text, sentences, paragraph, fresh = "", [], -1, True
    known: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        stripped = line.strip()
        if stripped.startswith("# "):
            field, _, value = stripped[2:].partition(": ")
            known[field] = value
        elif not stripped:
            fresh = True
        else:
            paragraph += fresh
            text += ("" if not text else "\n\n" if fresh else " ") + stripped
            sentences.append(Sentence(len(sentences), len(text) - len(stripped), len(text), paragraph))
            fresh = False
    digest = sha256(text)
    return Piece(text, known.get("title"), known.get("author"), known.get("date"), digest, digest, tuple(sentences))
