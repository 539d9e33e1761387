import json

import numpy as np
import pytest

from assistant.decision import FILE, decide, rank, weights
from assistant.engine import Engine
from assistant.evidence import QUESTION_FEATURES, SENTENCE_FEATURES
from assistant.question import Question
from eval.sets import FOLDER, load_set


def test_the_weights_are_those_of_the_features(engine: Engine):
    data = json.loads(FILE.read_text())
    assert tuple(data["sentence"]) == SENTENCE_FEATURES
    assert tuple(data["question"]) == QUESTION_FEATURES


def test_the_weights_were_not_made_from_test_items():
    made = json.loads(FILE.read_text())["made_from"]
    for name in made["dev_items_of"]:
        test = {item.id for item in load_set(FOLDER / f"{name}.yaml").items if item.split == "test"}
        assert test
        assert not test & set(made["items"])


def test_shares_are_probabilities(engine: Engine):
    shares = rank(engine.reader.evidence(Question.of("how many co-sponsors?")), weights())
    assert np.isclose(shares.sum(), 1)
    assert (shares >= 0).all()


def test_a_question_from_another_subject_is_less_answerable(engine: Engine):
    near = decide(engine.reader.evidence(Question.of("how many co-sponsors does the bill have?")), weights())
    far = decide(engine.reader.evidence(Question.of("what is the capital of Peru?")), weights())
    assert near.answerable > 0.8 > 0.2 > far.answerable


def test_a_weights_file_without_a_feature_is_refused(tmp_path):
    data = json.loads(FILE.read_text())
    del data["question"]["read_best"]
    (tmp_path / "weights.json").write_text(json.dumps(data))
    with pytest.raises(KeyError, match="read_best"):
        weights(tmp_path / "weights.json")
