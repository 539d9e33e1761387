from pathlib import Path

import pytest

from eval.sets import FOLDER, check_against, load_set
from index.errors import InputError
from index.piece import Piece

ROW = {"id": "a", "split": "dev", "category": "single", "question": "'why?'", "evidence": "[[0]]"}


def written(tmp_path: Path, **changes: str | None) -> Path:
    row = {key: value for key, value in {**ROW, **changes}.items() if value is not None}
    body = ", ".join(f"{key}: {value}" for key, value in row.items())
    path = tmp_path / "set.yaml"
    path.write_text(f"schema: 1\npiece: x\nitems:\n- {{{body}}}\n")
    return path


def test_a_right_row_is_taken(tmp_path: Path):
    (item,) = load_set(written(tmp_path)).items
    assert item.right == {0}
    assert item.answerable


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"split": "train"}, "split"),
        ({"refusal": "no_idea", "evidence": None}, "refusal"),
        ({"evidence": None}, "evidence"),
        ({"metadata": "[mood]"}, "metadata"),
        ({"question": "''"}, "question"),
        ({"question": None}, "question"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_row_is_named_with_file_item_and_field(tmp_path: Path, changes: dict[str, str | None], named: str):
    with pytest.raises(InputError, match=rf"set\.yaml, item a.*{named}"):
        load_set(written(tmp_path, **changes))


def test_an_id_that_stands_twice_is_named(tmp_path: Path):
    path = written(tmp_path)
    path.write_text(path.read_text() + path.read_text().splitlines()[-1] + "\n")
    with pytest.raises(InputError, match="item a: the id stands twice"):
        load_set(path)


@pytest.mark.parametrize("text", ["schema: 2\nitems: []", "- a", "{", ""])
def test_what_is_no_set_is_one_clear_error(tmp_path: Path, text: str):
    (tmp_path / "set.yaml").write_text(text)
    with pytest.raises(InputError, match=r"set\.yaml"):
        load_set(tmp_path / "set.yaml")


def test_a_sentence_that_the_piece_does_not_have_is_named(tmp_path: Path):
    with pytest.raises(InputError, match="has no sentence 7"):
        check_against(load_set(written(tmp_path, evidence="[[7]]")), Piece.from_text("One. Two."))


def test_another_text_than_the_sets_is_refused(tmp_path: Path):
    path = written(tmp_path)
    path.write_text(path.read_text().replace("piece: x", "piece: x\nsha256: a" + "0" * 63))
    with pytest.raises(InputError, match="another text"):
        check_against(load_set(path), Piece.from_text("One. Two."))


def test_the_samples_set_fits_the_sample(sample_piece: Piece):
    found = load_set(FOLDER / "sample.yaml")
    check_against(found, sample_piece)
    assert found.sha256 == sample_piece.sha256
    unlike = [item for item in found.items if item.evidence and not item.shares_word(sample_piece)]
    assert len(unlike) >= 0.5 * sum(bool(item.evidence) for item in found.items)


def test_the_editorials_set_fits_the_editorial(editorial: Piece):
    found = load_set(FOLDER / "editorial.yaml")
    check_against(found, editorial)
    assert found.sha256 == editorial.sha256


def test_no_sentence_of_the_editorial_stands_in_its_set(editorial: Piece):
    words = (FOLDER / "editorial.yaml").read_text("utf-8").split()
    held = {" ".join(words[at : at + 6]).lower() for at in range(len(words))}
    spoken = editorial.text.split()
    assert not held & {" ".join(spoken[at : at + 6]).lower() for at in range(len(spoken))}
