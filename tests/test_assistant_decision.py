import json
from dataclasses import replace

import numpy as np
import pytest

from assistant.decision import (
    FEATURES,
    FILE,
    LISTED,
    QUOTED,
    Linear,
    Ranking,
    decide,
    quoted,
    rank,
    thread_features,
    weights,
)
from assistant.engine import Engine
from assistant.evidence import THREAD_FEATURES
from assistant.followup import following
from assistant.question import Question
from eval.sets import FOLDER, load_set
from training.pieces import split_of


def test_the_weights_are_those_of_the_features(engine: Engine):
    data = json.loads(FILE.read_text())
    for model, names in FEATURES.items():
        assert tuple(data[model]) == (*names, "bias")


def test_the_weights_were_not_made_from_test_items():
    made = json.loads(FILE.read_text())["made_from"]
    for name in made["dev_items_of"]:
        test = {item.id for item in load_set(FOLDER / f"{name}.yaml").items if item.split == "test"}
        assert test
        assert not test & set(made["items"])
    assert made["pieces"]
    assert {split_of(name) for name in made["pieces"]} == {"dev"}


def test_shares_are_probabilities(engine: Engine):
    shares = rank(engine.reader.scorer.evidence(Question.of("how many co-sponsors?")), weights())
    assert np.isclose(shares.sum(), 1)
    assert (shares >= 0).all()


@pytest.mark.parametrize(("limit", "least", "most"), [(1.1, 1, 1), (0.0, LISTED, LISTED)])
def test_further_sentences_are_quoted_from_their_probability_on(engine: Engine, limit: float, least: int, most: int):
    evidence = engine.reader.scorer.evidence(Question.of("which options does he have?"))
    model = replace(weights(), include_above=limit)
    found = quoted(evidence, rank(evidence, model), model)
    assert least <= len(found) <= most
    assert found[0] == decide(evidence, model).best


def test_most_questions_are_answered_by_few_sentences(engine: Engine):
    found = decide(
        engine.reader.scorer.evidence(Question.of("how many co-sponsors does the bill have?")), weights()
    ).quoted
    assert 1 <= len(found) <= QUOTED


def test_a_follow_up_is_ranked_by_both_its_readings_and_by_where_the_answer_before_it_stands(engine: Engine):
    scorer, ranking = engine.reader.scorer, weights().ranking
    before = "how many co-sponsors does the bill have?"
    asked = scorer.evidence(following("and who wrote it?", [before]))
    features = dict(zip(THREAD_FEATURES, thread_features(asked, ranking.sentence).T, strict=True))
    plain = Ranking(ranking.sentence, Linear(np.zeros(len(THREAD_FEATURES))))
    assert asked.thread
    assert np.allclose(features["with_earlier"], ranking.sentence.logits(asked.sentence_features))
    assert np.allclose(features["alone"], ranking.sentence.logits(asked.thread.alone.sentence_features))
    told = rank(scorer.evidence(Question.of(before)), weights())
    assert np.allclose(features["same"], told, atol=1e-4)
    assert np.allclose(features["behind_it"][2:], told[1:-1] + told[:-2], atol=1e-4)
    assert np.allclose(plain.logits(asked), 0)
    assert not np.allclose(rank(asked, weights()), rank(replace(asked, thread=None), weights()))


def test_a_question_of_its_own_is_ranked_without_the_one_before_it(engine: Engine):
    asked = "how many co-sponsors does the bill have?"
    after = engine.reader.scorer.evidence(following(asked, ["who is Mr. Graham?"]))
    assert after.thread is None
    assert np.array_equal(rank(after, weights()), rank(engine.reader.scorer.evidence(Question.of(asked)), weights()))


def test_a_question_from_another_subject_is_less_answerable(engine: Engine):
    near = decide(engine.reader.scorer.evidence(Question.of("how many co-sponsors does the bill have?")), weights())
    far = decide(engine.reader.scorer.evidence(Question.of("what is the capital of Peru?")), weights())
    assert near.answerable > 0.7 > weights().refuse_below > 0.05 > far.answerable


def test_why_nothing_answers_is_told_apart(engine: Engine):
    found = [
        decide(engine.reader.scorer.evidence(Question.of(question)), weights())
        for question in (
            "what is the capital of Peru?",
            "why did Moscow agree to the cease-fire?",
            "how many drones did Russia send?",
        )
    ]
    assert [decision.outside > 0.5 for decision in found] == [True, False, False]
    assert [decision.presumed > 0.5 for decision in found[1:]] == [True, False]


def test_a_weights_file_without_a_feature_is_refused(tmp_path):
    data = json.loads(FILE.read_text())
    del data["question"]["read_best"]
    (tmp_path / "weights.json").write_text(json.dumps(data))
    with pytest.raises(KeyError, match="read_best"):
        weights(tmp_path / "weights.json")
