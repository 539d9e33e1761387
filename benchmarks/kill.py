"""Kills a process (SIGKILL) at random moments of indexing, again and again, and asks after each kill.

    python -m benchmarks.kill --kills 50

Every question must be answered rightly, from an index on disk, whatever the kill left behind.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from index.passages import passages
from index.piece import Piece
from index.store import Contents, Store

SENTENCES = 1_500


def text(sentences: int = SENTENCES) -> str:
    chooser = random.Random(0)
    words = "sea sun rain wind bridge river council vote paper road night price letter school field harbor".split()
    return " ".join(f"The {' and the '.join(chooser.sample(words, 3))} met {n} times." for n in range(sentences))


class Drawn:
    """Quick vectors drawn from the text, so that writing and not embedding fills the time."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """384 numbers a text."""
        return [[random.Random(word).gauss(0, 1) for word in (text + str(n) for n in range(384))] for text in texts]


def contents() -> Contents:
    piece = Piece.from_text(text())
    return Contents(piece, passages(piece), Drawn(), "drawn")


def victim(folder: str) -> None:
    Store.open(contents(), folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--victim", metavar="FOLDER", help="index into this folder and end (what is killed)")
    options = parser.parse_args()
    if options.victim:
        victim(options.victim)
        return
    folder = Path(tempfile.mkdtemp())
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "benchmarks.kill", "--victim", str(folder / "whole")], check=True)
    whole = time.perf_counter() - began
    print(f"indexing {SENTENCES} passages takes {whole:.1f} s, start of the process included")
    chooser, right, killed = random.Random(time.time_ns()), 0, 0
    held = contents()
    probes = [0, len(held.passages) // 2, len(held.passages) - 1]
    vectors = Drawn().embed_documents([held.piece.text[held.passages[n].start : held.passages[n].end] for n in probes])
    for turn in range(options.kills):
        target = folder / f"turn-{turn // 5}"
        process = subprocess.Popen([sys.executable, "-m", "benchmarks.kill", "--victim", str(target)])
        time.sleep(chooser.uniform(0.3, whole))
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        if turn % 5 == 4:
            store = Store.open(held, target)
            found = [store.nearest(vector, 1)[0][0] for vector in vectors]
            right += found == probes and store.notice is None
            shutil.rmtree(target)
    print(
        f"{killed} of {options.kills} kills hit a living process; {right} of {options.kills // 5} openings after five "
        "kills each were right"
    )


if __name__ == "__main__":
    main()
