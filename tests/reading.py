"""The real command serving the real page, and what a reader does with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

SECONDS = 120.0


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


class Served:
    """A running `pullquote chat`: its address, its home folder, and what it printed."""

    def __init__(self, home: Path, *arguments: str, port: int | None = None) -> None:
        self.home = home
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = home / "log"
        folders = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
        temporary = home / "tmp"
        temporary.mkdir(parents=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ui.cli", "chat", "--port", str(self.port), *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **folders, "TMPDIR": str(temporary)},
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + SECONDS
        while "Ctrl-C ends" not in self.printed():
            assert self.process.poll() is None, self.printed()
            assert time.monotonic() < until, self.printed()
            time.sleep(0.1)

    def printed(self) -> str:
        return self.log.read_text("utf-8")

    def end(self) -> int:
        """Press Ctrl-C; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@contextmanager
def serving(home: Path, *arguments: str, port: int | None = None) -> Iterator[Served]:
    served = Served(home, *arguments, port=port)
    try:
        yield served
    finally:
        try:
            served.end()
        finally:
            served.process.kill()


def send(page: Page, question: str) -> None:
    """Type a question and press Enter."""
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def ask(page: Page, question: str) -> None:
    """Send a question, and wait for the end of its answer."""
    before = page.locator(".turn").count()
    send(page, question)
    page.wait_for_function("(n) => document.querySelectorAll('.turn').length > n", arg=before)
    finished(page)


def finished(page: Page) -> None:
    page.wait_for_selector(".turn:last-child:not([data-state=running])")


def lit(page: Page) -> list[str]:
    """The sentences that are lit in the piece."""
    return page.locator("#piece .s.lit").all_text_contents()


def in_view(page: Page, selector: str) -> bool:
    """Whether an element is inside the visible part of the piece, once scrolling has come to rest."""
    page.wait_for_timeout(700)
    return page.evaluate(
        """(selector) => {
            const box = document.querySelector("#piece .scroll").getBoundingClientRect();
            const own = document.querySelector(selector).getBoundingClientRect();
            return own.top >= box.top && own.bottom <= box.bottom && own.bottom <= window.innerHeight;
        }""",
        selector,
    )


def closed(page: Page, timeout: float = 40_000) -> None:
    """Wait for the drawer to close, as it does once a piece is open."""
    page.wait_for_selector("body:not([data-drawer])", timeout=timeout)


def duplicate(page: Page, *, locks: bool = True) -> Page:
    """A second tab with what the first has stored; without `locks`, in a browser that cannot tell them apart."""
    if not locks:
        page.context.add_init_script("delete Navigator.prototype.locks")
    with page.expect_popup() as opened:
        page.evaluate("void window.open(location.href)")
    opened.value.wait_for_selector(".chip, .turn")
    return opened.value


def paste(page: Page, text: str) -> None:
    """Open a pasted text as one's own piece."""
    page.click("[data-drawer-button=own]")
    page.fill("#text textarea", text)
    page.click("#read")
    closed(page)
