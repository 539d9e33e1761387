from pathlib import Path
from typing import Any

import pytest

from eval.agreement import agreement, of_shipped_sets, second_pass
from eval.sets import Item
from index.errors import InputError

ITEMS = {
    "a": Item("a", "dev", "single", "a?", evidence=((1,), (1, 2))),
    "b": Item("b", "dev", "single", "b?", evidence=((3,),)),
    "c": Item("c", "dev", "near-miss", "c?", refusal="not_mentioned"),
    "d": Item("d", "dev", "near-miss", "d?", refusal="false_premise"),
}


def second(evidence: list[list[int]] | None = None, refusal: str | None = None) -> dict[str, Any]:
    return {"evidence": evidence or [], "metadata": [], "refusal": refusal}


def test_two_readers_who_say_the_same_agree():
    both = {"a": second([[1]]), "b": second([[3]]), "c": second(refusal="not_mentioned")}
    found = agreement(ITEMS, both)
    assert (found.outcome, found.answerable, found.evidence) == (1, 1, 1)


def test_another_code_another_outcome_and_other_evidence_are_seen():
    found = agreement(
        ITEMS, {"a": second([[1, 2]]), "b": second([[0]]), "c": second(refusal="false_premise"), "d": second([[2]])}
    )
    assert found.outcome == pytest.approx((0.5 - 7 / 16) / (1 - 7 / 16))
    assert found.answerable == pytest.approx(0.5)
    assert found.evidence is not None
    assert found.evidence < 0.6
    assert found.taken is not None
    assert (found.taken.hits, found.taken.count) == (1, 2)


def test_an_item_that_no_set_has_is_named():
    with pytest.raises(InputError, match="item z"):
        agreement(ITEMS, {"z": second()})


def test_a_row_without_its_fields_is_named(tmp_path: Path):
    (tmp_path / "second.yaml").write_text("schema: 1\nitems: [{id: a}]")
    with pytest.raises(InputError, match="fields evidence, id, metadata, refusal"):
        second_pass(tmp_path / "second.yaml")


def test_a_fifth_of_the_items_was_read_twice():
    assert of_shipped_sets().count >= 0.2 * 564
