from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from eval_runs import results_of

from eval.baselines import first_sentence
from eval.junit import junit


def test_gates_and_items_are_test_cases(tmp_path: Path):
    top = ElementTree.fromstring(junit(results_of(tmp_path / "run")))
    suites = {suite.get("name"): suite for suite in top}
    assert suites["bridge"].get("tests") == "9"
    assert suites["bridge"].get("failures") == "0"
    assert len(suites["gates"]) == len(results_of(tmp_path / "again").gates) + 1
    assert not any(suite.findall("testcase/failure") for suite in top)


def test_a_wrong_item_is_skipped_where_only_gates_fail_and_a_lost_one_is_an_error(tmp_path: Path):
    results = results_of(tmp_path / "run", first_sentence)
    lost = replace(results.rows[0], shown=None, error="down\x00")
    top = ElementTree.fromstring(junit(replace(results, rows=(lost, *results.rows[1:]))))
    suite = next(suite for suite in top if suite.get("name") == "bridge")
    assert suite.get("errors") == "1"
    assert suite.get("failures") == "0"
    assert int(suite.get("skipped") or 0) > 3
    gates = next(suite for suite in top if suite.get("name") == "gates")
    assert gates.get("failures") == str(sum(verdict.passed is False for verdict in results.gates) + 1)
    assert "1 question got no answer" in gates.findall("testcase/failure")[-1].get("message", "")
