"""The web chat: a Gradio page with the piece on one side and the conversation on the other.

This is the only file that imports gradio. What the page does is in `ui/desk.py`, how it looks in `ui/page.py` and
`ui/static/`; here the two are wired together and served.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator  # noqa: TC003  (Gradio evaluates the annotations of handlers)
from contextlib import redirect_stdout
from dataclasses import replace
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import gradio as gr
from gradio.events import api
from gradio.themes import Base

from index.errors import PullquoteError
from index.loading import MAX_BYTES, MAX_CHARACTERS, shortened, too_large
from ui.conversation import conversation_markdown, receipts
from ui.limits import Limits
from ui.naming import Naming
from ui.page import checked_html, conversation_html, invitation_html, masthead_html, piece_html, told_html

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from assistant.draft import Checked
    from ui.desk import Desk
    from ui.sessions import Session
    from ui.suggest import Suggestions

Result = TypeVar("Result")
STATIC = Path(__file__).with_name("static")
ENDED = (
    "Your session had ended: it lasts for four hours after it was last used, and no longer than the program runs. "
    "Open your piece again, or ask this one."
)
READER = "Answered on this machine by the embedded reader. Nothing leaves it."
ADDS = (
    "A language model writes more fluent answers than the embedded reader, and combines sentences. What stays: it "
    "names sentences by number and never types a quote, and each statement it writes is checked against them before "
    "you see it, or withheld. The piece and your questions are sent to the model you name."
)
CHECKS = (
    "Each quotation in it is held against the piece: its words, their sense, and whose they are. The draft is kept in "
    "memory only, and gone when your session ends."
)
EXAMPLES = "openai:…, anthropic:… or ollama:…"
EVENTS = (
    "suggested",
    "again",
    "amend",
    "rated",
    "save",
    "wipe",
    "undo",
    "sample",
    "refused",
    "drawn",
    "held",
    "heeded",
    "moved",
    "named",
)
ON_TALK = f"pullquote.talk(element, trigger, watch, {list(EVENTS)})"
SCROLL = '<div class="scroll" tabindex="0" role="region" aria-label="{label}">${{value}}</div>'
SHEET = '<button type="button" class="sheet-close" data-sheet>Close</button>'


def theme() -> Base:
    """Gradio's plainest theme, with fonts that every machine has: nothing is fetched."""
    return Base(font=["system-ui", "sans-serif"], font_mono=["monospace"])


class Page:
    """The page of one desk. `blocks` is what Gradio serves."""

    def __init__(self, desk: Desk, *, mcp: bool = False) -> None:
        self.desk = desk
        with gr.Blocks(title="pullquote", analytics_enabled=False, delete_cache=(60, 600)) as self.blocks:
            self.id = gr.Textbox(visible="hidden")
            with gr.Column(elem_id="frame"):
                gr.HTML(
                    masthead_html(feedback=desk.feedback), elem_id="masthead", js_on_load=None, apply_default_css=False
                )
                with gr.Row(elem_id="columns"):
                    self.piece = self._piece()
                    with gr.Column(elem_id="side"):
                        self.talk = self._talk()
                        self.said = gr.HTML("", elem_id="said", js_on_load=None, apply_default_css=False)
                        gr.HTML("<p></p>", elem_id="long", js_on_load=None, apply_default_css=False)
                        self._composer()
            self._own_piece()
            self._draft()
            self._model()
            self._wire()
            self._serve_programs(mcp=mcp)

    # What stands on the page

    def _piece(self) -> gr.HTML:
        return gr.HTML(
            piece_html(self.desk.piece, sample=self.desk.is_sample),
            html_template=SHEET + SCROLL.format(label="The piece"),
            js_on_load="pullquote.piece(element, watch)",
            elem_id="piece",
            apply_default_css=False,
        )

    def _talk(self) -> gr.HTML:
        return gr.HTML(
            invitation_html(self.desk.piece, None, READER),
            html_template=SCROLL.format(label="The conversation"),
            js_on_load=ON_TALK,
            elem_id="talk",
            apply_default_css=False,
        )

    def _composer(self) -> None:
        with gr.Row(elem_id="composer"):
            self.question = gr.Textbox(
                label="Your question about the piece",
                placeholder="Ask about the piece",
                lines=1,
                max_lines=5,
                elem_id="question",
                container=False,
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
            )
            self.send = gr.Button("Ask", elem_id="send", variant="primary")
            self.stop = gr.Button("Stop", elem_id="stop")

    def _own_piece(self) -> None:
        with gr.Column(elem_id="own", elem_classes="drawer"):
            gr.HTML(
                told_html("Your own piece", "It is read here, kept in memory only, and gone when your session ends."),
                js_on_load=None,
                apply_default_css=False,
            )
            self.file = gr.File(
                label="A file: .txt, .md, .html, .pdf, .docx or .eml, at most 10 MB",
                file_count="single",
                height=150,
                elem_id="file",
            )
            self.text = gr.Textbox(label="… or paste the text", lines=8, max_lines=12, elem_id="text")
            self.read = gr.Button("Read this text", variant="primary", elem_id="read")
            self.told = gr.HTML(
                "", elem_id="told", js_on_load="pullquote.told(element, watch)", apply_default_css=False
            )

    def _draft(self) -> None:
        with gr.Column(elem_id="draft", elem_classes="drawer"):
            gr.HTML(told_html("Check a draft", CHECKS), js_on_load=None, apply_default_css=False)
            self.draft = gr.Textbox(label="The text that quotes the piece", lines=8, max_lines=8, elem_id="quoting")
            with gr.Row(elem_id="given"):
                self.check = gr.Button("Check it", variant="primary", elem_id="check")
                self.choose = gr.UploadButton("Choose a file", elem_id="choose")
            self.checked = gr.HTML(
                "", elem_id="checked", js_on_load="pullquote.checked(element, watch)", apply_default_css=False
            )

    def _model(self) -> None:
        with gr.Column(elem_id="model", elem_classes="drawer"):
            gr.HTML(told_html("Connect a model", ADDS), js_on_load=None, apply_default_css=False)
            off = gr.InputHTMLAttributes(autocomplete="off", autocapitalize="off", spellcheck=False)
            self.spec = gr.Textbox(label="Model", placeholder=EXAMPLES, html_attributes=off, elem_id="spec")
            self.key = gr.Textbox(
                label="Key, for this session only",
                type="password",
                html_attributes=gr.InputHTMLAttributes(autocomplete="new-password"),
                elem_id="key",
            )
            self.address = gr.Textbox(
                label="Address, where it is not the provider’s own",
                html_attributes=off,
                elem_id="address",
                visible=self.desk.alone,
            )
            self.connect = gr.Button("Try it and connect", variant="primary", elem_id="connect")
            self.tried = gr.HTML("", elem_id="tried", js_on_load=None, apply_default_css=False)
            self.leave = gr.Button("Use the embedded reader", elem_id="leave")

    # What happens

    def _wire(self) -> None:
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        id_, talk, piece, question = self.id, self.talk, self.piece, self.question
        own = "() => pullquote.session()"
        self.blocks.load(self._loaded, [id_], [id_, piece, talk], js=own, concurrency_limit=None, **private)
        id_.change(None, [id_], js="(id) => pullquote.keep(id)")
        asked: dict[str, Any] = {"outputs": [id_, question, talk, piece, self.said], **private}
        asked["concurrency_limit"] = None
        asked["trigger_mode"] = "multiple"  # as "once", Gradio would drop what is asked in the moment an answer ends
        asking: Any = [
            gr.on([question.submit, self.send.click], self._asked, [id_, question], **asked),
            talk.suggested(self._suggested, [id_], **asked),
            talk.again(self._again, [id_], **asked),
        ]
        quick: dict[str, Any] = {"queue": False, **private}
        stopped = self.stop.click(self._stopped, [id_], [talk], cancels=asking, **quick)
        stopped.then(self._shown, [id_], [talk], **quick)  # what was still on its way may have come after it
        amended = talk.amend(self._amended, [id_, question], [question, talk], **quick)
        amended.then(None, js="() => pullquote.focus()")
        talk.rated(self._rated, [id_], [talk], **quick)
        talk.wipe(self._wiped, [id_], [talk], **quick).then(self._shown, [id_], [talk], **quick)
        file = gr.JSON(visible="hidden")
        talk.save(self._saved, [id_], [file], **quick).then(None, [file], js="(file) => pullquote.save(file)")
        opened: dict[str, Any] = {"outputs": [id_, self.told, piece, talk], "concurrency_limit": None, **private}
        self.read.click(self._pasted, [id_, self.text], **opened)
        self.file.upload(self._uploaded, [id_, self.file], **opened).then(lambda: None, None, [self.file], **quick)
        checked: dict[str, Any] = {"outputs": [id_, self.draft, self.checked, piece, talk], **private}
        checked["concurrency_limit"] = None
        self.check.click(self._check, [id_, self.draft], **checked)
        chosen = self.choose.upload(self._check_file, [id_, self.choose], **checked)
        chosen.then(lambda: None, None, [self.choose], **quick)
        talk.held(self._checked, [id_], [self.draft, self.checked], concurrency_limit=None, **private)
        talk.refused(self._refused, None, [self.told, self.checked], **quick)
        talk.drawn(None, None, [self.told], js="() => ''")
        talk.heeded(None, None, [self.said], js="() => ''")
        talk.moved(None, None, [self.said, question], js="() => ['', '']")
        tried: dict[str, Any] = {"outputs": [id_, self.key, self.tried, talk], "concurrency_limit": None, **private}
        self.connect.click(self._connected, [id_, self.spec, self.key, self.address], **tried)
        self.leave.click(self._left, [id_], **tried)
        talk.sample(self._back, [id_], **opened)
        talk.named(self._named, [id_], [id_, piece, talk], **quick)
        talk.undo(self._undone, [id_], [piece, talk], **quick).then(self._shown, [id_], [talk], **quick)

    async def _view(self, session: Session) -> str:
        """The conversation, or what can be asked where there is none."""
        piece, found = session.piece, None
        if not session.conversation.turns:
            found = await self.desk.suggested(piece, session.id)
        if session.conversation.turns:  # looked at again: somebody may have asked in the meantime
            return self._turns(session)
        return self._invitation(session, found if piece is session.piece else None)

    def _invitation(self, session: Session, found: Suggestions | None = None, told: str = "") -> str:
        undo = self.desk.left(session)
        return invitation_html(session.piece, found, _answerer(session), told=told, undo=undo)

    def _turns(self, session: Session) -> str:
        rated = self.desk.feedback is not None
        return conversation_html(
            session.conversation.turns, rated=rated, editing=session.editing, piece=session.piece.id
        )

    async def _settled(self, session: Session) -> AsyncIterator[Any]:
        """The conversation until nothing in it is being answered; then nothing, for Gradio sends the last once more."""
        shown = ""
        while session.conversation.running:
            if shown != (now := self._turns(session)):
                yield (shown := now)
            await asyncio.sleep(0.3)
        yield await self._view(session)
        yield gr.skip()

    def _paper(self, session: Session, naming: Naming | None = None) -> str:
        """The session's piece, with the way back where it is its own."""
        if self.desk.at_home(session):
            return piece_html(session.piece, sample=self.desk.is_sample, naming=naming)
        home = f"Back to the {'sample' if self.desk.is_sample else 'first piece'}"
        return piece_html(session.piece, home=home, naming=naming)

    async def _loaded(self, id_: str) -> AsyncIterator[tuple[Any, ...]]:
        """The page has (again) been opened: show the session's own piece and conversation."""
        session = self.desk.sessions.get(id_)
        session.draft = session.past = None
        yield session.id, gr.skip() if session.piece is self.desk.piece else self._paper(session), gr.skip()
        if session.opening and not session.opening.done():  # a piece is still being read for it
            await asyncio.wait([session.opening])
            yield session.id, self._paper(session), gr.skip()
        async for talk in self._settled(session):
            yield session.id, gr.skip(), talk

    async def _asked(self, id_: str, question: str) -> AsyncIterator[tuple[Any, ...]]:
        session = self.desk.sessions.get(id_)
        shown = self._answers(session, question, box=session.draft or "")
        async for update in self._ended(session) if _lapsed(id_, session) else shown:
            yield update

    async def _suggested(self, id_: str, event: gr.EventData) -> AsyncIterator[tuple[Any, ...]]:
        session = self.desk.sessions.get(id_)
        shown = self._answers(session, str(event.question))
        async for update in self._ended(session) if _lapsed(id_, session) else shown:
            yield update

    async def _again(self, id_: str) -> AsyncIterator[tuple[Any, ...]]:
        session = self.desk.sessions.get(id_)
        if _lapsed(id_, session):
            shown = self._ended(session)
        elif session.conversation.turns:
            box = session.draft
            shown = self._answers(session, self.desk.again(session), box)
        else:  # another tab has cleared them away
            shown = (self._asking(session, talk=talk) async for talk in self._settled(session))
        async for update in shown:
            yield update

    async def _ended(self, session: Session) -> AsyncIterator[tuple[Any, ...]]:
        """Nothing is asked in a session that has just begun: its reader had another piece before the eyes, perhaps."""
        found = await self.desk.suggested(session.piece, session.id)
        yield self._asking(session, talk=self._invitation(session, found, ENDED), piece=self._paper(session))

    async def _answers(self, session: Session, question: str, box: str | None = None) -> AsyncIterator[tuple[Any, ...]]:
        """The conversation each time that the answer has grown, and once, at the start, what is then in the box."""
        said, waits = "", bool(session.conversation.running)
        try:
            async for _ in self.desk.ask(session, question):
                yield self._asking(session, box=box, talk=self._turns(session), said="")
                box = None
        except PullquoteError as error:
            said = _told(str(error), bad=True)
        async for talk in self._settled(session):
            over = waits and not session.conversation.running
            yield self._asking(session, talk=talk, said="" if over else said)

    @staticmethod
    def _asking(session: Session, **shown: str | None) -> tuple[Any, ...]:
        """What the page shows once something was asked; what is not named stays as it is."""
        named = (shown.get(name) for name in ("box", "talk", "piece", "said"))
        return session.id, *(gr.skip() if one is None else one for one in named)

    async def _stopped(self, id_: str) -> str:
        session = self.desk.sessions.get(id_)
        self.desk.stop(session)
        return await self._view(session)

    async def _shown(self, id_: str) -> str:
        return await self._view(self.desk.sessions.get(id_))

    async def _amended(self, id_: str, box: str) -> tuple[str, str]:
        session = self.desk.sessions.get(id_)
        return self.desk.amend(session, box), await self._view(session)

    async def _rated(self, id_: str, event: gr.EventData) -> str:
        session = self.desk.sessions.get(id_)
        rating = "up" if event.rating == "up" else "down"
        self.desk.rate(session, int(event.turn), rating, str(event.comment))
        return await self._view(session)

    async def _wiped(self, id_: str) -> str:
        session = self.desk.sessions.get(id_)
        self.desk.clear(session)
        return await self._view(session)

    def _undone(self, id_: str) -> tuple[str, str]:
        session = self.desk.sessions.get(id_)
        self.desk.undo(session)
        talk = self._turns(session) if session.conversation.turns else self._invitation(session)
        return self._paper(session), talk

    def _saved(self, id_: str, event: gr.EventData) -> dict[str, str]:
        """The conversation as a file that the browser makes: the server writes none."""
        session = self.desk.sessions.get(id_)
        turns = session.conversation.turns
        if event.__getattr__("as") == "receipts":
            return {"name": "receipts.json", "type": "application/json", "text": receipts(turns)}
        text = conversation_markdown(session.piece, turns)
        return {"name": "conversation.md", "type": "text/markdown", "text": text}

    # Pieces

    async def _pasted(self, id_: str, text: str) -> AsyncIterator[tuple[Any, ...]]:
        async for shown in self._opening(id_, partial(self.desk.open_text, text=text)):
            yield shown

    async def _uploaded(self, id_: str, file: str | None) -> AsyncIterator[tuple[Any, ...]]:
        """Read an uploaded file and delete it: from here on the piece is in memory only."""
        if file is None:
            return
        data, name = _taken_away(file)
        async for shown in self._opening(id_, partial(self.desk.open_bytes, data=data, name=name)):
            yield shown

    def _refused(self, event: gr.EventData) -> tuple[Any, Any]:
        """What is too large to be sent at all, or more than one file; told where it was given."""
        size, draft = int(event.size), event.of == "draft"
        one = "one draft is checked" if draft else "one piece is read"
        what = "check" if draft else "ask"
        refusals = {
            "files": f"{size} files were given; {one} at a time. Give the one that you want to {what}.",
            "text": f"The text has {size:,} characters; at most {MAX_CHARACTERS:,} are taken. Give less.",
            "file": too_large(shortened(event.name), size),
        }
        told = _told(refusals[event.what], bad=True)
        return (gr.skip(), told) if draft else (told, gr.skip())

    async def _back(self, id_: str) -> AsyncIterator[tuple[Any, ...]]:
        async def home(session: Session, **_: Any) -> None:
            self.desk.back(session)

        async for shown in self._opening(id_, home):
            yield shown

    async def _named(self, id_: str, event: gr.EventData) -> tuple[Any, ...]:
        """The piece is named otherwise; what is wrong with it is told in the form."""
        session = self.desk.sessions.get(id_)
        if _lapsed(id_, session):
            return session.id, self._paper(session), self._invitation(session, told=ENDED)
        naming = Naming(str(event.title), str(event.author), str(event.date))
        try:
            self.desk.name(session, naming)
        except PullquoteError as error:
            return session.id, self._paper(session, replace(naming, wrong=str(error))), gr.skip()
        return session.id, self._paper(session), await self._view(session)

    async def _opening(self, id_: str, opening: Callable[..., Awaitable[None]]) -> AsyncIterator[tuple[Any, ...]]:
        """Tell how far the reading is, then show the piece; what is refused is told, and nothing else changes."""
        session = self.desk.sessions.get(id_)
        counted: list[tuple[int, int]] = []
        work = asyncio.ensure_future(opening(session, progress=lambda *far: counted.append(far)))
        session.opening = work
        while not work.done():
            yield session.id, _told(_progress(counted)), gr.skip(), gr.skip()
            await asyncio.wait([work], timeout=0.4)
        if isinstance(error := work.exception(), PullquoteError):
            yield session.id, _told(str(error), bad=True), gr.skip(), gr.skip()
            return
        work.result()
        yield session.id, told_html("", "It is open.", done=True), self._paper(session), self._invitation(session)
        yield session.id, gr.skip(), gr.skip(), await self._view(session)
        yield session.id, gr.skip(), gr.skip(), gr.skip()

    # Drafts

    async def _check(self, id_: str, draft: str) -> AsyncIterator[tuple[Any, ...]]:
        session = self.desk.sessions.get(id_)
        async for shown in self._checking(id_, session, self.desk.check(session, draft)):
            yield shown

    async def _check_file(self, id_: str, file: str | None) -> AsyncIterator[tuple[Any, ...]]:
        """Check an uploaded file and delete it: from here on the draft is in memory only."""
        if file is None:
            return
        data, name = _taken_away(file)
        session = self.desk.sessions.get(id_)
        async for shown in self._checking(id_, session, self.desk.check_file(session, data, name)):
            yield shown

    async def _checking(
        self, id_: str, session: Session, work: Awaitable[list[Checked]]
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Tell that it is checked, then what was found; in a session that has just begun the piece is another one."""
        stay = (
            (gr.skip(), gr.skip()) if not _lapsed(id_, session) else (self._paper(session), self._invitation(session))
        )
        yield session.id, gr.skip(), _told("Checking …"), *stay
        try:
            found = await work
        except PullquoteError as error:
            yield session.id, gr.skip(), _told(str(error), bad=True), gr.skip(), gr.skip()
            return
        result = checked_html(session.checking, found, session.piece)
        yield session.id, session.checking, result, gr.skip(), gr.skip()

    async def _checked(self, id_: str) -> tuple[Any, Any]:
        """The draft of a session that is opened again, or has another piece now."""
        session = self.desk.sessions.get(id_)
        if not session.checking:
            return gr.skip(), gr.skip()
        found = await self.desk.checked(session)
        return session.checking, checked_html(session.checking, found, session.piece)

    # Models

    async def _connected(self, id_: str, spec: str, key: str, address: str) -> AsyncIterator[tuple[Any, ...]]:
        """Try a model; the key leaves the page as soon as it has been sent."""
        session = self.desk.sessions.get(id_)
        yield session.id, "", _told("Trying it …"), gr.skip()
        try:
            found = await self.desk.connect(session, spec, key, address or "")
        except PullquoteError as error:
            yield session.id, "", _told(str(error), bad=True), gr.skip()
            return
        yield session.id, "", _told(f"Connected: {found}"), await self._view(session)
        yield session.id, gr.skip(), gr.skip(), gr.skip()

    async def _left(self, id_: str) -> tuple[Any, ...]:
        session = self.desk.sessions.get(id_)
        self.desk.disconnect(session)
        return session.id, "", _told("The embedded reader answers."), await self._view(session)

    # Programs

    def _serve_programs(self, *, mcp: bool) -> None:
        async def ask(
            question: str, piece: str | None = None, history: list[str] | None = None, request: gr.Request | None = None
        ) -> dict[str, Any]:
            """Ask the piece a question: the text that is given, or the piece that the server has open."""
            return await self._answer(question, piece, history, request)

        async def ask_piece(  # noqa: D417  (Gradio gives the request)
            question: str, piece: str | None = None, history: list[str] | None = None, request: gr.Request | None = None
        ) -> str:
            """Ask an opinion piece a question; the answer quotes it exactly, or says that it does not say.

            It comes as JSON. Its “outcome” is “answered”, with “statements” and “quotes” and their offsets, or
            “refused”, with “refusal”: a “code”, a “message” with the reason, and the “nearest” quote, which does not
            answer. A refusal is an answer too: the piece does not say it.

            Args:
                question: The question, in plain words.
                piece: The text of the piece; left out, the piece that the server has open.
                history: The earlier questions, oldest first, which a follow-up may lean on.

            """
            return json.dumps(await self._answer(question, piece, history, request), ensure_ascii=False)

        async def check(
            draft: str, piece: str | None = None, request: gr.Request | None = None
        ) -> list[dict[str, Any]]:
            """Check every quotation in a draft against the given text, or the piece that the server has open."""
            return await self._checks(draft, piece, request)

        async def check_quotes(  # noqa: D417  (Gradio gives the request)
            draft: str, piece: str | None = None, request: gr.Request | None = None
        ) -> str:
            """Check every quotation in a draft against the piece: its words, their sense, and whose they are.

            A list comes as JSON, for each quotation its words and offsets in the draft, whether it holds, remarks that
            say what is wrong with it, and the sentences of the piece with their offsets. It is empty where the draft
            quotes nothing.

            Args:
                draft: The text with quotations in it, each between quotation marks.
                piece: The text of the piece; left out, the piece that the server has open.

            """
            return json.dumps(await self._checks(draft, piece, request), ensure_ascii=False)

        api(ask, api_name="ask", concurrency_limit=None)
        api(check, api_name="check", concurrency_limit=None)
        if mcp:
            # Gradio makes a tool of every function without this mark, and would give a tool's dict as Python writes it
            for plain in (ask, check):
                plain.__dict__["_mcp_type"] = "none"
            api(ask_piece, api_name="ask_piece", concurrency_limit=None)
            api(check_quotes, api_name="check_quotes", concurrency_limit=None)

    async def _answer(
        self, question: str, piece: str | None, history: list[str] | None, request: gr.Request | None
    ) -> dict[str, Any]:
        return await _for_a_program(self.desk.answer(question, _text_of(piece), history or [], _client(request)))

    async def _checks(self, draft: str, piece: str | None, request: gr.Request | None) -> list[dict[str, Any]]:
        return await _for_a_program(self.desk.checks(draft, _text_of(piece), _client(request)))


def _text_of(piece: str | None) -> str:
    """The text that a program gives; none is the piece that is open. Raises `gr.Error` for a text without a word."""
    if isinstance(piece, str) and not piece.strip():
        raise gr.Error("The piece is empty. Give its text, or leave it out to ask the open one.", print_exception=False)
    return piece or ""


def _client(request: gr.Request | None) -> str:
    """Whose turn a program waits for."""
    return str(getattr(request, "session_hash", None) or "program")


async def _for_a_program(work: Awaitable[Result]) -> Result:
    """What comes back, or one line that a program gets instead."""
    try:
        return await work
    except PullquoteError as error:
        raise gr.Error(str(error), print_exception=False) from None


def _answerer(session: Session) -> str:
    """What answers in a session, in words for its reader."""
    if session.model is None:
        return READER
    return f"Written by {session.model.name}; each statement is checked against the piece before it is shown."


def _lapsed(id_: str, session: Session) -> bool:
    """Whether a page asks in a session that there is no more, and was given this one instead."""
    return bool(id_) and id_ != session.id


def _taken_away(file: str) -> tuple[bytes, str]:
    """What an uploaded file holds, and its name; it is deleted."""
    path = Path(file)
    data = path.read_bytes()
    path.unlink()
    return data, path.name


def _told(text: str, *, bad: bool = False) -> str:
    return told_html("", text, bad=bad)


def _progress(counted: list[tuple[int, int]]) -> str:
    """How far the reading is."""
    done, everything = counted[-1] if counted else (0, 0)
    return f"Reading: {done:,} of {everything:,} passages" if everything else "Reading …"


def launch(page: Page, **options: Any) -> str:
    """Serve the page; returns its address."""
    style = (STATIC / "page.css").read_text(encoding="utf-8")  # as `css` Gradio would rewrite it, and lose a part
    script = (STATIC / "page.js").read_text(encoding="utf-8")
    page.blocks.queue(max_size=2_000, api_open=False, default_concurrency_limit=8)
    with redirect_stdout(StringIO()):  # Gradio tells of its MCP server even when it is to be quiet
        _, address, _ = page.blocks.launch(
            quiet=True,
            prevent_thread_lock=True,
            share=False,
            show_error=False,
            ssr_mode=False,
            enable_monitoring=False,
            run_history=False,
            footer_links=[],
            allowed_paths=[],
            max_file_size=MAX_BYTES,
            theme=theme(),
            head=f"<style>{style}</style><script>{script}</script>",
            app_kwargs={"middleware": [Limits.middleware()], "docs_url": None, "redoc_url": None, "openapi_url": None},
            **options,
        )
    return address
