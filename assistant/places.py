"""Questions for a place in the piece: “what is the last line?”, “how does it begin?”, “read me the third paragraph”.

The place may be told from what was quoted before: “what comes right before that?”, “the whole paragraph”, “go on”.
Words for time are none: “and the year before?”, “and after?” ask for what happened.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.enumerations import PLACES, counted
from assistant.question import TEXT_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

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

ANY = "sentence|line|paragraph|quote|passage"
WHICH = rf"(?P<which>{'|'.join([*PLACES, 'last'])}) (?:quote|one)|(?:quote )?\[?(?P<nth>\d)\]?"
THAT = rf"(?:(?:that|this|it)(?: (?:one|{ANY}))?|(?:the )?(?:{WHICH}))"
POINTED = (
    r"(?:so |and |but |ok(?:ay)? |please |can you |could you |what(?:['’]?s| is| does)? |quote |show |give |read |put |"
    r"me |it |that |in |the |its )*"
)
SIDE = r"(?:right |just |directly |immediately )?(?P<side>before|after)"
BESIDE = tuple(
    re.compile(rf"{pattern}(?: please)?\W*$", re.IGNORECASE)
    for pattern in (
        rf"(?:so |and |ok(?:ay)? )*(?:what|which (?P<part>{ANY})) (?:comes?|stands?|goes|is) {SIDE} {THAT}",
        rf"{POINTED}(?P<part>{ANY}) {SIDE}(?: {THAT})?",
        rf"{POINTED}(?P<side>next|following|previous|preceding) (?P<part>{ANY})(?: say| about)?",
        r"(?P<side>go on|carry on|keep (?:going|reading)|continue|read on|(?:tell me |show me |some |a bit )?more)",
        rf"{POINTED}(?:whole |full |entire |(?<=the ))paragraph(?: say|(?: of| around) {THAT})?",
        rf"{POINTED}(?:full )?context(?: (?:of|for) {THAT})?",
        rf"{POINTED}(?:explain(?: (?:that|this|it))?(?: (?:further|more|better))?|wdym|"
        r"what do you mean(?: by (?:that|this|it))?|"
        r"i (?:do not|don['’]?t) (?:get|understand)(?: (?:it|that|this))?)",
    )
)
BACK = frozenset(["before", "previous", "preceding"])
ONE = re.compile(rf"(?:and |what about )*(?:the )?one {SIDE}(?: {THAT})?\W*$", re.IGNORECASE)  # after another such


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
    return 0 if place in FIRST else counted(place) - 1


def _there(piece: Piece, part: str, at: int) -> tuple[int, int] | None:
    """The paragraph, or the sense unit of the sentence, in that place; a headline and a byline are none."""
    runs = piece.paragraphs if part.lower() == "paragraph" else piece.units
    runs = [(first, last) for first, last in runs if not piece.head.issuperset(range(first, last + 1))] or runs
    return runs[at] if -len(runs) <= at < len(runs) else None


def beside_asked(asked: str, before: str = "") -> re.Match[str] | None:
    """How a question asks for what stands beside what was quoted, if it does; `before`: the question before it."""
    one = ONE.match(asked) if before and names_place(before) else None
    return one or next((found for pattern in BESIDE if (found := pattern.match(asked))), None)


def names_place(asked: str) -> bool:
    """Whether a question is for a place, and so for nothing that another could lean on."""
    return any(pattern.match(asked) for pattern in (NAMED, NUMBERED, FORELAST, TOLD, *BESIDE, ONE))


def beside(piece: Piece, shown: Sequence[tuple[int, int]], asked: re.Match[str]) -> tuple[int, int] | None:
    """The first and last sentence of what stands beside the runs `shown` as is asked; None where nothing does."""
    named = asked.groupdict()
    first, last = _meant(shown, named.get("which") or named.get("nth"))
    start, end = piece.sentences[first].paragraph, piece.sentences[last].paragraph
    side = (named.get("side") or "").lower()
    step = 0 if not side else -1 if side in BACK else 1
    if step == 0 or (named.get("part") or "").lower() == "paragraph":
        around = (start, end) if step == 0 else (start + step,) if step < 0 else (end + step,)
        numbers = [sentence.number for sentence in piece.sentences if sentence.paragraph in around]
        return (numbers[0], numbers[-1]) if numbers else None
    quoted = {number for run in shown for number in range(run[0], run[1] + 1)}
    at = first if step < 0 else last
    while at in quoted:
        at += step
    return piece.units[at] if 0 <= at < len(piece.sentences) else None


def _meant(shown: Sequence[tuple[int, int]], which: str | None) -> tuple[int, int]:
    """The quote that is meant: the first, which answers best, unless another is named."""
    if not which:
        return shown[0]
    at = -1 if which.lower() == "last" else counted(which.lower()) - 1
    return shown[at] if at < len(shown) else shown[-1]
