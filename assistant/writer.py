"""The writer: a language model answers, and each of its sentences is checked before anybody sees it.

`prompt | model | parser` is one LangChain chain. The model cites sentences by number, so that it cannot invent a
quote; what it writes is checked a sentence at a time, while it is still writing the next one.
"""

from __future__ import annotations

import re
import time
from contextlib import closing
from copy import copy
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable

from assistant import localised
from assistant.answer import Part, Refusal, Statement, Withheld
from assistant.checks import checked
from assistant.deadline import LeftError, Limits, nobody_left, within
from assistant.language import language_of, written_in
from assistant.models import EmptyAnswerError, context_of, explain, name_of, traced
from assistant.offer import budget, cost, numbered, offered
from assistant.protocol import Cited, Declined, Parser, Unit
from assistant.rewrite import rewritten
from index.errors import ModelError
from index.quotations import without_quotations
from prompts import load_text

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import RunnableConfig

    from assistant.deadline import Left
    from index.piece import Piece
    from index.search import Search

SHOWN_AT_MOST = 12
DECIDED_AT_MOST = 24
CITED_AT_MOST = 8
FIELDS = ("title", "date", "author")
# What a browser would take for markup or a link; the piece's own words inside quotation marks may hold it.
MARKUP = re.compile(
    r"<\s*[/!?A-Za-z]|&#?\w+;|\]\s?\(|!\[|https?:|www\.|javascript:|data:\w+/|\{\{|\$\$|\|\s*-{3}|^\|", re.IGNORECASE
)

# A sentence of the piece that speaks to whoever reads it for somebody else, and not to readers: no evidence.
INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines)\b|"
    r"\b(?:system|developer) (?:prompt|message)\b|^\W*(?:system|assistant|user|note to (?:the )?(?:ai|model)s?)\s*:|"
    r"\byou are (?:now )?(?:an? |the )?(?:ai|assistant|chatbot|language model)\b|"
    r"^\W*(?:please |now |always )?(?:say|write|print|reply|respond|output|repeat)(?: only| exactly| that|:)|"
    r"\b(?:when|if|once) (?:you are |you.re )?asked\b.{0,80}\b(?:say|write|reply|respond|answer)\b|"
    r"\btell (?:the )?(?:users?|readers?|person who asks)\b.{0,20}\bthat\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the model: as it is read alone, and the language to answer in."""

    question: str
    language: str


class Writer:
    """Answers questions about one piece with a chat model."""

    name = "writer"

    def __init__(
        self,
        piece: Piece,
        search: Search,
        model: BaseChatModel,
        *,
        limits: Limits | None = None,
        tracing: bool = False,
    ) -> None:
        self.piece = piece
        self.search = search
        self.model = model
        self.limits = limits or Limits()
        self.tracing = tracing
        self.left: Left = nobody_left
        self.language = written_in(piece.text) or ""  # unknown: nobody can vouch for prose about it
        self.model_name = name_of(model)
        self.chain = _chain(model)

    def until(self, left: Left) -> Writer:
        """The same writer for one question, which raises `LeftError` soon after `left` says that nobody waits."""
        writer = copy(self)
        writer.left = left
        return writer

    def answer(self, question: str, language: str = "en") -> Iterator[Part]:
        """Each part as it is decided; a refusal ends it. Raises `ModelError` when the model fails, first or midway."""
        asked = Asked(question, language)
        parts: dict[Part, None] = {}
        with closing(self._units(asked)) as units:
            for unit, given in islice(units, DECIDED_AT_MOST):
                if isinstance(unit, Declined):
                    yield from [] if _shown(parts) else [self._refusal(unit, given, asked)]
                    return
                for part in self._decided(unit, given, asked):
                    if part not in parts:
                        parts[part] = None
                        yield part
                if _shown(parts) >= SHOWN_AT_MOST:
                    return

    def standalone(self, question: str, history: Sequence[str], language: str) -> str:
        """The question that is read, a follow-up rewritten by the model."""
        return rewritten(question, history, self._said, self.piece, language, self.left)

    def _said(self, text: str) -> Iterator[str]:
        return (str(chunk.text) for chunk in traced(lambda: self.model.stream(text), on=self.tracing))

    def _units(self, asked: Asked) -> Generator[tuple[Unit, Sequence[int]]]:
        """What the model writes, with the sentences that it was given. What was begun is not tried again."""
        until = time.monotonic() + self.limits.total
        tokens = budget(context_of(self.model))
        for attempt in range(1, self.limits.attempts + 1):
            given = offered(self.piece, self.search, asked.question, tokens)
            begun = False
            try:
                with closing(within(partial(self._stream, asked, given), self.limits, until, self.left)) as stream:
                    for unit in chain.from_iterable(stream):
                        begun = True
                        yield unit, given
            except LeftError:
                raise
            except Exception as error:
                failure = explain(error)
            else:
                return
            if begun or not failure.retry or not self.limits.again(failure.wait, attempt, until, self.left):
                raise ModelError(f"{self.model_name} {failure.reason}.") from None
            if failure.overflow:
                tokens = sum(cost(self.piece.sentence_text(number)) for number in given) // 2

    def _stream(self, asked: Asked, given: Sequence[int]) -> Iterator[tuple[Unit, ...]]:
        known = "".join(
            f"{field.capitalize()}: {value}\n" for field in FIELDS if (value := getattr(self.piece, field)) is not None
        )
        values = {
            "known": known,
            "sentences": numbered(self.piece, given),
            "question": asked.question,
            "language": localised.english_name(asked.language) or "the language of the question",
        }
        return traced(lambda: self.chain.stream(values), on=self.tracing)

    def _decided(self, unit: Cited, given: Sequence[int], asked: Asked) -> Iterator[Part]:
        """What a sentence of the model comes to."""
        numbers = [number - 1 for number in unit.numbers]
        if unit.fields and not numbers:
            yield from (self._stated(unit, field, asked.language) for field in unit.fields)
        elif len(numbers) > CITED_AT_MOST:
            yield Withheld(unit.text, (), "citation", f"it cites {len(numbers)} sentences, too many to check")
        elif any(INSTRUCTION.search(self.piece.sentence_text(number)) for number in numbers if number in given):
            yield Withheld(unit.text, (), "instruction", "it stands on words that instruct whoever answers")
        elif not {asked.language, self.language} <= localised.VOUCHED:
            yield from self._quoted(unit, [number for number in numbers if number in given], asked.language)
        elif reason := _unfit(unit.text, asked.language):
            yield Withheld(unit.text, (), *reason)
        else:
            yield checked(unit.text, numbers, self.piece, offered=given, language=asked.language)

    def _stated(self, unit: Cited, field: str, language: str) -> Statement | Withheld:
        """The piece's own date, title or author in our frame, whatever the model made of it."""
        stated = localised.about(self.piece, field, language)
        return stated if isinstance(stated, Statement) else Withheld(unit.text, (), "metadata", stated.message)

    def _quoted(self, unit: Cited, numbers: list[int], language: str) -> Iterator[Statement | Withheld]:
        """The quotes alone, where nobody can vouch for the prose."""
        if not numbers:
            yield Withheld(unit.text, (), "citation", "it cites no sentence of the piece")
        for number in numbers:
            yield localised.statement(self.piece.quote(number), language)

    def _refusal(self, declined: Declined, given: Sequence[int], asked: Asked) -> Refusal:
        named = (declined.number or 0) - 1
        number = named if named in given else self.search.best(asked.question, 1)[0][0]
        return localised.refusal(declined.code, asked.language, nearest=self.piece.quote(number))


class UnitParser(Runnable["BaseMessage", "tuple[Unit, ...]"]):
    """The last step of the chain: for each chunk of the model's, the units that it completes (mostly none).

    LangChain's ready-made steps read what comes before them to its end, even when nobody wants more of it; with a
    model that never ends they would go on for ever. This one lets go.
    """

    def invoke(self, input: BaseMessage, config: RunnableConfig | None = None, **kwargs: Any) -> tuple[Unit, ...]:  # noqa: A002  (Runnable's)
        """The units of a whole message."""
        return tuple(chain.from_iterable(self.transform(iter([input]), config, **kwargs)))

    def transform(
        self,
        input: Iterator[BaseMessage],  # noqa: A002  (Runnable's)
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[tuple[Unit, ...]]:
        """The units of each chunk, as the chunks come. Raises `EmptyAnswerError` when there is no word in any."""
        del config, kwargs
        parser, said = Parser(), False
        for chunk in input:
            text = str(chunk.text)
            said = said or bool(text.strip())
            yield tuple(parser.feed(text))
            if parser.full:
                break
        if not said:
            raise EmptyAnswerError
        yield tuple(parser.finish())


def _chain(model: BaseChatModel) -> Runnable[Any, tuple[Unit, ...]]:
    """`prompt | model | parser`."""
    system = load_text("answer.txt", {"language"})
    human = load_text("question.txt", {"known", "sentences", "question"})
    return ChatPromptTemplate.from_messages([("system", system), ("human", human)]) | model | UnitParser()


def _shown(parts: Iterable[Part]) -> int:
    return sum(isinstance(part, Statement) for part in parts)


def _unfit(text: str, language: str) -> tuple[str, str] | None:
    """The check and the reason why this is no prose that can be checked at all."""
    own = without_quotations(text)
    if MARKUP.search(own):
        return "markup", "it holds markup or a link"
    if language_of(own) not in {None, language}:
        return "language", "it is in another language than the question"
    return None
