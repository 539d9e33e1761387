"""SQuAD 2.0 (Rajpurkar et al. 2018): a public reading test, run on a file that a user brings.

The predicted span is the highlight of the first quote, nothing where the assistant refuses. Exact match and F1 follow
the official script: its normalisation, the best of the gold answers, and the empty text where there is no answer.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.question import cleaned
from eval.cases import questions
from eval.metrics import exact_match, token_f1
from eval.records import ROWS, TIMINGS, Recorded, read_lines, record
from eval.run import reading
from eval.statistics import auroc, clustered_mean, share
from index.encoder import manifest
from index.errors import InputError, QuestionError
from index.piece import Piece, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from assistant.answer import Answer
    from eval.statistics import Estimate


@dataclass(frozen=True)
class Asked:
    """One question: its context, and the gold answers as (text, start in characters); none when unanswerable."""

    id: str
    question: str
    context: str
    answers: tuple[tuple[str, int], ...]


def read_squad(path: Path) -> list[Asked]:
    """The questions of a SQuAD file (1.1 or 2.0), in their order. Raises `InputError` for anything else."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        found = [
            _asked(row, paragraph["context"])
            for article in data["data"]
            for paragraph in article["paragraphs"]
            for row in paragraph["qas"]
        ]
    except OSError as error:
        raise InputError(f"“{path}” cannot be read ({error.strerror}). Name a SQuAD file.") from None
    except UnicodeDecodeError:
        raise InputError(f"“{path}” is no SQuAD file: it is not UTF-8 text.") from None
    except _FaultError as error:
        raise InputError(f"“{path}”, {error}.") from None
    except (ValueError, RecursionError):
        raise InputError(f"“{path}” is no SQuAD file: it is not JSON.") from None
    except (KeyError, TypeError, AttributeError):
        raise InputError(
            f"“{path}” is no SQuAD file: data is expected, a list of {{paragraphs: [{{context, qas}}]}}."
        ) from None
    if not found:
        raise InputError(f"“{path}” has no question.")
    _check(path, found)
    return found


def _check(path: Path, asked: Sequence[Asked]) -> None:
    """Raise `InputError` for an id that stands twice, an answer that stands elsewhere, a question that is not taken."""
    seen: set[str] = set()
    for question in asked:
        if question.id in seen:
            raise InputError(f"“{path}”, question {question.id}: the id stands twice; each is used once.")
        seen.add(question.id)
        for text, start in question.answers:
            if not text or start < 0 or not question.context.startswith(text, start):
                raise InputError(_misplaced(path, question, text, start))
        try:
            cleaned(question.question)
        except QuestionError as error:
            raise InputError(f"“{path}”, question {question.id}: {error}") from None


def _misplaced(path: Path, asked: Asked, text: str, start: int) -> str:
    places = [place.start() for place in re.finditer(re.escape(text), asked.context)] if text else []
    stands = f"it stands at {min(places, key=lambda place: abs(place - start))}" if places else "it stands nowhere"
    return (
        f"“{path}”, question {asked.id}: the answer “{text[:60]}” is not at answer_start {start} of its context, "
        f"{stands}. Count characters from 0."
    )


class _FaultError(Exception):
    """What is wrong with one question of a file."""


def _asked(row: Any, context: object) -> Asked:
    """A question as it stands in a file. Raises `_FaultError` for one that is not whole, or says two things at once."""
    if not isinstance(row, dict) or not isinstance(row.get("id"), str | int):
        raise _FaultError(f"{str(row)[:60]!r} in qas: a question with id, question and answers is expected")
    place = f"question {row['id']}"
    for field, value in {"question": row.get("question"), "context": context}.items():
        if not isinstance(value, str) or not (value.strip() or field == "question"):
            raise _FaultError(f"{place}, {field}: {str(value)[:60]!r} was found; a text is expected")
    answers, impossible = row.get("answers"), row.get("is_impossible")
    if impossible is not None and not isinstance(impossible, bool):
        raise _FaultError(f"{place}, is_impossible: {impossible!r} was found; true or false is expected")
    if not isinstance(answers, list) and not (impossible and answers is None):
        raise _FaultError(f"{place}, answers: {str(answers)[:60]!r} was found; a list is expected")
    if impossible is not None and impossible is bool(answers):
        held = "answers stand beside it" if answers else "there are no answers"
        raise _FaultError(f"{place}, is_impossible: it is {str(impossible).lower()}, and {held}")
    return Asked(str(row["id"]), row["question"], str(context), tuple(_gold(place, gold) for gold in answers or []))


def _gold(place: str, gold: Any) -> tuple[str, int]:
    if isinstance(gold, dict) and isinstance(gold.get("text"), str) and type(gold.get("answer_start")) is int:
        return gold["text"], gold["answer_start"]
    raise _FaultError(f"{place}, answers: {str(gold)[:60]!r} was found; {{text, answer_start}} is expected")


def run_squad(
    asked: Sequence[Asked],
    folder: Path,
    engine_for: Callable[[Piece], Any],
    header: dict[str, Any],
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Ask every question of its own paragraph; rows are kept as in `eval.records`."""
    by_id = {question.id: question for question in asked}
    whole = sha256("\n".join(f"{question.id} {question.question} {question.context}" for question in asked))

    def answers(ids: Sequence[str]) -> Iterator[Recorded]:
        engine = None
        for id_ in ids:
            question = by_id[id_]
            if engine is None or engine.piece.text != question.context:
                engine = engine_for(Piece.from_text(question.context))
            yield _row(question, engine)

    record(folder, {**header, "squad": whole}, list(by_id), answers, progress)


def _row(question: Asked, engine: Any) -> Recorded:
    started = time.perf_counter()
    answer = engine.answer(question.question)
    seconds = time.perf_counter() - started
    read = reading(engine, question.question)
    best = engine.piece.sentences[read["sentences"][0]]
    row = {
        "id": question.id,
        "error": None,
        "predicted": predicted(answer),
        "answerable": read["answerable"] if read["answerable"] is not None else float(answer.refusal is None),
        "sentence": [best.start, best.end],
    }
    return row, {"id": question.id, "seconds": round(seconds, 4)}


def predicted(answer: Answer) -> str:
    """The span that stands for the answer: the first quote's highlight, or all of it without one."""
    if answer.refusal or not answer.quotes:
        return ""
    quote = answer.quotes[0]
    return answer.piece.text[slice(*quote.highlight)] if quote.highlight else quote.text


def figures(asked: Sequence[Asked], folder: Path) -> dict[str, Estimate]:
    """Exact match and F1 (all, HasAns, NoAns), sentence accuracy@1 and no-answer AUROC of the rows of a folder."""
    seen = _answered(asked, folder)
    found: dict[str, Estimate | None] = {}
    for name, chosen in {"all": (True, False), "HasAns": (True,), "NoAns": (False,)}.items():
        part = [(question, row) for question, row in seen if bool(question.answers) in chosen]
        found[f"exact match, {name}"] = share(_best(exact_match, question, row) for question, row in part)
        f1s = [_best(token_f1, question, row) for question, row in part]
        found[f"F1, {name}"] = clustered_mean(f1s, [question.context for question, _ in part])
    found["sentence accuracy@1"] = share(
        any(row["sentence"][0] <= start < row["sentence"][1] for _, start in question.answers)
        for question, row in seen
        if question.answers
    )
    return {name: estimate for name, estimate in found.items() if estimate is not None}


def _answered(asked: Sequence[Asked], folder: Path) -> list[tuple[Asked, dict[str, Any]]]:
    """The questions that have a row in the folder, with it."""
    rows = {row["id"]: row for row in read_lines(folder / ROWS)}
    return [(question, rows[question.id]) for question in asked if question.id in rows]


def _best(measure: Callable[[str, str], float], question: Asked, row: dict[str, Any]) -> float:
    golds = [text for text, _ in question.answers] or [""]
    return max(measure(row["predicted"], gold) for gold in golds)


def lines(asked: Sequence[Asked], folder: Path) -> list[str]:
    """The figures as a Markdown table."""
    seen = _answered(asked, folder)
    area = auroc([1 - row["answerable"] for _, row in seen], [not question.answers for question, _ in seen])
    timings = [row["seconds"] for row in read_lines(folder / TIMINGS)]
    table = [f"| SQuAD, {questions(len(seen))}, reader {manifest('reader')} | |", "|---|---|"]
    table += [f"| {name} | {estimate} |" for name, estimate in figures(asked, folder).items()]
    table += [f"| no-answer AUROC | {area:.3f} |"] if area is not None else []
    table += [f"| questions per second | {len(timings) / sum(timings):.1f} |"] if sum(timings) else []
    return table
