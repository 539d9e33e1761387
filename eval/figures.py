"""The README's table of figures: made from a recorded run, and known to be stale when what was measured has changed.

    python -m eval.figures --piece EDITORIAL --squad FOLDER

runs `pullquote eval reader`, `pullquote eval run` and the speed benchmark, records what they print beside the hashes of
models, weights, sets and the code that reads, refuses and measures, and writes the table into the README. The run is
kept in `eval-runs/` and goes on where it stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
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
MEASURED = (
    "assistant/decision.py",
    "assistant/evidence.py",
    "assistant/followup.py",
    "assistant/kinds.toml",
    "assistant/question.py",
    "assistant/reader.py",
    "assistant/weights.json",
    "eval/baselines.py",
    "eval/metrics.py",
    "eval/pieces/column.md",
    "eval/pieces/leader.md",
    "eval/pieces/wrapped.txt",
    "eval/reader.py",
    "eval/scoring.py",
    "eval/sets/column.yaml",
    "eval/sets/editorial.yaml",
    "eval/sets/leader.yaml",
    "eval/sets/sample.yaml",
    "eval/sets/second-pass.yaml",
    "eval/sets/wrapped.yaml",
    "eval/summary.py",
    "index/encoder.py",
    "index/lexical.py",
    "index/model/manifest.json",
    "index/passages.py",
    "index/sample.md",
    "index/search.py",
    "index/sentences.py",
)


def hashes() -> dict[str, str]:
    """SHA-256 of every file that the figures depend on."""
    return {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in MEASURED}


def current() -> bool:
    """Whether the recorded run measured the files as they are now."""
    return json.loads(RECORD.read_text(encoding="utf-8"))["hashes"] == hashes()


def table() -> str:
    """The recorded figures as the README shows them."""
    return "\n".join(json.loads(RECORD.read_text(encoding="utf-8"))["lines"]).strip()


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


def main() -> None:
    """Measure, record, and write the table into the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--piece", required=True)
    parser.add_argument("--squad", type=Path, required=True)
    options = parser.parse_args()
    lines = measure(options.piece, options.squad, None, misses=False)
    command = [sys.executable, "-m", "benchmarks.ask", "--piece", options.piece]
    speed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()
    lines += ["", *faithfulness(recorded_run(options.piece)), "", *of_shipped_sets().lines()]
    lines += ["", "| speed and memory, two cores | |", "|---|---|", *speed]
    RECORD.write_text(json.dumps({"hashes": hashes(), "lines": lines}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    readme = ROOT / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split("<!-- figures -->")
    after = rest.split("<!-- /figures -->")[1]
    readme.write_text(f"{before}<!-- figures -->\n{table()}\n<!-- /figures -->{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
