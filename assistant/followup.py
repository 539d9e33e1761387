"""Follow-ups: "And why?", "What about him?", "How many?" lean on an earlier question.

A deterministic gate on the wording decides; the question that is then read is the earlier one and the new one
together, and the answer says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.enumerations import NEXT
from assistant.places import beside_asked, names_place
from assistant.question import ALONE, AUXILIARY, IT, OF_THE_TEXT, TOPICAL, Question, kind_of
from assistant.tokens import TITLES
from assistant.turns import SOMEBODY, turn_of
from index.lexical import terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

OPENER = re.compile(
    r"^(?:ok(?:ay)?,? )?(and|but|so|or|also|then|what about|how about|what of|how so|how come\??$|"
    r"why( not| so| is that| was that)?\??$|like what|such as|which ones?|who else|what else|anything else|really|"
    r"for example|(?:any|an|some) examples?(?=\W*$)|meaning|in what way|since when|like (who|what|where|when)|"
    r"(for |since |by |to |from |with |about |of |out of )?"
    r"(how (old|long|often|far|big|large|high|tall|fast|soon|many|much)|whom|where|when|which)"
    r"( (for|since|by|to|from|with|about|of|at|ago))?(?=\W*$))\b",
    re.IGNORECASE,
)
POINTER = re.compile(
    r"\b(he|him|his|she|her|hers|they|them|their|theirs|it|its|that|this|those|these|there|then|the (other|second|"
    r"first|former|latter|same)|one)\b",
    re.IGNORECASE,
)
PERSON = re.compile(rf"\b{SOMEBODY}\b", re.IGNORECASE)
QUOTED = re.compile(r"[“\"].*?[”\"]")  # “who said “that’s too bad”?” points nowhere
FEW_TERMS = 3
OWN_TERMS = 2
DOUBTING = frozenset(terms("true right correct wrong sure false"))  # “is it true?”
NO_TOPIC = ALONE - {"author"}
# “No, I meant the mayor”, “not that, the oil”: what counts is what follows.
CORRECTED = re.compile(
    r"(?:(?:no|nope|nah|sorry|but|wait|well|oh)\b[\s,.;:!…–-]*)*"
    r"(?:i (?:actually |only )?(?:meant?|was asking (?:about|for)|asked (?:about|for))(?: to ask)?|"
    r"not (?:that|this|it|him|her|them|the [^,;.]{2,40}?)(?: one)?[,;.])[\s,:]+(?P<meant>.{3,})$",
    re.IGNORECASE,
)
ASKS = re.compile(rf"(?:what|who|how|why|when|where|which|whose|and|{AUXILIARY})\b", re.IGNORECASE)


def meant(asked: str, before: str = "", names: AbstractSet[str] = frozenset()) -> str:
    """The question without “no, I meant” before it; somebody or something else is asked about with an “and”.

    A question `before` that has hardly more than a pronoun is asked again with them: “who’s she?”, “who’s Ruth?”. So is
    one with a single name where another of these `names` (in lower case) is meant.
    """
    corrected = CORRECTED.match(asked)
    if not corrected:
        return asked
    if ASKS.match(corrected["meant"]):
        return corrected["meant"]
    other = corrected["meant"].rstrip("?!. ")
    if before and not terms(before) and POINTER.search(before):
        return POINTER.sub(other, before, count=1)
    named = _named(before, names)
    if len(named) == 1 and _named(other, names) == [(0, len(other))]:
        return f"{before[: named[0][0]]}{other}{before[named[0][1] :]}"
    return f"and {corrected['meant']}"


def _named(text: str, names: AbstractSet[str]) -> list[tuple[int, int]]:
    """Where one of these names stands, each with its titles and other names (characters)."""
    found: list[tuple[int, int]] = []
    for word in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?", text):
        if (lower := word.group().rstrip(".").lower()) in names or lower in TITLES:
            joins = found and not text[found[-1][1] : word.start()].strip()
            end = word.end() - (lower in names and word.group().endswith("."))
            found.append((found.pop()[0] if joins else word.start(), end))
    return [(start, end) for start, end in found if names & set(re.findall(r"[\w-]+", text[start:end].lower()))]


def all_meant(asked: str, history: Sequence[str], names: AbstractSet[str] = frozenset()) -> tuple[str, list[str]]:
    """A question and those before it, each without “no, I meant”."""
    turns = [*history, asked]
    *before, own = [meant(turn, earlier, names) for earlier, turn in zip(["", *turns], turns, strict=False)]
    return own, before


def leans_on_earlier(question: str) -> bool:
    """Whether the wording points back: an opener, a pronoun or too little to stand alone.

    What is asked of the whole piece never does; “who wrote it?” may be asked of something else.
    """
    kind = kind_of(question)
    if turn_of(question):
        return True
    if kind in ALONE and not (kind in OF_THE_TEXT and IT.search(question)):
        return False
    if (topical := TOPICAL.match(question)) and terms(topical["topic"]):
        return POINTER.search(topical["topic"]) is not None
    asked = terms(question)
    if len(asked) == 0 or OPENER.search(question.strip()) or NEXT.match(question) or beside_asked(question):
        return True
    return len(asked) < FEW_TERMS and POINTER.search(QUOTED.sub("", question)) is not None


def standalone(question: str, history: Sequence[str]) -> str:
    """The question that is read: the latest earlier question that says enough put before a follow-up.

    Questions for the whole piece, or for a place in it, give it nothing to lean on; “and the third?” goes on from the
    last one that is not another of its like.
    """
    topics = [asked for asked in history if kind_of(asked) not in NO_TOPIC and not _of_the_answer(asked)]
    if not topics or not leans_on_earlier(question):
        return question
    goes_on = NEXT.match if NEXT.match(question) else _of_somebody if PERSON.search(question) else _goes_on
    earlier = next((asked for asked in reversed(topics) if not goes_on(asked)), topics[0])
    return f"{earlier.strip()} {question.strip()}"


def following(question: str, history: Sequence[str]) -> Question:
    """The question as it is read after earlier ones."""
    return Question.of(standalone(question, history), question, history)


def _of_the_answer(asked: str) -> bool:
    """Whether a question is for what was answered, or for a place."""
    return names_place(asked) or turn_of(asked) is not None


def _goes_on(asked: str) -> bool:
    """Whether a question leans on one before it and brings in nothing for the next to lean on."""
    return leans_on_earlier(asked) and (
        NEXT.match(asked) is not None or set(terms(OPENER.sub("", asked.strip()))) <= DOUBTING
    )


def _of_somebody(asked: str) -> bool:
    """Whether a question leaves open who is meant, as the one that leans on it does, and says hardly more."""
    return _goes_on(asked) or (PERSON.search(asked) is not None and len(terms(asked)) < OWN_TERMS)


def with_stop(read_as: str, asked: str) -> str:
    """A follow-up as it was read, with a mark between the earlier question and its own words, for people to read."""
    earlier = read_as.removesuffix(asked).rstrip()
    return f"{earlier}? {asked}" if earlier and earlier != read_as and earlier[-1].isalnum() else read_as
