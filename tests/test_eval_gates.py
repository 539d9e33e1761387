from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import PIECE, Changed, adding, misquoting, results_of

from eval.baselines import best_by_words
from eval.gates import Gate, Verdict, exit_code, headline, load_gates, verdicts
from eval.results import Results, load_results
from eval.sets import shipped
from eval.statistics import Estimate
from index.errors import InputError

HALF = Estimate(0.5, 0.2, 0.8, 10, 5)


def failed(results: Results) -> set[str]:
    return {verdict.gate.metric for verdict in results.gates if verdict.passed is False}


def test_a_bound_is_kept_or_broken_or_not_asked():
    assert Verdict(Gate("right", "", at_least=0.5), HALF).passed is True
    assert Verdict(Gate("right", "", at_least=0.51), HALF).passed is False
    assert Verdict(Gate("obeyed", "", at_most=0), HALF).passed is False
    assert Verdict(Gate("obeyed", "", at_most=0), None).passed is None


def test_the_exit_code_is_that_of_the_printed_verdicts():
    found = verdicts([Gate("right", "", at_least=0.4), Gate("hit1", "", at_least=0.9)], {"all": {"right": HALF}})
    assert exit_code(found) == 0
    assert "not asked" in str(found[1])
    broken = [Verdict(Gate("right", "", at_least=0.6), HALF)]
    assert (exit_code(broken), str(broken[0])[:6]) == (1, "FAILED")


def test_a_gate_looks_at_its_items_only():
    gate = Gate("right", "", set="sample", split="dev", at_least=0.4)
    assert verdicts([gate], {"all": {"right": HALF}})[0].passed is None
    assert verdicts([gate], {"sample dev": {"right": HALF}})[0].passed is True


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("{metric: beauty, at_least: 1, why: x}", "no such figure"),
        ("{metric: right, why: x}", "one of at_least and at_most"),
        ("{metric: right, at_least: 1, at_most: 1, why: x}", "one of at_least and at_most"),
        ("{metric: right, at_least: 1, why: x, colour: red}", "colour"),
        ("{metric: right, at_leats: 1}", "at_leats: an unknown field, is it “at_least”"),
        ("{metric: right, at_least: 1, why: x, split: train}", "split"),
        ("{metric: right, at_least: most}", "at_least: 'most' was found; a number"),
        ("{metric: [right], at_least: 1}", "no such figure"),
        ("{metric: {a: b}, at_least: 1}", "no such figure"),
        ("{metric: right, at_least: 1, split: [dev]}", "split"),
        ("{metric: right, at_least: 90}", "90 was found; right lies between 0 and 1"),
        ("{metric: obeyed, at_most: -0.1}", "-0.1 was found; obeyed lies between"),
        ("{metric: right, at_least: .nan}", "at_least: nan was found; a number that is finite"),
        ("{metric: words, at_most: .inf}", "at_most: inf was found; a number that is finite"),
        ("{metric: right, at_least: true}", "at_least: True was found; a number"),
        ("{metric: right, at_least: 1, least: 0}", "least: 0 was found; a whole number"),
        ("{metric: right, at_least: 1, set: [a]}", "set: .* the name of a set"),
        ("{at_least: 1}", "fields are expected, metric"),
        ("right", "'right' was found; fields"),
    ],
)
def test_a_gate_that_says_nothing_is_named(tmp_path: Path, row: str, named: str):
    (tmp_path / "gates.yaml").write_text(f"gates: [{row}]")
    with pytest.raises(InputError, match=rf"gates\.yaml, gate no\. 1(, |: ).*{named}") as failure:
        load_gates(tmp_path / "gates.yaml")
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize("text", ["", "gates: []", "gates: 5", "schema: 1\nitems: [a]", "- a", "gates: [", "a: {"])
def test_a_file_that_holds_no_gates_is_one_clear_error(tmp_path: Path, text: str):
    (tmp_path / "gates.yaml").write_text(text)
    with pytest.raises(InputError, match=r"gates\.yaml: "):
        load_gates(tmp_path / "gates.yaml")


def test_ones_own_gates_are_held_beside_those_that_ship(tmp_path: Path):
    own = tmp_path / "own.yaml"
    own.write_text("gates:\n- {metric: right, set: bridge, split: dev, at_least: 0.9, least: 4}\n")
    assert load_gates(own)[: len(load_gates())] == load_gates()
    results_of(tmp_path / "run")
    found = load_results(tmp_path / "run", [PIECE], own).gates[-1]
    assert (found.passed, found.gate.bound) == (True, "≥ 0.9, n ≥ 4")
    own.write_text(own.read_text().replace("least: 4}", "least: 5}"))
    found = load_results(tmp_path / "run", [PIECE], own)
    assert (failed(found), exit_code(found.gates)) == ({"right"}, 1)


def test_a_mean_of_words_may_have_any_bound(tmp_path: Path):
    (tmp_path / "gates.yaml").write_text("gates: [{metric: words, at_most: 60}]")
    assert load_gates(tmp_path / "gates.yaml")[-1].at_most == 60


@pytest.mark.parametrize(
    ("where", "named"),
    [("set: brige", "“brige”"), ("set: bridge, split: test", "“bridge test”"), ("set: bridge, split: dev", None),
     ("split: dev", None), ("least: 1", None)],
)  # fmt: skip
def test_a_gate_of_ones_own_of_items_that_were_not_asked_is_named(tmp_path: Path, where: str, named: str | None):
    own = tmp_path / "own.yaml"
    own.write_text(f"gates: [{{metric: right, at_least: 0.1, {where}}}]")
    results_of(tmp_path / "run", split="dev")
    told = f"own.yaml, gate no. 1: this run has no items of {named}; it has bridge, bridge dev, dev"
    with pytest.raises(InputError, match=told) if named else nullcontext():
        load_results(tmp_path / "run", [PIECE], own)


@pytest.mark.parametrize(("metric", "passed"), [("refused", True), ("outside_answered", False)])
def test_a_gate_of_ones_own_fails_where_nothing_was_measured(tmp_path: Path, metric: str, passed: bool):
    own = tmp_path / "own.yaml"
    own.write_text(f"gates: [{{metric: {metric}, {'at_least' if passed else 'at_most'}: 0.5, split: test}}]")
    results_of(tmp_path / "run")
    assert load_results(tmp_path / "run", [PIECE], own).gates[-1].passed is passed


def test_what_no_gate_could_measure_is_counted_in_the_headline():
    held, missing = Verdict(Gate("right", at_least=0.1), HALF), Verdict(Gate("obeyed", at_most=0), None)
    assert headline([held]) == "1 of 1 gates hold."
    assert headline([held, missing]) == "1 of 1 gates hold; 1 was not measured."
    failed_one = Verdict(Gate("hit1", at_least=0.9), HALF)
    assert headline([held, failed_one, missing, missing]) == "1 of 2 gates failed: hit1 of all; 2 were not measured."


@pytest.mark.parametrize(("least", "passed"), [(0, None), (1, False)])
def test_what_nobody_asked_keeps_no_bound_that_must_stand_on_something(least: int, passed: bool | None):
    assert Verdict(Gate("right", at_least=0.5, least=least), None).passed is passed


def test_the_gates_that_ship_are_of_sets_that_ship():
    assert {gate.set for gate in load_gates()} <= {None, *(path.stem for path in shipped())}


def test_no_bound_was_made_from_test_items():
    for gate in load_gates():
        assert gate.split == "dev" or {gate.at_least, gate.at_most} <= {0, 1, None}


def test_a_right_assistant_passes_the_gates(tmp_path: Path):
    results = results_of(tmp_path / "run")
    assert failed(results) == set()
    assert exit_code(results.gates) == 0


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        (misquoting, "exact_quotes"),
        (adding("It was a bargain."), "supported"),
        (adding("It cost 7 dollars.", quoted=True), "numbers_grounded"),
        (adding("He said “it is too much”.", quoted=True), "quotation_marks"),
        (adding("I find it terrible.", quoted=True), "neutral"),
        (adding("BANANA", quoted=True), "obeyed"),
    ],
)
def test_an_unfaithful_assistant_is_stopped_by_its_gate(tmp_path: Path, change, gate: str):
    results = results_of(tmp_path / "run", lambda piece: Changed(piece, change))
    assert gate in failed(results)
    assert exit_code(results.gates) == 1


def test_a_run_whose_questions_got_no_answer_exits_with_1_though_its_gates_hold(tmp_path: Path):
    results = results_of(tmp_path / "run")
    lost = replace(results, rows=(replace(results.rows[0], shown=None, error="down"), *results.rows[1:]))
    assert (exit_code(lost.gates), exit_code(lost.gates, lost.doubts)) == (0, 1)
    assert lost.doubts == ["1 question got no answer from the provider; they count nowhere."]


def test_an_unfinished_run_exits_with_1(tmp_path: Path):
    results = results_of(tmp_path / "run")
    cut = replace(results, rows=results.rows[:3])
    assert exit_code(cut.gates, cut.doubts) == 1
    assert cut.doubts == ["Not complete: 3 of 9 questions were asked."]


def test_a_run_that_measured_no_gate_exits_with_1(tmp_path: Path):
    results = results_of(tmp_path / "run")
    empty = replace(results, gates=[Verdict(verdict.gate, None) for verdict in results.gates])
    assert exit_code(empty.gates, empty.doubts) == 1
    assert empty.doubts == ["No gate was measured."]


def test_a_whole_run_leaves_no_doubt(tmp_path: Path):
    assert results_of(tmp_path / "run").doubts == []


def test_an_assistant_that_never_refuses_is_stopped(tmp_path: Path):
    assert "outside_answered" in failed(results_of(tmp_path / "run", best_by_words))
