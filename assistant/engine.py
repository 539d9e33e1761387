"""One piece, its index and the reader put together: a question in, statements and an `Answer` out.

`Assistant` is this as a LangChain `Runnable`. The command line uses the engine itself, which spares a single
question the import of LangChain.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assistant import localised
from assistant.answer import Answer, Note, Part, Refusal, Statement, Withheld
from assistant.followup import all_meant, standalone
from assistant.language import asked_in, language_of
from assistant.models import chosen
from assistant.named import signature
from assistant.question import SETTLED, Question, taken
from assistant.reader import Reader
from assistant.spelling import Spelling
from assistant.tokens import names
from assistant.version import VERSION
from index.cache import default_folder
from index.contents import Contents, DocumentEmbedder, name_of
from index.encoder import Embedder, manifest, warm
from index.errors import ModelError
from index.lexical import Lexical
from index.loading import load
from index.passages import passages
from index.piece import Piece
from index.search import Search
from index.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from langchain_core.language_models import BaseChatModel

    from assistant.deadline import Left
    from assistant.writer import Writer

Event = Statement | Withheld | Answer
LATEST = 50  # earlier questions that are looked at
INSTEAD = "The embedded reader answered instead."


class QueryEmbedder(DocumentEmbedder, Protocol):
    """What LangChain's `Embeddings` has, and the embedded `Embedder` too."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...


def _writer(piece: Piece, search: Search, model: BaseChatModel | None, *, tracing: bool) -> Writer | None:
    """The writer, whose import brings LangChain, if there is a model."""
    if model is None:
        return None
    from assistant.writer import Writer

    return Writer(piece, search, model, tracing=tracing)


class Engine:
    """Answers questions about one piece."""

    def __init__(self, piece: Piece, store: Store, search: Search, writer: Writer | None = None) -> None:
        self.piece = piece
        self.store = store
        self.search = search
        self.writer = writer
        self.reader = Reader(piece, search)
        self.language = language_of(piece.text) or "en"
        self.spelling = Spelling.of(f"{piece.title or ''}\n{piece.text}") if self.language == "en" else None
        self.signature = signature(piece)
        self.names = names(piece.text) if self.language == "en" else frozenset[str]()

    @classmethod
    def open(
        cls,
        piece: str | Path | Piece,
        *,
        store: str | Path | None = None,
        embeddings: QueryEmbedder | None = None,
        embedding_name: str | None = None,
        model: str | BaseChatModel | None = None,
        tracing: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Engine:
        """See `Assistant.open`."""
        connected = chosen(model)
        with ThreadPoolExecutor(1) as beside:
            warming = beside.submit(warm)
            opened = piece if isinstance(piece, Piece) else load(piece)
            embedder = embeddings or Embedder()
            name = embedding_name or (name_of(embeddings) if embeddings else manifest("embedder"))
            contents = Contents(opened, passages(opened), embedder, name, progress)
            kept = Store.open(contents, store or default_folder())
            warming.result()
        lexical = Lexical([opened.sentence_text(sentence.number) for sentence in opened.sentences])
        search = Search(kept, lexical, embedder.embed_query)
        return cls(opened, kept, search, _writer(opened, search, connected, tracing=tracing))

    def close(self) -> None:
        """Let go of the index's files and connections."""
        self.store.close()

    def answer(self, asked: object) -> Answer:
        """The answer to a question, or to `{"question": …, "history": […]}`. Raises `QuestionError`."""
        *_, answer = self.events(asked)
        assert isinstance(answer, Answer)
        return answer

    def question(self, asked: str, history: Sequence[str] = ()) -> Question:
        """An English question as the embedded reader reads it."""
        own, before = self._meant(asked, history)
        return self._spelled(standalone(own, before), own, before)

    def _meant(self, asked: str, history: Sequence[str]) -> tuple[str, list[str]]:
        """A question and the latest before it as they were meant, with “the author” for their name."""
        return all_meant(self._by_author(asked), [*map(self._by_author, history[-LATEST:])], self.names)

    def _by_author(self, asked: str) -> str:
        """The question with “the author” for the name under which the piece is written."""
        return self.signature.sub("the author", asked) if self.signature and self.language == "en" else asked

    def _spelled(self, read_as: str, asked: str, history: Sequence[str]) -> Question:
        mended = self.spelling.mended if self.spelling else str
        return Question.of(mended(read_as), mended(asked), [mended(turn) for turn in history])

    def events(self, asked: object, left: Left | None = None) -> Iterator[Event]:
        """Each `Statement` and `Withheld` as it is decided, last the `Answer`.

        A model is waited for until `left` says that nobody waits for the answer; then it raises `LeftError`.
        """
        writer = self.writer.until(left) if self.writer and left else self.writer
        question, history = taken(asked)
        language = asked_in(question, self.language)
        own, before = self._meant(question, history)
        read_as = writer.standalone(question, history, language) if writer else standalone(own, before)
        read = self._spelled(read_as, own, before) if language == "en" else Question.of(read_as, question)
        gathered = _Gathered([self.store.notice] if self.store.notice else [])
        for part in self._parts(writer, read, language, gathered):
            gathered.parts.append(part)
            if isinstance(part, Statement | Withheld):
                yield part
        yield gathered.answer(question, read.text, self.piece)

    def _parts(self, writer: Writer | None, question: Question, language: str, gathered: _Gathered) -> Iterator[Part]:
        """The model's answer, or the reader's where there is no model, none is needed, or it comes to nothing."""
        if writer and not (language == "en" and (question.kind in SETTLED or question.vague)):
            yield from self._written(writer, question, language, gathered)
            if gathered.decided:
                return
        gathered.answerer, gathered.model = self.reader.name, manifest("reader")
        if language != self.language:
            yield localised.foreign(language, self.language)
        else:
            yield from self.reader.answer(question)

    def _written(self, writer: Writer, question: Question, language: str, gathered: _Gathered) -> Iterator[Part]:
        gathered.answerer, gathered.model = writer.name, writer.model_name
        try:
            yield from writer.answer(question.text, language)
        except ModelError as error:
            instead = "What is shown came before that." if gathered.decided else INSTEAD
            gathered.notices.append(f"{error} {instead}")
        else:
            if not gathered.decided:
                gathered.notices.append(f"Nothing that {writer.model_name} wrote passed the checks. {INSTEAD}")


@dataclass
class _Gathered:
    """What has been decided of one answer so far, and who answers."""

    notices: list[str]
    parts: list[Part] = field(default_factory=list["Part"])
    answerer: str = ""
    model: str | None = None

    @property
    def decided(self) -> bool:
        """Whether there is something to show: a statement or a refusal."""
        return any(not isinstance(part, Withheld) for part in self.parts)

    def answer(self, question: str, read_as: str, piece: Piece) -> Answer:
        """All of it as the answer."""
        notices = [*self.notices, *(part.message for part in self.parts if isinstance(part, Note))]
        return Answer(
            question=question,
            standalone_question=read_as,
            piece=piece,
            answerer=self.answerer,
            model=self.model,
            version=VERSION,
            statements=tuple(part for part in self.parts if isinstance(part, Statement)),
            refusal=next((part for part in self.parts if isinstance(part, Refusal)), None),
            withheld=tuple(part for part in self.parts if isinstance(part, Withheld)),
            notice=" ".join(notices) or None,
        )
