"""The README's table of figures: made from a recorded run, and known to be stale when what was measured has changed.

    python -m eval.figures --piece EDITORIAL --squad FOLDER [--only PART]

runs `pullquote eval reader` and `pullquote eval run` (the part called “reader”), `python -m benchmarks.ask` (“speed”)
and `pullquote eval tamper` (“checks”), records what they print beside the hashes of the files that each
depends on, and writes the tables into the README. The run is kept in `eval-runs/` and goes on where it stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.agreement import of_shipped_sets
from eval.engines import engine_for
from eval.markdown import beside_baselines
from eval.reader import measure
from eval.report import write
from eval.results import load_results
from eval.run import plan, run
from eval.scoring import METRICS
from eval.summary import ABOUT, PARAPHRASES
from eval.texts import given
from eval.verdicts import measure as tampering

if TYPE_CHECKING:
    from collections.abc import Callable

    from eval.results import Results

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "eval" / "figures.json"
RUNS = ROOT / "eval-runs"
BY_SET = {
    "right": "right",
    "hit1": "first quote is evidence",
    "balanced": "refusal balanced accuracy",
    "refused_hard": "near-misses and false premises refused",
    "faithful": "faithful",
}
READING = (
    "assistant/*.toml",
    "assistant/[a-z]*.py",
    "assistant/weights.json",
    "assistant/words/*.t*",
    "eval/*.py",
    "eval/pieces/*",
    "eval/sets/*.yaml",
    "index/*.py",
    "index/model/manifest.json",
    "index/sample.md",
    "prompts/*.toml",
)
CHECKING = (
    "assistant/words/*.t*",
    "assistant/[a-z]*.py",
    "eval/falsify.py",
    "eval/labelled.py",
    "eval/matchers.py",
    "eval/paraphrases/*.yaml",
    "eval/statements.txt",
    "eval/statistics.py",
    "eval/tamper.py",
    "eval/verdicts.py",
    "index/quotations.py",
    "index/sample.md",
    "training/pieces/*.txt",
)
SPEED = ("assistant/[a-z]*.py", "index/*.py", "index/model/manifest.json", "ui/cli.py")
PARTS = {"reader": READING, "speed": SPEED, "checks": CHECKING}


def digest(part: str) -> str:
    """SHA-256 of every file that a part's figures depend on, and of their names."""
    found = sorted({path for pattern in PARTS[part] for path in ROOT.glob(pattern)})
    held = hashlib.sha256()
    for path in found:
        held.update(f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return held.hexdigest()


def recorded() -> dict[str, dict[str, Any]]:
    """For each part the digest of what was measured, and the lines."""
    return json.loads(RECORD.read_text(encoding="utf-8"))


def current() -> list[str]:
    """The parts whose recorded run measured the files as they are now."""
    return [part for part, held in recorded().items() if held["digest"] == digest(part)]


def table() -> str:
    """The recorded figures as the README shows them."""
    return "\n\n".join("\n".join(recorded()[part]["lines"]).strip() for part in PARTS)


def faithfulness(results: Results) -> list[str]:
    """A run's figures on test items, as the README shows them: beside the baselines, by set, and the five questions."""
    found = results.figures["test"]
    lines = [
        *beside_baselines(results, "test"),
        "",
        f"| test items | {' | '.join(BY_SET.values())} |",
        "|---" * 6 + "|",
    ]
    for name in [held["name"] for held in results.header["sets"]]:
        held = results.figures[f"{name} test"]
        lines.append(f"| {name} | {' | '.join(str(held.get(key, '–')) for key in BY_SET)} |")
    lines += ["", "| what newsrooms ask, test items | share |", "|---|---|"]
    for name, metric in METRICS.items():
        if metric.asks and name in found:
            lines.append(f"| {metric.asks}: {metric.about} | {found[name]} |")
    for name in ("obeyed", "outside_answered", "consistent"):
        lines.append(f"| {ABOUT[name]} | {found[name]} |")
    ours, words = results.figures[PARAPHRASES]["hit1"], results.baselines["BM25’s best sentence"][PARAPHRASES]["hit1"]
    lines += [
        f"| first quote is evidence, paraphrases (dev and test) | {ours} |",
        f"| … of BM25’s best sentence | {words} |",
    ]
    return lines


def recorded_run(piece: str) -> Results:
    """`pullquote eval run` with the editorial, kept where it can go on."""
    brought = given([piece])
    planned = plan([], brought)
    known = json.dumps(planned.header, sort_keys=True).encode()
    folder = RUNS / f"recorded-{hashlib.sha256(known).hexdigest()[:12]}"
    run(planned, folder, engine_for(None))
    results = load_results(folder, brought)
    write(results, folder)
    return results


def reading(piece: str, squad: Path) -> list[str]:
    """The figures of the embedded reader."""
    lines = measure(piece, squad, misses=False)
    return [*lines, "", *faithfulness(recorded_run(piece)), "", *of_shipped_sets().lines()]


def timing(piece: str) -> list[str]:
    """What `python -m benchmarks.ask` measures; nothing else should run meanwhile."""
    command = [sys.executable, "-m", "benchmarks.ask", "--piece", piece]
    lines = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()
    return ["| speed and memory, two cores | |", "|---|---|", *lines]


def checking(piece: str) -> list[str]:
    """The figures of the checks on the test half of the tamper benchmark, without its classes."""
    lines = "\n".join(tampering("test", extra=piece)).splitlines()
    shown = ("| false rows", "| true rows", "|---", "| **all")
    kept = [line for line in lines if line.startswith(shown) or "free words" in line]
    middle = next(place for place, line in enumerate(kept) if line.startswith("| true rows"))
    return [f"tamper benchmark, {lines[1]}", "", *kept[:middle], "", *kept[middle:]]


def main() -> None:
    """Measure, record, and write the tables into the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--piece", required=True)
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--only", choices=PARTS)
    options = parser.parse_args()
    held = recorded()
    measures: dict[str, Callable[[], list[str]]] = {
        "reader": lambda: reading(options.piece, options.squad),
        "speed": lambda: timing(options.piece),
        "checks": lambda: checking(options.piece),
    }
    for part in [options.only] if options.only else PARTS:
        held[part] = {"digest": digest(part), "lines": measures[part]()}
    RECORD.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", "utf-8")
    readme = ROOT / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split("<!-- figures -->")
    after = rest.split("<!-- /figures -->")[1]
    readme.write_text(f"{before}<!-- figures -->\n{table()}\n<!-- /figures -->{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
