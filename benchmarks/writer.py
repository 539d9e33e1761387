"""What the writer adds to a language model: time to the first shown statement; its checks are in `benchmarks.checks`.

    python -m benchmarks.writer [--turns N]

First statement: median of the time from the moment when the server has sent the last chunk of the model's own first
sentence to the moment when the statement leaves `Engine.events`; real HTTP on loopback, real `langchain-openai`, one
chunk each 10 ms.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from assistant.answer import Statement
from assistant.engine import Engine
from index.loading import SAMPLE, load
from tests.model_servers import ModelServer, Reply

QUESTION = "How many co-sponsors does the bill have?"
FIRST = "The bill has 84 co-sponsors [25][26]."
ANSWER = f"{FIRST}\nMr. Graham and Mr. Blumenthal have written it [25].\n"


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


if __name__ == "__main__":
    main()
