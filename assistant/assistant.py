"""The front door: `Assistant.open(piece)`, then `ask`, `stream`, or any call of a LangChain `Runnable`."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, Self

from langchain_core.messages import BaseMessage
from langchain_core.prompt_values import PromptValue
from langchain_core.runnables import Runnable
from langsmith.run_helpers import tracing_context
from pydantic import BaseModel, Field

from assistant.answer import Answer
from assistant.draft import check
from assistant.engine import Engine, Event
from assistant.given import check_embeddings
from assistant.given import draft as taken
from assistant.given import piece as opened
from index.errors import InputError
from index.retriever import PassageRetriever, at_least_one

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from pathlib import Path

    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

    from assistant.draft import Checked
    from index.piece import Piece

Asked = str | dict[str, Any]


class Asking(BaseModel):
    """What an assistant takes, as LangChain describes it to a model that uses it as a tool."""

    question: str = Field(description="The question, in plain words.")
    history: list[str] = Field(default=[], description="The earlier questions, oldest first.")


class Assistant(Runnable[Asked, Answer]):
    """Answers questions about one piece, in the piece's own words.

    It takes a question, or `{"question": …, "history": [earlier questions]}`, or LangChain's messages, and gives an
    `Answer`. Open it with `Assistant.open`; `close`, a `with` block, or letting go of it gives back what its index
    holds. Tracing variables in the environment are ignored unless it was opened with `tracing=True`.
    """

    def __init__(self, engine: Engine, *, tracing: bool = False) -> None:
        if not isinstance(engine, Engine):  # pyright: ignore[reportUnnecessaryIsInstance]  (who knows `open` not yet)
            raise InputError(f"An Assistant is made with Assistant.open(piece), not of a {type(engine).__name__}.")
        self._engine = engine
        self._tracing = tracing

    def __repr__(self) -> str:
        """The piece, and who answers."""
        answerer = self._engine.writer.model_name if self._engine.writer else "the embedded reader"
        title = f"“{self.piece.title}”" if self.piece.title else "a piece without a title"
        return f"<Assistant for {title}, {len(self.piece.sentences)} sentences, answered by {answerer}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the files, threads and memory of the index; a question after that opens it again."""
        self._engine.close()

    @classmethod
    def open(
        cls,
        piece: str | Path | Piece,
        *,
        store: str | Path | None = None,
        embeddings: Embeddings | None = None,
        embedding_name: str | None = None,
        model: str | BaseChatModel | None = None,
        tracing: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Assistant:
        """An assistant for a piece, given as a path or a `Piece`; a text is opened with `Piece.read(text)`.

        `store`: folder or Chroma server (`http://HOST:PORT`) for the index, the user's cache folder by default; with
        `":memory:"` nothing is written. `embeddings`: any LangChain embeddings instead of the embedded ones, known by
        `embedding_name` (their class and model by default). `model`: a language model that answers in place of the
        embedded reader, as PROVIDER:MODEL or any LangChain chat model; what it writes is shown only where it passes
        the checks. `progress(done, all)` is called while passages are embedded. Raises `PieceError`, `StoreError`,
        `ModelError`.
        """
        check_embeddings(embeddings)
        engine = Engine.open(
            opened(piece),
            store=store,
            embeddings=embeddings,
            embedding_name=embedding_name,
            model=model,
            tracing=tracing,
            progress=progress,
        )
        return cls(engine, tracing=tracing)

    @property
    def piece(self) -> Piece:
        """The piece that is asked."""
        return self._engine.piece

    @property
    def notice(self) -> str | None:
        """One line when something is not as it was asked for (an index that cannot be kept)."""
        return self._engine.store.notice

    def ask(self, question: str, history: Sequence[str] | None = ()) -> Answer:
        """The answer; `history` holds the earlier questions, oldest first. Raises `QuestionError`."""
        return self.invoke({"question": question, "history": history})

    def check(self, draft: str) -> list[Checked]:
        """Every quotation of a draft, and what the piece has of it; no model is asked. Raises `InputError`."""
        return check(taken(draft), self.piece)

    def get_input_schema(self, config: RunnableConfig | None = None) -> type[BaseModel]:
        """A question and its history, by which LangChain makes a tool of it."""
        del config
        return Asking

    def as_retriever(self, k: int = 5) -> PassageRetriever:
        """The LangChain retriever over this piece's passages, `k` of them. Raises `InputError`."""
        return PassageRetriever(piece=self.piece, search=self._engine.search, k=at_least_one(k))

    def invoke(self, input: Asked, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: A002  (Runnable's)
        """The answer to a question, or to `{"question": …, "history": […]}`."""
        with tracing_context(enabled=None if self._tracing else False):
            return self._call_with_config(self._engine.answer, _merged(input, kwargs), config)

    def stream(  # pyright: ignore[reportIncompatibleMethodOverride]  (it yields the parts too)
        self,
        input: Asked,  # noqa: A002  (Runnable's)
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[Event]:
        """Each `Statement` and `Withheld` as it is decided, last the `Answer`."""
        with tracing_context(enabled=None if self._tracing else False):
            events: Any = self._transform_stream_with_config(iter([_merged(input, kwargs)]), self._events, config)
            first = next(events)
        yield first
        yield from events

    def _events(self, asked: Iterator[Asked]) -> Iterator[Any]:
        yield from self._engine.events(next(asked))

    async def astream(  # pyright: ignore[reportIncompatibleMethodOverride]  (it yields parts, as `stream` does)
        self,
        input: Asked,  # noqa: A002  (Runnable's)
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[Event]:
        """As `stream`, without holding up the event loop; a caller that goes away leaves no thread waiting."""
        with tracing_context(enabled=None if self._tracing else False):
            events: Any = self._atransform_stream_with_config(_only(_merged(input, kwargs)), self._aevents, config)
            first = await anext(events)
        try:
            yield first
            async for event in events:
                yield event
        finally:
            await events.aclose()

    async def _aevents(self, asked: AsyncIterator[Asked]) -> AsyncIterator[Any]:
        gone = threading.Event()
        events = self._engine.events(await anext(asked), gone.is_set)
        try:
            while (event := await asyncio.to_thread(next, events, None)) is not None:
                yield event
        finally:
            gone.set()


async def _only(asked: Asked) -> AsyncIterator[Asked]:
    yield asked


def _merged(asked: object, more: dict[str, Any]) -> Any:
    """The question as it was given, with a `history` given as a keyword; messages are taken by their text."""
    asked = _of_messages(asked)
    if not more:
        return asked
    return {**(asked if isinstance(asked, dict) else {"question": asked}), **more}


def _of_messages(asked: object) -> Any:
    """The last of LangChain's messages as the question, the user's before it as its history; else what was given."""
    if isinstance(asked, PromptValue):
        asked = asked.to_messages()
    messages: Any = [asked] if isinstance(asked, BaseMessage) else asked
    if not isinstance(messages, list) or not messages or not all(isinstance(one, BaseMessage) for one in messages):
        return asked
    *before, last = messages
    return {"question": str(last.text), "history": [str(one.text) for one in before if one.type == "human"]}
