"""What a step of the embedder learns from: a few texts with some of their questions, made ready."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from index.encoder import CLS, EMBEDDED_TOKENS, QUESTION_TOKENS, SEP
from index.passages import passages
from training.examples import (
    EXCHANGED,
    EXCHANGED_SQUAD,
    REMOVABLE,
    REMOVED,
    Asked,
    Text,
    exchanged,
    runs,
    slipped,
)
from training.late import Group, Texts, marked
from training.learning import LOW, Array, targets
from training.pieces import names, read_piece

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

PIECES, QUESTIONS = 3, 40
SQUAD_TEXTS, SQUAD_QUESTIONS = 8, 3
SHORT, LONG = 130, 250
TOGETHER = {"cpu": 2_000, "cuda": 16_000}  # tokens that are read at once, of texts of about one length
GROUPS = {"cpu": 1, "cuda": 6}
TYPOS = 0.05
PASSAGES = 0.1  # share of the steps in which passages are embedded too


@dataclass(frozen=True)
class Source:
    """A text with its passages, one a sentence, and questions about it."""

    text: Text
    passages: list[str]
    asked: list[Asked]


@dataclass(frozen=True)
class Step:
    """What one step learns from: late interaction, and in some steps passages.

    For each group of these: passages, questions, and for each loss its question, which are right and which are allowed.
    """

    texts: Texts
    asked: Texts
    groups: list[Group]
    passages: list[tuple[Texts, Texts, Array, Array, Array]]


def sources_of(folder: Path, pieces: list[Asked], squad: list[Asked]) -> tuple[list[Source], list[Source]]:
    """The training pieces and the SQuAD-like passages of these questions."""
    found = []
    for name, (text, asked) in zip(names("train", folder), _by_text(pieces), strict=True):
        piece = read_piece(folder / f"{name}.txt")
        texts = [piece.text[passage.start : passage.end] for passage in passages(piece)]
        found.append(Source(text, texts, [q for q in asked if q.kind != "summary"]))
    others = []
    for text, asked in _by_text(squad):
        pairs = [" ".join(text.sentences[max(0, n - 1) : n + 1]) for n in range(len(text.starts))]
        others.append(Source(text, pairs, [*asked]))
    return found, others


def _by_text(asked: list[Asked]) -> Iterator[tuple[Text, Iterator[Asked]]]:
    """Questions that follow each other and are about one text."""
    return groupby(asked, key=lambda question: question.text)


def steps(
    pieces: list[Source], squad: list[Source], device: str, part: int, parts: int, chance: random.Random
) -> Iterator[Step]:
    """Steps without end on every so many-th piece, each once before one comes again."""
    pieces = pieces[part::parts]
    together, count = TOGETHER[device], GROUPS[device]
    while True:
        chance.shuffle(pieces)
        for first in range(0, len(pieces) - PIECES * count + 1, PIECES * count):
            groups = []
            for begin in range(first, first + PIECES * count, PIECES):
                chosen = [_some(source, QUESTIONS, chance) for source in pieces[begin : begin + PIECES]]
                groups.append(chosen + [_some(s, SQUAD_QUESTIONS, chance) for s in chance.sample(squad, SQUAD_TEXTS)])
            yield step_of(groups, together, chance, passed=chance.random() < PASSAGES)


def _some(source: Source, count: int, chance: random.Random) -> Source:
    chosen = chance.sample(source.asked, min(count, len(source.asked)))
    return replace(source, asked=[_varied(asked, chance) for asked in chosen])


def _varied(asked: Asked, chance: random.Random) -> Asked:
    if chance.random() < (EXCHANGED_SQUAD if asked.kind == "squad" else EXCHANGED):
        asked = exchanged(asked, chance) or asked
    return replace(asked, question=slipped(asked.question, chance)) if chance.random() < TYPOS else asked


def step_of(groups: list[list[Source]], together: int, chance: random.Random, *, passed: bool) -> Step:
    """These texts with their questions, made ready; `passed`: their passages too."""
    rows: list[list[int]] = []
    asked: list[list[int]] = []
    placed: list[list[tuple[int, int, int]]] = []
    for group in groups:
        placed.append([])
        for source in group:
            for run in runs(source.text, chance.randint(SHORT, LONG)):
                row = [CLS]
                for number in run:
                    ids = source.text.ids[number][:EMBEDDED_TOKENS]
                    placed[-1].append((len(rows), len(row), len(ids)))
                    row += ids
                rows.append([*row, SEP])
            asked += [marked(question.question, QUESTION_TOKENS) for question in source.asked]
    texts, questions = Texts.of(rows, together), Texts.of(asked, together)
    made, first = [], 0
    for group, sentences in zip(groups, placed, strict=True):
        count = sum(len(source.asked) for source in group)
        said = [(number, 0, len(asked[number])) for number in range(first, first + count)]
        made.append(_group(group, _places(texts, sentences), _places(questions, said), chance))
        first += count
    return Step(texts, questions, made, [_lines(group, together) for group in groups] if passed else [])


def _places(texts: Texts, parts: list[tuple[int, int, int]]) -> tuple[Array, Array]:
    """Where the tokens of each part (text, first token, tokens) stand, the last one repeated; how many there are."""
    lengths = np.array([count for _, _, count in parts])
    starts = np.array([texts.starts[text] + first for text, first, _ in parts])
    return starts[:, None] + np.minimum(np.arange(lengths.max()), lengths[:, None] - 1), lengths


def _group(
    sources: list[Source], sentences: tuple[Array, Array], questions: tuple[Array, Array], chance: random.Random
) -> Group:
    total, count = len(sentences[1]), len(questions[1])
    best = np.full((count, total), LOW, dtype=np.float32)
    taught = np.full((count, total + 1), LOW, dtype=np.float32)
    losses: list[tuple[int, float, Array, Array]] = []
    row = base = 0
    for source in sources:
        own = slice(base, base + len(source.text.ids))
        for asked in source.asked:
            allowed = np.ones(total + 1, dtype=bool)
            gold = [[base + number for number in group] for group in asked.gold]
            if len(gold) == 1 and asked.kind in REMOVABLE and chance.random() < REMOVED:
                allowed[gold.pop()] = False
            best[row, own] = 0
            best[row, [number for group in gold for number in group]] = 1
            if asked.taught is not None:
                taught[row, own] = asked.taught
                taught[row, -1] = 0
                taught[row, ~allowed] = LOW
            losses += [(row, share, right, kept) for share, right, kept in targets(gold, allowed)]
            row += 1
        base += len(source.text.ids)
    of, share, right, kept = (np.stack(column) for column in zip(*losses, strict=True))
    return Group(*sentences, *questions, of, share.astype(np.float32), right, kept, taught, best)


def _lines(sources: list[Source], together: int) -> tuple[Texts, Texts, Array, Array, Array]:
    """What `Step.passages` holds of a group."""
    every = [marked(passage, EMBEDDED_TOKENS) for source in sources for passage in source.passages]
    asked = [marked(q.question, QUESTION_TOKENS) for source in sources for q in source.asked if q.gold]
    of, rights, kepts, base = [], [], [], 0
    for source in sources:
        for question in (asked for asked in source.asked if asked.gold):
            allowed = np.ones(len(every) + 1, dtype=bool)
            allowed[-1] = False
            row = of[-1] + 1 if of else 0
            for _, right, kept in targets([[base + n for n in group] for group in question.gold], allowed):
                of.append(row)
                rights.append(right[:-1])
                kepts.append(kept[:-1])
        base += len(source.passages)
    return Texts.of(every, together), Texts.of(asked, together), np.array(of), np.stack(rights), np.stack(kepts)
