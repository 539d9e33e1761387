"""The gates of a run: bounds on its figures, read from `gates.yaml`; one rule for what is printed and the exit code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.sets import SPLITS, shipped
from eval.summary import ABOUT, called
from index.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.statistics import Estimate
    from eval.summary import Figures

FILE = Path(__file__).with_name("gates.yaml")
KEYS = {"metric", "set", "split", "at_least", "at_most", "why"}


@dataclass(frozen=True)
class Gate:
    """A bound on one figure, for all items or for those of a set or split."""

    metric: str
    why: str
    set: str | None = None
    split: str | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def group(self) -> str:
        """The name of the items that are looked at."""
        return " ".join(filter(None, (self.set, self.split))) or "all"

    @property
    def bound(self) -> str:
        """The bound as it is printed."""
        return f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"


@dataclass(frozen=True)
class Verdict:
    """A gate and what was measured; `None` where this run did not ask such items."""

    gate: Gate
    estimate: Estimate | None

    @property
    def passed(self) -> bool | None:
        """Whether the figure keeps the bound; None when nothing was measured."""
        if self.estimate is None:
            return None
        low, high = self.gate.at_least, self.gate.at_most
        return (low is None or self.estimate.value >= low) and (high is None or self.estimate.value <= high)

    def __str__(self) -> str:
        word = {True: "passed", False: "FAILED", None: "not asked"}[self.passed]
        return f"{word:9}  {self.gate.metric} of {self.gate.group} {self.gate.bound}: {self.estimate or '–'}"


def load_gates(path: Path = FILE) -> list[Gate]:
    """The gates of a file. Raises `InputError` that names file, gate and field."""
    import yaml

    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["gates"]
    return [_gate(path, row) for row in rows]


def _gate(path: Path, row: dict[str, Any]) -> Gate:
    place = f"{path}, gate on {row.get('metric')}"
    if unknown := sorted(row.keys() - KEYS):
        raise InputError(f"{place}, {unknown[0]}: an unknown field; {', '.join(sorted(KEYS))} are known.")
    if row.get("metric") not in ABOUT:
        raise InputError(f"{place}: there is no such figure. Known are {', '.join(sorted(ABOUT))}.")
    if (row.get("at_least") is None) == (row.get("at_most") is None):
        raise InputError(f"{place}: one of at_least and at_most is expected.")
    if row.get("split") not in (None, *SPLITS):
        raise InputError(f"{place}, split: {row['split']!r} is none of {', '.join(SPLITS)}.")
    names = [file.stem for file in shipped()]
    if row.get("set") not in (None, *names):
        raise InputError(f"{place}, set: {row['set']!r} is none of the sets that ship: {', '.join(names)}.")
    return Gate(**row)


def verdicts(gates: list[Gate], figures: Mapping[str, Figures]) -> list[Verdict]:
    """Each gate held against the figures of its items."""
    return [Verdict(gate, figures.get(gate.group, {}).get(gate.metric)) for gate in gates]


def headline(found: Sequence[Verdict]) -> str:
    """How many gates hold, or which failed, in a sentence; those of items that were not asked are no part of it."""
    measured = sum(verdict.passed is not None for verdict in found)
    failed = [verdict for verdict in found if verdict.passed is False]
    names = "; ".join(f"{called(verdict.gate.metric)} of {verdict.gate.group}" for verdict in failed)
    if failed:
        return f"{len(failed)} of {measured} gates failed: {names}."
    return f"{measured} of {measured} gates hold."


def exit_code(found: Sequence[Verdict], doubts: Sequence[str] = ()) -> int:
    """1 when a gate failed, or when there are doubts whether the run measured what it should."""
    return int(bool(doubts) or any(verdict.passed is False for verdict in found))
