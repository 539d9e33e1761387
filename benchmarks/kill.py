"""Kills indexing with SIGKILL at random moments, in one growing store, and asks the next process for the right answers.

`python benchmarks/kill.py --kills 60` prints a table and exits with 1 when an answer was wrong. Every second kill
hits the making of an index that was broken before, the others that of a new and longer piece.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.contents import BATCH, Contents
from index.passages import passages
from index.piece import Piece
from index.store import Store

SMALLEST = 40
QUESTIONS = 25
LONGEST_PAUSE = 0.03
MOMENTS = ("no vector was stored", "vectors were being stored", "it was being checked and named", "it was ready")


class Hashed:
    """Vectors made of the text's hash: the same for the same text, near to no other."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """384 numbers a text."""
        drawn = [np.frombuffer(hashlib.shake_128(text.encode()).digest(384), dtype=np.uint8) for text in texts]
        return (np.stack(drawn).astype(np.float32) - 127.5).tolist()


@dataclass(frozen=True)
class Killed:
    """What one kill hit, and how the next process fared."""

    moment: str
    made_again: bool
    right: int
    seconds: float


def contents(sentences: int, *, told: bool) -> Contents:
    """A piece of that many sentences; its progress is told on standard output."""
    piece = Piece.from_text("\n\n".join(f"The sentence of number {number} stands here." for number in range(sentences)))
    progress = (lambda done, _: print(done, flush=True)) if told else None
    return Contents(piece, passages(piece), Hashed(), "hashed", progress)


def index(folder: str, sentences: int) -> None:
    """The process that is killed: prints how many passages are stored as it goes, `ready` at its end."""
    import chromadb

    print("begun", chromadb.__version__, flush=True)
    with Store.open(contents(sentences, told=True), folder):
        print("ready", flush=True)
        time.sleep(60)


def ask(folder: str, sentences: int) -> None:
    """The process after it: prints whether it made the index again, how many answers were right, and its seconds."""
    built: list[int] = []
    asked = contents(sentences, told=False)
    counted = Contents(asked.piece, asked.passages, asked.embeddings, "hashed", lambda done, _: built.append(done))
    began = time.perf_counter()
    with Store.open(counted, folder) as store:
        seconds = time.perf_counter() - began
        numbers = random.Random(sentences).sample(range(sentences), QUESTIONS)
        texts = [asked.piece.text[asked.passages[number].start : asked.passages[number].end] for number in numbers]
        vectors = asked.embeddings.embed_documents(texts)
        found = [store.nearest(vector, 5) for vector in vectors]
        right = sum(
            len(best) == 5 and best[0][0] == number and best[0][1] > 0.999
            for number, best in zip(numbers, found, strict=True)
        )
        print(int(bool(built)), right if store.notice is None else 0, seconds)


def one_kill(folder: Path, sentences: int, dice: random.Random) -> Killed:
    """One round: kill, ask."""
    batches = -(-sentences // BATCH)
    command = [sys.executable, __file__, "--index", str(folder), str(sentences)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = dice.choice(
            [dice.randint(1, batches + 1), batches + 1]
        )  # the last moments are short: half of the kills
        said = [process.stdout.readline() for _ in range(lines)]
        time.sleep(dice.uniform(0, LONGEST_PAUSE))
        process.kill()
        last = [*said, *process.stdout.read().splitlines()][-1].split()[0]
    answered = subprocess.run(
        [sys.executable, __file__, "--ask", str(folder), str(sentences)], capture_output=True, text=True, check=False
    )
    made_again, right, seconds = answered.stdout.split() or ("1", "0", "nan")
    return Killed(moment(last, sentences), made_again == "1", int(right), float(seconds))


def moment(last: str, sentences: int) -> str:
    """Which of `MOMENTS` the last word of a killed process tells of."""
    if last in {"begun", "ready"}:
        return MOMENTS[0] if last == "begun" else MOMENTS[3]
    return MOMENTS[2] if int(last) == sentences else MOMENTS[1]


def broken(folder: Path) -> None:
    """Cut the database of every index in half."""
    for database in folder.glob("*/*/chroma.sqlite3"):
        with database.open("r+b") as file:
            file.truncate(database.stat().st_size // 2)


def rounds(kills: int, longest: int, seed: int) -> list[Killed]:
    """All kills in one store: a piece that grows, every second time its broken index."""
    dice = random.Random(seed)
    results: list[Killed] = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(kills):
            sentences = SMALLEST + (longest - SMALLEST) * (turn // 2) // max(1, (kills - 1) // 2)
            if turn % 2:
                broken(Path(folder))
            results.append(one_kill(Path(folder), sentences, dice))
    return results


def table(results: list[Killed]) -> str:
    """One row for each moment."""
    rows: dict[str, list[Killed]] = defaultdict(list)
    for result in results:
        rows[result.moment].append(result)
    lines = ["| killed while | kills | index found whole | made again | right answers | slowest open |"]
    lines += ["|---|---|---|---|---|---|"]
    for name in [*MOMENTS, "all"]:
        row = results if name == "all" else rows[name]
        again, right = sum(result.made_again for result in row), sum(result.right for result in row)
        slowest = max((result.seconds for result in row), default=0.0)
        asked = len(row) * QUESTIONS
        lines.append(f"| {name} | {len(row)} | {len(row) - again} | {again} | {right} of {asked} | {slowest:.2f} s |")
    return "\n".join(lines)


def main() -> int:
    """0 when every answer was right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--sentences", type=int, default=3000, help="of the longest piece")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--index", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--ask", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    for role, given in ((index, options.index), (ask, options.ask)):
        if given:
            role(given[0], int(given[1]))
            return 0
    results = rounds(options.kills, options.sentences, options.seed)
    print(table(results))
    return int(any(result.right != QUESTIONS for result in results))


if __name__ == "__main__":
    sys.exit(main())
