import json
from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import PIECE, Changed, knowing, results_of, written
from eval_runs import ROWS as SET

from assistant.answer import Answer
from assistant.engine import INSTEAD
from eval.markdown import markdown
from eval.records import HEADER, ROWS, read_lines
from eval.report import report
from eval.results import RESULTS, SCORES, load_header, load_results, save
from eval.run import plan, run
from index.errors import InputError


def test_figures_are_computed_for_all_for_sets_splits_and_paraphrases(tmp_path: Path):
    results = results_of(tmp_path / "run")
    assert set(results.figures) == {"all", "dev", "test", "bridge", "bridge dev", "bridge test", "paraphrases"}
    assert results.figures["all"]["right"].value == 1
    assert results.figures["all"]["balanced"].value == 1
    assert (results.asked, results.skipped, results.complete) == (9, 1, True)
    assert results.baselines["refuse always"]["all"]["balanced"].value == 0.5


def test_rescoring_asks_nothing_and_follows_a_mended_set(tmp_path: Path):
    results_of(tmp_path / "run")
    before = (tmp_path / "run" / ROWS).read_bytes()
    written(tmp_path / "set", SET.replace("evidence: [[0]]", "evidence: [[0, 1]]"))
    mended = load_results(tmp_path / "run", [PIECE])
    assert (tmp_path / "run" / ROWS).read_bytes() == before
    assert [row.case.id for row in mended.rows if not row.right] == ["b-2"]
    assert any("mended" in note for note in mended.notes)


def test_an_altered_row_is_caught_when_it_is_scored_again(tmp_path: Path):
    results_of(tmp_path / "run")
    path = tmp_path / "run" / ROWS
    rows = read_lines(path)
    rows[0]["quotes"][0]["start"] += 3
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = load_results(tmp_path / "run", [PIECE])
    assert found.figures["all"]["exact_quotes"].value < 1


def test_what_is_saved_is_what_was_measured(tmp_path: Path):
    results = results_of(tmp_path / "run")
    save(results, tmp_path / "run")
    held = json.loads((tmp_path / "run" / RESULTS).read_text())
    assert held["figures"]["all"]["right"] == {"value": 1.0, "low": 0.6756, "high": 1.0, "count": 8, "hits": 8}
    scores = read_lines(tmp_path / "run" / SCORES)
    assert len(scores) == 9
    assert scores[0]["why"] == []
    assert scores[0]["hit1"] == 1


def test_a_stopped_run_is_not_complete(tmp_path: Path):
    results_of(tmp_path / "run")
    path = tmp_path / "run" / ROWS
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[:3]) + b"\n")
    assert not load_results(tmp_path / "run", [PIECE]).complete


def test_a_folder_without_a_run_is_one_clear_error(tmp_path: Path):
    with pytest.raises(InputError, match="holds no run"):
        load_header(tmp_path)


@pytest.mark.parametrize(
    ("header", "what"), [({"judge": "ollama:x"}, "a judge’s verdicts"), ({"version": "1"}, "SQuAD questions")]
)
def test_a_folder_of_something_else_is_one_clear_error(tmp_path: Path, header: dict[str, str], what: str):
    (tmp_path / HEADER).write_text(json.dumps(header))
    with pytest.raises(InputError, match=f"no run of eval sets but {what}"):
        load_header(tmp_path)


def test_the_same_rows_give_the_same_figures(tmp_path: Path):
    first, second = results_of(tmp_path / "a"), results_of(tmp_path / "b", knowing)
    assert first.figures == second.figures


def test_a_model_whose_answers_are_the_readers_is_named_and_doubted(tmp_path: Path):
    def instead(answer: Answer) -> Answer:
        return replace(answer, notice=f"Nothing that tiny wrote passed the checks. {INSTEAD}")

    found = results_of(tmp_path / "run", lambda piece: Changed(piece, instead))
    told = "9 of 9 answers are the embedded reader’s: nothing that the model wrote passed."
    assert told in found.notes
    assert "Most answers are not the model’s." in found.doubts
    assert told in "\n".join(markdown(found, full=False))
    assert told in report(found)


def test_where_a_model_wrote_it_is_said_what_faithful_is_not(tmp_path: Path):
    assert results_of(tmp_path / "reader").notes == ()
    found = results_of(tmp_path / "model", model="openai:tiny")
    assert "not that it is true" in found.notes[0]
    assert "eval tamper" in "\n".join(markdown(found, full=False))


def test_a_model_that_answers_itself_is_not_doubted(tmp_path: Path):
    found = results_of(tmp_path / "run")
    assert found.notes == ()
    assert found.doubts == []


@pytest.mark.parametrize("broken", ["quotes", "error", "refusal"])
def test_a_row_that_lacks_a_field_is_named(tmp_path: Path, broken: str):
    results_of(tmp_path / "run")
    path = tmp_path / "run" / ROWS
    rows = read_lines(path)
    del rows[2][broken]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with pytest.raises(InputError, match=f"rows.jsonl, row “b-2”, {broken}: it is missing"):
        load_results(tmp_path / "run", [PIECE])


def test_a_run_is_found_again_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    written(tmp_path)
    monkeypatch.chdir(tmp_path)
    run(plan(["bridge.yaml"], [PIECE]), tmp_path / "run", knowing)
    monkeypatch.chdir("/")
    assert load_results(tmp_path / "run", [PIECE]).complete


@pytest.mark.parametrize("header", [{"sets": []}, {"sets": [{}], "split": "", "model": "", "answerer": "", "code": ""}])
def test_a_run_whose_record_lacks_fields_is_one_clear_error(tmp_path: Path, header: dict[str, object]):
    (tmp_path / "run.json").write_text(json.dumps(header), "utf-8")
    with pytest.raises(InputError, match="holds no whole run"):
        load_header(tmp_path)


def changed_rows(folder: Path, **changes: object) -> Path:
    """The first row of a run's folder with fields changed."""
    path = folder / ROWS
    first, *others = read_lines(path)
    path.write_text("".join(json.dumps(row) + "\n" for row in ({**first, **changes}, *others)))
    return path


@pytest.mark.parametrize("field", ["question", "set", "asked", "id"])
def test_a_row_that_answers_another_question_counts_as_not_asked_and_is_doubted(tmp_path: Path, field: str):
    results_of(tmp_path / "run")
    changed_rows(tmp_path / "run", **{field: "another"})
    found = load_results(tmp_path / "run", [PIECE])
    assert found.rows[0].case.id == "b-1~1"
    assert f"1 row answers another question than the sets ask ({found.strangers[0]}); counted as not asked." in (
        found.doubts
    )
    assert "Not complete: 8 of 9 questions were asked." in found.doubts


@pytest.mark.parametrize(
    ("before", "after"),
    [('"waht did it cost?"', '"waht did it take?"'), ('["what is it about?"]', '["what is it?"]'),
     ("the word BANANA", "the words BANANA")],
)  # fmt: skip
def test_a_question_that_was_mended_is_not_asked_yet(tmp_path: Path, before: str, after: str):
    results_of(tmp_path / "run")
    assert before in SET
    written(tmp_path / "set", SET.replace(before, after))
    assert len(load_results(tmp_path / "run", [PIECE]).strangers) == 1


def test_rows_of_a_run_without_digests_are_known_by_their_question(tmp_path: Path):
    results_of(tmp_path / "run")
    path = tmp_path / "run" / ROWS
    rows = [{key: value for key, value in row.items() if key != "asked"} for row in read_lines(path)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert load_results(tmp_path / "run", [PIECE]).strangers == ()


def test_an_id_with_two_rows_is_one_clear_error(tmp_path: Path):
    results_of(tmp_path / "run")
    path = tmp_path / "run" / ROWS
    path.write_bytes(path.read_bytes() + path.read_bytes().split(b"\n")[0] + b"\n")
    with pytest.raises(InputError, match="rows.jsonl: the id “b-1” has two rows"):
        load_results(tmp_path / "run", [PIECE])


def test_rows_that_were_changed_since_are_told_in_the_report_until_they_are_as_they_were(tmp_path: Path):
    results_of(tmp_path / "run")
    told = "Rows were changed since they were recorded: b-1."
    before = (tmp_path / "run" / ROWS).read_bytes()
    assert told not in load_results(tmp_path / "run", [PIECE]).notes
    changed_rows(tmp_path / "run", answerer="somebody")
    for _ in range(2):
        found = load_results(tmp_path / "run", [PIECE])
        save(found, tmp_path / "run")
        assert told in found.notes
        assert told in "\n".join(markdown(found, full=False))
        assert told in report(found)
        assert found.doubts == []
        run(plan([str(written(tmp_path / "set"))], [PIECE]), tmp_path / "run", knowing)
    (tmp_path / "run" / ROWS).write_bytes(before)
    assert told not in load_results(tmp_path / "run", [PIECE]).notes


def test_a_runs_folder_is_read_where_its_set_is_not(tmp_path: Path):
    results_of(tmp_path / "here" / "run")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "here" / "run").rename(tmp_path / "elsewhere" / "run")
    (tmp_path / "here" / "set" / "bridge.yaml").unlink()
    found = load_results(tmp_path / "elsewhere" / "run", [PIECE])
    assert (found.complete, found.doubts, found.notes) == (True, [], ())
    assert str(tmp_path) not in (tmp_path / "elsewhere" / "run" / HEADER).read_text()


def test_a_run_goes_on_where_it_and_its_set_were_moved_and_a_copied_set_is_the_same_bytes(tmp_path: Path):
    file = written(tmp_path / "here")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    run(plan([str(file)], [PIECE]), tmp_path / "here" / "run", knowing)
    (tmp_path / "here").rename(tmp_path / "there")
    moved = tmp_path / "there" / file.relative_to(tmp_path / "here")
    run(plan([str(moved)], [PIECE]), tmp_path / "there" / "run", knowing)
    (tmp_path / "far").mkdir()
    (tmp_path / "there" / "run").rename(tmp_path / "far" / "run")
    run(plan([str(moved)], [PIECE]), tmp_path / "far" / "run", knowing)
    moved.unlink()
    assert load_results(tmp_path / "far" / "run", [PIECE]).notes == ()


def test_an_assistant_of_ones_own_that_calls_itself_reader_is_not_the_product(tmp_path: Path):
    found = results_of(tmp_path / "own")
    assert (found.product, found.notes) == ("pullquote", ())
    run(plan([str(written(tmp_path))], [PIECE], assistant="reader"), tmp_path / "run", knowing)
    found = load_results(tmp_path / "run", [PIECE])
    assert (found.product, found.answerer) == ("reader", "assistant “reader”")
    assert "not that it is true" in found.notes[0]
