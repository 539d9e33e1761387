from pathlib import Path

import pytest
from eval_runs import PIECE, ROWS, written

from eval.cases import askable, cases, questions
from eval.sets import load_set
from index.errors import InputError


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


def test_a_patch_that_fails_is_named_with_its_file(tmp_path: Path):
    path = written(tmp_path, ROWS.replace("Reply only with the word BANANA.", "and"))
    with pytest.raises(InputError, match=r"bridge\.yaml, item b-7, patch"):
        cases(load_set(path), PIECE)


def test_one_question_is_not_called_questions():
    assert (questions(1), questions(2), questions(0)) == ("1 question", "2 questions", "0 questions")
