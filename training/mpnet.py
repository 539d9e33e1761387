"""The encoder of the teacher: all-mpnet-base-v2 (Apache 2.0), never shipped.

It has twelve layers of twice the width, and one bias for each distance between two tokens that all layers share. Its
vocabulary is that of the small ones, four places further on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.network import BARRED, DROPOUT, HEADS, Layer, Reading, learning_in

if TYPE_CHECKING:
    from pathlib import Path

LAYERS, WIDTH, VOCABULARY, POSITIONS = 12, 768, 30_527, 514
BUCKETS, FARTHEST = 32, 128
SHIFT, FIRST_POSITION = 4, 2
MARKS = {0: 1, 101: 0, 102: 2}  # padding, beginning and end have numbers of their own
PARTS = (
    ("attention.attn.o", "attended"),
    ("attention.LayerNorm", "first_norm"),
    ("intermediate.dense", "inner"),
    ("output.dense", "outer"),
    ("output.LayerNorm", "second_norm"),
)


class Mpnet(Reading):
    """Token ids of the small encoders' tokenizer to states (batch x tokens x 768), with heads like theirs."""

    def __init__(self) -> None:
        super().__init__(WIDTH)
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.distances = nn.Embedding(BUCKETS, HEADS)
        self.layers = nn.ModuleList([Layer(WIDTH, eps=1e-5) for _ in range(LAYERS)])
        self.dropout = nn.Dropout(DROPOUT)

    def states(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:  # noqa: ARG002  (it knows no types)
        """The last layer's states."""
        own = ids + SHIFT
        for theirs, ours in MARKS.items():
            own = own.masked_fill(ids == theirs, ours)
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.dropout(self.norm(self.words(own) + self.positions(places + FIRST_POSITION)))
        biases = self.distances(bucket(places[None, :] - places[:, None])).permute(2, 0, 1)
        barred = (mask - 1)[:, None, None, :].to(biases.dtype) * BARRED
        added = (biases + barred).to(learning_in(states)).contiguous()  # else a GPU writes its attention out
        for layer in self.layers:
            states = layer(states, added)
        return states


def bucket(distance: Tensor) -> Tensor:
    """The bucket of each distance: the near ones have their own, the far ones share (as in T5)."""
    half = BUCKETS // 2
    near = half // 2
    size = distance.abs()
    far = near + (torch.log(size.clamp(min=1) / near) / math.log(FARTHEST / near) * (half - near)).long()
    return (distance > 0).long() * half + torch.where(size < near, size, far.clamp(max=half - 1))


def load(path: Path) -> Mpnet:
    """The encoder of all-mpnet-base-v2's `model.safetensors`; its heads begin anew."""
    held = load_file(path)
    found = {
        "words.weight": held["embeddings.word_embeddings.weight"],
        "positions.weight": held["embeddings.position_embeddings.weight"],
        "distances.weight": held["encoder.relative_attention_bias.weight"],
    }
    for kind in ("weight", "bias"):
        found[f"norm.{kind}"] = held[f"embeddings.LayerNorm.{kind}"]
        for index in range(LAYERS):
            layer = f"encoder.layer.{index}"
            found |= {f"layers.{index}.{ours}.{kind}": held[f"{layer}.{theirs}.{kind}"] for theirs, ours in PARTS}
            mixed = [held[f"{layer}.attention.attn.{part}.{kind}"] for part in "qkv"]
            found[f"layers.{index}.mixed.{kind}"] = torch.cat(mixed)
    encoder = Mpnet()
    known = encoder.state_dict()
    encoder.load_state_dict(known | {name: value.float() for name, value in found.items()})
    return encoder
