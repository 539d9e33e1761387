import hashlib
import json
import multiprocessing
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from open_files import counted_here, opened_files

from index.cache import CURRENT, usage
from index.contents import Contents
from index.errors import EmbeddingMismatchError, StoreError
from index.passages import passages
from index.piece import Piece
from index.store import Store

TEXT = " ".join(
    f"Sentence number {n} speaks of the {word}." for n, word in enumerate(["sea", "sun", "rain", "wind"] * 6)
)


class Hashed:
    """Embeddings without a model: a normalised vector drawn from the text's own bytes."""

    def __init__(self, dimension: int = 16) -> None:
        self.dimension = dimension
        self.calls = 0
        self.texts = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.calls += 1
        self.texts += len(texts)
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
    return all(store.nearest(Hashed().embed_query(text), 1)[0][0] == n for n, text in enumerate(texts))


def generation(folder: Path) -> Path:
    (current,) = folder.glob(f"*/{CURRENT}")
    return current.parent / json.loads(current.read_text())["generation"]


def test_every_passage_finds_itself_with_similarity_1(piece: Piece, tmp_path: Path):
    held = contents(piece)
    store = Store.open(held, tmp_path)
    assert answers_rightly(store, held)
    (_, similarity), *_ = store.nearest(Hashed().embed_query(piece.text[0:10]), 3)
    assert -1 <= similarity <= 1
    assert store.notice is None


def test_all_passages_can_be_asked_for_best_first(piece: Piece, tmp_path: Path):
    found = Store.open(contents(piece), tmp_path).nearest(Hashed().embed_query("x"), 1000)
    assert sorted(number for number, _ in found) == list(range(len(piece.sentences)))
    assert [similarity for _, similarity in found] == sorted((s for _, s in found), reverse=True)


def test_a_second_opening_embeds_one_passage_to_know_the_embedding_again(piece: Piece, tmp_path: Path):
    Store.open(contents(piece), tmp_path)
    again = contents(piece)
    assert answers_rightly(Store.open(again, tmp_path), again)
    assert again.embeddings.texts == 1


class Turned(Hashed):
    """Another embedding of the same length."""

    def embed_query(self, text: str) -> list[float]:
        return super().embed_query(f"turned {text}")


def test_another_embedding_of_the_same_name_and_length_makes_the_index_again(piece: Piece, tmp_path: Path):
    Store.open(contents(piece), tmp_path).close()
    other = Contents(piece, passages(piece), Turned(), "hashed")
    with Store.open(other, tmp_path) as store:
        (number, similarity), *_ = store.nearest(Turned().embed_query(piece.sentence_text(0)), 1)
    assert (number, round(similarity, 3)) == (0, 1.0)


class Drawn(Hashed):
    """Gives other vectors each time."""

    def embed_query(self, text: str) -> list[float]:
        return np.random.default_rng().normal(size=self.dimension).tolist()


def test_an_embedding_that_never_gives_the_same_twice_is_searched_all_the_same(piece: Piece, tmp_path: Path):
    for _ in range(2):
        with Store.open(Contents(piece, passages(piece), Drawn(), "drawn"), tmp_path) as store:
            assert len(store.nearest(Drawn().embed_query("x"), 3)) == 3
            assert store.notice is None


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
    import sqlite3

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


def test_indexing_that_is_killed_leaves_the_next_question_answered():
    kill = Path(__file__).parents[1] / "benchmarks" / "kill.py"
    command = [sys.executable, str(kill), "--kills", "3", "--sentences", "1200"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| all | 3 |" in done.stdout


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
    for _ in range(600):
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


def test_another_embedding_has_a_collection_of_its_own_on_a_server(server: str):
    piece = Piece.from_text("Another text. It has two sentences.")
    for held in (contents(piece), contents(piece, name="other"), contents(piece, dimension=8), contents(piece)):
        with Store.open(held, server) as store:
            found = store.nearest(held.embeddings.embed_query("Another text."), 1)
        assert found == [(0, pytest.approx(1.0, abs=1e-5))]


def test_a_collection_whose_embedding_has_changed_under_its_name_is_filled_anew(server: str):
    piece = Piece.from_text("A third text. It has two sentences.")
    Store.open(contents(piece), server).close()
    with Store.open(Contents(piece, passages(piece), Turned(), "hashed"), server) as store:
        found = store.nearest(Turned().embed_query("A third text."), 1)
    assert found == [(0, pytest.approx(1.0, abs=1e-5))]


def test_a_collection_that_says_it_holds_another_embedding_is_one_clear_error(server: str):
    piece = Piece.from_text("A fourth text. It has two sentences.")
    with Store.open(contents(piece), server) as store:
        store._held.collection.modify(metadata={"embedding": "another", "dimension": 16})
    with pytest.raises(EmbeddingMismatchError, match="holds vectors of another"):
        Store.open(contents(piece), server)


def test_a_collection_that_lost_records_is_filled_up(piece: Piece, server: str):
    import chromadb

    held = contents(Piece.from_text(TEXT + " Once more."))
    Store.open(held, server)
    client = chromadb.HttpClient(host="127.0.0.1", port=int(server.rsplit(":", 1)[1]))
    collection = next(c for c in client.list_collections() if held.piece.id in c.name)
    collection.delete(ids=held.ids[:3])
    assert answers_rightly(Store.open(held, server), held)


def test_a_server_that_does_not_answer_is_one_clear_error(piece: Piece):
    with pytest.raises(StoreError, match=r"No Chroma server answers at http://127\.0\.0\.1:9 "):
        Store.open(contents(piece), "http://127.0.0.1:9")


# Harder cases: an index so long that Chroma saves its vectors in files, a locked one, embeddings that misbehave

LONG = 1_100
LOCKED = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


class Quick(Hashed):
    """As many vectors as one likes, in no time."""

    def embed_query(self, text: str) -> list[float]:
        drawn = np.frombuffer(hashlib.shake_128(text.encode()).digest(32), dtype=np.uint8)
        return (drawn.astype(np.float32) - 127.5).tolist()


class Failing(Hashed):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise RuntimeError("no such model")


class Odd(Hashed):
    """Gives what it is told instead of vectors."""

    def __init__(self, given: list[list[float]]) -> None:
        super().__init__()
        self.given = given

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.given


def long(text: str | None = None) -> Contents:
    piece = Piece.from_text(text or " ".join(f"Sentence {number} stands here." for number in range(LONG)))
    return Contents(piece, passages(piece), Quick(), "quick")


def some_answers_are_right(store: Store, held: Contents) -> bool:
    """Thirty passages find themselves, and as many neighbours as were asked for."""
    for passage in held.passages[:: len(held.passages) // 30]:
        found = store.nearest(Quick().embed_query(held.piece.text[passage.start : passage.end]), 5)
        if found[0][0] != passage.number or found[0][1] < 0.999 or len(found) != 5:
            return False
    return True


def saved_vectors(folder: Path) -> list[Path]:
    files = list(generation(folder).glob("*/data_level0.bin"))
    assert (files[0].parent / "index_metadata.pickle").exists(), "the piece is too short for this test"
    return files


def cut_saved_vectors(folder: Path) -> None:
    for file in saved_vectors(folder):
        os.truncate(file, file.stat().st_size // 2)


def noise_for_saved_vectors(folder: Path) -> None:
    for file in saved_vectors(folder):
        file.write_bytes(os.urandom(file.stat().st_size))


def no_saved_vectors(folder: Path) -> None:
    for file in saved_vectors(folder):
        shutil.rmtree(file.parent)


@pytest.fixture(scope="module")
def long_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    Store.open(long(), folder).close()
    return folder


@pytest.mark.parametrize("damage", [cut_saved_vectors, noise_for_saved_vectors, no_saved_vectors])
def test_damaged_vector_files_are_noticed_before_chroma_reads_them(long_index: Path, tmp_path: Path, damage):
    folder = tmp_path / "copy"
    shutil.copytree(long_index, folder)
    damage(folder)
    held = long()
    with Store.open(held, folder) as store:
        assert held.embeddings.calls
        assert some_answers_are_right(store, held)
    again = long()
    with Store.open(again, folder) as store:
        assert again.embeddings.texts == 1
        assert some_answers_are_right(store, again)


def test_one_missing_vector_is_noticed(piece: Piece, tmp_path: Path):
    Store.open(contents(piece), tmp_path).close()
    with closing(sqlite3.connect(generation(tmp_path) / "chroma.sqlite3")) as database:
        database.execute("delete from embeddings_queue where seq_id = 7")
        database.commit()
    held = contents(piece)
    with Store.open(held, tmp_path) as store:
        assert held.embeddings.calls
        assert answers_rightly(store, held)


def test_a_database_locked_by_another_process_does_not_keep_the_question_waiting(piece: Piece, tmp_path: Path):
    Store.open(contents(piece), tmp_path).close()
    command = [sys.executable, "-c", LOCKED, str(generation(tmp_path) / "chroma.sqlite3")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        began = time.monotonic()
        held = contents(piece)
        with Store.open(held, tmp_path) as store:
            assert time.monotonic() - began < 20
            assert store.notice is None
            assert answers_rightly(store, held)
        holder.communicate("")


def test_passages_that_are_all_alike_are_no_reason_to_make_the_index_again(tmp_path: Path):
    held = long(" ".join(["Again and again."] * LONG))
    with Store.open(held, tmp_path) as store:
        before = held.embeddings.calls
        assert store.nearest(Quick().embed_query("Again and again."), 256)
        assert held.embeddings.calls == before


def test_a_changed_dimension_under_the_same_name_makes_the_index_in_a_folder_again(piece: Piece, tmp_path: Path):
    Store.open(contents(piece), tmp_path).close()
    held = contents(piece, dimension=24)
    with Store.open(held, tmp_path) as store:
        found = store.nearest(held.embeddings.embed_query(piece.sentence_text(0)), 1)
    assert found == [(0, pytest.approx(1.0, abs=1e-5))]


@pytest.mark.parametrize(
    ("embeddings", "said"),
    [
        (Failing(), "“odd” failed (no such model)"),
        (Odd([[1.0, 2.0]]), "1 vectors for 24 texts"),
        (Odd([[1.0, float("nan")]] * 24), "finite numbers"),
        (Odd([[1.0, 2.0], [1.0]] * 12), "all of one length"),
        (Odd([]), "no vectors"),
    ],
)
def test_an_embedding_that_fails_is_one_clear_error(piece: Piece, tmp_path: Path, embeddings: Hashed, said: str):
    with pytest.raises(StoreError) as error:
        Store.open(Contents(piece, passages(piece), embeddings, "odd"), tmp_path)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_question_that_is_not_finite_is_an_error_and_leaves_the_index(piece: Piece, tmp_path: Path):
    with Store.open(contents(piece), tmp_path) as store:
        before = generation(tmp_path)
        with pytest.raises(StoreError, match="finite"):
            store.nearest([float("nan")] * 16, 3)
        assert generation(tmp_path) == before


def test_a_closed_store_opens_again_for_all_threads_at_once(piece: Piece, tmp_path: Path):
    held = contents(piece)
    store = Store.open(held, tmp_path)
    store.close()
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: answers_rightly(store, held), range(4)))
    store.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_leaves_the_index_in_memory_and_no_half_of_it_behind(piece: Piece, tmp_path: Path):
    held = contents(piece)
    folder = tmp_path / held.fingerprint("hashed")
    folder.mkdir()
    (folder / f"{CURRENT}.new").symlink_to("/dev/full")
    with Store.open(held, tmp_path) as store:
        assert "in memory this time" in (store.notice or "")
        assert answers_rightly(store, held)
    assert list(folder.glob("generation-*")) == []


def test_a_collection_with_records_of_others_is_made_anew(server: str):
    held = contents(Piece.from_text(TEXT + " And again."))
    with Store.open(held, server) as store:
        store._held.collection.upsert(ids=["another"], embeddings=[[1.0] * 16], documents=["Another."])
    with Store.open(held, server) as store:
        assert answers_rightly(store, held)
        assert store._held.collection.count() == len(held.passages)


@pytest.mark.parametrize("address", ["http://", "http://127.0.0.1:notaport", "https://127.0.0.1:99999"])
def test_an_address_that_is_none_is_one_clear_error(piece: Piece, address: str):
    with pytest.raises(StoreError, match="No Chroma server answers"):
        Store.open(contents(piece), address)


def test_a_server_that_never_answers_is_given_up_soon(piece: Piece, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("index.store.SERVER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreError, match="no answer within"):
        Store.open(contents(piece), f"http://127.0.0.1:{silent.getsockname()[1]}")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("localhost:8000", "“localhost:8000” is no place for the index"),
        ("[::1]:8000", "no place for the index"),
        ("ftp://x", "no place for the index"),
        ("http://u:p@127.0.0.1:9", "no user and password"),
        ("http://127.0.0.1:9/foo", "more than a host and a port"),
        ("", "given as ''"),
        (3, "given as 3"),
        (b"folder", "given as b'folder'"),
    ],
)
def test_what_is_no_place_for_an_index_is_one_clear_error(piece: Piece, tmp_path: Path, monkeypatch, place, said: str):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError) as error:
        Store.open(contents(piece), place)
    assert said in str(error.value)
    assert "http://HOST:PORT" in str(error.value)
    assert list(tmp_path.iterdir()) == []


@counted_here
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("place", ["folder", ":memory:"])
def test_files_and_threads_are_given_back_when_a_store_is_closed_or_dropped(tmp_path: Path, place: str, closed: bool):
    counted = []
    for number in range(6):
        store = Store.open(contents(Piece.from_text(f"{TEXT} {number}.")), tmp_path if place == "folder" else place)
        if closed:
            store.close()
        del store
        counted.append(opened_files(*counted[:1]))
    assert counted[-1] <= counted[0], counted
    assert threading.active_count() < 20


FORKED = """
import os, sys
sys.path.insert(0, sys.argv[2])
from test_index_store import Hashed, TEXT, answers_rightly, contents
from index.piece import Piece
from index.store import Store
held = contents(Piece.from_text(TEXT))
store = Store.open(held, sys.argv[1])
assert answers_rightly(store, held)
child = os.fork()
if not child:
    assert answers_rightly(store, held)
    assert "forked" in store.notice
    with Store.open(held, ":memory:") as another:
        assert answers_rightly(another, held)
    store.close()
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
assert answers_rightly(store, held) and store.notice is None
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_answers_and_leaves_the_index_to_the_one_before(tmp_path: Path):
    command = [sys.executable, "-W", "ignore", "-c", FORKED, str(tmp_path), str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
