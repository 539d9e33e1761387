"""Passages of a piece as a LangChain retriever, for use in anybody's chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langsmith.run_helpers import tracing_context

from index.errors import InputError, QuestionError
from index.passages import Passage, passages

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.runnables import RunnableConfig


def at_least_one(k: object) -> int:
    """The number of passages that are asked for. Raises `InputError`."""
    if type(k) is not int or k < 1:
        raise InputError(f"k is the number of passages, 1 or more, and was given as {k!r:.40}.")
    return k


def _asked(query: object) -> str:
    """The question as Unicode. Raises `QuestionError` when it is no text."""
    if not isinstance(query, str):
        raise QuestionError(f"The question is not text ({query!r:.40}). Ask in words, as a string.")
    return query.encode("utf-8", "replace").decode()


class PassageRetriever(BaseRetriever):
    """The `k` passages nearest to a question, best first.

    A Document's text is the passage's own; its metadata are `piece` (id), `start`, `end` (characters), `sentences`
    (numbers) and `score` (sum of z-scores, comparable within one question only).
    """

    piece: Any  # a Piece; pydantic would take dataclasses apart
    search: Any  # a Search
    k: int = 5

    def invoke(self, input: str, config: RunnableConfig | None = None, **kwargs: Any) -> list[Document]:  # noqa: A002
        """The passages for a question; tracing variables in the environment are ignored."""
        with tracing_context(enabled=False):
            return super().invoke(input, config, **kwargs)

    async def ainvoke(self, input: str, config: RunnableConfig | None = None, **kwargs: Any) -> list[Document]:  # noqa: A002
        """As `invoke`, without holding up the event loop."""
        with tracing_context(enabled=False):
            return await super().ainvoke(input, config, **kwargs)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None, **_: Any
    ) -> list[Document]:
        around = passages(self.piece)
        del run_manager
        found = self.search.best(_asked(query), at_least_one(self.k if k is None else k))
        return [self._document(around[number], score) for number, score in found]

    def _document(self, passage: Passage, score: float) -> Document:
        return Document(
            page_content=self.piece.text[passage.start : passage.end],
            metadata={
                "piece": self.piece.id,
                "start": passage.start,
                "end": passage.end,
                "sentences": list(passage.sentences),
                "score": score,
            },
        )
