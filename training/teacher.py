r"""Teaches a larger encoder to read, and writes down what it makes of every question for the small ones.

    python -m training.teacher --start all-mpnet-base-v2/model.safetensors --squad FOLDER --out RUN --minutes 4 \\
        --device cuda --workers 14

It learns what the reader learns, as the reader does. `RUN/taught.npz` is what `training.embed` and `training.train`
take as `--taught`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch

from training import mpnet
from training.examples import Asked, Drawn, whole
from training.learning import LOW, Array, compiled, moved, run_options, stream
from training.train import LONG, TOKENS, Batch, column_scores, heads_of, instruct

if TYPE_CHECKING:
    import argparse
    import random
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from training.network import Reading

RATE = 6e-5


@dataclass(frozen=True)
class Whole:
    """Questions with all windows of their texts; `places` (questions x columns): which logit each column is, or -1."""

    batch: Batch
    places: Array


def every(asked: list[Asked], device: str, part: int, parts: int, chance: random.Random) -> Iterator[Whole]:  # noqa: ARG001
    """Each question of one of so many parts, once."""
    starts = np.cumsum([0, *(len(question.text.ids) for question in asked)])
    drawn: list[Drawn] = []
    tokens = 0
    first = len(asked) * part // parts
    last = len(asked) * (part + 1) // parts
    for number in range(first, last):
        drawn.append(whole(asked[number], LONG))
        tokens += sum(len(window.ids) for window in drawn[-1].windows)
        if number + 1 == last or tokens > TOKENS[device]:
            yield _placed(drawn, starts[number + 1 - len(drawn) :])
            drawn, tokens = [], 0


def _placed(drawn: list[Drawn], starts: Array) -> Whole:
    batch = Batch.of(drawn, [-1] * len(drawn))
    places = np.full(batch.candidates.shape, -1)
    for row, question in enumerate(drawn):
        seen = dict.fromkeys(n for window in question.windows for n in window.sentences if n >= 0)
        places[row, : len(seen)] = starts[row] + np.array([*seen])
    return Whole(batch, places)


@torch.no_grad()
def logits(model: Reading, asked: list[Asked], workers: int) -> NDArray[np.float16]:
    """A logit for each question and sentence of its text, one question after another; LOW where it was cut off."""
    model.eval()
    device = next(model.parameters()).device.type
    found = np.full(sum(len(question.text.ids) for question in asked), LOW, dtype=np.float16)
    for some in stream(partial(every, asked, device), 0, workers):
        batch = moved(some.batch, device)
        scores = column_scores(heads_of(model, batch), batch).cpu().numpy()
        found[some.places[some.places >= 0]] = scores[some.places >= 0]
    return found


def train(options: argparse.Namespace) -> None:
    """Learn until the time is up, then write the logits."""
    torch.manual_seed(options.seed)
    model = mpnet.load(options.start).train().to(options.device)
    for part in (model.words, model.distances):
        part.requires_grad_(requires_grad=False)
    averaged, asked, squad = instruct(options, model, RATE)
    compiled(averaged)
    held = {name: logits(averaged, part, options.workers) for name, part in (("pieces", asked), ("squad", squad))}
    np.savez(options.out / "taught.npz", **held)


if __name__ == "__main__":
    train(run_options(__doc__).parse_args())
