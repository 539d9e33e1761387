"""What every training run shares: options, questions, losses, steps made ready by other processes, the loop itself."""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from training.examples import Asked, piece_questions, squad_questions
from training.pieces import FOLDER, names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from training.network import Network, Reading

TAUGHT = 1.0  # weight of the teacher's distribution
LOW = -1e4
AHEAD = 4  # steps that each worker has ready
SAVE_EVERY = 600.0  # seconds
LOG_EVERY = 10  # steps
LAST = 0.95  # how much of a logged mean is what it was before
Array = Any  # NumPy's where a step is made, PyTorch's where it is learned from
Made = TypeVar("Made")


def padded(rows: Sequence[list[int]], value: int) -> Array:
    """Rows of one length, a multiple of eight."""
    longest = math.ceil(max(len(row) for row in rows) / 8) * 8
    return np.array([row + [value] * (longest - len(row)) for row in rows])


def targets(gold: list[list[int]], allowed: Array) -> Iterator[tuple[float, Array, Array]]:
    """For each group of alternatives: its share in the mean, the right columns, and those it is compared with.

    `allowed` (columns, the last "not answered"): what may be compared at all. Another group is no rival.
    """
    every = [number for group in gold for number in group]
    for group in gold or [[len(allowed) - 1]]:
        right = np.zeros(len(allowed), dtype=bool)
        right[group] = True
        kept = allowed.copy()
        kept[every] = False
        yield 1 / max(1, len(gold)), right, kept | right


def unlikeliness(scores: Tensor, right: Tensor, allowed: Tensor) -> Tensor:
    """Negative log-likelihood (rows) of the right columns among those allowed."""
    return torch.logsumexp(scores.masked_fill(~allowed, LOW), 1) - torch.logsumexp(scores.masked_fill(~right, LOW), 1)


def taught_loss(scores: Tensor, taught: Tensor) -> Tensor:
    """Divergence of the scores (rows x columns) from a teacher's, where it has any; summed over the rows."""
    known = taught > LOW
    theirs = torch.log_softmax(taught, 1)
    ours = torch.log_softmax(scores.masked_fill(~known, LOW), 1)
    return (theirs.exp() * (theirs - ours)).masked_fill(~known, 0).sum()


def hold_still(model: Network, layers: int | None) -> None:
    """Let the word vectors and so many of the lowest layers learn nothing (with None, everything learns)."""
    if layers is not None:
        for part in (model.words, model.positions, model.types, model.norm, *model.layers[:layers]):
            part.requires_grad_(requires_grad=False)


def compiled(encoder: Reading) -> None:
    """Let a GPU run each layer as few kernels."""
    if next(encoder.parameters()).is_cuda:
        for layer in encoder.layers:
            layer.compile(dynamic=True)


def moved(thing: Any, device: str) -> Any:
    """Arrays anywhere in it as tensors on the device."""
    if isinstance(thing, np.ndarray):
        return torch.from_numpy(thing).to(device)
    if isinstance(thing, list | tuple):
        return type(thing)(moved(part, device) for part in thing)
    if is_dataclass(thing):
        return replace(thing, **{part.name: moved(getattr(thing, part.name), device) for part in fields(thing)})
    return thing


class _Stream(IterableDataset[Made]):
    def __init__(self, make: Callable[[int, int, random.Random], Iterator[Made]], seed: int) -> None:
        self.make, self.seed = make, seed

    def __iter__(self) -> Iterator[Made]:
        info = get_worker_info()
        part, parts = (info.id, info.num_workers) if info else (0, 1)
        return self.make(part, parts, random.Random(f"{self.seed}/{part}"))  # noqa: S311  (no secret)


def stream(make: Callable[[int, int, random.Random], Iterator[Made]], seed: int, workers: int) -> Iterator[Made]:
    """What is made of every part, in turn; each worker is a process that makes one part, with 0 it is made here."""
    ahead = AHEAD if workers else None
    return iter(DataLoader(_Stream(make, seed), batch_size=None, num_workers=workers, prefetch_factor=ahead))


@dataclass
class Run(ABC, Generic[Made]):
    """A training run, kept in one folder; `seconds` in all, waiting for batches too."""

    folder: Path
    model: nn.Module
    adam: torch.optim.AdamW
    step: int = 0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        """Go on where the folder's checkpoint stands, if there is one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if (self.folder / "checkpoint.pt").exists():
            self.restore(torch.load(self.folder / "checkpoint.pt"))

    @abstractmethod
    def learn(self, batch: Made, progress: float) -> dict[str, float]:
        """One step, `progress` being the share of the time that has passed; returns figures by name.

        Their moving means are logged.
        """

    @abstractmethod
    def write(self) -> None:
        """The weights as a model file."""

    def state(self) -> dict[str, Any]:
        """What a checkpoint holds."""
        held = {"model": self.model.state_dict(), "adam": self.adam.state_dict()}
        return held | {"step": self.step, "seconds": self.seconds}

    def restore(self, held: dict[str, Any]) -> None:
        """Take over what a checkpoint holds."""
        self.model.load_state_dict(held["model"])
        self.adam.load_state_dict(held["adam"])
        self.step, self.seconds = held["step"], held["seconds"]

    def improve(self, loss: Tensor, rate: float) -> None:
        """Change the weights by the gradients of a loss, at this share of the full learning rates."""
        for group in self.adam.param_groups:
            group["lr"] = group["full"] * rate
        self.adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.adam.step()
        self.step += 1

    def go(self, batches: Iterator[Made], limit: float) -> None:
        """Learn for so many seconds in all, with a checkpoint now and then and at the end."""
        device = next(self.model.parameters()).device.type
        log: dict[str, float] = {}
        saved, began = self.seconds, time.monotonic()
        for batch in batches:
            if self.seconds >= limit:
                break
            for name, value in self.learn(moved(batch, device), self.seconds / limit).items():
                log[name] = LAST * log.get(name, value) + (1 - LAST) * value
            last, began = began, time.monotonic()
            self.seconds += began - last
            if self.step % LOG_EVERY == 0:
                row = {"step": self.step, "minutes": round(self.seconds / 60, 2)} | log
                with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")
            if self.seconds - saved > SAVE_EVERY:
                self.save()
                saved = self.seconds
        self.save()

    def save(self) -> None:
        """A checkpoint to go on from, and the model file."""
        torch.save(self.state(), self.folder / "checkpoint.tmp")
        (self.folder / "checkpoint.tmp").replace(self.folder / "checkpoint.pt")
        self.write()


def asked_of(options: argparse.Namespace) -> tuple[list[Asked], list[Asked]]:
    """The questions of the training pieces and the SQuAD-like ones, with what a teacher made of them if it is given."""
    pieces = piece_questions(options.pieces, names("train", options.pieces))
    squad = squad_questions(options.squad)
    if options.taught is None:
        return pieces, squad
    with np.load(options.taught) as held:
        return _instructed(pieces, held["pieces"]), _instructed(squad, held["squad"])


def _instructed(asked: list[Asked], logits: Array) -> list[Asked]:
    """These questions with a teacher's logits, one question after another."""
    counts = [len(question.text.ids) for question in asked]
    if sum(counts) != len(logits):
        raise SystemExit(f"The teacher gave {len(logits)} logits, the questions have {sum(counts)}: let it learn anew.")
    parts = np.split(logits, np.cumsum(counts)[:-1])
    return [replace(question, taught=part.tolist()) for question, part in zip(asked, parts, strict=True)]


def run_options(description: str | None) -> argparse.ArgumentParser:
    """What every training run is told."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--start", type=Path, required=True, help="weights to begin with (safetensors)")
    parser.add_argument("--pieces", type=Path, default=FOLDER)
    parser.add_argument("--squad", type=Path, required=True, help="folder of train-questions and train-passages")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--still", type=int, help="word vectors and so many of the lowest layers do not learn")
    parser.add_argument("--taught", type=Path, help="what training.teacher wrote")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--workers", type=int, default=0, help="processes that make steps ready")
    return parser
