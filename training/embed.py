r"""Teaches the embedder which sentences answer which questions; runs for a given time, with checkpoints, and resumes.

    python -m training.embed --start model.safetensors --squad FOLDER --out RUN --minutes 30

A step takes a few pieces and SQuAD-like passages with some of their questions. The embedder learns two things:

* late interaction: a text is read in windows, a question alone; a sentence's logit comes from the nearest token of the
  sentence to each token of the question (`Late`). The loss is that of the reader (`question_loss`), the rivals are all
  sentences of the step and a fixed 0 that stands for "not answered";
* in every few steps, vectors of passages: the negative log-likelihood of each group of alternative passages (cosine
  similarity times SCALE) among the passages of all texts of the step.
"""

from __future__ import annotations

import json
import math
import random
import time
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from index.encoder import CLS, EMBEDDED_TOKENS, QUESTION_TOKENS, SEP, tokenizer
from index.passages import passages
from training import network
from training.examples import (
    EXCHANGED,
    EXCHANGED_SQUAD,
    REMOVABLE,
    REMOVED,
    Asked,
    Text,
    exchanged,
    piece_questions,
    slipped,
    squad_questions,
)
from training.pieces import names, read_piece
from training.train import hold_still, question_loss, run_options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PIECES, QUESTIONS = 3, 40
SQUAD_TEXTS, SQUAD_QUESTIONS = 8, 3
SHORT, LONG = 130, 250
SCALE = 20.0
TOGETHER = 2_000  # tokens that are read at once, of texts of about one length
TYPOS = 0.05
PASSAGES = 0.1  # share of the steps in which passages are embedded too
RATE, WEIGHING_RATE, HEAD_RATE, DECAY, WARM_STEPS = 5e-5, 1e-3, 1e-2, 0.01, 60
SAVE_EVERY = 100
NEAREST, LIKE, BIAS = 15.0, 10.0, -14.0


@dataclass(frozen=True)
class Source:
    """A text with its passages, one a sentence, and questions about it."""

    text: Text
    passages: list[str]
    asked: list[Asked]


class Late(nn.Module):
    """The embedder with its late interaction.

    A sentence's logit: the mean, weighed by the question's tokens, of the similarity of the nearest token of the
    sentence; and the similarity of the mean of the question's states to that of the sentence's.
    """

    def __init__(self, encoder: network.Network) -> None:
        super().__init__()
        self.encoder = encoder
        self.project = nn.Linear(network.WIDTH, network.WIDTH, bias=False)
        self.weigh = nn.Linear(network.WIDTH, 1)
        self.join = nn.Linear(2, 1)
        nn.init.eye_(self.project.weight)
        nn.init.zeros_(self.weigh.weight)
        nn.init.zeros_(self.weigh.bias)
        with torch.no_grad():
            self.join.weight.copy_(torch.tensor([[NEAREST, LIKE]]))
            self.join.bias.fill_(BIAS)

    def states(self, rows: Sequence[list[int]]) -> list[Tensor]:
        """The last states (tokens x 384) of each row of token ids; rows of about one length are read together.

        In bfloat16 while it learns, else in float32.
        """
        order = sorted(range(len(rows)), key=lambda number: len(rows[number]))
        found: dict[int, Tensor] = {}
        while order:
            longest = len(rows[order[-1]])
            chosen, order = order[-max(1, TOGETHER // longest) :], order[: -max(1, TOGETHER // longest)]
            ids = torch.tensor([rows[n] + [0] * (longest - len(rows[n])) for n in chosen])
            mask = torch.tensor([[1] * len(rows[n]) + [0] * (longest - len(rows[n])) for n in chosen])
            with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
                states = self.encoder.states(ids, mask, torch.zeros_like(ids))
            found |= {number: row[: len(rows[number])].float() for number, row in zip(chosen, states, strict=True)}
        return [found[number] for number in range(len(rows))]

    def questions(self, asked: Sequence[str]) -> tuple[Tensor, Tensor, Tensor, list[int]]:
        """Tokens' vectors and weights (of all questions, one after another), mean vectors, and tokens a question."""
        states = self.states([marked(text, QUESTION_TOKENS) for text in asked])
        lengths = [len(row) for row in states]
        every = torch.cat(states)
        weights = [torch.softmax(part, 0) for part in self.weigh(every)[:, 0].split(lengths)]
        return self.tokens(every), torch.cat(weights), torch.stack([mean(row) for row in states]), lengths

    def tokens(self, states: Tensor) -> Tensor:
        """The vectors by which tokens are compared."""
        return functional.normalize(self.project(states), dim=-1)

    def logits(self, asked: Sequence[str], states: Tensor, lengths: list[int]) -> Tensor:
        """Questions x sentences; `states` are those of the sentences' tokens, one sentence after another."""
        tokens, weights, means, counts = self.questions(asked)
        near = torch.stack([part.amax(1) for part in (tokens @ self.tokens(states).T).split(lengths, 1)], 1)
        nearest = torch.stack([part.sum(0) for part in (near * weights[:, None]).split(counts)])
        like = means @ torch.stack([mean(part) for part in states.split(lengths)]).T
        return self.join(torch.stack([nearest, like], -1))[..., 0]

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """Normalised mean vectors (texts x 384)."""
        return torch.stack([mean(row) for row in self.states([marked(text, EMBEDDED_TOKENS) for text in texts])])


def marked(text: str, limit: int) -> list[int]:
    """The text's first tokens between the marks of beginning and end."""
    return [CLS, *tokenizer().encode(text, add_special_tokens=False).ids[:limit], SEP]


def mean(states: Tensor) -> Tensor:
    """The normalised mean of a text's states (tokens x 384)."""
    return functional.normalize(states.mean(0), dim=0)


def load(path: Path) -> Late:
    """The embedder of a weights file; what is missing there begins anew."""
    late = Late(network.load(path))
    held = load_file(path)
    own = {name.removeprefix("late."): value.float() for name, value in held.items() if name.startswith("late.")}
    late.load_state_dict(own, strict=False)
    return late


def save(late: Late, path: Path) -> None:
    """Write the weights in bfloat16."""
    own = {f"late.{name}": value for name, value in late.state_dict().items() if not name.startswith("encoder.")}
    every = network.to_bert(late.encoder.state_dict()) | own
    save_file({name: value.bfloat16().contiguous() for name, value in every.items()}, path)


def piece_sources(folder: Path) -> list[Source]:
    """The training pieces."""
    found = []
    for name in names("train", folder):
        piece = read_piece(folder / f"{name}.txt")
        texts = [piece.text[passage.start : passage.end] for passage in passages(piece)]
        asked = [question for question in piece_questions(folder, [name]) if question.kind != "summary"]
        found.append(Source(asked[0].text, texts, asked))
    return found


def squad_sources(folder: Path) -> list[Source]:
    """The SQuAD-like passages."""
    found = []
    for text, asked in groupby(squad_questions(folder), key=lambda question: question.text):
        pairs = [" ".join(text.sentences[max(0, n - 1) : n + 1]) for n in range(len(text.starts))]
        found.append(Source(text, pairs, list(asked)))
    return found


def steps(pieces: list[Source], squad: list[Source], chance: random.Random) -> Iterator[list[Source]]:
    """A few texts with some of their questions, every piece once before one comes again."""
    while True:
        chance.shuffle(pieces)
        for first in range(0, len(pieces) - PIECES + 1, PIECES):
            chosen = [_some(source, QUESTIONS, chance) for source in pieces[first : first + PIECES]]
            yield chosen + [_some(source, SQUAD_QUESTIONS, chance) for source in chance.sample(squad, SQUAD_TEXTS)]


def _some(source: Source, count: int, chance: random.Random) -> Source:
    chosen = chance.sample(source.asked, min(count, len(source.asked)))
    return replace(source, asked=[_varied(asked, chance) for asked in chosen])


def _varied(asked: Asked, chance: random.Random) -> Asked:
    if chance.random() < (EXCHANGED_SQUAD if asked.kind == "squad" else EXCHANGED):
        asked = exchanged(asked, chance) or asked
    return replace(asked, question=slipped(asked.question, chance)) if chance.random() < TYPOS else asked


def windows(text: Text, length: int) -> Iterator[list[int]]:
    """Runs of whole sentences of at most `length` tokens, as sentence numbers."""
    run: list[int] = []
    for number, tokens in enumerate(text.lengths):
        if run and sum(text.lengths[n] for n in run) + tokens > length:
            yield run
            run = []
        run.append(number)
    yield run


def late_loss(model: Late, sources: list[Source], chance: random.Random) -> tuple[Tensor, float]:
    """Mean over the questions, and the share of the answerable ones whose best sentence is right."""
    rows, lengths = [], []
    for source in sources:
        for run in windows(source.text, chance.randint(SHORT, LONG)):
            ids = [source.text.ids[number] for number in run]
            ids[0] = ids[0][:EMBEDDED_TOKENS]
            rows.append([CLS, *(token for sentence in ids for token in sentence), SEP])
            lengths += [len(sentence) for sentence in ids]
    states = torch.cat([row[1:-1] for row in model.states(rows)])
    asked = [question for source in sources for question in source.asked]
    logits = model.logits([question.question for question in asked], states, lengths)
    losses, hits, row, base = [], [], 0, 0
    for source in sources:
        for question in source.asked:
            gold = [[base + number for number in group] for group in question.gold]
            kept = list(range(len(lengths)))
            if len(gold) == 1 and question.kind in REMOVABLE and chance.random() < REMOVED:
                kept, gold = [number for number in kept if number not in gold[0]], []
            losses.append(question_loss(kept, logits[row, kept], gold))
            if gold:
                best = base + int(logits[row, base : base + len(source.text.ids)].argmax())
                hits.append(any(best in group for group in gold))
            row += 1
        base += len(source.text.ids)
    return torch.stack(losses).mean(), sum(hits) / max(1, len(hits))


def passage_loss(model: Late, sources: list[Source]) -> Tensor:
    """Mean over the questions' groups; another group of the same question is no rival."""
    every = [passage for source in sources for passage in source.passages]
    asked = [question.question for source in sources for question in source.asked if question.gold]
    scores = SCALE * model.vectors(asked) @ model.vectors(every).T
    losses, row, base = [], 0, 0
    for source in sources:
        for question in source.asked:
            right = {base + number for group in question.gold for number in group}
            for group in question.gold:
                own = torch.tensor([base + number for number in group])
                barred = torch.tensor(sorted(right - set(own.tolist())), dtype=torch.int64)
                rivals = scores[row].index_fill(0, barred, -math.inf)
                losses.append(torch.logsumexp(rivals, 0) - torch.logsumexp(scores[row, own], 0))
            row += bool(question.gold)
        base += len(source.passages)
    return torch.stack(losses).mean()


def optimizer(model: Late) -> torch.optim.AdamW:
    """AdamW with higher rates for what begins anew."""
    parts = [
        (model.encoder, RATE, DECAY),
        (model.project, RATE, 0.0),
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
        ]
    )


def train(options: argparse.Namespace) -> None:
    """Learn until the time is up."""
    torch.manual_seed(options.seed)
    model = load(options.start).train()
    hold_still(model.encoder, options.still)
    adam = optimizer(model)
    step, seconds, limit, log = 0, 0.0, options.minutes * 60, [math.nan] * 3
    options.out.mkdir(parents=True, exist_ok=True)
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        held = torch.load(checkpoint)
        model.load_state_dict(held["model"])
        adam.load_state_dict(held["adam"])
        step, seconds = held["step"], held["seconds"]
    chance = random.Random(options.seed + step)  # noqa: S311  (no secret)
    pieces, squad = piece_sources(options.pieces), squad_sources(options.squad)
    print(f"{len(pieces)} pieces, {len(squad)} SQuAD-like passages", flush=True)
    for sources in steps(pieces, squad, chance):
        began = time.monotonic()
        if seconds >= limit:
            break
        for group in adam.param_groups:
            group["lr"] = group["full"] * min(1.0, (step + 1) / WARM_STEPS, 1 - seconds / limit)
        loss, hits = late_loss(model, sources, chance)
        adam.zero_grad()
        loss.backward()
        now = [loss.item(), hits, log[2]]
        if chance.random() < PASSAGES:
            loss = passage_loss(model, sources)
            loss.backward()
            now[2] = loss.item()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        step += 1
        log = [new if math.isnan(old) else 0.95 * old + 0.05 * new for old, new in zip(log, now, strict=True)]
        seconds += time.monotonic() - began
        if step % 10 == 0:
            row = {"step": step, "minutes": round(seconds / 60, 2), "late": log[0], "hits": log[1], "passages": log[2]}
            with (options.out / "log.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
        if step % SAVE_EVERY == 0:
            held = {"model": model.state_dict(), "adam": adam.state_dict(), "step": step, "seconds": seconds}
            torch.save(held, checkpoint)
            save(model, options.out / "embedder.safetensors")
    save(model, options.out / "embedder.safetensors")


if __name__ == "__main__":
    train(run_options(__doc__).parse_args())
