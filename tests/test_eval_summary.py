from pathlib import Path

import pytest
from eval_runs import PIECE, results_of

from eval.baselines import first_sentence
from eval.cases import Case
from eval.rows import Shown
from eval.scored import Scored
from eval.sets import Item
from eval.summary import (
    ABOUT,
    _without_interval,
    baseline_rows,
    by_category,
    curve,
    figures,
    groups,
    judged,
    reliability,
    scored,
)


def asked(n: int, probability: float, *, answerable: bool, best: int = 1) -> Scored:
    refusal = None if answerable else "not_mentioned"
    item = Item(f"x-{n}", "dev", "single", "what?", evidence=((1,),) if answerable else (), refusal=refusal)
    read = {"answerable": probability, "sentences": [best], "passages": []}
    return Scored(Case(item.id, "x", item, PIECE, "what?"), Shown("what?", "not_mentioned", "", (), (), None, (), read))


ITEMS = [asked(0, 0.9, answerable=True), asked(1, 0.8, answerable=True, best=0), asked(2, 0.1, answerable=False)]


def test_the_refusal_score_is_judged_by_what_came_true():
    assert [(j.answerable, j.right) for j in judged(ITEMS)] == [(True, True), (True, False), (False, False)]
    found = figures(ITEMS)
    assert found["auroc"].value == 1
    assert curve(judged(ITEMS)) == [(pytest.approx(1 / 3), 0), (pytest.approx(2 / 3), 0.5), (1, pytest.approx(2 / 3))]
    assert found["calibration_error"].value == pytest.approx((0.1 + 0.2 + 0.1) / 3)
    assert sum(bin_.count for bin_ in reliability(judged(ITEMS))) == 3


def test_a_probability_that_is_wrong_way_round_shows():
    wrong = [asked(0, 0.1, answerable=True), asked(1, 0.9, answerable=False)]
    assert figures(wrong)["auroc"].value == 0


def test_categories_come_in_their_order_with_their_shares(tmp_path: Path):
    found = by_category(results_of(tmp_path / "run", first_sentence).rows)
    assert list(found)[:2] == ["number", "followup"]
    assert (found["number"].value, found["followup"].value) == (0, 1)


def test_rows_that_are_not_there_yet_are_left_out(tmp_path: Path):
    results = results_of(tmp_path / "run")
    assert scored([row.case for row in results.rows], []) == []
    assert groups([]) == {"all": []}


def test_baselines_answer_the_items_without_their_variants(tmp_path: Path):
    cases = [row.case for row in results_of(tmp_path / "run").rows]
    assert {len(rows) for rows in baseline_rows(cases).values()} == {8}


def test_every_figure_has_its_definition():
    assert all(ABOUT.values())


def test_a_calibration_error_has_no_interval_that_leaves_it_out():
    found = _without_interval(0.07, 40)
    assert found is not None
    assert (found.value, found.interval, found.count) == (0.07, "–", 40)
    assert _without_interval(None, 0) is None
