from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import PIECE, Changed, misquoting, results_of

from eval.items import items
from eval.results import Results


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return results_of(tmp_path_factory.mktemp("items") / "run", lambda piece: Changed(piece, misquoting))


def test_a_wrong_answer_stands_with_what_was_due_and_why_it_is_wrong(results: Results):
    wrong = next(item for item in items(results)["items"] if item["id"] == "b-1")
    assert any("not the whole sentences" in line for line in wrong["why"])
    assert wrong["gold"] == [1]
    assert "ten million" in str(wrong["answer"])
    assert wrong["quotes"] == [], "what is no slice is not lit in the piece"


def test_what_was_expected_is_shown_in_the_pieces_words(tmp_path: Path):
    rows = """\
- {id: b-1, split: dev, category: number, question: "what did it cost?", evidence: [[1], [0, 1]]}
- {id: b-2, split: dev, category: single, question: "what is it called?", metadata: [title]}
- {id: b-3, split: dev, category: outside, question: "what is Peru?", refusal: outside_the_text}
"""
    found = items(results_of(tmp_path / "run", rows=rows))["items"]
    assert found[0]["expected"] == [f"sentence 1: {PIECE.sentence_text(1)}", "or sentences 0, 1"]
    assert [item["expected"] for item in found[1:]] == [["the piece’s title"], ["a refusal: outside_the_text"]]


def test_what_a_provider_did_not_answer_is_neither_right_nor_wrong(results: Results, tmp_path: Path):
    right = results_of(tmp_path / "run")
    lost = replace(right, rows=(replace(right.rows[0], shown=None, error="down"), *right.rows[1:]))
    first, second, *_ = items(lost)["items"]
    assert (first["verdict"], first["refused"], first["why"]) == ("no answer", None, [])
    assert second["verdict"] == "right"
    assert items(results)["items"][0]["verdict"] == "wrong"


def test_a_variant_is_found_under_its_items_category(results: Results):
    base, variant, *_ = items(results)["items"]
    assert variant["category"] == base["category"] == "number"
    assert (base["variant"], variant["variant"]) == (None, "typo")
