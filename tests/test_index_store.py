import json
import multiprocessing
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.cache import CURRENT, usage
from index.errors import EmbeddingMismatchError, StoreError
from index.passages import passages
from index.piece import Piece
from index.store import Contents, Store

TEXT = " ".join(
    f"Sentence number {n} speaks of the {word}." for n, word in enumerate(["sea", "sun", "rain", "wind"] * 6)
)


class Hashed:
    """Embeddings without a model: a normalised vector drawn from the text's own bytes."""

    def __init__(self, dimension: int = 16) -> None:
        self.dimension = dimension
        self.calls = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.calls += 1
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        drawn = np.random.default_rng(list(text.encode())).normal(size=self.dimension)
        return (drawn / np.linalg.norm(drawn)).tolist()


@pytest.fixture
def piece() -> Piece:
    return Piece.from_text(TEXT)


def contents(piece: Piece, dimension: int = 16, name: str = "hashed") -> Contents:
    return Contents(piece, passages(piece), Hashed(dimension), name)


def answers_rightly(store: Store, held: Contents) -> bool:
    """Every passage finds itself."""
    texts = [held.piece.text[p.start : p.end] for p in held.passages]
    try:
        return all(store.nearest(Hashed().embed_query(text), 1)[0][0] == n for n, text in enumerate(texts))
    finally:
        store.close()


def generation(folder: Path) -> Path:
    (current,) = folder.glob(f"*/{CURRENT}")
    return current.parent / json.loads(current.read_text())["generation"]


def test_every_passage_finds_itself_with_similarity_1(piece: Piece, tmp_path: Path):
    held = contents(piece)
    store = Store.open(held, tmp_path)
    (_, similarity), *_ = store.nearest(Hashed().embed_query(piece.text[0:10]), 3)
    assert -1 <= similarity <= 1
    assert store.notice is None
    assert answers_rightly(store, held)


def test_all_passages_can_be_asked_for_best_first(piece: Piece, tmp_path: Path):
    found = Store.open(contents(piece), tmp_path).nearest(Hashed().embed_query("x"), 1000)
    assert sorted(number for number, _ in found) == list(range(len(piece.sentences)))
    assert [similarity for _, similarity in found] == sorted((s for _, s in found), reverse=True)


def test_a_second_opening_embeds_nothing(piece: Piece, tmp_path: Path):
    Store.open(contents(piece), tmp_path)
    again = contents(piece)
    assert answers_rightly(Store.open(again, tmp_path), again)
    assert again.embeddings.calls == 0


def test_another_embedding_or_text_gets_an_index_of_its_own(piece: Piece, tmp_path: Path):
    Store.open(contents(piece), tmp_path)
    Store.open(contents(piece, name="other"), tmp_path)
    Store.open(contents(Piece.from_text(TEXT + " More.")), tmp_path)
    assert usage(tmp_path).indexes == 3


def test_a_vector_of_another_dimension_is_one_clear_error(piece: Piece, tmp_path: Path):
    store = Store.open(contents(piece), tmp_path)
    with pytest.raises(EmbeddingMismatchError, match="vectors of 16 numbers, the question's has 8"):
        store.nearest([0.1] * 8, 1)


def empty_database(folder: Path) -> None:
    (generation(folder) / "chroma.sqlite3").write_bytes(b"")


def garbage_database(folder: Path) -> None:
    (generation(folder) / "chroma.sqlite3").write_bytes(b"nonsense" * 1000)


def truncated_database(folder: Path) -> None:
    database = generation(folder) / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])


def truncated_vectors(folder: Path) -> None:
    for file in generation(folder).glob("*/*.bin"):
        file.write_bytes(file.read_bytes()[:7])


def missing_vectors(folder: Path) -> None:
    for path in generation(folder).iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def missing_generation(folder: Path) -> None:
    shutil.rmtree(generation(folder))


def garbage_pointer(folder: Path) -> None:
    next(folder.glob(f"*/{CURRENT}")).write_text("{oops")


def pointer_elsewhere(folder: Path) -> None:
    next(folder.glob(f"*/{CURRENT}")).write_text('{"generation": "../../../etc"}')


def missing_pointer(folder: Path) -> None:
    next(folder.glob(f"*/{CURRENT}")).unlink()


def half_the_records(folder: Path) -> None:
    with closing(sqlite3.connect(generation(folder) / "chroma.sqlite3")) as database, database:
        database.execute("delete from embeddings where id % 2 = 0")


DAMAGES = [
    empty_database,
    garbage_database,
    truncated_database,
    truncated_vectors,
    missing_vectors,
    missing_generation,
    garbage_pointer,
    pointer_elsewhere,
    missing_pointer,
    half_the_records,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_index_is_rebuilt_without_asking(piece: Piece, tmp_path: Path, damage):
    process = multiprocessing.get_context("spawn").Process(target=_build, args=(str(tmp_path),))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    damage(tmp_path)
    held = contents(piece)
    store = Store.open(held, tmp_path)
    assert answers_rightly(store, held)
    assert store.notice is None


def _build(folder: str) -> None:
    held = contents(Piece.from_text(TEXT))
    Store.open(held, folder)


def test_an_index_deleted_while_it_is_open_is_made_again(piece: Piece, tmp_path: Path):
    held = contents(piece)
    store = Store.open(held, tmp_path)
    shutil.rmtree(tmp_path)
    assert answers_rightly(store, held)


def test_two_processes_opening_the_same_piece_both_answer(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_answer, args=(str(tmp_path),)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert usage(tmp_path).indexes == 1


def _answer(folder: str) -> None:
    held = contents(Piece.from_text(TEXT))
    store = Store.open(held, folder)
    assert store.notice is None
    assert answers_rightly(store, held)


def test_a_process_killed_while_indexing_leaves_nothing_that_hurts(piece: Piece, tmp_path: Path):
    for delay in (0.5, 0.8, 1.1):
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.kill", "--victim", str(tmp_path)], cwd=Path(__file__).parents[1]
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        held = contents(piece)
        assert answers_rightly(Store.open(held, tmp_path), held)


def test_a_place_that_cannot_be_written_leaves_the_index_in_memory(piece: Piece, tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    held = contents(piece)
    store = Store.open(held, tmp_path / "file" / "index")
    assert answers_rightly(store, held)
    assert "in memory this time" in (store.notice or "")


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write into read-only folders")
def test_a_read_only_folder_leaves_the_index_in_memory(piece: Piece, tmp_path: Path):
    tmp_path.chmod(0o555)
    held = contents(piece)
    assert answers_rightly(Store.open(held, tmp_path), held)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Chroma server on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    folder = tmp_path_factory.mktemp("server")
    command = [str(chroma), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


def test_a_chroma_server_holds_the_index_and_fills_it_once(piece: Piece, server: str):
    first, second = contents(piece), contents(piece)
    assert answers_rightly(Store.open(first, server), first)
    assert answers_rightly(Store.open(second, server), second)
    assert second.embeddings.calls == 1, "only the dimension is asked for"


def test_a_servers_collection_of_another_embedding_is_one_clear_error(server: str):
    piece = Piece.from_text("Another text. It has two sentences.")
    Store.open(contents(piece), server).close()
    with pytest.raises(EmbeddingMismatchError, match="holds vectors of hashed"):
        Store.open(contents(piece, name="other"), server)
    with pytest.raises(EmbeddingMismatchError, match="16 numbers"):
        Store.open(contents(piece, dimension=8), server)


def test_a_collection_that_lost_records_is_filled_up(piece: Piece, server: str):
    import chromadb

    held = contents(Piece.from_text(TEXT + " Once more."))
    Store.open(held, server).close()
    client = chromadb.HttpClient(host="127.0.0.1", port=int(server.rsplit(":", 1)[1]))
    collection = next(c for c in client.list_collections() if held.piece.id in c.name)
    collection.delete(ids=held.ids[:3])
    client.close()
    assert answers_rightly(Store.open(held, server), held)


def test_a_server_that_does_not_answer_is_one_clear_error(piece: Piece):
    with pytest.raises(StoreError, match=r"No Chroma server answers at http://127\.0\.0\.1:9 "):
        Store.open(contents(piece), "http://127.0.0.1:9")
