"""Where indexes are kept between questions, how much they take, and how to delete them."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CURRENT = "current.json"
LOCK = "lock"
PART = re.compile(r"current\.json(\.new)?|lock|generation-[0-9a-f]{12}")


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
    return CacheUsage(folder, len(_indexes(folder)), sum(_size(file) for file in folder.rglob("*")))


def clear(folder: Path) -> CacheUsage:
    """Delete every index, and nothing else; returns what was there."""
    held = usage(folder)
    for index in _indexes(folder):
        shutil.rmtree(index, ignore_errors=True)
    return held


def prune(folder: Path, keep: int) -> None:
    """Delete the indexes used longest ago, beyond `keep`."""
    for index in sorted(_indexes(folder), key=_used, reverse=True)[keep:]:
        shutil.rmtree(index, ignore_errors=True)


def _indexes(folder: Path) -> list[Path]:
    """The folders in it that hold what an index does and nothing else, those never finished too."""
    try:
        return [inside for inside in folder.iterdir() if not inside.is_symlink() and _is_index(inside)]
    except OSError:
        return []


def _is_index(folder: Path) -> bool:
    try:
        names = [inside.name for inside in folder.iterdir()]
    except OSError:
        return False
    return bool(names) and all(PART.fullmatch(name) for name in names)


def _used(index: Path) -> float:
    """When it was opened last, or begun if it never was finished."""
    for file in (index / CURRENT, index):
        try:
            return file.stat().st_mtime
        except OSError:
            continue
    return 0.0


def _size(file: Path) -> int:
    """Bytes of a file; 0 for a folder, and for a file that another process has just deleted."""
    try:
        return file.lstat().st_size if file.is_file() else 0
    except OSError:
        return 0
