import pytest

from assistant.quoting import NotQuotedError, folded, restored
from index.piece import Piece

PIECE = Piece.from_text("The clerk’s “long  letter” wasn’t read — twice. Nobody minded.", title="Letters")
QUOTES = (PIECE.quote(0),)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('She calls it "LONG LETTER".', 'She calls it "long  letter".'),
        ("It says “the clerk's” twice.", "It says “The clerk’s” twice."),
        ("It says “wasn't read - twice.”", "It says “wasn’t read — twice.”"),
        ("It says “wasn't read,” once.", "It says “wasn’t read,” once."),
        ("The piece, “Letters,” is short.", "The piece, “Letters” is short."),
        ("Nothing is quoted.", "Nothing is quoted."),
    ],
)
def test_quoted_words_come_back_in_the_source_s_characters(typed, shown):
    assert restored(typed, QUOTES, PIECE) == shown


@pytest.mark.parametrize("words", ["lost letter", "ong lette", "Nobody minded", "long … letter", " "])
def test_words_that_the_quotes_do_not_have_are_refused(words):
    with pytest.raises(NotQuotedError):
        restored(f"It says “{words}”.", QUOTES, PIECE)


def test_folding_keeps_the_places():
    text = "A “B”  İc"
    plain, places = folded(text)
    assert plain == 'a "b" İc'
    assert [text[place] for place in places] == list("A “B” İc")
