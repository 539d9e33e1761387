import pytest

from assistant import frames, localised
from assistant.answer import CODES, Statement
from index.piece import Piece
from prompts import tables

PIECE = Piece.from_text("It was late.", title="Late", date="2025-07-07")
LANGUAGES = sorted(tables(localised.FILE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_of_its_words(language: str):
    assert all(localised.words(language).values())
    assert localised.statement(PIECE.quote(0), language).quotes[0].text == "It was late."
    assert all(localised.refusal(code, language).message for code in CODES)
    assert localised.english_name(language)


def test_many_languages_have_words():
    assert {"de", "fr", "es", "it", "pt", "nl", "pl", "uk", "ru", "zh", "ja", "ar"} <= set(LANGUAGES)


def test_a_quote_stands_in_the_askers_words():
    assert localised.statement(PIECE.quote(0), "de").text == "Im Text heißt es: “It was late.”"


def test_english_and_languages_without_words_have_the_english_ones():
    for language in ("en", "th"):
        assert localised.statement(PIECE.quote(0), language) == frames.statement(PIECE.quote(0), first=True)
        assert localised.refusal("too_vague", language) == frames.refusal("too_vague")
    assert localised.english_name("th") is None


def test_the_metadata_are_stated_in_the_askers_language_or_missed():
    stated = localised.about(PIECE, "title", "fr")
    assert isinstance(stated, Statement)
    assert stated.text == "Le texte est intitulé « Late »."
    assert localised.about(PIECE, "author", "fr") == localised.refusal("not_mentioned", "fr")
    assert localised.about(PIECE, "author", "en") == frames.about(PIECE, "author")


def test_a_foreign_question_is_told_which_language_to_ask_in():
    assert "(English)" in localised.foreign("de", "en").message
    assert "(Deutsch)" in localised.foreign("en", "de").message
    assert localised.foreign("th", "en").message.startswith("Without a language model")
