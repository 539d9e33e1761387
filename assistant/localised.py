"""What the assistant says in the asker's language; in English where it has no words of that language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from assistant import frames
from assistant.answer import CODES, Code, Refusal, Statement
from prompts import load_table, tables

if TYPE_CHECKING:
    from index.piece import Piece, Quote

FILE = "languages.toml"
NAMES = {"name": set[str](), "endonym": set[str](), "foreign": {"endonym"}}
STATED = {"says": {"quote"}, "date": {"value"}, "title": {"value"}, "author": {"value"}}
REFUSED = {code: set[str]() for code in CODES}
# Languages for which the checks have word lists; where question or piece is in any other one, only quotes are shown.
VOUCHED = frozenset({"en"})


@cache
def words(language: str) -> dict[str, str]:
    """The templates of a language; English has its frames and refusals elsewhere."""
    known = language if language in tables(FILE) else "en"
    return load_table(FILE, known, NAMES if known == "en" else {**NAMES, **STATED, **REFUSED})


def english_name(language: str) -> str | None:
    """The language's name in English, where we have words of it."""
    return words(language)["name"] if language in tables(FILE) else None


def statement(quote: Quote, language: str) -> Statement:
    """A quote in its frame."""
    if "says" not in words(language):
        return frames.statement(quote, first=True)
    return Statement(words(language)["says"].format(quote=frames.inline(quote.text)), (quote,))


def about(piece: Piece, field: str, language: str) -> Statement | Refusal:
    """The piece's `date`, `title` or `author`, or that it has none."""
    value = getattr(piece, field)
    if value is None or field not in words(language):
        return frames.about(piece, field) if "says" not in words(language) else refusal("not_mentioned", language)
    return Statement(words(language)[field].format(value=value), (), (field,))


def refusal(code: Code, language: str, *, nearest: Quote | None = None) -> Refusal:
    """A refusal in its plain words."""
    if code not in words(language):
        return frames.refusal(code, nearest=nearest)
    return Refusal(code, words(language)[code], nearest)


def foreign(language: str, of_piece: str) -> Refusal:
    """The refusal of a question in another language than the piece's, for want of a language model."""
    return Refusal("outside_the_text", words(language)["foreign"].format(endonym=words(of_piece)["endonym"]))
