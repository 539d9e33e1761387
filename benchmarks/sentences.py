"""Compares sentence splitters: how many sentences come out exactly, on three golds.

    python benchmarks/sentences.py --pieces FOLDER [FOLDER …] [--piece FILE --count N]

`benchmarks/sentences.txt` holds our own traps (a sentence a line; ⏎ stands for a line break inside one). `--pieces` are
folders of labelled pieces, also a sentence a line. A splitter that is not installed is left out, and named.
"""

from __future__ import annotations

import argparse
import importlib
import re
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Gold = tuple[str, list[tuple[int, int]]]
GOLD = Path(__file__).with_name("sentences.txt")


def gold(path: Path) -> Gold:
    """A text put together from its sentences, and their (start, end)."""
    text, spans, fresh = "", [], True
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        if not line.strip():
            fresh = True
            continue
        wrapped = line.startswith("⏎ ")
        sentence = line.strip().removeprefix("⏎ ").replace(" ⏎ ", "\n")
        bullet = wrapped or sentence.startswith("- ") or text.rsplit("\n", 1)[-1].startswith("- ")
        text += ("" if not text else "\n\n" if fresh else "\n" if bullet else " ") + sentence
        spans.append((len(text) - len(sentence), len(text)))
        fresh = False
    return text, spans


def _located(text: str, parts: list[str]) -> list[tuple[int, int]]:
    """Where each part stands, searched from left to right; parts that are not in the text are lost."""
    spans, at = [], 0
    for part in filter(None, (part.strip() for part in parts)):
        start = text.find(part, at)
        if start >= 0:
            at = start + len(part)
            spans.append((start, at))
    return spans


def ours() -> Callable[[str], list[tuple[int, int]]]:
    from index.sentences import split

    return lambda text: [(sentence.start, sentence.end) for sentence in split(text)]


def pysbd() -> Callable[[str], list[tuple[int, int]]]:
    segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False)
    return lambda text: _located(text, segmenter.segment(text))


def sentencex() -> Callable[[str], list[tuple[int, int]]]:
    segment = importlib.import_module("sentencex").segment
    return lambda text: _located(text, list(segment("en", text)))


def syntok() -> Callable[[str], list[tuple[int, int]]]:
    analyze = importlib.import_module("syntok.segmenter").analyze

    def split(text: str) -> list[tuple[int, int]]:
        return [
            (tokens[0].offset, tokens[-1].offset + len(tokens[-1].value))
            for paragraph in analyze(text)
            for tokens in map(list, paragraph)
        ]

    return split


def blingfire() -> Callable[[str], list[tuple[int, int]]]:
    split = importlib.import_module("blingfire").text_to_sentences
    return lambda text: [
        span for block in re.split(r"(\n\s*\n)", text) for span in _located(text, split(block).split("\n"))
    ]


def sentence_splitter() -> Callable[[str], list[tuple[int, int]]]:
    splitter = importlib.import_module("sentence_splitter").SentenceSplitter(language="en")
    return lambda text: _located(text, splitter.split(text))


SPLITTERS = {
    "ours": ours,
    "pysbd": pysbd,
    "sentencex": sentencex,
    "syntok": syntok,
    "blingfire": blingfire,
    "sentence-splitter": sentence_splitter,
}


def exact(split: Callable[[str], list[tuple[int, int]]], golds: list[Gold]) -> tuple[int, int, int, float]:
    """Sentences found exactly, sentences in the gold, sentences found, seconds."""
    begun = time.perf_counter()
    found = [split(text) for text, _ in golds]
    seconds = time.perf_counter() - begun
    right = sum(len(set(spans) & set(mine)) for (_, spans), mine in zip(golds, found, strict=True))
    return right, sum(len(spans) for _, spans in golds), sum(map(len, found)), seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=Path, nargs="*", default=[])
    parser.add_argument("--piece", type=Path, help="a text whose sentences are only counted")
    options = parser.parse_args()
    pieces = [path for folder in options.pieces for path in sorted(folder.glob("*.txt"))]
    sets = {
        "traps": [gold(GOLD)],
        "pieces, even": [gold(p) for p in pieces[::2]],
        "pieces, odd": [gold(p) for p in pieces[1::2]],
    }
    for name, make in SPLITTERS.items():
        try:
            split = make()
        except ImportError:
            print(f"{name:18} not installed")
            continue
        try:
            release = version(name)
        except PackageNotFoundError:
            release = ""
        cells = []
        for label, golds in sets.items():
            if golds:
                right, count, found, seconds = exact(split, golds)
                cells.append(f"{label} F1 {200 * right / (count + found):5.1f} ({right}/{count})")
        if options.piece:
            text = options.piece.read_text(encoding="utf-8").strip()
            cells.append(f"{options.piece.name}: {len(split(text))}")
        print(f"{name:18} {release:8} " + "  ".join(cells) + f"  {seconds * 1000 / max(1, len(golds)):.1f} ms a piece")


if __name__ == "__main__":
    main()
