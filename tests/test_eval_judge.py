from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import PIECE, results_of
from model_servers import ModelServer, Reply

from eval.judge import (
    CHECKED,
    JUDGED,
    Question,
    ask,
    held_by,
    is_verbatim,
    judge,
    judged_pairs,
    labelled,
    opinion,
    second_opinion,
    statements,
    verdicts,
)
from eval.records import ROWS, read_lines
from eval.rows import unpacked
from eval.tamper import Pair
from index.errors import InputError

PASSAGES = ("“I don’t think he’s looking to stop,” he said.", "It cost two million dollars.")
QUESTION = Question("q", "It cost two million.", PASSAGES, asked="what did it cost?")


@pytest.mark.parametrize(
    ("reply", "supported", "overruled"),
    [
        ("VERDICT: supported\nEVIDENCE: It cost two million dollars.", True, False),
        ('**Verdict**: Supported\n**Evidence**: "it cost TWO million"', True, False),
        ("VERDICT: supported\nEVIDENCE: I don't think he's looking to stop", True, False),
        ("VERDICT: supported\nEVIDENCE: It cost ten million dollars.", False, True),
        ("VERDICT: supported", False, True),
        ("VERDICT: supported\nEVIDENCE: cost", False, True),
        ("VERDICT: unsupported\nEVIDENCE: It cost two million dollars.", False, False),
        ("It is supported, I should say.", False, False),
        ("VERDICT: supported or unsupported\nEVIDENCE: It cost two million dollars.", False, False),
        ("VERDICT: supported\nVERDICT: unsupported\nEVIDENCE: It cost two million dollars.", False, False),
        ("VERDICT: supported.\nEVIDENCE: two million", True, False),
        ("", False, False),
    ],
)
def test_only_verbatim_evidence_supports(reply: str, supported: bool, overruled: bool):
    found = opinion(reply, PASSAGES)
    assert (found.supported, found.overruled) == (supported, overruled)


def test_evidence_from_two_passages_is_not_verbatim():
    assert is_verbatim("two million dollars", PASSAGES)
    assert not is_verbatim("he said. It cost", PASSAGES)


@pytest.mark.parametrize(
    ("evidence", "enough"),
    [
        ("two million", True),
        ("wo million dolla", False),
        ("he said", False),
        ("to it", False),
        ("It is as if it", True),
    ],
)
def test_evidence_is_whole_words_with_a_content_word_or_four_of_any(evidence: str, enough: bool):
    passages = (*PASSAGES, "It is as if it had come to it, and to him.")
    assert is_verbatim(evidence, passages) is enough


def test_a_model_is_asked_with_the_passages_and_its_tokens_counted(anthropic_server: ModelServer):
    anthropic_server.say("VERDICT: supported\nEVIDENCE: two million dollars")
    found, error, tokens = ask(anthropic_server.model(), QUESTION)
    assert found is not None
    assert found.supported
    assert error is None
    assert tokens["output_tokens"] >= 1
    assert "[2] It cost two million dollars." in anthropic_server.prompt()
    assert "Question:\nwhat did it cost?" in anthropic_server.prompt()


def test_a_judge_that_fails_gives_no_verdict(openai_server: ModelServer):
    openai_server.say(Reply(status=401))
    found, error, _ = ask(openai_server.model(), QUESTION)
    assert found is None
    assert error is not None
    assert "401" in error


def test_a_runs_statements_are_judged_and_its_judge_is_judged(tmp_path: Path, ollama_server: ModelServer):
    ollama_server.say("VERDICT: supported\nEVIDENCE: It cost two million dollars.")
    rows = results_of(tmp_path / "run").rows
    asked = statements(rows)
    assert len(asked) == 6
    judge(asked, ollama_server.model(), tmp_path / "run" / JUDGED, {"judge": "x"}, workers=2)
    known = [Pair(PIECE, "bridge", "It cost two million.", (1,), True, "", ""),
             Pair(PIECE, "bridge", "It cost ten million.", (1,), False, "", "")]  # fmt: skip
    judge(labelled(known), ollama_server.model(), tmp_path / "run" / CHECKED, {"judge": "x"})
    stored = read_lines(tmp_path / "run" / JUDGED / ROWS)[0]["reply"]
    assert stored == "VERDICT: supported\nEVIDENCE: ⟦0:28⟧"
    assert unpacked(stored, held_by(asked[0].passages)).endswith("EVIDENCE: It cost two million dollars.")
    lines = "\n".join(second_opinion(tmp_path / "run", {"b-1", "b-3"}))
    assert "| disputed (replies: judge/rows.jsonl) | b-3#0, 2 of test items |" in lines
    assert "calls supported | 0.500 (3/6" in lines
    assert "overruled for want of verbatim evidence | 0.500" in lines
    assert "balanced accuracy on labelled pairs | 0.500" in lines
    assert "false statements called unsupported | 0.000" in lines


def test_old_verdicts_never_stand_for_other_statements(tmp_path: Path, ollama_server: ModelServer):
    ollama_server.say("VERDICT: unsupported")
    judge([QUESTION], ollama_server.model(), tmp_path, {"judge": "x"})
    for change in ({"statement": "It cost ten million."}, {"passages": PASSAGES[:1]}):
        ollama_server.say("VERDICT: supported\nEVIDENCE: he’s looking to stop")
        judge([replace(QUESTION, **change)], ollama_server.model(), tmp_path, {"judge": "x"})  # type: ignore
        assert len(ollama_server.requests) == 1
    assert [row["supported"] for row in read_lines(tmp_path / ROWS)] == [True]


def test_verdicts_that_came_stand_when_more_statements_are_asked(tmp_path: Path, ollama_server: ModelServer):
    ollama_server.say("VERDICT: unsupported")
    judge([QUESTION], ollama_server.model(), tmp_path, {"judge": "x"})
    ollama_server.say("VERDICT: unsupported")
    judge([QUESTION, replace(QUESTION, id="r")], ollama_server.model(), tmp_path, {"judge": "x"})
    assert len(ollama_server.requests) == 1
    assert [row["id"] for row in read_lines(tmp_path / ROWS)] == ["q", "r"]


def test_another_judge_needs_another_folder(tmp_path: Path, ollama_server: ModelServer):
    judge([QUESTION], ollama_server.model(), tmp_path, {"judge": "x"})
    with pytest.raises(InputError, match="another “judge”"):
        judge([QUESTION], ollama_server.model(), tmp_path, {"judge": "y"})


def test_a_good_judge_and_a_bad_one_are_told_apart():
    rows = [
        {"id": f"pair-{n}", "error": None, "true": n % 2 == 0, "cluster": str(n), "overruled": False} for n in range(20)
    ]
    good = judged_pairs([{**row, "supported": row["true"]} for row in rows]).accuracy
    bad = judged_pairs([{**row, "supported": True} for row in rows]).accuracy
    assert good is not None
    assert bad is not None
    assert (good.value, bad.value) == (1, 0.5)


def test_what_is_no_verdict_is_counted_apart_and_in_no_share():
    row = {"id": "b-1#0", "error": None, "supported": False, "overruled": False, "true": False, "cluster": "1"}
    rows = [{**row, "supported": True, "true": True}, row, {**row, "unreadable": True}, {**row, "error": "down"}]
    for told in (judged_pairs(rows).lines(), verdicts(rows)):
        assert {"| replies that hold no verdict | 1 |", "| no verdict came | 1 |"} < set(told)
    assert "calls supported | 0.500 (1/2" in "\n".join(verdicts(rows))
    assert "called unsupported | 1.000 (1/1" in "\n".join(judged_pairs(rows).lines())
    assert verdicts(rows[:1])[-3:] == [
        "| replies that hold no verdict | 0 |",
        "| no verdict came | 0 |",
        "| disputed (replies: judge/rows.jsonl) | none |",
    ]


@pytest.mark.parametrize(
    ("reply", "unreadable"),
    [
        ("VERDICT: unsupported", False),
        ("VERDICT: supported", False),
        ("VERDICT: supported\nVERDICT: unsupported", True),
        ("It is supported, I should say.", True),
        ("", True),
    ],
)
def test_a_reply_without_one_verdict_is_unreadable_and_no_verdict_of_either_kind(reply: str, unreadable: bool):
    assert opinion(reply, PASSAGES).unreadable is unreadable


def test_as_many_true_as_false_pairs_are_drawn_and_the_same_ones_each_time():
    pairs = [Pair(PIECE, "bridge", f"{n}", (1,), n % 3 == 0, "", "") for n in range(60)]
    first = labelled(pairs, 10)
    assert first == labelled(pairs, 10)
    assert sum(question.true is True for question in first) == sum(question.true is False for question in first) == 5


def test_nothing_is_shown_where_no_judge_was_asked(tmp_path: Path):
    assert second_opinion(tmp_path) == []
    assert read_lines(tmp_path / ROWS) == []
