"""The encoder while it learns: a six-layer BERT with heads for spans and evidence, in plain PyTorch.

Shapes: `batch x tokens` in, a float a token and head out. The weights file is the `reader-*.safetensors` layout
(`bert.*`, `qa.*`, and `evidence.*` once trained), so that every checkpoint can be a beginning.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from pathlib import Path

LAYERS, WIDTH, HEADS = 6, 384, 12
VOCABULARY, POSITIONS = 30_522, 512
DROPOUT = 0.1
BARRED = 1e4
OURS = ("bert.", "qa.", "evidence.")
PARTS = (
    ("attention.output.dense", "attended"),
    ("attention.output.LayerNorm", "first_norm"),
    ("intermediate.dense", "inner"),
    ("output.dense", "outer"),
    ("output.LayerNorm", "second_norm"),
)

torch.backends.cuda.enable_cudnn_sdp(enabled=False)  # it plans anew for every shape, which takes longer than attention


class Layer(nn.Module):
    """Self-attention and a feed-forward network, each added to its input and normalised."""

    def __init__(self, width: int = WIDTH, eps: float = 1e-12) -> None:
        super().__init__()
        self.mixed = nn.Linear(width, 3 * width)
        self.attended = nn.Linear(width, width)
        self.first_norm = nn.LayerNorm(width, eps=eps)
        self.inner = nn.Linear(width, 4 * width)
        self.outer = nn.Linear(4 * width, width)
        self.second_norm = nn.LayerNorm(width, eps=eps)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, barred: Tensor) -> Tensor:
        """States (batch x tokens x width); `barred` (batch x heads or 1 x tokens or 1 x tokens) is added to attention.

        Written out on a CPU, where PyTorch's fused attention takes longer to learn than this.
        """
        batch, tokens, width = states.shape
        parts = self.mixed(states).view(batch, tokens, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = parts.unbind(0)
        if states.is_cuda:
            seen = functional.scaled_dot_product_attention(query, key, value, barred)
        else:
            scores = torch.matmul(query * (width // HEADS) ** -0.5, key.transpose(-1, -2)) + barred
            seen = torch.matmul(torch.softmax(scores, -1), value)
        seen = seen.transpose(1, 2).reshape(batch, tokens, width)
        states = self.first_norm(states + self.dropout(self.attended(seen)))
        return self.second_norm(states + self.dropout(self.outer(functional.gelu(self.inner(states)))))


class Reading(nn.Module, ABC):
    """Token ids to four logits a token: span start, span end, evidence, and (read at position 0) evidence's bias."""

    layers: nn.ModuleList

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width
        self.spans = nn.Linear(width, 2)
        self.evidence = nn.Linear(width, 2)
        nn.init.zeros_(self.evidence.weight)
        nn.init.zeros_(self.evidence.bias)

    @abstractmethod
    def states(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """The last layer's states (batch x tokens x width)."""

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Start, end and evidence logits (batch x tokens each); evidence at position 0 is the window's bias."""
        states = self.states(ids, mask, types)
        start, end = self.spans(states).unbind(-1)
        each, whole = self.evidence(states).unbind(-1)
        return start, end, torch.cat([whole[:, :1], each[:, 1:]], dim=1)


class Network(Reading):
    """The encoder that ships."""

    def __init__(self) -> None:
        super().__init__(WIDTH)
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.dropout = nn.Dropout(DROPOUT)

    def states(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """The last layer's states (batch x tokens x width)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.dropout(self.norm(self.words(ids) + self.positions(places) + self.types(types)))
        barred = (mask - 1)[:, None, None, :].to(learning_in(states)) * BARRED
        for layer in self.layers:
            states = layer(states, barred)
        return states


def learning_in(states: Tensor) -> torch.dtype:
    """The type in which layers work: bfloat16 while they learn (under autocast), else the states' own."""
    device = states.device.type
    return torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else states.dtype


def load(path: Path) -> Network:
    """A network with these weights (of our files, or of a plain BERT); heads that the file does not have begin anew."""
    held = {name if name.startswith(OURS) else f"bert.{name}": value.float() for name, value in load_file(path).items()}
    network = Network()
    known = network.state_dict()
    known.update(from_bert(held))
    network.load_state_dict(known)
    return network


def save(network: Network, path: Path) -> None:
    """Write the weights in bfloat16."""
    save_file({name: value.bfloat16().contiguous() for name, value in to_bert(network.state_dict()).items()}, path)


def from_bert(held: dict[str, Tensor]) -> dict[str, Tensor]:
    """Our names for what a BERT file holds."""
    found = {ours: held[theirs] for ours, theirs in _names() if theirs in held}
    for index in range(LAYERS):
        for kind in ("weight", "bias"):
            parts = [held[f"{_self(index)}.{part}.{kind}"] for part in ("query", "key", "value")]
            found[f"layers.{index}.mixed.{kind}"] = torch.cat(parts)
    return found


def to_bert(ours: dict[str, Tensor]) -> dict[str, Tensor]:
    found = {theirs: ours[name] for name, theirs in _names()}
    for index in range(LAYERS):
        for kind in ("weight", "bias"):
            parts = ours[f"layers.{index}.mixed.{kind}"].chunk(3)
            found |= {
                f"{_self(index)}.{part}.{kind}": value
                for part, value in zip(("query", "key", "value"), parts, strict=True)
            }
    return found


def _self(index: int) -> str:
    return f"bert.encoder.layer.{index}.attention.self"


def _names() -> list[tuple[str, str]]:
    """Our name and the file's, for all but the attention's joined projections."""
    embedded = "bert.embeddings"
    names = [
        ("words.weight", f"{embedded}.word_embeddings.weight"),
        ("positions.weight", f"{embedded}.position_embeddings.weight"),
        ("types.weight", f"{embedded}.token_type_embeddings.weight"),
    ]
    for kind in ("weight", "bias"):
        names += [(f"norm.{kind}", f"{embedded}.LayerNorm.{kind}")]
        names += [(f"spans.{kind}", f"qa.{kind}"), (f"evidence.{kind}", f"evidence.{kind}")]
        names += [
            (f"layers.{index}.{ours}.{kind}", f"bert.encoder.layer.{index}.{theirs}.{kind}")
            for index in range(LAYERS)
            for theirs, ours in PARTS
        ]
    return names
