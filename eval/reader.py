"""How well the embedded reader finds and refuses: hit@k beside BM25 and the dense score, and refusals by category.

`pullquote eval reader` prints it. A question is a hit at k when one of the first k sentences ranked stands in one of
its evidence sets. Summaries and questions about the piece's metadata are not ranked.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.decision import rank, weights
from assistant.engine import Engine
from eval.sets import FOLDER, check_against, load_set
from eval.statistics import share
from eval.texts import patched
from index.encoder import Embedder, manifest
from index.errors import InputError
from index.lexical import Lexical
from index.loading import SAMPLE, load
from index.passages import passages
from index.piece import Piece
from index.search import Search, standardised

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from assistant.answer import Answer
    from assistant.evidence import Evidence
    from eval.sets import EvalSet, Item
    from eval.statistics import Estimate
    from index.sentences import Sentence

Shares = dict[str, "Estimate | None"]
Ranking = Callable[["Evidence"], "NDArray[np.floating[Any]]"]
RANKINGS: dict[str, Ranking] = {
    "reader, fused": lambda evidence: rank(evidence, weights()),
    "encoder alone": lambda evidence: evidence.read,
    "late interaction alone": lambda evidence: evidence.late,
    "embeddings": lambda evidence: evidence.dense,
    "embeddings + BM25": lambda evidence: standardised(evidence.dense) + 0.5 * standardised(evidence.lexical),
    "BM25": lambda evidence: evidence.lexical,
}
STRANGERS = 200


class ExactStore:
    """The vectors of a short text in memory, searched by comparing all of them; stands in for Chroma in bulk runs."""

    notice = None

    def __init__(self, piece: Piece, embedder: Embedder) -> None:
        self.vectors = embedder.embed([piece.text[p.start : p.end] for p in passages(piece)])

    def nearest(self, vector: Any, k: int) -> list[tuple[int, float]]:
        """As `Store.nearest`."""
        similar = self.vectors @ np.asarray(vector, dtype=np.float32)
        return [(int(n), float(similar[n])) for n in np.argsort(-similar, kind="stable")[:k]]


def in_memory(piece: Piece) -> Engine:
    """An engine over a text that is asked once and not kept."""
    embedder = Embedder()
    store: Any = ExactStore(piece, embedder)
    lexical = Lexical([piece.sentence_text(sentence.number) for sentence in piece.sentences])
    return Engine(piece, store, Search(store, lexical, embedder.embed_query))


@dataclass(frozen=True)
class Asked:
    """One item with its evidence and answer."""

    item: Item
    piece: Piece
    evidence: Evidence
    answer: Answer

    @property
    def refused(self) -> bool:
        """Whether the answer is a refusal."""
        return self.answer.refusal is not None


def run_set(evaluated: EvalSet, piece: Piece) -> list[Asked]:
    """Ask every item of a set; one with a planted text is asked of the piece that has it."""
    clean = in_memory(piece)
    rows = []
    for listed in evaluated.items:
        item, text = patched(listed, piece)
        engine = clean if text is piece else in_memory(text)
        question = engine.question(item.question, item.history)
        answer = engine.answer({"question": item.question, "history": list(item.history)})
        rows.append(Asked(item, text, engine.reader.scorer.evidence(question), answer))
    return rows


def hits(rows: list[Asked], ranking: Ranking, k: int) -> Estimate | None:
    """Questions with right evidence among the first `k` sentences."""
    return share(
        bool(row.item.right & {int(row.evidence.numbers[n]) for n in np.argsort(-ranking(row.evidence))[:k]})
        for row in rows
    )


def ranked(rows: list[Asked]) -> list[Asked]:
    """The answerable questions that have a best sentence."""
    return [row for row in rows if row.item.evidence and row.item.category != "summary"]


def exact(answer: Answer) -> list[bool]:
    """For every quote of an answer, whether it is a slice of whole sentences of its piece."""
    piece = answer.piece
    starts = {sentence.start for sentence in piece.sentences}
    ends = {sentence.end for sentence in piece.sentences}
    nearest = [answer.refusal.nearest] if answer.refusal and answer.refusal.nearest else []
    return [
        quote.text == piece.text[quote.start : quote.end] and quote.start in starts and quote.end in ends
        for quote in [*answer.quotes, *nearest]
    ]


def measure(piece: str | None, squad: Path | None, split: str = "test", *, misses: bool) -> list[str]:
    """The report on the items of one split: of the sample's set, and of the editorial's where its text is given.

    SQuAD-like questions are asked where their folder is given. Misses are those of dev items, whatever the split.
    """
    pieces = {"sample": load(SAMPLE)}
    if piece:
        pieces["editorial"] = load(piece)
    rows: list[Asked] = []
    for name, text in pieces.items():
        evaluated = load_set(FOLDER / f"{name}.yaml")
        check_against(evaluated, text)
        rows += run_set(evaluated, text)
    strangers = ask_strangers(list(pieces.values()), squad) if squad else []
    lines = report(rows, strangers, read_squad(squad) if squad else {}, split)
    return [*lines, "", *missed(rows)] if misses else lines


def missed(rows: list[Asked]) -> list[str]:
    """The dev items that went wrong, one a line; test items are nobody's to look at."""
    lines = []
    for row in rows:
        item, refusal = row.item, row.answer.refusal
        if item.split != "dev":
            continue
        best = int(row.evidence.numbers[rank(row.evidence, weights()).argmax()])
        if item.answerable and refusal:
            lines.append(f"refused  {item.id}: {item.question} ({refusal.code}; found {best})")
        elif item.evidence and best not in item.right:
            lines.append(f"missed   {item.id}: {item.question} (found {best}, expected {list(item.evidence[0])})")
        elif not item.answerable and not refusal:
            lines.append(f"answered {item.id}: {item.question} (from {best})")
        elif not item.answerable and refusal and refusal.code != item.refusal:
            lines.append(f"code     {item.id}: {item.question} ({refusal.code}, expected {item.refusal})")
    return lines


def report(everything: list[Asked], strangers: list[Answer], squad: Shares, split: str = "test") -> list[str]:
    """The figures of one split's items as lines of Markdown tables, the split named above them."""
    rows = [row for row in everything if row.item.split == split]
    answerable = ranked(rows)
    unlike = [row for row in answerable if not row.item.shares_word(row.piece)]
    looked_at = ((answerable, 1), (answerable, 3), (unlike, 1))
    categories = sorted({row.item.category for row in rows if not row.item.answerable})
    refused = {
        "answerable (wrongly)": share(row.refused for row in rows if row.item.answerable),
        **{name: share(row.refused for row in rows if _unanswerable(row.item, name)) for name in categories},
    }
    if strangers:
        refused["questions about other texts"] = share(answer.refusal is not None for answer in strangers)
    codes = [row.answer.refusal.code == row.item.refusal for row in rows if row.answer.refusal and row.item.refusal]
    answers = {
        "refusal code right, of those refused": share(codes),
        "quotes that are exact slices of whole sentences": share(held for row in rows for held in exact(row.answer)),
        **squad,
    }
    return [
        *(f"reader {manifest('reader')}", "", f"{split} items: {len(rows)} questions", ""),
        *("| ranking | hit@1 | hit@3 | hit@1, no shared word |", "|---|---|---|---|"),
        *(
            f"| {name} | {' | '.join(str(hits(asked, ranking, k) or '–') for asked, k in looked_at)} |"
            for name, ranking in RANKINGS.items()
        ),
        *("", *_table("refused", refused)),
        *("", *_table("of answers", answers)),
    ]


def _unanswerable(item: Item, category: str) -> bool:
    return not item.answerable and item.category == category


def _table(head: str, shares: Shares) -> list[str]:
    return [f"| {head} | share |", "|---|---|", *(f"| {name} | {value or '–'} |" for name, value in shares.items())]


def json_lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a gzipped file of JSON lines; InputError where it is none."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    except (OSError, ValueError) as error:
        raise InputError(f"“{path}” cannot be read as gzipped JSON lines ({error}).") from None


def ask_strangers(pieces: list[Piece], folder: Path, count: int = STRANGERS) -> list[Answer]:
    """Questions about other texts (SQuAD-like, `dev-questions.jsonl.gz`), asked of each piece."""
    questions = [row["question"] for row in json_lines(folder / "dev-questions.jsonl.gz") if row["answerable"]]
    chosen = random.Random(1).sample(questions, count)  # noqa: S311  (a sample, not a secret)
    return [engine.answer(question) for engine in map(in_memory, pieces) for question in chosen]


def portion(whole: list[Any], part: int, parts: int) -> list[Any]:
    """One part of a list; all parts in order are the whole."""
    return whole[len(whole) * part // parts : len(whole) * (part + 1) // parts]


def asked_of_squad(
    folder: Path, halves: Collection[int] = (0, 1), part: int = 0, parts: int = 1
) -> Iterator[tuple[int, Engine, dict[str, Any]]]:
    """Every SQuAD-like dev question with an engine over its passage, and its half: 0 was fitted on, 1 was not.

    Of several parts one takes a run of passages, so that all parts in order give the whole in order.
    """
    asked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for question in json_lines(folder / "dev-questions.jsonl.gz"):
        asked[question["passage"]].append(question)
    for index, passage in portion(list(enumerate(json_lines(folder / "dev-passages.jsonl.gz"))), part, parts):
        if index % 2 in halves:
            engine = in_memory(Piece.from_text(passage["text"]))
            for question in asked[passage["id"]]:
                yield index % 2, engine, question


def read_squad(folder: Path) -> Shares:
    """Sentence accuracy@1 within the passage on the answerable questions, of all and of the half not fitted on."""
    outcomes: list[list[bool]] = [[], []]
    for half, engine, question in asked_of_squad(folder):
        if question["answerable"]:
            outcomes[half].append(_finds(engine, question))
    return squad_shares(outcomes)


def squad_shares(outcomes: Sequence[list[bool]]) -> Shares:
    """The outcomes of both halves as they are printed."""
    fitted, held = outcomes
    return {
        "SQuAD-like dev, sentence accuracy@1": share(fitted + held),
        "… the half that no weight was fitted on": share(held),
    }


def _finds(engine: Engine, question: dict[str, Any]) -> bool:
    evidence = engine.reader.scorer.evidence(engine.question(question["question"]))
    best = engine.piece.sentences[int(evidence.numbers[rank(evidence, weights()).argmax()])]
    return answers(best, question)


def answers(sentence: Sentence, question: dict[str, Any]) -> bool:
    """Whether an annotator's answer begins in the sentence; the same words in another sentence answer nothing."""
    return any(sentence.start <= start < sentence.end for start, _ in question["answers"])
