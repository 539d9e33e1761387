"""The embedded reader: answers with the piece's own sentences, or refuses.

It needs no language model: every sentence is scored (`scorer.py`), and small calibrated models decide which sentences
answer and whether any does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assistant import frames
from assistant.answer import Note, Refusal, Statement
from assistant.central import sentences_asked
from assistant.decision import Decision, decide, weights
from assistant.enumerations import enumerations, item_asked, listed
from assistant.followup import standalone
from assistant.inventory import SHOWN, TITLE_TERMS, held, sought
from assistant.named import SAID, begun, spoken_by, told_of, words_of_another
from assistant.parts import asked_at_once
from assistant.places import beside, beside_asked, place_asked
from assistant.question import SETTLED, Question, in_general, kind_of, names_the_piece, topic_of
from assistant.scorer import Scorer
from assistant.signs import EXACT_WORDS, lacks_what_is_asked
from assistant.turns import turn_of, words_of
from assistant.wording import cited, place_of, sentences_of, told_otherwise
from index.lexical import terms

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.evidence import Evidence
    from assistant.turns import Turn
    from assistant.wording import Cited
    from index.piece import Piece, Quote
    from index.search import Search

Said = Statement | Refusal | Note
KEPT = 200  # turns whose answers are kept, for what is asked of them next
WORDS = 3
FURTHER = 2
LIKELY = 0.05  # of the best sentence's share, to be shown where more is asked for
SURE = 0.5
MENTIONED = 0.15  # chosen for the code that it gives to the unanswerable questions about the dev pieces


class Reader:
    """Answers questions about one piece."""

    name = "reader"

    def __init__(self, piece: Piece, search: Search) -> None:
        self.piece = piece
        self.scorer = Scorer(piece, search)
        self.lists = enumerations(piece)
        self._said: dict[tuple[str, ...], list[Said]] = {}

    def answer(self, question: Question) -> Iterator[Said]:
        """Statements in the order they are to be shown, with notes beside them; or one refusal."""
        asked = asked_at_once(question)
        said: list[Said] = []
        for part in self._each(asked) if asked else self._one(question):
            said.append(part)
            yield part
        if len(self._said) >= KEPT:
            self._said = {}
        self._said[*question.history, question.asked] = said

    def _each(self, asked: Iterable[Question]) -> Iterator[Said]:
        """What answers several questions, one after the other, and for each that is refused a note that names it."""
        shown: set[int | str] = set()
        refused: list[Refusal] = []
        for one in asked:
            found = list(self._one(one))
            new = [part for part in found if not isinstance(part, Statement) or not _told(part) <= shown]
            for part in new or [frames.above()]:
                if isinstance(part, Statement):
                    shown |= _told(part)
                    yield part
                elif isinstance(part, Refusal):
                    refused.append(replace(part, message=frames.of_part(one.asked, part.message)))
                else:
                    yield Note(frames.of_part(one.asked, part.message))
        yield from [] if shown else refused[:1]
        yield from (Note(refusal.message) for refusal in refused[0 if shown else 1 :])

    def _one(self, question: Question) -> Iterator[Said]:
        if (turn := turn_of(question.asked)) and (before := self._before(question.history)):
            yield from self._of_the_answer(turn, question, before)
        elif question.kind in SETTLED:
            yield from self._settled(question)
        elif (words := cited(question.asked)) and (found := self._cited(words, question)):
            yield found
        elif run := place_asked(self.piece, question):
            yield frames.statement(self.piece.quote(*run, score=1.0), first=True)
        elif found := beside_asked(question.asked, "".join(question.history[-1:])):
            yield self._beside(question, found)
        elif question.vague:
            yield frames.refusal("too_vague")
        elif question.kind == "summary":
            yield from self._central(question, sentences_asked(question.asked))
        else:
            yield from self._read(question)

    def _settled(self, question: Question) -> Iterator[Said]:
        """What is not looked for in the sentences by what they say."""
        if question.kind == "inventory":
            yield from self._every(question)
        elif question.kind == "help":
            yield frames.invitation()
        else:
            yield (
                frames.refusal("outside_the_text")
                if question.kind == "assistant"
                else frames.about(self.piece, question.kind)
            )

    def _beside(self, question: Question, found: re.Match[str]) -> Statement | Refusal:
        """What stands beside the last quotes, as it is asked for."""
        shown = _shown(self._before(question.history))
        if not shown:
            return frames.refusal("too_vague")
        run = beside(self.piece, [_run(quote) for quote in shown], found)
        return frames.statement(self.piece.quote(*run, score=1.0), first=True) if run else frames.beyond()

    def _before(self, history: Sequence[str]) -> list[Said]:
        """What was said to the last of these questions that was answered, or refused with a quote beside it."""
        for place in reversed(range(len(history))):
            said = self._said_to(history[: place + 1])
            if any(isinstance(part, Statement) for part in said) or _shown(said):
                return said
        return []

    def _said_to(self, turns: Sequence[str]) -> list[Said]:
        """What was said to the last of these questions; one that was asked elsewhere is read again."""
        known = self._said.get(tuple(turns))
        *earlier, asked = turns
        return list(self.answer(Question.of(standalone(asked, earlier), asked, earlier))) if known is None else known

    def _of_the_answer(self, turn: Turn, question: Question, before: list[Said]) -> Iterator[Said]:
        """The answer before again, shorter, what else there is, or the words of whom it was about."""
        said = [part for part in before if isinstance(part, Statement)]
        shown = _shown(before)
        if turn == "words" and shown:
            yield from self._words(question, shown[0])
        elif turn == "again" and kind_of(question.asked) == "who" and said and shown:
            run = begun(self.piece, _run(shown[0]), question)
            yield frames.statement(self.piece.quote(*run, highlight=shown[0].highlight, score=1.0), first=True)
        elif turn == "again" or not said or not shown:
            yield from before
        elif turn == "shorter":
            yield from self._shorter(question, said)
        else:
            yield from self._further(question)

    def _words(self, question: Question, quote: Quote) -> Iterator[Statement | Refusal]:
        """Where the one whom the answer was about is quoted, nearest to it first."""
        topic = self._topic(question)
        runs = words_of(self.piece, topic.asked, _run(quote))
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
        return Question.of(standalone(asked, earlier), asked, earlier)

    def _shorter(self, question: Question, said: Sequence[Statement]) -> Iterator[Said]:
        """Fewer sentences of a summary, the best of another answer; what is one sentence stays whole."""
        count = min(sentences_asked(question.asked), max(1, len(said) - 1))
        quote = said[0].quotes[0]
        topic = self._topic(question)
        if topic.kind == "summary":
            yield from self._central(topic, count)
        elif quote.highlight:
            unit = next(unit for unit in self.piece.units if self.piece.sentences[unit[1]].end >= quote.highlight[1])
            yield frames.statement(self.piece.quote(*unit, highlight=quote.highlight, score=quote.score), first=True)
        else:
            yield said[0]
        if len(said) == 1 and _run(quote) in self.piece.units:
            yield frames.shortest()

    def _further(self, question: Question) -> Iterator[Statement | Refusal]:
        """The next best sentences for the last question that asked for something."""
        topic = self._topic(question)
        shown = {n for at in range(len(topic.history), len(question.history)) for n in self._numbers(question, at)}
        found: list[Quote] = []
        if topic.kind == "summary":
            found = [part.quotes[0] for part in self._central(topic, len(shown) + FURTHER)]
        elif topic.kind not in SETTLED:
            evidence = self.scorer.evidence(topic)
            decision = decide(evidence, weights())
            likely = np.flatnonzero(decision.shares >= LIKELY * decision.shares.max())
            ranked = evidence.numbers[likely[np.argsort(-decision.shares[likely], kind="stable")]]
            found = [self._quote(evidence, decision, self.piece.units[int(number)]) for number in ranked]
        new = [quote for quote in dict.fromkeys(found) if not shown & set(quote.sentences)][:FURTHER]
        yield from (frames.statement(quote, first=False) for quote in new)
        if not new:
            yield frames.nothing_further()

    def _numbers(self, question: Question, at: int) -> set[int]:
        """The sentences that were quoted in answer to one of the earlier questions."""
        said = self._said_to(question.history[: at + 1])
        return {n for part in said if isinstance(part, Statement) for quote in part.quotes for n in quote.sentences}

    def _read(self, question: Question) -> Iterator[Statement | Refusal]:
        evidence = self.scorer.evidence(question)
        model = weights()
        decision = decide(evidence, model)
        item = item_asked(self.piece, self.lists, question, evidence.numbers, decision.shares)
        if item is not None:
            yield frames.statement(self._quote(evidence, decision, self.piece.units[item]), first=True)
        elif decision.answerable < model.refuse_below:
            yield self._unanswered(evidence, decision)
        else:
            quotes = self.quotes(evidence, decision)
            own = [quote for quote in quotes if not self._of_another(question.asked, quote)]
            if not own or lacks_what_is_asked(question.asked, quotes[0].text):
                yield frames.refusal("mentioned_not_answered", nearest=self._best(evidence, decision))
                return
            for place, quote in enumerate(own):
                yield frames.statement(quote, first=place == 0, sure=decision.answerable >= SURE)

    def _cited(self, cited: Cited, question: Question) -> Statement | Refusal | None:
        """Where words that are quoted stand, letter for letter; a refusal if they do not, or are not said by whom.

        None where they stand there and something else is asked about them.
        """
        if place := place_of(cited.words, self.piece):
            run, span = place
            if not cited.checked:
                return None
            quote = self.piece.quote(*begun(self.piece, run, question), highlight=span, score=1.0)
            names = set(terms(cited.who or "")) - TITLE_TERMS
            if names and not spoken_by(names, self.piece, run):
                return frames.unsaid(str(cited.who), quote)
            return frames.statement(quote, first=True)
        if near := told_otherwise(cited.words, self.piece):
            quote = self.piece.quote(*sentences_of(self.piece, near.span), highlight=near.span, score=1.0)
            return frames.otherwise(near.differences, quote)
        evidence = self.scorer.evidence(question)
        return frames.not_quoted(cited.words, self._best(evidence, decide(evidence, weights())))

    def _of_another(self, question: str, quote: Quote) -> bool:
        """Whether what somebody says is asked for, and these are words of somebody else."""
        exactly = EXACT_WORDS.search(question) is not None
        asked = exactly or SAID.match(question) is not None
        return asked and words_of_another(self.piece, _run(quote), question, surely=exactly)

    def _best(self, evidence: Evidence, decision: Decision) -> Quote:
        return self.piece.quote(*self.piece.units[int(evidence.numbers[decision.best])])

    def _unanswered(self, evidence: Evidence, decision: Decision) -> Statement | Refusal:
        """The nearest sentence about a name where hardly more than that is asked about; else the refusal."""
        ranked = evidence.numbers[np.argsort(-decision.shares, kind="stable")]
        leans = evidence.alone is not None
        told = told_of(self.piece, evidence.question.asked, map(int, ranked), leans=leans)
        if told is None:
            return self._refusal(evidence, decision, self._best(evidence, decision))
        sure = not leans and topic_of(evidence.question.asked) is not None
        return frames.statement(self.piece.quote(*self.piece.units[told]), first=True, sure=sure)

    def quotes(self, evidence: Evidence, decision: Decision) -> list[Quote]:
        """The best quote first, then the others in reading order; each sense unit once."""
        runs = self._runs(evidence.question, [int(evidence.numbers[row]) for row in decision.quoted])
        best = int(evidence.numbers[decision.best])
        first = next(run for run in runs if run[0] <= best <= run[1])
        return [self._quote(evidence, decision, run) for run in dict.fromkeys([first, *runs])]

    def _runs(self, question: Question, numbers: Sequence[int]) -> list[tuple[int, int]]:
        """The runs of sentences that are to be quoted for these sentences."""
        units = [begun(self.piece, self.piece.units[number], question) for number in numbers]
        if question.kind != "list":
            return _merged(units, apart=0)
        return _merged(
            [*units, *(run for number in numbers for run in listed(self.piece, self.lists, number))], apart=1
        )

    def _quote(self, evidence: Evidence, decision: Decision, run: tuple[int, int]) -> Quote:
        rows = [row for row, number in enumerate(evidence.numbers) if run[0] <= number <= run[1]]
        if not rows:  # an item of a list in a part of a long piece that was not read
            return self.piece.quote(*run)
        top = max(rows, key=lambda row: decision.shares[row])
        span = evidence.reading.spans[int(evidence.numbers[top])]
        share = min(1.0, float(sum(decision.shares[row] for row in rows)))
        return self.piece.quote(run[0], run[1], highlight=span, score=decision.answerable * share)

    def _central(self, question: Question, count: int) -> Iterator[Statement]:
        for place, run in enumerate(self.scorer.central(question, count)):
            yield frames.central(self.piece.quote(*run), first=place == 0)

    def _every(self, question: Question) -> Iterator[Said]:
        """All that holds a sort of thing, in reading order; the longest pieces have more than is shown."""
        sort = sought(question.asked)
        assert sort
        found = [self._whole_of(number, span) for number, span in held(self.piece, sort)]
        for place, quote in enumerate(found[:SHOWN]):
            yield frames.statement(quote, first=place == 0)
        if not found:
            yield frames.refusal("not_mentioned")
        elif len(found) > SHOWN:
            yield frames.more()

    def _whole_of(self, number: int, span: tuple[int, int]) -> Quote:
        """A sentence with a part of it, in its own characters, marked."""
        start = self.piece.sentences[number].start
        return self.piece.quote(number, highlight=(start + span[0], start + span[1]), score=1.0)

    def _refusal(self, evidence: Evidence, decision: Decision, nearest: Quote) -> Refusal:
        """The refusal whose code fits the evidence, with the nearest quote."""
        unknown = evidence.unknown_names()
        if evidence.question.kind == "mention" or topic_of(evidence.question.asked):
            return frames.refusal("not_mentioned", term=unknown[0] if unknown else None, nearest=nearest)
        if decision.outside > SURE and not names_the_piece(evidence.question.asked):
            return frames.refusal("outside_the_text", nearest=nearest)
        told = bool(evidence.held_terms[decision.best].all())  # the nearest sentence says what is taken for granted
        if decision.presumed > SURE and not (unknown or told) and not in_general(evidence.question.asked):
            return frames.refusal("false_premise", nearest=nearest)
        if unknown:
            code = "false_premise" if unknown[0][0].isdigit() else "not_mentioned"
            return frames.refusal(code, term=unknown[0], nearest=nearest)
        code = "mentioned_not_answered" if evidence.covered >= MENTIONED else "not_mentioned"
        return frames.refusal(code, nearest=nearest)


def _run(quote: Quote) -> tuple[int, int]:
    return quote.sentences[0], quote.sentences[-1]


def _shown(said: Iterable[Said]) -> list[Quote]:
    """The quotes of an answer, the best first; of a refusal the nearest."""
    said = list(said)
    quotes = [quote for part in said if isinstance(part, Statement) for quote in part.quotes]
    return quotes or [part.nearest for part in said if isinstance(part, Refusal) and part.nearest]


def _told(statement: Statement) -> set[int | str]:
    """What a statement shows: a fact about the piece, or sentences of it."""
    return {n for quote in statement.quotes for n in quote.sentences} or {statement.text}


def _merged(runs: Iterable[tuple[int, int]], *, apart: int) -> list[tuple[int, int]]:
    """Runs that share a sentence (`apart` 0), or that follow one another (1), as one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(set(runs)):
        if merged and first <= merged[-1][1] + apart:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
