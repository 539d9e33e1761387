"""What a headline looks like in a text without mark-up, and the lines above or below one that are none."""

from __future__ import annotations

import re

from index.days import WEEKDAYS
from index.sentences import ITEM
from index.source import DATE, DAY, MONTH, PROSE

CAPITAL = r"[^\W\d_a-z][\w.’'-]*"
# The names of a paper and its sections, above a headline.
PAPER = re.compile(
    r"(?:the )?(?:[\w’&-]+ ){0,3}(?:times|post|gazette|herald|tribune|guardian|telegraph|chronicle|journal|observer|"
    r"news|independent|courier|examiner|review|magazine|press|economist|express|argus|bulletin|weekly|newsletter|opinion)",
    re.I,
)
SECTIONS = (
    r"(?:opinions?|op-?ed|editorials?|comment(?: is free)?|commentary|guest (?:essay|column)|analysis|columnists?|"
    r"leaders?|leading articles?|letters?(?: to the editors?)?)"
)
SECTION = re.compile(
    rf"{SECTIONS}(?: ?[/›>|·–—-] ?{SECTIONS})*|(?:{SECTIONS} [|–—-] )?(?=the ){PAPER.pattern}(?: [|–—-] {SECTIONS})?",
    re.I,
)
TO_THE_EDITOR = r"(?:Dear (?:editors?|sirs?|madam|sir or madam|sir/madam)|Sirs?|To the editors?)"
FORMAL = re.compile(rf"{TO_THE_EDITOR}\s?[,:;—–-]", re.IGNORECASE)
SALUTATION = re.compile(
    rf"{FORMAL.pattern}|(?:My )?Dear(?:est)?\s[^.?!\n]{{1,30}}.{{0,80}}[,:!]|To (?:the|our) .{{2,60}}:", re.IGNORECASE
)
# … and without a mark behind it.
GREETING = re.compile(rf"{TO_THE_EDITOR}|(?:(?:My )?Dear(?:est)?|Hi|Hello)(?:\s[\w.’'-]+){{1,3}}", re.IGNORECASE)
MOST_WORDS, MOST_CHARACTERS = 20, 150
OPEN = re.compile(r"[\w%”’\"')\]]\Z")
ASKS = re.compile(r"[?!][”’\"')]*\Z")
# “Harlow, March 2026”, “Monday, 3 June”
PLACE_AND_DAY = re.compile(
    rf"(?:{CAPITAL},?\s)*(?:(?i:{'|'.join(WEEKDAYS)})|(?:{DAY}\s)?(?i:{MONTH})\b\.?(?:\s{DAY})?(?:,?\s\d{{4}})?)"
)
LABEL = re.compile(r"\A(?:#+|(?:title|headline):)\s+", re.IGNORECASE)  # written before the title itself
WORDED = re.compile(r"(?![IVX]+\Z).*[^\W\d_]")  # no number, of a chapter
NO_WORDS = re.compile(r"[|\t@]|://")  # of a table, a menu or an address


def is_above(words: str) -> bool:
    """Whether a line may stand above a headline: the name of a paper or a section, a place and a day."""
    return len(words) <= MOST_CHARACTERS and any(kind.fullmatch(words) for kind in (SECTION, PAPER, PLACE_AND_DAY))


def is_headline(words: str, *, signed: bool) -> bool:
    """Whether a line may be the headline of a text, by its form alone.

    It is short, ends as no prose does, and is no section, salutation, date, list item or address. One that asks or
    exclaims may be prose, unless it is `signed`: a byline or a date follows it.
    """
    if len(words) > MOST_CHARACTERS or len(words.split()) > MOST_WORDS or not WORDED.match(words):
        return False
    if is_above(words) or SALUTATION.fullmatch(words) or GREETING.fullmatch(words):
        return False
    if ITEM.match(words) or DATE.search(words) or NO_WORDS.search(words):
        return False
    return bool((signed and ASKS.search(words)) or (OPEN.search(words) and not PROSE.search(words)))
