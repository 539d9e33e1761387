from pathlib import Path

import pytest
from eval_runs import PIECE, written
from model_servers import ModelServer, Reply

from assistant.question import Question
from eval.engines import ProviderError, counting, engine_for, writing
from eval.records import ROWS, TIMINGS, read_lines
from eval.results import load_results
from eval.run import plan, run
from index.errors import ModelError


def test_without_a_model_the_reader_answers():
    engine = engine_for(None)(PIECE)
    assert engine.answer("what did it cost?").answerer == "reader"


def test_the_same_question_is_read_once_and_another_anew():
    scorer = engine_for(None)(PIECE).reader.scorer
    questions = [Question.of(text) for text in ("what did it cost?", "what did it cost?", "when did it open?")]
    readings = [scorer.evidence(question).reading for question in questions]
    assert readings[0] is readings[1]
    assert readings[1] is not readings[2]
    for question, read in zip(questions, readings, strict=True):
        assert (engine_for(None)(PIECE).reader.scorer.evidence(question).reading.scores == read.scores).all()


def test_a_model_that_cannot_be_named_is_refused_before_anything_is_asked():
    with pytest.raises(ModelError):
        engine_for("nonsense")


def test_a_model_writes_and_its_failure_is_nobodys_answer(anthropic_server: ModelServer):
    engine = writing(counting(anthropic_server.model()), PIECE)
    anthropic_server.say("It cost two million dollars [2].")
    assert engine.answer("how much was spent?").answerer == "writer"
    anthropic_server.say(Reply(status=401))
    with pytest.raises(ProviderError, match="401"):
        engine.answer("how much was spent?")


def test_openais_client_is_asked_for_its_tokens(openai_server: ModelServer):
    assert counting(openai_server.model()).stream_usage is True  # type: ignore


def test_a_run_with_a_model_counts_tokens_and_keeps_failures_apart(tmp_path: Path, anthropic_server: ModelServer):
    anthropic_server.say("It cost two million dollars [2].", "It cost ten million dollars [2].", Reply(status=403))
    planned = plan([str(written(tmp_path / "set"))], [PIECE], model=anthropic_server.spec)
    assert "b-1~2" in [case.id for case in planned.cases]
    run(planned, tmp_path / "run", lambda piece: writing(anthropic_server.model(), piece))
    rows = {row["id"]: row for row in read_lines(tmp_path / "run" / ROWS)}
    assert rows["b-1"]["answerer"] == "writer"
    assert rows["b-1~1"]["withheld"]
    assert rows["b-1~1"]["error"] is None
    assert "403" in rows["b-6"]["error"]
    assert sum(row.get("output_tokens", 0) for row in read_lines(tmp_path / "run" / TIMINGS)) >= 2
    results = load_results(tmp_path / "run", [PIECE])
    assert {row.case.id for row in results.failures} == {id_ for id_, row in rows.items() if row["error"]}
    assert results.figures["all"]["right"].count == 8 - sum(row.case.variant is None for row in results.failures)
