"""Answers about a piece, in the piece's own words."""

from assistant.answer import Answer, Refusal, Statement, Withheld
from assistant.assistant import Assistant
from index.piece import Piece, Quote

__all__ = ["Answer", "Assistant", "Piece", "Quote", "Refusal", "Statement", "Withheld"]
