"""What the writer adds to a language model: time to the first shown statement, and time of all checks.

    python -m benchmarks.writer [--turns N]

First statement: median of the time from the moment when the server has sent the last chunk of the model's own first
sentence to the moment when the statement leaves `Engine.events`; real HTTP on loopback, real `langchain-openai`, one
chunk each 10 ms. Checks: median processor time of all checks of an answer of ten true statements.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from assistant.answer import Statement
from assistant.checks import checked
from assistant.engine import Engine
from assistant.language import language_of
from index.loading import SAMPLE, load
from tests.model_servers import ModelServer, Reply

QUESTION = "How many co-sponsors does the bill have?"
FIRST = "The bill has 84 co-sponsors [25][26]."
ANSWER = f"{FIRST}\nMr. Graham and Mr. Blumenthal have written it [25].\n"
STATEMENTS = (
    ("The bill has 84 co-sponsors.", (24, 25)),
    ("Lindsey Graham and Richard Blumenthal have written a bill.", (24,)),
    ("Mr. Trump told reporters, “I didn't make any progress with him today at all.”", (3,)),
    ("That same night Russia sent waves of drones and missiles against Kyiv.", (6,)),
    ("Those aims are not a strip of land or a coal town.", (12,)),
    ("Officials called this a review of stockpiles.", (16,)),
    ("In June American bombers struck Iran's nuclear sites.", (31,)),
    ("A vote could come this week if the president would say that he wants one.", (26,)),
    ("Some of his advisers would cheer.", (28,)),
    ("That respect is “easily spent”.", (32,)),
)


def first_statement(engine: Engine, server: ModelServer) -> float:
    """Milliseconds from the model's first whole sentence to the first shown statement."""
    server.say(Reply(ANSWER, size=4, delay=0.01))
    events = engine.events(QUESTION)
    event = next(events)
    shown = time.perf_counter()
    assert isinstance(event, Statement), event
    for _ in events:
        pass
    chunk = -(-len(FIRST) // 4)
    return (shown - server.sent[chunk - 1][0]) * 1000


def checks(engine: Engine) -> float:
    """Milliseconds of all checks of ten statements."""
    offered = range(len(engine.piece.sentences))
    began = time.process_time()
    for text, cited in STATEMENTS:
        language_of(text)
        part = checked(text, cited, engine.piece, offered=offered)
        assert isinstance(part, Statement), part
    return (time.process_time() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=41)
    options = parser.parse_args()
    server = ModelServer("openai")
    engine = Engine.open(load(SAMPLE), store=Path(tempfile.mkdtemp()), model=server.model())
    times = sorted(first_statement(engine, server) for _ in range(options.turns))
    print(
        f"| first shown statement after the model's first sentence | median {statistics.median(times):.1f} ms, "
        f"worst of {len(times)} {times[-1]:.1f} ms |"
    )
    server.close()
    engine.close()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    first = checks(engine)
    spent = statistics.median(checks(engine) for _ in range(options.turns))
    print(f"| all checks of an answer of {len(STATEMENTS)} statements | {spent:.1f} ms (first {first:.1f} ms) |")


if __name__ == "__main__":
    main()
