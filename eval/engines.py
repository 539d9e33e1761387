"""Who is asked in a run: the embedded reader with its index in memory, or a language model that writes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from assistant.engine import Engine
from eval.reader import in_memory
from index.errors import ModelError, PullquoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from langchain_core.language_models import BaseChatModel

    from assistant.answer import Part
    from index.piece import Piece


class ProviderError(PullquoteError):
    """A model did not answer. Unlike a `ModelError`, no engine makes up for it: in a run it counts as no answer."""


def engine_for(model: str | None) -> Callable[[Piece], Engine]:
    """What opens an engine for a piece; nothing of it is kept. Raises `ModelError`."""
    if model is None:
        return in_memory
    from assistant.models import connect

    return partial(writing, counting(connect(model)))


def counting(model: BaseChatModel) -> BaseChatModel:
    """The model, telling its tokens in a stream too where it must be asked to (OpenAI's client)."""
    return model.model_copy(update={"stream_usage": True}) if hasattr(model, "stream_usage") else model


def writing(model: BaseChatModel, piece: Piece) -> Engine:
    """An engine whose answers are the model's, or fail."""
    from assistant.writer import Writer

    class Measured(Writer):
        """A writer whose failure is nobody else's answer."""

        def answer(self, question: str, language: str = "en") -> Iterator[Part]:
            try:
                yield from super().answer(question, language)
            except ModelError as error:
                raise ProviderError(str(error)) from None

    engine = in_memory(piece)
    return Engine(piece, engine.store, engine.search, Measured(piece, engine.search, model))
