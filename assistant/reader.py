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
from assistant.before import Before, Said, run_of, shown_in
from assistant.central import sentences_asked
from assistant.citations import drafted, told
from assistant.concessions import carried
from assistant.credit import Named
from assistant.decision import Decision, decide, weights
from assistant.draft import compared
from assistant.enumerations import completed, enumerations, item_asked, listed
from assistant.inventory import SHOWN, held, sought
from assistant.named import ASKS_WHO, SAID, begun, told_of, words_of_another
from assistant.parts import asked_at_once
from assistant.places import beside_asked, place_asked
from assistant.question import SETTLED, Question, in_general, names_the_piece, topic_of
from assistant.scorer import Scorer
from assistant.signs import CAUSAL, DATED, EXACT_WORDS, lacks_what_is_asked
from assistant.turns import turn_of
from assistant.wording import cited
from index.lexical import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.draft import Checked
    from assistant.evidence import Evidence
    from assistant.wording import Cited
    from index.piece import Piece, Quote
    from index.search import Search

SURE = 0.5
MENTIONED = 0.15  # chosen for the code that it gives to the unanswerable questions about the dev pieces


class Reader:
    """Answers questions about one piece."""

    name = "reader"

    def __init__(self, piece: Piece, search: Search) -> None:
        self.piece = piece
        self.scorer = Scorer(piece, search)
        self.lists = enumerations(piece)
        self.before = Before(self)

    def answer(self, question: Question) -> Iterator[Said]:
        """Statements in the order they are to be shown, with notes beside them; or one refusal."""
        asked = asked_at_once(question)
        said: list[Said] = []
        for part in self._each(self._new(asked)) if asked else self._one(question):
            said.append(part)
            yield part
        self.before.keep(question, said)

    def _each(self, told: Iterable[tuple[str, Iterable[Said]]]) -> Iterator[Said]:
        """What is said of several things, one after the other, and for each that is refused a note that names it."""
        answered = False
        refused: list[Refusal] = []
        for asked, parts in told:
            for part in parts:
                if isinstance(part, Statement):
                    answered = True
                    yield part
                elif isinstance(part, Refusal):
                    refused.append(replace(part, message=frames.of_part(asked, part.message)))
                else:
                    yield Note(frames.of_part(asked, part.message))
        yield from [] if answered else refused[:1]
        yield from (Note(refusal.message) for refusal in refused[0 if answered else 1 :])

    def _new(self, asked: Iterable[Question]) -> Iterator[tuple[str, list[Said]]]:
        """Several questions, each with what answers it and was not shown for one before."""
        shown: set[int | str] = set()
        for one in asked:
            found = list(self._one(one))
            new = [part for part in found if not isinstance(part, Statement) or not _told(part) <= shown]
            shown = shown.union(*(_told(part) for part in new if isinstance(part, Statement)))
            yield one.asked, new or [frames.note("above")]

    def _one(self, question: Question) -> Iterator[Said]:
        if (turn := turn_of(question.asked)) and (before := self.before.answered(question.history)):
            yield from self.before.taken_up(turn, question, before)
        elif question.kind in SETTLED:
            yield from self._settled(question)
        elif draft := drafted(question.asked, self.piece):
            yield from self._drafted(draft, question)
        elif (words := cited(question.asked)) and (said := list(self._cited(words, question))):
            yield from said
        elif run := self.before.item(question) or place_asked(self.piece, question):
            yield frames.statement(self.piece.quote(*run, score=1.0), first=True)
        elif found := beside_asked(question.asked, "".join(question.history[-1:])):
            yield self.before.beside(question, found)
        elif question.vague:
            yield frames.refusal("too_vague")
        elif question.kind == "summary":
            yield from self.central(question, sentences_asked(question.asked))
        else:
            yield from self._read(question)

    def _settled(self, question: Question) -> Iterator[Said]:
        """What is not looked for in the sentences by what they say."""
        if question.kind == "inventory":
            yield from self._every(question)
        elif question.kind in {"help", "judgement", "translation"}:
            yield frames.beyond(question.kind)
        elif question.kind == "assistant":
            yield frames.refusal("outside_the_text")
        else:
            yield frames.about(self.piece, question.kind)

    def _read(self, question: Question) -> Iterator[Statement | Refusal]:
        evidence = self.scorer.evidence(question)
        model = weights()
        decision = decide(evidence, model)
        item = item_asked(self.piece, self.lists, question, evidence.numbers, decision.shares)
        if item is not None:
            yield frames.statement(self.quote(evidence, decision, self.piece.units[item]), first=True)
        elif decision.answerable < model.refuse_below or (evidence.thread and evidence.thread.alone.unknown_names()):
            yield self._unanswered(evidence, decision)
        else:
            quotes = self.quotes(evidence, decision)
            own = [quote for quote in quotes if not self._of_another(question.asked, quote)]
            if not own or lacks_what_is_asked(question.asked, quotes[0].text) or self._says_again(question, own):
                yield frames.refusal("mentioned_not_answered", nearest=self._best(evidence, decision))
                return
            for place, quote in enumerate(own):
                yield frames.statement(quote, first=place == 0, sure=decision.answerable >= SURE)

    def _cited(self, cited: Cited, question: Question) -> Iterator[Said]:
        """Where words that are quoted stand, letter for letter; a refusal if they do not, or are not said by whom.

        Nothing where they stand there and something else is asked about them.
        """
        who = Named(cited.who, surely=True) if cited.who else None
        found = compared(cited.words, self.piece, who, typed=True)
        if cited.checked or found.differences or found.verdict == "absent":
            yield from told(found, question, self.piece, lambda: self._nearest(question))

    def _drafted(self, found: Sequence[Checked], question: Question) -> Iterator[Said]:
        """What is to be said of the quotations of a message, one after the other."""
        parts = [(one.words, told(one, question, self.piece, lambda: self._nearest(question))) for one in found]
        yield from self._each(parts) if len(parts) > 1 else parts[0][1]

    def _nearest(self, question: Question) -> Quote:
        """The passage that comes closest to a question."""
        evidence = self.scorer.evidence(question)
        return self._best(evidence, decide(evidence, weights()))

    def _of_another(self, question: str, quote: Quote) -> bool:
        """Whether what somebody says is asked for, and these are words of somebody else."""
        exactly = EXACT_WORDS.search(question) is not None
        asked = exactly or SAID.match(question) is not None
        return asked and words_of_another(self.piece, run_of(quote), question, surely=exactly)

    def _best(self, evidence: Evidence, decision: Decision) -> Quote:
        return self.piece.quote(int(evidence.numbers[decision.best]))

    def _unanswered(self, evidence: Evidence, decision: Decision) -> Statement | Refusal:
        """The nearest sentence about a name where hardly more than that is asked about; else the refusal."""
        ranked = evidence.numbers[np.argsort(-decision.shares, kind="stable")]
        leans = evidence.thread is not None
        if leans and self._dates(evidence.question, nearest := self._best(evidence, decision)):
            return frames.statement(nearest, first=True, sure=False)
        told = told_of(self.piece, evidence.question.asked, map(int, ranked), leans=leans)
        if told is None:
            return self._refusal(evidence, decision, self._best(evidence, decision))
        sure = not leans and topic_of(evidence.question.asked) is not None
        return frames.statement(self.piece.quote(told), first=True, sure=sure)

    def _dates(self, question: Question, nearest: Quote) -> bool:
        """Whether no more than “since when?” is asked of an answer, and it tells when."""
        asked = question.kind == "when" and not terms(question.asked)
        return asked and DATED.search(nearest.text) is not None and self._was_shown(question, nearest)

    def _says_again(self, question: Question, quotes: Sequence[Quote]) -> bool:
        """Whether no more than “why?” is asked of an answer, and it would be given once more without a reason."""
        asked = question.kind == "why" and question.history and not terms(question.asked)
        return bool(asked) and all(
            CAUSAL.search(quote.text) is None and self._was_shown(question, quote) for quote in quotes
        )

    def _was_shown(self, question: Question, quote: Quote) -> bool:
        """Whether the answer before has a sentence of a quote."""
        shown = shown_in(self.before.answered(question.history))
        return any(set(quote.sentences) & set(one.sentences) for one in shown)

    def quotes(self, evidence: Evidence, decision: Decision) -> list[Quote]:
        """The best quote first, then the others in reading order; each sense unit once."""
        runs = self._runs(evidence.question, [int(evidence.numbers[row]) for row in decision.quoted])
        best = int(evidence.numbers[decision.best])
        first = next(run for run in runs if run[0] <= best <= run[1])
        return [self.quote(evidence, decision, run) for run in dict.fromkeys([first, *runs])]

    def _runs(self, question: Question, numbers: Sequence[int]) -> list[tuple[int, int]]:
        """The runs of sentences that are to be quoted for these sentences."""
        begins = (begun(self.piece, (number, number), question) for number in numbers)
        runs = [carried(self.piece, run, question.asked) for run in begins]
        if question.kind != "list":
            rest = [self.piece.units[item] for item in completed(self.lists, numbers)]
            return _merged([*runs, *rest], apart=int(bool(rest)))
        items = [run for number in numbers for run in listed(self.piece, self.lists, number)]
        return _merged([*runs, *items], apart=1)

    def quote(self, evidence: Evidence, decision: Decision, run: tuple[int, int]) -> Quote:
        """A run of sentences with what of it answers marked, and its probability."""
        rows = [row for row, number in enumerate(evidence.numbers) if run[0] <= number <= run[1]]
        if not rows:  # an item of a list in a part of a long piece that was not read
            return self.piece.quote(*run)
        top = max(rows, key=lambda row: decision.shares[row])
        span = evidence.reading.spans[int(evidence.numbers[top])]
        share = min(1.0, float(sum(decision.shares[row] for row in rows)))
        return self.piece.quote(run[0], run[1], highlight=span, score=decision.answerable * share)

    def central(self, question: Question, count: int) -> Iterator[Statement]:
        """The most central sentences, in reading order."""
        for place, run in enumerate(self.scorer.central(question, count)):
            yield frames.central(self.piece.quote(*run), first=place == 0)

    def _every(self, question: Question) -> Iterator[Said]:
        """All that holds a sort of thing, in reading order; the longest pieces have more than is shown."""
        sort = sought(question.asked)
        assert sort
        found = [self._whole_of(number, span) for number, span in held(self.piece, sort)]
        if ASKS_WHO.match(question.asked):  # a quotation from where it is told whose it is
            runs = _merged((begun(self.piece, run_of(quote), question) for quote in found), apart=0)
            found = [self.piece.quote(*run, score=1.0) for run in runs]
        for place, quote in enumerate(found[:SHOWN]):
            yield frames.statement(quote, first=place == 0)
        if not found:
            yield frames.refusal("not_mentioned")
        elif len(found) > SHOWN:
            yield frames.note("more")

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
        told = bool(evidence.held_terms.all(axis=1).any())  # a sentence says what is taken for granted
        if decision.presumed > SURE and not (unknown or told) and not in_general(evidence.question.asked):
            return frames.refusal("false_premise", nearest=nearest)
        if unknown:
            code = "false_premise" if unknown[0][0].isdigit() else "not_mentioned"
            return frames.refusal(code, term=unknown[0], nearest=nearest)
        code = "mentioned_not_answered" if evidence.covered >= MENTIONED else "not_mentioned"
        return frames.refusal(code, nearest=nearest)


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
