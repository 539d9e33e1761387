import numpy as np
import pytest

from eval.statistics import (
    Bin,
    area,
    auroc,
    balanced,
    bounds,
    calibration,
    calibration_error,
    clustered_mean,
    compared,
    kappa,
    mcnemar,
    risk_coverage,
    share,
    wilson,
)


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilsons_interval_matches_published_values(hits: int, count: int, low: float, high: float):
    found = wilson(hits, count)
    assert found == pytest.approx((low, high), abs=1e-4)


def test_nothing_counted_is_anything_possible():
    assert wilson(0, 0) == (0.0, 1.0)
    assert share([]) is None
    assert clustered_mean([], []) is None


def test_an_estimate_shows_its_count_and_its_uncertainty():
    assert str(share([1, 0] * 5)) == "0.500 (5/10, 95 % 0.24–0.76)"
    assert "4 items" in str(clustered_mean([0.1, 0.2, 0.3, 0.4], "abcd"))


@pytest.mark.parametrize(
    ("hits", "count", "shown"),
    [(912, 912, "0.995–1.00"), (0, 912, "0.00–0.005"), (9, 10, "0.60–0.98"), (0, 0, "0.00–1.00")],
)
def test_rounding_claims_no_certainty(hits: int, count: int, shown: str):
    assert bounds(*wilson(hits, count)) == shown


def test_what_is_always_the_same_is_not_certain():
    for values, clusters in (([1.0, 1.0, 1.0], "abc"), ([0.5], "a"), ([1.0, 0.0], "aa")):
        found = clustered_mean(values, clusters)
        assert found is not None
        assert (found.low, found.high) == wilson(found.value * len(set(clusters)), len(set(clusters)))
    both = balanced([([0.0] * 9, range(9)), ([1.0] * 4, range(4))])
    assert both is not None
    assert both.low < 0.45
    assert both.high > 0.55
    assert "95 % –" in str(clustered_mean([31.0], "a"))


def test_variants_of_one_item_show_no_difference():
    found = compared([0.1, 0.2], [0.5, 0.6], "aa")
    assert (found.differs, found.low, found.high) == (False, -1, 1)
    assert compared([0.1, 0.2] * 10, [0.5, 0.6] * 10, range(20)).differs


def test_the_bootstrap_gives_the_same_interval_twice_and_holds_the_mean():
    values = list(np.random.default_rng(1).random(60))
    first, second = (clustered_mean(values, range(60)) for _ in range(2))
    assert first == second
    assert first is not None
    assert first.low < first.value < first.high
    assert first.high - first.low == pytest.approx(2 * 1.96 * np.std(values) / 60**0.5, rel=0.15)


def test_clusters_that_agree_widen_the_interval():
    values = [0.0] * 20 + [1.0] * 20
    alone, together = clustered_mean(values, range(40)), clustered_mean(values, [n // 10 for n in range(40)])
    assert alone is not None
    assert together is not None
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_balanced_accuracy_is_the_mean_of_both_shares_whatever_their_size():
    found = balanced([([1] * 9 + [0], range(10)), ([1, 0], range(2))])
    assert found is not None
    assert found.value == pytest.approx(0.7)
    assert balanced([([1], [1]), ([], [])]) is None


def test_groups_of_the_same_size_are_drawn_apart():
    values = [0.0] * 20 + [1.0] * 20
    one, both = balanced([(values, range(40))]), balanced([(values, range(40)), (values[::-1], range(40))])
    assert one is not None
    assert both is not None
    assert both.high - both.low == pytest.approx((one.high - one.low) / 2**0.5, rel=0.15)


@pytest.mark.parametrize(("first", "second", "p"), [(0, 0, 1.0), (1, 9, 0.0215), (5, 5, 1.0), (0, 5, 0.0625)])
def test_mcnemar_matches_the_binomial(first: int, second: int, p: float):
    assert mcnemar(first, second) == pytest.approx(p, abs=1e-4)


def test_a_real_difference_is_seen_and_a_small_one_is_not():
    better = compared([0] * 20 + [1] * 20, [1] * 40, range(40))
    assert better.differs
    assert better.difference == 0.5
    assert better.test == "McNemar, exact"
    same = compared([0, 1] * 20, [1, 0] * 20, range(40))
    assert not same.differs
    assert (same.difference, same.p) == (0, 1)


def test_rows_of_one_item_are_no_independent_witnesses():
    items = [n // 10 for n in range(20)]
    found = compared([0] * 20, [1] * 10 + [0] * 10, items)
    assert found.test == "paired bootstrap, clustered by item"
    assert not found.differs
    assert compared([0] * 20, [1] * 10 + [0] * 10, range(20)).differs


def test_means_are_compared_by_pairs():
    ours = list(np.random.default_rng(2).random(40))
    found = compared(ours, [value + 0.1 for value in ours], range(40))
    assert found.test == "paired bootstrap"
    assert found.differs
    assert (found.low, found.high) == pytest.approx((0.1, 0.1))


def test_runs_without_a_common_item_cannot_be_compared():
    with pytest.raises(ValueError, match="No item"):
        compared([], [], [])


def test_auroc_is_one_when_apart_half_when_tied_and_none_of_one_kind():
    assert auroc([0.9, 0.8, 0.1], [True, True, False]) == 1
    assert auroc([0.1, 0.8], [True, False]) == 0
    assert auroc([0.5, 0.5], [True, False]) == 0.5
    assert auroc([0.5], [True]) is None


def test_risk_by_coverage_worked_by_hand():
    points = risk_coverage([0.9, 0.8, 0.7, 0.6], [True, False, True, True])
    assert points == [(0.25, 0), (0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1, 0.25)]
    assert area(points) == pytest.approx((0 + 0.5 + 1 / 3 + 0.25) / 4)


def test_equal_scores_are_answered_together():
    assert risk_coverage([0.5, 0.5], [True, False]) == [(1, 0.5)]


def test_calibration_worked_by_hand():
    bins = calibration([0.05, 0.95, 0.97, 1.0], [False, True, True, False])
    assert bins == [Bin(0.05, 0, 1), Bin(pytest.approx(0.97333, abs=1e-4), pytest.approx(2 / 3), 3)]  # type: ignore
    assert calibration_error(bins) == pytest.approx((0.05 + 3 * (0.97333 - 2 / 3)) / 4, abs=1e-4)
    assert calibration_error([]) is None


def test_kappa_of_full_chance_and_no_agreement():
    assert kappa("aabb", "aabb") == 1
    assert kappa("aabb", "abab") == 0
    assert kappa("ab", "ba") == -1
    assert kappa("aa", "aa") is None
    assert kappa([], []) is None


def test_kappa_of_a_published_example():
    # Cohen's two psychiatrists, as a table: 25 and 15 agreed, 10 and 0 disagreed of 50.
    first = ["y"] * 20 + ["y"] * 5 + ["n"] * 10 + ["n"] * 15
    second = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert kappa(first, second) == pytest.approx(0.4)
