"""Search inside one piece: the dense score (Chroma) and the lexical score (BM25) of every passage, and their sum.

Inside a single piece sums of z-scores rank better than reciprocal-rank fusion, which throws away by how much
one passage beats another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.contents import normalised
from index.errors import StoreError, first_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.lexical import Lexical
    from index.store import Store

DENSE_RESULTS = 256
LEXICAL_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Scores:
    """One number a passage: cosine similarity, and BM25 over the passage's last sentence."""

    dense: NDArray[np.float32]
    lexical: NDArray[np.float32]

    def fused(self) -> NDArray[np.floating[Any]]:
        """The sum that passages are retrieved by."""
        return standardised(self.dense) + LEXICAL_WEIGHT * standardised(self.lexical)


def standardised(values: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """z-scores; all 0 where the values do not differ."""
    deviation = values.std()
    return (values - values.mean()) / deviation if deviation > 1e-6 else np.zeros_like(values)


@dataclass(frozen=True)
class Search:
    """Finds passages of one piece: `embed` turns a question into the vector that `store` is searched with."""

    store: Store
    lexical: Lexical
    embed: Callable[[str], Sequence[float]]

    def scores(self, question: str) -> Scores:
        """The scores of every passage. Passages that the store did not return get the lowest similarity it gave."""
        count = len(self.lexical.documents)
        near = self.store.nearest(self._vector(question), min(count, DENSE_RESULTS))
        dense = np.full(count, min((similarity for _, similarity in near), default=0.0), dtype=np.float32)
        for number, similarity in near:
            dense[number] = similarity
        return Scores(dense, self.lexical.scores(question))

    def _vector(self, question: str) -> Sequence[float]:
        """The question's vector. Raises `StoreError` where the embedding fails, or gives none."""
        try:
            given = self.embed(question)
        except Exception as error:
            raise StoreError(f"The embedding failed on the question ({first_line(error)}).") from error
        return normalised([given])[0]

    def best(self, question: str, k: int) -> list[tuple[int, float]]:
        """The `k` best passages as (number, fused score), best first."""
        fused = self.scores(question).fused()
        order = np.argsort(-fused, kind="stable")[:k]
        return [(int(number), float(fused[number])) for number in order]
