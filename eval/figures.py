"""The README's table of figures: made from a recorded run, and known to be stale when what was measured has changed.

    python -m eval.figures --piece EDITORIAL --squad FOLDER

runs `pullquote eval reader` and the speed benchmark, records what they print beside the hashes of models, weights, sets
and the code that reads and refuses, and writes the table into the README.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "eval" / "figures.json"
MEASURED = (
    "assistant/decision.py",
    "assistant/evidence.py",
    "assistant/followup.py",
    "assistant/kinds.toml",
    "assistant/question.py",
    "assistant/reader.py",
    "assistant/weights.json",
    "eval/reader.py",
    "eval/sets/editorial.yaml",
    "eval/sets/sample.yaml",
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


def main() -> None:
    """Measure, record, and write the table into the README."""
    from eval.reader import measure

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--piece", required=True)
    parser.add_argument("--squad", type=Path, required=True)
    options = parser.parse_args()
    lines = measure(options.piece, options.squad, None, misses=False)
    command = [sys.executable, "-m", "benchmarks.ask", "--piece", options.piece]
    speed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()
    lines += ["", "| speed and memory, two cores | |", "|---|---|", *speed]
    RECORD.write_text(json.dumps({"hashes": hashes(), "lines": lines}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    readme = ROOT / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split("<!-- figures -->")
    after = rest.split("<!-- /figures -->")[1]
    readme.write_text(f"{before}<!-- figures -->\n{table()}\n<!-- /figures -->{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
