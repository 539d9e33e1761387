"""A run: every question of the sets asked once, each answer a row of `rows.jsonl` as soon as it is there.

A folder holds `run.json` (what was asked of what: versions, hashes, settings), `rows.jsonl` (in the order of the sets
once the run is complete; two runs of the same state give the same bytes) and `timings.jsonl`. A run that was stopped
goes on where it stopped when it is started again with the same folder; answers that failed at a provider are asked
again.
"""

from __future__ import annotations

import hashlib
import json
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from filelock import FileLock, Timeout

from assistant.decision import decide, rank, weights
from assistant.question import ALONE
from assistant.version import VERSION
from eval.cases import Case, askable, cases
from eval.rows import row_of
from eval.sets import FOLDER, check_against, load_set, shipped
from eval.statistics import SEED
from eval.texts import lacking, piece_of
from index.encoder import manifest
from index.errors import InputError, ModelError, PullquoteError
from index.passages import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from assistant.answer import Answer
    from assistant.engine import Engine
    from index.piece import Piece

ROOT = Path(__file__).parents[1]
HEADER, ROWS, TIMINGS, LOCK = "run.json", "rows.jsonl", "timings.jsonl", ".lock"
PACKAGES = ("bm25s", "langchain-core", "numpy", "onnxruntime", "tokenizers")
CODE = ("assistant", "index", "prompts")
IN_WORDS = {"code": "version of the assistant’s code", "sets": "state of the sets"}
TOP = 10
FAILURES = 10


class Asked(Protocol):
    """What answers: an `Engine`, or anything that takes its place in a test."""

    def answer(self, asked: object) -> Answer:
        """The answer to `{"question": …, "history": […]}`."""
        ...


@dataclass(frozen=True)
class Plan:
    """What a run asks. `skipped` need a model that was not named; `left_out` are sets whose piece is not there."""

    cases: tuple[Case, ...]
    skipped: tuple[Case, ...]
    header: dict[str, Any]
    left_out: tuple[str, ...] = ()


def plan(
    names: Sequence[str],
    brought: Sequence[Piece],
    *,
    split: str | None = None,
    model: str | None = None,
    assistant: str | None = None,
) -> Plan:
    """The cases of the named sets (all that ship when none is named) with what will be recorded about the run.

    `assistant`: what the reports call one of your own, which answers instead of the embedded reader and a `model`.
    Raises `InputError` when a set or its piece is not there, when nothing is asked, and when two cases share an id.
    """
    paths = [_path(name) for name in names] or shipped()
    found: list[Case] = []
    recorded: list[dict[str, Any]] = []
    absent: list[str] = []
    for path in paths:
        evaluated = load_set(path)
        piece = piece_of(evaluated, brought)
        if piece is None:
            if names:
                raise InputError(lacking(evaluated, brought))
            absent.append(evaluated.name)
            continue
        check_against(evaluated, piece)
        found += cases(evaluated, piece, split)
        place = {} if path.parent == FOLDER else {"path": str(path.resolve())}
        recorded.append({"name": evaluated.name, "file": _digest([path]), "piece": piece.sha256, **place})
    if not found:
        raise InputError(f"There is no question to ask: the sets have no items{f' of split {split}' if split else ''}.")
    _each_once(found)
    asked, skipped = askable(found, with_model=model is not None)
    header = {
        **versions(model),
        **({"answerer": assistant} if assistant else {}),
        "sets": recorded,
        "split": split,
        "skipped": len(skipped),
    }
    return Plan(tuple(asked), tuple(skipped), header, tuple(absent))


def _each_once(found: Sequence[Case]) -> None:
    """Rows are told apart by their ids, so that each may stand for one case only."""
    sets: dict[str, str] = {}
    for case in found:
        if case.id in sets:
            raise InputError(
                f"The id “{case.id}” stands twice: in the sets “{sets[case.id]}” and “{case.set}”. "
                "Name each set once, and give every item an id of its own."
            )
        sets[case.id] = case.set


def _path(name: str) -> Path:
    own = name.endswith((".yaml", ".yml"))
    path = Path(name) if own else FOLDER / f"{name}.yaml"
    if not path.exists():
        known = ", ".join(file.stem for file in shipped())
        what = f"file “{name}”" if own else f"eval set “{name}”"
        raise InputError(f"There is no {what}. Those that ship: {known}; one of your own is named as FILE.yaml.")
    return path


def versions(model: str | None) -> dict[str, Any]:
    """What answers, and everything that its answers depend on."""
    return {
        "schema": 1,
        "version": VERSION,
        "answerer": "writer" if model else "reader",
        "model": model,
        "reader": manifest("reader"),
        "embedder": manifest("embedder"),
        "code": _digest(sorted(path for name in CODE for path in (ROOT / name).rglob("*.*") if _measured(path))),
        "seed": SEED,
        "python": python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def product(header: dict[str, Any]) -> str:
    """What is measured, in a word: the name that an assistant of one’s own was given, else ours."""
    return "pullquote" if header["answerer"] in {"reader", "writer"} else header["answerer"]


def answerer(header: dict[str, Any]) -> str:
    """Who answered in a run, as the heads of its reports say."""
    who = header["answerer"]
    return f"assistant “{who}”" if product(header) == who else f"{who} {header['model'] or header['reader']}"


def _measured(path: Path) -> bool:
    return path.suffix in {".py", ".toml", ".tsv", ".txt"} or path.name == "weights.json"


def _digest(paths: Sequence[Path]) -> str:
    """One SHA-256 over the contents of files."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def reading(engine: Engine, question: str, history: Sequence[str] = ()) -> dict[str, Any]:
    """What the embedded reader thinks before it decides: probability of an answer, best sentences, passages found.

    `answerable` is None where the reader answers or refuses by the kind of the question alone.
    """
    asked = engine.question(question, history)
    around = passages(engine.piece)
    evidence = engine.reader.scorer.evidence(asked)
    order = np.argsort(-rank(evidence, weights()), kind="stable")[:TOP]
    decided = asked.kind not in ALONE and not asked.vague
    return {
        "answerable": round(decide(evidence, weights()).answerable, 4) if decided else None,
        "sentences": [int(evidence.numbers[row]) for row in order],
        "passages": [list(around[number].sentences) for number, _ in engine.search.best(asked.text, TOP)],
    }


Recorded = tuple[dict[str, Any], dict[str, Any]]


def run(
    planned: Plan,
    folder: Path,
    engine_for: Callable[[Piece], Any],
    *,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Ask what is still to be asked, and complete the folder."""
    by_id = {case.id: case for case in planned.cases}
    engines: dict[str, Any] = {}

    def engine_of(case: Case) -> Any:
        if case.piece.sha256 not in engines:
            engines[case.piece.sha256] = engine_for(case.piece)
        return engines[case.piece.sha256]

    def answers(ids: Sequence[str]) -> Iterator[Recorded]:
        return _answers([by_id[id_] for id_ in ids], engine_of, planned.header["model"], workers)

    record(folder, planned.header, list(by_id), answers, progress)


def record(
    folder: Path,
    header: dict[str, Any],
    ids: Sequence[str],
    answers: Callable[[Sequence[str]], Iterator[Recorded]],
    progress: Callable[[int, int], None] | None = None,
    current: Callable[[dict[str, Any]], bool] = lambda _: True,
) -> None:
    """Keep a row and its timing for every id: those that the folder lacks are asked for, and written as they come.

    A row of the folder that is not `current` is asked for again. Raises `ModelError` when no answer comes to FAILURES
    questions in a row, and `InputError` when another run is at work in the folder.
    """
    _made(folder)
    with _alone(folder):
        done = opened(folder, header, current)
        todo = [id_ for id_ in ids if id_ not in done]
        report = progress or (lambda _done, _all: None)
        report(len(ids) - len(todo), len(ids))
        failures = 0
        for n, (row, timing) in enumerate(answers(todo), len(ids) - len(todo) + 1):
            for name, line in ((ROWS, row), (TIMINGS, timing)):
                with writing(folder / name), (folder / name).open("a", encoding="utf-8") as file:
                    file.write(_line(line))
            report(n, len(ids))
            failures = failures + 1 if row.get("error") else 0
            if failures == FAILURES:
                raise ModelError(
                    f"{FAILURES} questions in a row got no answer: {row['error']} The same command with --out {folder} "
                    "goes on."
                )
        _in_order(folder / ROWS, ids)


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"“{folder}” cannot be a run’s folder ({error.strerror}). Choose another with --out."
        ) from None


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """The folder is this process's; the system gives it free when the process ends, however it ends."""
    try:
        with FileLock(folder / LOCK, timeout=0):
            yield
    except Timeout:
        raise InputError(
            f"Another run is at work in “{folder}”. Wait until it ends, or choose another folder with --out."
        ) from None


@contextmanager
def writing(file: Path) -> Generator[None]:
    """What cannot be written inside is told with the file's name, as an `InputError`."""
    try:
        yield
    except OSError as error:
        raise InputError(f"“{file}” cannot be written ({error.strerror or error}). Check folder and disk.") from None


def opened(
    folder: Path, header: dict[str, Any], current: Callable[[dict[str, Any]], bool] = lambda _: True
) -> set[str]:
    """The ids that the folder has answers for. Raises `InputError` when it holds something else than this run."""
    _made(folder)
    file = folder / HEADER
    if not file.exists():
        strange = [path.name for path in sorted(folder.iterdir()) if path.is_file() and path.suffix != ".new"]
        if strange := [name for name in strange if not name.startswith(".")]:
            raise InputError(f"“{folder}” holds no run but {strange[0]}. Choose an empty or new folder with --out.")
        _replace(file, json.dumps(header, ensure_ascii=False, indent=1) + "\n")
        return set()
    held = read_header(file)
    if changed := sorted(key for key in held.keys() | header.keys() if held.get(key) != header.get(key)):
        what = IN_WORDS.get(changed[0], f"“{changed[0]}”")
        raise InputError(f"“{folder}” holds a run with another {what}. Choose another folder with --out.")
    rows = [row for row in read_lines(folder / ROWS) if row.get("error") is None and current(row)]
    for path, lines in ((folder / ROWS, rows), (folder / TIMINGS, read_lines(folder / TIMINGS))):
        _replace(path, "".join(map(_line, lines)))
    return {row["id"] for row in rows}


def read_header(file: Path) -> dict[str, Any]:
    """What a run recorded about itself. Raises `InputError`."""
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        held = None
    if not isinstance(held, dict):
        raise InputError(f"“{file.parent}” holds no run: {file.name} is not there or not whole. Name another folder.")
    return held


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file; a last line that was cut off while it was written is left out.

    Raises `InputError` that names file and line.
    """
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")
    return [_row(path, number, line) for number, line in enumerate(lines[:-1], 1) if line.strip()]


def _row(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict) or "id" not in row:
        raise InputError(f"{path}, line {number}: a JSON object with an id is expected. Take the line out.")
    return row


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _in_order(path: Path, ids: Sequence[str]) -> None:
    """The rows in the order of the sets, whoever finished first."""
    place = {id_: n for n, id_ in enumerate(ids)}
    rows = sorted((row for row in read_lines(path) if row["id"] in place), key=lambda row: place[row["id"]])
    _replace(path, "".join(map(_line, rows)))


def _replace(path: Path, text: str) -> None:
    """Write a file in one step: what stops in between leaves the old one."""
    beside = path.with_suffix(".new")
    with writing(path):
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)


def _answers(
    todo: Sequence[Case], engine_of: Callable[[Case], Any], model: str | None, workers: int
) -> Iterator[Recorded]:
    """Row and timing of each case as it is done; at most `workers` questions are under way."""
    if workers <= 1:
        yield from (_answered(case, engine_of(case), model) for case in todo)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting = iter(todo)
        running = {pool.submit(_answered, case, engine_of(case), model) for case in islice(waiting, workers)}
        while running:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()
                if (case := next(waiting, None)) is not None:
                    running.add(pool.submit(_answered, case, engine_of(case), model))


def _answered(case: Case, engine: Any, model: str | None) -> Recorded:
    started = time.perf_counter()
    answer, failure, tokens = _ask(case, engine, model)
    timing = {"id": case.id, "seconds": round(time.perf_counter() - started, 4), **tokens}
    read = reading(engine, case.question, case.item.history) if hasattr(engine, "reader") else None
    return row_of(case, answer, read, failure), timing


def _ask(case: Case, engine: Any, model: str | None) -> tuple[Answer | None, str | None, dict[str, int]]:
    """The answer, or why a provider gave none, with the tokens that it cost."""
    asked = {"question": case.question, "history": list(case.item.history)}
    if model is None:
        return engine.answer(asked), None, {}
    from langchain_core.callbacks import get_usage_metadata_callback

    with get_usage_metadata_callback() as usage:
        try:
            answer = engine.answer(asked)
        except PullquoteError as error:
            return None, str(error), _tokens(usage.usage_metadata)
    return answer, None, _tokens(usage.usage_metadata)


def _tokens(usage: dict[str, Any]) -> dict[str, int]:
    return {name: sum(int(used.get(name, 0)) for used in usage.values()) for name in ("input_tokens", "output_tokens")}
