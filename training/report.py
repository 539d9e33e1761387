r"""How well the embedded reader reads: on test pieces, on SQuAD-like questions, in speed and size, beside simpler ways.

    python -m training.report [--split test] --squad FOLDER [--minilm model.safetensors] --out training/report

Everything is measured in one run on whole pieces: the shipped reader with the shipped weights, the encoder and the late
interaction alone, BM25, MiniLM's embeddings, and their sum. Writes `report.md` and the reliability plot
`reliability.svg` into `--out`.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.decision import Decision, decide, weights
from eval.metrics import exact_match, token_f1
from eval.reader import RANKINGS, Ranking, answers, asked_of_squad, in_memory, portion, squad_shares
from eval.statistics import auroc, calibration, share
from index.encoder import MODEL, Embedder, manifest
from index.passages import passages
from training.fit_weights import evidence_f1
from training.pieces import FOLDER, Item, Split, names, read_items, read_piece, split_of
from training.spread import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.evidence import Evidence
    from assistant.question import Question
    from eval.statistics import Bin
    from index.piece import Piece

KINDS = ("near-miss", "false-premise", "outside")
TOGETHER = 100  # pieces among which retrieval finds a sentence


@dataclass(frozen=True)
class Row:
    """One labelled question with what the reader made of it; `quoted` sentence numbers."""

    piece: str
    item: Item
    evidence: Evidence
    decision: Decision
    quoted: frozenset[int]

    @property
    def refused(self) -> bool:
        """Whether the calibrated decision is to refuse."""
        return self.decision.answerable < weights().refuse_below


@dataclass(frozen=True)
class SquadRow:
    """One SQuAD-like question: `half` 0 was fitted on; `sure` the probability of being answerable."""

    half: int
    answerable: bool
    sure: float
    hit: bool
    exact: float
    overlap: float


def rows(split: Split, part: int, parts: int) -> list[Row]:
    """Every question of the pieces of one split, read whole."""
    found = []
    for name in portion(names(split), part, parts):
        engine = in_memory(_piece(name))
        for item in read_items(FOLDER / f"{name}.jsonl"):
            question = engine.question(item.question, item.history)
            evidence = engine.reader.scorer.evidence(question)
            decision = decide(evidence, weights())
            quoted = frozenset(n for quote in engine.reader.quotes(evidence, decision) for n in quote.sentences)
            found.append(Row(name, item, evidence, decision, quoted))
    return found


def ranking_lines(found: list[Row], minilm: Path | None) -> list[str]:
    """hit@1, hit@3 and mean reciprocal rank of every way to rank, and the reader's evidence F1."""
    ranked = [row for row in found if row.item.gold and row.item.kind != "summary"]
    lines = ["| ranking | hit@1 | hit@3 | MRR |", "|---|---|---|---|"]
    lines += [_ranking_line(name, ranked, ranking) for name, ranking in RANKINGS.items()]
    if minilm:
        theirs = by_minilm(ranked, minilm)
        names = [name for name in RANKINGS if name.startswith("embeddings")]
        lines += [_ranking_line(f"{name}, MiniLM in float", theirs, RANKINGS[name]) for name in names]
    f1 = np.mean([evidence_f1(set(row.quoted), row.item.gold) for row in ranked])
    shown = np.mean([0.0 if row.refused else evidence_f1(set(row.quoted), row.item.gold) for row in ranked])
    quoted = np.mean([len(row.quoted) for row in ranked])
    return [
        *lines,
        "",
        f"Evidence F1 {f1:.3f} (refusals counted as 0: {shown:.3f}); {quoted:.2f} sentences quoted on average.",
    ]


def _ranking_line(name: str, ranked: list[Row], ranking: Ranking) -> str:
    places = np.array([_place(row, ranking(row.evidence)) for row in ranked])
    return f"| {name} | {share(places < 1)} | {share(places < 3)} | {(1 / (places + 1)).mean():.3f} |"


def by_minilm(found: list[Row], minilm: Path) -> list[Row]:
    """The rows with the dense scores of the original MiniLM instead of the shipped embedder's."""
    from training.minilm import embed

    held: dict[str, NDArray[np.float32]] = {}
    rows = []
    asked = embed(minilm, [row.evidence.question.text for row in found])
    for row, question in zip(found, asked, strict=True):
        piece = row.evidence.piece
        if row.piece not in held:
            held[row.piece] = embed(minilm, [piece.text[passage.start : passage.end] for passage in passages(piece)])
        scores = replace(row.evidence.scores, dense=held[row.piece] @ question)
        rows.append(replace(row, evidence=replace(row.evidence, scores=scores)))
    return rows


def _place(row: Row, scores: NDArray[np.floating[Any]]) -> int:
    """The rank, from 0, of the first right sentence."""
    order = row.evidence.numbers[np.argsort(-scores, kind="stable")]
    return next(place for place, number in enumerate(order) if int(number) in row.item.evidence)


def kind_lines(found: list[Row]) -> list[str]:
    """hit@1 and wrong refusals by kind of answerable question."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        if row.item.gold:
            kinds[row.item.kind].append(row)
    lines = ["| kind | hit@1 | refused (wrongly) |", "|---|---|---|"]
    for kind, held in sorted(kinds.items()):
        hit = share(int(r.evidence.numbers[r.decision.best]) in r.item.evidence for r in held)
        lines.append(f"| {kind} | {hit} | {share(r.refused for r in held)} |")
    return lines


def refusal_lines(found: list[Row]) -> list[str]:
    """AUROC, balanced accuracy and refusals by kind of unanswerable question (summaries are never refused)."""
    judged = [row for row in found if row.item.kind != "summary"]
    answerable = [row for row in judged if row.item.gold]
    kept = np.mean([not row.refused for row in answerable])
    lines = ["| not answerable | AUROC | refused | balanced accuracy |", "|---|---|---|---|"]
    for kind in ("all", *KINDS):
        held = [row for row in judged if not row.item.gold and kind in {"all", row.item.kind}]
        refused = share(row.refused for row in held)
        balanced = (kept + np.mean([row.refused for row in held])) / 2
        both = [*answerable, *held]
        area = auroc([row.decision.answerable for row in both], [bool(row.item.gold) for row in both])
        lines.append(f"| {kind} | {area:.3f} | {refused} | {balanced:.3f} |")
    return [*lines, "", f"Answerable questions refused: {share(row.refused for row in answerable)}"]


def reliability(found: list[Row]) -> list[Bin]:
    """What was said of being answerable against what was, in ten bins (summaries are never refused)."""
    judged = [row for row in found if row.item.kind != "summary"]
    return calibration([row.decision.answerable for row in judged], [bool(row.item.gold) for row in judged])


def reliability_svg(bins: list[Bin]) -> str:
    """The reliability plot: said probability to the right, seen share upwards; the diagonal is perfect."""
    dots = "".join(
        f'<circle cx="{40 + 300 * bin_.predicted:.0f}" cy="{340 - 300 * bin_.observed:.0f}" '
        f'r="{3 + bin_.count**0.5 / 4:.1f}" fill="#8a3324" fill-opacity=".7"><title>{bin_.predicted:.2f} said, '
        f"{bin_.observed:.2f} seen, {bin_.count} questions</title></circle>"
        for bin_ in bins
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 380" font-family="serif" font-size="13">'
        '<rect x="40" y="40" width="300" height="300" fill="none" stroke="#999"/>'
        '<line x1="40" y1="340" x2="340" y2="40" stroke="#999" stroke-dasharray="4"/>'
        f'{dots}<text x="190" y="370" text-anchor="middle">said to be answerable</text>'
        '<text x="14" y="190" text-anchor="middle" transform="rotate(-90 14 190)">was answerable</text></svg>\n'
    )


def squad_lines(folder: Path) -> list[str]:
    """Sentence accuracy@1, span EM and F1, and no-answer AUROC on the SQuAD-like dev questions, within the passage."""
    read = spread(partial(_squad, folder))
    hits = [[row.hit for row in read if row.answerable and row.half == half] for half in (0, 1)]
    answered = [row for row in read if row.answerable]
    area = auroc([row.sure for row in read], [row.answerable for row in read])
    return [
        "| SQuAD-like dev | |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in squad_shares(hits).items()),
        f"| span exact match / F1, answerable | {np.mean([row.exact for row in answered]):.3f} / "
        f"{np.mean([row.overlap for row in answered]):.3f} |",
        f"| no-answer AUROC | {area:.3f} ({len(answered)} and {len(read) - len(answered)}) |",
    ]


def _squad(folder: Path, part: int, parts: int) -> list[SquadRow]:
    read = []
    for half, engine, question in asked_of_squad(folder, (0, 1), part, parts):
        evidence = engine.reader.scorer.evidence(engine.question(question["question"]))
        decision = decide(evidence, weights())
        best = int(evidence.numbers[decision.best])
        begin, end = evidence.reading.spans[best] or (0, 0)
        said = engine.piece.text[begin:end]
        texts = [text for _, text in question["answers"]] or [""]
        hit = answers(engine.piece.sentences[best], question)
        exact = max(exact_match(said, text) for text in texts)
        overlap = max(token_f1(said, text) for text in texts)
        read.append(SquadRow(half, question["answerable"], decision.answerable, hit, exact, overlap))
    return read


def speed_lines(found: list[Row]) -> list[str]:
    """Milliseconds a question on one core over pieces of 400 to 500 words, and the sizes of the models."""
    piece = next(p for p in map(_piece, names("test")) if 420 <= len(p.text.split()) <= 480)
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    engine = in_memory(piece)
    asked = [engine.question(row.item.question) for row in found[:40]]
    times = [_timed(engine, question) for question in asked]
    os.sched_setaffinity(0, before)
    size = sum((MODEL / f).stat().st_size for f in ("reader-int8.onnx", "embedder-int8.onnx")) / 1e6
    return [
        "| speed and size | |",
        "|---|---|",
        f"| a question, one core, {len(piece.text.split())} words, median | {1000 * np.median(times):.0f} ms |",
        f"| both models | {size:.1f} MB |",
    ]


def _piece(name: str) -> Piece:
    return read_piece(FOLDER / f"{name}.txt")


def _timed(engine: Any, question: Question) -> float:
    began = time.perf_counter()
    decide(engine.reader.scorer.evidence(question), weights())
    return time.perf_counter() - began


def retrieval_lines(minilm: Path | None) -> list[str]:
    """Recall@5 of gold sentences over many pieces at once: the shipped embedder, and MiniLM in float beside it.

    Asked are the questions about pieces that nothing was trained on; the others only stand in the way.
    """
    chosen = [*names("test"), *names("dev"), *names("train")][:TOGETHER]
    texts, owners, questions = [], {}, []
    for name in chosen:
        piece = _piece(name)
        for sentence in piece.sentences:
            owners[name, sentence.number] = len(texts)
            texts.append(piece.sentence_text(sentence.number))
        unseen = split_of(name) != "train"
        items = [i for i in read_items(FOLDER / f"{name}.jsonl") if unseen and i.gold and i.kind != "summary"]
        questions += [(item.question, {owners[name, n] for n in item.evidence}) for item in items if not item.history]
    ours = _recall(Embedder().embed, texts, questions)
    over = f"{TOGETHER} pieces ({len(texts)} sentences, {len(questions)} questions)"
    line = f"Embedding retrieval over {over}: recall@5 {ours:.3f}"
    if not minilm:
        return [line]
    from training.minilm import embed

    theirs = _recall(lambda held: embed(minilm, held), texts, questions)
    return [f"{line}; MiniLM in float {theirs:.3f}, ratio {ours / theirs:.3f}"]


def _recall(embed: Any, texts: list[str], questions: list[tuple[str, set[int]]]) -> float:
    vectors = np.asarray(embed(texts))
    asked = np.asarray(embed([question for question, _ in questions]))
    found = np.argsort(-(asked @ vectors.T), axis=1)[:, :5]
    return float(np.mean([bool(set(row.tolist()) & right) for row, (_, right) in zip(found, questions, strict=True)]))


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["dev", "test"], default="test")
    parser.add_argument("--squad", type=Path, help="folder with dev-questions and dev-passages (.jsonl.gz)")
    parser.add_argument("--minilm", type=Path, help="the original MiniLM weights (safetensors), for retrieval")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    found = spread(partial(rows, options.split))
    pieces = len({row.piece for row in found})
    bins = reliability(found)
    lines = [
        f"{manifest('reader')}, {manifest('embedder')}, {options.split} pieces: {pieces}, questions: {len(found)}",
        "",
    ]
    lines += [*ranking_lines(found, options.minilm), "", *kind_lines(found), "", *refusal_lines(found), ""]
    lines += ["| said to be answerable | was answerable | questions |", "|---|---|---|"]
    lines += [f"| {bin_.predicted:.2f} | {bin_.observed:.2f} | {bin_.count} |" for bin_ in bins]
    lines += ["", *(squad_lines(options.squad) if options.squad else []), "", *speed_lines(found), ""]
    lines += retrieval_lines(options.minilm)
    print("\n".join(lines))
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "report.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (options.out / "reliability.svg").write_text(reliability_svg(bins), encoding="utf-8")


if __name__ == "__main__":
    main()
