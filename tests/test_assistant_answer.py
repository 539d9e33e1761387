import json

import pytest

from assistant.answer import Answer, Refusal, Statement, Withheld
from index.piece import Piece

KEYS = [
    "question", "standalone_question", "outcome", "text", "statements", "quotes", "refusal", "withheld", "notice",
    "piece", "answerer", "model", "version",
]  # fmt: skip


@pytest.fixture
def piece() -> Piece:
    return Piece.from_text("One is here. Two is there. Three is away.", date="2025-07-07")


def answer(piece: Piece, **more: object) -> Answer:
    known = {
        "question": "q",
        "standalone_question": "q",
        "piece": piece,
        "answerer": "reader",
        "model": "m",
        "version": "1",
    }
    return Answer(**known, **more)  # pyright: ignore


def test_quotes_are_numbered_in_order_of_appearance_and_once(piece: Piece):
    two, one = piece.quote(1), piece.quote(0)
    given = answer(piece, statements=(Statement("First.", (two,)), Statement("Second.", (one, two))))
    assert given.quotes == (two, one)
    assert given.text == "First. [1]\nSecond. [2] [1]"
    assert [row["quotes"] for row in given.to_dict()["statements"]] == [[0], [1, 0]]


def test_the_json_has_the_keys_of_the_contract_and_survives_json(piece: Piece):
    row = answer(piece, statements=(Statement("First.", (piece.quote(0),)),)).to_dict()
    assert list(row) == KEYS
    assert json.loads(json.dumps(row)) == row
    assert row["outcome"] == "answered"
    assert row["refusal"] is None


def test_the_json_names_who_speaks_where_the_quote_itself_says_so():
    piece = Piece.from_text("“It is shut,” said Mr. Vane. “It stays so,” he added.")
    said, added = piece.quote(0), piece.quote(1)
    row = answer(piece, statements=(Statement("First.", (said, added)),)).to_dict()
    assert [quote["speaker"] for quote in row["quotes"]] == ["Mr. Vane", None]
    refused = answer(piece, refusal=Refusal("not_mentioned", "No.", said)).to_dict()
    assert refused["refusal"]["nearest"]["speaker"] == "Mr. Vane"


def test_a_refusal_has_a_code_a_message_and_no_quotes(piece: Piece):
    row = answer(piece, refusal=Refusal("not_mentioned", "No.", piece.quote(2))).to_dict()
    assert row["outcome"] == "refused"
    assert row["quotes"] == []
    assert row["text"] == "No."
    assert row["refusal"]["nearest"]["sentences"] == [2]


def test_what_was_withheld_is_told_with_its_check(piece: Piece):
    row = answer(piece, withheld=(Withheld("48.", (), "numbers", "“48” is not there"),)).to_dict()
    assert row["withheld"] == [{"text": "48.", "quotes": [], "check": "numbers", "reason": "“48” is not there"}]


def test_the_text_of_the_piece_is_embedded_only_when_asked_for(piece: Piece):
    assert "text" not in answer(piece).to_dict()["piece"]
    assert answer(piece).to_dict(with_text=True)["piece"]["text"] == piece.text
