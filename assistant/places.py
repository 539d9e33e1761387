"""Questions for a place in the piece: “what is the last line?”, “how does it begin?”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.question import TEXT_WORDS

if TYPE_CHECKING:
    from assistant.question import Question
    from index.piece import Piece

OF_IT = rf"(?: (?:of|in) (?:it|this|(?:the|this) {TEXT_WORDS}))?"
NAMED = re.compile(
    r"(?:so |and |please )*(?:what(?:['’]?s| is| was| does)?|quote|show|give|read)?(?: me)? ?(?:the |its )?(?:very )?"
    rf"(?P<place>first|opening|last|closing|final) (?P<part>sentence|line|paragraph)(?: say| read)?{OF_IT}\W*$",
    re.IGNORECASE,
)
TOLD = re.compile(
    rf"(?:so |and )?how (?:does|do|did) (?:it|this|(?:the|this) {TEXT_WORDS}|the author) "
    r"(?P<place>begin|start|open|end|close|finish|conclude)\W*$",
    re.IGNORECASE,
)
FIRST = frozenset("first opening begin start open".split())


def place_asked(piece: Piece, question: Question) -> tuple[int, int] | None:
    """The first and last sentence of what stands at the place that is asked for; None where none is."""
    found = NAMED.match(question.asked) or TOLD.match(question.asked)
    if not found:
        return None
    first = found["place"].lower() in FIRST
    sentence = piece.sentences[0 if first else -1]
    if "part" in found.groupdict() and found["part"].lower() != "paragraph":
        return piece.units[sentence.number]
    numbers = [one.number for one in piece.sentences if one.paragraph == sentence.paragraph]
    return numbers[0], numbers[-1]
