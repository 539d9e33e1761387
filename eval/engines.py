"""Who is asked in a run: the embedded reader with its index in memory, or a language model that writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.reader import in_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.piece import Piece


def engine_for(model: str | None) -> Callable[[Piece], Any]:
    """What opens an engine for a piece; nothing of it is kept."""
    del model
    return in_memory
