"""Runs the tamper benchmark: our checks and the matchers of others on the same rows, counted class by class.

`pullquote eval tamper` prints it. A false row is caught when it is not shown; a true row that is withheld is a false
alarm. `quote` rows put words between quotation marks; the rest are statements in prose. The same quotations count once
more as `draft`, where nobody tells which sentences they are of: `pullquote check` has to find them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answer import Statement, Withheld
from assistant.checks import checked
from assistant.draft import check
from eval.matchers import MATCHERS
from eval.records import put
from eval.statistics import wilson
from eval.tamper import PIECES, asserted, gathered, half, pairs, pieces_in
from index.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from eval.tamper import Pair, Split

OURS = "pullquote"
JUDGES = (OURS, *MATCHERS)
BASES = {"quote": "quotes", "draft": "quotations of a draft", "free": "statements told freely"}


@dataclass(frozen=True)
class Verdict:
    """One row and who let it pass; `withheld` is ours, when we did not."""

    pair: Pair
    passed: dict[str, bool]
    withheld: Withheld | None

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON."""
        pair = self.pair
        known = {"piece": pair.name, "cited": list(pair.cited), "text": pair.text, "true": pair.true}
        why = {"check": self.withheld.check, "reason": self.withheld.reason} if self.withheld else {}
        return {**known, "kind": pair.kind, "base": pair.base, "passed": self.passed, **why}


def judged(pair: Pair) -> Statement | Withheld:
    """Our checks on one row."""
    return checked(pair.text, pair.cited, pair.piece, offered=range(len(pair.piece.sentences)))


def verdict(pair: Pair) -> Verdict:
    """Everybody's on one row."""
    ours = judged(pair)
    text, source = asserted(pair), pair.evidence
    passed = {name: matcher(text, source) for name, matcher in MATCHERS.items()}
    return Verdict(pair, {OURS: isinstance(ours, Statement), **passed}, ours if isinstance(ours, Withheld) else None)


def drafted(row: Verdict) -> Verdict:
    """The same quotation as a draft has it: it passes where all of it may be printed so."""
    found = check(row.pair.text, row.pair.piece)
    passed = {**row.passed, OURS: bool(found) and all(one.holds for one in found)}
    return Verdict(replace(row.pair, base="draft"), passed, None)


def measure(
    split: Split | None,
    folder: Path = PIECES,
    extra: str | None = None,
    *,
    misses: bool = False,
    json_file: Path | None = None,
) -> Iterator[str]:
    """The lines that `pullquote eval tamper` prints; rows are written to `json_file`.

    `misses` lists what went wrong on the dev half only. Raises `MissingExtraError` without rapidfuzz, and `InputError`
    where nothing can be measured or written.
    """
    found = gathered(pieces_in(folder), extra)
    if json_file:
        put(json_file, "")
    if len(found) <= 1 + bool(extra):
        yield f"No labelled pieces in “{folder}”: only the sample piece is used. Name their folder with --pieces."
    splits: tuple[Split, ...] = (split,) if split else ("dev", "test")
    count = 0
    for part in splits:
        names = sum(half(name) == part for name in found)
        verdicts = [verdict(pair) for pair in pairs(part, folder, extra)]
        verdicts += [drafted(row) for row in verdicts if row.pair.base == "quote"]
        count += len(verdicts)
        yield f"\n{part} half: {names} pieces, {len(verdicts)} rows"
        yield from table(verdicts)
        if misses and part == "dev":
            yield from missed(verdicts)
        if json_file:
            _write(json_file, part, verdicts)
    if not count:
        raise InputError(f"“{folder}” has no pieces of this half, so that nothing was measured. Name another folder.")


def table(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """One line a class: of false rows the share that passed, of true rows the share withheld, by judge."""
    classes: dict[tuple[bool, str, str], list[Verdict]] = defaultdict(list)
    for row in verdicts:
        base = BASES.get(row.pair.base, "statements")
        classes[row.pair.true, base, f"{row.pair.base}: {row.pair.kind}"].append(row)
        classes[row.pair.true, base, "all"].append(row)
    for true in (False, True):
        yield f"\n| {'true rows withheld' if true else 'false rows that pass'} | rows | " + " | ".join(JUDGES) + " |"
        yield "|---" * (len(JUDGES) + 2) + "|"
        for key in sorted(classes):
            if key[0] == true:
                name = key[2] if key[2] != "all" else f"**all {key[1]}**"
                yield f"| {name} | {len(classes[key])} | " + " | ".join(_cells(classes[key], wrong=not true)) + " |"


def _cells(rows: list[Verdict], *, wrong: bool) -> Iterator[str]:
    """For each judge the share of rows that it passed (or withheld), ours with Wilson's interval."""
    for judge in JUDGES:
        hits = sum(row.passed[judge] == wrong for row in rows)
        low, high = wilson(hits, len(rows))
        span = f" ({hits}, 95 % {low:.3f}–{high:.3f})"
        yield f"{hits / len(rows):.3f}{span}"


def missed(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Every row that our checks got wrong, with its evidence."""
    for row in verdicts:
        if row.passed[OURS] != row.pair.true:
            why = f"{row.withheld.check}: {row.withheld.reason}" if row.withheld else "shown"
            yield f"\n[{row.pair.name} {list(row.pair.cited)}, {row.pair.base}, {row.pair.kind}] {why}"
            yield f"  {row.pair.text}\n  {row.pair.evidence}"


def _write(file: Path, part: str, verdicts: Iterable[Verdict]) -> None:
    """Rows as JSON lines, behind those that are there."""
    with file.open("a", encoding="utf-8") as out:
        for row in verdicts:
            out.write(json.dumps({"split": part, **row.to_dict()}, ensure_ascii=False) + "\n")
