"""Late interaction: a piece is read once, each question alone, and only then are their tokens compared.

A sentence's logit is the mean, weighed by the question's tokens, of the similarity of the nearest token of the sentence
(MaxSim, as ColBERT has it, with learned weights), and the similarity of the mean of the sentence's states to that of
the question's. So a sentence is read with what stands around it, yet a question costs milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import QUESTION_TOKENS, encoded, interaction, token_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.encoder import PieceTokens, Window

KEPT = 64  # windows, of 200 kB each; of a long piece each question may have others


@dataclass(frozen=True)
class _Part:
    """A window as it was read: its tokens' vectors, the numbers of its sentences and where each begins and its mean."""

    tokens: NDArray[np.float16]
    numbers: NDArray[np.int64]
    starts: NDArray[np.int64]
    means: NDArray[np.float32]


class LateReader:
    """Scores the sentences of one piece; a window is read when it is first asked about."""

    def __init__(self, tokens: PieceTokens) -> None:
        self.tokens = tokens
        self._part = lru_cache(maxsize=KEPT)(self._read)

    def scores(self, question: str, windows: Sequence[Window]) -> NDArray[np.float32]:
        """One logit a sentence, 0 being as likely as that nothing answers; -inf where a sentence is in no window.

        A sentence in several windows has the mean: read with other neighbours it is read a little differently.
        """
        nearest, like, bias = interaction()
        asked = encoded(tuple(token_ids(question)[:QUESTION_TOKENS]))
        summed = np.zeros(self.tokens.count, dtype=np.float32)
        times = np.zeros(self.tokens.count, dtype=np.float32)
        for window in windows:
            part = self._part(window)
            near = np.maximum.reduceat(asked.tokens @ part.tokens.astype(np.float32).T, part.starts, axis=1)
            logits = nearest * (asked.weights @ near) + like * (part.means @ asked.vector) + bias
            summed[part.numbers] += logits
            times[part.numbers] += 1
        return np.where(times > 0, summed / np.maximum(times, 1), -np.inf).astype(np.float32)

    def _read(self, window: Window) -> _Part:
        read = encoded(tuple(self.tokens.ids[window.start : window.end]))
        numbers, starts, counts = np.unique(
            self.tokens.sentence[window.start : window.end], return_index=True, return_counts=True
        )
        means = np.add.reduceat(read.states[1:-1], starts) / counts[:, None]
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        return _Part(read.tokens[1:-1].astype(np.float16), numbers, starts, means)
