import io
import sys
from dataclasses import replace

import pytest

from assistant.answer import Withheld
from assistant.draft import check
from assistant.engine import Engine
from index.piece import Piece
from ui.terminal import checked, converse, render, show


def test_every_quote_is_shown_under_its_number(engine: Engine):
    answer = engine.answer("what could he do instead?")
    shown = " ".join(render(answer).split())
    for number, quote in enumerate(answer.quotes, 1):
        words = " ".join(quote.text.split())
        assert f"[{number}] {words}" in shown


def test_a_question_read_differently_is_shown(engine: Engine):
    answer = engine.answer({"question": "and why?", "history": ["what got put on hold last week?"]})
    assert "(read as: what got put on hold last week? and why?)" in render(answer)


def test_a_conversation_goes_on_after_a_bad_question_and_ends_with_the_input(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    lines = "which politicians drafted the bill?\n" + "x" * 3000 + "\nand how many back it?\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    assert converse(engine) == 0
    shown = capsys.readouterr().out
    assert "Lindsey Graham" in shown
    assert "at most 2,000" in shown
    assert "(read as: which politicians drafted the bill? and how many back it?)" in shown


@pytest.mark.parametrize(
    "question", ["what could he do instead?", "what is the capital of Peru?", "when was it written?"]
)
def test_what_is_printed_as_it_is_decided_is_the_whole_answer(
    question: str, engine: Engine, capsys: pytest.CaptureFixture[str]
):
    show(engine.events(question))
    assert capsys.readouterr().out == render(engine.answer(question)) + "\n"


def test_a_statement_is_printed_before_the_next_is_decided(engine: Engine, capsys: pytest.CaptureFixture[str]):
    *parts, answer = engine.events("what could he do instead?")

    def watched():
        yield Withheld("The bill failed.", (), "words", "“failed” is not in the sentences it cites")
        for part in parts:
            yield part
            assert part.quotes[0].text[:30] in capsys.readouterr().out
        yield replace(answer, notice="ollama:x broke off in the middle.")

    show(watched())
    assert capsys.readouterr().out == "(ollama:x broke off in the middle.)\n"


def test_each_quotation_of_a_draft_is_told_with_its_line_and_what_the_piece_has():
    piece = Piece.from_text("The bridge opened in 1931. It cost two million dollars.")
    draft = "A bridge.\nIt “cost two million dollars”.\nIt “cost so much”."
    assert checked(check(draft, piece), draft).split("\n") == [
        "2 quotations: 1 as in the piece, 1 not",
        "",
        "✓ line 2: “cost two million dollars”",
        "  [2] It cost two million dollars.",
        "",
        "✗ line 3: “cost so much”",
        "  The piece has nothing like these words.",
    ]
    assert "no quotation in it" in checked([], "Nothing.")
