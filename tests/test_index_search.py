from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.engine import Engine
from index.errors import StoreError
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


class Failing:
    """An embedding of questions that gives what it is told, or raises it."""

    def __init__(self, given: object) -> None:
        self.given = given

    def __call__(self, question: str) -> Sequence[float]:
        if isinstance(self.given, Exception):
            raise self.given
        return self.given  # pyright: ignore[reportReturnType]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (RuntimeError("no such model\nsecond line"), "failed on the question (no such model)"),
        (None, "Use another embedding"),
        ("abc", "Use another embedding"),
        ([float("nan")] * 384, "finite numbers"),
        ([1.0] * 12, "vectors of 384 numbers, the question's has 12"),
    ],
)
def test_a_question_that_cannot_be_embedded_is_one_clear_error(engine: Engine, given: object, said: str):
    with pytest.raises(StoreError) as error:
        replace(engine.search, embed=Failing(given)).scores("Who wrote the bill?")
    assert said in str(error.value)
    assert "\n" not in str(error.value)
