import logging

import pytest

from index.lexical import Lexical, terms, words


def test_terms_are_stems_of_content_words():
    assert terms("What did the Senators say about deliveries?") == ["senat", "deliveri"]


def test_numbers_are_terms_and_keep_their_points():
    assert words("84 of 1,200 and 3.5") == ["84", "of", "1,200", "and", "3.5"]


def test_the_text_with_the_asked_word_scores_highest():
    scores = Lexical(["The cat sleeps.", "The dog barks.", "Nobody sleeps now."]).scores("who was barking?")
    assert scores.argmax() == 1
    assert scores[0] == scores[2] == 0


def test_a_question_without_known_words_scores_nothing():
    assert not Lexical(["The cat sleeps."]).scores("why is it so?").any()


def test_texts_without_content_words_do_not_break_it():
    lexical = Lexical(["It is.", "…"])
    assert not lexical.scores("is it?").any()
    assert not lexical.vocabulary


def test_a_word_that_no_text_has_is_rarest():
    lexical = Lexical(["The cat sleeps.", "The cat eats."])
    assert lexical.rarity("dog") > lexical.rarity("eat") > lexical.rarity("cat")


def test_what_the_library_does_is_not_in_the_users_log(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        Lexical(["The bridge opened."]).scores("When did the bridge open?")
    assert [record for record in caplog.records if record.name.startswith("bm25s")] == []
