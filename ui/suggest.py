"""Questions to begin with: two that the piece answers, and one that it does not.

Each is asked before it is offered. Of a piece that quotes people the first asks whom; the others are made from its own
sentences, and kept when the answer begins with the sentence that they were made from. An unanswerable one is kept when
it is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from assistant.inventory import people
from assistant.language import written_in
from assistant.speakers import NAME, NOBODY, STARTERS, speaker_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from assistant.engine import Engine
    from index.piece import Piece

SURE = 0.5
ANSWERABLE = 2
TRIED = 10
READ_FOR_QUESTIONS = 120
READ_FOR_NAMES = 20_000  # characters

# The sample's were written by hand; they are proven like any other.
WRITTEN = {
    "A Hung-Up Call and an Open Hand": (
        "How many co-sponsors does the bill have?",
        "What two better cards does he have?",
        "How did Lindsey Graham vote on the bill?",
    )
}

BASE_FORMS = {
    "said": "say", "told": "tell", "argued": "argue", "wrote": "write", "claimed": "claim", "insisted": "insist",
    "warned": "warn", "asked": "ask", "replied": "reply", "declared": "declare", "announced": "announce",
    "admitted": "admit", "conceded": "concede", "promised": "promise", "explained": "explain", "noted": "note",
    "recalled": "recall", "confirmed": "confirm", "acknowledged": "acknowledge", "remarked": "remark",
    "stated": "state", "observed": "observe", "testified": "testify",
}  # fmt: skip
NUMBER = (
    r"(?:\d[\d,.]*(?: (?:hundred|thousand|million|billion))?|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens of|hundreds of|thousands of)"
)
TIMES = "others|percent|years|months|weeks|days|hours|minutes|seconds|times|dollars|euros|pounds|things|ways"
NO_ADJECTIVE = "in|of|with|and|or|to|on|at|for|from|by|other"
COUNTED = re.compile(
    rf"\b{NUMBER} (?P<things>(?:(?!(?:{NO_ADJECTIVE})\b)[a-z]+ )?(?!(?:{TIMES})\b)[a-z]+(?:-[a-z]+)*[a-rt-z]s)\b"
)

SHARE = re.compile(r"\b\d[\d.,]* ?(?:percent|per cent|%) of (?P<whole>(?:the |all |its |their )?[a-z]+)\b")
WHEN = re.compile(
    r"\b(?P<when>[Ii]n (?:(?:early |late )?(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)(?: \d{4})?|(?:1[5-9]|20)\d\d)|"
    r"[Oo]n (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\b"
)
DOER = re.compile(
    rf"^(?P<who>{NAME}) (?P<did>(?:(?:has|have|is|was|wants|thinks|believes|knows|lost|won|sent|gave|took|built|made|"
    r"paid|bought|sold|left|began|became|found|held|kept|led|met|ran|saw|spent)|[a-z]{3,}ed) [^,;:.!?“”\"()]{12,80})"
)
REPORTED = re.compile(rf"^(?P<who>{NAME}) (?:last \w+ |also |later )?(?P<verb>{'|'.join(BASE_FORMS)}) (?!\w+ that\b)")
PRONOUNS = re.compile(r"\b(?:he|him|his|she|her|they|them|their|it|its|this|that|these|those|we|our|I|my|you|your)\b")
NAMED = re.compile(rf"(?<=[a-z,;] ){NAME}")
NO_NAME = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I)\b"
)
QUOTED = "Who is quoted?"
REPLIES = "What did readers write in reply?"
UNTOLD = ("How old is {name}?", "Where did {name} go to school?", "What is the favourite book of {name}?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the number of the sentence that it was made from."""

    question: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Questions that were found answerable, and one (or none) that was found not to be."""

    answerable: tuple[str, ...] = ()
    unanswerable: tuple[str, ...] = ()


def suggestions(engine: Engine) -> Suggestions:
    """Proven questions about the engine's piece. Takes as many questions' time as are tried, `TRIED` at most each."""
    piece = engine.piece
    if written_in(piece.text) not in {"en", None}:  # they are made of English words, and would be refused as foreign
        return Suggestions()
    written = WRITTEN.get(piece.title or "")
    if written and all(_answered(engine, question) for question in written[:2]) and _refused(engine, written[2]):
        return Suggestions(written[:2], written[2:])
    first = (QUOTED,) if len(engine.answer(QUOTED).quotes) >= ANSWERABLE else ()
    refused = (question for question in islice(untold(piece), TRIED) if _refused(engine, question))
    return Suggestions((*first, *_proven(engine, ANSWERABLE - len(first))), tuple(islice(refused, 1)))


def _proven(engine: Engine, most: int) -> list[str]:
    """Questions about different sentences, each answered with the sentence it was made from."""
    kept: dict[int, str] = {}
    for candidate in islice(candidates(engine.piece), TRIED):
        if candidate.sentence not in kept and _answers(engine, candidate):
            kept[candidate.sentence] = candidate.question
        if len(kept) == most:
            break
    return list(kept.values())


def _answers(engine: Engine, candidate: Candidate) -> bool:
    """Whether the answer begins, surely, with the candidate's own sentence."""
    quotes = engine.answer(candidate.question).quotes
    return bool(quotes) and candidate.sentence in quotes[0].sentences and (quotes[0].score or 0) >= SURE


def _answered(engine: Engine, question: str) -> bool:
    return bool(engine.answer(question).quotes)


def _refused(engine: Engine, question: str) -> bool:
    return engine.answer(question).refusal is not None


def candidates(piece: Piece) -> Iterator[Candidate]:
    """Questions that sentences of the piece seem to answer; the kinds take turns, the more telling ones first."""
    sentences = [(s.number, piece.sentence_text(s.number)) for s in piece.sentences[:READ_FOR_QUESTIONS]]
    kinds = [_each(sentences, make) for make in (_said, _counted, _happened, _doer, _share)]
    found = chain.from_iterable(zip_longest(*kinds))
    yield from (candidate for candidate in found if candidate)
    yield from _each(sentences, _about)


def _each(sentences: Iterable[tuple[int, str]], make: Callable[[str], str | None]) -> Iterator[Candidate]:
    made = set[str]()
    for number, text in sentences:
        question = make(text)
        if question and question not in made:
            made.add(question)
            yield Candidate(question, number)


def _counted(text: str) -> str | None:
    found = COUNTED.search(text)
    return f"How many {found['things']} are there?" if found else None


def _share(text: str) -> str | None:
    found = SHARE.search(text)
    return f"What share of {found['whole']} is meant?" if found else None


def _said(text: str) -> str | None:
    """What a named speaker said, by the verb that the piece uses."""
    reported = REPORTED.search(text)
    named = reported and not re.fullmatch(NOBODY, reported["who"])
    if reported and named and reported["who"].split()[0] not in STARTERS - {"The"}:
        return _asked(reported["who"], reported["verb"], text)
    speaker = speaker_of(text)
    verb = next((word for word in re.findall(r"[a-z]+", text) if word in BASE_FORMS), None)
    return None if speaker is None or verb is None else _asked(speaker.name, verb, text)


def _asked(who: str, verb: str, text: str) -> str:
    """What somebody said, or told whom; where the listeners are not named in a word, what they said."""
    listener = re.search(r"\btold ((?:the |a )?[a-z]+s|Congress|Parliament)\b", text)
    told = f"tell {listener[1]}" if listener else "say"
    return f"What did {_inside(who)} {told if verb == 'told' else BASE_FORMS[verb]}?"


def _happened(text: str) -> str | None:
    found = WHEN.search(text)
    return f"What happened {found['when'][0].lower()}{found['when'][1:]}?" if found else None


def _doer(text: str) -> str | None:
    """A statement with its subject asked for; one that leans on a pronoun would not be understood."""
    found = DOER.search(text)
    return f"Who {found['did'].strip()}?" if found and not PRONOUNS.search(found["did"]) else None


def _about(text: str) -> str | None:
    """What a sentence says of a name in it: for texts whose sentences give no better question."""
    name = next(iter(names(text)), None)
    return f"What does it say about {_inside(name)}?" if name else None


def _inside(name: str) -> str:
    return f"the{name[3:]}" if name.startswith("The ") else name


def names(text: str) -> list[str]:
    """Names inside a text, those of two words or more and those used most often first."""
    found = [name for name in NAMED.findall(text) if not NO_NAME.match(name)]
    return sorted(
        dict.fromkeys(found), key=lambda name: (name.lower().startswith("the "), " " not in name, -found.count(name))
    )


def untold(piece: Piece) -> Iterator[str]:
    """What came after the piece, and questions about names in it that a piece seldom answers."""
    text = piece.text[:READ_FOR_NAMES]
    persons = {text[start:end].split()[-1] for start, end in people(text)}
    asked = sorted(names(text), key=lambda name: name.split()[-1] not in persons)[:4]
    yield from [REPLIES] if asked else []
    yield from (question.format(name=_inside(name)) for question in UNTOLD for name in asked)
    things = dict.fromkeys(found["things"] for found in COUNTED.finditer(piece.text))
    yield from (f"Who counted the {thing}?" for thing in islice(things, 4))
