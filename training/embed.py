r"""Teaches the embedder which passages answer which questions; runs for a given time, with checkpoints, and resumes.

    python -m training.embed --start model.safetensors --squad FOLDER --out RUN --minutes 30

A step takes a few pieces and SQuAD-like passages with some of their questions. The loss is the negative log-likelihood
of each group of alternative sentences among the passages of all texts of the step (cosine similarity times SCALE), so
the rivals are the other sentences of the same piece, and those of others.
"""

from __future__ import annotations

import json
import math
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from index.encoder import CLS, EMBEDDED_TOKENS, SEP, tokenizer
from index.passages import passages
from training import network
from training.examples import slipped, squad_questions
from training.pieces import names, read_items, read_piece
from training.train import run_options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from training.network import Network

PIECES, QUESTIONS = 3, 20
SQUAD_TEXTS, SQUAD_QUESTIONS = 10, 3
SCALE = 20.0
TOGETHER = 24  # texts of about one length that are read at once
TYPOS = 0.05
RATE, DECAY, WARM_STEPS = 3e-5, 0.01, 60
SAVE_EVERY = 100


@dataclass(frozen=True)
class Source:
    """A text's passages, and the questions that it answers with their gold groups (numbers of passages)."""

    passages: list[str]
    asked: list[tuple[str, list[list[int]]]]


def piece_sources(folder: Path) -> list[Source]:
    """The training pieces."""
    found = []
    for name in names("train", folder):
        piece = read_piece(folder / f"{name}.txt")
        texts = [piece.text[passage.start : passage.end] for passage in passages(piece)]
        items = [item for item in read_items(folder / f"{name}.jsonl") if item.gold and item.kind != "summary"]
        found.append(Source(texts, [(" ".join([*item.history[-1:], item.question]), item.gold) for item in items]))
    return found


def squad_sources(folder: Path) -> list[Source]:
    """The SQuAD-like passages that answer a question."""
    found: dict[str, Source] = {}
    for asked in squad_questions(folder):
        if asked.gold:
            text = asked.text
            if text.text not in found:
                pairs = [" ".join(text.sentences[max(0, n - 1) : n + 1]) for n in range(len(text.starts))]
                found[text.text] = Source(pairs, [])
            found[text.text].asked.append((asked.question, asked.gold))
    return list(found.values())


def steps(pieces: list[Source], squad: list[Source], chance: random.Random) -> Iterator[list[Source]]:
    """A few texts with some of their questions, every piece once before one comes again."""
    while True:
        chance.shuffle(pieces)
        for first in range(0, len(pieces) - PIECES + 1, PIECES):
            chosen = [_some(source, QUESTIONS, chance) for source in pieces[first : first + PIECES]]
            yield chosen + [_some(source, SQUAD_QUESTIONS, chance) for source in chance.sample(squad, SQUAD_TEXTS)]


def _some(source: Source, count: int, chance: random.Random) -> Source:
    asked = chance.sample(source.asked, min(count, len(source.asked)))
    return Source(source.passages, [(slipped(q, chance) if chance.random() < TYPOS else q, gold) for q, gold in asked])


def vectors(model: Network, texts: Sequence[str]) -> Tensor:
    """Normalised vectors (texts x 384); texts of about one length are read together."""
    encoded = [[CLS, *e.ids[:EMBEDDED_TOKENS], SEP] for e in tokenizer().encode_batch(texts, add_special_tokens=False)]
    order = sorted(range(len(texts)), key=lambda number: len(encoded[number]))
    parts = [_read(model, [encoded[n] for n in order[at : at + TOGETHER]]) for at in range(0, len(order), TOGETHER)]
    return torch.cat(parts)[torch.tensor(order).argsort()]


def _read(model: Network, rows: list[list[int]]) -> Tensor:
    longest = max(map(len, rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    with torch.autocast("cpu", torch.bfloat16):
        states = model.states(ids, mask, torch.zeros_like(ids))
    return pooled(states.float(), mask)


def pooled(states: Tensor, mask: Tensor) -> Tensor:
    """The normalised mean of each row's states where `mask` is 1."""
    weights = mask[:, :, None].to(states.dtype)
    return functional.normalize((states * weights).sum(1) / weights.sum(1), dim=1)


def loss_of(model: Network, sources: list[Source]) -> Tensor:
    """Mean over the questions' groups; another group of the same question is no rival."""
    every = [passage for source in sources for passage in source.passages]
    asked = [question for source in sources for question, _ in source.asked]
    scores = SCALE * vectors(model, asked) @ vectors(model, every).T
    losses, row, base = [], 0, 0
    for source in sources:
        for _, groups in source.asked:
            right = {base + number for group in groups for number in group}
            for group in groups:
                own = torch.tensor([base + number for number in group])
                barred = torch.tensor(sorted(right - set(own.tolist())), dtype=torch.int64)
                rivals = scores[row].index_fill(0, barred, -math.inf)
                losses.append(torch.logsumexp(rivals, 0) - torch.logsumexp(scores[row, own], 0))
            row += 1
        base += len(source.passages)
    return torch.stack(losses).mean()


def train(options: argparse.Namespace) -> None:
    """Learn until the time is up."""
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)  # noqa: S311  (no secret)
    options.out.mkdir(parents=True, exist_ok=True)
    model = network.load(options.start).train()
    adam = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    step, seconds, lost, limit = 0, 0.0, math.nan, options.minutes * 60
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        held = torch.load(checkpoint)
        model.load_state_dict(held["model"])
        adam.load_state_dict(held["adam"])
        step, seconds = held["step"], held["seconds"]
    pieces, squad = piece_sources(options.pieces), squad_sources(options.squad)
    print(f"{len(pieces)} pieces, {len(squad)} SQuAD-like passages", flush=True)
    for sources in steps(pieces, squad, chance):
        began = time.monotonic()
        if seconds >= limit:
            break
        for group in adam.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM_STEPS, 1 - seconds / limit)
        loss = loss_of(model, sources)
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        step += 1
        lost = loss.item() if math.isnan(lost) else 0.95 * lost + 0.05 * loss.item()
        seconds += time.monotonic() - began
        if step % 10 == 0:
            with (options.out / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps({"step": step, "minutes": round(seconds / 60, 2), "loss": lost}) + "\n")
        if step % SAVE_EVERY == 0:
            torch.save(
                {"model": model.state_dict(), "adam": adam.state_dict(), "step": step, "seconds": seconds}, checkpoint
            )
    network.save(model, options.out / "embedder.safetensors")


if __name__ == "__main__":
    train(run_options(__doc__).parse_args())
