import asyncio
import time
from collections.abc import Callable

import pytest
from model_servers import Silent

from assistant.engine import Engine
from assistant.verify import verify
from index.errors import InputError, PieceError, QuestionError
from index.piece import Piece
from ui.desk import Desk
from ui.feedback import Feedback
from ui.models import Connected
from ui.naming import Naming
from ui.sessions import Session

TEXT = "The bridge opened in 1931. It cost two million dollars. Nobody has counted the cars since."
QUESTION = "When did the bridge open?"


@pytest.fixture
def desk(sample_piece: Piece, tmp_path):
    opened = Desk(sample_piece, store=tmp_path / "index", feedback=Feedback(tmp_path / "feedback.jsonl"))
    yield opened
    opened.close()


async def asked(desk: Desk, session, question: str):
    turns = [turn async for turn in desk.ask(session, question)]
    return turns[-1]


async def test_a_session_asks_about_its_own_piece(desk: Desk):
    mine, theirs = desk.sessions.get(None), desk.sessions.get(None)
    await desk.open_text(mine, TEXT)
    assert "1931" in (await asked(desk, mine, QUESTION)).quotes[0].text
    assert "1931" not in str([quote.text for quote in (await asked(desk, theirs, QUESTION)).quotes])
    assert (len(mine.conversation.turns), len(theirs.conversation.turns)) == (1, 1)


async def test_a_follow_up_leans_on_the_question_before(desk: Desk):
    session = desk.sessions.get(None)
    await desk.open_text(session, TEXT)
    await asked(desk, session, "What did the bridge cost?")
    turn = await asked(desk, session, "And when did it open?")
    assert turn.answer
    assert turn.answer.standalone_question == "What did the bridge cost? And when did it open?"


async def test_a_second_question_waits_until_the_first_is_answered(desk: Desk):
    session = desk.sessions.get(None)
    session.conversation.begin("Why?")
    with pytest.raises(InputError, match="still being answered"):
        await asked(desk, session, QUESTION)


async def test_the_question_that_is_being_answered_is_not_asked_twice(desk: Desk):
    session = desk.sessions.get(None)
    session.conversation.begin(QUESTION)
    assert [turn async for turn in desk.ask(session, f" {QUESTION} ")] == []
    assert len(session.conversation.turns) == 1


async def test_an_empty_question_makes_no_turn(desk: Desk):
    session = desk.sessions.get(None)
    with pytest.raises(QuestionError):
        await asked(desk, session, "  ")
    assert session.conversation.turns == []


async def test_what_is_no_piece_changes_nothing(desk: Desk, sample_piece: Piece):
    session = desk.sessions.get(None)
    await asked(desk, session, QUESTION)
    with pytest.raises(PieceError, match="No words"):
        await desk.open_text(session, "... !!!")
    assert session.piece is sample_piece
    assert len(session.conversation.turns) == 1


async def test_an_upload_is_closed_when_its_last_reader_leaves_it(desk: Desk):
    first, second = desk.sessions.get(None), desk.sessions.get(None)
    for session in (first, second):
        await desk.open_bytes(session, TEXT.encode(), "piece.txt")
    piece = first.piece
    desk.back(first)
    assert desk.library.holds(piece)
    desk.back(second)
    assert not desk.library.holds(piece)


async def test_an_upload_that_is_left_as_soon_as_it_is_asked_is_closed_too(desk: Desk):
    first, second = desk.sessions.get(None), desk.sessions.get(None)
    await desk.open_text(first, TEXT)
    piece = first.piece
    for readers in (first, second), (first,):
        for session in readers:
            await desk.open_text(session, TEXT)
        asking = desk.ask(first, QUESTION)
        await anext(asking)
        desk.back(first)
        assert [turn async for turn in asking] == []
        assert desk.library.holds(piece) == (second in readers)
        desk.back(second)


async def test_editing_replaces_the_last_turn_and_can_be_left_off(desk: Desk):
    session = desk.sessions.get(None)
    await asked(desk, session, "How many birds are there?")
    assert desk.amend(session, "a draft") == "How many birds are there?"
    assert desk.amend(session, "changed") == "a draft"
    assert not session.editing
    desk.amend(session, "")
    await asked(desk, session, "How many co-sponsors does the bill have?")
    assert [turn.question for turn in session.conversation.turns] == ["How many co-sponsors does the bill have?"]


async def test_stopping_ends_what_runs_and_leaves_what_is_done(desk: Desk):
    session = desk.sessions.get(None)
    done = await asked(desk, session, "How many co-sponsors does the bill have?")
    running = session.conversation.begin("Why?")
    desk.stop(session)
    assert (done.state, running.state) == ("done", "stopped")


async def test_an_answer_that_nobody_waits_for_is_made_to_its_end(desk: Desk):
    session = desk.sessions.get(None)
    asking = asyncio.create_task(asked(desk, session, "How many co-sponsors does the bill have?"))
    await asyncio.wait_for(until(lambda: bool(session.conversation.turns)), 2)
    asking.cancel()
    await asyncio.wait_for(until(lambda: session.conversation.running is None), 5)
    (turn,) = session.conversation.turns
    assert turn.state == "done"
    assert "84" in turn.quotes[0].text


async def test_an_answer_that_nobody_waits_for_can_be_stopped(desk: Desk):
    session = desk.sessions.get(None)
    asking = desk.ask(session, "How many co-sponsors does the bill have?")
    turn = await anext(asking)
    await asking.aclose()  # pyright: ignore
    desk.stop(session)
    await asyncio.wait_for(until(lambda: not desk._working), 5)
    assert (turn.state, turn.answer) == ("stopped", None)


async def test_programs_get_the_designs_json_about_the_text_they_give(desk: Desk):
    answer = await desk.answer(QUESTION, TEXT, [], "a")
    assert "1931" in answer["text"]
    assert verify(answer, Piece.from_text(TEXT)) == []
    assert (await desk.answer(QUESTION, "", [], "a"))["outcome"] == "refused"


@pytest.mark.parametrize(("question", "text"), [("", TEXT), (QUESTION, "... !!!"), (QUESTION, {"path": "/etc/passwd"})])
async def test_programs_are_told_what_cannot_be_taken(desk: Desk, question, text):
    with pytest.raises(InputError):
        await desk.answer(question, text, [], "a")


async def test_a_piece_of_another_kind_is_told_with_what_to_give_instead(desk: Desk):
    with pytest.raises(InputError, match="given as a list, not as text. Give its words as a string, or leave it out"):
        await desk.answer(QUESTION, [TEXT], [], "a")  # pyright: ignore


async def test_many_sessions_at_once_each_get_their_own_answer(desk: Desk):
    async def one(year: int) -> bool:
        answer = await desk.answer(QUESTION, f"The bridge opened in {year}. It is long.", [], str(year))
        return str(year) in answer["text"]

    assert all(await asyncio.gather(*(one(1800 + number) for number in range(20))))


async def test_ratings_are_kept_for_answers_that_there_are(desk: Desk):
    session = desk.sessions.get(None)
    turn = await asked(desk, session, QUESTION)
    assert desk.rate(session, turn.number, "up", "good")
    assert (turn.rating, turn.commented) == ("up", True)
    assert not desk.rate(session, 99, "up")
    assert desk.feedback
    assert desk.feedback.file.read_text("utf-8").count("\n") == 1


async def test_suggestions_are_made_once_and_forgotten_with_the_piece(desk: Desk, monkeypatch):
    session = desk.sessions.get(None)
    await desk.open_text(session, TEXT)
    first = await desk.suggested(session.piece, session.id)
    monkeypatch.setattr(Engine, "answer", None)
    assert await desk.suggested(session.piece, session.id) is first
    piece = session.piece
    desk.back(session)
    assert piece.sha256 not in desk._suggested


async def test_what_was_cleared_or_left_can_be_brought_back_until_something_is_asked(desk: Desk, sample_piece: Piece):
    session = desk.sessions.get(None)
    desk.clear(session)
    assert desk.left(session) == "", "there was nothing"
    await desk.open_text(session, TEXT)
    assert desk.left(session) == "", "the sample is a click away, and nothing had been asked of it"
    turn = await asked(desk, session, QUESTION)
    own = session.piece
    desk.clear(session)
    assert desk.left(session) == "The conversation was cleared."
    desk.undo(session)
    assert (session.conversation.turns, desk.left(session)) == ([turn], "")
    desk.back(session)
    assert desk.left(session) == "“The bridge opened in 1931.” was closed."
    desk.undo(session)
    assert (session.piece, session.conversation.turns) == (own, [turn])
    assert "1931" in (await asked(desk, session, QUESTION)).quotes[0].text, "it is read anew"
    desk.back(session)
    await asked(desk, session, QUESTION)
    desk.undo(session)
    assert session.piece is sample_piece, "too late"


async def test_no_number_is_given_twice_in_a_session_for_ratings_go_by_it(desk: Desk):
    session = desk.sessions.get(None)
    numbers = [(await asked(desk, session, QUESTION)).number]
    for leave in (desk.clear, desk.back):
        leave(session)
        numbers.append((await asked(desk, session, QUESTION)).number)
    assert numbers == [1, 2, 3]


async def test_retrying_while_editing_replaces_one_turn_only(desk: Desk):
    session = desk.sessions.get(None)
    await desk.open_text(session, TEXT)
    await asked(desk, session, QUESTION)
    await asked(desk, session, "What did the bridge cost?")
    desk.amend(session, "")
    assert desk.again(session) == "What did the bridge cost?"
    assert [turn.question for turn in session.conversation.turns] == [QUESTION]
    assert not session.editing


async def test_an_answer_that_is_no_longer_wanted_adds_nothing(desk: Desk):
    session = desk.sessions.get(None)
    await desk.open_text(session, TEXT)
    asking = desk.ask(session, QUESTION)
    turn = await anext(asking)
    desk.stop(session)
    assert [one async for one in asking] == []
    assert (turn.state, turn.answer) == ("stopped", None)
    asking = desk.ask(session, QUESTION)
    await anext(asking)
    desk.clear(session)
    assert [one async for one in asking] == []


async def test_a_text_that_took_long_is_not_opened_over_a_later_choice(desk: Desk, sample_piece: Piece):
    session = desk.sessions.get(None)

    def meanwhile(done: int, everything: int) -> None:
        if session.choices == 1:
            desk.back(session)

    with pytest.raises(InputError, match="Another piece was opened"):
        await desk.open_text(session, TEXT, meanwhile)
    assert session.piece is sample_piece


async def until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.02)


STOPPED: dict[str, Callable[[Desk, Session, asyncio.Task[object]], object]] = {
    "stopped": lambda desk, session, task: desk.stop(session),
    "cleared": lambda desk, session, task: desk.clear(session),
    "another piece": lambda desk, session, task: session.open(desk.piece),
}


@pytest.mark.parametrize("how", STOPPED)
async def test_stopped_questions_leave_no_thread_waiting_for_a_silent_model(desk: Desk, how: str):
    model = Silent()
    await asyncio.to_thread(desk.warm)
    for number in range(1, 9):  # more than the threads that there are, and than the gate has places
        session = desk.sessions.get(None)
        session.model = Connected("silent", "found", model)
        asking = asyncio.create_task(asked(desk, session, "Who pays for it all in the end?"))
        await asyncio.wait_for(until(lambda n=number: len(model.asked) == n), 2)
        STOPPED[how](desk, session, asking)
        began = time.monotonic()
        await asyncio.wait([asking], timeout=2)
        assert asking.done()
        assert time.monotonic() - began < 1
    began = time.monotonic()
    await asyncio.gather(*(asyncio.to_thread(time.sleep, 0) for _ in range(6)))
    assert time.monotonic() - began < 1
    model.go.set()


async def test_a_program_that_goes_away_leaves_no_thread_waiting(desk: Desk):
    model = Silent()
    desk.sessions.model = Connected("silent", "found", model)
    for number in range(1, 9):
        asking = asyncio.create_task(desk.answer("Who pays for it all in the end?", "", [], str(number)))
        await asyncio.wait_for(until(lambda n=number: len(model.asked) == n), 5)
        asking.cancel()
        await asyncio.wait([asking])
    began = time.monotonic()
    await asyncio.gather(*(asyncio.to_thread(time.sleep, 0) for _ in range(6)))
    assert time.monotonic() - began < 1
    model.go.set()


async def test_a_piece_that_is_named_is_answered_by_its_names_in_that_session_alone(desk: Desk):
    mine, theirs = desk.sessions.get(None), desk.sessions.get(None)
    for session in (mine, theirs):
        await desk.open_text(session, TEXT)
    quoted = await asked(desk, mine, QUESTION)
    desk.name(mine, Naming("The Bridge", "Ann Orr", "3 February 2026"))
    assert "Ann Orr" in (await asked(desk, mine, "Who is the author?")).answer.text
    assert "Ann Orr" not in (await asked(desk, theirs, "Who is the author?")).answer.text
    assert quoted.answer.piece.author == "Ann Orr"
    assert [turn.question for turn in mine.conversation.turns] == [QUESTION, "Who is the author?"]
    assert all(verify(turn.answer.to_dict(), mine.piece) == [] for turn in mine.conversation.turns)
    desk.back(mine)
    assert desk.library.holds(theirs.piece)
    desk.back(theirs)
    assert not desk.library.holds(quoted.answer.piece)


async def test_what_was_told_of_a_name_stays_what_it_was_and_a_wrong_date_changes_nothing(desk: Desk):
    session = desk.sessions.get(None)
    told = await asked(desk, session, "Who wrote it?")
    with pytest.raises(InputError, match="no day"):
        desk.name(session, Naming("The Call", "Ann Orr", "soon"))
    assert session.piece is desk.piece
    desk.name(session, Naming("The Call", "Ann Orr"))
    assert desk.at_home(session)
    assert told.answer.piece is desk.piece
    assert verify(told.answer.to_dict(), desk.piece) == []


async def test_a_conversation_that_was_cleared_comes_back_under_the_new_name(desk: Desk):
    session = desk.sessions.get(None)
    await desk.open_text(session, TEXT)
    await asked(desk, session, QUESTION)
    desk.clear(session)
    desk.name(session, Naming("The Bridge"))
    assert desk.left(session) == "The conversation was cleared."
    desk.undo(session)
    assert session.piece.title == "The Bridge"
    assert session.conversation.turns[0].answer.piece.title == "The Bridge"


DRAFT = "It “cost two million dollars”, she writes, and “it has 84 co-sponsors”."


def held(found) -> list[bool]:
    return [one.holds for one in found]


async def test_a_draft_is_checked_against_the_piece_of_its_session_and_again_when_that_is_another(desk: Desk):
    session = desk.sessions.get(None)
    assert held(await desk.check(session, DRAFT)) == [False, True]
    await desk.open_text(session, TEXT)
    assert held(await desk.checked(session)) == [True, False]
    assert held(await desk.check_file(session, DRAFT.encode(), "draft.md")) == [True, False]


async def test_a_draft_that_cannot_be_taken_is_not_kept(desk: Desk):
    session = desk.sessions.get(None)
    await desk.check(session, DRAFT)
    with pytest.raises(InputError, match="draft is empty"):
        await desk.check(session, " ")
    assert session.checking == ""
    with pytest.raises(PieceError, match="PNG image"):
        await desk.check_file(session, b"\x89PNG", "draft.txt")


async def test_a_program_checks_a_draft_against_the_text_that_it_gives_or_the_open_piece(desk: Desk):
    assert [one["holds"] for one in await desk.checks(DRAFT, "", "program")] == [False, True]
    assert [one["holds"] for one in await desk.checks(DRAFT, TEXT, "program")] == [True, False]
    with pytest.raises(InputError, match="draft is given as a list"):
        await desk.checks([DRAFT], "", "program")  # pyright: ignore
    with pytest.raises(InputError, match="piece is given as a int"):
        await desk.checks(DRAFT, 7, "program")  # pyright: ignore
