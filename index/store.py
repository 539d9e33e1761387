"""The vectors of one piece's passages in Chroma: a cache that may be lost, broken or locked at any time.

In a folder, every index is built in a new generation beside the old one and swapped in by replacing one small file,
one writer at a time. On opening it is checked (count, and a vector that must find itself, within a time limit); on any
doubt it is built again from the piece. On a Chroma server the collection is filled up where it is incomplete.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import numpy as np

from index.cache import CURRENT, prune
from index.errors import EmbeddingMismatchError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

    from index.passages import Passage
    from index.piece import Piece

SCHEMA = 1
BATCH = 256
CHECK_SECONDS = 10.0
LOCK_SECONDS = 300.0
KEPT_INDEXES = 64


class DocumentEmbedder(Protocol):
    """The part of LangChain's `Embeddings` that filling an index takes."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        ...


class Doubt(Exception):  # noqa: N818  (not an error: the cache is merely rebuilt)
    """The index on disk is not what it should be."""


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
        return [f"{self.piece.id}:{passage.start}-{passage.end}" for passage in self.passages]

    def fingerprint(self, *more: str) -> str:
        """Sixteen hex digits of the schema, the text, the passages and what is given."""
        spans = [(passage.start, passage.end) for passage in self.passages]
        made_of = json.dumps([SCHEMA, self.piece.sha256, spans, *more])
        return hashlib.sha256(made_of.encode()).hexdigest()[:16]

    def fill(self, collection: Collection) -> None:
        """Upsert every passage with its vector, in batches."""
        for begin in range(0, len(self.passages), BATCH):
            batch = self.passages[begin : begin + BATCH]
            texts = [self.piece.text[passage.start : passage.end] for passage in batch]
            collection.upsert(
                ids=self.ids[begin : begin + BATCH],
                embeddings=_normalised(self.embeddings.embed_documents(texts)),
                documents=texts,
                metadatas=[self._metadata(passage) for passage in batch],
            )
            if self.progress:
                self.progress(begin + len(batch), len(self.passages))

    def _metadata(self, passage: Passage) -> dict[str, Any]:
        return {
            "piece": self.piece.id,
            "passage": passage.number,
            "start": passage.start,
            "end": passage.end,
            "sentences": ",".join(map(str, passage.sentences)),
        }

    def check(self, collection: Collection) -> None:
        """Raise `Doubt` unless the collection is complete and its vectors find themselves."""
        if collection.count() != len(self.passages):
            raise Doubt(f"{collection.count()} of {len(self.passages)} passages")
        probes = sorted({self.ids[0], self.ids[-1]})
        found = collection.get(ids=probes, include=["embeddings"])
        vectors = found["embeddings"]
        if vectors is None or len(vectors) != len(probes):
            raise Doubt("vectors are missing")
        near = collection.query(query_embeddings=np.asarray(vectors), n_results=1, include=["distances"])
        distances = near["distances"] or []
        if [len(row) for row in distances] != [1] * len(probes) or max(row[0] for row in distances) > 1e-3:
            raise Doubt("a vector does not find itself")


def _normalised(vectors: Sequence[Sequence[float]]) -> Any:
    matrix = np.asarray(vectors, dtype=np.float32)
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)


class Store:
    """The searchable vectors of one piece. Make it with `Store.open`."""

    def __init__(self, contents: Contents, location: str | Path) -> None:
        self._contents = contents
        self._location = location
        self._opened = _opened_at(contents, location)
        self._numbers = {id_: passage.number for id_, passage in zip(contents.ids, contents.passages, strict=True)}

    @classmethod
    def open(cls, contents: Contents, location: str | Path) -> Store:
        """The index of these contents in a folder or on a server (`http://HOST:PORT`), built where there is none.

        A folder that cannot be written leaves the index in memory, with a `notice`. Raises `StoreError` when a
        server does not answer, `EmbeddingMismatchError` when it holds vectors of another embedding.
        """
        return cls(contents, location)

    @property
    def notice(self) -> str | None:
        """One line when the index could not be kept where it was asked for."""
        return self._opened.notice

    def close(self) -> None:
        """Let go of files and connections; the store cannot be asked afterwards."""
        self._opened.client.close()

    def nearest(self, vector: Sequence[float], k: int) -> list[tuple[int, float]]:
        """The `k` nearest passages as (passage number, cosine similarity), best first.

        An index that was broken while it was open is opened again once.
        """
        k = min(k, len(self._numbers))
        try:
            return self._query(vector, k)
        except EmbeddingMismatchError:
            raise
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            self._opened = _opened_at(self._contents, self._location)
            return self._query(vector, k)

    def _query(self, vector: Sequence[float], k: int) -> list[tuple[int, float]]:
        collection = self._opened.collection
        stored = (collection.metadata or {}).get("dimension")
        if stored != len(vector):
            raise EmbeddingMismatchError(
                f"The index holds vectors of {stored} numbers, the question's has {len(vector)}. "
                "Open the piece with the embedding that it was indexed with, or name another store."
            )
        found = collection.query(query_embeddings=_normalised([vector]), n_results=k, include=["distances"])
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        if len(ids) != k:
            raise Doubt(f"{len(ids)} of {k} passages came back")
        return [(self._numbers[id_], 1.0 - distance) for id_, distance in zip(ids, distances, strict=True)]


def _short(error: BaseException) -> str:
    lines = str(error).splitlines()
    return (lines[0] if lines else type(error).__name__)[:120]


@dataclass(frozen=True)
class Opened:
    """A collection that is ready, the client that holds it, and the notice when it is only in memory."""

    collection: Collection
    client: Any  # chromadb's own type of it lacks `close`
    notice: str | None = None


def _opened_at(contents: Contents, location: str | Path) -> Opened:
    if str(location).startswith(("http://", "https://")):
        return _on_server(contents, str(location))
    try:
        return _in_folder(contents, Path(location))
    except Exception as error:  # a disk fails in many ways, and none may stop an answer
        notice = f"The index could not be kept in “{location}” ({_short(error)}); it is in memory this time."
        return _in_memory(contents, notice)


# Folders


def _in_folder(contents: Contents, location: Path) -> Opened:
    folder = location / contents.fingerprint(contents.embedding_name)
    try:
        return _current(contents, folder)
    except Doubt:
        return _built(contents, folder)


def _current(contents: Contents, folder: Path) -> Opened:
    """The current generation, checked; `Doubt` about it for any reason whatever."""
    try:
        generation = folder / str(json.loads((folder / CURRENT).read_text(encoding="utf-8"))["generation"])
        database = generation / "chroma.sqlite3"
        if not database.stat().st_size:
            raise Doubt("the database is empty")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Doubt(_short(error)) from error
    return _within(CHECK_SECONDS, lambda: _checked(contents, generation))


def _checked(contents: Contents, generation: Path) -> Opened:
    client = _client(generation)
    collection = client.get_collection(contents.piece.id, embedding_function=None)
    contents.check(collection)
    return Opened(collection, client)


def _within(seconds: float, work: Callable[[], Opened]) -> Opened:
    """What `work` returns; `Doubt` when it takes too long or fails, if only by a panic of native code."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # a PanicException of native code is no Exception
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise Doubt(f"no answer within {seconds:.0f} seconds")
    if isinstance(outcome[0], BaseException):
        raise Doubt(_short(outcome[0])) from outcome[0]
    return outcome[0]


def _built(contents: Contents, folder: Path) -> Opened:
    """A new generation, made beside and swapped in, unless another process has just made one."""
    from filelock import FileLock

    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock", timeout=LOCK_SECONDS):
        try:
            return _current(contents, folder)
        except Doubt:
            pass
        for left in folder.glob("generation-*"):
            shutil.rmtree(left, ignore_errors=True)
        generation = folder / f"generation-{uuid.uuid4().hex[:12]}"
        opened = _filled(contents, _client(generation))
        _swap_in(folder, generation.name)
        prune(folder.parent, KEPT_INDEXES)
        return opened


def _filled(contents: Contents, client: ClientAPI) -> Opened:
    vectors_of = contents.embeddings.embed_documents([contents.piece.text[:40]])
    collection = client.get_or_create_collection(
        contents.piece.id,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine"}},
        metadata=_described(contents, len(vectors_of[0])),
    )
    contents.fill(collection)
    contents.check(collection)
    return Opened(collection, client)


def _described(contents: Contents, dimension: int) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "piece": contents.piece.sha256,
        "embedding": contents.embedding_name,
        "dimension": dimension,
        "passages": len(contents.passages),
    }


def _swap_in(folder: Path, generation: str) -> None:
    beside = folder / f"{CURRENT}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump({"generation": generation}, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / CURRENT)


def _client(folder: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _in_memory(contents: Contents, notice: str) -> Opened:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False))
    name = f"{contents.piece.id}-{uuid.uuid4().hex[:12]}"
    vectors_of = contents.embeddings.embed_documents([contents.piece.text[:40]])
    collection = client.create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine"}},
        metadata=_described(contents, len(vectors_of[0])),
    )
    contents.fill(collection)
    return Opened(collection, client, notice)


# Servers


def _on_server(contents: Contents, url: str) -> Opened:
    import chromadb
    from chromadb.config import Settings

    address = urlsplit(url)
    dimension = len(contents.embeddings.embed_documents([contents.piece.text[:40]])[0])
    try:
        client = chromadb.HttpClient(
            host=address.hostname or "",
            port=address.port or (443 if address.scheme == "https" else 80),
            ssl=address.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )
        collection = client.get_or_create_collection(
            f"pullquote-{contents.piece.id}-{contents.fingerprint()}",
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
            metadata=_described(contents, dimension),
        )
    except Exception as error:
        raise StoreError(
            f"No Chroma server answers at {url} ({_short(error)}). Start one with `chroma run`, or leave --store out."
        ) from None
    _same_embedding(contents, collection, dimension)
    try:
        contents.check(collection)
    except Doubt:
        contents.fill(collection)
        contents.check(collection)
    return Opened(collection, client)


def _same_embedding(contents: Contents, collection: Collection, dimension: int) -> None:
    held = collection.metadata or {}
    if (held.get("embedding"), held.get("dimension")) != (contents.embedding_name, dimension):
        raise EmbeddingMismatchError(
            f"The collection “{collection.name}” holds vectors of {held.get('embedding')} "
            f"({held.get('dimension')} numbers); this is {contents.embedding_name} ({dimension}). "
            "Use that embedding, or delete the collection."
        )
