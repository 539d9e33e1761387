"""Answers about a piece, in the piece's own words."""

from importlib import import_module
from typing import TYPE_CHECKING

from assistant.answer import Answer, Refusal, Statement, Withheld
from index.errors import (
    EmbeddingMismatchError,
    InputError,
    MissingExtraError,
    ModelError,
    PieceError,
    PullquoteError,
    QuestionError,
    QuoteError,
    StoreError,
)
from index.piece import Piece, Quote

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.draft import Checked
    from index.retriever import PassageRetriever

__all__ = [
    "Answer",
    "Assistant",
    "Checked",
    "EmbeddingMismatchError",
    "InputError",
    "MissingExtraError",
    "ModelError",
    "PassageRetriever",
    "Piece",
    "PieceError",
    "PullquoteError",
    "QuestionError",
    "Quote",
    "QuoteError",
    "Refusal",
    "Statement",
    "StoreError",
    "Withheld",
]

if not TYPE_CHECKING:  # a type checker would take any name for one of these

    def __getattr__(name: str) -> object:
        """Import what brings LangChain or much else when it is first asked for: a `pullquote ask` needs little."""
        found = {
            "Assistant": "assistant.assistant",
            "Checked": "assistant.draft",
            "PassageRetriever": "index.retriever",
        }.get(name)
        if found is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(found), name)
