"""Texts with variables, kept in files; which variables each one takes is declared in code and checked on loading."""

from __future__ import annotations

import tomllib
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent


def variables(template: str) -> set[str]:
    """The names in braces of a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def load_text(file: str, declared: set[str]) -> str:
    """A text file in this folder, as one template. Raises `ValueError` when it takes other variables than declared."""
    text = (FOLDER / file).read_text(encoding="utf-8").rstrip("\n")
    if variables(text) != declared:
        raise ValueError(f"{file} takes {sorted(variables(text))}, expected {sorted(declared)}.")
    return text


def tables(file: str) -> set[str]:
    """The names of a TOML file's tables."""
    return set(tomllib.loads((FOLDER / file).read_text(encoding="utf-8")))


def load_table(file: str, table: str, declared: Mapping[str, set[str]]) -> dict[str, str]:
    """One table of a TOML file in this folder, as templates.

    Raises `ValueError` when a template is missing, is not declared, or takes other variables than declared.
    """
    found: dict[str, str] = tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))[table]
    if found.keys() != declared.keys():
        raise ValueError(f"{file} [{table}] has {sorted(found)}; the code expects {sorted(declared)}.")
    for name, wanted in declared.items():
        if variables(found[name]) != wanted:
            raise ValueError(
                f"{file} [{table}] {name}: takes {sorted(variables(found[name]))}, expected {sorted(wanted)}."
            )
    return found
