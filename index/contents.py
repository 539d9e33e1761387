"""What an index of one piece holds: the vectors of its passages, how they are made, and whether they are there."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from index.encoder import Embedder
from index.errors import StoreError, first_line
from index.generations import Doubt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

    from index.passages import Passage
    from index.piece import Piece

SCHEMA = 2
BATCH = 256
PRESENT = 256
PROBES = 16
SAME = 1e-3
ALIKE = 0.99  # cosine similarity of one text's vectors, which a provider does not give twice to the last digit
MODEL_PARTS = ("model_name", "model", "model_id", "repo_id", "deployment")


class DocumentEmbedder(Protocol):
    """The part of LangChain's `Embeddings` that filling an index takes."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        ...


@dataclass(frozen=True)
class Contents:
    """What an index of one piece holds, and how to compute it."""

    piece: Piece
    passages: tuple[Passage, ...]
    embeddings: DocumentEmbedder
    embedding_name: str
    progress: Callable[[int, int], None] | None = None

    @property
    def ids(self) -> list[str]:
        """Deterministic ids, in the order of the passages."""
        return [self._id(passage) for passage in self.passages]

    def _id(self, passage: Passage) -> str:
        return f"{self.piece.id}:{passage.start}-{passage.end}"

    def fingerprint(self, *more: str) -> str:
        """Sixteen hex digits of the schema, the text, the passages and what is given."""
        spans = [(passage.start, passage.end) for passage in self.passages]
        made_of = json.dumps([SCHEMA, self.piece.sha256, spans, *more])
        return hashlib.sha256(made_of.encode()).hexdigest()[:16]

    def dimension(self) -> int:
        """How many numbers a vector of this embedding has; embeds one passage."""
        return len(self._first)

    @cached_property
    def _first(self) -> NDArray[np.float32]:
        """The vector of the first passage."""
        return self._vectors([self._text(self.passages[0])])[0]

    def described(self, dimension: int) -> dict[str, Any]:
        """The metadata of the collection."""
        return {
            "schema": SCHEMA,
            "piece": self.piece.sha256,
            "fingerprint": self.fingerprint(),
            "embedding": self.embedding_name,
            "dimension": dimension,
            "passages": len(self.passages),
        }

    def batches(self) -> Iterator[dict[str, Any]]:
        """The records as arguments of `Collection.upsert`; progress is told as each has been taken."""
        for begin in range(0, len(self.passages), BATCH):
            batch = self.passages[begin : begin + BATCH]
            texts = [self._text(passage) for passage in batch]
            yield {
                "ids": [self._id(passage) for passage in batch],
                "embeddings": self._vectors(texts),
                "documents": texts,
                "metadatas": [self._metadata(passage) for passage in batch],
            }
            if self.progress:
                self.progress(begin + len(batch), len(self.passages))

    def _text(self, passage: Passage) -> str:
        return self.piece.text[passage.start : passage.end]

    def _vectors(self, texts: list[str]) -> Any:
        try:
            given = self.embeddings.embed_documents(texts)
        except Exception as error:
            raise StoreError(f"The embedding “{self.embedding_name}” failed ({first_line(error)}).") from error
        vectors = normalised(given)
        if len(vectors) != len(texts):
            raise StoreError(
                f"The embedding “{self.embedding_name}” gave {len(vectors)} vectors for {len(texts)} texts. "
                "Use one that gives one vector a text."
            )
        return vectors

    def _metadata(self, passage: Passage) -> dict[str, Any]:
        return {
            "piece": self.piece.id,
            "passage": passage.number,
            "start": passage.start,
            "end": passage.end,
            "sentences": ",".join(map(str, passage.sentences)),
        }

    def check(self, collection: Collection) -> None:
        """Raise `Doubt` unless the passages are all there and vectors of them find themselves.

        Half of those tried are enough: the search is approximate, and misses some among a thousand that are alike.
        """
        if collection.count() != len(self.passages):
            raise Doubt(f"{collection.count()} of {len(self.passages)} passages")
        asked = _spread(self.ids, PRESENT)
        held = collection.get(ids=asked, include=["embeddings"])["embeddings"]
        if held is None or len(held) != len(asked):
            raise Doubt("vectors are missing")
        probes = np.asarray(_spread(held, PROBES), dtype=np.float32)
        probes = probes[np.linalg.norm(probes, axis=1) > 0.5]
        if not len(probes):
            return
        found = collection.query(query_embeddings=probes, n_results=1, include=["distances"])["distances"] or []
        if sum(row[0] < SAME for row in found if row) < len(probes) / 2:
            raise Doubt("vectors do not find themselves")

    def prepare(self) -> None:
        """Embed what `check_embedding` compares, where that can take long: an embedding of somebody else's."""
        if not isinstance(self.embeddings, Embedder):
            _ = self._first

    def check_embedding(self, collection: Collection) -> None:
        """Raise `Doubt` where somebody else's embedding does not give the vector that is held for the first passage.

        Its name does not tell: two objects of one class can hold two models.
        """
        if isinstance(self.embeddings, Embedder):
            return
        found: Any = collection.get(ids=self.ids[:1], include=["embeddings"])["embeddings"]
        (held,) = normalised(found)
        if len(held) != len(self._first) or (held.any() and held @ self._first < ALIKE):
            raise Doubt("the vectors are those of another embedding")

    def mend(self, collection: Collection) -> None:
        """Put in once more what its own vector does not find.

        A graph that has lost records does not always reach those that are put back: of 950 such collections 5 had one
        that was not found, of 400 none after this.
        """
        held = collection.get(ids=_spread(self.ids, PRESENT), include=["embeddings", "documents", "metadatas"])
        vectors = np.asarray(held["embeddings"], dtype=np.float32)
        found = collection.query(query_embeddings=vectors, n_results=1, include=["distances"])["distances"] or []
        near = np.array([row[0] if row else np.inf for row in found])
        lost = np.flatnonzero((near >= SAME) & (np.linalg.norm(vectors, axis=1) > 0.5))
        if len(lost):
            records: dict[str, Any] = {**held, "embeddings": vectors}
            chosen = ("ids", "embeddings", "documents", "metadatas")
            collection.upsert(**{name: [records[name][at] for at in lost] for name in chosen})


def name_of(embeddings: object) -> str:
    """What somebody else's embedding is known by: its class, and the model where it names one."""
    named = (getattr(embeddings, part, None) for part in MODEL_PARTS)
    model = next((found for found in named if isinstance(found, str) and found), None)
    return ":".join(filter(None, (type(embeddings).__name__, model)))


def _spread(items: Any, most: int) -> list[Any]:
    """At most that many of the items, evenly spread, the first and the last among them."""
    places = np.linspace(0, len(items) - 1, min(most, len(items))).astype(int)
    return [items[place] for place in places]


def normalised(vectors: Sequence[Sequence[float]]) -> Any:
    """Unit vectors as a matrix; a vector of zeros stays one."""
    try:
        matrix = np.asarray(vectors, dtype=np.float32)
    except (TypeError, ValueError):
        matrix = np.empty(0)
    if matrix.ndim != 2 or not matrix.size or not np.isfinite(matrix).all():
        raise StoreError("The embedding gave no vectors of finite numbers, all of one length. Use another embedding.")
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
