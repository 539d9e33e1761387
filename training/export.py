"""Writes a trained reader as ONNX in int8 (dynamic, per channel, the heads in float) beside the project’s models.

    python -m training.export RUN/reader.safetensors --name pullquote-reader-1 --out index/model

The file takes `input_ids`, `attention_mask`, `token_type_ids` and gives `start`, `end`, `evidence`: see
`index/model/MODEL_CARD.md`. Its name and SHA-256 go into `manifest.json`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training import network

OPSET = 17
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start", "end", "evidence")
FILE = "reader-int8.onnx"


def to_onnx(weights: Path, out: Path) -> None:
    """The network in float as an ONNX file with dynamic batch and length."""
    model = network.load(weights).eval()
    ids = torch.ones(2, 8, dtype=torch.int64)
    axes = {name: {0: "batch", 1: "tokens"} for name in (*INPUTS, *OUTPUTS)}
    torch.onnx.export(
        model,
        (ids, ids, torch.zeros_like(ids)),
        str(out),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )
    onnx.checker.check_model(str(out))


def quantised(source: Path, out: Path) -> None:
    """The int8 file: every matrix product with weights but those of the heads."""
    heads = [node.name for node in onnx.load(str(source)).graph.node if "spans" in node.name or "evidence" in node.name]
    quantize_dynamic(source, out, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads)


def register(folder: Path, name: str) -> str:
    """Write the reader's name and hash into the manifest; returns the hash."""
    digest = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["reader"] = {"name": name, "file": FILE, "sha256": digest}
    lines = [f' "{model}": {json.dumps(entry)}' for model, entry in manifest.items()]
    (folder / "manifest.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return digest


def main() -> None:
    """Export, quantise, register."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="keep float32, to see what int8 costs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "reader.onnx"
        to_onnx(options.weights, plain)
        if options.float:
            (options.out / FILE).write_bytes(plain.read_bytes())
        else:
            quantised(plain, options.out / FILE)
    print(register(options.out, options.name))


if __name__ == "__main__":
    main()
