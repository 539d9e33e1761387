r"""Teaches a larger encoder late interaction, and writes down what it makes of every question for the small ones.

    python -m training.teacher --start all-mpnet-base-v2/model.safetensors --squad FOLDER --out RUN --minutes 2 \\
        --device cuda --workers 14

`RUN/taught.npz` is what `training.embed` and `training.train` take as `--taught`.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import torch

from training import mpnet
from training.embed import Run
from training.late import Late
from training.learning import asked_of, compiled, moved, run_options
from training.steps import Source, sources_of, step_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from numpy.typing import NDArray

RATE = 6e-5
AT_ONCE, TOGETHER = 6, 24_000


@torch.no_grad()
def logits(model: Late, sources: list[Source]) -> Iterator[NDArray[np.float16]]:
    """For each text, a logit for each of its questions and sentences, one question after another."""
    device = model.join.weight.device.type
    chance = random.Random(0)  # noqa: S311  (no secret)
    for first in range(0, len(sources), AT_ONCE):
        groups = [[source] for source in sources[first : first + AT_ONCE]]
        step = moved(step_of(groups, TOGETHER, chance, passed=False), device)
        texts, asked = model.states(step.texts), model.states(step.asked)
        for group in step.groups:
            yield model.logits(texts, asked, group).cpu().numpy().astype(np.float16).ravel()


def train(options: argparse.Namespace) -> None:
    """Learn until the time is up, then write the logits."""
    torch.manual_seed(options.seed)
    model = Late(mpnet.load(options.start)).train().to(options.device)
    model.encoder.words.requires_grad_(requires_grad=False)
    compiled(model.encoder)
    pieces, squad = asked_of(options)
    learned, passages = sources_of(options.pieces, pieces, squad)
    run = Run.open(options.out, model, RATE)
    run.go(learned, passages, options.minutes * 60, options.seed + run.step, options.workers)
    model.eval()
    every = sources_of(options.pieces, pieces, squad, summaries=True)
    held = {name: np.concatenate([*logits(model, part)]) for name, part in zip(("pieces", "squad"), every, strict=True)}
    np.savez(options.out / "taught.npz", **held)


if __name__ == "__main__":
    train(run_options(__doc__).parse_args())
