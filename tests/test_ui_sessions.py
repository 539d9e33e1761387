import pytest

from index.piece import Piece
from ui import sessions
from ui.sessions import Session, Sessions

PIECE = Piece.from_text("The bridge opened in 1931.")
OTHER = Piece.from_text("The mill burned down.")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ended() -> list[Session]:
    return []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(ended: list[Session], clock: Clock) -> Sessions:
    return Sessions(PIECE, ended.append, clock)


def test_a_session_is_found_again_by_its_id(kept: Sessions):
    session = kept.get(None)
    assert kept.get(session.id) is session


def test_an_id_that_was_made_up_gets_a_session_with_another_id(kept: Sessions):
    assert kept.get("let-me-in").id != "let-me-in"


def test_two_without_an_id_are_two(kept: Sessions):
    assert kept.get(None) is not kept.get("")


def test_a_session_that_is_not_seen_for_hours_ends_and_one_that_is_does_not(kept, ended, clock):
    left, used = kept.get(None), kept.get(None)
    clock.now = sessions.HOURS_KEPT * 3600 - 10
    kept.get(used.id)
    clock.now += 20
    kept.sweep()
    assert ended == [left]
    assert kept.get(used.id) is used
    assert kept.get(left.id) is not left


def test_of_too_many_those_seen_longest_ago_end(kept, ended, monkeypatch):
    monkeypatch.setattr(sessions, "MOST_SESSIONS", 2)
    first, second = kept.get(None), kept.get(None)
    kept.get(first.id)
    kept.get(None)
    assert ended == [second]


def test_another_piece_begins_another_conversation(kept: Sessions):
    session = kept.get(None)
    session.conversation.begin("Why?")
    session.open(OTHER)
    assert session.conversation.turns == []
    assert (kept.readers_of(OTHER), kept.readers_of(PIECE)) == (1, 0)


def test_sweeping_where_nobody_is_does_nothing(kept: Sessions):
    kept.sweep()
    assert len(kept) == 0


def test_when_all_have_expired_all_go(kept: Sessions, clock: Clock, ended: list[Session]):
    kept.get(None)
    clock.now = 5 * 3600
    kept.sweep()
    assert (len(kept), len(ended)) == (0, 1)
