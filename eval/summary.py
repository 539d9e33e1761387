"""The figures of a run: every metric with its interval, for all items, by set, split and category, beside baselines."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from eval.baselines import BASELINES
from eval.records import ROWS
from eval.rows import NOTHING, row_of, shown
from eval.scored import Scored
from eval.scoring import METRICS, observed
from eval.statistics import (
    ALIKE,
    LEVEL,
    SEED,
    Estimate,
    area,
    auroc,
    balanced,
    calibration,
    calibration_error,
    clustered_mean,
    risk_coverage,
    share,
)
from index.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from eval.cases import Case
    from eval.statistics import Bin

ABOUT: dict[str, str] = {name: metric.about for name, metric in METRICS.items()} | {
    "balanced": "refusal balanced accuracy: mean of answerable answered and unanswerable refused",
    "auroc": "how often an answerable item has the higher probability of an answer (AUROC)",
    "aurc": "area under the risk–coverage curve, all items, by that probability",
    "calibration_error": "mean distance of that probability from what came true",
}


NAMES = {
    "supported": "carries a quote",
    "numbers_grounded": "figures are the quote’s",
    "messages": "refusals invent nothing",
}


def called(metric: str) -> str:
    """A figure's name as it is printed: what it measures, no more."""
    return NAMES.get(metric, metric.replace("_", " "))


COUNTED = (
    "Of quotes, statements, messages and variants, n counts these, not items; their intervals take them for "
    "independent, and are a little narrow where one item has several."
)
DRAWS = 500
PARAPHRASES = "paraphrases"

Figures = dict[str, Estimate]


def scored(cases: Sequence[Case], rows: Iterable[dict[str, Any]], place: object = ROWS) -> list[Scored]:
    """The stored rows read back against their cases; a row that failed at a provider has nothing shown.

    A row that answers another question than its case asks is passed over (see `strangers`). Raises `InputError`, which
    begins with the rows' `place`, for a row that lacks a field and for an id that has two.
    """
    by_id: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["id"] in by_id:
            raise InputError(f"{place}: the id “{row['id']}” has two rows. Take one of them out.")
        by_id[row["id"]] = row
    found = [
        _scored(case, by_id[case.id], place) for case in cases if case.id in by_id and case.is_asked_by(by_id[case.id])
    ]
    bases = {row.case.id: row.shown for row in found if row.case.variant is None}
    return [replace(row, base=bases.get(row.case.base)) if row.case.variant else row for row in found]


def strangers(cases: Sequence[Case], rows: Iterable[dict[str, Any]]) -> list[str]:
    """The ids of rows that answer no question of the sets as they are now."""
    by_id = {case.id: case for case in cases}
    return [row["id"] for row in rows if row["id"] not in by_id or not by_id[row["id"]].is_asked_by(row)]


def _scored(case: Case, row: dict[str, Any], place: object) -> Scored:
    error = row.get("error", "")
    if error == "" or not isinstance(error, str | None):
        raise InputError(f"{place}, row “{case.id}”, error: it is missing, or no text. Take the row out.")
    try:
        found = None if error else shown(row, case.piece)
    except ValueError as fault:
        raise InputError(f"{place}, row “{case.id}”, {fault}. Take the row out.") from None
    if found and not found.statements and found.refused is None:
        return Scored(case, None, NOTHING)
    return Scored(case, found, error)


def figures(rows: Sequence[Scored]) -> Figures:
    """Every metric that has something to look at in these rows."""
    seen: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in rows:
        for name, values in observed(row).items():
            seen[name] += [(float(value), row.case.base) for value in values]
    found = {name: _estimate(name, pairs) for name, pairs in seen.items()}
    pair = [([v for v, _ in seen[name]], [base for _, base in seen[name]]) for name in ("answered", "refused")]
    found["balanced"] = balanced(pair)
    found |= _by_probability(rows)
    return {name: estimate for name, estimate in found.items() if estimate is not None}


def _estimate(name: str, pairs: Sequence[tuple[float, str]]) -> Estimate | None:
    values, clusters = [value for value, _ in pairs], [base for _, base in pairs]
    return share(values) if METRICS[name].kind == "share" else clustered_mean(values, clusters)


@dataclass(frozen=True)
class Judged:
    """One item by its probability of an answer: whether it is answerable, and whether the best sentence is right."""

    probability: float
    answerable: bool
    right: bool
    base: str


def judged(rows: Sequence[Scored]) -> list[Judged]:
    """The items whose probability of an answer decided."""
    found: list[Judged] = []
    for row in rows:
        read = row.shown.reading if row.shown and row.case.variant is None else {}
        if read.get("answerable") is not None and read.get("sentences"):
            item = row.case.item
            right = bool(item.evidence) and read["sentences"][0] in item.right
            found.append(Judged(read["answerable"], item.answerable, right, row.case.base))
    return found


def _by_probability(rows: Sequence[Scored]) -> dict[str, Estimate | None]:
    """The figures of the refusal score, bootstrapped by item."""
    items = judged(rows)
    return {
        "auroc": _bootstrapped(items, separation),
        "aurc": _bootstrapped(items, lambda drawn: area(curve(drawn))),
        "calibration_error": _without_interval(calibration_error(reliability(items)), len(items)),
    }


def _without_interval(value: float | None, count: int) -> Estimate | None:
    """A figure as it is: a mean distance that is drawn anew is larger, so that a bootstrap would not hold it."""
    return None if value is None else Estimate(value, math.nan, math.nan, count)


def separation(items: Sequence[Judged]) -> float | None:
    """AUROC of answerable against unanswerable items."""
    return auroc([j.probability for j in items], [j.answerable for j in items])


def curve(items: Sequence[Judged]) -> list[tuple[float, float]]:
    """Risk by coverage: the share of wrong answers when only the surest are answered."""
    return risk_coverage([j.probability for j in items], [j.right for j in items])


def reliability(items: Sequence[Judged]) -> list[Bin]:
    """Predicted against observed share of answerable items."""
    return calibration([j.probability for j in items], [j.answerable for j in items])


def _bootstrapped(items: Sequence[Judged], statistic: Callable[[Sequence[Judged]], float | None]) -> Estimate | None:
    value = statistic(items) if items else None
    if value is None:
        return None
    picks = np.random.default_rng(SEED).integers(len(items), size=(DRAWS, len(items)))
    drawn = [found for pick in picks if (found := statistic([items[n] for n in pick])) is not None]
    low, high = np.quantile(drawn, [LEVEL / 2, 1 - LEVEL / 2]) if np.ptp(drawn) > ALIKE else (math.nan, math.nan)
    return Estimate(value, float(low), float(high), len(items))


def groups(rows: Sequence[Scored]) -> dict[str, list[Scored]]:
    """The rows whose figures are shown: all, each split, each set, each split of each set, and the paraphrases."""
    found: dict[str, list[Scored]] = {"all": list(rows)}
    for row in rows:
        name, split = row.case.set, row.case.item.split
        paraphrase = [PARAPHRASES] if row.case.item.category == "paraphrase" else []
        for key in dict.fromkeys((split, name, f"{name} {split}", *paraphrase)):
            found.setdefault(key, []).append(row)
    return found


def by_category(rows: Sequence[Scored]) -> dict[str, Estimate]:
    """The share of right items of each category, in the order in which they come."""
    seen: dict[str, list[float]] = {}
    for row in rows:
        if row.shown is not None and row.case.variant is None:
            seen.setdefault(row.case.item.category, []).append(row.right)
    return {name: estimate for name, values in seen.items() if (estimate := share(values))}


def baseline_rows(cases: Sequence[Case]) -> dict[str, list[Scored]]:
    """The trivial assistants’ answers to the same items, variants aside."""
    plain = [case for case in cases if case.variant is None]
    found: dict[str, list[Scored]] = {}
    for make in BASELINES:
        made = {case.piece.sha256: make(case.piece) for case in plain}
        rows: list[dict[str, Any]] = []
        for case in plain:
            assistant = made[case.piece.sha256]
            answer = assistant.answer({"question": case.question, "history": list(case.item.history)})
            rows.append(row_of(case, answer, None))
        found[next(iter(made.values())).name] = scored(plain, rows)
    return found
