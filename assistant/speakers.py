"""Who speaks in a quote, where its own sentences say so with a name.

Nobody is inferred: a pronoun ("he added"), two different speakers, a denial ("never said") or a name that somebody else
is described with ("a critic of Mr. Vane said") give no speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.numbers import UNITS
from index.quotations import VERB, outside_quotations, quotations
from index.sentences import split
from index.titles import HONOURS, SHORT, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.piece import Piece, Quote

TITLE = rf"(?:{written(*SHORT, *HONOURS)}|President|Prime Minister|Minister|Senator|Justice|Judge|Mayor)"
WORD = r"[A-Z][\w’'-]*[\w]"
NAME = (  # of ten words at most: in a row of capitals each would be tried with all that follow
    rf"(?:[Tt]he {WORD}(?: {WORD}){{0,8}}|"
    rf"(?:{TITLE}\.? ){{0,3}}{WORD}(?: (?:(?:of|de|van|von|al|bin) {WORD}|[A-Z]\.|{WORD})){{0,8}})"
)
PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e|[Ww]ho|[Oo]ne|[Yy]ou)"
# Capitalised where a sentence begins, and nobody's name: “His stated aim”, “Some said”.
NOBODY = (
    rf"{PRONOUN}|Nobody|Somebody|Someone|Everybody|Everyone|His|Her|Its|Their|My|Our|Your|These|Those|Some|Many|Most|"
    rf"Others|Both|Each|All|None|What|There|{'|'.join(word.title() for word in UNITS)}"
)
ADVERB = r"(?:(?:also|later|then|once|himself|herself|recently|publicly|has|had|have|last \w+|this \w+|on \w+day) )*"
OFFICE = r"(?:, (?:an?|the) [^,;:.“”\"]{2,60},)?"  # “Ingrid Vale, the minister, said”
AFTER = re.compile(rf"(?<!\w)(?P<who>{NAME}|{PRONOUN}){OFFICE} {ADVERB}{VERB}\b")
# “told” always has somebody who is told after it; “a bear, called Anouk” says nothing.
BEFORE = re.compile(rf"(?:[?!”’\"] ?|, ?(?!calls?\b|called\b))(?!told\b){VERB} (?P<who>{NAME}|{PRONOUN})\b")
PLACE = re.compile(r"[A-Z]\w+, $")  # “in Austin, Texas said” names nobody
# What may follow “said Tom Reed”; another small word, as in “said the Reed campaign”, goes on with the name.
ENDED = re.compile(
    r"(?!['’]) (?:[^a-z]|(?:about|after|as|at|before|during|from|in|last|later|of|on|this|to|when|while|who|with|"
    r"yesterday)\b)|(?!['’])[^ ]|$"
)
# A verb of saying is one only beside quoted words or a "that": "Mr. X added a wing" says nothing.
QUOTED_BEFORE = re.compile(r"[”\"] (?:[\w’']+,? ){0,3}$")
QUOTED_AFTER = re.compile(r"(?! by\b)[,:]? (?:[\w’'.]+[,:]? ){0,4}(?:that\b|[“\"])")
DENIED = re.compile(r"\b(?:never|not|nobody|no one|n[’']t)\b", re.IGNORECASE)
STARTERS = frozenset(
    "But And So Yet When If As Then Now Still Even Though Although While Because Since After Before Once Last This "
    "That In On At For By To Of The A An Not No Had Has Have Did Does Do What Who Whom Whose Why How Where Which "
    "Whether Neither Nor Either Both Unlike Like With Without From Under Over Until Unless Should Could Or".split()
)
# Those of them after which the one who is named does speak.
OPENERS = frozenset("But And So Yet When As Then Now Still Even Though Although While Because Once".split())
# What a subject stands after; any other word makes the name a part of something longer.
OPENER = rf"(?<!\w)(?:{'|'.join(sorted(OPENERS))}|as|but|yet|when|while|because|though|although)"
CLAUSE = re.compile(rf"(?:[,;:—–(\[”’\"]|{OPENER}) ?$")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A name as the piece writes it; `quoted` when words of theirs stand in quotation marks."""

    name: str
    quoted: bool


def speaker_of(text: str) -> Speaker | None:
    """The one named speaker of these whole sentences, or None."""
    marks = quotations(text)
    outside = outside_quotations(text)
    after, before = _saying(outside)
    names = {trimmed(match["who"]) for match in (*after, *before)}
    if len(names) != 1 or any(DENIED.search(match.group()) for match in (*after, *before)):
        return None
    name = names.pop()
    if not name or re.fullmatch(NOBODY, name) or name.endswith(("’s", "'s")):
        return None
    starts = {sentence.start for sentence in split(text)}
    alone = all(match.start() in starts or _opens_clause(outside, match) for match in after)
    if not alone or not all(ENDED.match(outside, match.end()) for match in before):
        return None
    return Speaker(name, quoted=any(mark.end - mark.start > 3 for mark in marks))


def speaking(quote: Quote) -> Speaker | None:
    """The one named speaker of a quote, unless what is marked in it stands outside their quotation marks."""
    speaker = speaker_of(quote.text)
    if not speaker or not speaker.quoted or not quote.highlight:
        return speaker
    first, last = (at - quote.start for at in quote.highlight)
    return speaker if any(mark.start < last and first < mark.end for mark in quotations(quote.text)) else None


def told_up_to(piece: Piece, run: tuple[int, int]) -> list[str]:
    """The texts of the sense units of a paragraph, in reading order, up to the one that a run begins with."""
    first = next(first for first, last in piece.paragraphs if first <= run[0] <= last)
    units = dict.fromkeys(piece.units[first : run[0] + 1])
    return [piece.quote(*unit).text for unit in units]


def speaker_behind(texts: Sequence[str]) -> str | None:
    """Who speaks in the last of these sentences that follow one another; “he added” goes on with who spoke before."""
    for text in reversed(texts):
        found = speaker_of(text)
        if found:
            return found.name
        if not says(PRONOUN, text):
            return None
    return None


def says(who: str, text: str) -> bool:
    """Whether one of whom the whole name is so (a pattern) says something in these sentences."""
    after, before = _saying(outside_quotations(text))
    return any(re.fullmatch(who, match["who"]) for match in (*after, *before))


def _saying(outside: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Where somebody says something, named before the verb of saying and behind it; `outside`: without quotations."""
    after = [match for match in AFTER.finditer(outside) if _beside_quotation(outside, match)]
    return after, list(BEFORE.finditer(outside))


def _opens_clause(outside: str, match: re.Match[str]) -> bool:
    """Whether the name stands where a subject does, and not inside a longer one."""
    start = match.start()
    if " " not in match["who"] and PLACE.search(outside, max(0, start - 40), start):
        return False
    return CLAUSE.search(outside, max(0, start - 40), start) is not None


def _beside_quotation(outside: str, match: re.Match[str]) -> bool:
    before = QUOTED_BEFORE.search(outside, max(0, match.start() - 40), match.start())
    return before is not None or QUOTED_AFTER.match(outside, match.end()) is not None


def trimmed(name: str) -> str:
    """The name without an opener that only looks like one ("But Mr. Trump"); nothing where it begins with another."""
    words = name.split()
    while words and words[0] in OPENERS:
        words = words[1:]
    if words and words[0] in STARTERS and not (words[0] == "The" and len(words) > 1):
        return ""
    return " ".join(words)
