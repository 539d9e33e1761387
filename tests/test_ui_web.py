"""The wiring of the page; what it does in a browser is in tests/web."""

import pytest

from index.piece import Piece
from ui.desk import Desk


@pytest.fixture(scope="module")
def page(sample_piece: Piece):
    from ui.web import Page

    return Page(Desk(sample_piece))


def test_only_what_answers_programs_is_offered_by_name(page):
    public = {fn.api_name for fn in page.blocks.fns.values() if fn.api_visibility == "public"}
    assert public == {"ask"}


def test_nothing_that_the_page_shows_comes_from_elsewhere(page):
    from ui.web import STATIC, theme

    assert "http" not in str(theme()._stylesheets)
    for name in ("page.css", "page.js"):
        assert "://" not in (STATIC / name).read_text("utf-8")


def test_the_page_names_its_drawers_and_the_script_knows_every_event(page):
    from ui.web import EVENTS, STATIC

    script = (STATIC / "page.js").read_text("utf-8")
    assert all(f'trigger("{event}"' in script for event in EVENTS)
