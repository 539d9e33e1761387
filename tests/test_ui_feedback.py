import json
from pathlib import Path

from assistant.engine import Engine
from ui.feedback import MOST_COMMENT, Feedback, default_file


def test_a_line_says_which_answer_and_holds_no_text_of_the_piece(engine: Engine, tmp_path: Path):
    file = tmp_path / "folder" / "feedback.jsonl"
    answer = engine.answer("How many co-sponsors does the bill have?")
    Feedback(file).add(answer, "up", "good", "a-1")
    (line,) = file.read_text("utf-8").splitlines()
    row = json.loads(line)
    assert (row["answer"], row["rating"], row["comment"]) == ("a-1", "up", "good")
    assert row["quotes"] == [[quote.start, quote.end] for quote in answer.quotes]
    assert answer.quotes[0].text not in line


def test_lines_are_appended_and_a_comment_has_an_end(engine: Engine, tmp_path: Path):
    feedback = Feedback(tmp_path / "feedback.jsonl")
    answer = engine.answer("What is the capital of Peru?")
    feedback.add(answer, "up", "", "a-1")
    feedback.add(answer, "down", "x" * 5000 + "\n", "a-1")
    first, second = map(json.loads, feedback.file.read_text("utf-8").splitlines())
    assert (first["rating"], second["rating"]) == ("up", "down")
    assert len(second["comment"]) == MOST_COMMENT
    assert second["refusal"] == "outside_the_text"


def test_it_is_kept_in_the_users_own_data_folder(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_file().name == "feedback.jsonl"
