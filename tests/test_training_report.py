import gzip
import json
from pathlib import Path
from typing import Any

from training.report import squad_lines

TEXT = "The bridge opened in 1931. It cost two million dollars. The mayor of 1931 counted the cars."


def written(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    with gzip.open(folder / name, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def asked(passage: str, question: str, at: int | None, text: str = "") -> dict[str, Any]:
    answers = [] if at is None else [[at, text]]
    return {"passage": passage, "question": question, "answers": answers, "answerable": at is not None}


def test_a_hit_is_the_sentence_of_the_answers_place_and_the_half_not_fitted_on_stands_by_itself(tmp_path: Path):
    written(tmp_path, "dev-passages.jsonl.gz", [{"id": "even", "text": TEXT}, {"id": "odd", "text": TEXT}])
    rows = [
        asked("even", "when did the bridge open?", TEXT.index("1931"), "1931"),
        asked("odd", "when did the bridge open?", TEXT.rindex("1931"), "1931"),
        asked("odd", "who wrote the opera?", None),
    ]
    written(tmp_path, "dev-questions.jsonl.gz", rows)
    lines = squad_lines(tmp_path)
    assert lines[2].startswith("| SQuAD-like dev, sentence accuracy@1 | 0.500 (1/2")
    assert lines[3].startswith("| … the half that no weight was fitted on | 0.000 (0/1")
