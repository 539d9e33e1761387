import pytest

from assistant.engine import Engine
from assistant.spelling import Spelling
from index.piece import Piece

TEXT = (
    "The ferry carried reindeer on Monday. “We feel robbed,” said Nadia Sayegh, whose children had watched. "
    "The council lent them money, and the herders fell silent. A gavel came down. There were two ballads. "
    "They took one look at the bill."
)


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling.of(TEXT)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how meny riendeer on munday", "how many reindeer on monday"),
        ("did teh counsil lend them mony", "did the council lend them money"),
        ("who wached with Sayeg", "who watched with Sayegh"),
        ("Wich feeling?", "Which feeling?"),
        ("did the ferrry sink?", "did the ferry sink?"),
        ("wich ballad", "which ballad"),
        ("hwo did teh herders hav it", "how did the herders have it"),
        ("when was thsi publishd", "when was this published"),
        ("what % are against, 40% or 40 %", "what percent are against, 40% or 40 %"),
    ],
)
def test_a_slip_is_mended_to_a_word_of_the_piece_or_a_function_word(spelling: Spelling, typed: str, meant: str):
    assert spelling.mended(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "why did dr feld leave",  # a name that is one letter from “fell”
        "did Mr Counsil speak",  # a name, and the piece's word is none
        "what of the herder, the renter and the lender",
        "whats it cost, and why cant they pay, if theyd wanted",
        "was a shahed used in 2024, and the WTO told",
        "is a fella mentioned",
        "which tutord herdert",  # another last letter may be another word
        "¿qué?",
        "how many hrs and yrs",
        "is there a loo, and what of the bil",  # three letters may be any word
    ],
)
def test_names_and_words_that_are_known_stay(spelling: Spelling, question: str):
    assert spelling.mended(question) == question


def test_what_is_read_instead_is_shown(tmp_path):
    piece = Piece.from_text(
        "The ferry carried forty reindeer on Monday. The council had paid for the crossing. Nobody thanked it."
    )
    engine = Engine.open(piece, store=tmp_path)
    answer = engine.answer("how meny riendeer did the ferry carry")
    assert answer.standalone_question == "how many reindeer did the ferry carry"
    assert answer.question == "how meny riendeer did the ferry carry"
    assert [quote.text for quote in answer.quotes] == ["The ferry carried forty reindeer on Monday."]
    engine.close()


def test_a_piece_in_another_language_mends_nothing(tmp_path):
    german = Piece.from_text("Die Fähre trug am Montag vierzig Rentiere über den Fluss. Der Rat hat dafür bezahlt.")
    engine = Engine.open(german, store=tmp_path)
    assert engine.spelling is None
    assert engine.question("wer zahlte dem Ratt").text == "wer zahlte dem Ratt"
    engine.close()


def test_short_forms_are_read_as_the_words_of_the_piece_that_they_stand_for():
    spelling = Spelling.of("The Vice-Chancellor of the university closed it at night. People wrote to the PM.")
    assert spelling.mended("why did the VC of the uni do it at nite") == (
        "why did the vice-chancellor of the university do it at night"
    )
    assert spelling.mended("what about the pm and her dept") == "what about the pm and her dept"
    assert spelling.mended("pros and cons") == "pros and cons"
    minister = Spelling.of("The prime minister arrived. A member of the council, of parliament, too.")
    assert minister.mended("did the pm or an mp come at 10 pm") == "did the prime minister or an mp come at 10 pm"
