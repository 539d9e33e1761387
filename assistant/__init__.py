"""Answers about a piece, in the piece's own words."""

from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Refusal, Statement, Withheld
from index.piece import Piece, Quote

if TYPE_CHECKING:
    from assistant.assistant import Assistant

__all__ = ["Answer", "Assistant", "Piece", "Quote", "Refusal", "Statement", "Withheld"]


def __getattr__(name: str) -> Any:
    """Import `Assistant`, and LangChain with it, when it is first asked for: a single `pullquote ask` needs neither."""
    if name != "Assistant":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from assistant.assistant import Assistant

    return Assistant
