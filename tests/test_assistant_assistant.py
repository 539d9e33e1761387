import asyncio
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.embeddings import Embeddings
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.prompts import ChatPromptTemplate, PromptTemplate
from langchain_core.runnables import RunnableLambda
from open_files import counted_here, opened_files

from assistant import Answer, Assistant, Piece, Statement
from assistant.engine import Engine
from assistant.scorer import WHOLE_WORDS
from index.encoder import Embedder
from index.errors import InputError, ModelError, PieceError, QuestionError, StoreError

QUESTION = "How many co-sponsors does the bill have?"
QUESTIONS = [
    QUESTION,
    "what is the capital of Peru?",
    "when was this published?",
    "summarise it",
    "what could he do instead?",
]


@pytest.fixture
def assistant(engine: Engine) -> Assistant:
    return Assistant(engine)


def test_the_first_quote_is_the_sentence_that_answers(assistant: Assistant):
    answer = assistant.ask(QUESTION)
    assert answer.outcome == "answered"
    assert answer.quotes[0].text == "It has 84 co-sponsors, which in that chamber is close to a miracle."
    assert answer.text.endswith("[1]")


@pytest.fixture(scope="module")
def about_a_part(sample_piece: Piece, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Of the sample the part that answers, which is read in no time."""
    around = slice(sample_piece.sentences[22].start, sample_piece.sentences[-1].end)
    part = Piece.from_text(sample_piece.text[around], title=sample_piece.title, date=sample_piece.date)
    return Assistant.open(part, store=tmp_path_factory.mktemp("part"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_way_of_asking_gives_the_same_answer(about_a_part: Assistant, question: str):
    assistant = about_a_part
    answer = assistant.ask(question)
    assert assistant.invoke(question) == answer
    assert assistant.invoke({"question": question}) == answer
    assert asyncio.run(assistant.ainvoke(question)) == answer
    assert assistant.batch([question, question]) == [answer, answer]
    assert list(assistant.stream(question))[-1] == answer

    async def streamed() -> list[object]:
        return [part async for part in assistant.astream(question)]

    assert asyncio.run(streamed()) == list(assistant.stream(question))


def test_a_stream_yields_the_statements_of_its_answer(assistant: Assistant):
    *parts, answer = assistant.stream("what could he do instead?")
    assert isinstance(answer, Answer)
    assert all(isinstance(part, Statement) for part in parts)
    assert tuple(parts) == answer.statements


def test_it_composes_in_a_chain(assistant: Assistant):
    chain = assistant | RunnableLambda(lambda answer: answer.quotes[0].sentences)
    assert chain.invoke(QUESTION) == (25,)


def test_callbacks_of_langchain_are_called(assistant: Assistant):
    class Counter(BaseCallbackHandler):
        ended = 0

        def on_chain_end(self, outputs: object, **kwargs: object) -> None:
            self.ended += 1

    counter = Counter()
    assistant.invoke(QUESTION, config={"callbacks": [counter]})
    assert counter.ended == 1
    assert list(assistant.stream(QUESTION, config={"callbacks": [counter]}))[-1] == assistant.ask(QUESTION)
    assert counter.ended == 2


def test_events_of_langchain_hold_what_is_streamed(assistant: Assistant):
    async def streamed() -> list[object]:
        events = assistant.astream_events(QUESTION)
        return [event["data"]["chunk"] async for event in events if event["event"] == "on_chain_stream"]

    assert asyncio.run(streamed()) == list(assistant.stream(QUESTION))


def test_a_history_can_be_a_keyword_or_a_key(assistant: Assistant):
    history = ["which politicians drafted the bill?"]
    by_key = assistant.invoke({"question": "and how many back it?", "history": history})
    assert by_key == assistant.ask("and how many back it?", history)
    assert list(assistant.stream("and how many back it?", history=history))[-1] == by_key
    assert by_key.standalone_question == "which politicians drafted the bill? and how many back it?"


@pytest.mark.parametrize(
    "asked", ["", "   ", "\n\t", "x" * 2001, "?" * 50_000, None, 7, {"question": ""}, {"history": []}]
)
def test_what_is_no_question_is_one_clear_error(assistant: Assistant, asked: object):
    with pytest.raises(QuestionError, match="question"):
        assistant.invoke(asked)  # pyright: ignore


def test_an_unknown_key_is_named(assistant: Assistant):
    with pytest.raises(QuestionError, match="Unknown key “foo”"):
        assistant.invoke({"question": "Why?", "foo": 1})


@pytest.mark.parametrize("history", ["earlier", [1], {"a": 1}])
def test_a_history_that_is_no_list_of_questions_is_refused(assistant: Assistant, history: object):
    with pytest.raises(QuestionError, match="history"):
        assistant.invoke({"question": "Why?", "history": history})
    with pytest.raises(QuestionError, match="history"):
        assistant.ask("Why?", history)  # pyright: ignore


@pytest.mark.parametrize("history", [None, (), []])
def test_no_history_is_none_however_it_is_said(assistant: Assistant, history: list[str] | None):
    assert assistant.ask(QUESTION, history) == assistant.ask(QUESTION)


@pytest.mark.parametrize("question", ["NUL\0 byte?", "lone \ud800 surrogate?", "مَن وقّع؟", "🙂?", "a" * 1999 + "?"])
def test_odd_characters_get_an_answer_or_a_refusal(assistant: Assistant, question: str):
    answer = assistant.ask(question)
    assert answer.outcome in {"answered", "refused"}
    answer.text.encode()


def test_a_missing_file_is_one_clear_error():
    with pytest.raises(PieceError, match="There is no file “nowhere.txt”"):
        Assistant.open("nowhere.txt")


class Reversed(Embeddings):
    """Embeddings of somebody else: ours, backwards."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [vector[::-1] for vector in Embedder().embed_documents(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def test_any_langchain_embeddings_can_be_used(sample_piece: Piece, tmp_path):
    answer = Assistant.open(sample_piece, store=tmp_path, embeddings=Reversed()).ask(QUESTION)
    assert answer.quotes[0].sentences == (25,)


def test_a_piece_of_one_sentence_is_answered_from(tmp_path):
    answer = Assistant.open(Piece.from_text("The mill closed in 1912."), store=tmp_path).ask("when did the mill close?")
    assert answer.quotes[0].text == "The mill closed in 1912."


def test_right_to_left_text_is_answered_from_or_refused(tmp_path):
    piece = Piece.from_text("أغلق المصنع أبوابه في عام 1912. لم يبق أحد.")
    answer = Assistant.open(piece, store=tmp_path).ask("متى أغلق المصنع؟")
    assert all(quote.text == piece.text[quote.start : quote.end] for quote in answer.quotes)


def test_a_long_piece_is_read_where_retrieval_points(tmp_path):
    filler = "\n\n".join(
        f"Paragraph {n} speaks of rivers and of bridges. Nobody minds that it is dull." for n in range(100)
    )
    piece = Piece.from_text(filler + "\n\nThe bill has 84 co-sponsors in the Senate.\n\n" + filler)
    assert len(piece.text.split()) > WHOLE_WORDS
    answer = Assistant.open(piece, store=tmp_path).ask(QUESTION)
    assert answer.quotes[0].text == "The bill has 84 co-sponsors in the Senate."


def test_tracing_variables_are_ignored(assistant: Assistant, monkeypatch: pytest.MonkeyPatch):
    from langsmith.utils import get_env_var, tracing_is_enabled

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    get_env_var.cache_clear()
    seen: list[object] = []

    class Watching(BaseCallbackHandler):
        def on_chain_start(self, serialized: object, inputs: object, **kwargs: object) -> None:
            seen.append(tracing_is_enabled())

    try:
        assert tracing_is_enabled()
        assistant.invoke(QUESTION, config={"callbacks": [Watching()]})
        list(assistant.stream(QUESTION, config={"callbacks": [Watching()]}))
        assert seen == [False, False]
        assert tracing_is_enabled()
    finally:
        get_env_var.cache_clear()


BRIDGE = Piece.from_text("The bridge opened in 1931. It cost two million dollars.", title="Bridges")


@counted_here
@pytest.mark.parametrize("closed", [True, False])
def test_one_that_is_closed_or_let_go_of_leaves_no_file_open(tmp_path: Path, closed: bool):
    counted = list[int]()
    for number in range(5):
        piece = Piece.from_text(f"The bridge number {number} opened in 1931. It cost two million dollars.")
        assistant = Assistant.open(piece, store=tmp_path)
        assert "1931" in assistant.ask("When did the bridge open?").text
        if closed:
            assistant.close()
        del assistant
        counted.append(opened_files(*counted[:1]))
    assert counted[-1] <= counted[0], counted


@pytest.mark.parametrize("place", ["folder", ":memory:"])
def test_it_closes_with_its_block_and_opens_again_when_it_is_asked(tmp_path: Path, place: str):
    with Assistant.open(BRIDGE, store=tmp_path if place == "folder" else place) as assistant:
        answer = assistant.ask("When did the bridge open?")
    assert assistant.ask("When did the bridge open?") == answer
    assert assistant.notice is None
    assistant.close()
    assistant.close()
    assert (list(tmp_path.iterdir()) == []) == (place == ":memory:")


def test_its_retriever_searches_on_when_it_is_let_go_of():
    retriever = Assistant.open(BRIDGE, store=":memory:").as_retriever(k=1)
    assert retriever.invoke("What did it cost?")[0].metadata["sentences"] == [0, 1]


def test_it_is_told_by_its_piece_and_who_answers(assistant: Assistant):
    assert repr(assistant).startswith(f"<Assistant for “{assistant.piece.title}”, ")
    assert repr(assistant).endswith("answered by the embedded reader>")
    with Assistant.open(BRIDGE, store=":memory:", model=FakeListChatModel(responses=["x"])) as written:
        assert repr(written) == "<Assistant for “Bridges”, 2 sentences, answered by FakeListChatModel>"
        assert len(repr(written.ask("What did it cost?"))) < 1_500


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"piece": None}, PieceError),
        ({"piece": BRIDGE.text}, PieceError),
        ({"piece": BRIDGE, "model": 3}, ModelError),
        ({"piece": BRIDGE, "embeddings": Embedder}, StoreError),
        ({"piece": BRIDGE, "store": 3}, StoreError),
        ({"piece": BRIDGE, "store": "localhost:8000"}, StoreError),
    ],
)
def test_what_it_cannot_be_opened_with_is_one_clear_error(given: dict[str, Any], error: type[Exception]):
    with pytest.raises(error) as told:
        Assistant.open(**given)
    assert "\n" not in str(told.value)


def test_it_is_made_by_opening_a_piece_alone():
    with pytest.raises(InputError, match=r"made with Assistant\.open"):
        Assistant("piece.md")  # pyright: ignore


@pytest.mark.parametrize("draft", [None, 3, b"abc", "", "“so \ud800”"])
def test_what_is_no_draft_is_one_clear_error(assistant: Assistant, draft: Any):
    with pytest.raises(InputError, match="The draft"):
        assistant.check(draft)
    assert assistant.check("It “has 84 co-sponsors”.")[0].holds


def test_the_messages_of_langchain_are_taken_as_question_and_history(assistant: Assistant):
    answer = assistant.ask(QUESTION)
    assert assistant.invoke(HumanMessage(QUESTION)) == answer  # pyright: ignore
    assert (PromptTemplate.from_template("{asked}") | assistant).invoke({"asked": QUESTION}) == answer
    assert (ChatPromptTemplate.from_template("{asked}") | assistant).invoke({"asked": QUESTION}) == answer
    earlier = "which politicians drafted the bill?"
    messages: Any = [HumanMessage(earlier), AIMessage("Two senators."), HumanMessage("and how many back it?")]
    assert assistant.invoke(messages) == assistant.ask("and how many back it?", [earlier])
    with pytest.raises(QuestionError, match="not text"):
        assistant.invoke([QUESTION])  # pyright: ignore


@pytest.mark.filterwarnings("ignore::langchain_core._api.LangChainBetaWarning")
def test_its_schemas_can_be_asked_for_and_it_is_a_tool(assistant: Assistant):
    assert list(assistant.get_input_jsonschema()["properties"]) == ["question", "history"]
    assert "refusal" in str(assistant.get_output_jsonschema())
    tool = (assistant | attrgetter("text")).as_tool(name="ask", description="Asks the piece.")
    assert tool.invoke({"question": QUESTION}) == assistant.ask(QUESTION).text
    assert assistant.as_tool(name="ask", description="Asks the piece.").invoke({"question": QUESTION}).quotes
