from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda
from langchain_tests.integration_tests.retrievers import RetrieversIntegrationTests

from assistant import Assistant
from assistant.engine import Engine
from index.piece import Piece
from index.retriever import PassageRetriever


class TestSuite(RetrieversIntegrationTests):
    """LangChain's own suite, over the sample."""

    @pytest.fixture(autouse=True)
    def _opened(self, engine: Engine):
        TestSuite.engine = engine

    @property
    def retriever_constructor(self) -> type[PassageRetriever]:
        return PassageRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"piece": self.engine.piece, "search": self.engine.search}

    @property
    def retriever_query_example(self) -> str:
        return "how many co-sponsors does the bill have?"


def test_a_document_carries_piece_offsets_and_sentence_numbers(engine: Engine):
    best = Assistant(engine).as_retriever(k=3).invoke("how many co-sponsors does the bill have?")[0]
    piece = engine.piece
    assert best.metadata["piece"] == piece.id
    assert best.page_content == piece.text[best.metadata["start"] : best.metadata["end"]]
    assert "84 co-sponsors" in piece.sentence_text(best.metadata["sentences"][-1])


def test_the_best_passage_comes_first(engine: Engine):
    found = Assistant(engine).as_retriever(k=10).invoke("the telephone call on Thursday")
    scores = [document.metadata["score"] for document in found]
    assert scores == sorted(scores, reverse=True)


def test_it_composes_in_a_chain(engine: Engine):
    chain = Assistant(engine).as_retriever(k=2) | RunnableLambda(len)
    assert chain.invoke("what is paused?") == 2


def test_every_passage_can_be_asked_for(sample_piece: Piece, engine: Engine):
    found = Assistant(engine).as_retriever(k=1000).invoke("anything")
    assert len(found) == len(sample_piece.sentences)
