"""The embedded reader: answers with the piece's own sentences, or refuses.

It needs no language model: an encoder scores every sentence, BM25 and the dense score are added, and two small
calibrated models decide which sentences answer and whether any does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assistant import frames
from assistant.answer import Note, Refusal, Statement
from assistant.central import STANDING, central, sentences_asked
from assistant.decision import Decision, decide, weights
from assistant.enumerations import enumerations, item_asked, listed
from assistant.evidence import Evidence
from assistant.followup import standalone
from assistant.inventory import SHOWN, held, sought
from assistant.named import begun, told_of, words_of_another
from assistant.parts import asked_at_once
from assistant.places import beside, beside_asked, place_asked
from assistant.question import Question, in_general, kind_of
from assistant.quoting import place_of, words_asked
from assistant.signs import EXACT_WORDS, lacks_what_is_asked
from index.encoder import PieceTokens, SpanReader
from index.late import LateReader

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from index.encoder import Window
    from index.piece import Piece, Quote
    from index.search import Search

WHOLE_WORDS = 2_000
WINDOWS = 12
SURE = 0.5
MENTIONED = 0.15  # chosen for the code that it gives to the unanswerable questions about the dev pieces


class Reader:
    """Answers questions about one piece."""

    name = "reader"

    def __init__(self, piece: Piece, search: Search) -> None:
        self.piece = piece
        self.search = search
        self.tokens = PieceTokens(piece)
        self.spans = SpanReader()
        self.late = LateReader(self.tokens)
        self.lists = enumerations(piece)
        whole = len(piece.text.split()) <= WHOLE_WORDS
        self._whole = self.tokens.windows() if whole else None
        self._halves = self.tokens.halves() if whole else None

    def answer(self, question: Question) -> Iterator[Statement | Refusal | Note]:
        """Statements in the order they are to be shown, with notes beside them; or one refusal."""
        asked = asked_at_once(question)
        yield from self._each(asked) if asked else self._one(question)

    def _each(self, asked: Iterable[Question]) -> Iterator[Statement | Refusal | Note]:
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

    def _one(self, question: Question) -> Iterator[Statement | Refusal | Note]:
        if question.kind == "assistant":
            yield frames.refusal("outside_the_text")
        elif question.kind == "help":
            yield frames.invitation()
        elif question.kind in {"date", "title", "author"}:
            yield frames.about(self.piece, question.kind)
        elif question.kind == "inventory":
            yield from self._every(question)
        elif run := place_asked(self.piece, question):
            yield frames.statement(self.piece.quote(*run, score=1.0), first=True)
        elif found := beside_asked(question.asked, "".join(question.history[-1:])):
            yield self._beside(question, found)
        elif question.vague:
            yield frames.refusal("too_vague")
        elif question.kind == "summary":
            yield from self._central(question)
        elif words := words_asked(question.asked):
            yield self._standing(words, question)
        else:
            yield from self._read(question)

    def _beside(self, question: Question, found: re.Match[str]) -> Statement | Refusal:
        """What stands beside the last quotes, as it is asked for."""
        shown = self._shown(question.history)
        if not shown:
            return frames.refusal("too_vague")
        run = beside(self.piece, shown, found)
        return frames.statement(self.piece.quote(*run, score=1.0), first=True) if run else frames.beyond()

    def _shown(self, history: Sequence[str]) -> list[tuple[int, int]]:
        """The runs of sentences, the best first, that the last of the earlier questions showed; it is read again."""
        sides = [beside_asked(asked, "".join(history[place - 1 : place])) for place, asked in enumerate(history)]
        last = [n for n, asked in enumerate(history) if not (sides[n] or kind_of(asked) in {"assistant", "help"})][-1:]
        shown = [run for place in last for run in self._runs_shown(history[place], history[:place])]
        for found in sides[last[0] + 1 :] if shown else []:
            run = beside(self.piece, shown, found) if found else None
            shown = [run] if run else shown
        return shown

    def _runs_shown(self, asked: str, earlier: Sequence[str]) -> list[tuple[int, int]]:
        parts = list(self.answer(Question.of(standalone(asked, earlier), asked)))
        quotes = [quote for part in parts if isinstance(part, Statement) for quote in part.quotes]
        nearest = [part.nearest for part in parts if isinstance(part, Refusal) and part.nearest]
        return [(quote.sentences[0], quote.sentences[-1]) for quote in quotes or nearest]

    def evidence(self, question: Question) -> Evidence:
        """How every sentence that is read stands to the question; all of a short piece, the best of a long one."""
        scores = self.search.scores(question.text)
        windows = self.windows(question)
        reading = self.spans.read(question.text, self.tokens, windows)
        late = self.late.scores(question.text, self._halves or windows)
        numbers = np.flatnonzero(np.isfinite(reading.scores))
        return Evidence(self.piece, self.search.lexical, question, reading, late[numbers], numbers, scores)

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

    def _read(self, question: Question) -> Iterator[Statement | Refusal]:
        evidence = self.evidence(question)
        model = weights()
        decision = decide(evidence, model)
        item = item_asked(self.piece, self.lists, question, evidence.numbers, decision.shares)
        if item is not None:
            yield frames.statement(self._quote(evidence, decision, self.piece.units[item]), first=True)
        elif decision.answerable < model.refuse_below:
            yield self._unanswered(evidence, decision)
        elif self._another(question.asked, self._best(evidence, decision)):
            yield frames.refusal("mentioned_not_answered", nearest=self._best(evidence, decision))
        else:
            for place, quote in enumerate(self.quotes(evidence, decision)):
                yield frames.statement(quote, first=place == 0, sure=decision.answerable >= SURE)

    def _standing(self, words: str, question: Question) -> Statement | Refusal:
        """Where these words stand, letter for letter; a refusal with the nearest sentence if they do not."""
        if place := place_of(words, self.piece):
            run, span = place
            quote = self.piece.quote(*begun(self.piece, run, question), highlight=span, score=1.0)
            return frames.statement(quote, first=True)
        evidence = self.evidence(question)
        return frames.not_quoted(words, self._best(evidence, decide(evidence, weights())))

    def _another(self, question: str, best: Quote) -> bool:
        """Whether the best quote is of another sort than is asked for, or exact words of somebody else."""
        if lacks_what_is_asked(question, best.text):
            return True
        run = best.sentences[0], best.sentences[-1]
        return EXACT_WORDS.search(question) is not None and words_of_another(self.piece, run, question)

    def _best(self, evidence: Evidence, decision: Decision) -> Quote:
        return self.piece.quote(*self.piece.units[int(evidence.numbers[decision.best])])

    def _unanswered(self, evidence: Evidence, decision: Decision) -> Statement | Refusal:
        """The nearest sentence about a name where hardly more than that is asked about; else the refusal."""
        ranked = evidence.numbers[np.argsort(-decision.shares, kind="stable")]
        told = told_of(self.piece, evidence.question.asked, map(int, ranked))
        if told is None:
            return self._refusal(evidence, decision, self._best(evidence, decision))
        return frames.statement(self.piece.quote(*self.piece.units[told]), first=True, sure=False)

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

    def _central(self, question: Question) -> Iterator[Statement]:
        windows = self.windows(question)
        texts = [question.text, *(text for text, _ in STANDING)]
        read = [self.spans.read(text, self.tokens, windows).scores for text in texts]
        rows = np.flatnonzero(np.isfinite(read[0]))
        asked, *standing = [scores[rows] for scores in read]
        nearness = self._nearness(windows)[rows]
        numbers = central(self.piece, rows, asked, standing, nearness, count=sentences_asked(question.asked))
        runs = sorted({self.piece.units[number] for number in numbers})
        for place, run in enumerate(runs):
            yield frames.central(self.piece.quote(*run), first=place == 0)

    def _every(self, question: Question) -> Iterator[Statement | Refusal | Note]:
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

    def _nearness(self, windows: Sequence[Window]) -> NDArray[np.float32]:
        """Each sentence's mean similarity to the parts of the piece that are read."""
        places = [(self.tokens.offsets[w.start, 0], self.tokens.offsets[w.end - 1, 1]) for w in windows]
        return np.mean([self.search.scores(self.piece.text[start:end]).dense for start, end in places], axis=0)

    def _refusal(self, evidence: Evidence, decision: Decision, nearest: Quote) -> Refusal:
        """The refusal whose code fits the evidence, with the nearest quote."""
        unknown = evidence.unknown_names()
        if evidence.question.kind == "mention":
            return frames.refusal("not_mentioned", term=unknown[0] if unknown else None, nearest=nearest)
        if decision.outside > SURE:
            return frames.refusal("outside_the_text", nearest=nearest)
        if decision.presumed > SURE and not unknown and not in_general(evidence.question.asked):
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
