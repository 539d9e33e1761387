"""How well a second reader, who saw neither the sets nor any answer, agrees with the labels of the sets.

`eval/sets/second-pass.yaml` holds the second labels of a fifth of the items. Agreement is Cohen's kappa: on the outcome
that is due (answered, or the refusal's code), and on which sentences are the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.sets import FOLDER, SECOND, Item, load_set, shipped
from eval.statistics import kappa, share
from eval.strict import read_yaml
from index.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from eval.statistics import Estimate

FILE = FOLDER / SECOND
KEYS = {"id", "evidence", "metadata", "refusal"}
ANSWERED = "answered"


@dataclass(frozen=True)
class Agreement:
    """Kappas over `count` items: of the outcome due with its code, of answerable or not, of evidence by sentence.

    `taken`: how often the second reader's best evidence set is one of the set's alternatives.
    """

    count: int
    outcome: float | None
    answerable: float | None
    evidence: float | None
    taken: Estimate | None

    def lines(self) -> list[str]:
        """As it is printed."""
        parts = {"outcome and code": self.outcome, "answerable": self.answerable, "evidence": self.evidence}
        shown = ", ".join(f"{name} {'–' if value is None else f'{value:.2f}'}" for name, value in parts.items())
        taken = f"its best evidence set is one of the alternatives: {self.taken or '–'}"
        return [f"second reader: {self.count} items; Cohen's kappa: {shown}", taken]


def second_pass(path: Path = FILE) -> dict[str, dict[str, Any]]:
    """The second reader's labels by item. Raises `InputError` that names file, item and field."""
    rows: dict[str, dict[str, Any]] = {}
    for row in read_yaml(path).get("items") or []:
        if not isinstance(row, dict) or row.keys() != KEYS:
            raise InputError(f"{path}, item {row}: the fields {', '.join(sorted(KEYS))} are expected.")
        rows[row["id"]] = row
    return rows


def agreement(items: Mapping[str, Item], second: Mapping[str, dict[str, Any]]) -> Agreement:
    """Both readers on the items that the second one read. Raises `InputError` for an item that no set has."""
    if unknown := sorted(second.keys() - items.keys()):
        raise InputError(f"{SECOND}, item {unknown[0]}: no set has it.")
    pairs = [(items[id_], row) for id_, row in second.items()]
    ours = [item.refusal or ANSWERED for item, _ in pairs]
    theirs = [row["refusal"] or ANSWERED for _, row in pairs]
    return Agreement(
        len(pairs),
        kappa(ours, theirs),
        kappa([label == ANSWERED for label in ours], [label == ANSWERED for label in theirs]),
        kappa(*_by_sentence(pairs)),
        share(tuple(evidence[0]) in item.evidence for item, evidence in _read(pairs)),
    )


def _read(pairs: Sequence[tuple[Item, dict[str, Any]]]) -> list[tuple[Item, list[list[int]]]]:
    """The items that both readers answer from certain sentences, with the second one's evidence sets."""
    return [(item, row["evidence"]) for item, row in pairs if item.evidence and row["evidence"] and not row["refusal"]]


def _by_sentence(pairs: Sequence[tuple[Item, dict[str, Any]]]) -> tuple[list[bool], list[bool]]:
    """Whether each sentence, up to the last one that is named, is in the best evidence set of either reader."""
    ours: list[bool] = []
    theirs: list[bool] = []
    for item, evidence in _read(pairs):
        first, second = set(item.evidence[0]), set(evidence[0])
        for number in range(max(first | second) + 1):
            ours.append(number in first)
            theirs.append(number in second)
    return ours, theirs


def of_shipped_sets() -> Agreement:
    """The agreement on the sets that ship."""
    items = {item.id: item for path in shipped() for item in load_set(path).items}
    return agreement(items, second_pass())
