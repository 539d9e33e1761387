import numpy as np

from assistant.engine import Engine
from assistant.evidence import QUESTION_FEATURES, SENTENCE_FEATURES, Evidence
from assistant.question import Question


def evidence(engine: Engine, question: str) -> Evidence:
    return engine.reader.scorer.evidence(Question.of(question))


def test_every_sentence_and_question_gets_every_feature(engine: Engine):
    found = evidence(engine, "how many co-sponsors does the bill have?")
    assert found.sentence_features.shape == (len(engine.piece.sentences), len(SENTENCE_FEATURES))
    assert found.question_features(3).shape == (len(QUESTION_FEATURES),)
    assert np.isfinite(found.sentence_features).all()


def test_a_sentence_has_the_late_scores_of_the_sentences_around_it(engine: Engine):
    found = evidence(engine, "how many co-sponsors does the bill have?").sentence_features
    late, before, after = (found[:, SENTENCE_FEATURES.index(name)] for name in ("late", "late_before", "late_after"))
    assert np.array_equal(before, np.r_[late[:1], late[:-1]])
    assert np.array_equal(after, np.r_[late[1:], late[-1:]])


def test_covered_is_the_share_of_the_rare_words(engine: Engine):
    covered = evidence(engine, "co-sponsors miracle").sentence_features[:, SENTENCE_FEATURES.index("covered")]
    assert covered.argmax() == 25
    assert np.isclose(covered.max(), 1)


def test_a_question_without_content_words_is_no_trouble(engine: Engine):
    found = evidence(engine, "what is it and why is that so?")
    assert found.asked_terms == ()
    assert np.isfinite(found.question_features(0)).all()


def test_names_and_figures_that_the_piece_does_not_have_are_known(engine: Engine):
    found = evidence(engine, "did Merkel and Mr. Trump sign the 48 treaties?")
    assert found.unknown_names() == ["Merkel", "48"]
