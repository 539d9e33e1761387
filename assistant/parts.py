"""Several questions in one message, as in “Who wrote the bill, and how many back it? Why?”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.followup import following
from assistant.question import ALONE, AUXILIARY, kind_of
from index.lexical import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.question import Question

ASKING = r"(?:what|who|how|why|when|where|which|whose)(?:['’]?s)?"
WHETHER = rf"(?:{AUXILIARY}) (?:it|that|this|he|she|they|the)"
AND = rf"(?<!\?),? (?:and|but) (?:also |then )?(?=(?:{ASKING}|{WHETHER})\b)"
JOINED = re.compile(AND, re.IGNORECASE)
JOINTS = re.compile(rf"{AND}|, (?={ASKING}\b)", re.IGNORECASE)
MARK = re.compile(r"(?<=\?) +(?=\w)")
ASKS = re.compile(rf"(?:(?:and|but|so|also|then|ok) )*(?:{ASKING}|{AUXILIARY})\b", re.IGNORECASE)
GREETING = re.compile(
    r"(?:(?:hi(?: there)?|hello|hey|thanks|thank you|cheers|please|good (?:morning|evening|afternoon)|how are you|"
    r"can (?:you|i) (?:help|ask)(?: me| you)?(?: a question| something)?)\b\W*)+$|(?:sorry|excuse me|pardon|i may)\b",
    re.IGNORECASE,
)
AND_WHEN = re.compile(r",? and when\W*$", re.IGNORECASE)  # “who wrote this and when?”
PUBLISHED = "when was it published?"
QUOTATION = re.compile(r"[“\"«„]|(?<!\w)[‘'](?=\w)")
MOST = 6


def asked_at_once(question: Question) -> list[Question]:
    """The questions of which a question is made, each as it is read after those before it; none if it is one.

    Words in quotation marks may ask something too, so a question that has some is left whole, as is one of too many.
    """
    found = [] if QUOTATION.search(question.asked) else _parts(question.asked)
    if not 1 < len(found) <= MOST:
        return []
    before = [[*question.history, *found[:place]] for place in range(len(found))]
    return [following(one, earlier) for one, earlier in zip(found, before, strict=True)]


def _parts(asked: str) -> list[str]:
    marked = _without_greetings(MARK.split(asked))
    if not all(ASKS.match(one) or kind_of(one) in ALONE for one in marked):
        marked = [asked]
    return [part for one in marked for part in _joined(one)]


def _joined(asked: str) -> list[str]:
    if AND_WHEN.search(asked) and kind_of(asked := AND_WHEN.sub("", asked)) == "author":
        return [asked, PUBLISHED]
    parts = _without_greetings(JOINTS.split(asked)) if JOINED.search(asked) else [asked]
    return parts if all(terms(part) or kind_of(part) in ALONE for part in parts) else [asked]


def _without_greetings(parts: Sequence[str]) -> list[str]:
    return [part.strip() for part in parts if not GREETING.match(part.strip())]
