r"""Teaches the encoder to read opinion pieces; runs for a given time, with checkpoints, and resumes.

    python -m training.train --start reader.safetensors --squad FOLDER --out RUN --minutes 90

A sentence's evidence logit is the best start plus the best end inside it, minus the window's no-answer logit, plus the
mean of its evidence logits and the window's bias. The loss is the negative log-likelihood of each group of alternative
sentences against all other sentences drawn and a fixed 0 that stands for "not answered"; a span loss is added. AdamW,
warm-up, a constant rate, then a linear decay over the last part of the time; the weights kept are a moving average.
A question that was answered with a loss below EASY counts as seen twice, so what is still hard comes back sooner; one
that the piece does not answer counts as seen UNANSWERED times as often.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn import functional

from training import network
from training.examples import Asked, Drawn, Window, draw, piece_questions, squad_questions
from training.pieces import FOLDER, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.network import Network

TOKENS = 4_600
SQUAD_SHARE = 0.25
SQUAD_EASY = 0.6
SHORT, LONG = 110, 250
RATE, HEAD_RATE, DECAY = 5e-5, 2e-4, 0.01
WARM_STEPS = 100
COOL = 0.4
AVERAGE = 0.998
SPAN_WEIGHT = 0.4
SAVE_EVERY = 200
TURN = 1_500
MIXED_IN = 2.0
EASY = 0.1
UNANSWERED = 0.6

Key = tuple[str, int]


@dataclass(frozen=True)
class Batch:
    """Padded windows (rows x tokens); `owners[row]` is the question that a row belongs to, `asked` the questions."""

    ids: Tensor
    mask: Tensor
    types: Tensor
    sentences: Tensor
    owners: list[int]
    drawn: list[Drawn]
    asked: list[Asked]

    @classmethod
    def of(cls, drawn: list[Drawn], asked: list[Asked]) -> Batch:
        """All windows of these questions."""
        windows = [window for question in drawn for window in question.windows]
        owners = [index for index, question in enumerate(drawn) for _ in question.windows]
        return cls(
            _padded([w.ids for w in windows], 0),
            _padded([[1] * len(w.ids) for w in windows], 0),
            _padded([w.types for w in windows], 0),
            _padded([w.sentences for w in windows], -1),
            owners,
            drawn,
            asked,
        )


def _padded(rows: list[list[int]], value: int) -> Tensor:
    longest = max(len(row) for row in rows)
    return torch.tensor([row + [value] * (longest - len(row)) for row in rows])


def evidence_logits(start: Tensor, end: Tensor, evidence: Tensor, numbers: Tensor) -> tuple[list[int], Tensor]:
    """The sentences of one window and their logits; `numbers` (tokens) is -1 outside sentences."""
    found, place = torch.unique(numbers[numbers >= 0], return_inverse=True)
    inside = numbers >= 0
    low = start.new_full((len(found),), -1e4)
    best_start = low.scatter_reduce(0, place, start[inside], "amax")
    best_end = low.scatter_reduce(0, place, end[inside], "amax")
    mean = start.new_zeros(len(found)).scatter_reduce(0, place, evidence[inside], "mean", include_self=False)
    return found.tolist(), best_start + best_end - start[0] - end[0] + mean + evidence[0]


def question_loss(numbers: list[int], logits: Tensor, groups: list[list[int]]) -> Tensor:
    """Negative log-likelihood of each group against every sentence of no other group, and 0 for "not answered"."""
    scores = torch.cat([logits, logits.new_zeros(1)])
    right = {number for group in groups for number in group}
    if not groups:
        return torch.logsumexp(scores, 0)
    losses = []
    for group in groups:
        own = torch.tensor([number in group for number in numbers] + [False])
        rivals = torch.tensor([number in group or number not in right for number in numbers] + [True])
        losses.append(torch.logsumexp(scores[rivals], 0) - torch.logsumexp(scores[own], 0))
    return torch.stack(losses).mean()


def span_loss(start: Tensor, end: Tensor, mask: Tensor, windows: list[Window]) -> Tensor:
    """Cross-entropy of the span's first and last token, position 0 where the window does not answer."""
    rows = [row for row, window in enumerate(windows) if window.null or window.span]
    targets = torch.tensor([windows[row].span or (0, 0) for row in rows])
    barred = ~mask[rows].bool()
    lost = [
        functional.cross_entropy(logits[rows].masked_fill(barred, -1e4), targets[:, side])
        for side, logits in enumerate((start, end))
    ]
    return (lost[0] + lost[1]) / 2


def loss_of(model: Network, batch: Batch) -> tuple[Tensor, Tensor]:
    """Evidence loss of each question, and span loss of a batch."""
    with torch.autocast("cpu", torch.bfloat16):
        heads = model(batch.ids, batch.mask, batch.types)
    start, end, evidence = (head.float() for head in heads)
    losses = []
    for index, question in enumerate(batch.drawn):
        numbers, logits = [], []
        for row, owner in enumerate(batch.owners):
            if owner == index:
                held, scores = evidence_logits(start[row], end[row], evidence[row], batch.sentences[row])
                numbers += held
                logits.append(scores)
        losses.append(question_loss(numbers, torch.cat(logits), question.groups))
    windows = [window for question in batch.drawn for window in question.windows]
    return torch.stack(losses), span_loss(start, end, batch.mask, windows)


def batches(squad: list[Asked], folder: Path, seen: Counter[Key], chance: random.Random) -> Iterator[Batch]:
    """Batches without end, the least seen questions first; the folder is read again and again, so it may grow."""
    hard = [asked for asked in squad if not asked.gold]
    while True:
        for pieces in _turns(folder, seen, chance):
            length = chance.randint(SHORT, LONG)
            drawn: list[Drawn] = []
            chosen: list[Asked] = []
            while sum(len(d.windows) for d in drawn) * (length + 20) < TOKENS and pieces:
                if chance.random() < SQUAD_SHARE:
                    asked = chance.choice(squad if chance.random() < SQUAD_EASY else hard)
                else:
                    asked = pieces.pop()
                    seen[key_of(asked)] += 1
                chosen.append(asked)
                drawn.append(draw(asked, squad, length, chance))
            yield Batch.of(drawn, chosen)


def _turns(folder: Path, seen: Counter[Key], chance: random.Random) -> Iterator[list[Asked]]:
    """The same list until it is used up: TURN questions, the least seen of all, with some of the others among them."""
    asked = piece_questions(folder, names("train", folder))
    asked.sort(key=lambda question: _turn_of(question, seen[key_of(question)]) + chance.uniform(0, MIXED_IN))
    print(f"{len(asked)} questions, each seen {seen.total() / max(1, len(asked)):.2f} times", flush=True)
    turn = asked[:TURN]
    chance.shuffle(turn)
    while turn:
        yield turn


def _turn_of(asked: Asked, times: int) -> float:
    """How late a question comes that was seen so many times; what the piece does not answer comes sooner."""
    return times if asked.gold else times * UNANSWERED


def key_of(asked: Asked) -> Key:
    """What tells a question from another."""
    return asked.question, len(asked.text.text)


def rate_at(progress: float, step: int) -> float:
    """The share of the full learning rate, `progress` being the share of the time that has passed."""
    return min(1.0, (step + 1) / WARM_STEPS, max(0.0, (1 - progress) / COOL))


def optimizer(model: Network) -> torch.optim.AdamW:
    """AdamW, with a higher rate for the evidence head and no decay for biases and norms."""
    groups: dict[tuple[bool, bool], list[Any]] = {}
    for name, weights in model.named_parameters():
        if not weights.requires_grad:
            continue
        groups.setdefault((name.startswith("evidence"), weights.ndim > 1), []).append(weights)
    settings = [
        {"params": params, "lr": HEAD_RATE if head else RATE, "weight_decay": DECAY if matrix else 0.0}
        for (head, matrix), params in groups.items()
    ]
    for setting in settings:
        setting["full"] = setting["lr"]
    return torch.optim.AdamW(settings)


def hold_still(model: Network, layers: int) -> None:
    """Let the word vectors and so many of the lowest layers learn nothing (with 0, everything learns)."""
    if layers:
        for part in (model.words, model.positions, model.types, model.norm, *model.layers[:layers]):
            part.requires_grad_(requires_grad=False)


@dataclass
class Run:
    """The state of a training run, kept in one folder."""

    folder: Path
    model: Network
    averaged: Network
    adam: torch.optim.AdamW
    step: int = 0
    seconds: float = 0.0
    seen: Counter[Key] = field(default_factory=Counter)

    @classmethod
    def open(cls, folder: Path, start: Path, still: int = 0) -> Run:
        """Begin with the weights in `start`, or go on where the folder's checkpoint stands; see `hold_still`."""
        folder.mkdir(parents=True, exist_ok=True)
        model, averaged = network.load(start), network.load(start)
        hold_still(model, still)
        run = cls(folder, model, averaged, optimizer(model))
        if (folder / "checkpoint.pt").exists():
            held = torch.load(folder / "checkpoint.pt")
            model.load_state_dict(held["model"])
            averaged.load_state_dict(held["averaged"])
            run.adam.load_state_dict(held["adam"])
            run.step, run.seconds = held["step"], held["seconds"]
            run.seen = Counter(held.get("seen", {}))
        return run

    def learn(self, batch: Batch, progress: float) -> tuple[float, float]:
        """One step; returns evidence and span loss."""
        for group in self.adam.param_groups:
            group["lr"] = group["full"] * rate_at(progress, self.step)
        each, span = loss_of(self.model, batch)
        for asked, loss in zip(batch.asked, each.tolist(), strict=True):
            if loss < EASY and asked.kind != "squad":
                self.seen[key_of(asked)] += 1
        evidence = each.mean()
        self.adam.zero_grad()
        (evidence + SPAN_WEIGHT * span).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.adam.step()
        self._average()
        self.step += 1
        return evidence.item(), span.item()

    @torch.no_grad()
    def _average(self) -> None:
        share = min(AVERAGE, self.step / (self.step + 10))
        for kept, now in zip(self.averaged.parameters(), self.model.parameters(), strict=True):
            kept.lerp_(now, 1 - share)

    def save(self) -> None:
        """A checkpoint to go on from, and the averaged weights as a model file."""
        held = {"model": self.model.state_dict(), "averaged": self.averaged.state_dict()}
        held |= {"adam": self.adam.state_dict(), "step": self.step, "seconds": self.seconds}
        held["seen"] = dict(self.seen)
        torch.save(held, self.folder / "checkpoint.tmp")
        (self.folder / "checkpoint.tmp").replace(self.folder / "checkpoint.pt")
        network.save(self.averaged, self.folder / "reader.safetensors")


def train(options: argparse.Namespace) -> None:
    """Learn until the time is up."""
    torch.manual_seed(options.seed)
    run = Run.open(options.out, options.start, options.still)
    run.model.train()
    squad = squad_questions(options.squad)
    print(f"{len(squad)} SQuAD-like questions", flush=True)
    chance = random.Random(options.seed + run.step)  # noqa: S311  (no secret)
    limit, lost = options.minutes * 60, (math.nan, math.nan)
    for batch in batches(squad, options.pieces, run.seen, chance):
        began = time.monotonic()
        progress = run.seconds / limit
        if progress >= 1:
            break
        now = run.learn(batch, progress)
        lost = now if math.isnan(lost[0]) else tuple(0.98 * a + 0.02 * b for a, b in zip(lost, now, strict=True))
        run.seconds += time.monotonic() - began
        if run.step % 20 == 0:
            row = {"step": run.step, "minutes": round(run.seconds / 60, 2), "evidence": lost[0], "span": lost[1]}
            with (run.folder / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(row) + "\n")
        if run.step % SAVE_EVERY == 0:
            run.save()
    run.save()


def run_options(description: str | None) -> argparse.ArgumentParser:
    """What every training run is told."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--start", type=Path, required=True, help="weights to begin with (safetensors)")
    parser.add_argument("--pieces", type=Path, default=FOLDER)
    parser.add_argument("--squad", type=Path, required=True, help="folder of train-questions and train-passages")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--still", type=int, default=0, help="so many of the lowest layers do not learn")
    return parser


def main() -> None:
    """Read the options and train."""
    train(run_options(__doc__).parse_args())


if __name__ == "__main__":
    main()
