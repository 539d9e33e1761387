"""What comes back for a question: an `Answer` with its statements and quotes, or with a refusal.

All values are immutable. `Answer.to_dict` is the one JSON form: command line, receipts and web API use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant.speakers import speaking
from index.piece import Piece, Quote  # noqa: TC001  (LangChain looks up the fields of an Answer when it runs)

Code = Literal["not_mentioned", "mentioned_not_answered", "outside_the_text", "false_premise", "too_vague"]
CODES: tuple[Code, ...] = get_args(Code)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the assistant's prose, with the quotes or the metadata (`date`, …) it stands on."""

    text: str
    quotes: tuple[Quote, ...] = ()
    metadata: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """A statement that was not shown: the check that stopped it, and why, in words for the reader."""

    text: str
    quotes: tuple[Quote, ...]
    check: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer; `nearest` is the most tempting quote, which does *not* answer."""

    code: Code
    message: str
    nearest: Quote | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A line beside the statements: of several questions what is refused of one, or that there is more to show."""

    message: str


# What an answer is made of, as it is decided.
Part = Statement | Withheld | Refusal | Note


@dataclass(frozen=True)
class Answer:
    """The answer to one question about one piece."""

    question: str
    standalone_question: str
    piece: Piece
    answerer: str
    model: str | None
    version: str
    statements: tuple[Statement, ...] = ()
    refusal: Refusal | None = None
    withheld: tuple[Withheld, ...] = ()
    notice: str | None = None

    @property
    def outcome(self) -> Literal["answered", "refused"]:
        """Whether anything is shown as an answer."""
        return "refused" if self.refusal else "answered"

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote of the statements once, in order of appearance: `quotes[0]` is shown as [1]."""
        return tuple(dict.fromkeys(quote for statement in self.statements for quote in statement.quotes))

    @property
    def text(self) -> str:
        """The answer as plain text, each statement followed by the numbers of its quotes."""
        if self.refusal:
            return self.refusal.message
        quotes = self.quotes
        return "\n".join(self._line(statement, quotes) for statement in self.statements)

    @staticmethod
    def _line(statement: Statement, quotes: tuple[Quote, ...]) -> str:
        marks = "".join(f" [{quotes.index(quote) + 1}]" for quote in statement.quotes)
        return statement.text + marks

    def to_dict(self, *, with_text: bool = False) -> dict[str, Any]:
        """The design's JSON object; `with_text` embeds the piece, so that the receipt can be verified alone."""
        quotes = self.quotes
        statements = [
            {"text": s.text, "quotes": [quotes.index(q) for q in s.quotes], "metadata": list(s.metadata)}
            for s in self.statements
        ]
        withheld = [
            {
                "text": w.text,
                "quotes": [quotes.index(q) for q in w.quotes if q in quotes],
                "check": w.check,
                "reason": w.reason,
            }
            for w in self.withheld
        ]
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "outcome": self.outcome,
            "text": self.text,
            "statements": statements,
            "quotes": [quote_json(quote) for quote in quotes],
            "refusal": self._refusal(),
            "withheld": withheld,
            "notice": self.notice,
            "piece": identity(self.piece, with_text=with_text),
            "answerer": self.answerer,
            "model": self.model,
            "version": self.version,
        }

    def _refusal(self) -> dict[str, Any] | None:
        if self.refusal is None:
            return None
        nearest = self.refusal.nearest
        return {
            "code": self.refusal.code,
            "message": self.refusal.message,
            "nearest": quote_json(nearest) if nearest else None,
        }


def quote_json(quote: Quote) -> dict[str, Any]:
    """The quote as JSON, with who speaks in it where its own sentences say so."""
    return {**quote.to_dict(), "speaker": quote.speaker or getattr(speaking(quote), "name", None)}


def identity(piece: Piece, *, with_text: bool = False) -> dict[str, Any]:
    """Which piece an answer is about, as JSON."""
    known: dict[str, Any] = {
        "id": piece.id,
        "title": piece.title,
        "author": piece.author,
        "date": piece.date,
        "sha256": piece.sha256,
        "source_sha256": piece.source_sha256,
    }
    return {**known, "text": piece.text} if with_text else known
