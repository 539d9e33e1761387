"""A second opinion: a language model says of each statement whether its quotes support it, and is checked itself.

A verdict “supported” counts only with evidence that stands verbatim (after typographic folding) in the passages that it
was shown; without, it counts as unsupported. A reply that holds no verdict, and a call that failed, are counted apart.
How often the judge is right is measured on pairs whose truth is known.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from assistant.models import explain, name_of, traced
from eval.metrics import folded
from eval.records import ROWS, Recorded, read_lines, record
from eval.rows import packed
from eval.statistics import SEED, balanced, share
from index.lexical import terms
from index.piece import Piece
from prompts import load_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from langchain_core.language_models import BaseChatModel

    from eval.scored import Scored
    from eval.statistics import Estimate
    from eval.tamper import Pair

VERDICT_LINE = re.compile(r"^[\W_]*VERDICT\b.*", re.IGNORECASE)
VERDICT = re.compile(r"[\W_]*VERDICT[\W_]*(supported|unsupported)[\W_]*", re.IGNORECASE)
EVIDENCE = re.compile(r"^\W*EVIDENCE\W*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
FEWEST_WORDS = 2  # with a content word among them
ENOUGH_WORDS = 4  # whatever they are
PAIRS = 200
JUDGED, CHECKED = "judge", "judge-check"


@dataclass(frozen=True)
class Opinion:
    """What the judge said, after the rule: `overruled` when it said “supported” without verbatim evidence.

    `unreadable`: the reply has no verdict line, or more than one.
    """

    supported: bool
    evidence: str
    overruled: bool = False
    unreadable: bool = False
    reply: str = ""


@cache
def templates() -> dict[str, str]:
    """The judge's prompt."""
    return load_table("judge.toml", "judge", {"system": set(), "user": {"question", "passages", "statement"}})


def opinion(reply: str, passages: Sequence[str]) -> Opinion:
    """The verdict in a reply. One that cannot be read, or two of them, is none."""
    evidence = EVIDENCE.search(reply)
    verdict = _verdict(reply)
    said = verdict == "supported"
    quoted = evidence[1].strip() if evidence else ""
    verbatim = is_verbatim(quoted, passages)
    shown = quoted if verbatim else ""
    return Opinion(said and verbatim, shown, said and not verbatim, unreadable=verdict is None, reply=reply)


def _verdict(reply: str) -> str | None:
    """The one word of the reply's only verdict line."""
    lines = [line for line in reply.splitlines() if VERDICT_LINE.match(line)]
    found = VERDICT.fullmatch(lines[0]) if len(lines) == 1 else None
    return found[1].lower() if found else None


def is_verbatim(evidence: str, passages: Sequence[str]) -> bool:
    """Whether whole words, two with a content word or four of any, stand in one of the passages, marks aside."""
    bare = folded(evidence).strip("\"' ")
    count = len(bare.split())
    if count < ENOUGH_WORDS and not (count >= FEWEST_WORDS and terms(bare)):
        return False
    whole = re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)")
    return any(whole.search(folded(passage)) for passage in passages)


@dataclass(frozen=True)
class Question:
    """One statement to judge, known by `id`; `true` where that is known, `cluster` what altered copies share.

    `asked`: the question that the statement answers, as it was read; empty where none was asked.
    """

    id: str
    statement: str
    passages: tuple[str, ...]
    true: bool | None = None
    cluster: str = ""
    asked: str = ""


def ask(model: BaseChatModel, question: Question) -> tuple[Opinion | None, str | None, dict[str, int]]:
    """The judge's opinion, or why none came, and the tokens that it cost."""
    numbered = "\n".join(f"[{n}] {passage}" for n, passage in enumerate(question.passages, 1))
    asked = question.asked or "(none was asked)"
    filled = templates()["user"].format(question=asked, passages=numbered, statement=question.statement)
    messages = [("system", templates()["system"]), ("human", filled)]
    reply = ""
    tokens: dict[str, int] = {"input_tokens": 0, "output_tokens": 0}
    try:
        for chunk in traced(lambda: model.stream(messages), on=False):
            reply += str(chunk.text)
            used: dict[str, Any] = dict(getattr(chunk, "usage_metadata", None) or {})
            tokens = {name: count + int(used.get(name, 0)) for name, count in tokens.items()}
    except Exception as error:  # every provider has its own
        return None, f"{name_of(model)} {explain(error).reason}.", tokens
    return opinion(reply, question.passages), None, tokens


def statements(rows: Sequence[Scored]) -> list[Question]:
    """Every statement of a run that stands on quotes."""
    return [
        Question(
            f"{row.case.id}#{n}", said.text, tuple(quote.text for quote in said.quotes), asked=row.shown.standalone
        )
        for row in rows
        if row.shown is not None
        for n, said in enumerate(row.shown.statements)
        if said.quotes
    ]


def labelled(pairs: Sequence[Pair], most: int = PAIRS) -> list[Question]:
    """The same of pairs whose truth is known: as many true as false ones, `most` in all, drawn by a seed."""
    draw = random.Random(SEED)  # noqa: S311  (a sample, not a secret)
    halves = [[pair for pair in pairs if pair.true is true] for true in (True, False)]
    drawn = [pair for half in halves for pair in draw.sample(half, min(most // 2, len(half)))]
    return [
        Question(
            f"pair-{n}",
            pair.text,
            tuple(pair.piece.sentence_text(number) for number in pair.cited),
            pair.true,
            f"{pair.piece.id} {' '.join(map(str, pair.cited))}",
        )
        for n, pair in enumerate(drawn)
    ]


def judge(
    questions: Sequence[Question],
    model: BaseChatModel,
    folder: Path,
    header: dict[str, Any],
    *,
    workers: int = 4,
    progress: Callable[[int, int], None] | None = None,
    out: Path | None = None,
) -> None:
    """Ask for every statement; verdicts and replies are kept in a folder (of the run in `out`) as in `eval.records`.

    The passages' words stand in a reply as places in `held_by` of them, as the piece's do in the rows of a run.

    A verdict that the folder has stands only for the same words. Raises `InputError` when it answers another prompt.
    """
    by_id = {question.id: question for question in questions}
    digests = {question.id: digest(asdict(question)) for question in questions}

    def answers(ids: Sequence[str]) -> Iterator[Recorded]:
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(partial(_judged, model), [by_id[id_] for id_ in ids])

    def current(row: dict[str, Any]) -> bool:
        return row.get("asked") == digests.get(row["id"])

    record(folder, {**header, "prompt": digest(templates())}, list(by_id), answers, progress, current, out)


def _judged(model: BaseChatModel, question: Question) -> Recorded:
    """The row of one statement, and the tokens that it cost."""
    found, error, tokens = ask(model, question)
    row: dict[str, Any] = {"id": question.id, "asked": digest(asdict(question)), "error": error}
    if question.true is not None:
        row |= {"true": question.true, "cluster": question.cluster}
    if found is not None:
        row |= {"supported": found.supported, "overruled": found.overruled, "unreadable": found.unreadable}
        row["reply"] = packed(found.reply, held_by(question.passages))
    return row, {"id": question.id, **tokens}


def held_by(passages: Sequence[str]) -> Piece:
    """The passages as one text: a stored reply is read back with `unpacked` and it."""
    return Piece.from_text("\n\n".join(passages))


def digest(shown: dict[str, Any]) -> str:
    """SHA-256 of what the judge is shown: its prompt, or a statement with its passages."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class JudgesRecord:
    """The judge's own error: balanced accuracy on labelled pairs, and the verdicts that the rule overruled.

    `unreadable` replies and calls that brought `none` are counted apart, and are no part of the shares.
    """

    accuracy: Estimate | None
    caught: Estimate | None
    passed: Estimate | None
    overruled: Estimate | None
    unreadable: int
    none: int

    def lines(self) -> list[str]:
        """As a Markdown table."""
        shown = {
            "balanced accuracy on labelled pairs": self.accuracy,
            "false statements called unsupported": self.caught,
            "true statements called supported": self.passed,
            "verdicts overruled for want of verbatim evidence": self.overruled,
        }
        rows = [f"| {name} | {value or '–'} |" for name, value in shown.items()]
        return ["| the judge’s own record | |", "|---|---|", *rows, *_apart(self.unreadable, self.none)]


def _apart(unreadable: int, none: int) -> list[str]:
    """Two rows of a table: what came, and is no verdict, and what did not come."""
    return [f"| replies that hold no verdict | {unreadable} |", f"| no verdict came | {none} |"]


def _sorted(rows: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], int, int]:
    """The rows with a verdict, and how many replies hold none, and how many calls failed."""
    came = [row for row in rows if row["error"] is None]
    known = [row for row in came if not row.get("unreadable")]
    return known, len(came) - len(known), len(rows) - len(came)


def judged_pairs(rows: Sequence[dict[str, Any]]) -> JudgesRecord:
    """How often the judge was right, where it gave a verdict."""
    seen, *apart = _sorted(rows)
    groups: list[tuple[list[float], list[str]]] = []
    for true in (True, False):
        part = [row for row in seen if row["true"] is true]
        groups.append(([float(row["supported"] is true) for row in part], [row["cluster"] for row in part]))
    overruled = share(row["overruled"] for row in seen)
    return JudgesRecord(balanced(groups), share(groups[1][0]), share(groups[0][0]), overruled, *apart)


def second_opinion(folder: Path, dev: Collection[str] = ()) -> list[str]:
    """What a run's folder holds of a judge: its verdicts, and its own record beside them.

    `dev`: the ids whose disputed statements are named; nobody's eyes are led to test items.
    """
    said, pairs = read_lines(folder / JUDGED / ROWS), read_lines(folder / CHECKED / ROWS)
    lines = verdicts(said, dev) if said else []
    return [*lines, "", *judged_pairs(pairs).lines()] if lines and pairs else lines


def verdicts(rows: Sequence[dict[str, Any]], dev: Collection[str] = ()) -> list[str]:
    """The judge's verdicts on a run's statements as a Markdown table; a statement is known as ITEM#NUMBER."""
    known, *apart = _sorted(rows)
    disputed = [row["id"] for row in known if not row["supported"]]
    named = [id_ for id_ in disputed if id_.rpartition("#")[0] in dev]
    told = ", ".join([*named, *([f"{len(disputed) - len(named)} of test items"] if len(named) < len(disputed) else [])])
    return [
        "| second opinion | |",
        "|---|---|",
        f"| statements that the judge calls supported | {share(row['supported'] for row in known) or '–'} |",
        f"| … overruled for want of verbatim evidence | {share(row['overruled'] for row in known) or '–'} |",
        *_apart(*apart),
        f"| disputed (replies: {JUDGED}/{ROWS}) | {told or 'none'} |",
    ]
