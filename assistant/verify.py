"""Re-checks a receipt offline: every quote must be, character for character, what stands at its place in the piece."""

from __future__ import annotations

from typing import Any

from index.errors import InputError
from index.piece import Piece, sha256


def verify(receipt: object, piece: Piece | None = None) -> list[str]:
    """What is wrong with a receipt, one line each; an empty list when nothing is.

    `receipt` is an Answer as JSON. The text is that of `piece`, or the one embedded in the receipt. Raises
    `InputError` when it is no receipt, or when neither text is there.
    """
    if not isinstance(receipt, dict) or not isinstance(receipt.get("piece"), dict):
        raise InputError("This is not a receipt: it has no “piece”. Give the JSON that `pullquote ask --json` prints.")
    identity = receipt["piece"]
    embedded = identity.get("text")
    text = piece.text if piece else embedded
    if not isinstance(text, str):
        raise InputError("The receipt does not hold the text of the piece. Name the piece with --piece.")
    problems = _identity(identity, text, embedded)
    quotes = receipt.get("quotes")
    nearest = (receipt.get("refusal") or {}).get("nearest")
    for number, quote in enumerate([*(quotes or []), *([nearest] if nearest else [])]):
        problems += _quote(f"quote [{number + 1}]", quote, text, identity.get("id"))
    for number, statement in enumerate(receipt.get("statements") or []):
        problems += _statement(number, statement, quotes or [], identity)
    return problems


def _identity(identity: dict[str, Any], text: str, embedded: object) -> list[str]:
    digest = sha256(text)
    problems = []
    if identity.get("sha256") != digest:
        problems.append(
            f"the piece is another text: SHA-256 {digest[:12]}…, the receipt says {str(identity.get('sha256'))[:12]}…"
        )
    if identity.get("id") != digest[:16]:
        problems.append("the piece's id does not belong to its text")
    if isinstance(embedded, str) and embedded != text:
        problems.append("the text inside the receipt differs from the piece")
    return problems


def _quote(name: str, quote: Any, text: str, piece: object) -> list[str]:
    """Slice, place, highlight and whole sentences of one quote."""
    try:
        start, end, shown = int(quote["start"]), int(quote["end"]), str(quote["text"])
        sentences, highlight = list(quote["sentences"]), quote.get("highlight")
    except (KeyError, TypeError, ValueError):
        return [f"{name} lacks start, end, text or sentences"]
    if not 0 <= start < end <= len(text) or text[start:end] != shown:
        return [f"{name} is not what stands at characters {start} to {end}"]
    problems = []
    source = Piece.from_text(text)
    whole = [s for s in source.sentences if start < s.end and s.start < end]
    if [s.number for s in whole] != sentences or (whole[0].start, whole[-1].end) != (start, end):
        problems.append(f"{name} is not whole sentences {sentences} of the piece")
    elif (source.units[sentences[0]][0], source.units[sentences[-1]][1]) != (sentences[0], sentences[-1]):
        problems.append(f"{name} cuts a quotation in two")
    if highlight is not None and not start <= highlight[0] < highlight[1] <= end:
        problems.append(f"the highlight of {name} lies outside it")
    if quote.get("piece") != piece:
        problems.append(f"{name} names another piece")
    return problems


def _statement(number: int, statement: Any, quotes: list[Any], identity: dict[str, Any]) -> list[str]:
    """A statement stands on quotes that exist, or on metadata whose value it repeats."""
    name = f"statement {number + 1}"
    cited = list(statement.get("quotes") or [])
    fields = list(statement.get("metadata") or [])
    if not cited and not fields:
        return [f"{name} stands on no quote"]
    if any(not isinstance(index, int) or not 0 <= index < len(quotes) for index in cited):
        return [f"{name} cites a quote that is not there"]
    text = str(statement.get("text"))
    unsaid = [field for field in fields if not identity.get(field) or str(identity[field]) not in text]
    return [f"{name} does not give the piece's {field}" for field in unsaid]
