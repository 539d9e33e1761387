"""The commands of `pullquote eval`: they parse options and print; the measuring is done in `eval/`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.command import add_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.language_models import BaseChatModel

    from eval.judge import Question
    from eval.results import Results
    from eval.tamper import Split

RUNS = Path("eval-runs")
BAR = 30
JOBS = 4


def add_eval(commands: Any) -> None:
    """`pullquote eval …`."""
    group = commands.add_parser("eval", help="measure how well the assistant keeps to the source")
    kinds = group.add_subparsers(required=True, metavar="WHAT")
    command = add_command(kinds, "reader", eval_reader, "measure finding and refusing, beside BM25 and the embeddings")
    command.add_argument("--piece", metavar="FILE", help="the editorial that the set “editorial” was written for")
    command.add_argument(
        "--squad", type=Path, metavar="FOLDER", help="SQuAD-like dev-questions and dev-passages (.jsonl.gz)"
    )
    command.add_argument("--split", choices=["dev", "test"], default="test", help="which half of the items (test)")
    command.add_argument("--misses", action="store_true", help="list every item that was missed (dev items only)")
    command = add_command(kinds, "begin", eval_begin, "print an eval set to begin with, for a piece of your own")
    command.add_argument("file", metavar="PIECE", help="the piece that the questions will be about")
    command = add_command(kinds, "validate", eval_validate, "check every eval set")
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", help="sets; those that ship when left out")
    _add_piece(command)
    _add_run(kinds)
    _add_readers(kinds)
    command = add_command(kinds, "judge-check", eval_judge_check, "measure a judge on statements whose truth is known")
    command.add_argument("spec", metavar="SPEC", help="the language model, as PROVIDER:MODEL")
    command.add_argument("--split", choices=["dev", "test"], default="dev", help="which half of the pairs (dev)")
    command.add_argument("--pairs", type=_from(2), default=200, metavar="N", help="how many, half of them true (200)")
    command.add_argument(
        "--out", type=_place, metavar="FOLDER", help="where verdicts are kept; a stopped check goes on"
    )
    _add_pieces(command)
    _add_jobs(command)
    add_tamper(kinds)


def _add_run(kinds: Any) -> None:
    command = add_command(kinds, "run", eval_run, "ask every question of the eval sets, and hold the gates")
    command.add_argument(
        "--set",
        action="append",
        metavar="NAME",
        help="an eval set that ships, or FILE.yaml; may be given again (all that ship and whose piece is there)",
    )
    _add_piece(command)
    _add_gates(command)
    command.add_argument("--split", choices=["dev", "test"], help="only these items")
    command.add_argument("--out", type=_place, metavar="FOLDER", help="where the run is kept; a stopped run goes on")
    command.add_argument("--model", metavar="SPEC", help="a language model that writes, as PROVIDER:MODEL")
    command.add_argument("--judge", metavar="SPEC", help="a language model that gives a second opinion")
    _add_pieces(command)
    command.add_argument("--squad", type=Path, metavar="FILE", help="a SQuAD 2.0 file (without --set, only that)")
    _add_jobs(command)


def _add_readers(kinds: Any) -> None:
    """The commands that read a run's folder and ask nothing."""
    again = "compute a run's figures again from its rows, and hold the gates"
    for command in (
        add_command(kinds, "report", eval_report, "write a run's report again: HTML, Markdown, JUnit XML"),
        add_command(kinds, "rescore", eval_rescore, again),
    ):
        _add_folder(command)
        _add_piece(command)
        _add_gates(command)
    command = add_command(kinds, "compare", eval_compare, "hold two runs against each other, item by item")
    command.add_argument("first", type=Path, metavar="A", help="a run's folder")
    command.add_argument("second", type=Path, metavar="B", help="another run's folder")
    command.add_argument("--html", type=Path, metavar="FILE", help="write the comparison with its plot to this file")
    _add_piece(command)
    command = add_command(kinds, "export", eval_export, "print a run as JSON lines for another tool")
    _add_folder(command)
    command.add_argument("--form", choices=["ragas", "inspect"], required=True, help="whose field names")
    _add_piece(command)


def _add_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="FOLDER", help="what eval run wrote")


def _add_piece(command: argparse.ArgumentParser) -> None:
    command.add_argument("--piece", action="append", metavar="FILE", help="a text that a set was written for")


def _add_gates(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--gates", type=Path, metavar="FILE", help="gates of your own, as in eval/gates.yaml, held beside those"
    )


def _place(text: str) -> Path:
    """The type of an option that takes a folder, which may not be there yet."""
    if not text.strip():
        raise argparse.ArgumentTypeError("a folder’s name is expected, and it is empty")
    return Path(text)


def _add_pieces(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--pieces",
        type=Path,
        metavar="FOLDER",
        help="labelled pieces, of which statements are made whose truth is known (training/pieces when left out)",
    )


def _add_jobs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--jobs", type=_from(1), default=JOBS, metavar="N", help=f"calls of a model at a time ({JOBS})"
    )


def _from(least: int) -> Callable[[str], int]:
    """The type of an option that takes a number from `least` on."""

    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"“{text}” is no whole number from {least} on")
        return int(text)

    return number


def add_tamper(kinds: Any) -> None:
    """`pullquote eval tamper`."""
    command = add_command(kinds, "tamper", eval_tamper, "true and falsified statements, beside the matchers of others")
    _add_pieces(command)
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


def eval_begin(options: argparse.Namespace) -> int:
    """`pullquote eval begin`: the piece's sentences by number, and the set's first lines."""
    from eval.outline import outline
    from index.loading import load

    print(outline(load(options.file), options.file), end="")
    return 0


def eval_validate(options: argparse.Namespace) -> int:
    """`pullquote eval validate`: the sets, against their pieces where these are here, and the second reader."""
    from eval.agreement import of_shipped_sets
    from eval.cases import opened
    from eval.sets import shipped
    from eval.texts import given
    from index.errors import InputError

    brought = given(options.piece or [])
    faults: list[str] = []
    for file in options.files or shipped():
        try:
            found = opened(file, brought, needed=bool(options.piece))
        except InputError as error:
            faults.append(str(error))
            continue
        items = found.set.items
        answerable = sum(item.answerable for item in items)
        held = "" if found.piece else "; its piece is not here, so its sentence numbers were not checked"
        bare = sum(not item.canaried for item in items)
        told = f"; {bare} with an instruction, but no canary (must_not) to see by that it was obeyed" if bare else ""
        print(f"{file.name}: {len(items)} items, {answerable} of them answerable{told}{held}")
    if faults:
        raise InputError("\n".join(faults))
    if not options.files:
        print("\n".join(of_shipped_sets().lines()))
    return 0


def eval_run(options: argparse.Namespace) -> int:
    """`pullquote eval run`: 0 when every question was answered and every gate holds, else 1."""
    folder = options.out or RUNS / time.strftime("%Y-%m-%d-%H%M%S")
    try:
        return _run(options, folder)
    except KeyboardInterrupt:
        print(f"\nstopped; the same command with --out {folder} goes on where it stopped", file=sys.stderr)
        raise


def _run(options: argparse.Namespace, folder: Path) -> int:
    if options.squad:
        _squad(options, folder / "squad")
        if not options.set:
            return 0
    from assistant.models import connect
    from eval.engines import counting, engine_for
    from eval.gates import check_groups, load_gates
    from eval.report import write
    from eval.run import plan, run
    from eval.tamper import PIECES, pieces_in
    from eval.texts import given

    judging = counting(connect(options.judge)) if options.judge else None
    if judging:
        pieces_in(options.pieces or PIECES)  # told before anything is asked, too
    planned = plan(options.set or [], given(options.piece or []), split=options.split, model=options.model)
    load_gates(options.gates)  # a fault in them is told before anything is asked
    check_groups(options.gates, planned.cases)
    for name in planned.left_out:
        print(f"pullquote: the set “{name}” is left out: its piece is not here; name it with --piece", file=sys.stderr)
    workers = options.jobs if options.model else 1
    run(planned, folder, engine_for(options.model), workers=workers, progress=_bar("questions"))
    if judging:
        write(_results(folder, options), folder)  # what there is, should the judge not answer
        _second_opinion(judging, options, folder)
    return _rescored(folder, options)


def _squad(options: argparse.Namespace, folder: Path) -> None:
    """SQuAD is asked of the embedded reader. Raises `InputError` for an option that would be passed over."""
    from eval.engines import engine_for
    from eval.run import versions
    from eval.squad import lines, read_squad, run_squad
    from index.errors import InputError

    for name in ("model", "judge", "split"):
        if getattr(options, name):
            raise InputError(f"--squad asks the embedded reader every question; run it without --{name}.")
    asked = read_squad(options.squad)
    run_squad(asked, folder, engine_for(None), versions(None), _bar("questions"))
    print("\n".join(lines(asked, folder)))


def _second_opinion(model: BaseChatModel, options: argparse.Namespace, folder: Path) -> None:
    from eval.judge import CHECKED, JUDGED, PAIRS, judge, statements

    header = {"judge": options.judge}
    asked = statements(_results(folder, options).rows)
    judge(asked, model, folder / JUDGED, header, workers=options.jobs, progress=_bar("statements"), out=folder)
    known = _labelled(options, "dev", PAIRS)
    bar = _bar("labelled pairs")
    judge(known, model, folder / CHECKED, header, workers=options.jobs, progress=bar, out=folder)


def _labelled(options: argparse.Namespace, split: Split, count: int) -> list[Question]:
    """Statements whose truth is known."""
    from eval.judge import labelled
    from eval.tamper import PIECES, pairs, pieces_in
    from index.errors import InputError

    folder = pieces_in(options.pieces or PIECES)
    known = labelled(pairs(split, folder, progress=_bar("pieces for labelled pairs")), count)
    if not known:
        raise InputError(f"“{folder}” has no pieces of the {split} half to make statements of. Name another folder.")
    return known


def eval_judge_check(options: argparse.Namespace) -> int:
    """`pullquote eval judge-check`."""
    from assistant.models import connect
    from eval.engines import counting
    from eval.judge import judge, judged_pairs
    from eval.records import ROWS, read_lines

    folder = options.out or RUNS / time.strftime("judge-%Y-%m-%d-%H%M%S")
    model = counting(connect(options.spec))
    known = _labelled(options, options.split, options.pairs)
    header = {"judge": options.spec, "split": options.split, "pairs": len(known)}
    judge(known, model, folder, header, workers=options.jobs, progress=_bar("labelled pairs"))
    print("\n".join(judged_pairs(read_lines(folder / ROWS)).lines()))
    return 0


def _results(folder: Path, options: argparse.Namespace) -> Results:
    from eval.results import load_results
    from eval.texts import given

    return load_results(folder, given(options.piece or []), getattr(options, "gates", None))


def _rescored(folder: Path, options: argparse.Namespace, *, short: bool = False) -> int:
    """Write every report, print the one for the terminal, and give the gates' exit code."""
    from eval.brief import brief, outcome
    from eval.gates import exit_code
    from eval.markdown import markdown
    from eval.report import write

    results = _results(folder, options)
    write(results, folder)
    lines = brief(results, folder) if short else [*markdown(results, full=False), "", *outcome(results, folder)]
    print("\n".join(lines))
    if results.doubts:
        print(f"pullquote: this run counts as failed. {' '.join(results.doubts)}", file=sys.stderr)
    return exit_code(results.gates, results.doubts)


def eval_rescore(options: argparse.Namespace) -> int:
    """`pullquote eval rescore`: as `run`, without asking anything."""
    return _rescored(options.folder, options)


def eval_report(options: argparse.Namespace) -> int:
    """`pullquote eval report`: as `rescore`, with a short summary on standard output."""
    return _rescored(options.folder, options, short=True)


def eval_compare(options: argparse.Namespace) -> int:
    """`pullquote eval compare A B`."""
    from eval.compare import changed, compare, dropped, lines, several
    from eval.records import put
    from eval.report import comparison

    first, second = (_results(folder, options) for folder in (options.first, options.second))
    found = compare(first, second)
    gained, lost = changed(first, second)
    variants = changed(first, second, variants=True)
    left_out = dropped(first, second)
    print(f"A: {options.first} ({_who(first)})\nB: {options.second} ({_who(second)})\n")
    print("\n".join([*left_out, *([""] if left_out else []), *lines(found), "", several(found)]))
    for what, ids in {"": (gained, lost), "of variants, ": variants}.items():
        print(f"\n{what}only B is right: {', '.join(ids[0]) or 'none'}")
        print(f"{what}only A is right: {', '.join(ids[1]) or 'none'}")
    if options.html:
        page = comparison((str(options.first), str(options.second)), found, (gained, lost), variants, left_out)
        put(options.html, page)
        print(f"report: {options.html}")
    return 0


def _who(results: Results) -> str:
    """Who answered in a run, and how many questions."""
    from eval.cases import questions

    return f"{results.answerer}, {questions(len(results.rows))}"


def eval_export(options: argparse.Namespace) -> int:
    """`pullquote eval export`."""
    from eval.export import exported

    for record in exported(_results(options.folder, options), options.form):
        print(json.dumps(record, ensure_ascii=False))
    return 0


def _bar(what: str) -> Callable[[int, int], None] | None:
    """A bar with what is left, on a terminal only."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def draw(done: int, count: int) -> None:
        filled = BAR * done // max(1, count)
        spent = time.monotonic() - started
        line = f"{'█' * filled}{'·' * (BAR - filled)} {done}/{count} {what}, {count - done} left, {spent:.0f} s"
        print(f"\r{line}", end="\n" if done == count else "", file=sys.stderr, flush=True)

    return draw
