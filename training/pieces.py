"""Reads and checks the labelled pieces in `training/pieces/`: a text of one sentence a line, questions as JSON lines.

python -m training.pieces [NAME …]     prints what is wrong, and counts by kind and split; exit code 1 if anything is
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from eval.labelled import read_labelled

if TYPE_CHECKING:
    from index.piece import Piece

FOLDER = Path(__file__).with_name("pieces")
UNSEEN = "qr"  # series written after the first reader was trained
NEWEST = "stu"  # series of which every third piece or so is kept for testing
LAST = "vw"  # series of which every eighth piece is kept for testing, and every eighth for choosing
UNSEEN_OLD = frozenset("l07 l08 l09 n10 n11 n12 n13 n14".split())


@dataclass(frozen=True, slots=True)
class Item:
    """A reader's question: `gold` lists the required pieces of evidence, each a list of alternative sentences."""

    question: str
    kind: str
    gold: list[list[int]]
    span: str | None
    nearest: int | None
    history: list[str]

    @property
    def evidence(self) -> set[int]:
        """Every sentence that is right to quote."""
        return {number for alternatives in self.gold for number in alternatives}


LEAST = {
    "single": 6,
    "number": 3,
    "who": 3,
    "author": 3,
    "why": 4,
    "list": 3,
    "paraphrase": 4,
    "yesno": 2,
    "summary": 1,
    "typo": 1,
    "followup": 2,
    "near-miss": 6,
    "false-premise": 3,
    "outside": 1,
}
# Series of many pieces with fewer questions each; a third of those of y are not answered, one in eight a false premise.
LEAST_SHORT = {
    "x": {
        "single": 3,
        "number": 2,
        "who": 2,
        "why": 2,
        "list": 1,
        "paraphrase": 4,
        "yesno": 1,
        "typo": 1,
        "followup": 2,
        "near-miss": 3,
        "false-premise": 1,
    },
    "y": {
        "single": 3,
        "number": 3,
        "who": 3,
        "author": 1,
        "why": 1,
        "paraphrase": 3,
        "yesno": 2,
        "typo": 1,
        "followup": 1,
        "near-miss": 4,
        "false-premise": 3,
    },
    **{
        series: {
            "single": 3,
            "number": 2,
            "who": 3,
            "author": 4,
            "why": 4,
            "paraphrase": 3,
            "yesno": 2,
            "typo": 1,
            "followup": 1,
            "near-miss": 3,
            "false-premise": 2,
        }
        for series in "zo"
    },
}
UNANSWERABLE = frozenset({"near-miss", "false-premise", "outside"})
SENTENCES = range(6, 121)

Split = Literal["train", "dev", "test"]


def split_of(name: str) -> Split:
    """Which part a piece belongs to; the first reader, from which training starts, has seen no dev or test piece."""
    series, number = name[0], int(name[1:])
    if series in UNSEEN or name in UNSEEN_OLD:
        return "dev"
    if series in NEWEST:
        return "test" if number % 8 in {1, 4, 7} else "dev" if number == 2 else "train"
    if series in LAST:
        return "test" if number % 8 == 1 else "dev" if number % 8 == 5 else "train"
    return "train"


def names(part: Split, folder: Path = FOLDER) -> list[str]:
    """The pieces of one part, in order."""
    return sorted(path.stem for path in folder.glob("*.jsonl") if split_of(path.stem) == part)


def read_piece(path: Path) -> Piece:
    """The piece with the sentences that its lines give (no splitter has a say), and without title, author and date."""
    return replace(read_labelled(path), title=None, author=None, date=None)


def read_items(path: Path) -> list[Item]:
    """The questions of one piece."""
    return [_item(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _item(row: dict[str, Any]) -> Item:
    history = [turn if isinstance(turn, str) else turn[0] for turn in row.get("history") or []]
    return Item(row["q"], row["kind"], row["gold"], row.get("span"), row.get("nearest"), history)


def problems(name: str, folder: Path = FOLDER) -> list[str]:
    """What is wrong with a piece and its items; each line names the item by its question."""
    piece, items = read_piece(folder / f"{name}.txt"), read_items(folder / f"{name}.jsonl")
    count = len(piece.sentences)
    found = (
        [f"{count} sentences; {SENTENCES.start} to {SENTENCES.stop - 1} are expected"] if count not in SENTENCES else []
    )
    kinds = Counter(item.kind for item in items)
    found += [
        f"{kind}: {kinds[kind]} items, at least {least} are expected"
        for kind, least in LEAST_SHORT.get(name[0], LEAST).items()
        if kinds[kind] < least
    ]
    found += [f"{kind}: an unknown kind" for kind in kinds.keys() - LEAST.keys()]
    asked = Counter((item.question, tuple(item.history)) for item in items)
    found += [f"asked twice: {question}" for (question, _), times in asked.items() if times > 1]
    return found + [f"{problem}: {item.question}" for item in items for problem in _problems(item, piece)]


def _problems(item: Item, piece: Piece) -> list[str]:
    """What is wrong with one item."""
    count, unanswerable = len(piece.sentences), item.kind in UNANSWERABLE
    beyond = [number for group in item.gold for number in group if not 0 <= number < count]
    held = any(item.span in piece.sentence_text(n) for n in item.evidence if 0 <= n < count) if item.span else True
    wrong = {
        "unanswerable, with gold": unanswerable and bool(item.gold),
        "no gold": not unanswerable and not item.gold,
        "an empty group in gold": any(not group for group in item.gold),
        f"no sentence {beyond[:1]}": bool(beyond),
        f"span “{item.span}” is in no gold sentence": not beyond and not held,
        "nearest missing": item.kind in {"near-miss", "false-premise"} and item.nearest is None,
        f"no sentence {item.nearest} to be nearest": item.nearest is not None and not 0 <= item.nearest < count,
        "history missing": item.kind == "followup" and not item.history,
    }
    return [problem for problem, there in wrong.items() if there]


def main() -> int:
    """Check the named pieces, or all."""
    chosen = sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("*.jsonl"))
    wrong = [f"{name}: {problem}" for name in chosen for problem in problems(name)]
    print(*wrong, sep="\n")
    for part in ("train", "dev", "test"):
        held = [name for name in chosen if split_of(name) == part]
        kinds = Counter(item.kind for name in held for item in read_items(FOLDER / f"{name}.jsonl"))
        counts = ", ".join(f"{kind} {kinds[kind]}" for kind in LEAST)
        print(f"{part}: {len(held)} pieces, {kinds.total()} items: {counts}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
