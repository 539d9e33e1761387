"""The mean of several runs' weights, which reads better than each where they come from one beginning.

python -m training.average A/reader.safetensors B/reader.safetensors --out C/reader.safetensors
"""

from __future__ import annotations

import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file


def average(sources: list[Path], out: Path) -> None:
    """Write the mean of weights files that have the same names and shapes, in bfloat16."""
    held = [load_file(source) for source in sources]
    mean = {name: sum(one[name].float() for one in held) / len(held) for name in held[0]}
    save_file({name: value.bfloat16().contiguous() for name, value in mean.items()}, out)


def main() -> None:
    """Read the options and average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    average(options.sources, options.out)


if __name__ == "__main__":
    main()
