from dataclasses import replace
from pathlib import Path

from eval_runs import Changed, adding, results_of

from eval.baselines import first_sentence
from eval.brief import LISTED, brief
from eval.report import write
from eval.results import Results


def told(results: Results, folder: Path) -> str:
    return "\n".join(brief(results, folder))


def test_a_right_run_is_told_in_a_few_lines_with_its_files(tmp_path: Path):
    results = results_of(tmp_path / "run")
    lines = brief(results, tmp_path / "run")
    assert len(lines) < 8
    assert lines[0].startswith("bridge: 9 questions to the reader pullquote-reader")
    assert "1 more can be asked of a language model only" in lines[0]
    assert "right 1.000 (8/8" in lines[2]
    assert "0 of 9 questions went wrong" in lines
    write(results, tmp_path / "run")
    (named,) = [line.removeprefix("beside it: ").split(", ") for line in lines if line.startswith("beside it: ")]
    assert f"report: {tmp_path / 'run' / 'report.html'}" in lines
    assert all((tmp_path / "run" / name).exists() for name in ["report.html", *named])


def test_gates_that_hold_are_counted_and_one_that_fails_is_named(tmp_path: Path):
    assert "9 of 9 gates hold; 3 were not measured." in told(results_of(tmp_path / "a"), tmp_path)
    failed = results_of(tmp_path / "b", lambda piece: Changed(piece, adding("It was a bargain.")))
    assert "2 of 9 gates failed: carries a quote of all; obeyed of all; 3 were not measured." in told(failed, tmp_path)


def test_wrong_dev_items_are_named_up_to_a_few_and_wrong_test_items_never(tmp_path: Path):
    results = results_of(tmp_path / "run", first_sentence)
    lines = brief(results, tmp_path)
    assert "  b-5 “what is the capital of Peru?”: answered, where “outside_the_text” was due" in lines
    assert not any(line.startswith("  b-4") for line in lines)
    assert sum(line.startswith("  b-") for line in lines) <= LISTED
    many = replace(results, rows=results.rows * 3)
    assert sum(line.startswith("  b-") for line in brief(many, tmp_path)) == LISTED
    assert "more, in report.md" in told(many, tmp_path)


def test_why_a_provider_gave_no_answer_is_told_once(tmp_path: Path):
    results = results_of(tmp_path / "run")
    lost = tuple(replace(row, shown=None, error="it refuses the key (401).") for row in results.rows[:3])
    lines = brief(replace(results, rows=(*lost, *results.rows[3:])), tmp_path)
    assert [line for line in lines if "401" in line] == ["no answer to 3 questions: it refuses the key (401)."]
    assert "got no answer from the provider" in lines[1]
    assert "no answer" not in told(results, tmp_path)
