"""Reads the labelled pieces in `training/pieces/`: a text of one sentence a line, and its questions as JSON lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.piece import Piece, sha256
from index.sentences import Sentence

if TYPE_CHECKING:
    from pathlib import Path

FOLLOWUP_JOIN = " "


@dataclass(frozen=True, slots=True)
class Item:
    """A reader's question: `gold` lists the required pieces of evidence, each a list of alternative sentences."""

    question: str
    kind: str
    gold: list[list[int]]
    span: str | None
    history: list[str]

    @property
    def evidence(self) -> set[int]:
        """Every sentence that is right to quote."""
        return {number for alternatives in self.gold for number in alternatives}


def read_piece(path: Path) -> Piece:
    """The piece with the sentences that its lines give (no splitter has a say)."""
    text, sentences, paragraph, fresh = "", [], -1, True
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        if not line.strip():
            fresh = True
            continue
        paragraph += fresh
        text += ("" if not text else "\n\n" if fresh else " ") + line.strip()
        sentences.append(Sentence(len(sentences), len(text) - len(line.strip()), len(text), paragraph))
        fresh = False
    digest = sha256(text)
    return Piece(text, None, None, None, digest, digest, tuple(sentences))


def read_items(path: Path) -> list[Item]:
    """The questions of one piece."""
    return [_item(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _item(row: dict[str, Any]) -> Item:
    history = [turn if isinstance(turn, str) else turn[0] for turn in row.get("history") or []]
    return Item(row["q"], row["kind"], row["gold"], row.get("span"), history)
