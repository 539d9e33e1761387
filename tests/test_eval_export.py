import json
from pathlib import Path

from eval_runs import PIECE, Changed, misquoting, results_of

from eval.baselines import first_sentence
from eval.export import NO_ANSWER, exported


def test_ragas_gets_its_field_names(tmp_path: Path):
    rows = exported(results_of(tmp_path / "run"), "ragas")
    own = {"id", "question"}
    assert set(rows[0]) - own == {"user_input", "response", "retrieved_contexts", "reference_contexts", "reference"}
    assert [rows[2][field] for field in ("id", "question")] == ["b-2", "and when did it open?"]
    assert rows[0]["retrieved_contexts"] == rows[0]["reference_contexts"] == [PIECE.sentence_text(1)]
    assert rows[5]["reference"] == NO_ANSWER
    assert rows[8]["reference"] == "A Bridge"


def test_inspect_gets_scores_that_are_computed_already(tmp_path: Path):
    right = exported(results_of(tmp_path / "right"), "inspect")
    wrong = exported(results_of(tmp_path / "wrong", first_sentence), "inspect")
    assert right[0]["scores"]["right"]["value"] == "C"
    assert wrong[0]["scores"]["right"]["value"] == "I"
    assert "answer key" in wrong[0]["scores"]["right"]["explanation"]
    assert set(right[0]) == {"id", "epoch", "input", "target", "metadata", "scores"}
    assert json.dumps(right)


def test_a_score_is_explained_by_its_own_faults_only(tmp_path: Path):
    (wrong, *_) = exported(results_of(tmp_path / "wrong", first_sentence), "inspect")
    assert wrong["scores"]["faithful"] == {**wrong["scores"]["right"], "value": "C", "explanation": None}
    (unfaithful, *_) = exported(results_of(tmp_path / "other", lambda piece: Changed(piece, misquoting)), "inspect")
    assert "not the whole sentences" in unfaithful["scores"]["faithful"]["explanation"]
    assert "not the whole sentences" not in str(unfaithful["scores"]["right"]["explanation"])
