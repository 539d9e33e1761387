"""What the page does, without the page: sessions ask, open pieces and rate answers; programs ask by themselves.

Questions and the reading of pieces each pass a gate, so that one heavy user does not stop the others.
"""

from __future__ import annotations

import asyncio
import re
import threading
from contextlib import ExitStack, aclosing
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.deadline import LeftError, nobody_left
from assistant.draft import check
from assistant.given import draft as draft_taken
from assistant.question import cleaned, taken
from index.errors import InputError, PullquoteError
from index.loading import load_bytes, load_text
from index.piece import sha256
from ui.conversation import name_of
from ui.draft import read
from ui.gate import Gate
from ui.library import Library
from ui.sessions import Session, Sessions
from ui.suggest import WRITTEN, Suggestions, suggestions

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
    from pathlib import Path

    from assistant.deadline import Left
    from assistant.draft import Checked
    from assistant.engine import Event
    from index.piece import Piece
    from ui.conversation import Turn
    from ui.feedback import Feedback, Rating
    from ui.models import Connected
    from ui.naming import Naming

MARKUP = re.compile(r"\s*<(?:!doctype html|html|head|body|main|article|section|div|h1|p)\b[^<>]*>", re.IGNORECASE)
ASKING = 2
READING = 1
CHECKING = 1


class Desk:
    """Everything that the sessions of one process share."""

    def __init__(
        self,
        piece: Piece,
        *,
        store: str | Path | None = None,
        feedback: Feedback | None = None,
        alone: bool = True,
    ) -> None:
        """`alone`: only this machine reaches the page."""
        self.piece = piece
        self.alone = alone
        self.library = Library(piece, store)
        self.sessions = Sessions(piece, self._ended)
        self.feedback = feedback
        self._asking = Gate(ASKING)
        self._reading = Gate(READING)
        self._checking = Gate(CHECKING)
        self._suggested: dict[str, Suggestions] = {}
        self._working: set[asyncio.Task[None]] = set()

    def warm(self) -> None:
        """Open the piece that the program was started with, and find questions to begin with."""
        with self.library.engine(self.piece) as engine:
            self._suggested[self.piece.sha256] = suggestions(engine)

    @property
    def is_sample(self) -> bool:
        """Whether the program was started with the piece that ships."""
        return self.piece.title in WRITTEN

    def close(self) -> None:
        """Close every engine."""
        self.library.close()

    def _ended(self, session: Session) -> None:
        if not self.sessions.readers_of(session.piece):
            self._forget(session.piece)

    def _forget(self, piece: Piece) -> None:
        if piece.sha256 != self.piece.sha256:
            self.library.forget(piece)
            self._suggested.pop(piece.sha256, None)

    # Asking

    async def ask(self, session: Session, question: str) -> AsyncIterator[Turn]:
        """Ask in a session; the turn comes back each time that something was added to it. Raises `InputError`.

        The answer is made to its end whether or not somebody waits for it: a page that is loaded again shows it.
        The question that is just being answered, asked again, is one press too many, and nothing comes of it.
        """
        asked = cleaned(question)
        if running := session.conversation.running:
            if asked == running.question:
                return
            raise InputError("The last question is still being answered. Wait for it, or stop it.")
        if session.editing:
            self.again(session)
        history = session.conversation.history()
        turn = session.conversation.begin(asked, session.model.name if session.model else "")
        session.past = None
        grown: asyncio.Queue[Turn | None] = asyncio.Queue()
        working = asyncio.create_task(self._fill(session, turn, history, grown.put_nowait))
        self._working.add(working)  # the event loop alone would not keep it
        working.add_done_callback(self._working.discard)
        yield turn
        while more := await grown.get():
            yield more
        await working

    async def _fill(
        self, session: Session, turn: Turn, history: list[str], tell: Callable[[Turn | None], None]
    ) -> None:
        """Answer the turn, and tell of it each time that something was added; None at the end."""

        def unwanted() -> bool:  # stopped, or cleared away with its conversation
            return not session.conversation.awaits(turn)

        piece = session.piece
        try:
            asking = {"question": turn.question, "history": history}
            async with aclosing(self._events(piece, asking, session.id, session.model, unwanted)) as events:
                async for event in events:
                    if unwanted():
                        return
                    turn.take(event)
                    tell(turn)
        except PullquoteError as error:
            if not unwanted():
                turn.error, turn.state = str(error), "failed"
                tell(turn)
        finally:
            turn.state = "stopped" if turn.state == "running" else turn.state
            if not self.sessions.readers_of(piece):  # left, before it was opened to be asked
                self._forget(piece)
            tell(None)

    def stop(self, session: Session) -> None:
        """End the answer that is being made; what has been shown of it stays."""
        for turn in session.conversation.turns:
            turn.state = "stopped" if turn.state == "running" else turn.state

    def again(self, session: Session) -> str:
        """Take the last turn away, to ask it anew; whoever was editing it no longer is. Returns its question."""
        session.draft = None
        return session.conversation.withdraw()

    def amend(self, session: Session, box: str) -> str:
        """Begin to edit the last question, which the next one then replaces; or leave off.

        `box`: what stands in the box. Returns what then does: the question's words, or what they had put aside.
        """
        if session.draft is not None:
            box, session.draft = session.draft, None
        elif turns := session.conversation.turns:
            box, session.draft = turns[-1].question, box
        return box

    async def answer(self, question: str, text: str, history: Sequence[str], client: str) -> dict[str, Any]:
        """An answer as JSON, for a program: about the text that is given, or the open piece. Raises `InputError`."""
        taken({"question": question, "history": history})
        piece = await self._given(text)
        asked = {"question": question, "history": list(history)}
        *_, answer = [event async for event in self._events(piece, asked, client, self.sessions.model)]
        return answer.to_dict()  # pyright: ignore[reportAttributeAccessIssue]  (the last event is the Answer)

    async def _given(self, text: object) -> Piece:
        """The piece that a program gives the text of; without one, that which is open. Raises `InputError`."""
        if not isinstance(text, str):
            raise InputError(
                f"The piece is given as a {type(text).__name__}, not as text. Give its words as a string, "
                "or leave it out to ask the piece that is open."
            )
        return await asyncio.to_thread(load_text, text) if text.strip() else self.piece

    async def _events(
        self,
        piece: Piece,
        asked: dict[str, Any],
        client: str,
        model: Connected | None = None,
        unwanted: Left = nobody_left,
    ) -> AsyncGenerator[Event]:
        """The events of one question. Once they are unwanted, or their reader is gone, no thread waits for a model."""
        gone = threading.Event()
        await self.ready(piece, client)
        async with self._asking.turn(client):
            with ExitStack() as held:
                engine = await asyncio.to_thread(held.enter_context, self.library.engine(piece))
                events = (model.writing(engine) if model else engine).events(asked, lambda: gone.is_set() or unwanted())
                try:
                    while (event := await asyncio.to_thread(next, events, None)) is not None:
                        yield event
                except LeftError:
                    return
                finally:
                    gone.set()

    async def ready(self, piece: Piece, client: str, progress: Callable[[int, int], None] | None = None) -> None:
        """See to it that the piece has been read, in turn with the others that want one read."""
        if self.library.holds(piece):
            return
        async with self._reading.turn(client):
            await asyncio.to_thread(self._read, piece, progress)

    def _read(self, piece: Piece, progress: Callable[[int, int], None] | None) -> None:
        with self.library.engine(piece, progress):
            pass

    # Pieces

    async def open_bytes(
        self, session: Session, data: bytes, name: str, progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Open an uploaded file in a session. Raises `PieceError`."""
        await self._open(session, await asyncio.to_thread(load_bytes, data, name), progress)

    async def open_text(self, session: Session, text: str, progress: Callable[[int, int], None] | None = None) -> None:
        """Open pasted text, or the source of a web page, in a session. Raises `PieceError`."""
        if MARKUP.match(text):
            await self.open_bytes(session, text.encode("utf-8-sig", "replace"), "the text.html", progress)
        else:
            await self._open(session, await asyncio.to_thread(load_text, text), progress)

    async def _open(self, session: Session, piece: Piece, progress: Callable[[int, int], None] | None) -> None:
        """The reader's last word counts: a text that took long is not opened over one that was chosen later."""
        session.choices += 1
        choice = session.choices
        await self.ready(piece, session.id, progress)
        if session.choices != choice:
            if not self.sessions.readers_of(piece):
                self._forget(piece)
            raise InputError("Another piece was opened while this one was being read. Give it again to read it.")
        self._leave(session, partial(session.open, piece))

    def at_home(self, session: Session) -> bool:
        """Whether the session reads the piece that the program was started with, however it is named."""
        return session.piece.sha256 == self.piece.sha256

    def name(self, session: Session, naming: Naming) -> None:
        """Name the piece of a session otherwise, in that session alone. Raises `InputError`."""
        session.name(naming.named(session.piece))

    def back(self, session: Session) -> None:
        """Open the piece that the program was started with."""
        session.choices += 1
        self._leave(session, partial(session.open, self.piece))

    def clear(self, session: Session) -> None:
        """Begin the conversation anew."""
        if session.conversation.turns:
            session.open(session.piece)

    def undo(self, session: Session) -> None:
        """Bring back the conversation that was cleared, or the piece that was left, with its own."""
        session.choices += 1
        self._leave(session, session.undo)

    def left(self, session: Session) -> str:
        """What `undo` would bring back, in words; nothing where nobody would miss it."""
        if session.past is None:
            return ""
        piece, conversation = session.past
        if piece.sha256 == session.piece.sha256:
            return "The conversation was cleared." if conversation.turns else ""
        return f"“{name_of(piece)}” was closed." if conversation.turns or piece is not self.piece else ""

    def _leave(self, session: Session, go: Callable[[], None]) -> None:
        left = session.piece
        go()
        if not self.sessions.readers_of(left):
            self._forget(left)

    async def suggested(self, piece: Piece, client: str) -> Suggestions:
        """Proven questions about a piece, made once."""
        known = self._suggested.get(piece.sha256)
        if known is None:
            await self.ready(piece, client)
            async with self._reading.turn(client):
                known = self._suggested.setdefault(piece.sha256, await asyncio.to_thread(self._suggest, piece))
        return known

    def _suggest(self, piece: Piece) -> Suggestions:
        with self.library.engine(piece) as engine:
            return suggestions(engine)

    # Drafts

    async def check(self, session: Session, draft: str) -> list[Checked]:
        """Check a draft against the piece of a session, which keeps it. Raises `InputError`."""
        session.checking = ""
        session.checking = draft_taken(draft)
        return await self.checked(session)

    async def check_file(self, session: Session, data: bytes, name: str) -> list[Checked]:
        """Check the draft in a file. Raises `PieceError`."""
        session.checking = ""
        return await self.check(session, await asyncio.to_thread(read, data, name))

    async def checked(self, session: Session) -> list[Checked]:
        """The draft of a session again, against the piece that is open now."""
        return await self._checked(session.checking, session.piece, session.id)

    async def checks(self, draft: str, text: str, client: str) -> list[dict[str, Any]]:
        """What is found in a draft as JSON, for a program, against the given text or the open piece."""
        taken_draft = draft_taken(draft)
        return [one.to_dict() for one in await self._checked(taken_draft, await self._given(text), client)]

    async def _checked(self, draft: str, piece: Piece, client: str) -> list[Checked]:
        async with self._checking.turn(client):
            return await asyncio.to_thread(check, draft, piece)

    # Models

    def answer_with(self, spec: str) -> None:
        """Let this model, its key from the environment, answer where a session has no other. Raises `ModelError`."""
        from ui.models import connected

        self.sessions.model = connected(spec, "", "", alone=True)

    async def connect(self, session: Session, spec: str, key: str, address: str) -> str:
        """Connect a model for this session alone; returns what was found. Raises `ModelError`."""
        from ui.models import connected

        session.model = await asyncio.to_thread(connected, spec, key, address, alone=self.alone)
        return session.model.found

    def disconnect(self, session: Session) -> None:
        """Leave answering to the embedded reader again; the key is forgotten."""
        session.model = None

    # Feedback

    def rate(self, session: Session, number: int, rating: Rating, comment: str = "") -> bool:
        """Keep what a reader thinks of an answer; False where there is no such answer or no feedback is kept."""
        turn = session.conversation.turn(number)
        if turn is None or turn.answer is None or self.feedback is None:
            return False
        turn.rating, turn.commented = rating, bool(comment)
        self.feedback.add(turn.answer, rating, comment, f"{sha256(session.id)[:12]}-{number}")
        return True
