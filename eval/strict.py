"""A YAML file of our schema, read strictly: a key that stands twice is an error, and errors name file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = 1
HINTS = {"mapping values are not allowed here": "a text with “: ” in it stands in quotation marks"}


def read_yaml(path: Path) -> dict[str, Any]:
    """The fields at the top of a file. Raises `InputError`."""
    import yaml

    try:
        data = _loaded(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: not a readable YAML file ({_where(error)}).") from None
    if not isinstance(data, dict):
        raise InputError(f"{path}: the fields of an eval set are expected at the top, schema: {SCHEMA} first.")
    if data.get("schema") != SCHEMA:
        found = repr(data["schema"]) if "schema" in data else "nothing"
        raise InputError(f"{path}, schema: {found} was found; {SCHEMA} is expected at the top of an eval set.")
    return data


def _loaded(text: str) -> Any:
    """The text's values, of which no mapping gives one key twice."""
    import yaml

    class Strict(yaml.SafeLoader):
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(None, None, f"“{key.value}” stands twice", key.start_mark)
                seen.add(key.value)
            return super().construct_mapping(node, deep)

    Strict.add_constructor("tag:yaml.org,2002:timestamp", Strict.construct_yaml_str)  # a day is a text to look for
    return yaml.load(text, Strict)  # noqa: S506  (it is a safe loader)


def _where(error: Exception) -> str:
    """What was wrong, and in which line of the file."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    mark, problem = getattr(error, "problem_mark", None), str(getattr(error, "problem", None))
    hint = f"; {HINTS[problem]}" if problem in HINTS else ""
    return f"line {mark.line + 1}: {problem}{hint}" if mark else str(error).splitlines()[0]
