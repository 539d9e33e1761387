"""Answers in a terminal: quotes indented under the words around them, numbered, with their place in the piece."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

from assistant.answer import Statement, Withheld
from assistant.followup import with_stop
from assistant.frames import frames
from ui.conversation import frame
from ui.draft import lines_of, total

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.answer import Answer
    from assistant.draft import Checked
    from assistant.engine import Engine, Event
    from index.piece import Quote

WIDTH = 88
LEAVE = {"exit", "quit", ":q", "bye"}
GREETING = "Ask anything about the piece; an empty line or Ctrl-D ends."


def render(answer: Answer) -> str:
    """The answer as lines of text."""
    lines = []
    if answer.standalone_question != answer.question:
        lines.append(f"(read as: {with_stop(answer.standalone_question, answer.question)})")
    quotes: list[Quote] = []
    for statement in answer.statements:
        lines += _statement(statement, quotes)
    return "\n".join(line.rstrip() for line in [*lines, *_beside(answer)])


def show(events: Iterator[Event]) -> None:
    """Prints each statement as it is decided, and what else there is to say when the answer is whole."""
    quotes: list[Quote] = []
    for event in events:
        if isinstance(event, Withheld):
            continue
        for line in _statement(event, quotes) if isinstance(event, Statement) else _beside(event):
            print(line.rstrip(), flush=True)


def _statement(statement: Statement, quotes: list[Quote]) -> list[str]:
    """A statement and its quotes, numbered after those in `quotes`, to which they are added."""
    quotes += [quote for quote in statement.quotes if quote not in quotes]
    return [
        frame(statement),
        *(line for quote in statement.quotes for line in _block(quote, f"[{quotes.index(quote) + 1}]")),
    ]


def _beside(answer: Answer) -> list[str]:
    """The refusal, what was withheld, and the notice."""
    lines = []
    if answer.refusal:
        lines += _wrapped(answer.refusal.message)
        if answer.refusal.nearest:
            lines += ["", frames()["nearest"], *_block(answer.refusal.nearest, "–")]
    if answer.withheld:
        lines.append(f"({len(answer.withheld)} withheld: {'; '.join(held.reason for held in answer.withheld)})")
    return [*lines, f"({answer.notice})"] if answer.notice else lines


def _block(quote: Quote, label: str) -> list[str]:
    return _wrapped(quote.text, f"  {label} ", " " * (3 + len(label)))


def _wrapped(text: str, first: str = "", later: str = "") -> list[str]:
    width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    return textwrap.wrap(
        text,
        max(20, width),
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def checked(found: Sequence[Checked], draft: str) -> str:
    """The quotations of a draft, each with what is to be said of it and what the piece has, as lines of text."""
    lines = [
        line
        for label, words in lines_of(draft, found)
        for line in _wrapped(words, label, " " * (len(label) if label.startswith("  [") else 2)) or [""]
    ]
    return "\n".join([total(found), *lines])


def converse(engine: Engine) -> int:
    """Question after question until an empty line or the end of input; follow-ups see the earlier questions."""
    piece = engine.piece
    print(piece.title or piece.sentence_text(0))
    print(GREETING)
    history: list[str] = []
    while question := _line():
        _answer(engine, question, history)
    return 0


def _line() -> str | None:
    print()
    try:
        line = input("> " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return None
    return None if line.lower() in LEAVE else line


def _answer(engine: Engine, question: str, history: list[str]) -> None:
    from index.errors import QuestionError

    try:
        print(render(engine.answer({"question": question, "history": history})))
    except QuestionError as error:
        print(error)
    else:
        history.append(question)
