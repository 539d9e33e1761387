"""The vectors of one piece's passages in Chroma: a cache that may be lost, broken or locked at any time.

In a folder, an index is checked on opening (its files, the count, vectors that must find themselves) and on any doubt
made again from the piece; where the folder cannot be used it is kept in memory. On a Chroma server the collection is
filled up where it is incomplete. In memory (`MEMORY`) it leaves no trace, and is gone when it is closed.

Chroma's engine does not survive a fork: a process forked from one that had it running holds the vectors without it.
"""

from __future__ import annotations

import os
import re
import threading
import uuid
import weakref
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

import numpy as np

from index.cache import prune
from index.contents import normalised
from index.errors import EmbeddingMismatchError, StoreError, first_line
from index.generations import Doubt, Generations

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings
    from numpy.typing import NDArray

    from index.contents import Contents

MEMORY = ":memory:"
CHECK_SECONDS = 10.0
SERVER_SECONDS = 5.0
KEPT_INDEXES = 64
SERVER_SHOWN = "a server as http://HOST:PORT"
FORKED = "This process was forked from one that had an index open; what it searches is in its memory alone."
SERVER = re.compile(r"https?://", re.IGNORECASE)
HOST_AND_PORT = re.compile(r"[\w.-]+:\d+/?|\[[0-9a-f:]+\]:\d+/?", re.IGNORECASE)

Result = TypeVar("Result")
_alone = threading.Lock()  # clients of one folder share what they hold: one at a time is opened or closed
_engines: list[int] = []  # the process in which Chroma's engine was started, which a fork does not take along


@dataclass(frozen=True, slots=True)
class Held:
    """An open collection, the client it is reached by and, in a folder, the generation it is.

    `passing`: it is in memory, and is deleted when it is closed.
    """

    client: ClientAPI
    collection: Collection
    generation: Path | None = None
    passing: bool = False

    def nearest(self, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """Ids and cosine similarities, best first; fewer than `k` among many passages that are alike."""
        _check_length(vector, (self.collection.metadata or {}).get("dimension"))
        found = self.collection.query(query_embeddings=normalised([vector]), n_results=k, include=["distances"])
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        if not ids:
            raise Doubt("nothing was found")
        return [(id_, 1.0 - distance) for id_, distance in zip(ids, distances, strict=True)]

    def close(self) -> None:
        """Give back the threads, files and memory; what is in a folder stays."""
        with suppress(Exception):
            if self.passing:
                self.client.delete_collection(self.collection.name)
        _close(self.client)


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors alone, without Chroma."""

    ids: list[str]
    vectors: NDArray[np.float32]
    generation: Path | None = None

    def nearest(self, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """Ids and cosine similarities, best first."""
        _check_length(vector, self.vectors.shape[1])
        similarities = self.vectors @ normalised([vector])[0]
        best = np.argsort(-similarities, kind="stable")[:k]
        return [(self.ids[at], float(similarities[at])) for at in best]

    def close(self) -> None:
        """There is nothing to give back."""


def _check_length(vector: Sequence[float], stored: int | None) -> None:
    """Raises `EmbeddingMismatchError` where a question's vector is not of the passages' length."""
    if stored != len(vector):
        raise EmbeddingMismatchError(
            f"The index holds vectors of {stored} numbers, the question's has {len(vector)}. "
            "Open the piece with the embedding that it was indexed with, or name another store."
        )


class Store:
    """The searchable vectors of one piece. Make it with `Store.open`; a context manager closes it.

    One that nobody holds any more is closed by itself; one that is searched again is opened again.
    `notice` is one line when the index could not be kept where it was asked for, else None.
    """

    def __init__(self, contents: Contents, location: str | Path, held: Held | Vectors, notice: str | None) -> None:
        self._contents = contents
        self._location = location
        self._mending = threading.Lock()
        self._hold(held, notice)
        self._numbers = {id_: passage.number for id_, passage in zip(contents.ids, contents.passages, strict=True)}

    @classmethod
    def open(cls, contents: Contents, location: str | Path) -> Store:
        """The index of these contents in a folder or on a server (`http://HOST:PORT`), built where there is none.

        At `MEMORY` nothing is written, and it is built each time.
        A folder that cannot be used leaves the index in memory, with a `notice`. Raises `StoreError` when a server
        does not answer or the embedding fails, `EmbeddingMismatchError` when a server holds vectors of another one.
        """
        place = _place(location)
        return cls(contents, place, *_obtained(contents, place))

    def _hold(self, held: Held | Vectors, notice: str | None) -> None:
        """Search in this from now on, and close it when the store is closed or nobody holds it any more."""
        if former := getattr(self, "_closing", None):
            former()
        self.notice = notice
        self._held = held
        self._process = os.getpid()
        self._closing = weakref.finalize(self, _dropped, held, self._process)
        self._closing.atexit = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the threads, files and memory of the index. What is in a folder stays."""
        if self._closing.detach() and self._process == os.getpid():
            self._held.close()

    def nearest(self, vector: Sequence[float], k: int) -> list[tuple[int, float]]:
        """The `k` nearest passages as (passage number, cosine similarity), best first.

        An index that fails while it is open is made again once. Raises `EmbeddingMismatchError` for a vector of
        another length than the passages', `StoreError` when the index cannot be searched.
        """
        k = min(k, len(self._numbers))
        if k < 1:
            return []
        held = self._opened()
        try:
            found = held.nearest(vector, k)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            if isinstance(error, StoreError) and not (isinstance(error, EmbeddingMismatchError) and held.generation):
                raise
            found = self._nearest_again(held, vector, k)
        return [(self._numbers[id_], similarity) for id_, similarity in found]

    def _opened(self) -> Held | Vectors:
        """What is searched: opened anew after `close`, and in a process forked from the one that opened it."""
        with self._mending:
            if not self._closing.alive or self._process != os.getpid():
                self._hold(*_obtained(self._contents, self._location))
            return self._held

    def _nearest_again(self, failed: Held | Vectors, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        again = self._again(failed)
        try:
            return again.nearest(vector, k)
        except StoreError:
            raise
        except Exception as error:
            raise StoreError(
                f"The index of the piece cannot be searched ({first_line(error)}). Name another folder for it."
            ) from error

    def _again(self, failed: Held | Vectors) -> Held | Vectors:
        """Another collection in the place of one that failed, unless another thread has seen to it."""
        with self._mending:
            if self._held is failed:
                self._hold(*_obtained(self._contents, self._location, failed.generation))
            return self._held


def _dropped(held: Held | Vectors, process: int) -> None:
    """Close what nobody holds any more.

    A thread of its own does so: whoever drops it may be in the middle of Chroma's bookkeeping.
    """
    if process == os.getpid():
        with suppress(RuntimeError):  # the program ends, and starts no more threads
            threading.Thread(target=held.close, daemon=True).start()


def _place(location: object) -> str | Path:
    """A server's address, a folder or `MEMORY`. Raises `StoreError`."""
    if location == MEMORY:
        return MEMORY
    if not isinstance(location, str | os.PathLike) or not str(location):
        raise StoreError(f"The place for the index is given as {location!r:.40}. Name a folder, or {SERVER_SHOWN}.")
    if _is_server(text := str(location)):
        return _address(text)
    if "://" in text or HOST_AND_PORT.fullmatch(text):
        raise StoreError(f"“{text}” is no place for the index. Name a folder, or {SERVER_SHOWN}.")
    return Path(text).absolute()


def _is_server(location: str | Path) -> bool:
    return SERVER.match(str(location)) is not None


def _address(url: str) -> str:
    """A server's address, which has nothing beyond the port. Raises `StoreError`."""
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise StoreError(f"The address of a Chroma server takes no user and password. Name {SERVER_SHOWN}.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise StoreError(f"“{url}” has more than a host and a port. Name {SERVER_SHOWN}.")
    return url


def _obtained(
    contents: Contents, location: str | Path, refused: Path | None = None
) -> tuple[Held | Vectors, str | None]:
    """The collection and a notice; `refused` is a generation that is not to be used again."""
    if _is_server(location):
        return _on_server(contents, str(location)), None
    if _engines and os.getpid() not in _engines:
        return _vectors(contents), FORKED
    if location == MEMORY:
        return _in_memory(contents), None
    try:
        return _in_folder(contents, Path(location), refused), None
    except (StoreError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a disk fails in many ways, native code by a panic: the question is answered still
        notice = f"The index could not be kept in “{location}” ({first_line(error)}); it is in memory this time."
        return _in_memory(contents), notice


def _within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns; `Doubt` when it takes too long or fails, if only by a panic of native code."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.extend((True, work()))
        except BaseException as error:  # a PanicException is no Exception
            outcome.extend((False, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    match outcome:
        case [True, result]:
            return result
        case [False, StoreError() as error]:
            raise error
        case [False, error]:
            raise Doubt(first_line(error)) from error
        case _:
            raise Doubt(f"no answer within {seconds:.0f} seconds")


def _settings(**more: Any) -> Settings:
    """Settings of Chroma whatever the environment says: its own engine, no telemetry, no traces."""
    from chromadb.config import Settings

    return Settings(
        anonymized_telemetry=False,
        chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        chroma_otel_granularity="none",
        **more,
    )


def _collection(contents: Contents, client: ClientAPI, name: str, dimension: int) -> Collection:
    return client.get_or_create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine"}},
        metadata=contents.described(dimension),
    )


def _filled(contents: Contents, client: ClientAPI, name: str) -> Collection:
    """The collection of that name with every passage in it."""
    collection = None
    for batch in contents.batches():
        collection = collection or _collection(contents, client, name, batch["embeddings"].shape[1])
        collection.upsert(**batch)
    assert collection is not None, "a piece has at least one passage"
    return collection


def _complete(contents: Contents, client: ClientAPI, name: str) -> Collection:
    """As `_filled`, and checked."""
    collection = _filled(contents, client, name)
    contents.check(collection)
    return collection


# Folders


def _in_folder(contents: Contents, location: Path, refused: Path | None) -> Held:
    generations = Generations(location / contents.fingerprint(contents.embedding_name))
    try:
        return _opened(contents, generations, refused)
    except Doubt:
        return _built(contents, generations, refused)


def _opened(contents: Contents, generations: Generations, refused: Path | None) -> Held:
    """The current generation, checked; `Doubt` about it for any reason whatever."""
    import_module("chromadb")  # not to count as time that the index takes
    generation = generations.current(refused)
    contents.prepare()
    return _within(CHECK_SECONDS, lambda: _checked(contents, generation))


def _checked(contents: Contents, generation: Path) -> Held:
    with _closed_on_failure(_client(generation)) as client:
        collection = client.get_collection(contents.piece.id, embedding_function=None)
        contents.check(collection)
        contents.check_embedding(collection)
        return Held(client, collection, generation)


def _built(contents: Contents, generations: Generations, refused: Path | None) -> Held:
    """A new generation, unless another process has just made one."""
    with generations.locked():
        try:
            return _opened(contents, generations, refused)
        except Doubt:
            held = _made(contents, generations)
    prune(generations.folder.parent, KEPT_INDEXES)
    return held


def _made(contents: Contents, generations: Generations) -> Held:
    with generations.making() as generation, _closed_on_failure(_client(generation)) as client:
        return Held(client, _complete(contents, client, contents.piece.id), generation)


@contextmanager
def _closed_on_failure(client: ClientAPI) -> Generator[ClientAPI, None, None]:
    try:
        yield client
    except BaseException:
        _close(client)
        raise


def _close(client: ClientAPI) -> None:
    """Give back its threads and files, and the connections to a server, which Chroma itself leaves open."""
    for one in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(one, "_server", None), "_session", None)
        if session is not None:
            session.close()
    with _in_turn():
        getattr(client, "close", lambda: None)()


@contextmanager
def _in_turn() -> Generator[None, None, None]:
    """Alone in opening or closing a client; one that is stuck is not waited for without end."""
    mine = _alone.acquire(timeout=CHECK_SECONDS)
    try:
        yield
    finally:
        if mine:
            _alone.release()


def _client(folder: Path) -> ClientAPI:
    import chromadb

    _engines[:] = [os.getpid()]
    with _in_turn():
        return chromadb.PersistentClient(str(folder), settings=_settings())


# Memory


def _vectors(contents: Contents) -> Vectors:
    return Vectors(contents.ids, np.concatenate([batch["embeddings"] for batch in contents.batches()]))


def _in_memory(contents: Contents) -> Held:
    import chromadb

    _engines[:] = [os.getpid()]
    with _in_turn():
        try:
            client = chromadb.EphemeralClient(settings=_settings())
        except ValueError:  # a program may have one of its own, and there is one a process
            client = chromadb.EphemeralClient()
    with _closed_on_failure(client):
        collection = _filled(contents, client, f"{contents.piece.id}-{uuid.uuid4().hex[:12]}")
    return Held(client, collection, passing=True)


# Servers


def _on_server(contents: Contents, url: str) -> Held:
    import_module("chromadb")  # not to count as time that the server takes
    dimension = contents.dimension()
    try:
        client, collection = _within(SERVER_SECONDS, lambda: _reached(contents, url, dimension))
        with _closed_on_failure(client):
            _check_embedding(contents, collection, dimension)
            return Held(client, _completed(contents, client, collection))
    except StoreError:
        raise
    except Exception as error:
        raise StoreError(
            f"No Chroma server answers at {url} ({first_line(error)}). "
            "Start one with `chroma run`, or leave --store out."
        ) from None


def _reached(contents: Contents, url: str, dimension: int) -> tuple[ClientAPI, Collection]:
    import chromadb

    address = urlsplit(url)
    secure = address.scheme == "https"
    host, port = address.hostname or "", address.port or (443 if secure else 80)
    client = chromadb.HttpClient(
        host, port, secure, settings=_settings(chroma_server_host=host, chroma_server_http_port=port)
    )
    with _closed_on_failure(client):
        name = f"pullquote-{contents.piece.id}-{contents.fingerprint(contents.embedding_name, str(dimension))}"
        return client, _collection(contents, client, name, dimension)


def _check_embedding(contents: Contents, collection: Collection, dimension: int) -> None:
    held = collection.metadata or {}
    if (held.get("embedding"), held.get("dimension")) != (contents.embedding_name, dimension):
        raise EmbeddingMismatchError(
            f"The collection “{collection.name}” holds vectors of {held.get('embedding')} "
            f"({held.get('dimension')} numbers); this is {contents.embedding_name} ({dimension}). "
            "Use that embedding, or delete the collection."
        )


def _completed(contents: Contents, client: ClientAPI, collection: Collection) -> Collection:
    """The collection filled up where it is incomplete, made anew where that does not help."""
    try:
        _within(CHECK_SECONDS, lambda: contents.check(collection))
        contents.check_embedding(collection)
        return collection
    except Doubt:
        pass
    try:
        filled = _complete(contents, client, collection.name)
        contents.mend(filled)
        return filled
    except Doubt:
        client.delete_collection(collection.name)
        return _complete(contents, client, collection.name)
