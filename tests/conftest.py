"""What every test runs in: only loopback (`--allow-hosts`), a home and a cache of its own, no user's variable."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.engine import Engine
from index.cache import default_folder
from index.loading import SAMPLE, load
from index.piece import Piece

pytest_plugins = ["model_servers"]

EDITORIAL = Path(__file__).parents[2] / "shared" / "pieces" / "editorial-2025-07-07.txt"
SEALED = ("LANGSMITH", "LANGCHAIN", "OPENAI", "ANTHROPIC", "PULLQUOTE", "OLLAMA", "CHROMA", "HF_")


@pytest.fixture(autouse=True)
def _sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in list(os.environ):
        if name.startswith(SEALED):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield
    assert default_folder().is_relative_to(tmp_path), "the cache folder left the test's own home"


@pytest.fixture(scope="session")
def sample_piece() -> Piece:
    return load(SAMPLE)


@pytest.fixture(scope="session")
def engine(sample_piece: Piece, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The embedded reader over the sample, with a real Chroma folder."""
    return Engine.open(sample_piece, store=tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="session")
def editorial() -> Piece:
    """The user's own editorial, which is not part of the project."""
    if not EDITORIAL.exists():
        pytest.skip("the editorial is not beside this checkout (../shared/pieces)")
    return load(EDITORIAL)
