import numpy as np
import pytest

from index.contents import Contents, name_of, normalised
from index.errors import StoreError
from index.generations import Doubt
from index.passages import passages
from index.piece import Piece

PIECE = Piece.from_text("The mill closed. It was old. Nobody wept.")


class Lengths:
    """Embeddings of two numbers: the length of the text, and 1."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(len(text)), 1.0] for text in texts]


class Kept:
    """A collection that has been given some records."""

    def __init__(self, records: dict[str, list]) -> None:
        self.records = records

    def count(self) -> int:
        return len(self.records["ids"])

    def get(self, ids: list[str], include: list[str]) -> dict[str, np.ndarray]:
        return {"embeddings": self.records["embeddings"][[self.records["ids"].index(id_) for id_ in ids]]}

    def query(self, query_embeddings: np.ndarray, n_results: int, include: list[str]) -> dict[str, list]:
        return {
            "distances": (1 - (query_embeddings @ self.records["embeddings"].T).max(axis=1, keepdims=True)).tolist()
        }


def contents(piece: Piece = PIECE, name: str = "lengths", **more) -> Contents:
    return Contents(piece, passages(piece), Lengths(), name, **more)


def test_the_records_are_the_passages_and_progress_is_told():
    told = []
    (batch,) = contents(progress=lambda done, every: told.append((done, every))).batches()
    assert batch["documents"] == ["The mill closed.", "The mill closed. It was old.", "It was old. Nobody wept."]
    assert np.allclose(np.linalg.norm(batch["embeddings"], axis=1), 1)
    assert batch["metadatas"][1]["sentences"] == "0,1"
    assert told == [(3, 3)]


def test_ids_and_fingerprint_are_those_of_the_text():
    assert contents().ids == contents().ids
    assert contents().fingerprint() == contents().fingerprint() != contents().fingerprint("lengths")
    other = Piece.from_text("The mill closed. It was old. Nobody slept.")
    assert contents().fingerprint() != contents(other).fingerprint()
    assert not set(contents().ids) & set(contents(other).ids)


def test_the_description_names_embedding_and_dimension():
    held = contents()
    known = held.described(held.dimension())
    assert (known["embedding"], known["dimension"], known["passages"]) == ("lengths", 2, 3)


def test_what_is_all_there_passes_and_what_is_not_is_doubted():
    held = contents()
    (batch,) = held.batches()
    held.check(Kept(batch))
    with pytest.raises(Doubt, match="2 of 3"):
        held.check(Kept({"ids": batch["ids"][:2], "embeddings": batch["embeddings"][:2]}))


def test_vectors_that_do_not_find_themselves_are_doubted():
    class Lost(Kept):
        def query(self, query_embeddings, n_results, include):
            return {"distances": [[0.5] for _ in query_embeddings]}

    (batch,) = contents().batches()
    with pytest.raises(Doubt, match="do not find themselves"):
        contents().check(Lost(batch))


@pytest.mark.parametrize("vectors", [[], [[1.0], [1.0, 2.0]], [[float("nan")]]])
def test_what_is_no_matrix_of_finite_numbers_is_refused(vectors: list[list[float]]):
    with pytest.raises(StoreError, match="finite numbers"):
        normalised(vectors)
    assert normalised([[0.0, 0.0]]).tolist() == [[0.0, 0.0]]


class Unreached(Kept):
    """A collection whose graph does not reach one of its records until that is put in again."""

    def __init__(self, records: dict[str, list], lost: int) -> None:
        super().__init__(records)
        self.lost: int | None = lost
        self.put: list[str] = []

    def get(self, ids: list[str], include: list[str]) -> dict[str, list]:
        return {"ids": ids, **{name: self.records[name] for name in include}}

    def query(self, query_embeddings: np.ndarray, n_results: int, include: list[str]) -> dict[str, list]:
        return {"distances": [[0.5 if at == self.lost else 0.0] for at in range(len(query_embeddings))]}

    def upsert(self, **records: list) -> None:
        self.put += records["ids"]
        self.lost = None
        assert [records["documents"], len(records["embeddings"])] == [["The mill closed. It was old."], 1]


def test_what_its_own_vector_does_not_find_is_put_in_once_more():
    held = contents()
    (batch,) = held.batches()
    collection = Unreached(batch, 1)
    held.mend(collection)
    assert collection.put == [held.ids[1]]
    held.mend(collection)
    assert collection.put == [held.ids[1]]


class Named:
    """Embeddings that name their model."""

    def __init__(self, model_name: object) -> None:
        self.model_name = model_name


def test_an_embedding_is_known_by_its_class_and_its_model():
    assert name_of(Named("mini")) == "Named:mini"
    assert name_of(Named(3)) == "Named"
    assert name_of(Lengths()) == "Lengths"
