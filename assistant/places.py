"""Questions for a place in the piece: “what is the last line?”, “how does it begin?”, “read me the third paragraph”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.enumerations import PLACES
from assistant.question import TEXT_WORDS

if TYPE_CHECKING:
    from assistant.question import Question
    from index.piece import Piece

PART = "(?P<part>sentence|line|paragraph)"
FIRST = frozenset("first opening begin start open".split())
LAST = frozenset("last closing final end close finish conclude".split())
ENDS = "first|opening|last|closing|final"
LED = (
    r"(?:so |and |please |can you |could you )*(?:what(?:['’]?s| is| was| does)?|quote|show|give|read)?(?: me| in)? ?"
    r"(?:the |its )?(?:very )?"
)
OF_IT = rf"(?: say| read)?(?: (?:of|in|from) (?:it|this|(?:the|this) {TEXT_WORDS}))?\W*$"
NAMED = re.compile(rf"{LED}(?P<place>{ENDS}|{'|'.join(PLACES)}|[1-9]\d*(?:st|nd|rd|th)) {PART}{OF_IT}", re.IGNORECASE)
NUMBERED = re.compile(rf"{LED}{PART} (?:number |#)?(?P<place>[1-9]\d*){OF_IT}", re.IGNORECASE)
FORELAST = re.compile(
    rf"{LED}(?:(?:penultimate|(?:second|next)[- ]to[- ]last) {PART}|"
    rf"{PART.replace('part', 'before')} (?:right |just )?before (?:the )?(?:last|final|closing)(?: one)?){OF_IT}",
    re.IGNORECASE,
)
TOLD = re.compile(
    rf"(?:so |and )?how (?:does|do|did) (?:it|this|(?:the|this) {TEXT_WORDS}|the author) "
    r"(?P<place>begin|start|open|end|close|finish|conclude)\W*$",
    re.IGNORECASE,
)


def place_asked(piece: Piece, question: Question) -> tuple[int, int] | None:
    """The first and last sentence of what stands at the place that is asked for, if anything."""
    asked = question.asked
    if forelast := FORELAST.match(asked):
        return _there(piece, forelast["part"] or forelast["before"], -2)
    if named := NAMED.match(asked) or NUMBERED.match(asked):
        return _there(piece, named["part"], _at(named["place"].lower()))
    told = TOLD.match(asked)
    return _there(piece, "paragraph", _at(told["place"].lower())) if told else None


def _at(place: str) -> int:
    """Where a place is, counted from 0, or from the end in negative numbers."""
    if place in LAST:
        return -1
    return 0 if place in FIRST else (PLACES[place] if place in PLACES else int(place.rstrip("stndrh"))) - 1


def _there(piece: Piece, part: str, at: int) -> tuple[int, int] | None:
    if part.lower() != "paragraph":
        units = piece.units
        return units[at] if -len(units) <= at < len(units) else None
    runs: dict[int, list[int]] = {}
    for sentence in piece.sentences:
        runs.setdefault(sentence.paragraph, []).append(sentence.number)
    numbers = list(runs.values())
    return (numbers[at][0], numbers[at][-1]) if -len(numbers) <= at < len(numbers) else None
