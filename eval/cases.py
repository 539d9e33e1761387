"""What is asked in a run: every item as it stands, and its variants.

Variants in other languages need a language model; without one they are left out and counted.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.sets import check_against, load_set
from eval.texts import lacking, patched, piece_of
from index.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eval.sets import EvalSet, Item
    from index.piece import Piece


@dataclass(frozen=True)
class Case:
    """One question to ask. `item` has its sentence numbers in `piece`, which may be a patched copy."""

    id: str
    set: str
    item: Item
    piece: Piece
    question: str
    variant: str | None = None
    language: str = "en"
    needs: str | None = None

    @property
    def base(self) -> str:
        """The item that variants share: what bootstraps are clustered by."""
        return self.item.id

    @property
    def digest(self) -> str:
        """SHA-256 of what is asked of what: set, question, earlier questions and the piece, planted text included."""
        asked = [self.set, self.question, list(self.item.history), self.piece.sha256]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()

    def is_asked_by(self, row: dict[str, Any]) -> bool:
        """Whether a stored row answers this question; one without a digest is known by set and question."""
        known = (row.get("set"), row.get("question")) == (self.set, self.question)
        return known and row.get("asked", self.digest) == self.digest


@dataclass(frozen=True)
class Opened:
    """A set that was checked, with its cases and their piece; without, where the piece is not there."""

    set: EvalSet
    piece: Piece | None
    cases: tuple[Case, ...]


def opened(path: Path, brought: Sequence[Piece], split: str | None = None, *, needed: bool) -> Opened:
    """The set of a file. Raises `InputError` for a fault in it, and where a piece that is `needed` is not there."""
    evaluated = load_set(path)
    piece = piece_of(evaluated, brought)
    if piece is None:
        if needed or evaluated.sha256 is None:
            raise InputError(lacking(evaluated, brought))
        return Opened(evaluated, None, ())
    check_against(evaluated, piece)
    return Opened(evaluated, piece, tuple(cases(evaluated, piece, split)))


def cases(evaluated: EvalSet, piece: Piece, split: str | None = None) -> list[Case]:
    """The items of a set with their variants, in the order of the file. Raises `InputError` for a patch that fails."""
    found: list[Case] = []
    for listed in evaluated.items:
        if split is None or listed.split == split:
            try:
                found += _of(evaluated.name, *patched(listed, piece))
            except InputError as error:
                raise InputError(f"{evaluated.place}, {error}") from None
    return found


def _of(name: str, item: Item, piece: Piece) -> list[Case]:
    own = Case(item.id, name, item, piece, item.question)
    varied = [
        Case(f"{item.id}~{n}", name, item, piece, row["question"], row["kind"], row["language"], row["needs"])
        for n, row in enumerate(item.variants, 1)
    ]
    return [own, *varied]


def questions(count: int) -> str:
    """The number of questions in words: `1 question`, `2 questions`."""
    return f"{count} question{'' if count == 1 else 's'}"


def askable(found: list[Case], *, with_model: bool) -> tuple[list[Case], list[Case]]:
    """Those that can be asked, and those that need a model that is not there."""
    asked = [case for case in found if with_model or case.needs is None]
    return asked, [case for case in found if not with_model and case.needs is not None]
