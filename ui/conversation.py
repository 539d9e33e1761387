"""A conversation about one piece: its turns, as Markdown to copy and as receipts to verify.

A turn is filled while its answer is being made; what has been shown of it stays, however it ends.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from assistant.answer import Answer, Statement, Withheld
from assistant.frames import frames, inline, metadata
from assistant.speakers import speaking as speaker_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.engine import Event
    from index.piece import Piece, Quote

State = Literal["running", "done", "stopped", "failed"]
MOST_TURNS = 200
GOES_ON = ("also", "central_next")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MARKDOWN_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")


@dataclass
class Turn:
    """One question and what has come of it so far. `writer`: the language model that is asked, where one is."""

    number: int
    question: str
    state: State = "running"
    parts: list[Statement | Withheld] = field(default_factory=list)
    answer: Answer | None = None
    error: str | None = None
    rating: str | None = None
    commented: bool = False
    writer: str = ""

    def take(self, event: Event) -> None:
        """Add what the engine has decided; an answer replaces the parts that led to it, and ends the turn."""
        if isinstance(event, Answer):
            self.answer, self.state = event, "done"
            self.parts = [*event.statements, *event.withheld]
        else:
            self.parts.append(event)

    @property
    def statements(self) -> list[Statement]:
        """What is shown, in order."""
        return [part for part in self.parts if isinstance(part, Statement)]

    @property
    def withheld(self) -> list[Withheld]:
        """What is not shown, with its reasons."""
        return [part for part in self.parts if isinstance(part, Withheld)]

    @property
    def quotes(self) -> list[Quote]:
        """Every quote once, in order of appearance: the first is shown as [1]."""
        return list(dict.fromkeys(quote for statement in self.statements for quote in statement.quotes))

    @property
    def laid_out(self) -> Iterable[tuple[str, list[int], list[int]]]:
        """Each statement's words, the quotes (from 0) named after them, and those set apart below, each quote once.

        Words that only introduce what stands below name nothing: the quote has its number there. Those that only say
        that there is one more are left out.
        """
        quotes, told = self.quotes, set[int]()
        for statement in self.statements:
            numbers = [quotes.index(quote) for quote in statement.quotes]
            words, below = frame(statement), [number for number in numbers if number not in told]
            introduces = words != statement.text and below == numbers
            more = introduces and words in {frames()[name].format(quote="").rstrip() for name in GOES_ON}
            yield "" if more else words, [] if introduces else numbers, below
            told.update(numbers)


class Conversation:
    """The turns of one session, oldest first; of a very long one the latest `MOST_TURNS`.

    `asked`: how many questions there were before them, for no number is given twice in a session.
    """

    def __init__(self, asked: int = 0) -> None:
        self.turns: list[Turn] = []
        self.asked = asked

    def begin(self, question: str, writer: str = "") -> Turn:
        """A new turn at the end."""
        self.asked += 1
        turn = Turn(self.asked, question, writer=writer)
        self.turns = [*self.turns, turn][-MOST_TURNS:]
        return turn

    def turn(self, number: int) -> Turn | None:
        """The turn of that number, if there (still) is one."""
        return next((turn for turn in self.turns if turn.number == number), None)

    def awaits(self, turn: Turn) -> bool:
        """Whether an answer to this turn is still wanted: it runs, and is part of the conversation."""
        return turn.state == "running" and any(one is turn for one in self.turns)

    def name(self, piece: Piece) -> None:
        """The piece is named otherwise: what is quoted is of that, and what was told of its names stays as it was."""
        for turn in self.turns:
            if turn.answer and not any(statement.metadata for statement in turn.answer.statements):
                turn.answer = replace(turn.answer, piece=piece)

    @property
    def running(self) -> Turn | None:
        """The turn that is being answered, if there is one."""
        return next((turn for turn in self.turns if turn.state == "running"), None)

    def withdraw(self) -> str:
        """Take the last turn away to ask it anew; returns its question."""
        return self.turns.pop().question if self.turns else ""

    def history(self) -> list[str]:
        """The questions so far, for follow-ups."""
        return [turn.question for turn in self.turns if turn.state == "done"]


def escaped(text: str) -> str:
    """The text as Markdown that shows exactly it."""
    return MARKDOWN_MARKS.sub(r"\\\1", text)


def frame(statement: Statement) -> str:
    """The words of a statement without the quotes that are set apart below it; the piece's date as it is printed."""
    text = statement.text
    for quote in () if statement.metadata else statement.quotes:
        for opening, closing in (("“", "”"), ("‘", "’")):
            text = text.replace(f" {opening}{quote.text}{closing}", "")
    return _dated(text) if "date" in statement.metadata else text


def _dated(text: str) -> str:
    """The text with the date as the head of the page has it: where it is told in English, as the months' names are."""
    for day in DAY.findall(text):
        told, printed = (metadata()["date"].format(value=value) for value in (day, printed_date(day)))
        text = text.replace(told, printed)
    return text


def markdown(turn: Turn) -> str:
    """The answer with its quotes as Markdown."""
    lines = [f"**{escaped(turn.question)}**", *_answer(turn)]
    return "\n\n".join(lines)


def _answer(turn: Turn) -> Iterable[str]:
    if turn.error:
        yield escaped(turn.error)
    if turn.answer and turn.answer.refusal:
        yield escaped(turn.answer.refusal.message)
        if nearest := turn.answer.refusal.nearest:
            yield frames()["nearest"]
            yield _block(nearest)
    for words, numbers, below in turn.laid_out:
        if words:
            yield escaped(words) + "".join(f" [{number + 1}]" for number in numbers)
        yield from (_block(turn.quotes[number], number + 1) for number in below)
    if turn.withheld:
        reasons = "; ".join(held.reason for held in turn.withheld)
        yield f"*{len(turn.withheld)} withheld: {escaped(reasons)}*"


def _block(quote: Quote, number: int | None = None) -> str:
    """The quote, and if it has a number, who speaks in it."""
    lines = "\n".join(f"> {escaped(line)}" for line in quote.text.splitlines())
    if number is None:
        return lines
    who = speaking(quote)
    return f"{lines} [{number}]" + (f"\n>\n> {escaped(who)}" if who else "")


def conversation_markdown(piece: Piece, turns: Iterable[Turn]) -> str:
    """The whole conversation, under what is known of the piece."""
    known = " · ".join(escaped(value) for value in (piece.author, printed_date(piece.date or "")) if value)
    head = [f"# {escaped(name_of(piece))}", *([known] if known else []), f"SHA-256 of the text: `{piece.sha256}`"]
    return "\n\n".join([*head, *(f"---\n\n{markdown(turn)}" for turn in turns)]) + "\n"


def receipts(turns: Iterable[Turn]) -> str:
    """The answers as JSON, each with the text of the piece, so that `pullquote verify` needs nothing else."""
    rows: list[dict[str, Any]] = [turn.answer.to_dict(with_text=True) for turn in turns if turn.answer]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def printed_date(date: str) -> str:
    """The date with the day before the month's name, which is read alike everywhere; as it stands where it is none."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return date
    return f"{day.day} {day:%B} {day.year}"


def source_of(piece: Piece) -> str:
    """What a quote’s source is called: author, title and date, as far as they are known; else nothing."""
    title = f"“{piece.title}”" if piece.title else None
    return ", ".join(part for part in (piece.author, title, printed_date(piece.date or "")) if part)


def speaking(quote: Quote) -> str:
    """Who speaks in the quote, in words; nothing where nobody is named."""
    speaker = quote.speaker or getattr(speaker_in(quote), "name", None)
    return f"{speaker} speaking" if speaker else ""


def line_of(quote: Quote, piece: Piece) -> str:
    """The quote in one line to be pasted anywhere: who speaks in it, and where it comes from."""
    words = inline(" ".join(quote.text.split()))
    behind = "; ".join(part for part in (speaking(quote), source_of(piece)) if part)
    return f"{words} — {behind}" if behind else words


def copied(turn: Turn) -> str:
    """The answer as Markdown, and where what it quotes comes from."""
    quoted = turn.answer and (turn.quotes or (turn.answer.refusal and turn.answer.refusal.nearest))
    source = source_of(turn.answer.piece) if turn.answer and quoted else ""
    return f"{markdown(turn)}\n\n— {escaped(source)}" if source else markdown(turn)


def name_of(piece: Piece) -> str:
    """The title of the piece, or else the beginning of its first sentence."""
    if piece.title:
        return piece.title
    words = piece.sentence_text(0).split()
    return " ".join(words[:9]) + ("…" if len(words) > 9 else "")
