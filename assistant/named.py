"""Names in questions: those with hardly another word, and quotes that begin with a pronoun for one.

“Who is Ines Vale?”, “what did Vale say?”, “84 what?”: their one word of content says too little for a score. A sentence
that has it comes as close as any.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.inventory import people
from assistant.speakers import QUOTED_AFTER, VERB, speaker_behind
from index.lexical import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.piece import Piece

WHO = re.compile(r"^(?:so |and )?(?:who|what)(?:[’']?s| is| was| are| were) (?P<name>[^?]+?)\W*$", re.IGNORECASE)
SAID = re.compile(
    r"^(?:so |and )?what (?:do|does|did|has) (?P<name>[^?]+?) (?:say|said|think|argue|claim)"
    r"(?: about (?:it|this|that))?\W*$",
    re.IGNORECASE,
)
FIGURE = re.compile(r"^(?:so |and )?(?:the |those )?(?P<name>[$£€]?\d\S*) what\W*$", re.IGNORECASE)
# “Vale said”; another verb of saying only before a “that”: “Vale added a wing” says nothing.
SAYS = re.compile(rf"\W+(?:\w+ ){{0,2}}(?:(?:say|says|said|told)\b|{VERB}{QUOTED_AFTER.pattern})")
NAMED = re.compile(r"\b[A-Z][\w’'-]+|\d[\d.,]*")
QUOTED = re.compile(r"[“\"]")
PRONOUN = re.compile(r"^\W*(?:(?:And|But|Yet|So|Then) )?(?:he|she|they|it|his|her|their|its)\b", re.IGNORECASE)
BEFORE = 2  # sentences before one that begins with a pronoun


def told_of(piece: Piece, question: str, ranked: Iterable[int]) -> int | None:
    """The first of these sentences that has the name asked about, and words of theirs if those are asked for."""
    said = SAID.match(question)
    asked = said or WHO.match(question) or FIGURE.match(question)
    wanted = set(terms(asked["name"])) if asked else set()
    if not wanted:
        return None
    return next((n for n in ranked if _tells(piece.sentence_text(n), wanted, speaking=said is not None)), None)


def _tells(sentence: str, wanted: set[str], *, speaking: bool) -> bool:
    """Whether a sentence has all of these terms in names or figures, and a verb of saying behind it or quoted words."""
    names = [match for match in NAMED.finditer(sentence) if wanted & set(terms(match.group()))]
    if wanted - {term for name in names for term in terms(name.group())}:
        return False
    if not speaking:
        return any(name.start() > 0 for name in names)
    return QUOTED.search(sentence) is not None or any(SAYS.match(sentence, name.end()) for name in names)


def words_of_another(piece: Piece, run: tuple[int, int], question: str) -> bool:
    """Whether somebody speaks in these sentences who is none of the persons that the question names."""
    paragraph = piece.sentences[run[0]].paragraph
    before = [unit for unit in dict.fromkeys(piece.units) if unit[0] <= run[0]]
    texts = [piece.quote(*unit).text for unit in before if piece.sentences[unit[0]].paragraph == paragraph]
    speaker = speaker_behind(texts)
    persons = {term for start, end in people(piece.text) for term in terms(piece.text[start:end])}
    asked = persons & set(terms(question))
    return speaker is not None and bool(asked) and not asked & set(terms(speaker))


def begun_at_name(piece: Piece, run: tuple[int, int], question: str) -> tuple[int, int]:
    """The run begun a sentence or two earlier, where the question's name stands there and here only a pronoun."""
    first, last = run
    if not PRONOUN.match(piece.sentence_text(first)):
        return run
    told = {term for number in range(first, last + 1) for term in terms(piece.sentence_text(number))}
    wanted = set(terms(question)) - told
    for number in range(first - 1, max(-1, first - 1 - BEFORE), -1):
        if piece.sentences[number].paragraph != piece.sentences[first].paragraph:
            break
        names = {term for match in NAMED.finditer(piece.sentence_text(number)) for term in terms(match.group())}
        if wanted & names:
            return piece.units[number][0], last
    return run
