"""The page as it is served, and Debian's Chromium to look at it with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from reading import Served, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page about the sample, with its MCP server."""
    with serving(tmp_path_factory.mktemp("served"), "--mcp") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one file of tests: while Playwright runs, it keeps an event loop that no async test could live beside."""
    if CHROMIUM is None:
        reason = "no Chromium is installed (apt-get install chromium)"
        if os.environ.get("PULLQUOTE_BROWSER_TESTS") == "required":
            pytest.fail(f"{reason}, and PULLQUOTE_BROWSER_TESTS=required")
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield running
        running.close()


Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Opener]:
    """Opens the page as a new visitor; at the end no request may have left it, and no script may have failed."""
    contexts: list[BrowserContext] = []
    outside: list[str] = []
    broken: list[str] = []

    def open_page(address: str = served.address, **kind: object) -> Page:
        options: dict[str, object] = {"viewport": {"width": 1280, "height": 800}, **kind}
        context = browser.new_context(**options)  # pyright: ignore
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(40_000)
        origin = address.split("/?")[0]
        page.on("request", lambda request: watch(request.url, origin))
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(address)
        page.wait_for_selector(".chip, .turn")
        return page

    def watch(url: str, origin: str) -> None:
        if not url.startswith((origin, "data:", "blob:")):
            outside.append(url)

    yield open_page
    for context in contexts:
        context.close()
    assert not outside
    assert not broken
