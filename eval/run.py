"""A run: every question of the sets asked once, and what its answers depend on (versions, hashes, settings) recorded.

Two runs of the same state give the same bytes; `eval.records` keeps them. Answers that failed at a provider are asked
again when the run is started again.
"""

from __future__ import annotations

import hashlib
import os
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.decision import decide, rank, weights
from assistant.question import ALONE
from assistant.version import VERSION
from eval.cases import Case, askable, opened
from eval.records import copy, record
from eval.rows import row_of
from eval.sets import FOLDER, shipped
from eval.statistics import SEED
from index.encoder import manifest
from index.errors import InputError, PullquoteError
from index.passages import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from assistant.answer import Answer
    from assistant.engine import Engine
    from eval.records import Recorded
    from eval.sets import EvalSet
    from index.piece import Piece

ROOT = Path(__file__).parents[1]
PACKAGES = ("bm25s", "langchain-core", "numpy", "onnxruntime", "tokenizers")
CODE = ("assistant", "index", "prompts")
TOP = 10
COPIES = "sets"  # of a run's folder


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
    sets = [(path, opened(path, brought, split, needed=bool(names))) for path in paths]
    found = [case for _, held in sets for case in held.cases]
    if not found:
        raise InputError(f"There is no question to ask: the sets have no items{f' of split {split}' if split else ''}.")
    _each_once(found)
    asked, skipped = askable(found, with_model=model is not None)
    header = {
        **versions(model),
        **({"answerer": assistant, "own": True} if assistant else {}),
        "sets": [_recorded(path, held.set, held.piece) for path, held in sets if held.piece],
        "split": split,
        "skipped": len(skipped),
    }
    left_out = tuple(held.set.name for _, held in sets if held.piece is None)
    return Plan(tuple(asked), tuple(skipped), header, left_out)


def _recorded(path: Path, evaluated: EvalSet, piece: Piece) -> dict[str, Any]:
    """Which set was asked, in which state; one of your own is found again by its path."""
    place = {} if path.parent == FOLDER else {"path": str(path.resolve())}
    return {"name": evaluated.name, "file": _digest([path]), "piece": piece.sha256, **place}


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
    header = {**planned.header, "sets": [_from(folder, held) for held in planned.header["sets"]]}
    engines: dict[str, Any] = {}

    def engine_of(case: Case) -> Any:
        if case.piece.sha256 not in engines:
            engines[case.piece.sha256] = engine_for(case.piece)
        return engines[case.piece.sha256]

    def answers(ids: Sequence[str]) -> Iterator[Recorded]:
        _keep_sets(planned, folder)
        return _answers([by_id[id_] for id_ in ids], engine_of, planned.header["model"], workers)

    record(folder, header, list(by_id), answers, progress, lambda row: _answers_its_case(row, by_id), same=_wherever)


def _wherever(header: dict[str, Any]) -> dict[str, Any]:
    """What a run recorded, without where its sets lie: folder and sets may be moved."""
    return {**header, "sets": states(header)}


def states(header: dict[str, Any]) -> list[dict[str, Any]]:
    """The sets of a run and their states, wherever they lie."""
    return [{name: value for name, value in held.items() if name != "path"} for held in header["sets"]]


def _answers_its_case(row: dict[str, Any], by_id: Mapping[str, Case]) -> bool:
    return row["id"] in by_id and by_id[row["id"]].is_asked_by(row)


def _from(folder: Path, held: dict[str, Any]) -> dict[str, Any]:
    """A set of one's own is named as seen from the run's folder, so that both can be moved together."""
    return {**held, "path": os.path.relpath(held["path"], folder.resolve())} if "path" in held else held


def _keep_sets(planned: Plan, folder: Path) -> None:
    """A copy of each set of one's own: with it the folder is read where the set is not."""
    for held in planned.header["sets"]:
        if "path" in held:
            (folder / COPIES).mkdir(exist_ok=True)
            copy(folder / COPIES / f"{held['name']}.yaml", Path(held["path"]))


def set_of(folder: Path, held: dict[str, Any]) -> str:
    """Which set a run's record means: its name, the file where it lay, else the copy that the folder keeps."""
    if "path" not in held:
        return held["name"]
    there, kept = folder.resolve() / held["path"], folder / COPIES / f"{held['name']}.yaml"
    return str(kept if kept.exists() and not there.exists() else there)


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
