"""A gate that lets a few through at once, and takes turns between those who wait.

A queue that is first come, first served lets one user with a hundred questions stop everybody else. Here each
client has a line of its own, the lines are served in turn, and a line has a greatest length.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from index.errors import InputError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class CrowdedError(InputError):
    """Too many are waiting already."""


class Gate:
    """`async with gate.turn(client)`: at most `places` are inside; of each client at most `waiting` wait."""

    def __init__(self, places: int, waiting: int = 20, waiting_in_all: int = 1_000) -> None:
        self._free = places
        self._waiting = waiting
        self._waiting_in_all = waiting_in_all
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncGenerator[None, None]:
        """Wait for a place. Raises `CrowdedError` where the line is full."""
        await self._enter(client)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, client: str) -> None:
        if self._free and not self._lines:
            self._free -= 1
            return
        line = self._lines.setdefault(client, deque())
        if len(line) >= self._waiting or sum(map(len, self._lines.values())) >= self._waiting_in_all:
            raise CrowdedError("Too many questions are waiting already. Ask again when some are answered.")
        ticket = asyncio.get_running_loop().create_future()
        line.append(ticket)
        try:
            await ticket
        except asyncio.CancelledError:
            self._gone(client, ticket)
            raise

    def _gone(self, client: str, ticket: asyncio.Future[None]) -> None:
        """Somebody waits no longer; a place that was just given to them goes on to the next."""
        if ticket.done() and not ticket.cancelled():
            self._leave()
            return
        line = self._lines.get(client)
        if line and ticket in line:
            line.remove(ticket)
        if line is not None and not line:
            del self._lines[client]

    def _leave(self) -> None:
        """Give the place to the first of the next line; that line goes to the end."""
        while self._lines:
            client, line = self._lines.popitem(last=False)
            ticket = line.popleft()
            if line:
                self._lines[client] = line
            if not ticket.done():
                ticket.set_result(None)
                return
        self._free += 1
