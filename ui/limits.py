"""What the server takes and what it lets a page do: requests of a greatest size, and headers that keep it at home.

The content policy lets the page reach nothing but its own origin, whatever may get into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

MOST_BYTES = 12_000_000
DRAINED = 100_000_000
# Gradio compiles its templates in the page, hence 'unsafe-eval'.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]


class TooLargeError(Exception):
    """More came than is taken."""


class Limits:
    """ASGI middleware: refuses large requests with 413, adds the headers to every response."""

    def __init__(self, app: App, most: int = MOST_BYTES) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._announced(scope) > self.most:
            await _drain(receive, DRAINED)
            await _refuse(send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
            await send(message)

        try:
            await self.app(scope, self._counted(receive), sending)
        except TooLargeError:
            if not begun:
                await _refuse(send)

    @classmethod
    def middleware(cls) -> Any:
        """As FastAPI takes it."""
        from starlette.middleware import Middleware

        return Middleware(cls)

    @staticmethod
    def _announced(scope: MutableMapping[str, Any]) -> int:
        length = dict(scope["headers"]).get(b"content-length", b"0")
        return int(length) if length.isdigit() else 0

    def _counted(self, receive: Receive) -> Receive:
        """The same body, cut off where it has become too large."""
        seen = 0

        async def receiving() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.most:
                raise TooLargeError
            return message

        return receiving


async def _drain(receive: Receive, most: int) -> None:
    """Throw away what is sent, so that the client is there to be told; of one that never ends no more than this."""
    seen, more = 0, True
    while more and seen < most:
        message = await receive()
        seen += len(message.get("body", b""))
        more = message.get("more_body", False)


async def _refuse(send: Send) -> None:
    text = f"More than {MOST_BYTES / 1e6:.0f} MB are not taken.".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text})
