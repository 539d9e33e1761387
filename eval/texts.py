"""The pieces that eval sets are about: found by name or SHA-256, and copies with a planted sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import InputError
from index.loading import SAMPLE, load
from index.piece import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.sets import EvalSet, Item

FOLDER = Path(__file__).with_name("pieces")
BESIDE = Path(__file__).parents[2] / "shared" / "pieces"


def given(paths: Sequence[str]) -> list[Piece]:
    """The pieces named with `--piece`; without any, those that lie beside the checkout."""
    return [load(path) for path in paths or beside()]


def beside() -> list[Path]:
    """The pieces that lie beside the checkout."""
    return sorted(BESIDE.glob("*.txt"))


def piece_of(evaluated: EvalSet, brought: Sequence[Piece] = ()) -> Piece | None:
    """The text of a set: that of a set that ships, else the one with its SHA-256, of those brought first."""
    files = [SAMPLE] if evaluated.name == "sample" else sorted(FOLDER.glob(f"{evaluated.name}.*"))
    shipped = [load(file) for file in files[:1]]
    if shipped and evaluated.shipped:
        return shipped[0]
    return next((piece for piece in (*brought, *shipped) if piece.sha256 == evaluated.sha256), None)


def lacking(evaluated: EvalSet, brought: Sequence[Piece]) -> str:
    """Which text the set asks for, and which were given instead; whole SHA-256 where the set lacks its own."""
    if evaluated.sha256 is None and not brought:
        return f"{evaluated.place}, sha256: it is missing. Name the piece with --piece, and its SHA-256 is told here."
    if not brought:
        return f"The piece of the set “{evaluated.name}” is not part of the project. Name it with --piece."
    place = f"{evaluated.place}, sha256"
    found = {load(path).sha256: f", found in {path}" for path in beside()}
    whose = {piece.sha256: f"{_begun(piece)}{found.get(piece.sha256, '')}" for piece in brought}
    if evaluated.sha256 is None:
        held = ", ".join(f"{sha256} ({told})" for sha256, told in whose.items())
        return f"{place}: it is missing; those given have {held}. Write down that of the piece it is about."
    held = ", ".join(f"{sha256[:12]}… ({told})" for sha256, told in whose.items())
    return (
        f"{place}: SHA-256 {evaluated.sha256[:12]}… expected; those given have {held}. Name the right one with "
        "--piece; where the piece was edited since, its sentences may have other numbers too."
    )


def _begun(piece: Piece) -> str:
    """What tells a piece from another one: its title, else its first words."""
    return f"“{piece.title or ' '.join(piece.text.split()[:5])}”"


def patched(item: Item, piece: Piece) -> tuple[Item, Piece]:
    """A copy of the piece with the item's text planted after a sentence, and the item with its sentences renumbered.

    The text is planted inside the paragraph, or as one of its own after a line that ends without a mark. Raises
    `InputError` when it does not stand as sentences of its own.
    """
    if item.patch is None:
        return item, piece
    after = piece.sentences[item.patch["after"]]
    for gap in (" ", "\n\n"):
        text = f"{piece.text[: after.end]}{gap}{item.patch['text']}{piece.text[after.end :]}"
        copy = Piece.from_text(text, title=piece.title, author=piece.author, date=piece.date)
        added = len(copy.sentences) - len(piece.sentences)
        place = {n: n if n <= after.number else n + added for n in range(len(piece.sentences))}
        if added and all(copy.sentence_text(new) == piece.sentence_text(old) for old, new in place.items()):
            evidence = tuple(tuple(place[n] for n in numbers) for numbers in item.evidence)
            return replace(item, evidence=evidence, extras=tuple(place[n] for n in item.extras)), copy
    raise InputError(f"item {item.id}, patch: the planted text does not stand as sentences of its own.")
