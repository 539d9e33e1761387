"""Who is reading what: one session a tab of a browser, known by a secret that only that tab holds.

A session is kept in memory for as long as it is used, and some hours longer; nothing of it is written anywhere.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ui.conversation import Conversation

if TYPE_CHECKING:
    from asyncio import Future
    from collections.abc import Callable

    from index.piece import Piece
    from ui.models import Connected

HOURS_KEPT = 4.0
MOST_SESSIONS = 500


@dataclass
class Session:
    """What one tab has open. `choices` counts how often another piece was asked for.

    `draft`: while the last question is being edited, what stood in the box before. `opening`: the reading of a piece
    that is then opened. `past`: the piece and the conversation that were left last, until something is asked anew.
    `checking`: the draft whose quotations are checked.
    """

    id: str
    piece: Piece
    conversation: Conversation = field(default_factory=Conversation)
    draft: str | None = None
    checking: str = ""
    opening: Future[None] | None = None
    past: tuple[Piece, Conversation] | None = None
    choices: int = 0
    model: Connected | None = None
    seen: float = 0.0

    @property
    def editing(self) -> bool:
        """Whether the next question replaces the last one."""
        return self.draft is not None

    def open(self, piece: Piece) -> None:
        """Another piece, or the same: its conversation begins anew, for citations belong to one text."""
        self.past = (self.piece, self.conversation)
        self.piece, self.conversation = piece, Conversation(self.conversation.asked)
        self.draft = None

    def name(self, piece: Piece) -> None:
        """The same text, named otherwise: the conversation stays."""
        self.piece = piece
        self.conversation.name(piece)
        if self.past and self.past[0].sha256 == piece.sha256:  # cleared before
            self.past[1].name(piece)
            self.past = (piece, self.past[1])

    def undo(self) -> None:
        """Go back to what was left last, if nothing has been asked since."""
        if self.past:
            self.piece, self.conversation = self.past
        self.past = self.draft = None


class Sessions:
    """The sessions of this process; `model` is what each begins with.

    `ended` is told of each one that has expired or was crowded out.
    """

    def __init__(
        self, piece: Piece, ended: Callable[[Session], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.piece = piece
        self.model: Connected | None = None
        self._ended = ended
        self._clock = clock
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, id_: str | None) -> Session:
        """The session of this id; a new one, with an id of its own, where there is none."""
        with self._lock:
            session = self._sessions.get(id_ or "") or Session(secrets.token_urlsafe(24), self.piece, model=self.model)
            session.seen = self._clock()
            self._sessions[session.id] = session
            self._sessions.move_to_end(session.id)
            gone = self._expired()
        for one in gone:
            self._ended(one)
        return session

    def _expired(self) -> list[Session]:
        """Take out those not seen for hours, and the ones seen longest ago where there are too many."""
        limit = self._clock() - HOURS_KEPT * 3600
        gone: list[Session] = []
        while self._sessions:
            oldest = next(iter(self._sessions.values()))
            if len(self._sessions) <= MOST_SESSIONS and oldest.seen >= limit:
                break
            gone.append(self._sessions.pop(oldest.id))
        return gone

    def sweep(self) -> None:
        """Let the expired ones go now, without waiting for somebody to come."""
        with self._lock:
            gone = self._expired()
        for one in gone:
            self._ended(one)

    def readers_of(self, piece: Piece) -> int:
        """How many sessions have this text open."""
        with self._lock:
            return sum(session.piece.sha256 == piece.sha256 for session in self._sessions.values())

    def __len__(self) -> int:
        return len(self._sessions)
