"""The original all-MiniLM-L6-v2 in float32, as a peer for the shipped embedder: mean-pooled, normalised vectors."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import torch

from index.encoder import EMBEDDED_TOKENS
from training.late import Texts, load, marked
from training.learning import moved

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@torch.no_grad()
def embed(weights: Path, texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors (texts x 384). Raises `ValueError` when the file is not the one that is known."""
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != SHA256:
        raise ValueError(f"“{weights}” has SHA-256 {found[:12]}…; {SHA256[:12]}… is expected.")
    model = load(weights).eval()
    rows = [[marked(text, EMBEDDED_TOKENS)] for text in texts]
    return np.concatenate([model.vectors(moved(Texts.of(row, 1), "cpu")).numpy() for row in rows])
