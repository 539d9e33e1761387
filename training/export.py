"""Writes a trained reader or embedder as ONNX in int8 (dynamic, per channel, the heads in float) beside the models.

    python -m training.export reader RUN/reader.safetensors --name pullquote-reader-1-int8 --out index/model
    python -m training.export embedder RUN/embedder.safetensors --name pullquote-embedder-1-int8 --out index/model

What the files take and give stands in `index/model/MODEL_CARD.md`. Name and SHA-256 go into `manifest.json`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from index.encoder import CLS, QUESTION_TOKENS, SEP, PieceTokens
from training import network
from training.examples import piece_questions
from training.late import Late, load, marked
from training.pieces import FOLDER, names, read_piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OPSET = 17
TRIED = 40  # windows of training pieces by which the inputs of the layers are evened
EVENED, LEAST = 0.8, 1e-4
READER = ("input_ids", "attention_mask", "token_type_ids"), ("start", "end", "evidence")
EMBEDDER = ("input_ids", "attention_mask"), ("v", "states", "tokens", "weights")


class Encoding(nn.Module):
    """What the embedder gives of texts; see `index.encoder.Encoded`."""

    def __init__(self, late: Late) -> None:
        super().__init__()
        self.late = late

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Vectors (batch x 384), and states, tokens' vectors and weights (batch x tokens …) of token ids."""
        states = self.late.encoder.states(ids, mask, torch.zeros_like(ids))
        inside = mask[:, :, None].to(states.dtype)
        vectors = functional.normalize((states * inside).sum(1) / inside.sum(1), dim=1)
        weights = self.late.weigh(states)[..., 0].masked_fill(mask == 0, -1e4).softmax(1)
        return vectors, states, self.late.tokens(states), weights


class Evened(nn.Linear):
    """A layer whose inputs are brought nearer to one size before, and its weights the other way.

    In int8 a tensor has one scale, so that a few large inputs leave little for the others (SmoothQuant, Xiao et al.
    2022). `largest` (width): the largest size each input was seen to have.
    """

    def __init__(self, linear: nn.Linear, largest: Tensor) -> None:
        super().__init__(linear.in_features, linear.out_features)
        weights = linear.weight.abs().amax(0)
        self.register_buffer("factor", weights.clamp(min=LEAST) ** (1 - EVENED) / largest.clamp(min=LEAST) ** EVENED)
        self.load_state_dict({"weight": linear.weight / self.factor, "bias": linear.bias, "factor": self.factor})

    def forward(self, states: Tensor) -> Tensor:
        """The layer's output."""
        return super().forward(states * self.factor)


@torch.no_grad()
def even(encoder: network.Network, rows: Iterable[tuple[list[int], int]]) -> None:
    """Even the inputs of all layers as seen on these rows: token ids, and how many of them are the question's."""
    largest: dict[nn.Module, Tensor] = {}

    def look(linear: nn.Module, given: tuple[Tensor]) -> None:
        now = given[0].abs().flatten(0, -2).amax(0)
        largest[linear] = torch.maximum(now, largest.get(linear, now))

    parts = [(layer, *named) for layer in encoder.layers for named in layer.named_children()]
    linears = [(layer, name, part) for layer, name, part in parts if isinstance(part, nn.Linear)]
    hooks = [linear.register_forward_pre_hook(look) for _, _, linear in linears]
    for row, asked in rows:
        ids = torch.tensor([row])
        types = (torch.arange(len(row)) >= asked).long()[None] if asked else torch.zeros_like(ids)
        encoder.states(ids, torch.ones_like(ids), types)
    for hook in hooks:
        hook.remove()
    for layer, name, linear in linears:
        setattr(layer, name, Evened(linear, largest[linear]))


def rows_seen(model: str) -> Iterator[tuple[list[int], int]]:
    """What a model reads of some training pieces: question and window together, or one after the other."""
    chance = random.Random(0)  # noqa: S311  (no secret)
    for name in chance.sample(names("train", FOLDER), TRIED):
        tokens = PieceTokens(read_piece(FOLDER / f"{name}.txt"))
        window = chance.choice(tokens.windows())
        context = tokens.ids[window.start : window.end]
        asked = marked(chance.choice(piece_questions(FOLDER, [name])).question, QUESTION_TOKENS)
        if model == "reader":
            yield [*asked, *context, SEP], len(asked)
        else:
            yield asked, 0
            yield [CLS, *context, SEP], 0


def to_onnx(model: str, weights: Path, out: Path) -> None:
    """The network in float as an ONNX file with dynamic batch and length; `model` is `reader` or `embedder`."""
    late = None if model == "reader" else load(weights)
    read = Encoding(late).eval() if late else network.load(weights).eval()
    even(late.encoder if late else read, rows_seen(model))
    inputs, outputs = EMBEDDER if late else READER
    ids = torch.ones(2, 8, dtype=torch.int64)
    axes = {name: {0: "batch", 1: "length"} for name in (*inputs, *outputs)} | {"v": {0: "batch"}}
    torch.onnx.export(
        read,
        (ids, ids, torch.zeros_like(ids))[: len(inputs)],
        str(out),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )
    onnx.checker.check_model(str(out))
    if late:
        graph = onnx.load(str(out))
        joined = [*late.join.weight[0].tolist(), late.join.bias.item()]
        onnx.helper.set_model_props(graph, {"interaction": " ".join(f"{number:.4f}" for number in joined)})
        onnx.save(graph, str(out))


def quantised(source: Path, out: Path) -> None:
    """The int8 file: every matrix product with weights but those of the heads."""
    nodes = [node.name for node in onnx.load(str(source)).graph.node]
    heads = [name for name in nodes if any(head in name for head in ("spans", "evidence", "weigh", "project"))]
    quantize_dynamic(source, out, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads)


def register(folder: Path, model: str, name: str) -> str:
    """Write a model's name and hash into the manifest; returns the hash."""
    digest = hashlib.sha256((folder / f"{model}-int8.onnx").read_bytes()).hexdigest()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest[model] = {"name": name, "file": f"{model}-int8.onnx", "sha256": digest}
    lines = [f' "{known}": {json.dumps(entry)}' for known, entry in manifest.items()]
    (folder / "manifest.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return digest


def main() -> None:
    """Export, quantise, register."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=["reader", "embedder"])
    parser.add_argument("weights", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="keep float32, to see what int8 costs")
    options = parser.parse_args()
    file = options.out / f"{options.model}-int8.onnx"
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        to_onnx(options.model, options.weights, plain)
        if options.float:
            file.write_bytes(plain.read_bytes())
        else:
            quantised(plain, file)
    print(register(options.out, options.model, options.name))


if __name__ == "__main__":
    main()
