"""Language models: found by name, tried out, and their failures put in one line.

A name is PROVIDER:MODEL (`openai:gpt-5.6`, `anthropic:claude-…`, `ollama:llama3.2:3b`); LangChain’s `init_chat_model`
makes the client. Nothing of a provider is imported before its model is named. No text of a vendor's error is ever
passed on: it may hold a part of the key.
"""

from __future__ import annotations

import os
import time
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from assistant.deadline import Limits, OverdueError, SilenceError, within
from index.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from langchain_core.language_models import BaseChatModel

T = TypeVar("T")
READER = "none"  # the name of no model
SECONDS = 60.0
OLLAMA_CONTEXT = 8_192
CHARACTERS_TRIED = 200


@dataclass(frozen=True)
class Provider:
    """What one provider needs: our extra, variables of its own for key and address, and how its client is made.

    The client must not retry by itself: its waits are unbounded for whoever asks, so the writer retries. The address
    is named, else LangChain would let a variable of LangSmith's send the piece through its gateway; Ollama's client
    has no such way round, and reads its own OLLAMA_HOST.
    """

    package: str
    key: str | None
    addresses: tuple[str, ...] = ()
    default: str | None = None
    options: dict[str, Any] = field(default_factory=dict[str, Any])


WRAPPED = 8  # times at most that a model is wrapped in retries, fallbacks and the like
PROVIDERS = {
    "openai": Provider(
        "langchain_openai",
        "OPENAI_API_KEY",
        ("OPENAI_API_BASE", "OPENAI_BASE_URL"),
        "https://api.openai.com/v1",
        {"max_retries": 0, "timeout": SECONDS},
    ),
    "anthropic": Provider(
        "langchain_anthropic",
        "ANTHROPIC_API_KEY",
        ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"),
        "https://api.anthropic.com",
        {"max_retries": 0, "timeout": SECONDS},
    ),
    # Ollama cuts a prompt that is longer than its context at the front, without a word: the context is named.
    "ollama": Provider(
        "langchain_ollama",
        None,
        options={"num_ctx": OLLAMA_CONTEXT, "temperature": 0, "client_kwargs": {"timeout": SECONDS}},
    ),
}


def chosen(model: object) -> BaseChatModel | None:
    """The language model that `model=` names or is; None for the embedded reader, also as “none”.

    A chat model bound to options, tried again or with others to fall back on is taken too. Raises `ModelError`.
    """
    if model is None or (isinstance(model, str) and model.strip().lower() == READER):
        return None
    if isinstance(model, str):
        return connect(model)
    from langchain_core.language_models import BaseChatModel

    if not isinstance(_inside(model), BaseChatModel):
        raise ModelError(
            f"The model is given as a {type(model).__name__}, which is no chat model. "
            "Give PROVIDER:MODEL, a LangChain chat model, or None for the embedded reader."
        )
    chat: Any = model
    return chat


def _inside(model: object) -> object:
    """What LangChain's `bind`, `with_retry`, `with_fallbacks` and the like were called on."""
    from langchain_core.runnables import Runnable

    for _ in range(WRAPPED):
        inner = getattr(model, "bound", None) or getattr(model, "runnable", None)
        if not isinstance(inner, Runnable):
            break
        model = inner
    return model


def connect(spec: str, *, api_key: str | None = None, base_url: str | None = None) -> BaseChatModel:
    """The chat model of a name; nothing is sent yet.

    `api_key` and `base_url` stand instead of the provider's own variables. Raises `ModelError`.
    """
    provider, name = _parts(spec)
    known = PROVIDERS.get(provider)
    options = _options(known, provider, api_key, base_url) if known else _given(api_key, base_url)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from langchain.chat_models import init_chat_model

            return init_chat_model(name, model_provider=provider, **options)
    except ImportError:
        raise ModelError(_missing(provider)) from None
    except Exception as error:
        raise ModelError(_refused(spec, provider, error)) from None


def _parts(spec: str) -> tuple[str, str]:
    provider, colon, name = spec.strip().partition(":")
    if not colon or not name or not provider:
        found = f"“{spec.strip()}” names no model" if spec.strip() else "No model is named"
        raise ModelError(
            f"{found}. Write PROVIDER:MODEL, as openai:gpt-5.6, anthropic:claude-sonnet-5 or ollama:llama3.2:3b."
        )
    return provider.replace("-", "_").lower(), name


def _options(known: Provider, provider: str, api_key: str | None, base_url: str | None) -> dict[str, Any]:
    named = base_url or next((os.environ[name] for name in known.addresses if os.environ.get(name)), None)
    address = named or known.default
    key = api_key or (os.environ.get(known.key) if known.key else None)
    if known.key and not key:
        if address == known.default:
            raise ModelError(
                f"{provider} needs a key, and {known.key} is not set. Give your key, or set that variable to it."
            )
        key = "none"  # servers of one's own that speak the protocol mostly ask for none, but the client does
    where = {"base_url": _address(address, provider)} if address else {}
    return {**known.options, **where, **({"api_key": key} if known.key else {})}


def _given(api_key: str | None, base_url: str | None) -> dict[str, Any]:
    given = {"api_key": api_key, "base_url": base_url}
    return {name: value for name, value in given.items() if value is not None}


def _address(address: str, provider: str) -> str:
    """The address with a scheme. Raises `ModelError` when it is none."""
    whole = address.strip() if "://" in address else f"http://{address.strip()}"
    try:
        parts = urlsplit(whole)
        wrong = parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0
    except ValueError:
        wrong = True
    if wrong or any(mark.isspace() for mark in whole):
        raise ModelError(
            f"The address of {provider} is not a URL. Write it as http://HOST:PORT, with /v1 where the server wants it."
        )
    return whole


def _missing(provider: str) -> str:
    if provider in PROVIDERS:
        return f"{provider} needs a package that is not installed: pip install 'pullquote[{provider}]'."
    return f"{provider} needs a package that is not installed: pip install langchain-{provider.replace('_', '-')}."


def _refused(spec: str, provider: str, error: Exception) -> str:
    if isinstance(error, ValueError) and "provider" in str(error):
        return (
            f"“{provider}” is no provider of language models. Known are {', '.join(PROVIDERS)} and those of LangChain; "
            f"for a model of your own write ollama:{spec}."
        )
    return f"{spec} cannot be connected ({type(error).__name__}). Check its name and the provider's variables."


def name_of(model: BaseChatModel) -> str:
    """PROVIDER:MODEL of a model object, as answers and receipts name it."""
    model = cast("BaseChatModel", _inside(model))
    provider = type(model).__module__.split(".")[0].removeprefix("langchain_")
    named = (getattr(model, part, None) for part in ("model_name", "model", "model_id"))
    name = next((found for found in named if isinstance(found, str) and found), type(model).__name__)
    return f"{provider}:{name}" if provider in PROVIDERS else name


def context_of(model: BaseChatModel) -> int | None:
    """Tokens that the model reads at most, where its client knows."""
    model = cast("BaseChatModel", _inside(model))
    if isinstance(size := getattr(model, "num_ctx", None), int):
        return size
    profile: Any = getattr(model, "profile", None) or {}
    size = profile.get("max_input_tokens")
    return size if isinstance(size, int) and size > 0 else None


class EmptyAnswerError(Exception):
    """A model ended without a word."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a model did not answer: `reason` completes “NAME …”, `wait` is what its server asks for, in seconds."""

    reason: str
    retry: bool = False
    overflow: bool = False
    wait: float | None = None


STATUS: dict[int, Failure] = {
    400: Failure("does not take the request (400)"),
    401: Failure("refuses the key (401); check it"),
    402: Failure("asks for payment (402)"),
    403: Failure("does not let this key use the model (403)"),
    404: Failure("is not there (404); check the model's name and the address"),
    408: Failure("took too long (408)", retry=True),
    413: Failure("finds the piece too long (413)", overflow=True, retry=True),
    429: Failure("has too much to do (429)", retry=True),
    529: Failure("has too much to do (529)", retry=True),
}
BAD = 400
# How the providers call those in the body of an error. One that comes in mid-stream has no status, or that of success.
TOLD = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "invalid_api_key": 401,
    "billing_error": 402,
    "insufficient_quota": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "model_not_found": 404,
    "timeout_error": 408,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "rate_limit_exceeded": 429,
    "too_many_requests": 429,
    "api_error": 500,
    "server_error": 500,
    "internal_server_error": 500,
    "overloaded_error": 529,
    **{str(status): status for status in (*STATUS, 500, 502, 503, 504)},
}
# By the name of an error's class or of one above it: LangChain's, the vendors' and the two HTTP clients' trees.
NAMED = (
    ("ContextOverflow", Failure("finds the piece too long for its context", overflow=True, retry=True)),
    ("Timeout", Failure("did not answer in time")),
    ("ConnectError", Failure("cannot be reached; check the address", retry=True)),
    ("ConnectionError", Failure("cannot be reached, or broke off", retry=True)),
    ("ProtocolError", Failure("broke off in the middle", retry=True)),
    ("ReadError", Failure("broke off in the middle", retry=True)),
)


def explain(error: BaseException) -> Failure:
    """What a provider's error comes to; none of its own text is kept."""
    if isinstance(error, SilenceError):
        return Failure(f"said nothing for {error.seconds:.0f} seconds")
    if isinstance(error, OverdueError):
        return Failure(f"did not finish in {error.seconds:.0f} seconds")
    if isinstance(error, EmptyAnswerError):
        return Failure("answered with nothing at all", retry=True)
    names = [kind.__name__ for kind in type(error).__mro__]
    words = _words(getattr(error, "body", None))
    if any("ContextOverflow" in name for name in names) or any("context_length" in word for word in words):
        return NAMED[0][1]
    status = getattr(error, "status_code", None)
    if not isinstance(status, int) or status < BAD:
        status = next((TOLD[word] for word in words if word in TOLD), 0)
    if status >= BAD:
        return _of_status(status, error)
    found = (failure for part, failure in NAMED if any(part in name for name in names))
    return next(found, Failure(f"failed ({type(error).__name__})"))


def _words(body: Any) -> list[str]:
    """The kinds that the body of an error names, as words or numbers."""
    if not isinstance(body, dict):
        return []
    known: dict[str, Any] = body
    return [*_words(known.get("error")), *(str(known.get(part)).lower() for part in ("code", "type"))]


def _of_status(status: int, error: BaseException) -> Failure:
    known = STATUS.get(status) or Failure(f"failed ({status})", retry=status >= 500)
    return Failure(known.reason, known.retry, known.overflow, _wait(error)) if known.retry else known


def _wait(error: BaseException) -> float | None:
    """Seconds of a Retry-After header; dates in it are not read."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        seconds = float(headers.get("retry-after", ""))
    except (TypeError, ValueError):
        return None
    return seconds if seconds >= 0 else None


def probe(model: BaseChatModel, limits: Limits | None = None) -> str:
    """One line on a model that answers: its name, how fast, its context. Raises `ModelError`."""
    limits = limits or Limits()
    began = time.monotonic()
    name = name_of(model)
    said, first = "", 0.0
    try:
        for text in within(lambda: _texts(model), limits, began + limits.total):
            first = first or time.monotonic() - began
            said += text
            if len(said) >= CHARACTERS_TRIED:
                break
    except Exception as error:
        raise ModelError(f"{name} {explain(error).reason}.") from None
    if not said.strip():
        raise ModelError(f"{name} answers with nothing at all. Try another model.")
    context = context_of(model)
    known = f", context of {context:,} tokens" if context else ""
    return f"{name} answers (first words after {first:.1f} s{known})"


def _texts(model: BaseChatModel) -> Iterator[str]:
    for chunk in traced(lambda: model.stream("Reply with the single word: ready"), on=False):
        if chunk.text:
            yield str(chunk.text)


def traced(parts: Callable[[], Iterator[T]], *, on: bool) -> Iterator[T]:
    """The parts of a stream; unless `on`, variables in the environment that turn tracing on are ignored."""
    from langsmith.run_helpers import tracing_context

    with tracing_context(enabled=None if on else False):
        yield from parts()
