"""The command line: `pullquote ask`, `chat`, `check`, `verify`, `cache`, `models`, `eval`.

Exit codes: 0 done, 1 a check failed, 2 bad usage or input (one line on standard error, no traceback).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from index.errors import InputError, PullquoteError, QuestionError
from ui.command import add_command
from ui.evals import add_eval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.engine import Engine
    from index.piece import Piece

MODEL_VARIABLE = "PULLQUOTE_MODEL"
OF_THE_PAGE = ("auth", "host", "port", "root_path", "mcp")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _streams()
    options, unknown = parser().parse_known_args(arguments)
    if unknown:  # which the whole grammar would tell, and lead to help that has none of the command's own options
        options.usage.error(f"unrecognized arguments: {' '.join(unknown)}")
    if arguments is None and options.run is ask:
        # As Python's KeyboardInterrupt it could hit an import in one thread, for whose lock the others wait for ever.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        code = options.run(options)
        sys.stdout.flush()
    except PullquoteError as error:
        print(f"pullquote: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        print(f"pullquote: The command could not be finished ({error.strerror or error}).", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    return code


def _drop_output() -> None:
    """What is still to be written goes nowhere, so that Python does not fail on it once more when it ends."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _streams() -> None:
    """Closed ones lead nowhere; curly quotes must survive a terminal or pipe of another encoding."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (for as long as it runs)
        elif mode == "w" and hasattr(getattr(sys, name), "reconfigure"):
            getattr(sys, name).reconfigure(encoding="utf-8", errors="replace")


class _Parser(argparse.ArgumentParser):
    """Tells bad usage in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. “{self.prog} --help” tells what is taken.\n")


def parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line."""
    top = _Parser(prog="pullquote", description="Ask an opinion piece anything; get its own words back.")
    top.add_argument("--version", action=_Version, nargs=0, help="print the version and the models that ship")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _chat(commands)
    _ask(commands)
    _check(commands)
    _verify(commands)
    _cache(commands)
    _models(commands)
    add_eval(commands)
    return top


class _Version(argparse.Action):
    """Prints the version; reads no model."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from assistant.version import VERSION
        from index.encoder import manifest

        print(f"pullquote {VERSION} (reader {manifest('reader')}, embedder {manifest('embedder')})")
        parser.exit()


def _on_a_piece(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--piece", metavar="FILE", help="the piece (.txt, .md, .html, .pdf, .docx, .eml); - for standard input"
    )
    command.add_argument("--store", metavar="PLACE", help="folder of the index, or a Chroma server (http://HOST:PORT)")


def _with_a_model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model",
        metavar="SPEC",
        help="a language model that answers, as openai:NAME, anthropic:NAME or ollama:NAME; "
        f"{MODEL_VARIABLE} sets a default, and “none” is the embedded reader",
    )


def named_model(options: argparse.Namespace) -> str | None:
    """The model that `--model` or the environment names; None for the embedded reader."""
    spec = options.model if options.model is not None else os.environ.get(MODEL_VARIABLE, "")
    return None if spec.strip().lower() in {"", "none"} else spec


def _models(commands: Any) -> None:
    group = commands.add_parser("models", help="try out a language model")
    kinds = group.add_subparsers(required=True, metavar="WHAT")
    command = add_command(kinds, "check", models_check, "try a language model and say what was found")
    command.add_argument("model", nargs="?", metavar="SPEC", help=f"PROVIDER:MODEL; {MODEL_VARIABLE} when left out")


def models_check(options: argparse.Namespace) -> int:
    """`pullquote models check`."""
    from assistant.models import connect, probe

    spec = named_model(options)
    if spec is None:
        raise InputError(f"Name a model, as ollama:llama3.2:3b, or set {MODEL_VARIABLE}.")
    print(probe(connect(spec)))
    return 0


def port(given: str) -> int:
    """A TCP port as `--port` takes it. Raises `ArgumentTypeError`."""
    if not given.isdecimal() or int(given) > 65_535:
        raise argparse.ArgumentTypeError(f"“{given}” is no port; name one from 0 to 65535")
    return int(given)


def root_path(given: str) -> str:
    """The path of the page as `--root-path` takes it, or its whole address. Raises `ArgumentTypeError`."""
    address = re.fullmatch(r"https?://[^/\s]+(/.*)?", given)
    path = (address[1] or "") if address else given
    if not re.fullmatch(r"(?:/[\w.~%+@:,=!-]+)*/?", path, re.ASCII):
        told = f"“{given}” is no path of a page; write /PATH, or http://HOST/PATH"
        raise argparse.ArgumentTypeError(told)
    if {".", ".."} & set(path.split("/")):
        raise argparse.ArgumentTypeError(f"“{given}” leads elsewhere; write the path without “.” and “..”")
    return given


def _chat(commands: Any) -> None:
    command = add_command(commands, "chat", chat, "open the web chat about a piece")
    _on_a_piece(command)
    command.add_argument("--host", metavar="H", help="address to listen on (this machine alone)")
    command.add_argument("--port", type=port, metavar="N", help="port; the first free one from 7860 when left out")
    command.add_argument("--auth", metavar="USER:PASSWORD", help="ask for this name and password")
    command.add_argument("--root-path", type=root_path, metavar="P", help="path of the page behind a proxy")
    command.add_argument(
        "--mcp", action="store_true", default=None, help="serve the MCP tools `ask_piece` and `check_quotes` too"
    )
    command.add_argument("--no-feedback", action="store_true", help="keep no ratings of answers")
    command.add_argument("--terminal", action="store_true", help="ask here instead of in a browser")
    _with_a_model(command)


def _ask(commands: Any) -> None:
    command = add_command(commands, "ask", ask, "ask the piece a question")
    command.add_argument("question", nargs="*", help="the question, with or without quotation marks around it")
    _on_a_piece(command)
    _with_a_model(command)
    command.add_argument(
        "--json", action="store_true", help="print the answer as JSON: a receipt that `verify` re-checks"
    )
    command.add_argument("--with-text", action="store_true", help="put the text of the piece into the JSON")
    command.add_argument(
        "--questions", metavar="FILE", help="JSON lines with “question” (and “history”); one answer a line"
    )


def _check(commands: Any) -> None:
    command = add_command(commands, "check", check, "check every quotation in a draft against the piece")
    command.add_argument(
        "draft", metavar="DRAFT", help="what quotes the piece, a file of any of its kinds; - for standard input"
    )
    command.add_argument("--piece", metavar="FILE", help="the piece; the sample when left out")
    command.add_argument("--json", action="store_true", help="print each quotation and what was found as JSON")


def _verify(commands: Any) -> None:
    command = add_command(commands, "verify", verify, "check a receipt against the piece")
    command.add_argument("receipt", metavar="RECEIPT.json", help="what `ask --json` printed; - for standard input")
    command.add_argument("--piece", metavar="FILE", help="the piece; not needed when the receipt holds its text")


def _cache(commands: Any) -> None:
    command = add_command(commands, "cache", cache, "say where the index is kept and how large it is")
    command.add_argument("--clear", action="store_true", help="delete it; it is built again when it is needed")


def opened(name: str | None) -> Piece:
    """The piece that `--piece` names: the sample without it, standard input for `-`."""
    from assistant.given import file
    from index.loading import SAMPLE, load_bytes

    if name == "-":
        return load_bytes(sys.stdin.buffer.read(), "standard input")
    return file(SAMPLE if name is None else name)


def engine(options: argparse.Namespace) -> Engine:
    """The engine for the named piece, with a line of progress for a long one."""
    piece = opened(options.piece)
    from assistant.engine import Engine

    return Engine.open(piece, store=options.store, model=named_model(options), progress=_progress)


def _progress(done: int, everything: int) -> None:
    """A line that counts, on a terminal and for a piece that takes a while."""
    if everything > 300 and sys.stderr.isatty():
        print(f"\rreading the piece: {done} of {everything}", end="\n" if done == everything else "", file=sys.stderr)


def ask(options: argparse.Namespace) -> int:
    """`pullquote ask`."""
    if bool(options.question) == (options.questions is not None):
        raise InputError("Give one QUESTION, or --questions FILE with one question a line.")
    if options.questions is not None:
        if options.questions == "-" and options.piece == "-":
            raise InputError("Standard input cannot be both the piece and the questions. Name a file for one of them.")
        return _ask_many(options)
    from assistant.question import cleaned

    question = cleaned(" ".join(options.question))
    asking = engine(options)
    if options.json or options.with_text:
        answer = asking.answer(question)
        print(json.dumps(answer.to_dict(with_text=options.with_text), ensure_ascii=False, indent=1))
    else:
        from ui.terminal import show

        show(asking.events(question))
    return 0


def _ask_many(options: argparse.Namespace) -> int:
    rows = list(_rows(options.questions))
    if not rows:
        raise InputError(f"“{options.questions}” has no question in it. Each line is {{“question”: “…”}}.")
    asking = engine(options)
    for row in rows:
        answer = asking.answer(row)
        print(json.dumps(answer.to_dict(with_text=options.with_text), ensure_ascii=False), flush=True)
    return 0


def _rows(file: str) -> Iterator[dict[str, Any]]:
    """The questions of a JSON-lines file; a line that is none is named with its number."""
    from assistant.question import taken

    for number, line in enumerate(_text(file).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{file}, line {number}: not JSON ({error}). Each line is {{“question”: “…”}}.") from None
        try:
            question, history = taken(row)
        except QuestionError as error:
            raise InputError(f"{file}, line {number}: {error}") from None
        yield {"question": question, "history": history}


def _text(file: str) -> str:
    """A text file given on the command line, or standard input."""
    try:
        return _bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"“{file}” is not text in UTF-8.") from None


def _bytes(file: str) -> bytes:
    """What a file given on the command line holds, or standard input."""
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except FileNotFoundError:
        raise InputError(f"There is no file “{file}”. Check the path.") from None
    except OSError as error:
        raise InputError(f"“{file}” cannot be read ({error.strerror}).") from None


def check(options: argparse.Namespace) -> int:
    """`pullquote check`: 0 when every quotation may be printed as it is, 1 when one may not."""
    from assistant.draft import check as checks_of
    from ui.terminal import checked

    if options.draft == "-" and options.piece == "-":
        raise InputError("Standard input cannot be both the draft and the piece. Name a file for one of them.")
    draft = _draft(options.draft)
    found = checks_of(draft, opened(options.piece))
    if options.json:
        print(json.dumps([one.to_dict() for one in found], ensure_ascii=False, indent=1))
    else:
        print(checked(found, draft))
    return 0 if all(one.holds for one in found) else 1


def verify(options: argparse.Namespace) -> int:
    """`pullquote verify`: 0 when every character is right, 1 when one differs."""
    from assistant.verify import verify as problems_of

    receipts = _receipts(options.receipt)
    piece = opened(options.piece) if options.piece else None
    problems = list[str]()
    for number, one in enumerate(receipts, 1):
        which = f"receipt {number}: " if len(receipts) > 1 else ""
        try:
            problems += [which + problem for problem in problems_of(one, piece)]
        except InputError as error:
            raise InputError(f"{which}{error}") from None
    for problem in problems:
        print(f"differs: {problem}")
    if not problems:
        count = sum(len(one["quotes"]) for one in receipts)
        print(f"verified: {count} {'quote' if count == 1 else 'quotes'}, each what stands at its place in the piece")
    return 1 if problems else 0


def _draft(file: str) -> str:
    """All the text of a draft, in whatever encoding a piece may be."""
    from ui.draft import read

    return read(_bytes(file), "standard input" if file == "-" else Path(file).name)


def _receipts(file: str) -> list[Any]:
    """What `ask --json` printed, a list of it, or the JSON lines of `ask --questions`."""
    text = _text(file)
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        if len(lines) > 1 and lines[1].startswith("{"):
            return [json.loads(line) for line in lines]
        receipt = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"“{file}” is not JSON ({error}). Give what `pullquote ask --json` printed.") from None
    return receipt if isinstance(receipt, list) and receipt else [receipt]


def cache(options: argparse.Namespace) -> int:
    """`pullquote cache`."""
    from index.cache import clear, default_folder, usage

    held = clear(default_folder()) if options.clear else usage(default_folder())
    done = "deleted" if options.clear else "kept in"
    print(
        f"{done} {held.folder}: {held.indexes} {'index' if held.indexes == 1 else 'indexes'}, {held.size / 1e6:.1f} MB"
    )
    return 0


def chat(options: argparse.Namespace) -> int:
    """`pullquote chat`: the web page, or a conversation in the terminal."""
    if options.terminal:
        _no_page(options)
        from ui.terminal import converse

        return converse(engine(options))
    from ui.feedback import Feedback, default_file
    from ui.serve import Serving, credentials, serve

    host = Serving.host if options.host is None else options.host
    auth = credentials(options.auth)
    serving = Serving(host, options.port, auth, options.root_path or "", mcp=bool(options.mcp))
    feedback = None if options.no_feedback else Feedback(default_file())
    return serve(opened(options.piece), serving, store=options.store, feedback=feedback, model=named_model(options))


def _no_page(options: argparse.Namespace) -> None:
    """Raises `InputError` where something is asked of the page, which `--terminal` does not open."""
    given = [f"--{name.replace('_', '-')}" for name in OF_THE_PAGE if getattr(options, name) is not None]
    if given:
        verb = "belongs" if len(given) == 1 else "belong"
        raise InputError(
            f"{' and '.join(given)} {verb} to the page, and --terminal opens none. Leave one or the other out."
        )


if __name__ == "__main__":
    sys.exit(main())
