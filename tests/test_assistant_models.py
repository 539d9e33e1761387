from collections.abc import Callable
from typing import Any
from unittest.mock import MagicMock

import pytest
from langchain_core.language_models.fake import FakeListLLM
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda
from model_servers import KEY as LOOPBACK_KEY
from model_servers import ModelServer, Reply

from assistant.deadline import Limits, OverdueError, SilenceError
from assistant.models import chosen, connect, context_of, explain, name_of, probe
from index.errors import ModelError

KEY = "sk-very-secret-0123456789"
NOBODY = "http://127.0.0.1:9/v1"


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("openai:gpt-4o", "openai:gpt-4o"),
        ("anthropic:claude-sonnet-5", "anthropic:claude-sonnet-5"),
        ("ollama:llama3.2:3b", "ollama:llama3.2:3b"),
        (" OpenAI:gpt-4o ", "openai:gpt-4o"),
    ],
)
def test_a_name_is_connected_and_nothing_is_sent(spec: str, name: str):
    model = connect(spec, api_key=KEY, base_url=NOBODY)
    assert name_of(model) == name
    assert KEY not in repr(model) + str(model)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("", "No model is named"),
        ("gpt-4o", "Write PROVIDER:MODEL"),
        ("openai:", "names no model"),
        (":gpt-4o", "names no model"),
        ("llama3.2:3b", "write ollama:llama3.2:3b"),
        ("openai:gpt-4o", "OPENAI_API_KEY is not set"),
        ("anthropic:claude-x", "ANTHROPIC_API_KEY is not set"),
        ("groq:x", "pip install langchain-groq"),
        ("google-genai:x", "pip install langchain-google-genai"),
    ],
)
def test_what_cannot_be_connected_is_one_clear_line(spec: str, said: str):
    with pytest.raises(ModelError, match=said.replace(".", r"\.")) as raised:
        connect(spec)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("address", ["not a url", "ftp://x", "http://", "http://h:99999", "http://h:0", "http://[::1"])
def test_a_wrong_address_is_one_clear_line(address: str):
    with pytest.raises(ModelError, match="http://HOST:PORT"):
        connect("openai:gpt-4o", api_key=KEY, base_url=address)


def test_a_server_of_ones_own_needs_no_key(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_BASE_URL", NOBODY)
    assert str(getattr(connect("openai:tiny"), "openai_api_base", "")) == NOBODY


def test_a_variable_of_langsmith_does_not_send_the_piece_elsewhere(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "ls-1")
    for spec in ("openai:gpt-4o", "anthropic:claude-sonnet-5"):
        made = connect(spec, api_key=KEY)
        address = getattr(made, "openai_api_base", None) or getattr(made, "anthropic_api_url", None)
        assert "smith" not in str(address)


@pytest.mark.parametrize("spec", ["openai:gpt-4o", "anthropic:claude-sonnet-5", "ollama:llama3"])
def test_a_server_that_is_not_there_is_one_clear_line(spec: str):
    with pytest.raises(ModelError, match="cannot be reached") as raised:
        probe(connect(spec, api_key=KEY, base_url=NOBODY))
    assert KEY not in str(raised.value)


def test_the_context_is_the_clients_where_it_knows():
    assert context_of(connect("openai:gpt-4o", api_key=KEY)) == 128_000
    assert context_of(connect("openai:my-own", api_key=KEY)) is None
    assert context_of(connect("ollama:llama3")) == 8_192


class AnsweredError(Exception):
    """An error as the vendors' clients raise them."""

    def __init__(self, status: int, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"Incorrect API key provided: {KEY}")
        self.status_code = status
        self.response = type("Response", (), {"headers": headers or {}})


@pytest.mark.parametrize(
    ("error", "said", "retry"),
    [
        (AnsweredError(401), "refuses the key", False),
        (AnsweredError(404), "check the model's name", False),
        (AnsweredError(429), "too much to do", True),
        (AnsweredError(500), "failed (500)", True),
        (AnsweredError(418), "failed (418)", False),
        (SilenceError(60), "said nothing for 60 seconds", False),
        (OverdueError(180), "did not finish in 180 seconds", False),
        (RuntimeError(KEY), "failed (RuntimeError)", False),
    ],
)
def test_a_failure_says_why_and_whether_to_try_again(error: Exception, said: str, retry: bool):
    failure = explain(error)
    assert said in failure.reason
    assert failure.retry is retry
    assert KEY not in failure.reason


class ToldError(Exception):
    """An error in the middle of a stream, as the vendors' clients raise it."""

    def __init__(self, body: object, status: int | None = None) -> None:
        super().__init__(KEY)
        self.body = body
        self.status_code = status


@pytest.mark.parametrize(
    ("body", "said", "retry"),
    [
        ({"type": "error", "error": {"type": "overloaded_error", "message": KEY}}, "too much to do (529)", True),
        ({"type": "error", "error": {"type": "rate_limit_error", "message": KEY}}, "too much to do (429)", True),
        ({"type": "error", "error": {"type": "api_error", "message": KEY}}, "failed (500)", True),
        ({"type": "error", "error": {"type": "authentication_error"}}, "refuses the key", False),
        ({"code": 429, "message": KEY}, "too much to do (429)", True),
        ({"code": "rate_limit_exceeded", "type": "tokens"}, "too much to do (429)", True),
        ({"code": "insufficient_quota", "type": "insufficient_quota"}, "asks for payment", False),
        ({"code": "context_length_exceeded", "type": "invalid_request_error"}, "too long", True),
        ({"code": KEY, "type": [KEY]}, "failed (ToldError)", False),
        ({"error": KEY}, "failed (ToldError)", False),
        (KEY, "failed (ToldError)", False),
        (None, "failed (ToldError)", False),
    ],
)
@pytest.mark.parametrize("status", [None, 200, -1])
def test_an_error_in_mid_stream_is_told_by_its_kind(body: object, said: str, retry: bool, status: int | None):
    failure = explain(ToldError(body, status))
    assert said in failure.reason
    assert failure.retry is retry
    assert KEY not in failure.reason


def test_the_status_of_a_refused_request_counts_before_its_body():
    assert "(404)" in explain(ToldError({"type": "overloaded_error"}, 404)).reason


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("-1", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("nan", None), ("", None)],
)
def test_retry_after_is_read(header: str, seconds: float | None):
    assert explain(AnsweredError(429, {"retry-after": header})).wait == seconds


def test_a_model_that_answers_is_found(any_server: ModelServer):
    any_server.say("ready")
    assert probe(any_server.model()).startswith(f"{any_server.spec} answers (first words after ")


def test_an_endless_answer_is_not_waited_for(any_server: ModelServer):
    any_server.say(Reply("ready ", endless=True))
    assert "answers" in probe(any_server.model())


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(status=401), "refuses the key"),
        (Reply(status=404), "check the model's name"),
        (Reply(status=500), "failed (500)"),
        (Reply(""), "nothing at all"),
        (Reply("ready", silence=5), "said nothing for"),
    ],
)
def test_a_model_that_does_not_answer_is_one_clear_line(reply: Reply, said: str, any_server: ModelServer):
    any_server.say(reply)
    with pytest.raises(ModelError) as raised:
        probe(any_server.model(), Limits(first=2, silence=2))
    assert said in str(raised.value)
    assert str(raised.value).startswith(any_server.spec)
    assert LOOPBACK_KEY not in str(raised.value)


def test_no_model_is_the_reader_and_a_chat_model_is_taken_as_it_is():
    model = FakeListChatModel(responses=["It opened in 1931 [1]."])
    assert chosen(None) is chosen("none") is chosen(" None ") is None
    assert chosen(model) is model


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda model: model.bind(stop=["x"]),
        lambda model: model.with_retry(),
        lambda model: model.with_fallbacks([model]),
        lambda model: model.with_retry().bind(stop=["x"]),
    ],
)
def test_a_chat_model_may_be_wrapped(wrapped: Callable[[FakeListChatModel], Any]):
    model = wrapped(FakeListChatModel(responses=["It opened in 1931 [1]."]))
    assert chosen(model) is model
    assert name_of(model) == "FakeListChatModel"
    assert context_of(model) is None


@pytest.mark.parametrize(
    "given", [3, False, 0, lambda text: text, RunnableLambda(str), FakeListLLM(responses=["x"]), b"x"]
)
def test_what_is_no_chat_model_is_one_clear_error(given: object):
    with pytest.raises(ModelError, match="no chat model. Give PROVIDER:MODEL") as error:
        chosen(given)
    assert "\n" not in str(error.value)


def test_a_model_that_is_named_by_nothing_is_one_clear_error():
    with pytest.raises(ModelError, match="No model is named"):
        chosen("")


def test_an_object_that_has_any_attribute_is_no_chat_model():
    with pytest.raises(ModelError, match="given as a MagicMock"):
        chosen(MagicMock())
