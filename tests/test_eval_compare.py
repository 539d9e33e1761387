from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import results_of

from eval.baselines import first_sentence
from eval.compare import BETTER, SAME, WORSE, Paired, changed, compare, dropped, lines
from eval.results import Results
from eval.statistics import Comparison
from index.errors import InputError
from index.piece import Piece


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Results]:
    folder = tmp_path_factory.mktemp("both")
    return results_of(folder / "first", first_sentence), results_of(folder / "right")


def test_the_same_run_twice_shows_no_difference(both: tuple[Results, Results]):
    found = compare(both[1], both[1])
    assert found
    assert {pair.verdict for pair in found} == {SAME}
    assert changed(both[1], both[1]) == ([], [])


def test_another_assistant_is_compared_item_by_item(both: tuple[Results, Results]):
    right = next(pair for pair in compare(*both) if pair.metric == "right")
    assert (right.first, right.second, right.result.count) == (0.125, 1, 8)
    assert right.result.test == "McNemar, exact"
    assert right.verdict == BETTER
    gained, lost = changed(*both)
    assert "b-1" in gained
    assert lost == []


def test_a_difference_is_only_named_when_it_is_seen():
    seen = Comparison(0.3, 0.1, 0.5, 0.01, 40, "McNemar, exact")
    chance = Comparison(0.3, -0.1, 0.5, 0.2, 40, "McNemar, exact")
    assert Paired("right", 0.5, 0.8, seen).verdict == BETTER
    assert Paired("right", 0.5, 0.8, chance).verdict == SAME
    assert Paired("right", 0.8, 0.5, Comparison(-0.3, -0.5, -0.1, 0.01, 40, "")).verdict == WORSE
    assert Paired("obeyed", 0.5, 0.8, seen).verdict == WORSE


def test_the_table_names_test_and_count(both: tuple[Results, Results]):
    assert "| right | 0.125 | 1.000 | +0.875" in "\n".join(lines(compare(*both)))


def test_runs_without_a_common_item_are_refused(both: tuple[Results, Results], tmp_path: Path):
    rows = '- {id: z-1, split: dev, category: single, question: "why?", refusal: too_vague}\n'
    other = results_of(tmp_path / "run", rows=rows)
    with pytest.raises(InputError, match="no item in common"):
        compare(both[0], other)


@pytest.mark.parametrize(
    "change", [{"set": "other"}, {"piece": Piece.from_text("Another text.")}, {"question": "what else?"}]
)
def test_an_id_alone_makes_no_pair(both: tuple[Results, Results], change: dict[str, object]):
    first, second = both
    rows = tuple(replace(row, case=replace(row.case, **change)) for row in second.rows)  # type: ignore
    with pytest.raises(InputError, match="no item in common"):
        compare(first, replace(second, rows=rows))


def test_what_is_left_out_and_doubted_is_said(both: tuple[Results, Results]):
    first, second = both
    lost = replace(second.rows[0], shown=None, error="down")
    found = dropped(first, replace(second, rows=(lost, *second.rows[1:])))
    assert found[0].startswith("1 item in one run only")
    assert any(line.startswith("B: 1 question got no answer") for line in found)
    assert dropped(first, second) == []


def test_no_p_value_is_printed_as_nothing():
    small, large = Comparison(0.3, 0.1, 0.5, 0.00001, 40, ""), Comparison(0.3, 0.1, 0.5, 0.0044, 40, "")
    assert "| < 0.001, " in lines([Paired("right", 0.5, 0.8, small)])[-1]
    assert "| 0.004, " in lines([Paired("right", 0.5, 0.8, large)])[-1]


def test_what_mcnemar_looks_at_stands_beside_its_p(both: tuple[Results, Results]):
    right = next(pair for pair in compare(*both) if pair.metric == "right")
    assert (right.result.only, right.discordant) == ((0, 7), ", 0 only A, 7 only B")
    assert "McNemar, exact, 0 only A, 7 only B |" in "\n".join(lines(compare(*both)))
    clustered = next(pair for pair in compare(*both) if pair.metric == "faithful")
    assert (clustered.result.test, clustered.discordant) == ("paired bootstrap, clustered by item", "")


def test_items_that_changed_are_those_of_the_test_and_variants_stand_apart(both: tuple[Results, Results]):
    right = next(pair for pair in compare(*both) if pair.metric == "right")
    assert right.result.only == tuple(len(ids) for ids in reversed(changed(*both)))
    assert changed(*both, variants=True) == (["b-1~1"], [])
    assert "b-1~1" not in changed(*both)[0]
