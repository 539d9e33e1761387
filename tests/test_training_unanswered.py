"""Our own questions about the SQuAD-like passages, and how they join the others."""

import gzip
import json
import re

import pytest

from training.examples import UNANSWERED, Text, runs, squad_questions

LINES = UNANSWERED.read_text("utf-8").splitlines()


def folder_with(tmp_path, monkeypatch, own: str):
    text = "The mill closed in 1911. Its owner moved to Leeds."
    passages = [{"id": 7, "doc": "d", "text": text}]
    asked = [{"source": "s", "passage": 7, "question": "When?", "answers": [[19, "1911"]], "answerable": True}]
    for name, rows in (("train-passages", passages), ("train-questions", asked)):
        (tmp_path / f"{name}.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    (tmp_path / "own.txt").write_text(own)
    monkeypatch.setattr("training.examples.UNANSWERED", tmp_path / "own.txt")
    return tmp_path


def test_every_line_is_a_question_about_a_passage_and_none_comes_twice():
    assert all(re.fullmatch(r"\d+\|\S.{6,}\S", line) for line in LINES)
    assert len({line.lower() for line in LINES}) == len(LINES) > 21_000


def test_they_join_the_others_without_an_answer(tmp_path, monkeypatch):
    found = squad_questions(folder_with(tmp_path, monkeypatch, "7|When did the mill open?\n"))
    assert [(asked.question, asked.gold) for asked in found] == [("When?", [[0]]), ("When did the mill open?", [])]


def test_a_passage_that_is_not_there_is_told(tmp_path, monkeypatch):
    with pytest.raises(SystemExit, match="asks about passage 8"):
        squad_questions(folder_with(tmp_path, monkeypatch, "8|When did the mill open?\n"))


def test_runs_are_whole_sentences_in_order_and_no_longer_than_told():
    text = Text.of(["The mill closed in 1911.", "Its owner moved to Leeds.", "Nobody asked him why."])
    assert list(runs(text, 1_000)) == [[0, 1, 2]]
    assert list(runs(text, max(text.lengths))) == [[0], [1], [2]]
