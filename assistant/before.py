"""What is asked of the answer before: what stands beside its quotes, the answer again, shorter, what else there is."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

import numpy as np

from assistant import frames
from assistant.answer import Note, Refusal, Statement
from assistant.central import sentences_asked
from assistant.decision import decide, weights
from assistant.enumerations import item_of_shown, place_of_next
from assistant.followup import following
from assistant.named import begun
from assistant.places import beside as stands_beside
from assistant.places import beside_asked, names_place
from assistant.question import SETTLED, kind_of
from assistant.turns import turn_of, words_of
from index.lexical import terms

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.question import Question
    from assistant.reader import Reader
    from assistant.turns import Turn
    from index.piece import Quote

Said = Statement | Refusal | Note
KEPT = 200  # turns whose answers are kept
WORDS = 3
FURTHER = 2
LIKELY = 0.05  # of the best sentence's share, to be shown where more is asked for


class Before:
    """What a reader has said in a conversation, and what is asked about it."""

    def __init__(self, reader: Reader) -> None:
        self.reader: Reader = weakref.proxy(reader)  # which holds this: its index is closed as soon as it is let go of
        self.piece = reader.piece
        self._said: dict[tuple[str, ...], list[Said]] = {}

    def keep(self, question: Question, said: list[Said]) -> None:
        """Remember what was said to a question."""
        if len(self._said) >= KEPT:
            self._said = {}
        self._said[*question.history, question.asked] = said

    def beside(self, question: Question, found: re.Match[str]) -> Statement | Refusal:
        """What stands beside the last quotes, as it is asked for."""
        shown = shown_in(self.answered(question.history))
        if not shown:
            return frames.refusal("too_vague")
        run = stands_beside(self.piece, [run_of(quote) for quote in shown], found)
        return frames.statement(self.piece.quote(*run, score=1.0), first=True) if run else frames.nothing("beyond")

    def item(self, question: Question) -> tuple[int, int] | None:
        """The second item, if that is asked for, of the list that was just shown, as its run of sentences.

        Turns with no word of their own (“by when?”, “and the first?”) may stand between.
        """
        place = place_of_next(question.asked)
        for at in reversed(range(len(question.history) if place and self.reader.lists else 0)):
            asked = question.history[at]
            item = item_of_shown(self.piece, self.reader.lists, str(place), self._numbers(question, at), asked)
            if item is not None:
                return self.piece.units[item]
            if terms(asked) and not place_of_next(asked):
                break
        return None

    def answered(self, history: Sequence[str]) -> list[Said]:
        """What was said to the last of these questions that was answered, or refused with a quote beside it."""
        for place in reversed(range(len(history))):
            said = self._said_to(history[: place + 1])
            if any(isinstance(part, Statement) for part in said) or shown_in(said):
                return said
        return []

    def _said_to(self, turns: Sequence[str]) -> list[Said]:
        """What was said to the last of these questions; one that was asked elsewhere is read again."""
        if (known := self._said.get(tuple(turns))) is not None:
            return known
        *earlier, asked = turns
        return list(self.reader.answer(following(asked, earlier)))

    def taken_up(self, turn: Turn, question: Question, before: list[Said]) -> Iterator[Said]:
        """The answer before again, shorter, what else there is, or the words of whom it was about."""
        said = [part for part in before if isinstance(part, Statement)]
        shown = shown_in(before)
        if turn == "words" and shown:
            yield from self._words(question, shown[0])
        elif turn == "again" and kind_of(question.asked) == "who" and said and shown:
            run = begun(self.piece, run_of(shown[0]), question)
            yield frames.statement(self.piece.quote(*run, highlight=shown[0].highlight, score=1.0), first=True)
        elif turn == "again" or not said or not shown:
            yield from (part for part in before if not isinstance(part, Note))
        elif turn == "shorter":
            yield from self._shorter(question, said)
        else:
            yield from self._further(question)

    def _words(self, question: Question, quote: Quote) -> Iterator[Statement | Refusal]:
        """Where the one whom the answer was about is quoted, nearest to it first."""
        topic = self._topic(question)
        runs = words_of(self.piece, topic.asked, run_of(quote))
        for place, run in enumerate(sorted(runs, key=lambda run: abs(run[0] - quote.sentences[0]))[:WORDS]):
            yield frames.statement(self.piece.quote(*run, score=1.0), first=place == 0)
        if not runs:
            yield frames.unquoted(quote)

    def _topic(self, question: Question) -> Question:
        """The last question before that is not itself for the answer to another."""
        turns = list(question.history)
        while len(turns) > 1 and (turn_of(turns[-1]) or beside_asked(turns[-1], turns[-2])):
            turns.pop()
        *earlier, asked = turns
        return following(asked, earlier)

    def _shorter(self, question: Question, said: Sequence[Statement]) -> Iterator[Said]:
        """Fewer sentences of a summary, the best of another answer; what is one sentence stays whole."""
        count = min(sentences_asked(question.asked), max(1, len(said) - 1))
        quote = said[0].quotes[0]
        topic = self._topic(question)
        if topic.kind == "summary":
            yield from self.reader.central(topic, count)
        elif quote.highlight:
            unit = next(unit for unit in self.piece.units if self.piece.sentences[unit[1]].end >= quote.highlight[1])
            yield frames.statement(self.piece.quote(*unit, highlight=quote.highlight, score=quote.score), first=True)
        else:
            yield said[0]
        if len(said) == 1 and run_of(quote) in self.piece.units:
            yield frames.note("shortest")

    def _further(self, question: Question) -> Iterator[Statement | Refusal]:
        """The next best sentences for the last question that asked for something."""
        topic = self._topic(question)
        shown = {n for at in range(len(topic.history), len(question.history)) for n in self._numbers(question, at)}
        found: list[Quote] = []
        if topic.kind == "summary":
            found = [part.quotes[0] for part in self.reader.central(topic, len(shown) + FURTHER)]
        elif topic.kind not in SETTLED and not names_place(topic.asked):
            evidence = self.reader.scorer.evidence(topic)
            decision = decide(evidence, weights())
            likely = np.flatnonzero(decision.shares >= LIKELY * decision.shares.max())
            ranked = evidence.numbers[likely[np.argsort(-decision.shares[likely], kind="stable")]]
            found = [self.reader.quote(evidence, decision, self.piece.units[int(number)]) for number in ranked]
        new = [quote for quote in dict.fromkeys(found) if not shown & set(quote.sentences)][:FURTHER]
        yield from (frames.statement(quote, first=False) for quote in new)
        if not new:
            yield frames.nothing("further")

    def _numbers(self, question: Question, at: int) -> set[int]:
        """The sentences that were quoted in answer to one of the earlier questions."""
        said = self._said_to(question.history[: at + 1])
        return {n for part in said if isinstance(part, Statement) for quote in part.quotes for n in quote.sentences}


def run_of(quote: Quote) -> tuple[int, int]:
    """The first and the last sentence of a quote."""
    return quote.sentences[0], quote.sentences[-1]


def shown_in(said: Iterable[Said]) -> list[Quote]:
    """The quotes of an answer, the best first; of a refusal the nearest."""
    said = list(said)
    quotes = [quote for part in said if isinstance(part, Statement) for quote in part.quotes]
    return quotes or [part.nearest for part in said if isinstance(part, Refusal) and part.nearest]
