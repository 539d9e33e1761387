import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from eval.records import FAILURES, HEADER, LOCK, ROWS, changed, read_lines, record
from index.errors import InputError, ModelError


def opened(folder: Path, header: dict[str, Any]) -> None:
    """A folder in which nothing is asked."""
    record(folder, header, [], lambda _: iter(()))


def test_a_folder_of_another_run_is_refused_by_what_differs(tmp_path: Path):
    opened(tmp_path / "run", {"model": None, "split": "dev"})
    with pytest.raises(InputError, match="another “split”"):
        opened(tmp_path / "run", {"model": None, "split": "test"})
    opened(tmp_path / "coded", {"code": "1"})
    with pytest.raises(InputError, match="another version of the assistant’s code"):
        opened(tmp_path / "coded", {"code": "2"})


def test_a_folder_that_is_a_file_is_one_clear_error(tmp_path: Path):
    (tmp_path / "run").write_text("a file")
    with pytest.raises(InputError, match="cannot be a run’s folder"):
        opened(tmp_path / "run", {})


@pytest.mark.parametrize(("held", "refused"), [("report.md", True), ("rows.jsonl", True), (".DS_Store", False)])
def test_a_folder_with_files_of_ones_own_is_left_alone(tmp_path: Path, held: str, refused: bool):
    (tmp_path / held).write_text("mine")
    with pytest.raises(InputError, match=f"holds no run but {held}") if refused else nullcontext():
        opened(tmp_path, {})
    assert (tmp_path / held).read_text() == "mine"
    assert (tmp_path / HEADER).exists() is not refused


def test_two_runs_at_once_do_not_share_a_folder_and_one_that_was_killed_blocks_none(tmp_path: Path):
    def answers(todo: Sequence[str]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        with pytest.raises(InputError, match="Another run is at work in"):
            record(tmp_path, {}, ["a"], lambda _: iter(()))
        yield from (({"id": id_, "error": None}, {"id": id_}) for id_ in todo)

    holding = f"import filelock, time; held = filelock.FileLock({str(tmp_path / LOCK)!r}); held.acquire(); print(1)"
    other = subprocess.Popen([sys.executable, "-uc", f"{holding}; time.sleep(60)"], stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"1\n"
    with pytest.raises(InputError, match="Another run is at work in"):
        record(tmp_path, {}, ["a"], answers)
    other.kill()
    other.communicate()
    record(tmp_path, {}, ["a"], answers)
    assert [row["id"] for row in read_lines(tmp_path / ROWS)] == ["a"]


def test_what_cannot_be_written_is_told_by_its_name(tmp_path: Path):
    (tmp_path / "run.new").symlink_to("/dev/full")
    with pytest.raises(InputError, match=r"run\.json” cannot be written \(No space left on device\)"):
        opened(tmp_path, {})


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_header_that_is_not_whole_is_one_clear_error(tmp_path: Path, text: str):
    (tmp_path / HEADER).write_text(text)
    with pytest.raises(InputError, match=r"run\.json is not there or not whole"):
        opened(tmp_path, {})


@pytest.mark.parametrize("line", ["{", "5", "null", '{"set": "bridge"}'])
def test_a_broken_row_is_named_by_file_and_line(tmp_path: Path, line: str):
    (tmp_path / ROWS).write_text(f'{{"id": "a"}}\n{line}\n{{"id": "b"}}\n')
    with pytest.raises(InputError, match=r"rows\.jsonl, line 2"):
        read_lines(tmp_path / ROWS)
    (tmp_path / ROWS).write_text('{"id": "a"}\n{"id": "b"}\n{')
    assert [row["id"] for row in read_lines(tmp_path / ROWS)] == ["a", "b"]


@pytest.mark.parametrize(("in_a_row", "stops"), [(FAILURES, True), (FAILURES - 1, False)])
def test_a_run_stops_where_no_answer_comes_to_many_questions_in_a_row(tmp_path: Path, in_a_row: int, stops: bool):
    ids = [f"b-{n}" for n in range(3 * FAILURES)]
    asked: list[str] = []

    def answers(todo: Sequence[str]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        for n, id_ in enumerate(todo):
            asked.append(id_)
            failure = "openai:tiny refuses the key (401); check it." if 1 <= n <= in_a_row else None
            yield {"id": id_, "error": failure}, {"id": id_, "seconds": 0.1}

    held = (
        pytest.raises(ModelError, match="in a row got no answer: openai:tiny refuses the key")
        if stops
        else nullcontext()
    )
    with held:
        record(tmp_path, {}, ids, answers)
    assert len(asked) == (1 + FAILURES if stops else len(ids))
    assert len(read_lines(tmp_path / ROWS)) == len(asked)


def failing(todo: Sequence[str]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """No answer comes to anything."""
    yield from (({"id": id_, "error": "It is down."}, {"id": id_}) for id_ in todo)


@pytest.mark.parametrize("named", [None, "run"])
def test_the_folder_that_the_command_line_names_is_the_one_to_go_on_with(tmp_path: Path, named: str | None):
    out = tmp_path / named if named else None
    with pytest.raises(ModelError, match=f"with --out {out or tmp_path / 'run' / 'judge'} goes on"):
        record(tmp_path / "run" / "judge", {}, [str(n) for n in range(FAILURES)], failing, out=out)


@pytest.mark.parametrize("name", [ROWS, LOCK])
def test_a_folder_where_a_file_is_expected_is_one_clear_error(tmp_path: Path, name: str):
    opened(tmp_path, {})
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name).mkdir()
    with pytest.raises(InputError, match=name):
        opened(tmp_path, {})


def test_rows_are_changed_when_they_are_other_ones_than_were_recorded(tmp_path: Path):
    assert not changed(tmp_path)
    record(tmp_path, {}, ["a"], lambda todo: ((({"id": id_, "error": None}, {"id": id_})) for id_ in todo))
    assert not changed(tmp_path)
    (tmp_path / ROWS).write_text('{"id": "a", "error": null, "more": 1}\n')
    assert changed(tmp_path) == ["a"]
    record(tmp_path, {}, ["a"], lambda _: iter(()))
    assert changed(tmp_path) == ["a"]


def test_a_row_that_was_taken_out_and_asked_for_again_is_no_changed_one(tmp_path: Path):
    def answers(said: str):
        return lambda todo: (({"id": id_, "error": None, "said": said}, {"id": id_}) for id_ in todo)

    record(tmp_path, {}, ["a", "b"], answers("one"))
    (tmp_path / ROWS).write_text("".join((tmp_path / ROWS).read_text().splitlines(keepends=True)[1:]))
    assert not changed(tmp_path)
    record(tmp_path, {}, ["a", "b"], answers("two"))
    assert not changed(tmp_path)
    assert [row["said"] for row in read_lines(tmp_path / ROWS)] == ["two", "one"]


def test_a_run_that_goes_on_has_changed_nothing(tmp_path: Path):
    record(tmp_path, {}, ["a"], failing)
    record(tmp_path, {}, ["a"], lambda todo: ((({"id": id_, "error": None}, {"id": id_})) for id_ in todo))
    assert not changed(tmp_path)
