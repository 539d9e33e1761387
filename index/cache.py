"""Where indexes are kept between questions, how much they take, and how to delete them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CURRENT = "current.json"


def default_folder() -> Path:
    """The user's own cache folder for this program (`XDG_CACHE_HOME` and its like are respected)."""
    from platformdirs import user_cache_path

    return user_cache_path("pullquote", appauthor=False) / "index"


@dataclass(frozen=True, slots=True)
class CacheUsage:
    """Where the indexes are kept, how many there are and how many bytes they take."""

    folder: Path
    indexes: int
    size: int


def usage(folder: Path) -> CacheUsage:
    """What the cache holds now."""
    files = [file for file in folder.rglob("*") if file.is_file()] if folder.is_dir() else []
    return CacheUsage(folder, sum(file.name == CURRENT for file in files), sum(file.stat().st_size for file in files))


def clear(folder: Path) -> CacheUsage:
    """Delete every index; returns what was there."""
    held = usage(folder)
    for current in list(folder.glob(f"*/{CURRENT}")):
        shutil.rmtree(current.parent, ignore_errors=True)
    return held


def prune(folder: Path, keep: int) -> None:
    """Delete the indexes made longest ago, beyond `keep`."""
    indexes = sorted(folder.glob(f"*/{CURRENT}"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in indexes[keep:]:
        shutil.rmtree(old.parent, ignore_errors=True)
