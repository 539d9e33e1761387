"""The README runs, and its figures are those of the recorded run."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_first_screen_does_what_it_shows(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    example = README.replace("```", "")
    test = doctest.DocTestParser().get_doctest(example, {}, "README", "README.md", 0)
    assert len(test.examples) >= 6
    assert doctest.DocTestRunner(optionflags=flags).run(test).failed == 0


def test_the_commands_it_names_exist():
    from ui.cli import parser

    help_text = parser().format_help()
    for command in set(re.findall(r"^pullquote (\w+)", README, re.MULTILINE)):
        assert command in help_text


def test_its_figures_are_those_of_the_recorded_run():
    from eval.figures import PARTS, RECORD, current, table

    assert RECORD.exists()
    shown = README.split("<!-- figures -->")[1].split("<!-- /figures -->")[0].strip()
    assert shown == table()
    assert current() == [*PARTS], "code, model or sets changed since a part was recorded: run eval/figures.py again"
