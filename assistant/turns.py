"""What is asked of the answer before: to hear it again, shorter, what else there is, the words of whom it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from assistant.inventory import TITLE_TERMS, people, quoted
from assistant.question import TELLER
from assistant.speakers import speaker_of, told_up_to
from index.lexical import terms
from index.quotations import outside_quotations

if TYPE_CHECKING:
    from index.piece import Piece

Turn = Literal["again", "shorter", "further", "words"]
LED = r"(?:(?:and|but|so|ok(?:ay)?|no|well|wait|please|can you|could you|sorry|or)\b[\s,.!-]*)*"
END = r"(?: (?:then|please|though|again|exactly))*\W*$"
THAT = r"(?:that|this|it|so)"
SOMEBODY = r"(?:her|him|them|he|she|they|his|hers|their|theirs)"
ONE = r"(?:an?|one|1|a single) (?:single |short )?(?:sentence|line)"
ASKED: dict[Turn, tuple[str, ...]] = {
    "again": (
        r"(?:are )?(?:you|u) (?:really |quite |absolutely )?(?:sure|certain)(?: about (?:that|this|it))?",
        rf"where (?:exactly )?(?:does|did) {TELLER} say {THAT}",
        rf"who (?:says|said) {THAT}|says who|according to whom?",
        rf"(?:say|repeat|show me|quote) {THAT}|(?:say|show me) (?:it )?again|come again",
    ),
    "shorter": (
        r"(?:now |even |a bit |much |make it )*(?:shorter|briefer)",
        rf"(?:in |just |only |as |make it )?{ONE}",
        rf"(?:summari[sz]e|sum up|shorten) that(?: (?:in|to|into|as) {ONE})?|sum that up(?: in {ONE})?",
    ),
    "further": (
        rf"(?:what|who|where|anything|anyone|anybody|is there anything) (?:else|more)"
        rf"(?: (?:did|does|do) {SOMEBODY} say| does it say| is there)?(?: (?:about|on) (?:{THAT}|{SOMEBODY}))?",
        r"(?:any|what) others?|another(?: one)?",
        r"(?:that|this|it)(?:(?:[’']?s| is| was) not| (?:isn|wasn)[’']?t) "
        r"(?:what i (?:asked|meant|wanted)(?: for| about)?|it|(?:the|an) answer)",
        r"you (?:did not|didn[’']?t|haven[’']?t) answer(?:ed)?(?: me| (?:my|the) question| that)?",
    ),
    "words": (
        rf"(?:give me |show me |i need )?(?:(?:an?|the|another|any|some|more|other|one|direct|exact|actual) )*"
        rf"quotes? (?:from |of |by )?{SOMEBODY}(?: directly)?(?: (?:about|on) {THAT})?",
        rf"(?:in |give me |what (?:are|were|was) )?{SOMEBODY} (?:exact|own|actual) (?:words|quotes?)"
        rf"(?: (?:about|on) {THAT})?",
        r"(?:the |any |an)?other quotes?",
    ),
}
TURNS: dict[Turn, re.Pattern[str]] = {
    turn: re.compile(rf"{LED}(?:{'|'.join(patterns)}){END}", re.IGNORECASE) for turn, patterns in ASKED.items()
}


def turn_of(asked: str) -> Turn | None:
    """What is asked of the answer before; nothing of it where a question asks for something of its own."""
    return next((turn for turn, pattern in TURNS.items() if pattern.match(asked)), None)


def words_of(piece: Piece, asked: str, shown: tuple[int, int]) -> list[tuple[int, int]]:
    """Where words stand in quotation marks of the one whom a question names, or whom the run `shown` is about."""
    about = {unit: _about(piece, unit) for unit in piece.runs}
    wanted = set(terms(asked)) & {term for who in about.values() for term in who} or about[piece.units[shown[0]]]
    return [unit for unit, who in about.items() if wanted & who and quoted(piece.quote(*unit).text)]


def _about(piece: Piece, unit: tuple[int, int]) -> set[str]:
    """The stems of the name of who speaks in a sense unit, whom it names, or who is named last before it."""
    for text in reversed(told_up_to(piece, unit)):
        outside = outside_quotations(text)
        speaker = speaker_of(text)
        names = [speaker.name] if speaker else [outside[a:b] for a, b in people(outside, piece.text)][:1]
        if found := {term for name in names for term in terms(name)} - TITLE_TERMS:
            return found
    return set()
