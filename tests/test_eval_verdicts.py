import json

from eval.tamper import PIECES
from eval.verdicts import JUDGES, measure


def test_it_counts_by_class_beside_the_others_and_writes_the_rows(tmp_path):
    (tmp_path / "a04.txt").write_text((PIECES / "a04.txt").read_text("utf-8"), "utf-8")
    file = tmp_path / "rows.jsonl"
    lines = list(measure("dev", tmp_path, misses=True, json_file=file))
    assert lines[0].strip().startswith("dev half: 1 pieces, ")
    assert any(line.startswith("| **all quotes** |") for line in lines)
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert {row["split"] for row in rows} == {"dev"}
    assert all(set(row["passed"]) == set(JUDGES) for row in rows)
    quotes = [row for row in rows if row["base"] == "quote"]
    assert all(row["passed"]["pullquote"] is row["true"] for row in quotes)


def test_without_labelled_pieces_it_says_that_only_the_sample_is_used(tmp_path):
    lines = list(measure("test", tmp_path))
    assert lines[0].startswith("No labelled pieces in ")
    assert any("1 pieces" in line for line in lines)


def test_misses_of_the_test_half_are_never_listed(tmp_path):
    (tmp_path / "a02.txt").write_text((PIECES / "a02.txt").read_text("utf-8"), "utf-8")
    assert list(measure("test", tmp_path, misses=True)) == list(measure("test", tmp_path))
