"""Takes the weights back out of a shipped model, so that training can go on from it.

    python -m training.shipped reader --out reader.safetensors
    python -m training.shipped embedder --out embedder.safetensors

What int8 lost stays lost: the weights are those that the shipped model computes with. The file is what
`training.train` and `training.embed` take as `--start`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from index.encoder import MODEL
from training import late, network
from training.export import Encoding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

QUANTISED = "_quantized"


def weights_of(graph: onnx.GraphProto, wanted: Sequence[str]) -> dict[str, torch.Tensor]:
    """The wanted weights that the graph has: vectors as they are, matrices (out x in) undone from int8 and evening."""
    held = {initial.name: numpy_helper.to_array(initial) for initial in graph.initializer}
    held |= {name.removesuffix(QUANTISED): _undone(held, name) for name in list(held) if name.endswith(QUANTISED)}
    for node in graph.node:
        if node.op_type in {"MatMul", "MatMulInteger"} and node.input[1].startswith("onnx::"):
            layer = ".".join(node.name.strip("/").split("/")[:-1])
            name = next(name for name in wanted if f".{name}".endswith(f".{layer}.weight"))
            factor = held.get(f"{name.removesuffix('.weight')}.factor", np.ones(1, dtype=np.float32))
            held[name] = (held[node.input[1].removesuffix(QUANTISED)] * factor[:, None]).T
    return {name: torch.from_numpy(held[name].copy()) for name in wanted if name in held}


def _undone(held: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """A matrix out of int8; it has a scale for all or one for each column."""
    plain = name.removesuffix(QUANTISED)
    return (held[name].astype(np.float32) - held[f"{plain}_zero_point"]) * held[f"{plain}_scale"]


def write(model: str, file: Path, out: Path) -> None:
    """The weights file of a shipped `reader` or `embedder`."""
    held = onnx.load(str(file))
    if model == "reader":
        read = network.Network()
        read.load_state_dict(weights_of(held.graph, [*read.state_dict()]))
        network.save(read, out)
        return
    embedder = Encoding(late.Late(network.Network()))
    found = weights_of(held.graph, [*embedder.state_dict()])
    nearest, like, bias = map(float, {prop.key: prop.value for prop in held.metadata_props}["interaction"].split())
    found |= {"late.join.weight": torch.tensor([[nearest, like]]), "late.join.bias": torch.tensor([bias])}
    embedder.load_state_dict(found, strict=False)  # it has no heads
    late.save(embedder.late, out)


def main() -> None:
    """Read the options and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=["reader", "embedder"])
    parser.add_argument("--file", type=Path, help="the ONNX file; the one that ships when left out")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    write(options.model, options.file or MODEL / f"{options.model}-int8.onnx", options.out)


if __name__ == "__main__":
    main()
