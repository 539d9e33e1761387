import pytest

from assistant.quoting import NotQuotedError, folded, restored
from index.piece import Piece

PIECE = Piece.from_text("The keeper’s lamp — a gift —  went out. Nobody saw it.", title="Lamps and Keepers")
QUOTES = (PIECE.quote(0),)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The  Keeper’s\nlamp", "the keeper's lamp", True),
        ("“a – b”", '"a - b"', True),
        ("the keepers lamp", "the keeper's lamp", False),
    ],
)
def test_folding_evens_out_marks_spaces_and_case_only(one: str, other: str, same: bool):
    assert (folded(one)[0] == folded(other)[0]) is same


def test_folding_knows_where_each_character_stood():
    text = "A  “Big”\n\nLamp"
    plain, places = folded(text)
    assert len(plain) == len(places)
    assert text[places[plain.index("big")] :].startswith("Big")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ('It calls it "the KEEPER\'S lamp".', 'It calls it "The keeper’s lamp".'),
        ("It was “a gift,” we read.", "It was “a gift,” we read."),
        ("It is headed “lamps and keepers”.", "It is headed “Lamps and Keepers”."),
        ("Nothing is quoted here.", "Nothing is quoted here."),
    ],
)
def test_quoted_words_get_the_characters_of_the_source(said: str, shown: str):
    assert restored(said, QUOTES, PIECE) == shown


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("It was “a bribe”.", "a bribe"),
        ("It was “a gif”.", "a gif"),
        ("“Nobody saw it.”", "Nobody saw it."),
        ("It says “…”.", "…"),
    ],
)
def test_words_that_the_quotes_do_not_have_are_refused(said: str, words: str):
    with pytest.raises(NotQuotedError) as refused:
        restored(said, QUOTES, PIECE)
    assert str(refused.value) == words
