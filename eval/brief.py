"""A run in a few lines for the terminal: the gates, how much is right, what went wrong, and where the reports lie."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from eval.cases import questions
from eval.gates import headline
from eval.report import FORMS
from eval.results import RESULTS, SCORES

if TYPE_CHECKING:
    from pathlib import Path

    from eval.results import Results

LISTED = 5


def brief(results: Results, folder: Path) -> list[str]:
    """The summary of a run whose reports were written to a folder."""
    return [
        *_asked(results),
        " ".join([headline(results.gates), *results.doubts]),
        _figures(results),
        *outcome(results, folder),
    ]


def outcome(results: Results, folder: Path) -> list[str]:
    """What went wrong, of the dev items the first ones by name, and the files to read on in."""
    page, *others = FORMS
    files = [f"report: {folder / page}", f"beside it: {', '.join([*others, RESULTS, SCORES])}"]
    return [*_wrong(results), *_failures(results), *files]


def _asked(results: Results) -> list[str]:
    more = f"; {results.skipped} more can be asked of a language model only" if results.skipped else ""
    return [f"{results.sets}: {questions(results.asked)} to the {results.answerer}{more}", *results.notes]


def _figures(results: Results) -> str:
    found = results.figures["all"]
    return "; ".join(f"{name} {found[name]}" for name in ("right", "faithful") if name in found)


def _wrong(results: Results) -> list[str]:
    wrong = results.wrong
    dev = [(row, why) for row, why in wrong if row.case.item.split == "dev"]
    lines = [
        f"{len(wrong)} of {questions(results.answers)} went wrong{f', {len(dev)} of them of dev items:' if dev else ''}"
    ]
    lines += [f"  {row.case.id} “{row.case.question}”: {'; '.join(why)}" for row, why in dev[:LISTED]]
    return lines + ([f"  … and {len(dev) - LISTED} more, in report.md"] if len(dev) > LISTED else [])


def _failures(results: Results) -> list[str]:
    """Why the provider gave no answer, each reason with how often."""
    counted = Counter(row.error for row in results.failures)
    return [f"no answer to {questions(count)}: {error}" for error, count in counted.most_common(LISTED)]
