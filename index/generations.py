"""The folder of one index: generations of a Chroma database side by side, and a small file that names the current one.

A generation is never changed once it is named. The next one is made beside it, under a lock that dies with its
process, and named in one step: a process killed at any moment leaves the old one in place, or none.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import uuid
import zlib
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.cache import CURRENT, LOCK

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

DATABASE = "chroma.sqlite3"
SAVED = "index_metadata.pickle"
NAME = re.compile(r"generation-[0-9a-f]{12}")
BUSY_SECONDS = 1.0
LOCK_SECONDS = 300.0


class Doubt(Exception):  # noqa: N818  (not an error: the cache is merely made again)
    """The index is not what it should be."""


@dataclass(frozen=True, slots=True)
class Generations:
    """The generations in one folder."""

    folder: Path

    def current(self, refused: Path | None = None) -> Path:
        """The generation in use. Raises `Doubt` for none, a broken one or the one refused."""
        try:
            named = json.loads((self.folder / CURRENT).read_text(encoding="utf-8"))
            generation = self.folder / _name(named["generation"])
            if generation == refused:
                raise Doubt("it failed before")
            _check_database(generation / DATABASE)
            if _saved_files(generation) != named["files"]:
                raise Doubt("files of the index have changed")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Doubt(f"{type(error).__name__}: {error}") from error
        with suppress(OSError):
            os.utime(self.folder / CURRENT)
        return generation

    @contextmanager
    def locked(self) -> Generator[None, None, None]:
        """Alone in making a generation, among all processes and threads."""
        from filelock import FileLock

        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / LOCK, timeout=LOCK_SECONDS):
            yield

    @contextmanager
    def making(self) -> Generator[Path, None, None]:
        """The path of a new generation, which is the current one when the block ends well and gone when it does not.

        Others are deleted first: they are broken, refused or left by a process that died.
        """
        for left in self.folder.glob("generation-*"):
            shutil.rmtree(left, ignore_errors=True)
        generation = self.folder / f"generation-{uuid.uuid4().hex[:12]}"
        try:
            yield generation
            self._name_current(generation)
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise

    def _name_current(self, generation: Path) -> None:
        beside = self.folder / f"{CURRENT}.new"
        with beside.open("w", encoding="utf-8") as file:
            json.dump({"generation": generation.name, "files": _saved_files(generation)}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.folder / CURRENT)


def _name(name: object) -> str:
    if isinstance(name, str) and NAME.fullmatch(name):
        return name
    raise Doubt(f"“{name}” is no generation")


def _check_database(database: Path) -> None:
    """Raise `Doubt` for a database that is empty, which Chroma takes for a new store, or held by another process.

    Chroma would wait for that one without end, and keep every thread of this process from running.
    """
    if not database.stat().st_size:
        raise Doubt("the database is empty")
    try:
        with closing(sqlite3.connect(database, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise Doubt(str(error)) from error


def _saved_files(generation: Path) -> dict[str, list[int]]:
    """Size and CRC-32 of the vector files that Chroma has saved, by path in the generation.

    They are not changed any more. Chroma trusts what they hold, to the point of a crash where it is noise.
    """
    return {
        file.relative_to(generation).as_posix(): [file.stat().st_size, zlib.crc32(file.read_bytes())]
        for saved in generation.glob(f"*/{SAVED}")
        for file in sorted(saved.parent.iterdir())
    }
