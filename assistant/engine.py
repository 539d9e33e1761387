"""One piece, its index and the reader put together: a question in, statements and an `Answer` out.

`Assistant` is this as a LangChain `Runnable`. The command line uses the engine itself, which spares a single
question the import of LangChain.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from assistant.answer import Answer, Refusal, Statement, Withheld
from assistant.followup import standalone
from assistant.question import Question, taken
from assistant.reader import Reader
from assistant.version import VERSION
from index.cache import default_folder
from index.encoder import Embedder, manifest, warm
from index.lexical import Lexical
from index.loading import load
from index.passages import passages
from index.piece import Piece
from index.search import Search
from index.store import Contents, DocumentEmbedder, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Event = Statement | Withheld | Answer


class QueryEmbedder(DocumentEmbedder, Protocol):
    """What LangChain's `Embeddings` has, and the embedded `Embedder` too."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...


class Engine:
    """Answers questions about one piece."""

    def __init__(self, piece: Piece, store: Store, search: Search) -> None:
        self.piece = piece
        self.store = store
        self.search = search
        self.reader = Reader(piece, search)

    @classmethod
    def open(
        cls,
        piece: str | Path | Piece,
        *,
        store: str | Path | None = None,
        embeddings: QueryEmbedder | None = None,
        embedding_name: str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Engine:
        """See `Assistant.open`."""
        with ThreadPoolExecutor(1) as beside:
            warming = beside.submit(warm)
            opened = piece if isinstance(piece, Piece) else load(piece)
            embedder = embeddings or Embedder()
            name = embedding_name or (type(embeddings).__name__ if embeddings else manifest("embedder"))
            contents = Contents(opened, passages(opened), embedder, name, progress)
            kept = Store.open(contents, store or default_folder())
            warming.result()
        lexical = Lexical([opened.sentence_text(sentence.number) for sentence in opened.sentences])
        return cls(opened, kept, Search(kept, lexical, embedder.embed_query))

    def close(self) -> None:
        """Let go of the index's files and connections."""
        self.store.close()

    def answer(self, asked: object) -> Answer:
        """The answer to a question, or to `{"question": …, "history": […]}`. Raises `QuestionError`."""
        *_, answer = self.events(asked)
        assert isinstance(answer, Answer)
        return answer

    def events(self, asked: object) -> Iterator[Event]:
        """Each `Statement` and `Withheld` as it is decided, last the `Answer`."""
        question, history = taken(asked)
        whole = standalone(question, history)
        statements: list[Statement] = []
        refusal = None
        for part in self.reader.answer(Question.of(whole, question)):
            if isinstance(part, Refusal):
                refusal = part
            else:
                statements.append(part)
                yield part
        yield Answer(
            question=question,
            standalone_question=whole,
            piece=self.piece,
            answerer=self.reader.name,
            model=manifest("reader"),
            version=VERSION,
            statements=tuple(statements),
            refusal=refusal,
            notice=self.store.notice,
        )
