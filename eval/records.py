"""A folder of records: what is asked is written down as soon as its answer is there, and goes on where it stopped.

It holds `run.json` (what was asked of what), `rows.jsonl` (in the order of what was asked once all of it is there),
`rows.sha256` (of each row as it was recorded) and `timings.jsonl`. One process at a time writes in it; answers that
failed are asked again.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from index.errors import InputError, ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

Recorded = tuple[dict[str, Any], dict[str, Any]]  # a row, and its timing
HEADER, ROWS, TIMINGS, LOCK = "run.json", "rows.jsonl", "timings.jsonl", ".lock"
DIGEST = "rows.sha256"
IN_WORDS = {"code": "version of the assistant’s code", "sets": "state of the sets"}
FAILURES = 10


def record(
    folder: Path,
    header: dict[str, Any],
    ids: Sequence[str],
    answers: Callable[[Sequence[str]], Iterator[Recorded]],
    progress: Callable[[int, int], None] | None = None,
    current: Callable[[dict[str, Any]], bool] = lambda _: True,
    out: Path | None = None,
    same: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> None:
    """Keep a row and its timing for every id: those that the folder lacks are asked for, and written as they come.

    `out`: what the command line calls the folder, where that is another one. A row of the folder that is not `current`
    is asked for again. `same`: what of two headers has to be alike to go on. Raises `ModelError` when no answer comes
    to FAILURES questions in a row, and `InputError` when another run is at work in the folder.
    """
    with _alone(folder):
        done = _held(folder, header, current, same)
        todo = [id_ for id_ in ids if id_ not in done]
        report = progress or (lambda _done, _all: None)
        report(len(ids) - len(todo), len(ids))
        failures = 0
        for n, (row, timing) in enumerate(answers(todo), len(ids) - len(todo) + 1):
            _append(folder / DIGEST, f"{digest([row])}  {row['id']}\n")
            _append(folder / ROWS, _lines([row]))
            _append(folder / TIMINGS, _lines([timing]))
            report(n, len(ids))
            failures = failures + 1 if row.get("error") else 0
            if failures == FAILURES:
                raise ModelError(
                    f"{FAILURES} questions in a row got no answer: {row['error']} The same command with --out "
                    f"{out or folder} goes on."
                )
        _in_order(folder / ROWS, ids)


def digest(rows: Sequence[dict[str, Any]]) -> str:
    """SHA-256 of rows as they are written."""
    return hashlib.sha256(_lines(rows).encode()).hexdigest()


def changed(folder: Path) -> list[str]:
    """The ids of rows that are not as they were recorded; of a folder that kept no digests that is not known."""
    try:
        recorded = set((folder / DIGEST).read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return []
    return [row["id"] for row in read_lines(folder / ROWS) if f"{digest([row])}  {row['id']}" not in recorded]


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """The folder is made, and this process's; the system gives it free when the process ends, however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"“{folder}” cannot be a run’s folder ({error.strerror}). Choose another with --out."
        ) from None
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise InputError(
            f"Another run is at work in “{folder}”. Wait until it ends, or choose another folder with --out."
        ) from None
    except OSError as error:
        raise InputError(f"“{folder / LOCK}” cannot be locked ({error.strerror}). Take it away.") from None
    try:
        yield
    finally:
        lock.release()


def _held(
    folder: Path,
    header: dict[str, Any],
    current: Callable[[dict[str, Any]], bool],
    same: Callable[[dict[str, Any]], dict[str, Any]],
) -> set[str]:
    """The ids that the folder has answers for. Raises `InputError` when it holds something else than this run."""
    file = folder / HEADER
    if not file.exists():
        strange = sorted(path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".new")
        if strange := [name for name in strange if not name.startswith(".")]:
            raise InputError(f"“{folder}” holds no run but {strange[0]}. Choose an empty or new folder with --out.")
        _replace(file, json.dumps(header, ensure_ascii=False, indent=1) + "\n")
        return set()
    held, asked = same(read_header(folder)), same(header)
    if other := sorted(key for key in held.keys() | asked.keys() if held.get(key) != asked.get(key)):
        what = IN_WORDS.get(other[0], f"“{other[0]}”")
        raise InputError(f"“{folder}” holds a run with another {what}. Choose another folder with --out.")
    rows = [row for row in read_lines(folder / ROWS) if row.get("error") is None and current(row)]
    _replace(folder / ROWS, _lines(rows))
    _replace(folder / TIMINGS, _lines(read_lines(folder / TIMINGS)))
    return {row["id"] for row in rows}


def read_header(folder: Path) -> dict[str, Any]:
    """What a run recorded about itself. Raises `InputError`."""
    try:
        held = json.loads((folder / HEADER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        held = None
    if not isinstance(held, dict):
        raise InputError(f"“{folder}” holds no run: {HEADER} is not there or not whole. Name another folder.")
    return held


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file; a last line that was cut off while it was written is left out.

    Raises `InputError` that names file and line.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(f"{path}: it cannot be read ({error.strerror}). A file of JSON lines is expected.") from None
    return [_row(path, number, line) for number, line in enumerate(lines[:-1], 1) if line.strip()]


def _row(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise InputError(f"{path}, line {number}: a JSON object with an id is expected. Take the line out.")
    return row


def _lines(rows: Sequence[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)


def _in_order(path: Path, ids: Sequence[str]) -> None:
    """The rows in the order of the sets, whoever finished first."""
    place = {id_: n for n, id_ in enumerate(ids)}
    rows = sorted((row for row in read_lines(path) if row["id"] in place), key=lambda row: place[row["id"]])
    _replace(path, _lines(rows))


def _append(path: Path, lines: str) -> None:
    with _writing(path), path.open("a", encoding="utf-8") as file:
        file.write(lines)


def _replace(path: Path, text: str) -> None:
    """Write a file in one step: what stops in between leaves the old one."""
    beside = path.with_suffix(".new")
    with _writing(path):
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)


@contextmanager
def _writing(file: Path) -> Generator[None]:
    """What cannot be written inside is told with the file's name, as an `InputError`."""
    try:
        yield
    except OSError as error:
        raise InputError(f"“{file}” cannot be written ({error.strerror or error}). Check folder and disk.") from None


def copy(file: Path, of: Path) -> None:
    """Write the bytes of another file. Raises `InputError` that names it."""
    with _writing(file):
        file.write_bytes(of.read_bytes())


def put(file: Path, text: str) -> None:
    """Write a file. Raises `InputError` that names it."""
    with _writing(file):
        file.write_text(text, encoding="utf-8")
