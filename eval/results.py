"""The results of a run's folder: its rows scored, its figures, its gates. Nothing is asked again."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from eval.cases import questions
from eval.gates import Verdict, check_groups, load_gates, verdicts
from eval.judge import second_opinion
from eval.reasons import reasons
from eval.records import HEADER, ROWS, TIMINGS, changed, digest, put, read_header, read_lines
from eval.run import Plan, plan, set_of, states
from eval.scoring import METRICS, observed
from eval.summary import PARAPHRASES, baseline_rows, by_category, figures, groups, scored, strangers
from index.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eval.scored import Scored
    from eval.statistics import Estimate
    from eval.summary import Figures
    from index.piece import Piece

RESULTS, SCORES = "results.json", "scores.jsonl"
NEEDED = {"sets", "split", "model", "answerer", "code"}  # of what a run records about itself
MODELS = (
    "Of a model’s sentence, faithful says that it carries a quote and keeps to its figures and quoted words, not that "
    "it is true: how many false ones the checks let pass is measured by pullquote eval tamper, and is in the README."
)
OWN = (
    "Faithful says that what an assistant shows carries a quote and keeps to its figures and quoted words, not that it "
    "is true: a sentence of its own may say what its quote does not."
)
LISTED = 3


@dataclass(frozen=True)
class Results:
    """All that the reports show.

    `figures`, `baselines`: by group of items; `cost`: seconds and tokens; `notes`: what the heads of the reports say;
    `opinion`: the judge's, as Markdown lines; `strangers`: rows that answer no question of the sets.
    """

    header: dict[str, Any]
    rows: tuple[Scored, ...]
    asked: int
    skipped: int
    figures: dict[str, Figures]
    categories: dict[str, Estimate]
    baselines: dict[str, dict[str, Figures]]
    gates: list[Verdict]
    cost: dict[str, float]
    notes: tuple[str, ...]
    opinion: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    digest: str | None = None

    @property
    def failures(self) -> list[Scored]:
        """The items to which a provider gave no answer."""
        return [row for row in self.rows if row.shown is None]

    @property
    def answers(self) -> int:
        """How many questions got an answer."""
        return len(self.rows) - len(self.failures)

    @property
    def wrong(self) -> list[tuple[Scored, list[str]]]:
        """The items that went wrong, each with why."""
        return [(row, why) for row in self.rows if (why := reasons(row))]

    @property
    def product(self) -> str:
        """What is measured, in a word: the name that an assistant of one’s own was given, else ours."""
        return self.header["answerer"] if own(self.header) else "pullquote"

    @property
    def answerer(self) -> str:
        """Who answered, as the heads of the reports say."""
        who = self.header["answerer"]
        return f"assistant “{who}”" if own(self.header) else f"{who} {self.header['model'] or self.header['reader']}"

    @property
    def sets(self) -> str:
        """The names of the sets that were asked."""
        return ", ".join(held["name"] for held in self.header["sets"])

    @property
    def complete(self) -> bool:
        """Whether every case has its row."""
        return len(self.rows) == self.asked

    @property
    def doubts(self) -> list[str]:
        """Why gates that hold say little: answers that did not come, questions not asked, nothing measured."""
        found = {
            f"{questions(len(self.failures))} got no answer from the provider; they count nowhere.": self.failures,
            "Most answers are not the model’s.": 2 * len(_instead(self.rows)) > self.answers,
            f"Not complete: {len(self.rows)} of {self.asked} questions were asked.": not self.complete,
            _strange(self.strangers): self.strangers,
            "No gate was measured.": all(verdict.estimate is None for verdict in self.gates),
        }
        return [line for line, applies in found.items() if applies]


def own(header: dict[str, Any]) -> bool:
    """Whether an assistant of one's own answered, whatever it is called."""
    return header.get("own", False) or header["answerer"] not in {"reader", "writer"}


def _strange(ids: Sequence[str]) -> str:
    """What is said of rows that answer no question of the sets."""
    listed = ", ".join(ids[:LISTED]) + (", …" if len(ids) > LISTED else "")
    what = "1 row answers" if len(ids) == 1 else f"{len(ids)} rows answer"
    return f"{what} another question than the sets ask ({listed}); counted as not asked."


def load_header(folder: Path) -> dict[str, Any]:
    """What a run recorded about itself. Raises `InputError` when the folder holds none, or one of no eval set."""
    header = read_header(folder)
    if "sets" not in header:
        kind = "a judge’s verdicts" if "judge" in header else "SQuAD questions"
        raise InputError(f"“{folder}” holds no run of eval sets but {kind}. Name the folder of an eval run of sets.")
    if not header.keys() >= NEEDED or not all("name" in held for held in header["sets"]):
        raise InputError(
            f"“{folder}” holds no whole run: fields are missing in {HEADER}. Run it anew, or name another."
        )
    return header


def load_results(folder: Path, brought: Sequence[Piece], gates: Path | None = None) -> Results:
    """The figures of a folder, computed from its stored rows and the sets as they are now.

    `gates`: a file of one's own, whose gates are held beside those that ship.
    """
    header = load_header(folder)
    names = [set_of(folder, held) for held in header["sets"]]
    planned = plan(names, brought, split=header["split"], model=header["model"])
    check_groups(gates, planned.cases)
    lines = read_lines(folder / ROWS)
    rows = scored(planned.cases, lines, folder / ROWS)
    by_group = {name: figures(group) for name, group in groups(rows).items()}
    return Results(
        header,
        tuple(rows),
        len(planned.cases),
        len(planned.skipped),
        by_group,
        by_category(rows),
        _baselines(planned),
        verdicts(load_gates(gates), by_group),
        _cost(read_lines(folder / TIMINGS)),
        tuple(_notes(planned, header) + _altered(folder) + _not_the_models(rows)),
        tuple(second_opinion(folder, {row.case.id for row in rows if row.case.item.split == "dev"})),
        tuple(strangers(planned.cases, lines)),
        digest(lines) if lines else None,
    )


def _baselines(planned: Plan) -> dict[str, dict[str, Figures]]:
    shown = ("all", "dev", "test", PARAPHRASES)
    found: dict[str, dict[str, Figures]] = {}
    for name, rows in baseline_rows(planned.cases).items():
        found[name] = {group: figures(held) for group, held in groups(rows).items() if group in shown}
    return found


def _cost(timings: Sequence[dict[str, Any]]) -> dict[str, float]:
    return {
        name: round(sum(row.get(name, 0) for row in timings), 2)
        for name in ("seconds", "input_tokens", "output_tokens")
    }


def _notes(planned: Plan, header: dict[str, Any]) -> list[str]:
    """How far a model's figures reach, and what has changed since the questions were asked."""
    notes = [MODELS] if header["model"] else [OWN] if own(header) else []
    if states(planned.header) != states(header):
        notes.append("A set was mended after this run; its rows were scored by the set as it is now.")
    if planned.header["code"] != header["code"]:
        notes.append("The assistant’s code has changed since this run.")
    return notes


def _altered(folder: Path) -> list[str]:
    altered = changed(folder)
    more = f" and {len(altered) - LISTED} more" if len(altered) > LISTED else ""
    return [f"Rows were changed since they were recorded: {', '.join(altered[:LISTED])}{more}."] if altered else []


def _instead(rows: Sequence[Scored]) -> list[Scored]:
    """Where the embedded reader answered because nothing that the model wrote passed."""
    return [row for row in rows if row.shown is not None and row.shown.instead]


def _not_the_models(rows: Sequence[Scored]) -> list[str]:
    count, answers = len(_instead(rows)), sum(row.shown is not None for row in rows)
    line = f"{count} of {answers} answers are the embedded reader’s: nothing that the model wrote passed."
    return [line] if count else []


def save(results: Results, folder: Path) -> None:
    """`results.json` with every figure, and `scores.jsonl` with every row's observations and faults."""
    whole = {
        "run": results.header,
        "rows_sha256": results.digest,
        "asked": results.asked,
        "answered_by_provider": results.answers,
        "figures": {group: _plain(found) for group, found in results.figures.items()},
        "categories": _plain(results.categories),
        "baselines": {
            name: {group: _plain(found) for group, found in held.items()} for name, held in results.baselines.items()
        },
        "gates": [
            {"gate": asdict(verdict.gate), "passed": verdict.passed, "shown": str(verdict)} for verdict in results.gates
        ],
    }
    lines = [json.dumps(scores_of(row), ensure_ascii=False) + "\n" for row in results.rows]
    put(folder / RESULTS, json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    put(folder / SCORES, "".join(lines))


def _plain(found: Figures) -> dict[str, Any]:
    return {name: {key: _rounded(value) for key, value in asdict(estimate).items()} for name, estimate in found.items()}


def _rounded(value: Any) -> Any:
    """Four decimals, and null for what is not known."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    return value


def scores_of(row: Scored) -> dict[str, Any]:
    """One row's observations (the mean where there are several) and why it counts as wrong."""
    values = {name: [float(value) for value in seen] for name, seen in observed(row).items() if seen}
    means = {name: round(sum(seen) / len(seen), 4) for name, seen in values.items() if name in METRICS}
    return {"id": row.case.id, "set": row.case.set, "category": row.case.item.category, **means, "why": reasons(row)}
