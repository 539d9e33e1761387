import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Refusal, Statement, Withheld
from eval.cases import Case
from eval.rows import packed, row_of, shown, unpacked
from eval.sets import Item
from index.piece import Piece

PIECE = Piece.from_text("The bridge opened in the year 1931. It cost two million dollars. “Nobody counted,” he said.")
CASE = Case(
    "a", "bridge", Item("a", "dev", "single", "when did it open?", evidence=((0,),)), PIECE, "when did it open?"
)
WORDS = [*PIECE.text.split(), "⟦", "⟦1:2⟧", "“", "and", "1931.”"]


def answered(*statements: Statement, **more: object) -> Answer:
    return Answer("when did it open?", "when did it open?", PIECE, "reader", None, "0", statements, **more)  # type: ignore


def test_the_pieces_words_are_stored_as_places():
    text = "The piece says: “The bridge opened in the year 1931.”"
    assert packed(text, PIECE) == "The piece says: “⟦0:35⟧”"
    assert packed("It cost a lot.", PIECE) == "It cost a lot."


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_packing_loses_nothing_and_leaves_no_run_of_four_words(words: list[str]):
    text = " ".join(words)
    short = packed(text, PIECE)
    assert unpacked(short, PIECE) == text
    left = short.split()
    assert not any(" ".join(left[n : n + 4]) in PIECE.text for n in range(len(left) - 3))


def test_a_row_reads_back_as_what_was_shown():
    quote = PIECE.quote(0, highlight=(30, 34), score=0.5)
    statement = Statement(f"The piece says: “{quote.text}”", (quote,))
    held = Withheld("It cost 3 million.", (PIECE.quote(1),), "numbers", "“3” is not there")
    row = json.loads(json.dumps(row_of(CASE, answered(statement, withheld=(held,)), {"answerable": 0.5})))
    assert quote.text not in json.dumps(row)
    back = shown(row, PIECE)
    assert (back.text, back.refused, back.sentences) == (statement.text, None, {0})
    assert back.quotes[0].text == quote.text
    assert back.quotes[0].highlight == (30, 34)
    assert (back.withheld[0].text, back.withheld[0].sentences) == (held.text, (1,))
    assert back.reading == {"answerable": 0.5}


def test_a_refusal_reads_back_with_its_nearest_passage():
    refusal = Refusal("not_mentioned", "I find nothing about this in the piece.", PIECE.quote(1))
    back = shown(row_of(CASE, answered(refusal=refusal)), PIECE)
    assert back.refused == "not_mentioned"
    assert back.text == refusal.message
    assert back.nearest is not None
    assert back.nearest.text == "It cost two million dollars."


def test_a_quote_that_is_no_slice_keeps_the_words_that_were_shown():
    quote = PIECE.quote(1)
    object.__setattr__(quote, "text", "It cost ten million dollars.")
    back = shown(row_of(CASE, answered(Statement("So it says.", (quote,)))), PIECE)
    assert back.quotes[0].text == "It cost ten million dollars."


def test_a_notice_reads_back_without_the_pieces_words_in_the_row():
    told = "Of “why?”: the piece has “It cost two million dollars.”"
    row = row_of(CASE, answered(Statement("So it says.", (PIECE.quote(1),)), notice=told))
    assert "two million" not in json.dumps(row)
    assert shown(row, PIECE).notice == told


@pytest.mark.parametrize(
    ("field", "change", "told"),
    [
        ("quotes", {"start": -3}, "quotes: characters -3 to"),
        ("quotes", {"end": 9999}, "no place in the piece"),
        ("quotes", {"highlight": ["a", "b"]}, "no place in the piece"),
        ("statements", {"quotes": [7]}, "statements: it is not what a run writes"),
        ("statements", {"metadata": ["mood"]}, "statements: no metadata are called 'mood'"),
    ],
)
def test_what_a_row_cannot_say_is_told_with_its_field(field: str, change: dict[str, object], told: str):
    row = row_of(CASE, answered(Statement("So it says.", (PIECE.quote(1),))))
    assert shown(row, PIECE).sentences == {1}
    row[field][0] |= change
    with pytest.raises(ValueError, match=told):
        shown(row, PIECE)


@pytest.mark.parametrize(
    ("reading", "told"),
    [
        ({"answerable": "high"}, "reading: answerable is 'high'"),
        ({"answerable": 2}, "reading: answerable is 2"),
        ({"passages": [4]}, "reading: it is not what a run writes"),
        ({"passages": [[44]]}, "reading: the piece has no sentence 44"),
        ({"sentences": ["a"]}, "reading: the piece has no sentence 'a'"),
        ([], None),
        ({"answerable": None, "sentences": [0], "passages": [[0, 1]]}, None),
    ],
)
def test_a_reading_is_read_only_where_it_is_one(reading: object, told: str | None):
    row = row_of(CASE, answered(Statement("So it says.", (PIECE.quote(1),)))) | {"reading": reading}
    if told is None:
        assert shown(row, PIECE).reading == (reading or {})
    else:
        with pytest.raises(ValueError, match=told):
            shown(row, PIECE)


def test_a_refusals_code_is_known():
    row = row_of(CASE, answered(refusal=Refusal("not_mentioned", "Nothing.")))
    assert shown(row, PIECE).refused == "not_mentioned"
    row["refusal"]["code"] = "no_idea"
    with pytest.raises(ValueError, match="refusal: no code is called 'no_idea'"):
        shown(row, PIECE)


def test_a_failure_has_a_row_without_an_answer():
    assert row_of(CASE, None, None, "the provider is down") == {
        "id": "a", "set": "bridge", "question": "when did it open?", "asked": CASE.digest,
        "error": "the provider is down",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "⟦⟦", "⟦0:3⟧ is typed", "“⟦"])
def test_marks_that_look_like_places_survive(text: str):
    assert unpacked(packed(text, PIECE), PIECE) == text
