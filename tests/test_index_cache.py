import os
from pathlib import Path

from index.cache import clear, default_folder, prune, usage


def index(folder: Path, name: str, age: int) -> Path:
    (folder / name).mkdir(parents=True)
    current = folder / name / "current.json"
    current.write_text("{}")
    os.utime(current, (1_000_000 - age, 1_000_000 - age))
    return folder / name


def test_the_cache_of_a_folder_that_is_not_there_is_empty(tmp_path: Path):
    assert usage(tmp_path / "none").indexes == 0
    assert clear(tmp_path / "none").size == 0


def test_clearing_deletes_indexes_and_nothing_else(tmp_path: Path):
    index(tmp_path, "a", 1)
    (tmp_path / "notes.txt").write_text("mine")
    held = clear(tmp_path)
    assert (held.indexes, held.size) == (1, 6)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_pruning_keeps_the_newest(tmp_path: Path):
    for age, name in enumerate(("newest", "middle", "oldest")):
        index(tmp_path, name, age)
    prune(tmp_path, keep=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["middle", "newest"]


def test_the_default_folder_is_the_users_cache(tmp_path: Path):
    assert default_folder().is_relative_to(tmp_path)
    assert default_folder().parts[-2:] == ("pullquote", "index")


def test_an_index_that_was_never_finished_is_counted_and_cleared(tmp_path: Path):
    (tmp_path / "b" / "generation-0123456789ab").mkdir(parents=True)
    (tmp_path / "b" / "generation-0123456789ab" / "half").write_text("12345")
    held = clear(tmp_path)
    assert (held.indexes, held.size) == (1, 5)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_anything_else_in_it_is_not_an_index(tmp_path: Path):
    (index(tmp_path, "letters", 1) / "letter.txt").write_text("mine")
    index(tmp_path / "elsewhere", "a", 1)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere" / "a")
    assert clear(tmp_path).indexes == 0
    assert (tmp_path / "letters" / "letter.txt").exists()
    assert (tmp_path / "elsewhere" / "a" / "current.json").exists()
