"""Eval sets: questions about one piece, with the sentences that answer them or the refusal that is due.

`eval/sets/*.yaml` hold them, `eval/sets/README.md` describes every field. A row is checked when it is read: an unknown
key, a value of another type, a sentence that the piece does not have or a missing refusal is named with file, item and
field.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import CODES
from index.errors import InputError
from index.lexical import terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.piece import Piece

FOLDER = Path(__file__).with_name("sets")
SCHEMA = 1
SPLITS = ("dev", "test")
METADATA = ("date", "title", "author")
KINDS = ("typo", "wording", "language")
VARIANT_KEYS = {"kind", "language", "question", "needs"}
SECOND = "second-pass.yaml"


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


def shipped() -> list[Path]:
    """The files of the sets that ship, in the order of their names."""
    return [path for path in sorted(FOLDER.glob("*.yaml")) if path.name != SECOND]


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file of our schema. Raises `InputError`."""
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: not a readable YAML file ({str(error).splitlines()[0]}).") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise InputError(f"{path}: schema {SCHEMA} is expected at the top of an eval set.")
    return data


def load_set(path: Path) -> EvalSet:
    """Read and check one set. Raises `InputError` that names file, item and field."""
    data = read_yaml(path)
    items = tuple(_item(path, row) for row in data.get("items") or [])
    ids = [item.id for item in items]
    if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        raise InputError(f"{path}, item {twice[0]}: the id stands twice; each is used once.")
    return EvalSet(str(data.get("piece")), data.get("sha256"), items)


def _item(path: Path, row: Any) -> Item:
    place = f"{path}, item {row.get('id') if isinstance(row, dict) else row}"
    known = {field.name for field in fields(Item)}
    if not isinstance(row, dict) or not {"id", "split", "category", "question"} <= row.keys():
        raise InputError(f"{place}: id, split, category and question are expected.")
    if unknown := sorted(row.keys() - known):
        raise InputError(f"{place}, {unknown[0]}: an unknown field; {', '.join(sorted(known))} are known.")
    item = Item(**{key: _frozen(value) for key, value in row.items()})
    for field, fits in SHAPES.items():
        if not fits(getattr(item, field)):
            raise InputError(f"{place}, {field}: {getattr(item, field)!r} is not of the shape that the README names.")
    problems = {
        "split": item.split not in SPLITS,
        "refusal": item.refusal is not None and item.refusal not in CODES,
        "evidence": not item.evidence and not item.metadata and item.refusal is None,
        "metadata": any(field not in METADATA for field in item.metadata),
        "question": not str(item.question).strip(),
    }
    for field, wrong in problems.items():
        if wrong:
            raise InputError(f"{place}, {field}: {getattr(item, field)!r} is not possible here.")
    return item


def _texts(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(part, str) and part.strip() for part in value)


def _numbers(value: Any) -> bool:
    return isinstance(value, tuple) and all(type(part) is int and part >= 0 for part in value)


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
    return isinstance(value, dict) and value.keys() == {"after", "text"} and _numbers((value["after"],))


SHAPES: dict[str, Callable[[Any], bool]] = {
    "id": lambda value: isinstance(value, str),
    "category": lambda value: isinstance(value, str),
    "question": lambda value: isinstance(value, str),
    "history": _texts,
    "evidence": lambda value: isinstance(value, tuple) and all(part and _numbers(part) for part in value),
    "extras": _numbers,
    "must": _texts,
    "must_not": _texts,
    "metadata": _texts,
    "speaker": lambda value: value is None or isinstance(value, str),
    "variants": _variants,
    "patch": _patch,
}


def _frozen(value: Any) -> Any:
    """Lists as tuples, all the way down."""
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


def check_against(evaluated: EvalSet, piece: Piece) -> None:
    """Raise `InputError` when the set speaks of sentences that the piece does not have, or of another text."""
    if evaluated.sha256 and evaluated.sha256 != piece.sha256:
        raise InputError(
            f"The set “{evaluated.name}” is about another text: SHA-256 {evaluated.sha256[:12]}… is expected, "
            f"{piece.sha256[:12]}… was found. Bring the piece that it was written for."
        )
    for item in evaluated.items:
        named = (*item.right, *item.extras, *((item.patch["after"],) if item.patch else ()))
        if beyond := [n for n in named if not 0 <= n < len(piece.sentences)]:
            raise InputError(f"{evaluated.name}, item {item.id}, evidence: the piece has no sentence {beyond[0]}.")
