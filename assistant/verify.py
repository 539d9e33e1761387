"""Re-checks a receipt offline: every quote must be, character for character, what stands at its place in the piece.

What is shown around the quotes must fit them too: the words in quotation marks, the text put together from the
statements, who speaks, the refusal's words, and what is said of the piece. The embedded reader's own words are few and
known, and are checked; those of a language model are free, and what they claim is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assistant import frames, localised
from assistant.answer import CODES
from assistant.quoting import NotQuotedError, restored
from assistant.speakers import speaker_of
from index.errors import InputError, QuoteError
from index.piece import Piece
from prompts import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.piece import Quote

# What a receipt is made of: a tuple lists what may stand there, a list holds any number of its one kind.
NONE = type(None)
QUOTE = {
    "text": str,
    "start": int,
    "end": int,
    "sentences": [int],
    "highlight": (NONE, [int]),
    "speaker": (NONE, str),
    "piece": str,
}
STATEMENT = {"text": str, "quotes": [int], "metadata": [str]}
REFUSAL = {"code": str, "message": str, "nearest": (NONE, QUOTE)}
STATED = ("title", "author", "date")
PIECE = {"id": str, "sha256": str, **dict.fromkeys((*STATED, "text"), (NONE, str))}
RECEIPT = {
    "piece": PIECE,
    "outcome": str,
    "text": str,
    "statements": [STATEMENT],
    "quotes": [QUOTE],
    "refusal": (NONE, REFUSAL),
    "answerer": str,
}


def verify(receipt: object, piece: Piece | None = None) -> list[str]:
    """What is wrong with a receipt, one line each; an empty list when nothing is.

    `receipt` is an Answer as JSON. The text is that of `piece`, or the one embedded in the receipt; the file it was
    read from may be another one. Raises `InputError` when it is no receipt, or when neither text is there.
    """
    row = _receipt(receipt)
    identity, quotes, refusal = row["piece"], row["quotes"], row["refusal"]
    embedded = identity.get("text")
    if piece is None and embedded is None:
        raise InputError("The receipt does not hold the text of the piece. Name the piece with --piece.")
    source = piece or Piece.from_text(embedded, title=identity["title"])
    problems = _identity(identity, source, embedded)
    if piece:
        problems += [f"the piece has another {field}" for field in STATED if identity[field] != getattr(piece, field)]
    nearest = [refusal["nearest"]] if refusal and refusal["nearest"] else []
    for number, quote in enumerate(quotes + nearest):
        problems += _quote(f"quote [{number + 1}]", quote, source, identity["id"])
    for number, statement in enumerate(row["statements"]):
        name = f"statement {number + 1}"
        problems += _statement(name, statement, quotes, identity, source) or _own_words(name, statement, row, source)
    return problems + _whole(row)


def _receipt(receipt: object) -> dict[str, Any]:
    """The receipt, if it has the shape of one. Raises `InputError`."""
    if not isinstance(receipt, dict) or not isinstance(receipt.get("piece"), dict):
        raise InputError("This is not a receipt: it has no “piece”. Give the JSON that `pullquote ask --json` prints.")
    if wrong := _misfit(receipt, RECEIPT, ""):
        raise InputError(
            f"This is not a receipt: “{wrong}” is missing or of another kind. "
            "Give the JSON that `pullquote ask --json` prints."
        )
    return receipt


def _misfit(value: Any, shape: Any, name: str) -> str | None:
    """The name of the first part that is not of its shape."""
    if isinstance(shape, tuple):
        wrong = [_misfit(value, one, name) for one in shape]
        return None if None in wrong else wrong[-1]
    parts: list[tuple[Any, Any, str]] = []
    if isinstance(shape, dict) and isinstance(value, dict):
        parts = [(value.get(key), of, f"{name}.{key}".lstrip(".")) for key, of in shape.items()]
    elif isinstance(shape, list) and isinstance(value, list):
        parts = [(one, shape[0], f"{name}[{number}]") for number, one in enumerate(value)]
    elif type(value) is not shape:
        return name
    return next(filter(None, (_misfit(*part) for part in parts)), None)


def _identity(identity: dict[str, Any], source: Piece, embedded: str | None) -> list[str]:
    problems = []
    if identity["sha256"] != source.sha256:
        problems.append(
            f"the piece is another text: SHA-256 {source.sha256[:12]}…, the receipt says {identity['sha256'][:12]}…"
        )
    if identity["id"] != source.id:
        problems.append("the piece's id does not belong to its text")
    if embedded is not None and embedded != source.text:
        problems.append("the text inside the receipt differs from the piece")
    return problems


def _quote(name: str, quote: dict[str, Any], source: Piece, piece: str) -> list[str]:
    """Slice, place, highlight, speaker and whole sentences of one quote."""
    start, end, sentences, highlight = (quote[key] for key in ("start", "end", "sentences", "highlight"))
    if not 0 <= start < end <= len(source.text) or source.text[start:end] != quote["text"]:
        return [f"{name} is not what stands at characters {start} to {end}"]
    problems = []
    whole = [s for s in source.sentences if start < s.end and s.start < end]
    if [s.number for s in whole] != sentences or (whole[0].start, whole[-1].end) != (start, end):
        problems.append(f"{name} is not whole sentences {sentences} of the piece")
    elif (source.units[sentences[0]][0], source.units[sentences[-1]][1]) != (sentences[0], sentences[-1]):
        problems.append(f"{name} cuts a quotation in two")
    if highlight is not None and (len(highlight) != 2 or not start <= highlight[0] < highlight[1] <= end):
        problems.append(f"the highlight of {name} lies outside it")
    if quote["speaker"] is not None and quote["speaker"] != getattr(speaker_of(quote["text"]), "name", None):
        problems.append(f"{name} does not say that its speaker speaks")
    if quote["piece"] != piece:
        problems.append(f"{name} names another piece")
    return problems


def _statement(
    name: str, statement: dict[str, Any], quotes: list[dict[str, Any]], identity: dict[str, Any], source: Piece
) -> list[str]:
    """A statement stands on quotes that exist and have the words it quotes, or on metadata whose value it repeats."""
    text, cited, fields = statement["text"], statement["quotes"], statement["metadata"]
    if not cited and not fields:
        return [f"{name} stands on no quote"]
    if any(not 0 <= index < len(quotes) for index in cited):
        return [f"{name} cites a quote that is not there"]
    if cited and not _quoted(text, [quotes[index] for index in cited], source):
        return [f"{name} quotes words that its quotes do not have"]
    return [f"{name} does not give the piece's {field}" for field in fields if text not in _stated(field, identity)]


def _own_words(name: str, statement: dict[str, Any], row: dict[str, Any], source: Piece) -> list[str]:
    """The embedded reader says nothing around a quote but the words of its frames."""
    cited = _cited([row["quotes"][index] for index in statement["quotes"]], source)
    if row["answerer"] != "reader" or not cited or statement["metadata"] or statement["text"] in set(_framed(cited[0])):
        return []
    return [f"{name} has words around its quote that the reader does not say"]


def _framed(quote: Quote) -> Iterator[str]:
    """All that the embedded reader may say with a quote, in any language."""
    for first, sure in ((True, True), (True, False), (False, True)):
        yield frames.statement(quote, first=first, sure=sure).text
        yield frames.central(quote, first=first).text
    yield frames.exactly(quote).text
    yield frames.frames()["says"].format(
        quote=frames.inline(quote.text)
    )  # where a speaker's words are not what is marked
    for language in tables(localised.FILE):
        yield localised.statement(quote, language).text


def _cited(cited: list[dict[str, Any]], source: Piece) -> tuple[Quote, ...]:
    """The quotes as the piece has them. Raises `QuoteError` for what is none of it."""
    runs = [(min(quote["sentences"], default=-1), max(quote["sentences"], default=-1)) for quote in cited]
    return tuple(source.quote(*run) for run in runs)


def _quoted(text: str, cited: list[dict[str, Any]], source: Piece) -> bool:
    """Whether all words in quotation marks stand so in the quotes; what is no quote of the piece is told elsewhere."""
    for quote in cited:
        text = text.replace(frames.inline(quote["text"]), "")
    try:
        return restored(text, _cited(cited, source), source) == text
    except (NotQuotedError, QuoteError):
        return False


def _stated(field: str, identity: dict[str, Any]) -> set[str]:
    """What the assistant may say of the piece's title, author or date, in any language."""
    if field not in STATED or not identity[field]:
        return set()
    templates = [frames.metadata(), *map(localised.words, tables(localised.FILE))]
    return {words[field].format(value=identity[field]) for words in templates if field in words}


def _whole(row: dict[str, Any]) -> list[str]:
    """The outcome, the refusal's words and the text, against the statements."""
    refusal, statements = row["refusal"], row["statements"]
    problems = []
    if row["outcome"] != ("refused" if refusal else "answered") or not (refusal or statements):
        problems.append("the outcome does not fit the statements and the refusal")
    if refusal and not any(re.fullmatch(wording, refusal["message"]) for wording in _wordings(refusal["code"])):
        problems.append("the refusal does not have the words of its code")
    lines = [s["text"] + "".join(f" [{index + 1}]" for index in s["quotes"]) for s in statements]
    if row["text"] != (refusal["message"] if refusal else "\n".join(lines)):
        problems.append("the text is not that of the statements or the refusal")
    return problems


def _wordings(code: str) -> Iterator[str]:
    """Patterns of what the assistant says for a refusal, in any language; none where there is no such code."""
    if code not in CODES:
        return
    every = [frames.refusals(), *map(localised.words, tables(localised.FILE))]
    foreign = {"foreign"} if code == "outside_the_text" else set[str]()
    messages = [
        said
        for words in every
        for name, said in words.items()
        if name in {code, *foreign} or name.startswith(f"{code}_")
    ]
    for message in [*messages, *(frames.missing().values() if code == "not_mentioned" else ())]:
        yield from (
            re.sub(r"\\{\w+\\}", ".+", re.escape(said)) for said in (message, frames.of_part("{asked}", message))
        )
