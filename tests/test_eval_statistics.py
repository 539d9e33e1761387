import pytest

from eval.statistics import wilson


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilsons_interval_matches_published_values(hits: int, count: int, low: float, high: float):
    found = wilson(hits, count)
    assert found == pytest.approx((low, high), abs=1e-4)


def test_nothing_counted_is_anything_possible():
    assert wilson(0, 0) == (0.0, 1.0)
