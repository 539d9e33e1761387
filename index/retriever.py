"""Passages of a piece as a LangChain retriever, for use in anybody's chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.passages import Passage
from index.piece import Piece
from index.search import Search

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun


class PassageRetriever(BaseRetriever):
    """The `k` passages nearest to a question, best first.

    A Document's text is the passage's own; its metadata are `piece` (id), `start`, `end` (characters), `sentences`
    (numbers) and `score` (sum of z-scores, comparable within one question only).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    piece: Piece
    passages: tuple[Passage, ...]
    search: Search
    k: int = 5

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None, **_: Any
    ) -> list[Document]:
        found = self.search.best(query, self.k if k is None else k)
        return [self._document(self.passages[number], score) for number, score in found]

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
