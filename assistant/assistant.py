"""The front door: `Assistant.open(piece)`, then `ask`, `stream`, or any call of a LangChain `Runnable`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable
from langsmith.run_helpers import tracing_context

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
from index.store import Contents, Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from pathlib import Path

    from langchain_core.embeddings import Embeddings
    from langchain_core.runnables import RunnableConfig

    from index.retriever import PassageRetriever

Asked = str | dict[str, Any]
Event = Statement | Withheld | Answer


class Assistant(Runnable[Asked, Answer]):
    """Answers questions about one piece, in the piece's own words.

    It takes a question, or `{"question": …, "history": [earlier questions]}`, and gives an `Answer`. Open it with
    `Assistant.open`. Tracing variables in the environment are ignored unless it was opened with `tracing=True`.
    """

    def __init__(self, piece: Piece, store: Store, search: Search, *, tracing: bool = False) -> None:
        self.piece = piece
        self._store = store
        self._search = search
        self._reader = Reader(piece, search)
        self._tracing = tracing

    @classmethod
    def open(
        cls,
        piece: str | Path | Piece,
        *,
        store: str | Path | None = None,
        embeddings: Embeddings | None = None,
        embedding_name: str | None = None,
        tracing: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Assistant:
        """An assistant for a piece, a file or a path.

        `store`: folder or Chroma server (`http://HOST:PORT`) for the index; the user's cache folder by default.
        `embeddings`: any LangChain embeddings instead of the embedded ones, known by `embedding_name` (their
        class's name by default). `progress(done, all)` is called while passages are embedded.
        Raises `PieceError`, `StoreError`.
        """
        with ThreadPoolExecutor(1) as beside:
            warming = beside.submit(warm)
            opened = piece if isinstance(piece, Piece) else load(piece)
            embedder = Embedder() if embeddings is None else embeddings
            name = embedding_name or (manifest("embedder") if embeddings is None else type(embeddings).__name__)
            contents = Contents(opened, passages(opened), embedder, name, progress)
            kept = Store.open(contents, store or default_folder())
            warming.result()
        lexical = Lexical([opened.sentence_text(sentence.number) for sentence in opened.sentences])
        return cls(opened, kept, Search(kept, lexical, embedder.embed_query), tracing=tracing)

    @property
    def notice(self) -> str | None:
        """One line when something is not as it was asked for (an index that cannot be kept)."""
        return self._store.notice

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer; `history` holds the earlier questions, oldest first. Raises `QuestionError`."""
        return self.invoke({"question": question, "history": list(history)})

    def as_retriever(self, k: int = 5) -> PassageRetriever:
        """The LangChain retriever over this piece's passages."""
        from index.retriever import PassageRetriever

        return PassageRetriever(piece=self.piece, passages=passages(self.piece), search=self._search, k=k)

    def invoke(self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: A002
        """The answer to a question, or to `{"question": …, "history": […]}`."""
        with tracing_context(enabled=None if self._tracing else False):
            return self._call_with_config(self._answer, _merged(input, kwargs), config)

    def stream(self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Iterator[Event]:  # noqa: A002
        """Each `Statement` and `Withheld` as it is decided, last the `Answer`."""
        del config
        yield from self._events(_merged(input, kwargs))

    async def astream(  # pyright: ignore[reportIncompatibleMethodOverride]  (it yields the parts, as `stream` does)
        self,
        input: Asked,
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: A002
    ) -> AsyncIterator[Event]:
        """As `stream`, without holding up the event loop."""
        import asyncio

        del config
        events = self._events(_merged(input, kwargs))
        while (event := await asyncio.to_thread(next, events, None)) is not None:
            yield event

    def _answer(self, asked: Asked) -> Answer:
        *_, answer = self._events(asked)
        assert isinstance(answer, Answer)
        return answer

    def _events(self, asked: Asked) -> Iterator[Event]:
        question, history = taken(asked)
        whole = standalone(question, history)
        statements: list[Statement] = []
        refusal = None
        for part in self._reader.answer(Question.of(whole)):
            if isinstance(part, Refusal):
                refusal = part
            else:
                statements.append(part)
                yield part
        yield Answer(
            question=question,
            standalone_question=whole,
            piece=self.piece,
            answerer=self._reader.name,
            model=manifest("reader"),
            version=VERSION,
            statements=tuple(statements),
            refusal=refusal,
            notice=self.notice,
        )


def _merged(asked: Asked, more: dict[str, Any]) -> Asked:
    """The question with a `history` given as a keyword."""
    if not more:
        return asked
    return {**(asked if isinstance(asked, dict) else {"question": asked}), **more}
