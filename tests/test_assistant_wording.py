import pytest

from assistant.wording import cited, place_of, places_of, told_otherwise
from index.piece import Piece

PIECE = Piece.from_text(
    "The keeper’s lamp — a gift —  went out. Nobody saw it.\n\nIt had burned for 1,149 nights, or so he said, in gales."
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("where does it say 'a gift — went out'", "a gift —  went out"),
        ("who said “the keeper's lamp - a gift”?", "The keeper’s lamp — a gift"),
        ("does it say “nobody saw it”?", "Nobody saw it"),
        ("who said “the keepers lamp, a gift”?", "The keeper’s lamp — a gift"),
        ("is this right: “went out. Nobody saw it. It had burned”", "went out. Nobody saw it.\n\nIt had burned"),
        ("who said “a gift”?", "a gift"),
        ("who said “nobody saw him”?", None),
        ("who said “lamp — the gift”?", None),
        ("who said “nobody saw it today”?", None),
        ("who said “eeper’s lamp — a gift”?", None),
    ],
)
def test_words_quoted_in_a_question_are_found_in_the_piece(question: str, words: str | None):
    quoted = cited(question)
    assert quoted
    found = place_of(quoted.words, PIECE)
    assert (found and PIECE.text[slice(*found)]) == words


@pytest.mark.parametrize(
    ("question", "checked"),
    [
        ("is this right: “nobody saw it”?", True),
        ("Check this quote: nobody saw it", True),
        ("quote exactly: nobody saw it", True),
        ("Is “nobody saw it” really in the piece?", True),
        ("where does it say “nobody saw it”?", True),
        ("why did he say “nobody saw it”?", False),
        ("how much was the “keeper’s lamp — a gift” he lit?", False),
    ],
)
def test_whether_more_is_asked_than_where_quoted_words_stand(question: str, *, checked: bool):
    quoted = cited(question)
    assert quoted
    assert quoted.checked is checked


@pytest.mark.parametrize(
    "question",
    [
        "who wrote that nobody saw it?",
        "why was the lamp “a gift”?",
        "who saw the keeper's lamp?",
        "the lamp: who saw it?",
        "“who saw the lamp?”",
    ],
)
def test_fewer_words_or_none_between_marks_are_no_quotation(question: str):
    assert cited(question) is None


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("did Reed really say “nobody saw it”?", "Reed"),
        ("has the old keeper said “nobody saw it”?", "the old keeper"),
        ("does it say “nobody saw it”?", None),
        ("does the author write “nobody saw it”?", "the author"),
        ("does the article say “nobody saw it”?", None),
        ("was it Reed who said “nobody saw it”?", "Reed"),
        ("who said “nobody saw it”?", None),
    ],
)
def test_who_is_said_to_have_said_it(question: str, who: str | None):
    quoted = cited(question)
    assert quoted
    assert quoted.who == who


@pytest.mark.parametrize(
    ("words", "differences"),
    [
        ("It had burned for 1,194 nights", [("1,149", "1,194")]),
        ("nobody ever saw it", [("", "ever")]),
        ("it had burned for nights, or so he said", [("1,149", "")]),
        ("Nobody heard it. It had burned for 1,149 days", [("saw", "heard"), ("nights", "days")]),
        ("or so he said, in a gale", [("gales", "a gale")]),
        ("the keeper’s lamp — a gift — burned out and died", [("went", "burned"), ("", "and died")]),
    ],
)
def test_nearly_the_same_words_are_told_apart_word_for_word(words: str, differences: list[tuple[str, str]]):
    found = told_otherwise(words, PIECE)
    assert found
    assert list(found.differences) == differences


def test_a_quotation_with_somebody_named_inside_it_is_no_other_one():
    piece = Piece.from_text("“They leak, I told them,” she said when I rang, “and they sink.” Nobody listened.")
    found = told_otherwise("They leak, I told them, and they sink", piece)
    assert found
    assert not found.differences
    assert found.asides == ("she said when I rang",)
    other = told_otherwise("They leak, I told them, and they float", piece)
    assert other
    assert other.differences == (("sink", "float"),)


def test_a_single_word_far_from_the_others_is_no_part_of_it():
    piece = Piece.from_text("Not a strip of land or a coal town there. They amount to a neighbor without an army.")
    found = told_otherwise("to a neighbour without an army", piece)
    assert found
    assert found.differences == (("neighbor", "neighbour"),)
    found = told_otherwise("a neighbour without an army", piece)
    assert found
    assert found.differences == (("a neighbor", "a neighbour"),)


def test_words_that_stand_more_than_once_are_found_each_time():
    assert [*places_of("it", PIECE)] == [(51, 53), (56, 58)]
    assert [*places_of("it", PIECE, 54)] == [(56, 58)]
    assert not [*places_of("…", PIECE)]


@pytest.mark.parametrize("words", ["dogs and cats and horses", "for the lamp in the storms of a night", "he, it"])
def test_other_words_are_nothing_like_it(words: str):
    assert told_otherwise(words, PIECE) is None
