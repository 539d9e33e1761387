"""Waiting for a stream that may be slow, silent or without end.

The stream is read in a thread of its own, so that a producer that hangs holds up nobody. Whoever waits for its parts
leaves within `STEP` of being told to; the thread then ends with the next part that the producer yields.
"""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

# Whether whoever asked has gone, and nobody waits for an answer any more.
Left: TypeAlias = "Callable[[], bool]"
T = TypeVar("T")
AHEAD = 64
STEP = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: until the first part, between two parts, and for one question with all its attempts.

    Before the next attempt `backoff` is waited, doubled each time, or what the server asks for up to `pause`.
    """

    first: float = 60.0
    silence: float = 30.0
    total: float = 180.0
    attempts: int = 3
    backoff: float = 0.5
    pause: float = 20.0

    def again(self, wait: float | None, attempt: int, until: float, left: Left) -> bool:
        """Whether there is to be another attempt, after having waited for it; `attempt` counts from 1.

        Raises `LeftError`.
        """
        pause = max(wait or 0.0, self.backoff * 2 ** (attempt - 1))
        ends = time.monotonic() + pause
        if attempt >= self.attempts or pause > self.pause or ends >= until:
            return False
        while (rest := ends - time.monotonic()) > 0:
            if left():
                raise LeftError
            time.sleep(min(STEP, rest))
        return True


class SilenceError(Exception):
    """Nothing came for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"nothing came for {seconds:.0f} seconds")
        self.seconds = seconds


class OverdueError(Exception):
    """Not all had come after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not all had come after {seconds:.0f} seconds")
        self.seconds = seconds


class LeftError(Exception):
    """Whoever asked has gone."""


def nobody_left() -> bool:
    """Where whoever asks stays until the end."""
    return False


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


class _Pump(Generic[T]):
    """Reads the stream in a daemon thread, never more than `AHEAD` parts before the consumer."""

    def __init__(self, parts: Callable[[], Iterator[T]], left: Left) -> None:
        self.queue: queue.Queue[T | _End] = queue.Queue(AHEAD)
        self.left = left
        self.ended = threading.Event()
        # LangChain hands callbacks and tracing on in context variables.
        run = contextvars.copy_context().run
        threading.Thread(target=run, args=(self._read, parts), daemon=True, name="pullquote-model").start()

    def _read(self, parts: Callable[[], Iterator[T]]) -> None:
        error: BaseException | None = None
        try:
            for part in parts():
                if not self._put(part):
                    return
        except BaseException as raised:
            error = raised  # it is raised again where the consumer waits
        self._put(_End(error))

    def _put(self, part: T | _End) -> bool:
        """Whether the part was taken into the queue; not when the consumer has gone."""
        while not (self.ended.is_set() or self.left()):
            try:
                self.queue.put(part, timeout=STEP)
            except queue.Full:
                continue
            return True
        return False


def within(parts: Callable[[], Iterator[T]], limits: Limits, until: float, left: Left = nobody_left) -> Generator[T]:
    """The parts as they come; `until` is the `time.monotonic()` at which all must have come.

    Raises `SilenceError` when nothing comes for too long, `OverdueError` after `until`, `LeftError` soon after `left`
    says so, and whatever the producer raises.
    """
    pump = _Pump(parts, left)
    wait = limits.first
    try:
        while True:
            part = _next(pump, wait, until)
            if part is None:
                raise OverdueError(limits.total)
            if isinstance(part, _End):
                if part.error:
                    raise part.error
                return
            yield part
            wait = limits.silence
    finally:
        pump.ended.set()


def _next(pump: _Pump[T], wait: float, until: float) -> T | _End | None:
    """The next part, or None after `until`."""
    ends = time.monotonic() + wait
    while not pump.left():
        now = time.monotonic()
        if now >= until:
            return None
        if now >= ends:
            raise SilenceError(wait)
        with suppress(queue.Empty):
            return pump.queue.get(timeout=min(STEP, until - now, ends - now))
    raise LeftError
