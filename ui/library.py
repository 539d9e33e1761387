"""The pieces that are open in this process: one engine a text, shared by the sessions that read it.

The piece that the program was opened with keeps its index in the cache folder. Every other one is somebody's upload:
it lives in memory only, and the ones used longest ago are closed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.engine import Engine
from index.store import MEMORY

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from index.piece import Piece

MOST_ENGINES = 64
MOST_CHARACTERS = 4_000_000


@dataclass
class Shelf:
    """One open (or just opening) engine, and how many are using it."""

    piece: Piece
    engine: Future[Engine] = field(default_factory=Future)
    users: int = 0
    dropped: bool = False


class Library:
    """Engines by text. Threads may use it at once; a text is read by one of them while the others wait for it."""

    def __init__(self, piece: Piece, store: str | Path | None = None) -> None:
        self.piece = piece
        self._store = store
        self._shelves: OrderedDict[str, Shelf] = OrderedDict()
        self._lock = threading.Lock()

    def holds(self, piece: Piece) -> bool:
        """Whether this text has been read, so that a question need not wait for that."""
        shelf = self._shelves.get(piece.sha256)
        return shelf is not None and shelf.engine.done()

    @contextmanager
    def engine(self, piece: Piece, progress: Callable[[int, int], None] | None = None) -> Generator[Engine, None, None]:
        """The engine of a piece, opened where there is none; it is not closed while it is used.

        Pieces of one text that are named otherwise (title, author, date) have one index.
        """
        shelf, mine = self._taken(piece)
        try:
            if mine:
                self._open(shelf, progress)
            engine = shelf.engine.result()
            yield engine if engine.piece == piece else Engine(piece, engine.store, engine.search)
        finally:
            self._put_back(shelf)

    def _taken(self, piece: Piece) -> tuple[Shelf, bool]:
        with self._lock:
            shelf = self._shelves.get(piece.sha256)
            mine = shelf is None
            shelf = shelf or Shelf(piece)
            self._shelves[piece.sha256] = shelf
            self._shelves.move_to_end(piece.sha256)
            shelf.users += 1
            return shelf, mine

    def _open(self, shelf: Shelf, progress: Callable[[int, int], None] | None) -> None:
        own = shelf.piece.sha256 == self.piece.sha256
        try:
            shelf.engine.set_result(Engine.open(shelf.piece, store=self._store if own else MEMORY, progress=progress))
        except BaseException as error:
            with self._lock:
                self._shelves.pop(shelf.piece.sha256, None)
            shelf.engine.set_exception(error)

    def _put_back(self, shelf: Shelf) -> None:
        with self._lock:
            shelf.users -= 1
            unused = [*self._overdue(), *([shelf] if shelf.dropped and not shelf.users else [])]
        for one in unused:
            _close(one)

    def _overdue(self) -> list[Shelf]:
        """Shelves taken out because there are too many; one in use is closed by its last user."""
        dropped: list[Shelf] = []
        mine = self.piece.sha256
        others = [shelf for key, shelf in self._shelves.items() if key != mine]
        while len(others) > MOST_ENGINES or (len(others) > 1 and _characters(others) > MOST_CHARACTERS):
            shelf = others.pop(0)
            del self._shelves[shelf.piece.sha256]
            shelf.dropped = True
            dropped += [] if shelf.users else [shelf]
        return dropped

    def forget(self, piece: Piece) -> None:
        """Close a piece that no session has any more."""
        with self._lock:
            if piece.sha256 == self.piece.sha256 or (shelf := self._shelves.pop(piece.sha256, None)) is None:
                return
            shelf.dropped = True
            unused = not shelf.users
        if unused:
            _close(shelf)

    def close(self) -> None:
        """Close every engine that is not in use."""
        with self._lock:
            shelves = [shelf for shelf in self._shelves.values() if not shelf.users]
            self._shelves.clear()
        for shelf in shelves:
            _close(shelf)


def _characters(shelves: list[Shelf]) -> int:
    return sum(len(shelf.piece.text) for shelf in shelves)


def _close(shelf: Shelf) -> None:
    if shelf.engine.done() and shelf.engine.exception() is None:
        shelf.engine.result().close()
