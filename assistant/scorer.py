"""Scores every sentence of a piece for a question: the reader, the late interaction, BM25 and the dense score.

A short piece is read whole; of a longer one the windows around what the search finds best.
"""

from __future__ import annotations

import weakref
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from assistant.central import STANDING, central
from assistant.evidence import Evidence, Thread
from assistant.followup import following
from assistant.question import Question
from index.encoder import PieceTokens, SpanReader
from index.late import LateReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.encoder import Window
    from index.piece import Piece
    from index.search import Search

WHOLE_WORDS = 2_000
WINDOWS = 12
KEPT = 20  # questions of which what was read is kept, for those that follow


class Scorer:
    """Scores the sentences of one piece."""

    def __init__(self, piece: Piece, search: Search) -> None:
        self.piece = piece
        self.search = search
        self.tokens = PieceTokens(piece)
        self.spans = SpanReader()
        self.late = LateReader(self.tokens)
        whole = len(piece.text.split()) <= WHOLE_WORDS
        self._whole = self.tokens.windows() if whole else None
        self._halves = self.tokens.halves() if whole else None
        # by a proxy: what is kept holds no scorer, and its index is closed as soon as it is let go of
        self.read = lru_cache(KEPT)(partial(Scorer._evidence, weakref.proxy(self)))

    def evidence(self, question: Question) -> Evidence:
        """How every sentence that is read stands to the question; all of a short piece, the best of a long one."""
        found = self.read(question.as_read())
        if question.text == question.asked or not question.history:
            return found
        *before, last = question.history
        alone, earlier = Question.of(question.asked), following(last, before)
        return replace(found, thread=Thread(self.read(alone.as_read()), self.read(earlier.as_read())))

    def _evidence(self, question: Question) -> Evidence:
        scores = self.search.scores(question.text)
        windows = self.windows(question)
        reading = self.spans.read(question.text, self.tokens, windows)
        late = self.late.scores(question.text, self._halves or windows)
        numbers = self._of_the_text(np.flatnonzero(np.isfinite(reading.scores)))
        return Evidence(self.piece, self.search.lexical, question, reading, late[numbers], numbers, scores)

    def central(self, question: Question, count: int) -> list[tuple[int, int]]:
        """The runs of sentences, in reading order, that hold the `count` most central ones for a summary."""
        windows = self.windows(question)
        texts = [question.text, *(text for text, _ in STANDING)]
        read = [self.spans.read(text, self.tokens, windows).scores for text in texts]
        rows = self._of_the_text(np.flatnonzero(np.isfinite(read[0])))
        asked, *standing = [scores[rows] for scores in read]
        nearness = self._nearness(windows)[rows]
        numbers = central(self.piece, rows, asked, standing, nearness, count=count)
        return sorted({self.piece.units[number] for number in numbers})

    def _of_the_text(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """These sentences without the headline and the byline, where there are others."""
        text = numbers[~np.isin(numbers, [*self.piece.head])]
        return text if len(text) else numbers

    def windows(self, question: Question) -> list[Window]:
        """The windows that are read for a question."""
        return self._whole if self._whole is not None else self._best_windows(question.text)

    def _best_windows(self, question: str) -> list[Window]:
        best = [number for number, _ in self.search.best(question, WINDOWS * 2)]
        last = len(self.piece.sentences) - 1
        around = {near for number in best for near in range(max(0, number - 1), min(last, number + 1) + 1)}
        windows = self.tokens.windows(sorted(around))
        ranked = sorted(windows, key=lambda window: min(self._places(window, best)))
        return ranked[:WINDOWS]

    def _places(self, window: Window, best: Sequence[int]) -> list[int]:
        inside = set(self.tokens.sentence[window.start : window.end].tolist())
        return [place for place, number in enumerate(best) if number in inside] or [len(best)]

    def _nearness(self, windows: Sequence[Window]) -> NDArray[np.float32]:
        """Each sentence's mean similarity to the parts of the piece that are read."""
        places = [(self.tokens.offsets[w.start, 0], self.tokens.offsets[w.end - 1, 1]) for w in windows]
        return np.mean([self.search.scores(self.piece.text[start:end]).dense for start, end in places], axis=0)
