"""Which sentences speak for the whole piece: what a summary shows.

Five z-scores are added: the reader's for the question that was asked and for two standing ones, nearness to every
part of the piece, and length, with bonuses for the first paragraph, which says what the matter is, and for the last,
where opinion pieces say what they want. A sentence that leans on the one before it (“And it should …”) loses by that:
one summary in twenty begins with such a one instead of six; so does one that tells what others say: one shown sentence
in eighteen instead of eight. The weights were chosen on labelled training pieces; of 45 summary questions about the dev
pieces 38 % of the wanted points are among four sentences. Weights learned from these, from 190 training pieces or with
forty more features find as many.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from assistant.attribution import told_of_others
from assistant.enumerations import enumerates
from assistant.numbers import UNITS
from assistant.tokens import read
from index.search import standardised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.piece import Piece

STANDING = (("What does the author want, what is the main argument?", 1.0), ("what should be done?", 0.5))
NEARNESS, LENGTH, FIRST, LAST, LEANS, OTHERS, ITEM = 0.4, 0.4, 3.0, 0.3, 1.5, 1.0, 9.0
LEANING = re.compile(r"\W*(?:And|But|So|Yet|Or|Then|Nor|He|She|They|It|His|Her|Their|Its|This|That|These|Those)\b")
LONG = 30
SHOWN = 4
COUNT = rf"\d|{'|'.join(UNITS)}"
ASKED = re.compile(
    rf"\b(?:(?:in|into|to|as) (?:\w+ )?an?(?! few)|(?P<count>{COUNT})(?: (?:or|to) (?P<most>{COUNT}))?)[ -]"
    rf"(?:\w+ )?(?:sentence|line)s?\b(?: or (?P<more>{COUNT}))?",
    re.IGNORECASE,
)
MOST_SHOWN = 8
SHORTER = re.compile(r"\b(?:shorter|briefer)(?: (?:one|version|summary))?(?: please)?\W*$", re.IGNORECASE)
FEWER = 2


def sentences_asked(question: str) -> int:
    """How many sentences a summary is asked to have: “in a sentence or two”, or fewer than are shown mostly."""
    found = ASKED.search(question)
    if not found:
        return FEWER if SHORTER.search(question) else SHOWN
    word = (found["more"] or found["most"] or found["count"] or "one").lower()
    return max(1, min(MOST_SHOWN, int(word) if word.isdecimal() else UNITS[word]))


def central(
    piece: Piece,
    numbers: NDArray[np.int64],
    asked: NDArray[np.float32],
    standing: Sequence[NDArray[np.float32]],
    nearness: NDArray[np.float32],
    *,
    count: int = SHOWN,
) -> list[int]:
    """The numbers of the `count` most central sentences, in reading order.

    Every array has one value for each of `numbers`: the reader's scores for the question and for each of `STANDING`,
    and the mean similarity to the parts of the piece.
    """
    paragraphs = np.array([piece.sentences[int(n)].paragraph for n in numbers])
    texts = [piece.sentence_text(int(number)) for number in numbers]
    words = np.array([min(LONG, len(text.split())) for text in texts], dtype=np.float32)
    score = standardised(asked) + NEARNESS * standardised(nearness) + LENGTH * standardised(words)
    begin = next((one.paragraph for one in piece.sentences if one.number not in piece.head), 0)
    score = score + FIRST * (paragraphs == begin) + LAST * (paragraphs == piece.sentences[-1].paragraph)
    score = score - LEANS * np.array([LEANING.match(text) is not None for text in texts])
    score = score - OTHERS * np.array([bool(told_of_others(read(text))) for text in texts])
    for (_, weight), scores in zip(STANDING, standing, strict=True):
        score = score + weight * standardised(scores)
    if count < SHOWN:  # an item of a list says little without the others
        score = score - ITEM * np.array([enumerates(text) for text in texts])
    return sorted(int(numbers[row]) for row in np.argsort(-score)[:count])
