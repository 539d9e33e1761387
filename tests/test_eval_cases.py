from pathlib import Path

from eval_runs import PIECE, written

from eval.cases import askable, cases
from eval.sets import load_set


def test_items_come_with_their_variants_and_splits(tmp_path: Path):
    found = cases(load_set(written(tmp_path)), PIECE)
    assert [case.id for case in found][:4] == ["b-1", "b-1~1", "b-1~2", "b-2"]
    assert (found[1].base, found[1].variant, found[2].language) == ("b-1", "typo", "de")
    assert {case.item.split for case in cases(load_set(written(tmp_path)), PIECE, "test")} == {"test"}


def test_what_needs_a_model_is_left_out_without_one_and_counted(tmp_path: Path):
    found = cases(load_set(written(tmp_path)), PIECE)
    asked, skipped = askable(found, with_model=False)
    assert [case.id for case in skipped] == ["b-1~2"]
    assert len(asked) == len(found) - 1
    assert askable(found, with_model=True) == (found, [])
