import dataclasses
import datetime

import pytest

from index.errors import PieceError, QuoteError
from index.piece import Piece, Quote

TEXT = "One is here. “Two begins. Two goes on,” he said. Three ends it.\n\nFour stands alone."


@pytest.fixture
def piece() -> Piece:
    return Piece.from_text(TEXT)


def test_a_quote_is_the_slice_at_its_place(piece: Piece):
    for sentence in piece.sentences:
        quote = piece.quote(sentence.number)
        assert quote.text == piece.text[quote.start : quote.end]


def test_a_quotation_over_two_sentences_is_quoted_whole_from_either(piece: Piece):
    first, second = piece.quote(1), piece.quote(2)
    assert first == second
    assert first.sentences == (1, 2)
    assert first.text == "“Two begins. Two goes on,” he said."


def test_a_piece_has_each_run_and_each_paragraph_once(piece: Piece):
    assert piece.runs == ((0, 0), (1, 2), (3, 3), (4, 4))
    assert piece.paragraphs == [(0, 3), (4, 4)]


def test_a_sentence_outside_quotation_marks_is_quoted_alone(piece: Piece):
    assert piece.quote(3).text == "Three ends it."


def test_a_run_of_sentences_is_quoted_in_one(piece: Piece):
    assert piece.quote(0, 1).sentences == (0, 1, 2)


@pytest.mark.parametrize(("first", "last"), [(-1, None), (0, 5), (3, 2), (9, None)])
def test_sentences_that_the_piece_does_not_have_are_refused(piece: Piece, first: int, last: int | None):
    with pytest.raises(QuoteError, match="the piece has 0 to 4"):
        piece.quote(first, last)


def test_a_highlight_inside_the_quote_is_kept(piece: Piece):
    assert piece.quote(0, highlight=(0, 3)).highlight == (0, 3)


@pytest.mark.parametrize("highlight", [(0, 20), (5, 5), (7, 3)])
def test_a_highlight_outside_the_quote_is_refused(piece: Piece, highlight: tuple[int, int]):
    with pytest.raises(QuoteError, match="highlight"):
        piece.quote(0, highlight=highlight)


def test_no_quote_can_be_made_of_part_of_a_sentence(piece: Piece):
    with pytest.raises(QuoteError, match="whole sentences"):
        Quote(0, 5, (0,), None, None, None, source=piece)


def test_no_quote_can_skip_a_sentence(piece: Piece):
    with pytest.raises(QuoteError, match="do not follow"):
        Quote(piece.sentences[0].start, piece.sentences[3].end, (0, 3), None, None, None, source=piece)


def test_a_quote_cannot_be_changed(piece: Piece):
    with pytest.raises(dataclasses.FrozenInstanceError):
        piece.quote(0).text = "Something else."  # pyright: ignore


def test_a_piece_knows_its_hash_and_its_id(piece: Piece):
    assert piece.sha256.startswith(piece.id)
    assert Piece.from_text(TEXT + " ").id != piece.id


def test_a_lone_surrogate_is_one_clear_error():
    with pytest.raises(PieceError, match="lone surrogate at character 3"):
        Piece.from_text("Oh \ud800 no.")


def test_a_piece_without_a_sentence_is_one_clear_error():
    with pytest.raises(PieceError, match="empty"):
        Piece.from_text(" \n ")


def test_a_quote_as_json_has_the_keys_of_the_contract(piece: Piece):
    keys = ["text", "start", "end", "sentences", "highlight", "speaker", "score", "piece"]
    assert list(piece.quote(0).to_dict()) == keys


def test_its_text_is_not_in_its_repr(piece: Piece):
    assert "Four stands" not in repr(piece)
    assert piece.id in repr(piece)


@pytest.mark.parametrize(
    ("date", "held"),
    [
        ("2025-07-07", "2025-07-07"),
        ("2025-07", "2025-07"),
        ("2025", "2025"),
        (datetime.date(2025, 7, 7), "2025-07-07"),
        (datetime.datetime(2025, 7, 7, 12, tzinfo=datetime.UTC), "2025-07-07"),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_a_day_of_the_calendar_or_its_iso_form(date: str | datetime.date | None, held: str | None):
    assert Piece.from_text(TEXT, date=date).date == held


@pytest.mark.parametrize("date", ["yesterday", "7 July 2025", "2025-02-30", "2025-13", 3, "20250707"])
def test_a_date_that_is_none_is_one_clear_error(date: str):
    with pytest.raises(PieceError, match="YYYY-MM-DD"):
        Piece.from_text(TEXT, date=date)


@pytest.mark.parametrize("given", [None, 3, TEXT.encode(), [TEXT]])
def test_a_text_that_is_none_is_one_clear_error(given: str):
    with pytest.raises(PieceError, match="text is given as a"):
        Piece.from_text(given)
    with pytest.raises(PieceError, match="text is given as a"):
        Piece.read(given)


def test_a_title_that_is_no_string_is_one_clear_error():
    with pytest.raises(PieceError, match="title is given as a int"):
        Piece.from_text(TEXT, title=4)  # pyright: ignore


def test_pasted_text_is_read_with_its_head_and_a_text_given_is_kept_to_the_letter():
    pasted = f"---\ntitle: Numbers\nauthor: Ann Orr\ndate: 2025-07-07\n---\n{TEXT}\n"
    read = Piece.read(pasted)
    assert (read.title, read.author, read.date, read.text) == ("Numbers", "Ann Orr", "2025-07-07", TEXT)
    assert Piece.from_text(pasted).text == pasted
