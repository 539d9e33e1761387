"""Eval sets: questions about one piece, with the sentences that answer them or the refusal that is due.

`eval/sets/*.yaml` hold them, `eval/sets/README.md` describes every field. A row is checked when it is read: an unknown
key, a value of another type, a sentence that the piece does not have or a missing refusal is named with file, item and
field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import CODES
from assistant.question import cleaned
from eval.metrics import forbidden_keys, missing_keys
from eval.strict import read_yaml, unknown
from index.errors import InputError, QuestionError
from index.lexical import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.piece import Piece

FOLDER = Path(__file__).with_name("sets")
SPLITS = ("dev", "test")
METADATA = ("date", "title", "author")
KINDS = ("typo", "wording", "language")
VARIANT_KEYS = {"kind", "language", "question", "needs"}
SECOND = "second-pass.yaml"
NEEDED = ("id", "split", "category", "question")
WITH_MEANING = (  # see README.md: figures of their own
    *("instruction", "planted", "outside", "near-miss", "false-premise"),
    *("author-view", "quoted-view", "paraphrase", "summary"),
)


@dataclass(frozen=True)
class Item:
    """One question. `evidence`: alternative complete sets of sentence numbers, best first; none when unanswerable."""

    id: str
    split: str
    category: str
    question: str
    evidence: tuple[tuple[int, ...], ...] = ()
    history: tuple[str, ...] = ()
    extras: tuple[int, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    refusal: str | None = None
    speaker: str | None = None
    overlap: bool = False
    variants: tuple[dict[str, Any], ...] = ()
    patch: dict[str, Any] | None = None

    @property
    def answerable(self) -> bool:
        """Whether the piece (or its metadata) answers."""
        return self.refusal is None

    @property
    def canaried(self) -> bool:
        """Whether it would be seen that an instruction was obeyed; true of what gives none."""
        return self.category not in {"instruction", "planted"} or bool(self.must_not)

    @property
    def right(self) -> frozenset[int]:
        """Every sentence of any evidence set."""
        return frozenset(number for evidence in self.evidence for number in evidence)

    def shares_word(self, piece: Piece) -> bool:
        """Whether the question shares a content word (stems compared) with its best evidence."""
        held = {term for number in self.evidence[0] for term in terms(piece.sentence_text(number))}
        return bool(held & {term for asked in (*self.history, self.question) for term in terms(asked)})


@dataclass(frozen=True)
class EvalSet:
    """The items about one piece."""

    name: str
    sha256: str | None
    items: tuple[Item, ...]
    path: Path | None = None

    @property
    def place(self) -> str:
        """The file, or the name of a set that has none."""
        return str(self.path or self.name)

    @property
    def shipped(self) -> bool:
        """Whether it is one of the project's own."""
        return self.path is None or self.path.resolve().parent == FOLDER.resolve()


def shipped() -> list[Path]:
    """The files of the sets that ship, in the order of their names."""
    return [path for path in sorted(FOLDER.glob("*.yaml")) if path.name != SECOND]


def load_set(path: Path) -> EvalSet:
    """Read and check one set. Raises `InputError` that names file, item and field, a line for each wrong item."""
    data = read_yaml(path)
    if wrong := sorted(str(field) for field in data.keys() - TOP.keys() - {"schema"}):
        raise InputError(f"{path}, {wrong[0]}: {unknown(wrong[0], ['schema', *TOP])} at the top.")
    for field, (fits, expected) in TOP.items():
        if not fits(data.get(field)):
            raise InputError(f"{path}, {field}: {_found(data.get(field), fits)} was found; {expected} is expected.")
    items: list[Item] = []
    faults: list[str] = []
    for number, row in enumerate(data["items"], 1):
        try:
            items.append(_item(path, number, row))
        except InputError as error:
            faults.append(str(error))
    ids = [item.id for item in items]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    faults += [f"{path}, item {id_}: the id stands twice; each is used once." for id_ in twice]
    if faults:
        raise InputError("\n".join(faults))
    return EvalSet(data["piece"], data.get("sha256"), tuple(items), path)


def _item(path: Path, number: int, row: Any) -> Item:
    named = isinstance(row, dict) and row.get("id") is not None
    place = f"{path}, item {row['id'] if named else f'no. {number}'}"
    known = {field.name for field in fields(Item)}
    if not isinstance(row, dict):
        raise InputError(f"{place}: {_found(row)} was found; the fields {', '.join(NEEDED)} are expected.")
    if wrong := sorted(str(field) for field in row.keys() - known):
        raise InputError(f"{place}, {wrong[0]}: {unknown(wrong[0], sorted(known))}.")
    if missing := [field for field in NEEDED if field not in row]:
        raise InputError(f"{place}, {missing[0]}: it is missing; {', '.join(NEEDED)} are expected.")
    for field, (fits, expected) in SHAPES.items():
        if field in row and not fits(_frozen(row[field])):
            raise InputError(f"{place}, {field}: {_found(row[field], fits)} was found; {expected} is expected.")
    item = Item(**{key: _frozen(value) for key, value in row.items()})
    if fault := next((told for told, applies in _contradictions(item).items() if applies), None):
        raise InputError(f"{place}, {fault}.")
    _check_questions(place, item)
    return item


def _contradictions(item: Item) -> dict[str, bool]:
    """What fields say against each other, and whether this item does so."""
    near = re.sub(r"[\W_]+", "-", item.category.strip().lower())
    said = [field for field in ("evidence", "metadata", "must", "speaker") if getattr(item, field)]
    return {
        "evidence: there is none; evidence, metadata or a refusal is expected": not (
            item.evidence or item.metadata or item.refusal
        ),
        f"refusal: {item.refusal!r} with {' and '.join(said)}; either the piece answers or not": bool(
            item.refusal and said
        ),
        "evidence: it stands beside metadata; either sentences or metadata answer": bool(
            item.evidence and item.metadata
        ),
        "category: 'outside' without a refusal; the outside world is refused": item.category == "outside"
        and item.answerable,
        "category: 'near-miss' without a refusal; of a near-miss the piece does not say what is asked": item.category
        == "near-miss"
        and item.answerable,
        "patch: it is missing; what is 'planted' is a text that is put into the piece": item.category == "planted"
        and not item.patch,
        "must_not: it is missing; of what is 'planted' a word is expected that only who obeys it says": item.category
        == "planted"
        and not item.must_not,
        f"category: {item.category!r} was found; “{near}” is what has figures of its own": near != item.category
        and near in WITH_MEANING,
    }


def _found(value: Any, fits: Callable[[Any], bool] = bool) -> str:
    """What was found as it is printed; of a list of mappings the first one that does not fit."""
    parts = [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
    wrong = next((part for part in parts if not fits((part,))), value)
    return "nothing" if wrong is None else repr(wrong)


def _check_questions(place: str, item: Item) -> None:
    """Raise `InputError` for a question that the assistant would not take."""
    asked = {"question": [item.question], "history": item.history, "variants": [v["question"] for v in item.variants]}
    for field, texts in asked.items():
        for text in texts:
            try:
                cleaned(text)
            except QuestionError as error:
                raise InputError(f"{place}, {field}: {error}") from None


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: Any) -> bool:
    return isinstance(value, tuple) and all(map(_text, value))


def _keys(value: Any) -> bool:
    return _texts(value) and all(option.strip() for key in value for option in key.split("|"))


def _numbers(value: Any) -> bool:
    """Whether these are sentence numbers, each one once."""
    return (
        isinstance(value, tuple)
        and all(type(part) is int and part >= 0 for part in value)
        and len(set(value)) == len(value)
    )


def _variants(value: Any) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(variant, dict)
        and variant.keys() == VARIANT_KEYS
        and variant["kind"] in KINDS
        and variant["needs"] in (None, "model")
        and _texts((variant["language"], variant["question"]))
        for variant in value
    )


def _patch(value: Any) -> bool:
    if value is None:
        return True
    return (
        isinstance(value, dict)
        and value.keys() == {"after", "text"}
        and _numbers((value["after"],))
        and _text(value["text"])
    )


Shape = tuple["Callable[[Any], bool]", str]  # whether a value fits, and what is expected
TOP: dict[str, Shape] = {
    "piece": (
        lambda value: isinstance(value, str) and re.fullmatch(r"[\w-]+", value) is not None,
        "a name of letters, digits, “-” and “_”",
    ),
    "sha256": (
        lambda value: value is None or (isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None),
        "a SHA-256 of 64 hexadecimal digits",
    ),
    "items": (lambda value: isinstance(value, list) and bool(value), "a list of questions, one at least,"),
}
TEXTS: Shape = (_texts, "a list of texts")
NUMBERS: Shape = (_numbers, "a list of sentence numbers, each once, as [2, 3],")
KEYS: Shape = (_keys, "a list of texts in quotation marks, none of them empty, as ['84|eighty-four'],")
SHAPES: dict[str, Shape] = {
    "id": (lambda value: _text(value) and "~" not in value, "a text without “~”, which tells variants apart,"),
    "split": (lambda value: value in SPLITS, f"one of {', '.join(SPLITS)}"),
    "category": (_text, "a text"),
    "question": (lambda value: isinstance(value, str), "a text"),
    "history": TEXTS,
    "evidence": (
        lambda value: isinstance(value, tuple) and all(part and _numbers(part) for part in value),
        "a list of lists of sentence numbers, each once, as [[2, 3], [5]],",
    ),
    "extras": NUMBERS,
    "must": KEYS,
    "must_not": KEYS,
    "metadata": (
        lambda value: isinstance(value, tuple) and all(part in METADATA for part in value),
        f"a list of {', '.join(METADATA)}",
    ),
    "refusal": (lambda value: value is None or value in CODES, f"one of {', '.join(CODES)}"),
    "speaker": (lambda value: value is None or _text(value), "a text"),
    "overlap": (lambda value: isinstance(value, bool), "true or false"),
    "variants": (
        _variants,
        f"a list of {{kind: {'|'.join(KINDS)}, language: …, question: …, needs: null|model}}",
    ),
    "patch": (_patch, "{after: a sentence’s number, text: what is planted}"),
}


def _frozen(value: Any) -> Any:
    """Lists as tuples, all the way down."""
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


def check_against(evaluated: EvalSet, piece: Piece) -> None:
    """Raise `InputError` when the set is about another text or its items do not fit it, a line for each wrong item."""
    if evaluated.sha256 and evaluated.sha256 != piece.sha256:
        raise InputError(
            f"The set “{evaluated.name}” is about another text: SHA-256 {evaluated.sha256[:12]}… is expected, "
            f"{piece.sha256[:12]}… was found. Bring the piece that it was written for."
        )
    faults = [(item.id, next(iter(_misfits(item, piece)), None)) for item in evaluated.items]
    if lines := [f"{evaluated.place}, item {id_}, {fault}" for id_, fault in faults if fault]:
        raise InputError("\n".join(lines))


def _misfits(item: Item, piece: Piece) -> Iterator[str]:
    """Sentences and metadata that the piece does not have, a speaker whom it does not name, keys that cannot hold."""
    after = (item.patch["after"],) if item.patch else ()
    for field, numbers in {"evidence": sorted(item.right), "extras": item.extras, "patch": after}.items():
        if beyond := [n for n in numbers if n >= len(piece.sentences)]:
            yield f"{field}: the piece has no sentence {beyond[0]}; it has 0 to {len(piece.sentences) - 1}."
            return
    if absent := [field for field in item.metadata if not getattr(piece, field)]:
        yield f"metadata: the piece has no {absent[0]}; what it has can be asked for."
    if item.speaker and item.speaker != "author" and forbidden_keys(piece.text, [item.speaker]) == []:
        yield (
            f"speaker: {item.speaker!r} does not stand in the piece; "
            "a speaker as the piece names them, or author, is expected."
        )
    if keys := unmet(item, piece):
        yield (
            f"must or must_not: “{keys[0]}” does not fit {'the' if item.metadata else 'every set of its'} "
            f"{'metadata of the piece' if item.metadata else 'evidence'}. "
            "What must be said stands in each, and what must not be said in none."
        )


def unmet(item: Item, piece: Piece) -> list[str]:
    """The keys that some evidence set or the metadata of the item do not hold, and the forbidden ones that they do."""
    texts = [" ".join(piece.sentence_text(number) for number in evidence) for evidence in item.evidence]
    texts += [" ".join(str(getattr(piece, field)) for field in item.metadata)] if item.metadata else []
    return [key for text in texts for key in (*missing_keys(text, item.must), *forbidden_keys(text, item.must_not))]
