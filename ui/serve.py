"""`pullquote chat`: opens the piece, serves the page, and ends cleanly.

Gradio is imported here, after the variables are set that keep it from calling out.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from index.errors import InputError, MissingExtraError
from ui.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from index.piece import Piece
    from ui.feedback import Feedback

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
QUIET = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_OFFLINE": "1"}
UNASKED = ("GRADIO_SHARE", "GRADIO_ALLOWED_PATHS", "GRADIO_MCP_SERVER", "GRADIO_ROOT_PATH", "GRADIO_SERVER_NAME")


@dataclass(frozen=True)
class Serving:
    """Where and how the page is served; `auth` is (user, password)."""

    host: str = "127.0.0.1"
    port: int | None = None
    auth: tuple[str, str] | None = None
    root_path: str = ""
    mcp: bool = False

    def __post_init__(self) -> None:
        """Refuse what does not go together. Raises `InputError`."""
        if self.mcp and self.auth:  # Gradio calls a tool as a client of its own page, and has no password for it
            raise InputError("--mcp and --auth do not go together: no tool could be called. Leave one of them out.")


def credentials(given: str | None) -> tuple[str, str] | None:
    """User and password of `--auth USER:PASSWORD`. Raises `InputError`."""
    if given is None:
        return None
    user, colon, password = given.partition(":")
    if not (user and colon and password):
        raise InputError("--auth takes USER:PASSWORD, both of at least one character.")
    return user, password


def serve(
    piece: Piece,
    serving: Serving,
    *,
    store: str | Path | None = None,
    feedback: Feedback | None = None,
    model: str | None = None,
) -> NoReturn:
    """Serve the page until Ctrl-C, and end the program. Raises `InputError` where it cannot be served there."""
    server = Server(piece, serving, store=store, feedback=feedback, model=model)
    signal.signal(signal.SIGTERM, _terminated)
    try:
        with server:
            print(f"pullquote: {server.address}  (Ctrl-C ends)", flush=True)
            if serving.host not in LOOPBACK and serving.auth is None:
                print(
                    "pullquote: anybody who reaches this address can use it; --auth USER:PASSWORD asks for a name.",
                    file=sys.stderr,
                )
            while True:
                time.sleep(60)
                server.desk.sessions.sweep()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    except _TerminatedError:
        pass
    sys.stdout.flush()
    os._exit(0)  # a thread that still reads somebody's long piece is not waited for


class _TerminatedError(BaseException):
    """The program was told to end (SIGTERM), whatever it is doing."""


def _terminated(*_: object) -> NoReturn:
    raise _TerminatedError


class Server:
    """The running page: a context manager that serves on entering and lets go of everything on leaving."""

    def __init__(
        self,
        piece: Piece,
        serving: Serving,
        *,
        store: str | Path | None = None,
        feedback: Feedback | None = None,
        model: str | None = None,
    ) -> None:
        self.desk = Desk(piece, store=store, feedback=feedback, alone=serving.host in LOOPBACK)
        if model:
            self.desk.answer_with(model)
        self._serving = serving
        self._uploads = tempfile.mkdtemp(prefix="pullquote-")
        self._page: Any = None
        self.address = ""

    def __enter__(self) -> Server:
        """Serve; the piece is read meanwhile."""
        try:
            self.address = self._launched()
        except BaseException:
            self._let_go()
            raise
        return self

    def _launched(self) -> str:
        _own(self._serving.host)
        _quiet(self._uploads)
        if self._serving.mcp:
            _needs_mcp()
        from ui.web import Page, launch

        # not before: two imports at once hold each other up
        threading.Thread(target=self.desk.warm, daemon=True).start()
        self._page = Page(self.desk, mcp=self._serving.mcp)
        serving = self._serving
        try:
            return launch(
                self._page,
                server_name=serving.host,
                server_port=serving.port,
                auth=serving.auth,
                root_path=serving.root_path,
                mcp_server=serving.mcp,
            )
        except OSError as error:
            raise InputError(
                f"The page cannot be served at {serving.host}:{serving.port or ''}: the port is taken, or was a moment "
                "ago. Name another with --port, or leave it out."
            ) from error

    def __exit__(self, *_: object) -> None:
        self._let_go()

    def _let_go(self) -> None:
        if self._page is not None:
            self._page.blocks.close(verbose=False)
        self.desk.close()
        shutil.rmtree(self._uploads, ignore_errors=True)


def _own(host: str) -> None:
    """Raises `InputError` where this machine cannot listen at the address; Gradio would wait for it without end."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.bind(address)
    except (OSError, UnicodeError) as error:
        raise InputError(
            f"The page cannot be served at “{host}” ({getattr(error, 'strerror', error)}). "
            "Name an address of this machine with --host, or leave it out."
        ) from None


def _quiet(uploads: str) -> None:
    """The variables by which Gradio is told to stay at home; they count before its import."""
    for name in UNASKED:
        os.environ.pop(name, None)
    os.environ.update(QUIET, GRADIO_TEMP_DIR=uploads)


def _needs_mcp() -> None:
    if importlib.util.find_spec("mcp") is None:
        raise MissingExtraError("--mcp needs a package that is not installed: pip install 'pullquote[mcp]'.")
