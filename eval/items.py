"""Every question of a run as the report's page holds it: the data that `report.js` builds its items from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.frames import frames
from eval.metrics import exact
from eval.reasons import reasons

if TYPE_CHECKING:
    from eval.results import Results
    from eval.scored import Scored
    from index.piece import Piece


def items(results: Results) -> dict[str, Any]:
    """Each piece once, and each question with what was shown and what was due."""
    pieces = {row.case.piece.id: _piece(row.case.piece) for row in results.rows}
    return {"pieces": pieces, "items": [_item(row) for row in results.rows]}


def _piece(piece: Piece) -> dict[str, Any]:
    return {"text": piece.text, "sentences": [[sentence.start, sentence.end] for sentence in piece.sentences]}


def _item(row: Scored) -> dict[str, Any]:
    item, shown = row.case.item, row.shown
    quotes = [quote for quote in row.quotes if exact(quote, row.case.piece)] if shown else []
    return {
        "id": row.case.id,
        "set": row.case.set,
        "split": item.split,
        "category": item.category,
        "variant": row.case.variant,
        "question": row.case.question,
        "history": list(item.history),
        "standalone": (shown and shown.standalone) or row.case.question,
        "verdict": _verdict(row),
        "refused": shown.refused if shown else None,
        "answer": _answer(row),
        "quotes": [{"start": quote.start, "end": quote.end, "highlight": quote.highlight} for quote in quotes],
        "gold": sorted(item.evidence[0]) if item.evidence else [],
        "expected": _expected(row),
        "probability": shown.reading.get("answerable") if shown else None,
        "withheld": [f"{held.text} ({held.check})" for held in shown.withheld] if shown else [],
        "why": reasons(row),
        "piece": row.case.piece.id,
    }


def _verdict(row: Scored) -> str:
    if row.shown is None:
        return "no answer"
    return "wrong" if reasons(row) else "right"


def _answer(row: Scored) -> list[str]:
    if row.shown is None:
        return [row.error or ""]
    if row.shown.refused:
        nearest = [f"{frames()['nearest']} {row.shown.nearest.text}"] if row.shown.nearest else []
        return [row.shown.message, *nearest]
    return [said.text for said in row.shown.statements]


def _expected(row: Scored) -> list[str]:
    item = row.case.item
    if not item.answerable:
        return [f"a refusal: {item.refusal}"]
    best, *others = item.evidence or ((),)
    lines = [f"sentence {number}: {row.case.piece.sentence_text(number)}" for number in best]
    lines += [f"or sentence{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}" for numbers in others]
    lines += [] if best else [f"the piece’s {', '.join(item.metadata)}"]
    lines += [f"must say: {', '.join(item.must)}"] if item.must else []
    lines += [f"must not say: {', '.join(item.must_not)}"] if item.must_not else []
    return lines + ([f"speaker: {item.speaker}"] if item.speaker else [])
