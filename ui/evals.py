"""The commands of `pullquote eval`: they parse options and print; the measuring is done in `eval/`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.command import add_command

if TYPE_CHECKING:
    import argparse


def add_eval(commands: Any) -> None:
    """`pullquote eval …`."""
    group = commands.add_parser("eval", help="measure how well the assistant keeps to the source")
    kinds = group.add_subparsers(required=True, metavar="WHAT")
    command = add_command(kinds, "reader", eval_reader, "measure finding and refusing, beside BM25 and the embeddings")
    command.add_argument("--piece", metavar="FILE", help="the editorial that the set “editorial” was written for")
    command.add_argument(
        "--squad", type=Path, metavar="FOLDER", help="SQuAD-like dev-questions and dev-passages (.jsonl.gz)"
    )
    command.add_argument("--split", choices=["dev", "test"], help="only these items")
    command.add_argument("--misses", action="store_true", help="list every item that was missed (dev items only)")
    command = add_command(kinds, "validate", eval_validate, "check every eval set")
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", help="sets; those that ship when left out")
    add_tamper(kinds)


def add_tamper(kinds: Any) -> None:
    """`pullquote eval tamper`."""
    command = add_command(kinds, "tamper", eval_tamper, "true and falsified statements, beside the matchers of others")
    command.add_argument(
        "--pieces", type=Path, metavar="FOLDER", help="labelled pieces (training/pieces when left out)"
    )
    command.add_argument("--piece", metavar="FILE", help="one more piece, in the half that a hash gives it")
    command.add_argument("--split", choices=["dev", "test"], help="only this half of the pieces")
    command.add_argument("--misses", action="store_true", help="list every row that went wrong (dev half only)")
    command.add_argument("--json", type=Path, metavar="FILE", help="write every row with its verdicts, as JSON lines")


def eval_tamper(options: argparse.Namespace) -> int:
    """`pullquote eval tamper`."""
    from eval.tamper import PIECES
    from eval.verdicts import measure

    lines = measure(
        options.split, options.pieces or PIECES, options.piece, misses=options.misses, json_file=options.json
    )
    for line in lines:
        print(line)
    return 0


def eval_reader(options: argparse.Namespace) -> int:
    """`pullquote eval reader`."""
    from eval.reader import measure

    print("\n".join(measure(options.piece, options.squad, options.split, misses=options.misses)))
    return 0


def eval_validate(options: argparse.Namespace) -> int:
    """`pullquote eval validate`."""
    from eval.sets import FOLDER, load_set

    for file in options.files or sorted(FOLDER.glob("*.yaml")):
        found = load_set(file)
        print(
            f"{file.name}: {len(found.items)} items, {sum(item.answerable for item in found.items)} of them answerable"
        )
    return 0
