from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda
from langchain_tests.integration_tests.retrievers import RetrieversIntegrationTests

from assistant import Assistant
from assistant.engine import Engine
from index.errors import InputError, QuestionError
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


@pytest.mark.parametrize("k", [0, -1, "3", 2.5, True])
def test_fewer_passages_than_one_are_refused(engine: Engine, k: Any):
    retriever = Assistant(engine).as_retriever()
    with pytest.raises(InputError, match="1 or more"):
        retriever.invoke("what is paused?", k=k)
    with pytest.raises(InputError, match="1 or more"):
        Assistant(engine).as_retriever(k=k)
    assert len(retriever.invoke("what is paused?", k=1)) == 1


@pytest.mark.parametrize("question", [None, 3, b"what?", ["what?"]])
def test_what_is_no_question_is_one_clear_error(engine: Engine, question: Any):
    with pytest.raises(QuestionError, match="not text"):
        Assistant(engine).as_retriever().invoke(question)


def test_half_a_character_in_a_question_is_read_over(engine: Engine):
    assert len(Assistant(engine).as_retriever().invoke("what is \ud800 paused?")) == 5
