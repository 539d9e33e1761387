import numpy as np

from assistant.engine import Engine
from index.search import Scores, standardised


def test_standardised_values_have_mean_0_and_deviation_1():
    values = standardised(np.array([1.0, 2.0, 6.0], dtype=np.float32))
    assert abs(values.mean()) < 1e-6
    assert abs(values.std() - 1) < 1e-5


def test_values_that_do_not_differ_are_all_0():
    assert not standardised(np.ones(4, dtype=np.float32)).any()


def test_both_scores_count_in_the_sum():
    dense, lexical = np.array([0.9, 0.1, 0.1], np.float32), np.array([0.0, 0.0, 3.0], np.float32)
    fused = Scores(dense, lexical).fused()
    assert fused[0] > fused[2] > fused[1]


def test_every_sentence_gets_a_score(engine: Engine):
    scores = engine.search.scores("co-sponsors of the bill")
    assert len(scores.dense) == len(scores.lexical) == len(engine.piece.sentences)
    assert scores.lexical.argmax() == 25


def test_the_best_come_first(engine: Engine):
    best = engine.search.best("how many co-sponsors does the bill have?", 4)
    assert len(best) == 4
    assert [score for _, score in best] == sorted((score for _, score in best), reverse=True)
