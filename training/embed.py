r"""Teaches the embedder which sentences answer which questions; runs for a given time, with checkpoints, and resumes.

    python -m training.embed --start model.safetensors --squad FOLDER --out RUN --minutes 30

A step takes a few groups, each of a few pieces and SQuAD-like passages with some of their questions. The embedder
learns two things:

* late interaction: a text is read in windows, a question alone; a sentence's logit comes from the nearest token of the
  sentence to each token of the question (`late.Late`). The loss is that of the reader (`learning.targets`), the rivals
  are all sentences of the group and a fixed 0 that stands for "not answered"; where a teacher's logits are known, its
  distribution over the text's own sentences and 0 is learned too;
* in every few steps, vectors of passages: the negative log-likelihood of each group of alternative passages (cosine
  similarity times SCALE) among the passages of all texts of the group.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from training import learning
from training.late import Late, load, save
from training.learning import (
    LOW,
    TAUGHT,
    asked_of,
    compiled,
    hold_still,
    run_options,
    stream,
    taught_loss,
    unlikeliness,
)
from training.steps import Step, sources_of, steps

if TYPE_CHECKING:
    import argparse

SCALE = 20.0
RATE = {"cpu": 5e-5, "cuda": 1.2e-4}
WEIGHING_RATE, HEAD_RATE, DECAY, WARM_STEPS = 1e-3, 1e-2, 0.01, 60


def late_loss(model: Late, step: Step) -> tuple[Tensor, float]:
    """Mean over the groups, and the share of the answerable questions whose best sentence of the text is right."""
    texts, asked = model.states(step.texts), model.states(step.asked)
    losses, found, answerable = [], asked.new_zeros(()), asked.new_zeros(())
    for group in step.groups:
        logits = model.logits(texts, asked, group)
        scores = functional.pad(logits, (0, 1))
        each = unlikeliness(scores[group.owner], group.right, group.allowed)
        loss = (each * group.share).sum() / len(logits)
        losses.append(loss + TAUGHT * taught_loss(scores, group.taught) / len(logits))
        with torch.no_grad():
            best = logits.masked_fill(group.best == LOW, LOW).argmax(1, keepdim=True)
            found += (group.best.gather(1, best) == 1).sum()
            answerable += (group.best == 1).any(1).sum()
    return torch.stack(losses).mean(), float(found / answerable.clamp(min=1))


def passage_loss(model: Late, step: Step) -> Tensor:
    """Mean over the questions' groups; another group of the same question is no rival."""
    losses = []
    for texts, asked, of, right, allowed in step.passages:
        scores = SCALE * model.vectors(asked) @ model.vectors(texts).T
        losses.append(unlikeliness(scores[of], right, allowed).mean())
    return torch.stack(losses).mean()


def optimizer(model: Late, rate: float) -> torch.optim.AdamW:
    """AdamW with higher rates for what begins anew."""
    parts = [
        (model.encoder, rate, DECAY),
        (model.project, rate, 0.0),
        (model.weigh, WEIGHING_RATE, 0.0),
        (model.join, HEAD_RATE, 0.0),
    ]
    return torch.optim.AdamW(
        [
            {
                "params": [p for p in part.parameters() if p.requires_grad],
                "lr": rate,
                "full": rate,
                "weight_decay": decay,
            }
            for part, rate, decay in parts
        ],
        fused=True,
    )


class Run(learning.Run[Step]):
    """A training run of the embedder."""

    model: Late

    def learn(self, batch: Step, progress: float) -> dict[str, float]:
        """The loss of late interaction, the share of hits, and in some steps the loss of passages."""
        loss, hits = late_loss(self.model, batch)
        lost = {"late": loss.item(), "hits": hits}
        if batch.passages:
            second = passage_loss(self.model, batch)
            lost["passages"] = second.item()
            loss = loss + second
        self.improve(loss, min(1.0, (self.step + 1) / WARM_STEPS, 1 - progress))
        return lost

    def write(self) -> None:
        """`embedder.safetensors`."""
        save(self.model, self.folder / "embedder.safetensors")


def train(options: argparse.Namespace) -> None:
    """Learn until the time is up."""
    torch.manual_seed(options.seed)
    model = load(options.start).train().to(options.device)
    hold_still(model.encoder, options.still)
    compiled(model.encoder)
    run = Run(options.out, model, optimizer(model, RATE[options.device]))
    pieces, squad = sources_of(options.pieces, *asked_of(options))
    print(f"{len(pieces)} pieces, {len(squad)} SQuAD-like passages", flush=True)
    made = stream(partial(steps, pieces, squad, options.device), options.seed + run.step, options.workers)
    run.go(made, options.minutes * 60)


if __name__ == "__main__":
    train(run_options(__doc__).parse_args())
