"""The embedder with its late interaction while it learns, in plain PyTorch; `index/late.py` is what ships of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from index.encoder import CLS, SEP, tokenizer
from training import network
from training.learning import LOW, Array, padded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NEAREST, LIKE, BIAS = 15.0, 10.0, -14.0


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
            ids.append(padded([rows[n] for n in chosen], 0))
            masks.append(padded([[1] * len(rows[n]) for n in chosen], 0))
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


class Late(nn.Module):
    """The embedder with its late interaction.

    A sentence's logit: the mean, weighed by the question's tokens, of the similarity of the nearest token of the
    sentence; and the similarity of the mean of the question's states to that of the sentence's.
    """

    def __init__(self, encoder: network.Network) -> None:
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
