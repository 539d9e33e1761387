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

import json
import math
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from training.late import Late, load, save
from training.learning import (
    LOW,
    TAUGHT,
    asked_of,
    compiled,
    hold_still,
    moved,
    run_options,
    stream,
    taught_loss,
    unlikeliness,
)
from training.steps import Source, Step, sources_of, steps

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

SCALE = 20.0
RATE = {"cpu": 5e-5, "cuda": 1.2e-4}
WEIGHING_RATE, HEAD_RATE, DECAY, WARM_STEPS = 1e-3, 1e-2, 0.01, 60
SAVE_EVERY = 600.0  # seconds


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


@dataclass
class Run:
    """A training run, kept in one folder."""

    folder: Path
    model: Late
    adam: torch.optim.AdamW
    step: int = 0
    seconds: float = 0.0

    @classmethod
    def open(cls, folder: Path, model: Late, rate: float) -> Run:
        """Begin with this model, or go on where the folder's checkpoint stands."""
        folder.mkdir(parents=True, exist_ok=True)
        run = cls(folder, model, optimizer(model, rate))
        if (folder / "checkpoint.pt").exists():
            held = torch.load(folder / "checkpoint.pt")
            model.load_state_dict(held["model"])
            run.adam.load_state_dict(held["adam"])
            run.step, run.seconds = held["step"], held["seconds"]
        return run

    def learn(self, step: Step, progress: float) -> tuple[float, float, float]:
        """One step; returns the loss of late interaction, the share of hits, and the loss of passages (nan if none)."""
        for group in self.adam.param_groups:
            group["lr"] = group["full"] * min(1.0, (self.step + 1) / WARM_STEPS, 1 - progress)
        loss, hits = late_loss(self.model, step)
        self.adam.zero_grad()
        loss.backward()
        passed = math.nan
        if step.passages:
            second = passage_loss(self.model, step)
            second.backward()
            passed = second.item()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.adam.step()
        self.step += 1
        return loss.item(), hits, passed

    def go(self, pieces: list[Source], squad: list[Source], limit: float, seed: int, workers: int) -> None:
        """Learn for so many seconds in all."""
        device, log = self.model.join.weight.device.type, [math.nan] * 3
        saved, began = self.seconds, time.monotonic()
        for step in stream(partial(steps, pieces, squad, device), seed, workers):
            if self.seconds >= limit:
                break
            now = self.learn(moved(step, device), self.seconds / limit)
            log = [_smooth(old, new) for old, new in zip(log, now, strict=True)]
            last, began = began, time.monotonic()
            self.seconds += began - last
            if self.step % 10 == 0:
                row = {"step": self.step, "minutes": round(self.seconds / 60, 2)}
                row |= {"late": log[0], "hits": log[1], "passages": log[2]}
                with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")
            if self.seconds - saved > SAVE_EVERY:
                self.save()
                saved = self.seconds
        self.save()

    def save(self) -> None:
        """A checkpoint to go on from, and the weights as a model file."""
        held = {"model": self.model.state_dict(), "adam": self.adam.state_dict(), "step": self.step}
        torch.save(held | {"seconds": self.seconds}, self.folder / "checkpoint.pt")
        save(self.model, self.folder / "embedder.safetensors")


def _smooth(old: float, new: float) -> float:
    """A moving mean that nan does not move."""
    return old if math.isnan(new) else new if math.isnan(old) else 0.95 * old + 0.05 * new


def train(options: argparse.Namespace) -> None:
    """Learn until the time is up."""
    torch.manual_seed(options.seed)
    model = load(options.start).train().to(options.device)
    hold_still(model.encoder, options.still)
    compiled(model.encoder)
    run = Run.open(options.out, model, RATE[options.device])
    pieces, squad = sources_of(options.pieces, *asked_of(options))
    print(f"{len(pieces)} pieces, {len(squad)} SQuAD-like passages", flush=True)
    run.go(pieces, squad, options.minutes * 60, options.seed + run.step, options.workers)


if __name__ == "__main__":
    train(run_options(__doc__).parse_args())
