"""What a caller in Python gives, checked before anything is done with it: a mistake is one line that says what to do.

A piece, a draft, embeddings; a question is checked in `assistant/question.py`, a model in `assistant/models.py`.
"""

from __future__ import annotations

import os
import re
from typing import Any

from index.errors import InputError, PieceError, StoreError
from index.loading import MAX_CHARACTERS, TAKEN, load, shortened
from index.piece import Piece

ADDRESS = re.compile(r"\s*(?:https?|ftp):/", re.IGNORECASE)
# A name of a file has an ending or few words; a text has lines, or words that end in a stop.
WORDED = re.compile(r"\n|\s\S+\s\S*[.!?…][”’\"')\]]*(?:\s|$)")
TEXT = "A text is opened with Assistant.open(Piece.read(text))."


def piece(given: object) -> Piece:
    """The piece in a file, or the `Piece` that is given. Raises `PieceError`."""
    if isinstance(given, Piece):
        return given
    if not isinstance(given, str | os.PathLike):
        raise PieceError(
            f"The piece is given as a {type(given).__name__}. Give the path of a {TAKEN} file, or a Piece. {TEXT}"
        )
    if isinstance(given, str) and not ADDRESS.match(given) and WORDED.search(given) and not _is_there(given):
        raise PieceError(f"“{shortened(given[:60])}…” is a text, and no file of that name is there. {TEXT}")
    return file(given)


def file(name: str | os.PathLike[str]) -> Piece:
    """The piece in a file. Raises `PieceError`, for the address of a page too."""
    if isinstance(name, str) and ADDRESS.match(name):
        raise PieceError(
            f"“{shortened(name)}” is the address of a page, which is not fetched. "
            "Open the page, save it as .html and give that file, or give its words."
        )
    path: Any = name
    return load(path)


def _is_there(name: str) -> bool:
    """Whether there is a file or a folder of this name; what cannot be a name is none."""
    try:
        return os.path.lexists(name)
    except (OSError, ValueError):
        return False


def draft(given: object) -> str:
    """The draft, if it can be checked. Raises `InputError`."""
    if not isinstance(given, str):
        raise InputError(f"The draft is given as a {type(given).__name__}, not as text. Give its words as a string.")
    if len(given) > MAX_CHARACTERS:
        raise InputError(f"The draft has {len(given):,} characters; at most {MAX_CHARACTERS:,} are taken. Give less.")
    if not given.strip():
        raise InputError("The draft is empty. Give the text that quotes the piece.")
    if any("\ud800" <= mark <= "\udfff" for mark in given):
        raise InputError("The draft has a lone surrogate in it, which no text has. Save it as UTF-8 and give it again.")
    return given


def check_embeddings(given: object) -> None:
    """Raises `StoreError` for what is not LangChain's `Embeddings`, or like it."""
    needed = ("embed_documents", "embed_query")
    if given is not None and (
        isinstance(given, type) or not all(callable(getattr(given, name, None)) for name in needed)
    ):
        found = f"the class {given.__name__}" if isinstance(given, type) else f"a {type(given).__name__}"
        raise StoreError(f"The embeddings are given as {found}. Give an object of LangChain's Embeddings, or none.")
