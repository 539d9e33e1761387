"""The gates of a run: bounds on its figures, read from `gates.yaml` and a file of one's own beside it.

One rule for what is printed and the exit code.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from eval.sets import SPLITS
from eval.strict import parsed, unknown
from eval.summary import ABOUT, called
from index.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from eval.cases import Case
    from eval.statistics import Estimate
    from eval.summary import Figures

FILE = Path(__file__).with_name("gates.yaml")
UNBOUNDED = {"words"}
KEYS = ("metric", "set", "split", "at_least", "at_most", "least", "why")


@dataclass(frozen=True)
class Gate:
    """A bound on one figure, for all items or for those of a set or split; `least` observations it must stand on."""

    metric: str
    why: str = "a bound of your own"
    set: str | None = None
    split: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    least: int = 0

    @property
    def group(self) -> str:
        """The name of the items that are looked at."""
        return " ".join(filter(None, (self.set, self.split))) or "all"

    @property
    def bound(self) -> str:
        """The bound as it is printed."""
        bound = f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"
        return f"{bound}, n ≥ {self.least}" if self.least else bound


@dataclass(frozen=True)
class Verdict:
    """A gate and what was measured; `None` where this run did not ask such items."""

    gate: Gate
    estimate: Estimate | None

    @property
    def passed(self) -> bool | None:
        """Whether the figure keeps the bound and stands on enough; None when nothing was measured, nor had to be."""
        if (self.estimate.count if self.estimate else 0) < self.gate.least:
            return False
        if self.estimate is None:
            return None
        low, high = self.gate.at_least, self.gate.at_most
        return (low is None or self.estimate.value >= low) and (high is None or self.estimate.value <= high)

    def __str__(self) -> str:
        word = {True: "passed", False: "FAILED", None: "not asked"}[self.passed]
        return f"{word:9}  {self.gate.metric} of {self.gate.group} {self.gate.bound}: {self.estimate or '–'}"


def load_gates(own: Path | None = None) -> list[Gate]:
    """The gates that ship, and those of a file of one's own, which fail where nothing was measured.

    Raises `InputError` that names file, gate and field.
    """
    return [*_read(FILE), *(_read(own, {"least": 1}) if own else [])]


def check_groups(own: Path | None, cases: Iterable[Case]) -> None:
    """Raise `InputError` for a gate of one's own of items that a run does not have, a line for each."""
    names = {name for case in cases for name in (case.item.split, case.set, f"{case.set} {case.item.split}")}
    faults = [
        f"{own}, gate no. {number}: this run has no items of “{gate.group}”; it has {', '.join(sorted(names))}."
        for number, gate in enumerate(_read(own) if own else [], 1)
        if gate.group not in {"all", *names}
    ]
    if faults:
        raise InputError("\n".join(faults))


def _read(path: Path, defaults: Mapping[str, Any] = MappingProxyType({})) -> list[Gate]:
    held = parsed(path)
    rows = held.get("gates") if isinstance(held, dict) and held.keys() == {"gates"} else None
    if not isinstance(rows, list) or not rows:
        raise InputError(
            f"{path}: “gates:” alone is expected at the top, a list, as - {{metric: right, at_least: 0.9}}."
        )
    return [_gate(f"{path}, gate no. {number}", row, defaults) for number, row in enumerate(rows, 1)]


def _gate(place: str, row: Any, defaults: Mapping[str, Any]) -> Gate:
    if not isinstance(row, dict) or "metric" not in row:
        raise InputError(f"{place}: {row!r} was found; fields are expected, metric and at_least or at_most.")
    if wrong := [field for field in row if field not in KEYS]:
        raise InputError(f"{place}, {wrong[0]}: {unknown(wrong[0], KEYS)}.")
    if not isinstance(row["metric"], str) or row["metric"] not in ABOUT:
        raise InputError(
            f"{place}, metric: there is no such figure as {row['metric']!r}; {', '.join(ABOUT)} are known."
        )
    if (row.get("at_least") is None) == (row.get("at_most") is None):
        raise InputError(f"{place}: one of at_least and at_most is expected.")
    for field, (fits, expected) in SHAPES.items():
        if row.get(field) is not None and not fits(row[field]):
            raise InputError(f"{place}, {field}: {row[field]!r} was found; {expected} is expected.")
    bound = row["at_most"] if row.get("at_least") is None else row["at_least"]
    if row["metric"] not in UNBOUNDED and not 0 <= bound <= 1:
        raise InputError(f"{place}: {bound!r} was found; {row['metric']} lies between 0 and 1, and so must its bound.")
    return Gate(**{**defaults, **{field: value for field, value in row.items() if value is not None}})


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


SHAPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "at_least": (_is_number, "a number that is finite"),
    "at_most": (_is_number, "a number that is finite"),
    "least": (lambda value: type(value) is int and value > 0, "a whole number from 1 on"),
    "split": (lambda value: isinstance(value, str) and value in SPLITS, f"one of {', '.join(SPLITS)}"),
    "set": (lambda value: isinstance(value, str), "the name of a set"),
    "why": (lambda value: isinstance(value, str), "a text"),
}


def verdicts(gates: list[Gate], figures: Mapping[str, Figures]) -> list[Verdict]:
    """Each gate held against the figures of its items."""
    return [Verdict(gate, figures.get(gate.group, {}).get(gate.metric)) for gate in gates]


def headline(found: Sequence[Verdict]) -> str:
    """How many gates hold, or which failed, in a sentence, and how many found nothing to measure."""
    measured = sum(verdict.passed is not None for verdict in found)
    failed = [verdict for verdict in found if verdict.passed is False]
    names = "; ".join(f"{called(verdict.gate.metric)} of {verdict.gate.group}" for verdict in failed)
    left = len(found) - measured
    missing = f"; {left} {'was' if left == 1 else 'were'} not measured" if left else ""
    if failed:
        return f"{len(failed)} of {measured} gates failed: {names}{missing}."
    return f"{measured} of {measured} gates hold{missing}."


def exit_code(found: Sequence[Verdict], doubts: Sequence[str] = ()) -> int:
    """1 when a gate failed, or when there are doubts whether the run measured what it should."""
    return int(bool(doubts) or any(verdict.passed is False for verdict in found))
