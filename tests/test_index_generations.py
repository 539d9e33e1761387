import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from index.cache import CURRENT
from index.generations import DATABASE, SAVED, Doubt, Generations

LOCKED = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    """A folder with one generation of a database and saved vectors."""
    found = Generations(tmp_path / "index")
    with found.locked(), found.making() as generation:
        (generation / "segment").mkdir(parents=True)
        (generation / "segment" / SAVED).write_bytes(b"saved")
        (generation / "segment" / "data.bin").write_bytes(b"vectors")
        database = sqlite3.connect(generation / DATABASE)
        database.execute("CREATE TABLE records (id)")
        database.close()
    return found


def test_what_was_made_is_current(generations: Generations):
    assert (generations.current() / "segment" / "data.bin").read_bytes() == b"vectors"


def test_nothing_is_current_in_an_empty_folder(tmp_path: Path):
    with pytest.raises(Doubt):
        Generations(tmp_path / "absent").current()


def test_a_generation_whose_making_failed_is_gone_and_not_named(tmp_path: Path):
    generations = Generations(tmp_path)
    with suppress(KeyboardInterrupt), generations.making() as generation:
        generation.mkdir()
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_new_generation_replaces_the_one_before_and_what_dead_processes_left(generations: Generations):
    before = generations.current()
    left = generations.folder / "generation-0123456789ab"
    left.mkdir()
    shutil.copytree(before, generations.folder / "next")
    with generations.making() as generation:
        shutil.copytree(left.parent / "next", generation)
    assert generations.current() == generation
    assert not left.exists()
    assert not before.exists()


def test_the_generation_refused_is_doubted(generations: Generations):
    with pytest.raises(Doubt):
        generations.current(refused=generations.current())


BREAKS = {
    "the pointer is gone": lambda folder, _: (folder / CURRENT).unlink(),
    "the pointer is empty": lambda folder, _: (folder / CURRENT).write_text(""),
    "the pointer is noise": lambda folder, _: (folder / CURRENT).write_bytes(b"\xff\x00\xfe"),
    "the pointer is a list": lambda folder, _: (folder / CURRENT).write_text("[]"),
    "the pointer lacks its files": lambda folder, g: (folder / CURRENT).write_text(json.dumps({"generation": g.name})),
    "the pointer leads out": lambda folder, _: (folder / CURRENT).write_text('{"generation": "../x", "files": {}}'),
    "the generation is gone": lambda _, generation: shutil.rmtree(generation),
    "the database is gone": lambda _, generation: (generation / DATABASE).unlink(),
    "the database is empty": lambda _, generation: (generation / DATABASE).write_bytes(b""),
    "the database is noise": lambda _, generation: (generation / DATABASE).write_bytes(b"noise" * 1000),
    "vectors are cut": lambda _, generation: (generation / "segment" / "data.bin").write_bytes(b"vec"),
    "vectors are noise": lambda _, generation: (generation / "segment" / "data.bin").write_bytes(b"VECTORS"),
    "vectors are gone": lambda _, generation: shutil.rmtree(generation / "segment"),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_generation_is_doubted(generations: Generations, how: str):
    BREAKS[how](generations.folder, generations.current())
    with pytest.raises(Doubt):
        generations.current()


def test_a_database_that_another_process_holds_is_doubted_soon(generations: Generations):
    database = generations.current() / DATABASE
    command = [sys.executable, "-c", LOCKED, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Doubt, match="locked"):
            generations.current()
        holder.communicate("")
    assert generations.current().name
