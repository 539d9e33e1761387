import io
import sys

import pytest

from assistant.engine import Engine
from ui.terminal import converse, render


def test_every_quote_is_shown_under_its_number(engine: Engine):
    answer = engine.answer("what could he do instead?")
    shown = " ".join(render(answer).split())
    for number, quote in enumerate(answer.quotes, 1):
        assert f"[{number}] {quote.text}" in shown


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
