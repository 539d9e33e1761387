"""The house rules: who may import whom, and what a package's `__init__` may hold."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "index": set(),
    "prompts": set(),
    "assistant": {"index", "prompts"},
    "eval": {"assistant", "index", "prompts"},
    "ui": {"assistant", "index", "prompts", "eval"},
}
FILES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_layer_imports_only_what_lies_below_it(path: Path):
    package = path.relative_to(ROOT).parts[0]
    ours = {name.split(".")[0] for name in imported(path)} & MAY_IMPORT.keys()
    assert ours - {package} <= MAY_IMPORT[package]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_says_what_it_offers_and_is_typed(package: str):
    tree = ast.parse((ROOT / package / "__init__.py").read_text("utf-8"))
    assert ast.get_docstring(tree)
    assert (ROOT / package / "py.typed").exists()


def test_only_the_packages_named_are_importable_from_the_front_door():
    import assistant
    import index.errors

    errors = [name for name in assistant.__all__ if name.endswith("Error")]
    assert sorted(set(assistant.__all__) - set(errors)) == [
        "Answer", "Assistant", "Checked", "PassageRetriever", "Piece", "Quote", "Refusal", "Statement", "Withheld",
    ]  # fmt: skip
    tree = [error for error in vars(index.errors).values() if isinstance(error, type)]
    assert sorted(errors) == sorted(error.__name__ for error in tree)
    assert all(getattr(assistant, name) for name in assistant.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = assistant.nonsense  # pyright: ignore


def test_gradio_is_imported_by_one_file_only():
    users = [
        path.relative_to(ROOT).as_posix() for path in FILES if any(n.split(".")[0] == "gradio" for n in imported(path))
    ]
    assert set(users) <= {"ui/web.py"}


def test_every_source_file_has_a_test_file():
    for path in FILES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[-1] in {"__init__", "errors", "version"} or path.name == "figures.py":
            continue
        assert (ROOT / "tests" / f"test_{'_'.join(parts)}.py").exists(), path


def test_the_network_is_closed():
    import socket

    from pytest_socket import SocketConnectBlockedError

    with pytest.raises(SocketConnectBlockedError), pytest.warns(UserWarning, match="socket"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
