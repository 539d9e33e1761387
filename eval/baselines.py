"""Four trivial assistants, asked the same items: what a figure is worth shows beside theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assistant import frames
from assistant.answer import Answer, Refusal, Statement
from assistant.followup import standalone
from assistant.question import taken
from assistant.version import VERSION
from index.lexical import Lexical

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.piece import Piece


class Trivial:
    """An assistant that decides without reading: `choose` gives sentence numbers for a question, none to refuse."""

    def __init__(self, name: str, piece: Piece, choose: Callable[[str], list[int]]) -> None:
        self.name = name
        self.piece = piece
        self.choose = choose

    def answer(self, asked: object) -> Answer:
        """As `Engine.answer`."""
        question, history = taken(asked)
        whole = standalone(question, history)
        parts = self._parts(self.choose(whole))
        refusal = next((part for part in parts if isinstance(part, Refusal)), None)
        said = tuple(part for part in parts if isinstance(part, Statement))
        return Answer(question, whole, self.piece, self.name, None, VERSION, said, refusal)

    def _parts(self, numbers: list[int]) -> list[Statement | Refusal]:
        if not numbers:
            return [frames.refusal("not_mentioned")]
        runs = dict.fromkeys(self.piece.units[number] for number in numbers)
        return [frames.statement(self.piece.quote(*run), first=n == 0) for n, run in enumerate(runs)]


def refuse_always(piece: Piece) -> Trivial:
    """It never answers."""
    return Trivial("refuse always", piece, lambda _: [])


def first_sentence(piece: Piece) -> Trivial:
    """It quotes the beginning."""
    return Trivial("first sentence", piece, lambda _: [0])


def best_by_words(piece: Piece) -> Trivial:
    """It quotes the sentence that BM25 ranks first; the first sentence where no word is shared."""
    lexical = Lexical([piece.sentence_text(sentence.number) for sentence in piece.sentences])
    return Trivial("BM25’s best sentence", piece, lambda asked: [int(np.argmax(lexical.scores(asked)))])


def quote_everything(piece: Piece) -> Trivial:
    """It quotes the whole piece."""
    return Trivial("quote everything", piece, lambda _: [sentence.number for sentence in piece.sentences])


BASELINES: tuple[Callable[[Piece], Trivial], ...] = (refuse_always, first_sentence, best_by_words, quote_everything)
