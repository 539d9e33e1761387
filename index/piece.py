"""The piece: one immutable text, its sentences, and the only maker of quotes from it.

A `Quote` is a slice of whole sentences. It is checked against its piece when it is made, so that no later
step can show words that the piece does not have.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from typing import Any

from index.errors import PieceError, QuoteError
from index.quotations import Quotation, marks, paragraphs, sense_units
from index.sentences import Sentence, split

HEAD = 6  # sentences at the ends of a text, among which its headline and its byline stand
ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
BESIDE = 12  # characters that a byline has besides the name


def sha256(text: str) -> str:
    """Hex digest of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _check_kinds(**given: object) -> None:
    """Raises `PieceError` for what is no string."""
    for name, value in given.items():
        if not isinstance(value, str):
            raise PieceError(f"The piece's {name} is given as a {type(value).__name__}. Give it as a string.")


def _iso(date: object) -> str | None:
    """The date as ISO 8601 has it. Raises `PieceError`."""
    if isinstance(date, datetime.date):
        return f"{date:%Y-%m-%d}"
    if not date:
        return None
    try:
        if not ISO.fullmatch(str(date)):
            raise ValueError
        datetime.date.fromisoformat(f"{date}-01-01"[:10])
    except ValueError:
        raise PieceError(
            f"The piece's date is given as {date!r:.40}. Give a datetime.date, or YYYY-MM-DD, YYYY-MM or YYYY."
        ) from None
    return str(date)


@dataclass(frozen=True)
class Piece:
    """One source text and what is known about it. Offsets everywhere are code points into `text`.

    `left_out`: lines of what was given that are no part of it, such as the menu of a page that was pasted whole.
    """

    text: str = field(repr=False)
    title: str | None
    author: str | None
    date: str | None
    sha256: str
    source_sha256: str
    sentences: tuple[Sentence, ...] = field(repr=False)
    left_out: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        title: str | None = None,
        author: str | None = None,
        date: str | datetime.date | None = None,
        source_sha256: str | None = None,
        left_out: tuple[str, ...] = (),
    ) -> Piece:
        """A piece of this text, letter for letter; `source_sha256` is that of the bytes it was read from.

        `date` is a day, or YYYY, YYYY-MM or YYYY-MM-DD. Raises `PieceError`. `read` is for a text that was pasted.
        """
        _check_kinds(text=text, title=title or "", author=author or "")
        date = _iso(date)
        try:
            digest = sha256(text)
        except UnicodeEncodeError as error:
            raise PieceError(
                f"The text has a lone surrogate at character {error.start}; a piece is Unicode text. "
                "Save it as UTF-8 and open it again."
            ) from None
        sentences = split(text)
        if not sentences:
            raise PieceError("The piece is empty: no sentence was found. Give a text of at least one sentence.")
        return cls(text, title, author, date, digest, source_sha256 or digest, sentences, left_out)

    @classmethod
    def read(cls, text: str) -> Piece:
        """A piece of pasted text: title, author and date are read off its head, and menus and the like left out.

        Markdown, with front matter too, is read as such. Raises `PieceError`.
        """
        from index.loading import load_text

        _check_kinds(text=text)
        return load_text(text)

    @property
    def id(self) -> str:
        """Sixteen hex digits of the text's SHA-256."""
        return self.sha256[:16]

    @cached_property
    def units(self) -> tuple[tuple[int, int], ...]:
        """For each sentence the first and last number of the run shown with it (see `sense_units`)."""
        return sense_units(self.text, self.sentences)

    @cached_property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """Each of these runs once, in reading order."""
        return tuple(dict.fromkeys(self.units))

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """First and last sentence number of each paragraph."""
        return paragraphs(self.sentences)

    @cached_property
    def marks(self) -> tuple[Quotation, ...]:
        """All that stands between quotation marks, double or single, paragraph by paragraph."""
        return tuple(marks(self.text, self.sentences))

    def sentence_text(self, number: int) -> str:
        """The sentence's own characters."""
        sentence = self.sentences[number]
        return self.text[sentence.start : sentence.end]

    def line_of(self, words: str) -> int | None:
        """The line above or below the text that has hardly more than these words and no stop: a headline, a byline."""
        count = len(self.sentences)
        for number in (*range(min(HEAD, count)), *range(max(HEAD, count - HEAD), count)):
            line = " ".join(self.sentence_text(number).split())
            if words in line and len(line) <= len(words) + BESIDE and line[-1:] in {words[-1:], "*", "_"}:
                return number
        return None

    @cached_property
    def head(self) -> frozenset[int]:
        """The sentences that are no more than its headline, its byline or its date."""
        lines = [self.line_of(words) for words in (self.title, self.author, self.date) if words]
        return frozenset(line for line in lines if line is not None)

    def quote(
        self,
        first: int,
        last: int | None = None,
        *,
        highlight: tuple[int, int] | None = None,
        speaker: str | None = None,
        score: float | None = None,
    ) -> Quote:
        """The sentences `first` to `last`, widened to whole sense units.

        `highlight` is a (start, end) of characters inside them. Raises `QuoteError` for numbers or a highlight
        that the piece does not have.
        """
        last = first if last is None else last
        if not 0 <= first <= last < len(self.sentences):
            raise QuoteError(
                f"Sentences {first} to {last} were asked for; the piece has 0 to {len(self.sentences) - 1}."
            )
        first, last = self.units[first][0], self.units[last][1]
        start, end = self.sentences[first].start, self.sentences[last].end
        return Quote(start, end, tuple(range(first, last + 1)), highlight, speaker, score, source=self)


@dataclass(frozen=True)
class Quote:
    """Whole sentences of a piece, `text == piece.text[start:end]`; made by `Piece.quote`.

    `highlight`: (start, end) inside it, in characters of the piece. `score`: probability that it answers.
    """

    start: int
    end: int
    sentences: tuple[int, ...]
    highlight: tuple[int, int] | None
    speaker: str | None
    score: float | None
    source: InitVar[Piece]
    text: str = field(init=False)
    piece: str = field(init=False)

    def __post_init__(self, source: Piece) -> None:
        """Take the text from the piece, and refuse anything but whole sentences of it."""
        run = [source.sentences[number] for number in self.sentences]
        if not run or (run[0].start, run[-1].end) != (self.start, self.end):
            raise QuoteError(f"Characters {self.start} to {self.end} are not whole sentences of the piece.")
        if self.sentences != tuple(range(self.sentences[0], self.sentences[-1] + 1)):
            raise QuoteError(f"Sentences {self.sentences} do not follow one another in the piece.")
        if self.highlight and not self.start <= self.highlight[0] < self.highlight[1] <= self.end:
            raise QuoteError(f"The highlight {self.highlight} is not inside characters {self.start} to {self.end}.")
        object.__setattr__(self, "text", source.text[self.start : self.end])
        object.__setattr__(self, "piece", source.id)

    def to_dict(self) -> dict[str, Any]:
        """The quote as the design's JSON object."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "sentences": list(self.sentences),
            "highlight": list(self.highlight) if self.highlight else None,
            "speaker": self.speaker,
            "score": None if self.score is None else round(self.score, 4),
            "piece": self.piece,
        }
