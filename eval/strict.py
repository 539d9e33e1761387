"""A YAML file, read strictly: a key that stands twice is an error, and errors name file and line."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from index.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SCHEMA = 1
HINTS = {
    "mapping values are not allowed here": "a text with “: ” in it stands in quotation marks",
    "found character '\\t' that cannot start any token": "indent with spaces, not with tabs",
}


def read_yaml(path: Path) -> dict[str, Any]:
    """The fields at the top of a file of our schema. Raises `InputError`."""
    data = parsed(path)
    if not isinstance(data, dict):
        raise InputError(f"{path}: the fields of an eval set are expected at the top, schema: {SCHEMA} first.")
    if data.get("schema") != SCHEMA:
        found = repr(data["schema"]) if "schema" in data else "nothing"
        raise InputError(f"{path}, schema: {found} was found; {SCHEMA} is expected at the top of an eval set.")
    return data


def parsed(path: Path) -> Any:
    """What a YAML file holds. Raises `InputError`, for an empty file too."""
    import yaml

    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        data = _loaded(text)
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file. Check the path.") from None
    except RecursionError:
        raise InputError(f"{path}: not a readable YAML file (lists or mappings in each other without end).") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: not a readable YAML file ({_where(error, text)}).") from None
    if data is None:
        raise InputError(f"{path}: the file is empty. Write its fields, or name another file.")
    return data


def unknown(field: object, known: Iterable[str]) -> str:
    """What is said of a field that is not known: the known one that it may be, and all of them."""
    known = list(known)
    near = difflib.get_close_matches(str(field), known, 1)
    return f"an unknown field{f', is it “{near[0]}”?' if near else ''}; {', '.join(known)} are known"


def _loaded(text: str) -> Any:
    """The text's values, of which no mapping gives one key twice."""
    import yaml

    class Strict(yaml.SafeLoader):
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            seen: set[str] = set()
            for key, _ in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    problem = "a list or mapping stands where a field’s name is expected"
                    raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(None, None, f"“{key.value}” stands twice", key.start_mark)
                seen.add(key.value)
            return super().construct_mapping(node, deep)

    Strict.add_constructor("tag:yaml.org,2002:timestamp", Strict.construct_yaml_str)  # a day is a text to look for
    return yaml.load(text, Strict)  # noqa: S506  (it is a safe loader)


def _where(error: Exception, text: str) -> str:
    """What was wrong, and in which line of the file."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    mark, problem = getattr(error, "problem_mark", None), str(getattr(error, "problem", None))
    if mark is None:
        return str(error).splitlines()[0]
    hint = f"; {HINTS[problem]}" if problem in HINTS else _unclosed(text.splitlines()[: mark.line + 1])
    return f"line {mark.line + 1}: {problem}{hint}"


def _unclosed(lines: list[str]) -> str:
    """The first line, up to where reading failed, that opens a quotation mark and does not close it."""
    odd = [number for number, line in enumerate(lines, 1) if line.replace('\\"', "").count('"') % 2]
    return f"; line {odd[0]} opens a quotation mark that it does not close" if odd else ""
