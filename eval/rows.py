"""One answer as a row: what was shown, without the piece's text.

Runs of four or more of the piece's words are stored as `⟦start:end⟧`, so that the rows of a text that is not ours can
be kept. `packed` loses nothing: with the piece, `unpacked` gives back every character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.answer import CODES
from assistant.engine import INSTEAD
from eval.sets import METADATA
from index.piece import sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.answer import Answer, Refusal, Statement, Withheld
    from eval.cases import Case
    from index.piece import Piece, Quote

T = TypeVar("T")
Reading = dict[str, Any] | None
OPEN = "⟦"
PLACE = re.compile(r"⟦⟦|⟦(\d+):(\d+)⟧")
WORD = re.compile(r"\S+")
SHORTEST = 4
NOTHING = "The assistant gave neither a statement nor a refusal."


def packed(text: str, piece: Piece) -> str:
    """The text with every run of at least four words that the piece has, character for character, as its place."""
    words = [match.span() for match in WORD.finditer(text)]
    parts: list[str] = []
    done = n = 0
    while n < len(words):
        last = _longest(text, words, n, piece.text)
        if last - n + 1 >= SHORTEST:
            start, end = _trimmed(text, words[n][0], words[last][1], piece.text)
            at = piece.text.index(text[start:end])
            parts += [text[done:start].replace(OPEN, OPEN * 2), f"{OPEN}{at}:{at + end - start}⟧"]
            done, n = end, last
        n += 1
    return "".join([*parts, text[done:].replace(OPEN, OPEN * 2)])


def _longest(text: str, words: list[tuple[int, int]], first: int, held: str) -> int:
    """The last word of the longest run from `first` on that the piece has, its outer marks aside."""
    last = first
    while last < len(words):
        start, end = _trimmed(text, words[first][0], words[last][1], held)
        if text[start:end] not in held:
            break
        last += 1
    return max(first, last - 1)


def _trimmed(text: str, start: int, end: int, held: str) -> tuple[int, int]:
    """The run without the quotation marks that the assistant put around it."""
    if text[start:end] in held:
        return start, end
    while start < end and text[start] in "“‘\"'«„":
        start += 1
    while end > start and text[start:end] not in held and text[end - 1] in "”’\"'»“.,;:":
        end -= 1
    return start, end


def unpacked(text: str, piece: Piece) -> str:
    """The text that was packed."""
    return PLACE.sub(lambda at: OPEN if at[1] is None else piece.text[int(at[1]) : int(at[2])], text)


def row_of(case: Case, answer: Answer | None, reading: Reading = None, error: str | None = None) -> dict[str, Any]:
    """The row for one case; `answer` is None when none came, and one that says nothing counts as none."""
    row: dict[str, Any] = {"id": case.id, "set": case.set, "question": case.question, "asked": case.digest}
    if answer and not (answer.statements or answer.refusal):
        return row | {"error": error or NOTHING}
    return row | {"error": error} | (_answer(answer, case.piece) | {"reading": reading} if answer else {})


def _answer(answer: Answer, piece: Piece) -> dict[str, Any]:
    return {
        "outcome": answer.outcome,
        "answerer": answer.answerer,
        "standalone": packed(answer.standalone_question, piece),
        "statements": [_statement(said, answer.quotes, piece) for said in answer.statements],
        "quotes": [_quote(quote, piece) for quote in answer.quotes],
        "refusal": _refusal(answer.refusal, piece) if answer.refusal else None,
        "withheld": [_withheld(held, piece) for held in answer.withheld],
        "notice": packed(answer.notice, piece) if answer.notice else None,
    }


def _statement(said: Statement, quotes: tuple[Quote, ...], piece: Piece) -> dict[str, Any]:
    cited = [quotes.index(quote) for quote in said.quotes]
    return {"text": packed(said.text, piece), "quotes": cited, "metadata": list(said.metadata)}


def _refusal(refusal: Refusal, piece: Piece) -> dict[str, Any]:
    nearest = _quote(refusal.nearest, piece) if refusal.nearest else None
    return {"code": refusal.code, "message": packed(refusal.message, piece), "nearest": nearest}


def _withheld(held: Withheld, piece: Piece) -> dict[str, Any]:
    sentences = sorted({n for quote in held.quotes for n in quote.sentences})
    text, reason = packed(held.text, piece), packed(held.reason, piece)
    return {"text": text, "sentences": sentences, "check": held.check, "reason": reason}


def _quote(quote: Quote, piece: Piece) -> dict[str, Any]:
    """Place and digest of a quote; its text only where it is *not* what stands at that place."""
    shown = {
        "start": quote.start,
        "end": quote.end,
        "sentences": list(quote.sentences),
        "highlight": list(quote.highlight) if quote.highlight else None,
        "speaker": quote.speaker,
        "score": None if quote.score is None else round(quote.score, 4),
        "sha256": sha256(quote.text)[:16],
    }
    if quote.text != piece.text[quote.start : quote.end]:
        shown["text"] = packed(quote.text, piece)
    return shown


@dataclass(frozen=True)
class ShownQuote:
    """A quote as it was shown. `text` are the characters that were on the screen; `digest` is theirs."""

    text: str
    digest: str
    start: int
    end: int
    sentences: tuple[int, ...]
    highlight: tuple[int, int] | None


@dataclass(frozen=True)
class ShownStatement:
    """A sentence of the assistant's with the quotes and the metadata it stands on."""

    text: str
    quotes: tuple[ShownQuote, ...]
    metadata: tuple[str, ...]


@dataclass(frozen=True)
class ShownWithheld:
    """A sentence that was held back: the sentences it cited and the check that stopped it."""

    text: str
    sentences: tuple[int, ...]
    check: str


@dataclass(frozen=True)
class Shown:
    """What a row says the reader was shown, with the piece's words put back.

    `instead`: the embedded reader answered, because nothing that the model wrote passed.
    """

    standalone: str
    refused: str | None
    message: str
    statements: tuple[ShownStatement, ...]
    quotes: tuple[ShownQuote, ...]
    nearest: ShownQuote | None
    withheld: tuple[ShownWithheld, ...]
    reading: dict[str, Any]
    instead: bool = False
    notice: str = ""

    @property
    def text(self) -> str:
        """All that is on the screen."""
        return self.message if self.refused else "\n".join(said.text for said in self.statements)

    @property
    def sentences(self) -> frozenset[int]:
        """The numbers of the sentences quoted."""
        return frozenset(n for quote in self.quotes for n in quote.sentences)


def shown(row: dict[str, Any], piece: Piece) -> Shown:
    """A row read back against its piece. Raises `ValueError` that names the field, for what no answer can be."""
    quotes = _field(row, "quotes", lambda held: tuple(_shown_quote(quote, piece) for quote in held))
    refusal = _field(row, "refusal", lambda held: _shown_refusal(held, piece))
    notice = _field(row, "notice", lambda held: unpacked(held or "", piece))
    return Shown(
        _field(row, "standalone", lambda held: unpacked(held, piece)),
        *refusal[:2],
        _field(row, "statements", lambda held: tuple(_shown_statement(said, quotes, piece) for said in held)),
        quotes,
        refusal[2],
        _field(row, "withheld", lambda held: tuple(_shown_withheld(one, piece) for one in held)),
        _field(row, "reading", lambda held: _shown_reading(held or {}, piece)),
        INSTEAD in notice,
        notice,
    )


def _field(row: dict[str, Any], name: str, read: Callable[[Any], T]) -> T:
    """A field of a row as it is read; what goes wrong is told with its name."""
    if name not in row:
        raise ValueError(f"{name}: it is missing")
    try:
        return read(row[name])
    except (KeyError, IndexError, TypeError, AttributeError):
        raise ValueError(f"{name}: it is not what a run writes") from None
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _shown_refusal(held: dict[str, Any] | None, piece: Piece) -> tuple[str | None, str, ShownQuote | None]:
    """Code, message and nearest passage; none of them where it answered."""
    if held is None:
        return None, "", None
    if held["code"] not in CODES:
        raise ValueError(f"no code is called {held['code']!r}")
    nearest = _shown_quote(held["nearest"], piece) if held["nearest"] else None
    return held["code"], unpacked(held["message"], piece), nearest


def _shown_statement(said: dict[str, Any], quotes: Sequence[ShownQuote], piece: Piece) -> ShownStatement:
    if strange := [field for field in said["metadata"] if field not in METADATA]:
        raise ValueError(f"no metadata are called {strange[0]!r}")
    return ShownStatement(
        unpacked(said["text"], piece), tuple(quotes[n] for n in said["quotes"]), tuple(said["metadata"])
    )


def _shown_withheld(held: dict[str, Any], piece: Piece) -> ShownWithheld:
    return ShownWithheld(unpacked(held["text"], piece), tuple(held["sentences"]), held["check"])


def _shown_reading(held: dict[str, Any], piece: Piece) -> dict[str, Any]:
    """What the reader thought, where it is what can be measured."""
    probability = held.get("answerable")
    if probability is not None and not (type(probability) in (int, float) and 0 <= probability <= 1):
        raise ValueError(f"answerable is {probability!r}; a probability is expected")
    numbers = [*held.get("sentences", []), *(n for passage in held.get("passages", []) for n in passage)]
    if strange := [n for n in numbers if type(n) is not int or not 0 <= n < len(piece.sentences)]:
        raise ValueError(f"the piece has no sentence {strange[0]!r}")
    return held


def _shown_quote(quote: dict[str, Any], piece: Piece) -> ShownQuote:
    """A quote with the sentences that its place touches, whatever the row has."""
    start, end, highlight = quote["start"], quote["end"], quote["highlight"]
    for place in ([start, end], *([highlight] if highlight else [])):
        if [type(at) for at in place] != [int, int] or not 0 <= place[0] < place[1] <= len(piece.text):
            raise ValueError(f"characters {place[0]} to {place[1]} are no place in the piece")
    touched = [sentence.number for sentence in piece.sentences if sentence.start < end and start < sentence.end]
    return ShownQuote(
        unpacked(quote["text"], piece) if "text" in quote else piece.text[start:end],
        quote["sha256"],
        start,
        end,
        tuple(touched),
        tuple(highlight) if highlight else None,
    )
