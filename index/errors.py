"""What can go wrong, as one small tree; every message says what was found, what is expected and what to do.

PullquoteError
├── InputError (ValueError)        what was given cannot be taken
│   ├── PieceError                 … as a piece: missing, empty, binary, too large
│   └── QuestionError              … as a question: empty, too long
├── MissingExtraError (ImportError)    a feature needs a package that is not installed
├── ModelError                     a language model cannot be connected, or does not answer
├── QuoteError (ValueError)        a quote that would not be a slice of its piece
└── StoreError                     the place for the index cannot be used at all
    └── EmbeddingMismatchError     … or holds vectors of another embedding
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


class PullquoteError(Exception):
    """Any error that this project raises on purpose; its text is one line, fit to show."""


class InputError(PullquoteError, ValueError):
    """What was given cannot be taken."""


class PieceError(InputError):
    """The text, file or bytes cannot be taken as a piece."""


class QuestionError(InputError):
    """The question cannot be taken."""


class MissingExtraError(PullquoteError, ImportError):
    """A feature needs a package that is not installed; the text names the `pip install`."""


class ModelError(PullquoteError):
    """A language model cannot be connected, or does not answer."""


class QuoteError(PullquoteError, ValueError):
    """A quote was asked for that is not a slice of whole sentences of its piece."""


class StoreError(PullquoteError):
    """The place named for the index cannot be used."""


class EmbeddingMismatchError(StoreError):
    """The collection holds vectors of another embedding, or of another dimension."""


def first_line(error: BaseException) -> str:
    """What an error says, on one line that is not endless; its kind where it says nothing."""
    lines = str(error).splitlines()
    return (lines[0] if lines else type(error).__name__)[:120]


@contextmanager
def readable(name: str, kind: str) -> Generator[None]:
    """Whatever goes wrong inside makes the file a damaged one, which fails in many ways: a `PieceError`."""
    try:
        yield
    except PieceError:
        raise
    except Exception as error:
        raise PieceError(
            f"“{name}” is not a readable {kind} ({str(error)[:80]}). Save it again, or paste its text."
        ) from None
