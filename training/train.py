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

from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training import learning, network
from training.examples import Asked, Drawn, draw
from training.learning import (
    LOW,
    TAUGHT,
    Array,
    asked_of,
    compiled,
    hold_still,
    padded,
    run_options,
    stream,
    targets,
    taught_loss,
    unlikeliness,
)

if TYPE_CHECKING:
    import argparse
    import random
    from collections.abc import Iterator

    from training.network import Reading

TOKENS = {"cpu": 4_600, "cuda": 48_000}
SQUAD_SHARE = 0.33
SQUAD_EASY = 0.6
SHORT, LONG = 110, 250
RATE = {"cpu": 5e-5, "cuda": 1.2e-4}
HEAD_RATE, DECAY = 2e-4, 0.01
WARM_STEPS = 100
COOL = 0.4
AVERAGE = 0.998
SPAN_WEIGHT = 0.4
TURN = 1_500
MIXED_IN = 2.0
EASY = 0.1
UNANSWERED = 0.6


@dataclass(frozen=True)
class Batch:
    """Padded windows (rows x tokens) of questions, and what is right in them.

    A segment is a sentence in a window. `places` (tokens of sentences): where each such token stands among all tokens;
    `segments` (likewise): its segment. `rows` (segments): the window each stands in. `candidates` (questions x
    columns): each question's segments, the last column "not answered". For each loss: its question `owner`, its
    `share` in the mean, which columns are `right` and which `allowed`. `taught` (questions x columns): a teacher's
    logits, all LOW where there are none. `spans` (windows x 2): first and last token of the answer, (0, 0) where there
    is none; `known`: whether that is known. `keys`: which questions these are, -1 for one that is not counted.
    """

    ids: Array
    mask: Array
    types: Array
    places: Array
    segments: Array
    rows: Array
    candidates: Array
    owner: Array
    share: Array
    right: Array
    allowed: Array
    taught: Array
    spans: Array
    known: Array
    keys: Array

    @classmethod
    def of(cls, drawn: list[Drawn], keys: list[int]) -> Batch:
        """All windows of these questions."""
        windows = [window for question in drawn for window in question.windows]
        segments: list[list[int]] = []
        rows: list[int] = []
        columns: list[list[tuple[int, int]]] = []
        for question in drawn:
            columns.append([])
            for window in question.windows:
                numbered: dict[int, int] = {}
                for number in window.sentences:
                    if number >= 0 and number not in numbered:
                        numbered[number] = len(rows)
                        columns[-1].append((number, len(rows)))
                        rows.append(len(segments))
                segments.append([numbered.get(number, -1) for number in window.sentences])
        widest = max(len(held) for held in columns)
        candidates = np.full((len(drawn), widest + 1), len(rows))
        logits = np.full((len(drawn), widest + 1), LOW, dtype=np.float32)
        losses = []
        for index, (question, held) in enumerate(zip(drawn, columns, strict=True)):
            candidates[index, : len(held)] = [segment for _, segment in held]
            allowed = np.arange(widest + 1) < len(held)
            allowed[-1] = True
            gold = [[c for c, (number, _) in enumerate(held) if number in group] for group in question.groups]
            losses += [(index, *target) for target in targets(gold, allowed)]
            if (known := question.taught) is not None:
                logits[index, : len(held)] = [known[n] if n < len(known) else LOW for n, _ in held]
                logits[index, -1] = 0
        of, share, right, kept = (np.stack(column) for column in zip(*losses, strict=True))
        every = padded(segments, -1).ravel()
        return cls(
            padded([w.ids for w in windows], 0),
            padded([[1] * len(w.ids) for w in windows], 0),
            padded([w.types for w in windows], 0),
            np.flatnonzero(every >= 0),
            every[every >= 0],
            np.array(rows),
            candidates,
            of,
            share.astype(np.float32),
            right,
            kept,
            logits,
            np.array([w.span or (0, 0) for w in windows]),
            np.array([w.null or w.span is not None for w in windows]),
            np.array(keys),
        )


def evidence_logits(start: Tensor, end: Tensor, evidence: Tensor, batch: Batch) -> Tensor:
    """The logit of each segment, and 0 after the last."""
    low = start.new_full(batch.rows.shape, LOW)
    sides = [side.flatten().index_select(0, batch.places) for side in (start, end, evidence)]
    best = sum(low.scatter_reduce(0, batch.segments, side, "amax") for side in sides[:2])
    mean = torch.zeros_like(low).scatter_reduce(0, batch.segments, sides[2], "mean", include_self=False)
    whole = evidence[:, 0] - start[:, 0] - end[:, 0]
    return functional.pad(best + mean + whole.index_select(0, batch.rows), (0, 1))


def column_scores(heads: tuple[Tensor, ...], batch: Batch) -> Tensor:
    """The logits of each question's columns; taken out in a way whose gradient a GPU adds up at once."""
    return evidence_logits(*heads, batch).index_select(0, batch.candidates.flatten()).view_as(batch.candidates)


def heads_of(model: Reading, batch: Batch) -> tuple[Tensor, ...]:
    """Start, end and evidence logits of the windows, read in bfloat16."""
    with torch.autocast(batch.ids.device.type, torch.bfloat16):
        heads = model(batch.ids, batch.mask, batch.types)
    return tuple(head.float() for head in heads)


def span_loss(start: Tensor, end: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of the span's first and last token, position 0 where the window does not answer."""
    barred = ~batch.mask.bool()
    lost = [
        functional.cross_entropy(logits.masked_fill(barred, LOW), batch.spans[:, side], reduction="none")
        for side, logits in enumerate((start, end))
    ]
    return ((lost[0] + lost[1]) * batch.known).sum() / batch.known.sum().clamp(min=1) / 2


def loss_of(model: Reading, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Evidence loss of each question, and the teacher's and the spans' of a batch."""
    start, end, evidence = heads_of(model, batch)
    scores = column_scores((start, end, evidence), batch)
    each = unlikeliness(scores[batch.owner], batch.right, batch.allowed) * batch.share
    losses = each.new_zeros(len(scores)).index_add(0, batch.owner, each)
    return losses, taught_loss(scores, batch.taught) / len(scores), span_loss(start, end, batch)


@dataclass(frozen=True)
class Questions:
    """What the reader learns from: questions of pieces and SQuAD-like ones.

    `seen`: how often each question of a piece was met; shared by all processes.
    """

    pieces: list[Asked]
    squad: list[Asked]
    seen: Tensor

    def batches(self, device: str, part: int, parts: int, chance: random.Random) -> Iterator[Batch]:
        """Batches without end, of every so many-th question, the least seen first."""
        hard = [asked for asked in self.squad if not asked.gold]
        own = range(part, len(self.pieces), parts)
        while True:
            turn = sorted(own, key=lambda number: self._turn_of(number) + chance.uniform(0, MIXED_IN))[:TURN]
            chance.shuffle(turn)
            while turn:
                length = chance.randint(SHORT, LONG)
                drawn: list[Drawn] = []
                keys: list[int] = []
                while sum(len(d.windows) for d in drawn) * (length + 20) < TOKENS[device] and turn:
                    squad = chance.random() < SQUAD_SHARE
                    keys.append(-1 if squad else turn.pop())
                    asked = self.pieces[keys[-1]]
                    if squad:
                        asked = chance.choice(self.squad if chance.random() < SQUAD_EASY else hard)
                    drawn.append(draw(asked, self.squad, length, chance))
                yield Batch.of(drawn, keys)

    def _turn_of(self, number: int) -> float:
        """How late a question comes that was seen so often; what the piece does not answer comes sooner."""
        times = float(self.seen[number])
        return times if self.pieces[number].gold else times * UNANSWERED


def rate_at(progress: float, step: int) -> float:
    """The share of the full learning rate, `progress` being the share of the time that has passed."""
    return min(1.0, (step + 1) / WARM_STEPS, max(0.0, (1 - progress) / COOL))


def optimizer(model: Reading, rate: float) -> torch.optim.AdamW:
    """AdamW, with a higher rate for the heads and no decay for biases and norms."""
    groups: dict[tuple[bool, bool], list[Any]] = {}
    for name, weights in model.named_parameters():
        if not weights.requires_grad:
            continue
        groups.setdefault((name.startswith(("evidence", "spans")), weights.ndim > 1), []).append(weights)
    settings = [
        {"params": params, "lr": HEAD_RATE if head else rate, "weight_decay": DECAY if matrix else 0.0}
        for (head, matrix), params in groups.items()
    ]
    for setting in settings:
        setting["full"] = setting["lr"]
    return torch.optim.AdamW(settings, fused=True)


@dataclass
class Run(learning.Run[Batch]):
    """A training run of a reader, with the moving average of its weights; `seen`: how often each question was met."""

    model: Reading
    averaged: Reading = field(init=False)
    seen: Tensor = field(kw_only=True)

    def __post_init__(self) -> None:
        """Go on where the folder's checkpoint stands, if there is one."""
        self.averaged = deepcopy(self.model)
        super().__post_init__()

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        return super().state() | {"averaged": self.averaged.state_dict(), "seen": self.seen}

    def restore(self, held: dict[str, Any]) -> None:
        """Take over what a checkpoint holds."""
        super().restore(held)
        self.averaged.load_state_dict(held["averaged"])
        self.seen.copy_(held["seen"])

    def learn(self, batch: Batch, progress: float) -> dict[str, float]:
        """Evidence loss, the teacher's and span loss, and how often a question was seen."""
        each, taught, span = loss_of(self.model, batch)
        evidence = each.mean()
        self.improve(evidence + TAUGHT * taught + SPAN_WEIGHT * span, rate_at(progress, self.step))
        self._average()
        met, easy = batch.keys.cpu(), (each.detach() < EASY).float().cpu()
        self.seen.index_add_(0, met[met >= 0], 1 + easy[met >= 0])
        lost = torch.stack([evidence.detach(), taught.detach(), span.detach()]).tolist()
        return dict(zip(("evidence", "taught", "span"), lost, strict=True)) | {"seen": float(self.seen.mean())}

    @torch.no_grad()
    def _average(self) -> None:
        share = min(AVERAGE, self.step / (self.step + 10))
        torch._foreach_lerp_([*self.averaged.parameters()], [*self.model.parameters()], 1 - share)

    def write(self) -> None:
        """`reader.safetensors`, of what ships."""
        if isinstance(self.averaged, network.Network):
            network.save(self.averaged, self.folder / "reader.safetensors")


def instruct(options: argparse.Namespace, model: Reading, rate: float) -> tuple[Reading, list[Asked], list[Asked]]:
    """Let a reader learn until the time is up; returns it with the averaged weights, and the questions it had."""
    asked, squad = asked_of(options)
    print(f"{len(asked)} questions, {len(squad)} SQuAD-like ones", flush=True)
    seen = torch.zeros(len(asked)).share_memory_()
    run = Run(options.out, model, optimizer(model, rate), seen=seen)
    compiled(model)
    made = partial(Questions(asked, squad, seen).batches, options.device)
    run.go(stream(made, options.seed + run.step, options.workers), options.minutes * 60)
    return run.averaged, asked, squad


def train(options: argparse.Namespace) -> None:
    """Learn until the time is up."""
    torch.manual_seed(options.seed)
    model = network.load(options.start).train().to(options.device)
    hold_still(model, options.still)
    instruct(options, model, RATE[options.device])


def main() -> None:
    """Read the options and train."""
    train(run_options(__doc__).parse_args())


if __name__ == "__main__":
    main()
