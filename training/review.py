"""A second pair of eyes: blind sheets to answer, and how far those answers agree with the labels.

    python -m training.review sheet NAME …          the piece numbered, its questions shuffled, no labels
    python -m training.review agreement             from `training/review.jsonl`; --open lists what differs

A reviewer's answer is the sentences that answer, best first, or none. It agrees with an answerable item when its first
sentence stands in the label’s evidence, with an unanswerable one when it is empty. The agreement printed is with the
labels as they stand: some were mended after the review.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from pathlib import Path

from eval.statistics import kappa
from training.pieces import FOLDER, Item, read_items, read_piece

REVIEWS = Path(__file__).with_name("review.jsonl")


def order(name: str, count: int) -> list[int]:
    """The shuffled order in which a sheet asks the items, the same each time."""
    places = list(range(count))
    random.Random(name).shuffle(places)  # noqa: S311  (a shuffle, not a secret)
    return places


def sheet(name: str, folder: Path = FOLDER) -> str:
    """The piece with numbered sentences, then its questions, numbered as they are asked: an item's place would tell."""
    piece, items = read_piece(folder / f"{name}.txt"), read_items(folder / f"{name}.jsonl")
    lines = [f"=== {name}", *(f"[{s.number}] {piece.sentence_text(s.number)}" for s in piece.sentences), ""]
    for number, place in enumerate(order(name, len(items))):
        earlier = "".join(f"({turn}) " for turn in items[place].history)
        lines.append(f"q{number}: {earlier}{items[place].question}")
    return "\n".join(lines)


def agrees(item: Item, answer: list[int]) -> bool:
    """Whether a reviewer's answer and the label say the same."""
    if not item.gold or not answer:
        return not item.gold and not answer
    return answer[0] in item.evidence


def reviews(path: Path = REVIEWS) -> dict[str, dict[int, list[int]]]:
    """Each reviewed piece's answers by number of item."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["piece"]: {int(place): answer for place, answer in row["answers"].items()} for row in rows}


def agreement(*, show: bool, folder: Path = FOLDER, path: Path = REVIEWS) -> list[str]:
    """The report's lines; with `show`, every item on which reviewer and label differ."""
    kinds: dict[str, list[bool]] = defaultdict(list)
    answerable: tuple[list[bool], list[bool]] = ([], [])
    differing = []
    for name, answers in reviews(path).items():
        items = read_items(folder / f"{name}.jsonl")
        for place, answer in sorted(answers.items()):
            item = items[place]
            kinds[item.kind].append(agrees(item, answer))
            answerable[0].append(bool(item.gold))
            answerable[1].append(bool(answer))
            if not kinds[item.kind][-1]:
                differing.append(f"{name} q{place} {item.kind}: {item.question} | label {item.gold}, reviewer {answer}")
    everything = [outcome for outcomes in kinds.values() for outcome in outcomes]
    lines = ["| kind | items | reviewer and label agree |", "|---|---|---|"]
    lines += [f"| {kind} | {len(o)} | {sum(o) / len(o):.3f} |" for kind, o in sorted(kinds.items())]
    lines.append(f"| all | {len(everything)} | {sum(everything) / len(everything):.3f} |")
    lines.append(f"| answerable or not: Cohen’s kappa | {len(everything)} | {kappa(*answerable):.3f} |")
    return [*lines, "", *differing] if show else lines


def main() -> None:
    """Print sheets or the agreement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["sheet", "agreement"])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--open", action="store_true", help="list the items that differ")
    parser.add_argument("--pieces", type=Path, default=FOLDER)
    parser.add_argument("--reviews", type=Path, default=REVIEWS)
    options = parser.parse_args()
    if options.what == "sheet":
        print("\n\n".join(sheet(name, options.pieces) for name in options.names))
    else:
        print("\n".join(agreement(show=options.open, folder=options.pieces, path=options.reviews)))


if __name__ == "__main__":
    main()
