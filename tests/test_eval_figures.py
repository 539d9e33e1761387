"""The digests of the README's figures hold every file that those figures depend on."""

import ast
from pathlib import Path

import pytest

from eval.figures import PARTS, ROOT

# Used with a language model only; the embedded reader neither connects to one nor shares its version number.
WITH_A_MODEL = {"assistant/models.py", "assistant/writer.py", "assistant/deadline.py", "assistant/version.py"}


def digested(part: str) -> set[str]:
    return {str(path.relative_to(ROOT)) for pattern in PARTS[part] for path in ROOT.glob(pattern)}


def imported(file: str) -> set[str]:
    """The project's files that a file imports, also inside its functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            places = [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
            found |= {path for place in places if (ROOT / (path := f"{place.replace('.', '/')}.py")).exists()}
    return found


def closure(file: str, left_out: set[str]) -> set[str]:
    seen: set[str] = set()
    todo = {file}
    while todo:
        seen |= todo
        todo = {path for at in todo for path in imported(at)} - seen - left_out
    return seen


@pytest.mark.parametrize("part", PARTS)
def test_every_pattern_finds_a_file(part: str):
    assert [pattern for pattern in PARTS[part] if not list(ROOT.glob(pattern))] == []


def test_the_readers_figures_depend_on_every_module_of_the_reader():
    assert closure("assistant/engine.py", WITH_A_MODEL) - digested("reader") == set()


def test_the_readers_figures_depend_on_every_module_that_measures():
    measuring = {path for path in closure("eval/figures.py", set()) if path.startswith(("eval/", "index/"))}
    assert measuring - digested("reader") == set()


@pytest.mark.parametrize("file", ["eval/statistics.py", "index/sample.md", "eval/tamper.py"])
def test_the_checks_figures_depend_on_what_counts_and_what_is_checked(file: str):
    assert file in digested("checks")


def test_the_sets_and_their_pieces_are_held():
    held = digested("reader")
    for folder in ("eval/sets", "eval/pieces"):
        files = [path for path in Path(ROOT, folder).iterdir() if path.suffix in {".yaml", ".md", ".txt"}]
        assert {str(path.relative_to(ROOT)) for path in files if path.name != "README.md"} <= held
