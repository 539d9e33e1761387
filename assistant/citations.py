"""What is said of words that a question or a few lines of a draft quote: that they stand so, or what stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant import frames
from assistant.answer import Note, Refusal, Statement
from assistant.before import run_of
from assistant.draft import check, quoted
from assistant.named import begun
from assistant.parts import ASKS
from assistant.wording import CHECKING
from index.lexical import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.draft import Checked
    from assistant.question import Question
    from index.piece import Piece, Quote

FEW = 20  # quotations of a draft that are answered in a conversation
TAG = re.compile(
    r"[\s,.]*(?:(?:is (?:that|this|it) )?(?:right|correct|true|so|accurate)|yes|no|or not)\W*$", re.IGNORECASE
)


def drafted(asked: str, piece: Piece) -> list[Checked]:
    """The quotations of a message that asks no more than whether they are right, or that is a few lines of a draft."""
    around = asked
    for first, last in quoted(asked):
        around = around[:first] + " " * (last - first) + around[last:]
    around = around.strip(" “”‘’„«»\"'\n")
    checking = bool(terms(around)) and set(terms(around)) <= CHECKING
    own = TAG.sub("", around)
    if not checking and (ASKS.match(own) or "?" in own):
        return []
    found = check(asked, piece)[:FEW]
    bare = not around and found[:1] and found[0].quotes
    return found if checking or bare or len(found) > 1 or any(one.credited for one in found) else []


def told(
    found: Checked, question: Question, piece: Piece, nearest: Callable[[], Quote]
) -> Iterator[Statement | Refusal | Note]:
    """What is said of one quotation. `nearest`: what comes closest to words that the piece does not have."""
    quotes = [_begun(quote, question, piece) for quote in found.quotes]
    if found.verdict == "absent":
        yield frames.not_quoted(found.words, nearest())
    elif found.differences:
        yield frames.otherwise(found.differences, quotes[0])
    elif found.credit == "not theirs":
        yield frames.unsaid(str(found.credited), quotes[0])
    elif not quotes:
        yield frames.about(piece, "title")
    else:
        exactly = found.verdict == "exact" and found.holds and question.kind != "who"
        for place, quote in enumerate(quotes):
            yield frames.exactly(quote) if exactly else frames.statement(quote, first=place == 0)
        yield from map(Note, found.warnings)


def _begun(quote: Quote, question: Question, piece: Piece) -> Quote:
    """The quote from where it is said who speaks, if that is asked for."""
    return piece.quote(*begun(piece, run_of(quote), question), highlight=quote.highlight, score=1.0)
