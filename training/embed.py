r"""Teaches the embedder which sentences answer which questions; runs for a given time, with checkpoints, and resumes.

    python -m training.embed --start model.safetensors --squad FOLDER --out RUN --minutes 30

A step takes a few groups, each of a few pieces and SQuAD-like passages with some of their questions. The embedder
learns two things:

* late interaction: a text is read in windows, a question alone; a sentence's logit comes from the nearest token of the
  sentence to each token of the question (`Late`). The loss is that of the reader (`targets`), the rivals are all
  sentences of the group and a fixed 0 that stands for "not answered"; where a teacher's logits are known, its
  distribution over the text's own sentences and 0 is learned too;
* in every few steps, vectors of passages: the negative log-likelihood of each group of alternative passages (cosine
  similarity times SCALE) among the passages of all texts of the group.
"""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
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
    slipped,
)
from training.pieces import names, read_piece
from training.train import (
    asked_of,
    compiled,
    hold_still,
    moved,
    run_options,
    stream,
    targets,
    taught_loss,
    unlikeliness,
)

if TYPE_CHECKING:
    import argparse
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from training.mpnet import Mpnet

Array = Any  # NumPy's where a step is made, PyTorch's where it is learned from
PIECES, QUESTIONS = 3, 40
SQUAD_TEXTS, SQUAD_QUESTIONS = 8, 3
SHORT, LONG = 130, 250
SCALE = 20.0
TOGETHER = {"cpu": 2_000, "cuda": 16_000}  # tokens that are read at once, of texts of about one length
GROUPS = {"cpu": 1, "cuda": 6}
TYPOS = 0.05
PASSAGES = 0.1  # share of the steps in which passages are embedded too
RATE = {"cpu": 5e-5, "cuda": 1.2e-4}
WEIGHING_RATE, HEAD_RATE, DECAY, WARM_STEPS = 1e-3, 1e-2, 0.01, 60
TAUGHT = 1.0  # weight of the teacher's distribution
SAVE_EVERY = 100
NEAREST, LIKE, BIAS = 15.0, 10.0, -14.0
LOW = -1e4


@dataclass(frozen=True)
class Source:
    """A text with its passages, one a sentence, and questions about it."""

    text: Text
    passages: list[str]
    asked: list[Asked]


@dataclass(frozen=True)
class Texts:
    """Token ids of texts, read a few at a time (`ids` and `mask`: texts x tokens each).

    Their states stand one after another, padding too; `starts[i]`: where those of text i begin.
    """

    ids: list[Array]
    mask: list[Array]
    starts: list[int]

    @classmethod
    def of(cls, rows: Sequence[list[int]], together: int) -> Texts:
        """Texts of about one length are read together."""
        order = sorted(range(len(rows)), key=lambda number: -len(rows[number]))
        ids, masks, starts, at = [], [], [0] * len(rows), 0
        while order:
            longest = math.ceil(len(rows[order[0]]) / 8) * 8
            chosen, order = order[: max(1, together // longest)], order[max(1, together // longest) :]
            ids.append(np.array([rows[n] + [0] * (longest - len(rows[n])) for n in chosen]))
            masks.append(np.array([[1] * len(rows[n]) + [0] * (longest - len(rows[n])) for n in chosen]))
            for number in chosen:
                starts[number] = at
                at += longest
        return cls(ids, masks, starts)


@dataclass(frozen=True)
class Group:
    """The sentences and questions that are compared; numbers point into the states of the step's `Texts`.

    `sentences` (sentences x tokens): the tokens of each, the last one repeated; `lengths`: how many there are.
    `questions` (questions x tokens) and `asked` (lengths) likewise. For each loss (rows): its question `owner`, its
    `share` in the mean, which columns are `right` and which are `allowed`, the last column being "not answered".
    `taught` (questions x columns): a teacher's logits; all LOW where there are none. `best` (questions x sentences):
    1 where right, 0 where another sentence of the text is, LOW elsewhere.
    """

    sentences: Array
    lengths: Array
    questions: Array
    asked: Array
    owner: Array
    share: Array
    right: Array
    allowed: Array
    taught: Array
    best: Array


@dataclass(frozen=True)
class Step:
    """What one step learns from: late interaction, and in some steps passages.

    For each group of these: passages, questions, and for each loss its question, which are right and which barred.
    """

    texts: Texts
    asked: Texts
    groups: list[Group]
    passages: list[tuple[Texts, Texts, Array, Array, Array]]


class Late(nn.Module):
    """The embedder with its late interaction.

    A sentence's logit: the mean, weighed by the question's tokens, of the similarity of the nearest token of the
    sentence; and the similarity of the mean of the question's states to that of the sentence's.
    """

    def __init__(self, encoder: network.Network | Mpnet) -> None:
        super().__init__()
        self.encoder = encoder
        self.project = nn.Linear(encoder.width, encoder.width, bias=False)
        self.weigh = nn.Linear(encoder.width, 1)
        self.join = nn.Linear(2, 1)
        nn.init.eye_(self.project.weight)
        nn.init.zeros_(self.weigh.weight)
        nn.init.zeros_(self.weigh.bias)
        with torch.no_grad():
            self.join.weight.copy_(torch.tensor([[NEAREST, LIKE]]))
            self.join.bias.fill_(BIAS)

    def states(self, texts: Texts) -> Tensor:
        """The last states (all tokens x width); read in bfloat16 while it learns, else in float32."""
        device = self.join.weight.device
        found = []
        for ids, mask in zip(texts.ids, texts.mask, strict=True):
            with torch.autocast(device.type, torch.bfloat16, enabled=self.training):
                states = self.encoder.states(ids, mask, torch.zeros_like(ids))
            found.append(states.float().flatten(0, 1))
        return torch.cat(found)

    def tokens(self, states: Tensor) -> Tensor:
        """The vectors by which tokens are compared."""
        return functional.normalize(self.project(states), dim=-1)

    def logits(self, texts: Tensor, asked: Tensor, group: Group) -> Tensor:
        """Questions x sentences, by the states of the step's texts and of its questions."""
        words, said = texts[group.sentences], asked[group.questions]
        real = _real(group.asked, said)
        weights = torch.softmax(self.weigh(said)[..., 0].masked_fill(~real, LOW), 1)
        near = self.tokens(said).flatten(0, 1) @ self.tokens(words).flatten(0, 1).T
        near = near.view(*said.shape[:2], *words.shape[:2]).amax(-1)
        nearest = (near * weights[..., None]).sum(1)
        like = _mean(said, real) @ _mean(words, _real(group.lengths, words)).T
        return self.join(torch.stack([nearest, like], -1))[..., 0]

    def vectors(self, texts: Texts) -> Tensor:
        """Normalised mean vectors (texts x width)."""
        found = []
        for part, mask in zip(self.states(texts).split([mask.numel() for mask in texts.mask]), texts.mask, strict=True):
            found.append(_mean(part.view(*mask.shape, -1), mask.bool()))
        order = np.argsort(np.argsort(texts.starts))
        return torch.cat(found)[torch.from_numpy(order).to(self.join.weight.device)]


def _real(lengths: Tensor, padded: Tensor) -> Tensor:
    """Which tokens (rows x tokens) are no padding."""
    return torch.arange(padded.shape[1], device=padded.device) < lengths[:, None]


def _mean(states: Tensor, real: Tensor) -> Tensor:
    """The normalised mean of each row's states (rows x tokens x width)."""
    return functional.normalize((states * real[..., None]).sum(1), dim=1)


def marked(text: str, limit: int) -> list[int]:
    """The text's first tokens between the marks of beginning and end."""
    return [CLS, *tokenizer().encode(text, add_special_tokens=False).ids[:limit], SEP]


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
    save_file({name: value.bfloat16().cpu().contiguous() for name, value in every.items()}, path)


def sources_of(
    folder: Path, pieces: list[Asked], squad: list[Asked], *, summaries: bool = False
) -> tuple[list[Source], list[Source]]:
    """The training pieces and the SQuAD-like passages of these questions."""
    found = []
    for name, (text, asked) in zip(names("train", folder), _by_text(pieces), strict=True):
        piece = read_piece(folder / f"{name}.txt")
        texts = [piece.text[passage.start : passage.end] for passage in passages(piece)]
        found.append(Source(text, texts, [q for q in asked if summaries or q.kind != "summary"]))
    others = []
    for text, asked in _by_text(squad):
        pairs = [" ".join(text.sentences[max(0, n - 1) : n + 1]) for n in range(len(text.starts))]
        others.append(Source(text, pairs, [*asked]))
    return found, others


def _by_text(asked: list[Asked]) -> Iterator[tuple[Text, Iterator[Asked]]]:
    """Questions that follow each other and are about one text."""
    return groupby(asked, key=lambda question: question.text)


def steps(
    pieces: list[Source], squad: list[Source], device: str, part: int, parts: int, chance: random.Random
) -> Iterator[Step]:
    """Steps without end on every so many-th piece, each once before one comes again."""
    pieces = pieces[part::parts]
    together, count = TOGETHER[device], GROUPS[device]
    while True:
        chance.shuffle(pieces)
        for first in range(0, len(pieces) - PIECES * count + 1, PIECES * count):
            groups = []
            for begin in range(first, first + PIECES * count, PIECES):
                chosen = [_some(source, QUESTIONS, chance) for source in pieces[begin : begin + PIECES]]
                groups.append(chosen + [_some(s, SQUAD_QUESTIONS, chance) for s in chance.sample(squad, SQUAD_TEXTS)])
            yield step_of(groups, together, chance, passed=chance.random() < PASSAGES)


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


def step_of(groups: list[list[Source]], together: int, chance: random.Random, *, passed: bool) -> Step:
    """These texts with their questions, made ready; `passed`: their passages too."""
    rows: list[list[int]] = []
    asked: list[list[int]] = []
    placed: list[list[tuple[int, int, int]]] = []
    for group in groups:
        placed.append([])
        for source in group:
            for run in windows(source.text, chance.randint(SHORT, LONG)):
                row = [CLS]
                for number in run:
                    ids = source.text.ids[number][:EMBEDDED_TOKENS]
                    placed[-1].append((len(rows), len(row), len(ids)))
                    row += ids
                rows.append([*row, SEP])
            asked += [marked(question.question, QUESTION_TOKENS) for question in source.asked]
    texts, questions = Texts.of(rows, together), Texts.of(asked, together)
    made, first = [], 0
    for group, sentences in zip(groups, placed, strict=True):
        count = sum(len(source.asked) for source in group)
        said = [(number, 0, len(asked[number])) for number in range(first, first + count)]
        made.append(_group(group, _places(texts, sentences), _places(questions, said), chance))
        first += count
    return Step(texts, questions, made, [_lines(group, together) for group in groups] if passed else [])


def _places(texts: Texts, parts: list[tuple[int, int, int]]) -> tuple[Array, Array]:
    """Where the tokens of each part (text, first token, tokens) stand, the last one repeated; how many there are."""
    lengths = np.array([count for _, _, count in parts])
    starts = np.array([texts.starts[text] + first for text, first, _ in parts])
    return starts[:, None] + np.minimum(np.arange(lengths.max()), lengths[:, None] - 1), lengths


def _group(
    sources: list[Source], sentences: tuple[Array, Array], questions: tuple[Array, Array], chance: random.Random
) -> Group:
    total, count = len(sentences[1]), len(questions[1])
    best = np.full((count, total), LOW, dtype=np.float32)
    taught = np.full((count, total + 1), LOW, dtype=np.float32)
    losses: list[tuple[int, float, Array, Array]] = []
    row = base = 0
    for source in sources:
        own = slice(base, base + len(source.text.ids))
        for asked in source.asked:
            allowed = np.ones(total + 1, dtype=bool)
            gold = [[base + number for number in group] for group in asked.gold]
            if len(gold) == 1 and asked.kind in REMOVABLE and chance.random() < REMOVED:
                allowed[gold.pop()] = False
            best[row, own] = 0
            best[row, [number for group in gold for number in group]] = 1
            if asked.taught is not None:
                taught[row, own] = asked.taught
                taught[row, -1] = 0
                taught[row, ~allowed] = LOW
            losses += [(row, share, right, kept) for share, right, kept in targets(gold, allowed)]
            row += 1
        base += len(source.text.ids)
    of, share, right, kept = (np.stack(column) for column in zip(*losses, strict=True))
    return Group(*sentences, *questions, of, share.astype(np.float32), right, kept, taught, best)


def _lines(sources: list[Source], together: int) -> tuple[Texts, Texts, Array, Array, Array]:
    """What `Step.passages` holds of a group."""
    every = [marked(passage, EMBEDDED_TOKENS) for source in sources for passage in source.passages]
    asked = [marked(q.question, QUESTION_TOKENS) for source in sources for q in source.asked if q.gold]
    of, rights, barred, base = [], [], [], 0
    for source in sources:
        for question in (asked for asked in source.asked if asked.gold):
            allowed = np.ones(len(every) + 1, dtype=bool)
            allowed[-1] = False
            row = of[-1] + 1 if of else 0
            for _, right, kept in targets([[base + n for n in group] for group in question.gold], allowed):
                of.append(row)
                rights.append(right[:-1])
                barred.append(~kept[:-1])
        base += len(source.passages)
    return Texts.of(every, together), Texts.of(asked, together), np.array(of), np.stack(rights), np.stack(barred)


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
    for texts, asked, of, right, barred in step.passages:
        scores = SCALE * model.vectors(asked) @ model.vectors(texts).T
        losses.append(unlikeliness(scores[of], right, ~barred).mean())
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
        ]
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
        for step in stream(partial(steps, pieces, squad, device), seed, workers):
            began = time.monotonic()
            if self.seconds >= limit:
                break
            now = self.learn(moved(step, device), self.seconds / limit)
            log = [_smooth(old, new) for old, new in zip(log, now, strict=True)]
            self.seconds += time.monotonic() - began
            if self.step % 10 == 0:
                row = {"step": self.step, "minutes": round(self.seconds / 60, 2)}
                row |= {"late": log[0], "hits": log[1], "passages": log[2]}
                with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")
            if self.step % SAVE_EVERY == 0:
                self.save()
        self.save()

    def save(self) -> None:
        """A checkpoint to go on from, and the weights as a model file."""
        held = {"model": self.model.state_dict(), "adam": self.adam.state_dict(), "step": self.step}
        torch.save(held | {"seconds": self.seconds}, self.folder / "checkpoint.pt")
        if isinstance(self.model.encoder, network.Network):
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
