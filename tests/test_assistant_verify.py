import copy
import re
from typing import Any

import pytest

from assistant import localised
from assistant.engine import Engine
from assistant.verify import verify
from index.errors import InputError
from index.piece import Piece


@pytest.fixture
def receipt(engine: Engine) -> dict[str, Any]:
    return engine.answer("what did the retired ambassador say about a call?").to_dict(with_text=True)


def changed(receipt: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    copied = copy.deepcopy(receipt)
    *above, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    node: Any = copied
    for part in above:
        node = node[part]
    node[last] = value
    return copied


def test_an_untouched_receipt_has_no_problems(receipt: dict[str, Any], sample_piece: Piece):
    assert verify(receipt) == []
    assert verify(receipt, sample_piece) == []


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("quotes.0.text", "A call tells you what a man needs.", "is not what stands"),
        ("quotes.0.start", 1, "is not what stands"),
        ("quotes.0.end", 10_000_000, "is not what stands"),
        ("quotes.0.sentences", [7], "is not whole sentences"),
        ("quotes.0.highlight", [0, 3], "lies outside"),
        ("quotes.0.piece", "0" * 16, "names another piece"),
        ("piece.sha256", "0" * 64, "another text"),
        ("piece.id", "0" * 16, "id does not belong"),
        ("statements.0.quotes", [], "stands on no quote"),
        ("statements.0.quotes", [9], "cites a quote that is not there"),
        ("quotes.0.highlight", [1], "lies outside"),
        ("quotes.0.speaker", "Nobody At All", "speaker"),
        ("quotes.0.sentences", [], "is not whole sentences"),
        ("statements.0.text", "It says: “A call tells you little.”", "quotes words"),
        ("text", "A call tells you little. [1]", "the text is not"),
        ("outcome", "refused", "outcome"),
        ("statements", [], "outcome"),
    ],
)
def test_whatever_was_changed_is_named(receipt: dict[str, Any], path: str, value: Any, problem: str):
    assert any(problem in line for line in verify(changed(receipt, path, value)))


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("refusal.code", "too_vague", "words of its code"),
        ("refusal.code", "nonsense", "words of its code"),
        ("refusal.message", "Lima.", "words of its code"),
        ("refusal", None, "outcome"),
        ("outcome", "answered", "outcome"),
    ],
)
def test_whatever_was_changed_in_a_refusal_is_named(engine: Engine, path: str, value: Any, problem: str):
    row = engine.answer("what is the capital of Peru?").to_dict(with_text=True)
    assert any(problem in line for line in verify(changed(row, path, value)))


@pytest.mark.parametrize("field", ["title", "author", "date"])
def test_what_is_said_of_the_piece_must_be_so_in_the_piece(receipt: dict[str, Any], sample_piece: Piece, field: str):
    row = changed(receipt, f"piece.{field}", "1912-03-04")
    assert verify(row, sample_piece) == [f"the piece has another {field}"]


def test_the_same_text_may_come_from_another_file(receipt: dict[str, Any], sample_piece: Piece):
    assert verify(changed(receipt, "piece.source_sha256", "0" * 64), sample_piece) == []


def test_half_a_quotation_does_not_pass_as_whole_sentences(receipt: dict[str, Any], sample_piece: Piece):
    first = sample_piece.sentences[7]
    row = changed(receipt, "quotes.0.end", first.end)
    row["quotes"][0] |= {
        "text": sample_piece.sentence_text(7),
        "start": first.start,
        "sentences": [7],
        "highlight": None,
    }
    assert any("cuts a quotation" in line for line in verify(row))


def test_an_embedded_text_that_was_changed_is_noticed(receipt: dict[str, Any], sample_piece: Piece):
    row = changed(receipt, "piece.text", receipt["piece"]["text"].replace("84", "48"))
    assert verify(row)
    assert any("differs from the piece" in line for line in verify(row, sample_piece))


def test_metadata_must_be_that_of_the_piece(engine: Engine):
    row = engine.answer("when was this published?").to_dict(with_text=True)
    assert verify(row) == []
    assert any("date" in line for line in verify(changed(row, "statements.0.text", "The piece is dated 2020-01-01.")))


OVERSTATED = "The piece proves it: "


@pytest.mark.parametrize("question", ["How many co-sponsors does the bill have?", "What is the main point?"])
def test_the_readers_own_words_around_a_quote_are_checked(engine: Engine, question: str):
    row = engine.answer(question).to_dict(with_text=True)
    assert row["outcome"] == "answered"
    assert verify(row) == []
    text = row["statements"][0]["text"]
    wrong = changed(row, "statements.0.text", OVERSTATED + text[text.index(": ") + 2 :])
    wrong["text"] = wrong["text"].replace(text, wrong["statements"][0]["text"])
    assert verify(wrong) == ["statement 1 has words around its quote that the reader does not say"]
    assert verify({**wrong, "answerer": "writer"}) == [], "a language model's words are its own"


def test_a_quote_in_another_language_has_the_words_of_that_language(engine: Engine, sample_piece: Piece):
    row = engine.answer("How many co-sponsors does the bill have?").to_dict(with_text=True)
    quote = sample_piece.quote(*[row["quotes"][0]["sentences"][at] for at in (0, -1)])
    text = localised.statement(quote, "de").text
    assert text.startswith("Im Text heißt es")
    row["statements"], row["text"] = [{**row["statements"][0], "text": text}], f"{text} [1]"
    assert verify(row) == []
    assert verify(changed(row, "statements.0.text", text.replace("Text", "Gesetz")))


def test_a_refusals_nearest_passage_is_checked_too(engine: Engine):
    row = engine.answer("what is the capital of Peru?").to_dict(with_text=True)
    assert verify(row) == []
    assert verify(changed(row, "refusal.nearest.text", "Lima."))


@pytest.mark.parametrize("row", [None, [], {}, {"piece": 3}, {"piece": {"id": "x"}}])
def test_what_is_no_receipt_is_one_clear_error(row: object):
    with pytest.raises(InputError):
        verify(row)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("refusal", "x", "refusal"),
        ("statements", "x", "statements"),
        ("statements", [1], "statements[0]"),
        ("quotes", 5, "quotes"),
        ("answerer", None, "answerer"),
        ("quotes.0", {"start": 1}, "quotes[0].text"),
        ("quotes.0.start", True, "quotes[0].start"),
        ("quotes.0.highlight", "ab", "quotes[0].highlight"),
        ("piece.text", 5, "piece.text"),
    ],
)
def test_a_part_of_another_kind_is_named(receipt: dict[str, Any], path: str, value: Any, named: str):
    with pytest.raises(InputError, match=f"“{re.escape(named)}”"):
        verify(changed(receipt, path, value))


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("who won the world cup? and what is the capital of Peru?", "“who won the world cup?”: "),
        ("who said “that is not too bad”?", "These words are nowhere in the piece: “that is not too bad”"),
    ],
)
def test_the_receipt_of_a_refusal_that_names_what_it_refuses_is_faithful(
    engine: Engine, sample_piece: Piece, question: str, begins: str
):
    receipt = engine.answer(question).to_dict()
    assert receipt["refusal"]["message"].startswith(begins)
    assert verify(receipt, sample_piece) == []
