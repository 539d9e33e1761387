import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from training.pieces import FOLDER, LEAST, UNANSWERABLE, names, problems, read_items, read_piece, split_of

ALL = sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def test_every_piece_and_item_is_valid():
    assert [f"{name}: {problem}" for name in ALL for problem in problems(name)] == []


def test_there_are_enough_pieces_and_items():
    items = sum(len(read_items(FOLDER / f"{name}.jsonl")) for name in ALL)
    assert len(ALL) >= 300
    assert items >= 12_000


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_the_data_card_counts_right(split):
    card = (FOLDER / "README.md").read_text("utf-8")
    items = sum(len(read_items(FOLDER / f"{name}.jsonl")) for name in names(split))
    assert re.search(rf"^\| {split}\b[^|]*\| {len(names(split))} \| {items:,} \|$", card, re.MULTILINE)


def test_there_is_enough_for_choosing_and_for_testing_and_no_piece_is_in_two():
    splits = Counter(split_of(name) for name in ALL)
    assert splits["dev"] >= 45
    assert splits["test"] >= 46
    assert not {*names("train")} & {*names("dev"), *names("test")}


def test_no_text_stands_in_two_pieces():
    texts = Counter(line for name in ALL for line in set((FOLDER / f"{name}.txt").read_text("utf-8").splitlines()))
    long = [line for line, count in texts.items() if count > 1 and len(line) > 60 and not line.startswith("#")]
    assert long == []


def test_lengths_are_many():
    words = [len(read_piece(FOLDER / f"{name}.txt").text.split()) for name in ALL]
    assert min(words) < 250
    assert max(words) > 1_200


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for suffix in ("txt", "jsonl"):
        shutil.copy(FOLDER / f"a01.{suffix}", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ('{"q": "x", "kind": "single", "gold": [[999]], "span": null, "history": []}', "no sentence"),
        ('{"q": "x", "kind": "single", "gold": [], "span": null, "history": []}', "no gold"),
        ('{"q": "x", "kind": "near-miss", "gold": [[1]], "nearest": 1, "history": []}', "unanswerable, with gold"),
        ('{"q": "x", "kind": "near-miss", "gold": [], "nearest": null, "history": []}', "nearest missing"),
        ('{"q": "x", "kind": "single", "gold": [[1]], "span": "nowhere", "history": []}', "is in no gold sentence"),
        ('{"q": "x", "kind": "followup", "gold": [[1]], "span": null, "history": []}', "history missing"),
        ('{"q": "x", "kind": "riddle", "gold": [[1]], "span": null, "history": []}', "an unknown kind"),
    ],
)
def test_what_is_wrong_with_an_item_is_named(copied: Path, row: str, problem: str):
    assert problems("a01", copied) == []
    with (copied / "a01.jsonl").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    assert any(problem in found for found in problems("a01", copied))


def test_the_kinds_have_a_least_number_and_some_are_unanswerable():
    assert set(LEAST) > UNANSWERABLE
