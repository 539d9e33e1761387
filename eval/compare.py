"""Two runs on the same items: exact McNemar for right and wrong, paired bootstraps for the rest and for variants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.scoring import METRICS, observed
from eval.statistics import Comparison, compared
from index.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.results import Results
    from eval.scored import Scored

COMPARED = (
    "right", "answered", "refused", "hit1", "ranked1", "keys", "evidence_f1", "evidence_precision", "complete",
    "recall_at_3", "faithful", "neutral", "consistent",
)  # fmt: skip
BETTER, WORSE, SAME = "B is better", "A is better", "no difference seen"
SMALLEST = 0.001


@dataclass(frozen=True)
class Paired:
    """One metric in both runs, on the items that both have."""

    metric: str
    first: float
    second: float
    result: Comparison

    @property
    def p(self) -> str:
        """The p-value as it is printed: never 0."""
        return "< 0.001" if self.result.p < SMALLEST else f"{self.result.p:.3f}"

    @property
    def discordant(self) -> str:
        """How many items only one run has right: all that McNemar's test looks at; empty for another test."""
        only = self.result.only
        return f", {only[0]} only A, {only[1]} only B" if only else ""

    @property
    def verdict(self) -> str:
        """Who is better, in words; a difference that may be chance is none."""
        if not self.result.differs:
            return SAME
        return BETTER if (self.result.difference > 0) == (METRICS[self.metric].better != "low") else WORSE


def compare(first: Results, second: Results) -> list[Paired]:
    """Every metric that both runs have observations of. Raises `InputError` when no item is in both."""
    pairs = _pairs(first.rows, second.rows)
    if not pairs:
        raise InputError("The two runs have no item in common. Compare runs of the same sets.")
    found = [_paired(name, pairs) for name in COMPARED]
    return [paired for paired in found if paired is not None]


def _pairs(first: Sequence[Scored], second: Sequence[Scored]) -> list[tuple[Scored, Scored]]:
    """The items that both runs have an answer to."""
    ours, theirs = _by_question(first), _by_question(second)
    return [(row, theirs[key]) for key, row in ours.items() if key in theirs]


def _by_question(rows: Sequence[Scored]) -> dict[tuple[str, ...], Scored]:
    """The rows with an answer by what was asked of what: sets of different pieces may share ids."""
    cases = [(row.case, row) for row in rows if row.shown is not None]
    return {(case.set, case.id, case.piece.sha256, case.question): row for case, row in cases}


def _paired(name: str, pairs: Sequence[tuple[Scored, Scored]]) -> Paired | None:
    """A metric's mean on each item where both runs observed it."""
    ours: list[float] = []
    theirs: list[float] = []
    bases: list[str] = []
    for a, b in pairs:
        seen, other = observed(a).get(name), observed(b).get(name)
        if seen and other:
            ours.append(sum(seen) / len(seen))
            theirs.append(sum(other) / len(other))
            bases.append(a.case.base)
    if not bases:
        return None
    return Paired(name, sum(ours) / len(ours), sum(theirs) / len(theirs), compared(ours, theirs, bases))


def changed(first: Results, second: Results, *, variants: bool = False) -> tuple[list[str], list[str]]:
    """The ids that only B, and that only A, has right: of the items that `right` is tested on, or of `variants`."""
    pairs = [pair for pair in _pairs(first.rows, second.rows) if bool(pair[0].case.variant) is variants]
    gained = [b.case.id for a, b in pairs if b.right and not a.right]
    return gained, [a.case.id for a, b in pairs if a.right and not b.right]


def dropped(first: Results, second: Results) -> list[str]:
    """What the comparison leaves out, and the doubts about each run."""
    count = len(_by_question(first.rows).keys() ^ _by_question(second.rows).keys())
    items = f"{count} item{'' if count == 1 else 's'} in one run only; compared is what both have an answer to."
    doubts = [f"{name}: {doubt}" for name, run in (("A", first), ("B", second)) for doubt in run.doubts]
    return ([items] if count else []) + doubts


def lines(found: Sequence[Paired]) -> list[str]:
    """The comparison as a Markdown table."""
    head = ["| figure | A | B | B − A (95 %) | p | items | |", "|---|---|---|---|---|---|---|"]
    return head + [
        f"| {pair.metric} | {pair.first:.3f} | {pair.second:.3f} | {pair.result.difference:+.3f} "
        f"({pair.result.low:+.2f} to {pair.result.high:+.2f}) | {pair.p}, {pair.result.test}{pair.discordant} "
        f"| {pair.result.count} | {pair.verdict} |"
        for pair in found
    ]


def several(found: Sequence[Paired]) -> str:
    """What must be kept in mind where many figures are tested."""
    return f"{len(found)} figures are tested, each at 0.05: of twenty that do not differ, one will seem to."
