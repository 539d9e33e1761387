from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from index.piece import Piece
from ui import library
from ui.library import Library

HOME = Piece.from_text("The bridge opened in 1931. It cost two million dollars.")


def piece(number: int) -> Piece:
    return Piece.from_text(f"The mill number {number} burned down in 19{number:02}. Nobody rebuilt it.")


@pytest.fixture
def open_pieces(tmp_path: Path):
    held = Library(HOME, tmp_path / "index")
    yield held
    held.close()


def test_a_piece_is_opened_once_however_many_ask_at_once(open_pieces: Library):
    def opened(_: int) -> int:
        with open_pieces.engine(piece(1)) as engine:
            return id(engine)

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(opened, range(8)))) == 1


def test_a_piece_that_was_uploaded_leaves_nothing_on_the_disk_and_the_first_one_an_index(open_pieces, tmp_path: Path):
    with open_pieces.engine(piece(2)) as engine:
        assert "1902" in engine.answer("When did the mill burn down?").text
    assert not (tmp_path / "index").exists()
    with open_pieces.engine(HOME):
        assert (tmp_path / "index").exists()


def test_the_pieces_used_longest_ago_are_closed_but_never_one_in_use(open_pieces: Library, monkeypatch):
    monkeypatch.setattr(library, "MOST_ENGINES", 2)
    with open_pieces.engine(piece(1)) as engine:
        for number in (2, 3, 4):
            with open_pieces.engine(piece(number)):
                pass
        assert not open_pieces.holds(piece(1))
        assert "1901" in engine.answer("When did the mill burn down?").text
    assert open_pieces.holds(piece(4))


def test_the_first_piece_is_never_closed_or_forgotten(open_pieces: Library, monkeypatch):
    monkeypatch.setattr(library, "MOST_ENGINES", 1)
    with open_pieces.engine(HOME):
        pass
    for number in (1, 2, 3):
        with open_pieces.engine(piece(number)):
            pass
    open_pieces.forget(HOME)
    assert open_pieces.holds(HOME)


def test_a_piece_that_is_forgotten_is_closed_and_can_be_opened_again(open_pieces: Library):
    with open_pieces.engine(piece(1)):
        pass
    open_pieces.forget(piece(1))
    assert not open_pieces.holds(piece(1))
    with open_pieces.engine(piece(1)) as engine:
        assert engine.answer("When did the mill burn down?").quotes


def test_a_piece_that_cannot_be_opened_is_tried_again(open_pieces: Library, monkeypatch):
    class Failing:
        @staticmethod
        def open(*_: object, **__: object):
            raise OSError("no room")

    with monkeypatch.context() as once:
        once.setattr(library, "Engine", Failing)
        with pytest.raises(OSError, match="no room"), open_pieces.engine(piece(5)):
            pass
    with open_pieces.engine(piece(5)) as engine:
        assert engine.piece == piece(5)


def test_the_same_words_with_another_title_are_another_piece(open_pieces: Library):
    titled = Piece.from_text(HOME.text, title="Bridges")
    with open_pieces.engine(HOME), open_pieces.engine(titled) as engine:
        assert engine.piece.title == "Bridges"


def test_pieces_of_one_text_that_are_named_otherwise_have_one_index(open_pieces: Library):
    named = replace(piece(1), author="Ann Orr")
    with open_pieces.engine(piece(1)) as first, open_pieces.engine(named) as second:
        assert first.store is second.store
        assert (first.piece.author, second.piece.author) == (None, "Ann Orr")
        assert "Ann Orr" in second.answer("Who wrote it?").text
