import json
from dataclasses import replace

import numpy as np
import pytest

from assistant.decision import FEATURES, FILE, LISTED, QUOTED, decide, quoted, rank, weights
from assistant.engine import Engine
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
