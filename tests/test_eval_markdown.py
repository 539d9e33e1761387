from dataclasses import replace
from pathlib import Path

from eval_runs import results_of

from eval.baselines import first_sentence
from eval.markdown import main_group, markdown


def test_faithfulness_stands_beside_usefulness_and_both_beside_baselines(tmp_path: Path):
    text = "\n".join(markdown(results_of(tmp_path / "run")))
    assert "| test items | faithful | right | balanced | hit1 |" in text
    assert "| **pullquote** | 1.00" in text
    assert "| refuse always | 1.00" in text
    assert "| what newsrooms ask, test items | measured as" in text
    assert "| sourcing: Can every statement" in text


def test_wrong_dev_items_are_named_and_wrong_test_items_counted(tmp_path: Path):
    text = "\n".join(markdown(results_of(tmp_path / "run", first_sentence)))
    assert "* b-1 (number)" in text
    assert "* b-4" not in text
    assert "questions went wrong" in text


def test_the_short_form_leaves_the_long_lists_out(tmp_path: Path):
    results = results_of(tmp_path / "run", first_sentence)
    assert len(markdown(results, full=False)) < len(markdown(results)) / 2
    assert not any(line.startswith("* b-") for line in markdown(results, full=False))


def test_failures_tokens_and_what_is_missing_are_said_first(tmp_path: Path):
    results = results_of(tmp_path / "run")
    lost = replace(results.rows[0], shown=None, error="down")
    cost = {"seconds": 1.0, "input_tokens": 1200.0, "output_tokens": 30.0}
    head = markdown(replace(results, rows=(lost, *results.rows[1:-1]), cost=cost))[:4]
    assert "1 question got no answer from the provider" in head[1]
    assert "8 of 9" in head[2]
    assert "1,230 tokens" in head[3]


def test_what_a_provider_did_not_answer_did_not_go_wrong(tmp_path: Path):
    results = results_of(tmp_path / "run")
    lost = replace(results, rows=(replace(results.rows[0], shown=None, error="down"), *results.rows[1:]))
    assert "0 of 8 questions went wrong, 0 of them of dev items." in markdown(lost)
    assert "0 of 9 questions went wrong, 0 of them of dev items." in markdown(results)


def test_the_test_items_count_where_they_were_asked(tmp_path: Path):
    results = results_of(tmp_path / "run")
    assert main_group(results) == "test"
    assert main_group(replace(results, figures={"all": {}})) == "all"


def test_a_question_cannot_break_the_table(tmp_path: Path):
    rows = '- {id: b-1, split: dev, category: single, question: "a|b <i>*c*</i>", evidence: [[3]]}\n'
    text = "\n".join(markdown(results_of(tmp_path / "run", first_sentence, rows)))
    assert r"a\|b \<i\>\*c\*\</i\>" in text


def test_a_reason_cannot_break_the_table(tmp_path: Path):
    results = results_of(tmp_path / "run")
    gate = replace(results.gates[0].gate, why="a|b\n<i>")
    text = "\n".join(markdown(replace(results, gates=[replace(results.gates[0], gate=gate)])))
    assert r"| a\|b \<i> | passed |" in text


def test_what_n_counts_is_said_once(tmp_path: Path):
    assert "\n".join(markdown(results_of(tmp_path / "run"))).count("n counts these, not items") == 1
