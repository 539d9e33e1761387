"""Language models from scripts, on loopback: real HTTP with streaming, for the real clients of three providers.

A plugin of the tests: `openai_server`, `ollama_server` and `anthropic_server` are a `ModelServer` each. What it says is
put in with `say`, one `Reply` a request, the last one for all that follow; `requests` holds what it was sent.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel, FakeListChatModel
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field

from assistant.models import connect

KEY = "sk-loopback-secret-0123456789"
MODELS = {"openai": "tiny-gpt", "ollama": "tiny-llama:1b", "anthropic": "tiny-claude"}


@dataclass(frozen=True)
class Reply:
    """One answer of the server.

    `text` goes out in chunks of `size` characters, `delay` seconds apart, the first after `silence` seconds. `cut`: the
    connection is dropped after so many chunks. `endless`: the text is repeated without end. `hold`: after so
    many chunks the server waits for its `go` to be set. `fails`: an error as the provider puts it into a stream that it
    has begun, in place of its end.
    """

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    size: int = 5
    delay: float = 0.0
    silence: float = 0.0
    cut: int | None = None
    endless: bool = False
    hold: int | None = None
    fails: dict[str, Any] | None = None

    def chunks(self) -> Iterator[str]:
        while True:
            yield from (self.text[at : at + self.size] for at in range(0, len(self.text), self.size))
            if not self.endless:
                return


class ModelServer:
    """A server of one provider's protocol on a free port."""

    def __init__(self, provider: str) -> None:
        self.provider = provider
        self.replies: list[Reply] = [Reply("REFUSE not_mentioned")]
        self.requests: list[dict[str, Any]] = []
        self.sent: list[tuple[float, str]] = []  # when each chunk went out, for measuring
        self.go = threading.Event()
        self.closing = threading.Event()
        handler = type("Handler", (_Handler,), {"model": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def spec(self) -> str:
        """The model as `--model` names it."""
        return f"{self.provider}:{MODELS[self.provider]}"

    @property
    def url(self) -> str:
        """The address as the provider's variable takes it (`OPENAI_BASE_URL`, `OLLAMA_HOST`, `ANTHROPIC_BASE_URL`)."""
        return f"http://127.0.0.1:{self._http.server_port}" + ("/v1" if self.provider == "openai" else "")

    def say(self, *replies: Reply | str) -> None:
        """What is answered from now on."""
        self.replies = [Reply(reply) if isinstance(reply, str) else reply for reply in replies]
        self.requests.clear()
        self.sent.clear()

    def model(self) -> BaseChatModel:
        """The provider's real client, connected to this server."""
        return connect(self.spec, api_key=KEY, base_url=self.url)

    def next_reply(self) -> Reply:
        """The reply to the latest request."""
        return self.replies[min(len(self.requests), len(self.replies)) - 1]

    def prompt(self, number: int = -1) -> str:
        """The text of all messages of one request."""
        body = self.requests[number]
        parts = [message["content"] for message in body["messages"]]
        return "\n".join([str(body.get("system", "")), *map(str, parts)])

    def close(self) -> None:
        """Stop serving."""
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    model: ModelServer
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        """Nothing: the tests read `requests`."""

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        self.model.requests.append(json.loads(self.rfile.read(length)))
        reply = self.model.next_reply()
        with contextlib.suppress(OSError):  # the client has gone
            self._error(reply) if reply.status >= 400 else self._stream(reply)
        self.close_connection = True

    def _error(self, reply: Reply) -> None:
        body = json.dumps({"error": {"message": reply.text or f"no: {KEY}", "type": "error", "code": reply.text}})
        self.send_response(reply.status)
        for name, value in {"content-type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.send_header("connection", "close")  # told, or a client would use it once more
        self.end_headers()
        self.wfile.write(body.encode())

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/x-ndjson" if self.path == "/api/chat" else "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.send_header("connection", "close")  # told, or a client would use it once more
        self.end_headers()
        self.model.closing.wait(reply.silence)
        framed = FRAMES[self.model.provider](self.model)
        self._chunk(framed.first())
        for at, part in enumerate(islice(reply.chunks(), reply.cut)):
            if at == reply.hold:
                self.model.go.wait(10)
            if self.model.closing.wait(reply.delay):
                return
            self._chunk(framed.part(part))
            if not reply.endless:
                self.model.sent.append((time.perf_counter(), part))
        if reply.fails is not None:
            self._chunk(f"event: error\ndata: {json.dumps(reply.fails)}\n\n")
        elif reply.cut is None:
            self._chunk(framed.last())
        if reply.cut is None:
            self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, data: str) -> None:
        if data:
            self.wfile.write(f"{len(data.encode()):x}\r\n".encode() + data.encode() + b"\r\n")
            self.wfile.flush()


class _OpenAI:
    def __init__(self, model: ModelServer) -> None:
        self.base = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": model.spec}

    def _event(self, delta: dict[str, str], end: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        return f"data: {json.dumps({**self.base, 'choices': [choice]})}\n\n"

    def first(self) -> str:
        return self._event({"role": "assistant", "content": ""})

    def part(self, text: str) -> str:
        return self._event({"content": text})

    def last(self) -> str:
        return self._event({}, "stop") + "data: [DONE]\n\n"


class _Ollama:
    def __init__(self, model: ModelServer) -> None:
        self.base = {"model": model.spec, "created_at": "2025-07-07T12:00:00Z"}

    def first(self) -> str:
        return ""

    def part(self, text: str) -> str:
        message = {"role": "assistant", "content": text}
        return json.dumps({**self.base, "message": message, "done": False}) + "\n"

    def last(self) -> str:
        message = {"role": "assistant", "content": ""}
        return json.dumps({**self.base, "message": message, "done": True, "done_reason": "stop"}) + "\n"


class _Anthropic:
    def __init__(self, model: ModelServer) -> None:
        self.message = {
            "id": "m", "type": "message", "role": "assistant", "model": model.spec, "content": [],
            "stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 1},
        }  # fmt: skip

    def _event(self, kind: str, **data: object) -> str:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n"

    def first(self) -> str:
        block = {"type": "text", "text": ""}
        start = self._event("message_start", message=self.message)
        return start + self._event("content_block_start", index=0, content_block=block)

    def part(self, text: str) -> str:
        return self._event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    def last(self) -> str:
        delta = {"stop_reason": "end_turn", "stop_sequence": None}
        return (
            self._event("content_block_stop", index=0)
            + self._event("message_delta", delta=delta, usage={"output_tokens": 1})
            + self._event("message_stop")
        )


FRAMES: dict[str, type[_OpenAI | _Ollama | _Anthropic]] = {
    "openai": _OpenAI,
    "ollama": _Ollama,
    "anthropic": _Anthropic,
}


class Silent(FakeListChatModel):
    """A model that says nothing for ten seconds, unless `go` is set; `asked` counts how often it was asked."""

    responses: list[str] = Field(default_factory=lambda: [""])
    go: threading.Event = Field(default_factory=threading.Event)
    asked: list[int] = Field(default_factory=list[int])

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        self.asked.append(1)
        self.go.wait(10)
        yield from super()._stream(*args, **kwargs)


def _served(provider: str) -> Iterator[ModelServer]:
    server = ModelServer(provider)
    yield server
    server.close()


@pytest.fixture
def openai_server() -> Iterator[ModelServer]:
    """OpenAI's chat protocol."""
    yield from _served("openai")


@pytest.fixture
def ollama_server() -> Iterator[ModelServer]:
    """Ollama's protocol."""
    yield from _served("ollama")


@pytest.fixture
def anthropic_server() -> Iterator[ModelServer]:
    """Anthropic's messages protocol."""
    yield from _served("anthropic")


@pytest.fixture(params=["openai", "ollama", "anthropic"])
def any_server(request: pytest.FixtureRequest) -> Iterator[ModelServer]:
    """Each of the three in turn."""
    yield from _served(request.param)
