"""The wiring of the page; what it does in a browser is in tests/web.

Gradio leaves event loops to the garbage collector, so what makes a page runs in a process of its own.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ui import page

STATIC = Path(page.__file__).with_name("static")
MADE = """
import json, os
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
from index.loading import SAMPLE, load
from ui.desk import Desk
from ui.web import EVENTS, Page, theme
made = Page(Desk(load(SAMPLE)), mcp={mcp})
print(json.dumps({{
    "public": sorted(fn.api_name for fn in made.blocks.fns.values() if fn.api_visibility == "public"),
    "fonts": str(theme()._stylesheets),
    "events": EVENTS,
}}))
"""


def made(*, mcp: bool) -> dict:
    command = [sys.executable, "-c", MADE.format(mcp=mcp)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def plain() -> dict:
    return made(mcp=False)


def test_only_what_answers_programs_is_offered_by_name(plain: dict):
    assert plain["public"] == ["ask", "check"]
    assert made(mcp=True)["public"] == ["ask", "ask_piece", "check", "check_quotes"]


def test_nothing_that_the_page_shows_comes_from_elsewhere(plain: dict):
    assert "http" not in plain["fonts"]
    for name in ("page.css", "page.js"):
        assert "://" not in (STATIC / name).read_text("utf-8")


def test_the_script_knows_every_event_that_the_page_listens_to(plain: dict):
    script = (STATIC / "page.js").read_text("utf-8")
    assert all(f'trigger("{event}"' in script for event in plain["events"])
