import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import PIECE

from eval.reader import in_memory
from eval.records import ROWS, read_lines
from eval.squad import figures, lines, predicted, read_squad, run_squad
from index.encoder import manifest
from index.errors import InputError

CONTEXT = "The bridge opened in 1931. It cost two million dollars. Nobody has counted the cars since."
FILE = {
    "version": "v2.0",
    "data": [
        {
            "title": "Bridge",
            "paragraphs": [
                {
                    "context": CONTEXT,
                    "qas": [
                        {"id": "1", "question": "When did the bridge open?", "is_impossible": False,
                         "answers": [{"text": "1931", "answer_start": 21}, {"text": "in 1931", "answer_start": 18}]},
                        {"id": "2", "question": "How much did it cost?", "is_impossible": False,
                         "answers": [{"text": "two million dollars", "answer_start": 35}]},
                        {"id": "3", "question": "Who painted it?", "is_impossible": True, "answers": [],
                         "plausible_answers": [{"text": "Nobody", "answer_start": 56}]},
                        {"id": "4", "question": "Where is Peru?", "is_impossible": True, "answers": []},
                    ],
                }
            ],
        }
    ],
}  # fmt: skip
ROWS_BY_HAND = [
    {"id": "1", "error": None, "predicted": "in 1931", "answerable": 0.9, "sentence": [0, 26]},
    {"id": "2", "error": None, "predicted": "two million", "answerable": 0.8, "sentence": [0, 26]},
    {"id": "3", "error": None, "predicted": "Nobody", "answerable": 0.85, "sentence": [56, 90]},
    {"id": "4", "error": None, "predicted": "", "answerable": 0.1, "sentence": [0, 26]},
]


def squad(folder: Path, data: object = FILE) -> Path:
    path = folder / "dev-v2.0.json"
    path.write_text(json.dumps(data))
    return path


def test_rows_scored_by_hand(tmp_path: Path):
    (tmp_path / ROWS).write_text("".join(json.dumps(row) + "\n" for row in ROWS_BY_HAND))
    asked = read_squad(squad(tmp_path))
    found = {name: estimate.value for name, estimate in figures(asked, tmp_path).items()}
    assert found == {
        "exact match, all": 0.5,
        "F1, all": pytest.approx((1 + 0.8 + 0 + 1) / 4),
        "exact match, HasAns": 0.5,
        "F1, HasAns": pytest.approx(0.9),
        "exact match, NoAns": 0.5,
        "F1, NoAns": 0.5,
        "sentence accuracy@1": 0.5,
    }
    assert "| no-answer AUROC | 0.750 |" in lines(asked, tmp_path)


def test_the_span_is_the_highlight_or_nothing_for_a_refusal():
    engine = in_memory(PIECE)
    answer = engine.answer("how much did the bridge cost?")
    assert predicted(answer) in answer.quotes[0].text
    assert predicted(engine.answer("what is the capital of Peru?")) == ""


def test_a_file_is_asked_kept_and_gone_on_with(tmp_path: Path):
    asked = read_squad(squad(tmp_path))
    for _ in range(2):
        run_squad(asked, tmp_path / "run", in_memory, {"model": None})
    rows = read_lines(tmp_path / "run" / ROWS)
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert all(row["predicted"] in CONTEXT for row in rows)
    assert lines(asked, tmp_path / "run")[0] == f"| SQuAD, 4 questions, reader {manifest('reader')} | |"
    assert any("questions per second" in line for line in lines(asked, tmp_path / "run"))


def test_a_changed_question_is_not_answered_by_an_old_row(tmp_path: Path):
    asked = read_squad(squad(tmp_path))
    run_squad(asked[:1], tmp_path / "run", in_memory, {"model": None})
    with pytest.raises(InputError, match="another “squad”"):
        run_squad([replace(asked[0], question="What did it cost?")], tmp_path / "run", in_memory, {"model": None})


@pytest.mark.parametrize(
    ("change", "named"),
    [({"id": "1"}, "question 1: the id stands twice"), ({"question": " "}, "question 2: The question is empty"),
     ({"question": "x" * 2001}, "question 2: The question has 2,001"),
     ({"answers": [{"text": "two million", "answer_start": 34}]}, "question 2: .* at answer_start 34 .* stands at 35"),
     ({"answers": [{"text": "two million", "answer_start": -55}]}, "question 2: .* at answer_start -55"),
     ({"answers": [{"text": "ten million", "answer_start": 35}]}, "question 2: .* it stands nowhere"),
     ({"answers": [{"text": "", "answer_start": 35}]}, "question 2: .* it stands nowhere"),
     ({"answers": [{"text": "two", "answer_start": "x"}]}, "question 2, answers: .* {text, answer_start} is expected"),
     ({"answers": None}, "question 2, answers: 'None' was found; a list"),
     ({"question": 5}, "question 2, question: '5' was found; a text"),
     ({"is_impossible": "false"}, "question 2, is_impossible: 'false' was found; true or false"),
     ({"is_impossible": 0}, "question 2, is_impossible: 0 was found; true or false"),
     ({"is_impossible": True}, "question 2, is_impossible: it is true, and answers stand beside it"),
     ({"answers": []}, "question 2, is_impossible: it is false, and there are no answers")],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_named(tmp_path: Path, change: dict[str, str], named: str):
    data = deepcopy(FILE)
    data["data"][0]["paragraphs"][0]["qas"][1] |= change  # type: ignore
    with pytest.raises(InputError, match=named):
        read_squad(squad(tmp_path, data))


@pytest.mark.parametrize("changes", [{"is_impossible": None}, {"answers": [], "is_impossible": True}])
def test_a_question_that_says_one_thing_is_taken(tmp_path: Path, changes: dict[str, object]):
    data = deepcopy(FILE)
    data["data"][0]["paragraphs"][0]["qas"][1] |= changes  # type: ignore
    assert bool(read_squad(squad(tmp_path, data))[1].answers) is ("answers" not in changes)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path):
    path = squad(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_squad(path)) == 4


@pytest.mark.parametrize(
    ("held", "told"),
    [(b"\xff", "not UTF-8"), (b"{", "not JSON"), (b"[" * 100_000, "not JSON"), (b"{}", "data is expected"),
     (b'{"data": [{"paragraphs": null}]}', "data is expected")],
)  # fmt: skip
def test_an_error_is_told_in_words(tmp_path: Path, held: bytes, told: str):
    path = tmp_path / "squad.json"
    path.write_bytes(held)
    with pytest.raises(InputError, match=f"squad.json” is no SQuAD file: .*{told}"):
        read_squad(path)


@pytest.mark.parametrize("data", [[], {"data": [{"paragraphs": [{"qas": []}]}]}, {"data": []}, "text"])
def test_what_is_no_squad_file_is_one_clear_error(tmp_path: Path, data: object):
    with pytest.raises(InputError, match=r"dev-v2\.0\.json"):
        read_squad(squad(tmp_path, data))
