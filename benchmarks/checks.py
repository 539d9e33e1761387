"""Processor time of all checks for an answer of ten statements, on one core: `python -m benchmarks.checks`.

Each answer is ten paraphrases of the tamper benchmark about one piece; first with nothing in the caches, then again.
"""

from __future__ import annotations

import statistics
import time
from itertools import groupby

from eval.tamper import Pair, pairs
from eval.verdicts import judged

STATEMENTS = 10


def milliseconds(answer: list[Pair]) -> float:
    began = time.process_time()
    for pair in answer:
        judged(pair)
    return 1000 * (time.process_time() - began)


def main() -> None:
    rows = [pair for pair in pairs("dev") if pair.kind == "free words"]
    rows.sort(key=lambda pair: pair.name)
    answers = [list(group)[:STATEMENTS] for _, group in groupby(rows, key=lambda pair: pair.name)]
    full = [answer for answer in answers if len(answer) == STATEMENTS]
    first = milliseconds(full[0])
    cold = [milliseconds(answer) for answer in full[1:]]
    warm = [milliseconds(answer) for answer in full for _ in range(5)]
    print(f"ten statements, the process's first: {first:.1f} ms (word lists are read)")
    print(f"ten statements about a new piece: median {statistics.median(cold):.1f} ms, most {max(cold):.1f} ms")
    print(f"ten statements about a known piece: median {statistics.median(warm):.1f} ms")


if __name__ == "__main__":
    main()
