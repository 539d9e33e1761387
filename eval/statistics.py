"""Uncertainty of figures: Wilson intervals, bootstraps clustered by base item, paired tests, agreement.

Every random draw comes from a generator seeded with `SEED`, so that the same rows give the same intervals.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

Z95 = 1.959964
SEED = 20250707
RESAMPLES = 2_000
LEVEL = 0.05
BINS = 10
ALIKE = 1e-9


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval; `hits` of `count` where it is a share, `count` observations where it is not."""

    value: float
    low: float
    high: float
    count: int
    hits: int | None = None

    def __str__(self) -> str:
        of = f"{self.hits}/{self.count}" if self.hits is not None else f"{self.count} items"
        return f"{self.value:.3f} ({of}, 95 % {self.interval})"

    @property
    def interval(self) -> str:
        """The bounds as they are printed; “–” where they are not known."""
        return bounds(self.low, self.high)


@dataclass(frozen=True)
class Comparison:
    """B minus A on the same items: mean difference, its interval, and the p-value of the test named.

    `only`: of McNemar's test, how many items only A, and only B, has right.
    """

    difference: float
    low: float
    high: float
    p: float
    count: int
    test: str
    only: tuple[int, int] | None = None

    @property
    def differs(self) -> bool:
        """Whether a difference was seen: p below 0.05, and the interval leaves 0 out."""
        return self.p < LEVEL and not self.low <= 0 <= self.high


def bounds(low: float, high: float) -> str:
    """An interval with two decimals, or three where rounding would claim a bound of 1 or 0 that is not one."""
    if math.isnan(low):
        return "–"
    above = f"{low:.2f}" if low >= 1 or round(low, 2) < 1 else f"{math.floor(low * 1000) / 1000:.3f}"
    below = f"{high:.2f}" if high <= 0 or round(high, 2) > 0 else f"{math.ceil(high * 1000) / 1000:.3f}"
    return f"{above}–{below}"


def wilson(hits: float, count: int) -> tuple[float, float]:
    """Wilson's score interval (1927) for a proportion; (0, 1) when nothing was counted."""
    if not count:
        return 0.0, 1.0
    share, square = hits / count, Z95 * Z95 / count
    middle = (share + square / 2) / (1 + square)
    half = Z95 / (1 + square) * math.sqrt(share * (1 - share) / count + square / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def share(outcomes: Iterable[float]) -> Estimate | None:
    """The proportion of true outcomes with Wilson's interval; None when there are none."""
    seen = [bool(outcome) for outcome in outcomes]
    if not seen:
        return None
    return Estimate(sum(seen) / len(seen), *wilson(sum(seen), len(seen)), len(seen), sum(seen))


def clustered_mean(values: Sequence[float], clusters: Sequence[Hashable]) -> Estimate | None:
    """The mean, with a percentile bootstrap that resamples whole clusters."""
    return balanced([(values, clusters)])


def balanced(groups: Sequence[tuple[Sequence[float], Sequence[Hashable]]]) -> Estimate | None:
    """The mean of the groups' means (one group: a plain mean), bootstrapped by cluster; None when a group is empty.

    Draws that are all alike tell no uncertainty: then Wilson's interval stands in, a cluster counting once, which is
    the widest for values from 0 to 1; others get none (NaN).
    """
    if any(len(values) == 0 for values, _ in groups):
        return None
    draws = np.mean([_resampled(*group, n) for n, group in enumerate(groups)], axis=0)
    means = [float(np.mean(values)) for values, _ in groups]
    low, high = np.quantile(draws, [LEVEL / 2, 1 - LEVEL / 2])
    if np.ptp(draws) < ALIKE:
        low, high = math.nan, math.nan
        if all(0 <= value <= 1 for values, _ in groups for value in values):
            counts = [len(set(clusters)) for _, clusters in groups]
            found = [wilson(mean * count, count) for mean, count in zip(means, counts, strict=True)]
            low, high = np.mean(found, axis=0)
    return Estimate(float(np.mean(means)), float(low), float(high), sum(len(values) for values, _ in groups))


def _resampled(values: Sequence[float], clusters: Sequence[Hashable], group: int = 0) -> NDArray[np.float64]:
    """Means of `RESAMPLES` draws of whole clusters with replacement; each group draws by itself."""
    sums: dict[Hashable, float] = defaultdict(float)
    counts: dict[Hashable, int] = defaultdict(int)
    for value, cluster in zip(values, clusters, strict=True):
        sums[cluster] += float(value)
        counts[cluster] += 1
    picked = np.random.default_rng([SEED, group]).integers(len(sums), size=(RESAMPLES, len(sums)))
    totals, sizes = np.array(list(sums.values())), np.array([counts[cluster] for cluster in sums])
    return totals[picked].sum(axis=1) / sizes[picked].sum(axis=1)


def mcnemar(only_first: int, only_second: int) -> float:
    """McNemar's exact two-sided p-value (1947): items right in one run only, under a fair coin."""
    count = only_first + only_second
    if not count:
        return 1.0
    tail = sum(math.comb(count, k) for k in range(min(only_first, only_second) + 1)) / 2**count
    return min(1.0, 2 * tail)


def compared(first: Sequence[float], second: Sequence[float], clusters: Sequence[Hashable]) -> Comparison:
    """The same items in two runs.

    Exact McNemar where outcomes are 0 or 1 and every cluster has one row, since it takes rows for independent; else a
    bootstrap of paired differences that draws whole clusters.
    """
    gains = [float(b) - float(a) for a, b in zip(first, second, strict=True)]
    if not gains:
        raise ValueError("No item is in both runs.")
    draws = _resampled(gains, clusters)
    low, high = (float(bound) for bound in np.quantile(draws, [LEVEL / 2, 1 - LEVEL / 2]))
    alone, only = len(set(clusters)) == len(clusters), None
    if alone and {float(value) for value in (*first, *second)} <= {0.0, 1.0}:
        only = gains.count(-1.0), gains.count(1.0)
        p, test = mcnemar(*only), "McNemar, exact"
    else:
        p = min(1.0, 2 * min(float(np.mean(draws <= 0)), float(np.mean(draws >= 0))))
        test = "paired bootstrap" if alone else "paired bootstrap, clustered by item"
    if len(set(clusters)) == 1:  # of which every draw is the same
        p, low, high = 1.0, -1.0, 1.0
    return Comparison(float(np.mean(gains)), low, high, p, len(gains), test, only)


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """Area under the ROC curve: how often a positive scores above a negative, ties counting half."""
    above = np.array([s for s, yes in zip(scores, positive, strict=True) if yes], dtype=float)
    below = np.array([s for s, yes in zip(scores, positive, strict=True) if not yes], dtype=float)
    if not above.size or not below.size:
        return None
    difference = above[:, None] - below[None, :]
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())


def risk_coverage(scores: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """(coverage, share of wrong answers) when the k surest are answered, for every k; equal scores go together."""
    order = sorted(zip(scores, right, strict=True), key=lambda pair: -pair[0])
    points: list[tuple[float, float]] = []
    wrong = 0
    for k, (score, correct) in enumerate(order, 1):
        wrong += not correct
        if k == len(order) or order[k][0] != score:
            points.append((k / len(order), wrong / k))
    return points


def area(points: Sequence[tuple[float, float]]) -> float:
    """The area under a risk–coverage curve (AURC): mean risk over coverages from 0 to 1; less is better."""
    total, before = 0.0, 0.0
    for coverage, risk in points:
        total += risk * (coverage - before)
        before = coverage
    return total


@dataclass(frozen=True)
class Bin:
    """Predictions of about the same probability: their mean, and the share that came true."""

    predicted: float
    observed: float
    count: int


def calibration(scores: Sequence[float], outcomes: Sequence[bool]) -> list[Bin]:
    """Reliability in equally wide bins of probability; empty bins are left out."""
    held: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, outcome in zip(scores, outcomes, strict=True):
        held[min(BINS - 1, int(score * BINS))].append((score, outcome))
    return [
        Bin(sum(s for s, _ in pairs) / len(pairs), sum(o for _, o in pairs) / len(pairs), len(pairs))
        for _, pairs in sorted(held.items())
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: mean distance of predicted and observed, weighted by the bins' sizes."""
    count = sum(bin_.count for bin_ in bins)
    return sum(bin_.count * abs(bin_.predicted - bin_.observed) for bin_ in bins) / count if count else None


def kappa(first: Sequence[Any], second: Sequence[Any]) -> float | None:
    """Cohen's kappa (1960) of two labellings of the same items; None where nothing could have disagreed."""
    count = len(first)
    if not count or count != len(second):
        return None
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / count
    ours, theirs = Counter(first), Counter(second)
    chance = sum(ours[label] * theirs[label] for label in ours) / count**2
    return None if chance == 1 else (agreed - chance) / (1 - chance)
