"""Speed and memory of `pullquote ask`, each beside a floor measured in the same run.

    python -m benchmarks.ask [--piece FILE]

Cold: wall time of the command with its index present, over a bare `python -c "import chromadb"` (alternating, median).
Warm: median time of one question beyond what the encoder itself takes, on one core. Memory: peak of the cold command.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from index.loading import SAMPLE

TURNS = 11
QUESTIONS = (
    "How many co-sponsors does the bill have?",
    "what could he do instead?",
    "why is he surprised?",
    "did the phone call lead anywhere",
    "what is the capital of Peru?",
)


def wall(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def cold(piece: Path, store: Path) -> tuple[float, float]:
    """Median seconds of the command and of the floor."""
    ask = [sys.executable, "-m", "ui.cli", "ask", QUESTIONS[0], "--piece", str(piece), "--store", str(store)]
    floor = [sys.executable, "-c", "import chromadb"]
    wall(ask)
    wall(floor)
    pairs = [(wall(ask), wall(floor)) for _ in range(TURNS)]
    return statistics.median(a for a, _ in pairs), statistics.median(f for _, f in pairs)


def peak(piece: Path, store: Path) -> float:
    """Megabytes at most held by the command."""
    command = [sys.executable, "-m", "ui.cli", "ask", QUESTIONS[0], "--piece", str(piece), "--store", str(store)]
    code = (
        f"import resource, subprocess; subprocess.run({command!r}, stdout=subprocess.DEVNULL, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return int(done.stdout) / (1e6 if sys.platform == "darwin" else 1e3)


def warm(piece: Path, store: Path) -> tuple[float, float]:
    """Median milliseconds of a question, and of the encoder's work within it."""
    from assistant.engine import Engine
    from index.encoder import Embedder, encoded

    engine = Engine.open(piece, store=store)
    scorer = engine.reader.scorer
    windows = scorer.tokens.windows()
    whole, encoder = [], []
    for _ in range(TURNS):
        for question in QUESTIONS:
            scorer.read.cache_clear()  # or it would not be read anew
            began = time.perf_counter()
            engine.answer(question)
            middle = time.perf_counter()
            encoded.cache_clear()  # or the question would not be encoded anew
            Embedder().embed_query(question)
            scorer.spans.read(question, scorer.tokens, windows)
            encoder.append(time.perf_counter() - middle)
            whole.append(middle - began)
    return statistics.median(whole) * 1000, statistics.median(encoder) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--piece", type=Path, default=SAMPLE)
    options = parser.parse_args()
    store = Path(tempfile.mkdtemp())
    command, floor = cold(options.piece, store)
    print(f"| cold `pullquote ask` / `import chromadb` | {command:.2f} s / {floor:.2f} s = {command / floor:.2f} |")
    print(f"| peak memory of `pullquote ask` | {peak(options.piece, store):.0f} MB |")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    whole, encoder = warm(options.piece, store)
    print(
        f"| warm question, one core | {whole:.0f} ms, {whole - encoder:.1f} ms beyond the encoder's {encoder:.0f} ms |"
    )


if __name__ == "__main__":
    main()
