"""A run's rows under the field names of other tools: ragas samples, and inspect samples with precomputed scores.

Unlike the rows, an export holds the words that were quoted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.reasons import unfaithful, wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from eval.results import Results
    from eval.scored import Scored

NO_ANSWER = "The piece does not answer this."
CORRECT, INCORRECT = "C", "I"


def exported(results: Results, form: str) -> list[dict[str, Any]]:
    """One record for every question that got an answer."""
    return [FORMS[form](row) for row in results.rows if row.shown is not None]


def ragas(row: Scored) -> dict[str, Any]:
    """The fields of ragas' SingleTurnSample (0.2 to 0.4); a follow-up stands as the question that was read.

    `id` and `question` (as it was asked) are ours; ragas passes them over.
    """
    return {
        "id": row.case.id,
        "question": row.case.question,
        "user_input": row.there.standalone,
        "response": row.there.text,
        "retrieved_contexts": [quote.text for quote in row.there.quotes],
        "reference_contexts": _evidence(row),
        "reference": _reference(row),
    }


def inspect(row: Scored) -> dict[str, Any]:
    """The fields of an inspect sample with a Score each for `right` and `faithful`."""
    return {
        "id": row.case.id,
        "epoch": 1,
        "input": row.case.question,
        "target": _reference(row),
        "metadata": {
            "set": row.case.set,
            "category": row.case.item.category,
            "split": row.case.item.split,
            "history": list(row.case.item.history),
        },
        "scores": {
            "right": _score(row, wrong(row), holds=row.right),
            "faithful": _score(row, unfaithful(row), holds=row.faithful),
        },
    }


def _score(row: Scored, why: list[str], *, holds: bool) -> dict[str, Any]:
    value = CORRECT if holds else INCORRECT
    return {"value": value, "answer": row.there.text, "explanation": "; ".join(why) or None}


def _evidence(row: Scored) -> list[str]:
    numbers = row.case.item.evidence[0] if row.case.item.evidence else ()
    return [row.case.piece.sentence_text(number) for number in numbers]


def _reference(row: Scored) -> str:
    if not row.case.item.answerable:
        return NO_ANSWER
    named = [str(getattr(row.case.piece, field)) for field in row.case.item.metadata]
    return " ".join(_evidence(row) or named)


FORMS: dict[str, Callable[[Scored], dict[str, Any]]] = {"ragas": ragas, "inspect": inspect}
