"""Questions to begin with: two that the piece answers, and one that it does not.

Each is asked before it is offered. They are made from the piece's own sentences, of two kinds where there are, and kept
when the answer is short and begins with the sentence that they were made from. An unanswerable one is kept when it is
refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from assistant.inventory import people
from assistant.language import written_in
from assistant.speakers import NAME, NOBODY, STARTERS, TITLE, speaker_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from assistant.engine import Engine
    from index.piece import Piece

SURE = 0.45
ANSWERABLE = 2
TRIED = 6
CHOSEN_FROM = 40
SHORT = 240  # characters of a sentence
MOST_READ = 600  # characters of a sentence, and of an answer
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
    "stated": "state", "observed": "observe", "testified": "testify", "proposed": "propose",
}  # fmt: skip
TODAY = {
    "says": "say", "wants": "want", "thinks": "think", "believes": "believe", "argues": "argue", "warns": "warn",
    "proposes": "propose", "insists": "insist", "claims": "claim", "promises": "promise", "suggests": "suggest",
    "hopes": "hope", "fears": "fear", "supposes": "suppose", "expects": "expect", "demands": "demand",
    "admits": "admit",
}  # fmt: skip
NUMBER = (
    r"(?:\d[\d,.]*(?: (?:hundred|thousand|million|billion))?|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens of|hundreds of|thousands of)"
)
TIMES = (
    "others|percent|years|months|weeks|days|nights|hours|minutes|seconds|times|dollars|euros|pounds|things|ways|parts|"
    "pages|words|lines|sides|reasons|kinds|points|halves|thirds|quarters|degrees|miles|metres|meters|feet|pence|cents"
)
NO_ADJECTIVE = (
    "in|of|with|and|or|to|on|at|for|from|by|other|best|first|last|next|more|such|own|who|he|she|it|they|already"
)
THINGS = (
    rf"(?P<things>(?:(?!(?:{NO_ADJECTIVE})\b)[a-z]*(?:[a-rt-z]|ous) )?"
    rf"(?!(?:{TIMES}|was|has|does|is|this|his|its|says)\b)[a-z]+(?:-[a-z]+)*[a-rt-z]s)\b"
)
COUNTED = re.compile(rf"\b{NUMBER} {THINGS}")
# What was done to them, in words that are the same in “bought 900 pouches” and “were bought”.
DONE = "bought|sold|lost|built|sent|paid|found|made|won|spent|taught|caught|(?!need|used)[a-z]{2,}ed"
HANDLED = re.compile(
    rf"\b(?P<did>{DONE}) (?:(?:only|just|about|some|nearly|almost|around|another|over|(?:more|fewer) than|at least) )?"
    rf"{NUMBER} {THINGS}"
)
OWNED = re.compile(rf"^(?P<who>{NAME}) ha(?P<own>s|ve|d) {NUMBER} {THINGS}")

SHARE = re.compile(
    r"\b\d[\d.,]* ?(?:percent|per cent|%) of (?P<whole>(?:(?:the|all) )?[a-z]+(?:[’']s [a-z]+| [a-z]+)?)(?=[.,;:]|$)"
)
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
WHEN = re.compile(
    rf"\b(?P<when>[Ii]n (?:(?:early |late )?{MONTH} \d{{4}}|(?:1[5-9]|20)\d\d)|[Oo]n (?:\d\d? {MONTH}|{MONTH} \d\d?))\b"
)
LATELY = re.compile(
    rf"\b(?P<when>[Ii]n (?:early |late )?{MONTH}|[Oo]n (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\b"
)
DOER = re.compile(
    rf"^(?P<who>{NAME}) (?P<did>(?:(?:has|have|is|was|wants|thinks|believes|knows|lost|won|sent|gave|took|built|made|"
    r"paid|bought|sold|left|began|became|found|held|kept|led|met|ran|saw|spent)|[a-z]{3,}ed) [^,;:.!?“”\"()]{12,70})"
    r"(?=[,;:.!?])"
)
OFFICE = r"(?:, [^,;:.“”\"]{2,60},)?"  # “Ingrid Vale, the minister, said”
REPORTED = re.compile(
    rf"^(?:[A-Z][^,;:.“”\"]{{2,50}}, )?(?P<who>{NAME})(?:{OFFICE}|,) (?:last \w+ |also |later |once |has )?"
    rf"(?P<verb>{'|'.join([*BASE_FORMS, *TODAY])})\b"
    r"(?! \w+ that\b)(?=.{15})"
)
# “Walter Pym, who kept the box”, “our Member of Parliament, Gwen Tarrant”, “a signalman called Walter Pym”
SHORT_TITLE = r"(?:Dr|Ms|Mr|Mrs|Sir|Dame)\b\.?"
FULL_NAME = (
    rf"(?:{SHORT_TITLE} )?(?!{SHORT_TITLE}|The\b)[A-Z][\w’'-]+(?: [A-Z]\.)?(?: (?:de|van|von|al|bin))? [A-Z][\w’'-]+"
)
WHOSE = r"(?:[Tt]he|[Oo]ur|[Mm]y|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[A-Z][\w-]{0,20}[’']s)"
TOLD_OF = re.compile(
    rf"(?<![Tt]he )\b(?P<who>{FULL_NAME}), (?:(?:who|an?|then) |{WHOSE} )|"
    rf"\b(?:an?|{WHOSE}) (?:[\w’'-]+ ){{1,6}}?(?:called|named) (?P<called>{FULL_NAME})|"
    rf"\b{WHOSE} (?:[\w’'-]+ ){{0,5}}[a-z]\w+, (?P<office>{FULL_NAME})[,.]"
)
TITLED = re.compile(rf"\b{TITLE}\.? ((?:[A-Z][\w’'-]+ )?[A-Z][\w’'-]+)")
PRONOUNS = re.compile(r"\b(?:he|him|his|she|her|they|them|their|it|its|this|that|these|those|we|our|I|my|you|your)\b")
NAMED = re.compile(rf"(?<=[a-z,;] ){NAME}")
SHOUTED = re.compile(r"[A-Z’' ]+(?: [A-Z’']+){2,}")  # a text in capitals names nobody by them
NO_NAME = re.compile(rf"^(?:{MONTH}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I)\b")
QUOTED = "Who is quoted?"
REPLIES = "What did readers write in reply?"
UNTOLD = ("How old is {name}?", "Where did {name} go to school?", "What is the favourite book of {name}?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, the number of the sentence that it was made from, and how it was made."""

    question: str
    sentence: int
    kind: str = ""


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
    proven = _proven(engine, ANSWERABLE)
    if len(proven) < ANSWERABLE and len(engine.answer(QUOTED).quotes) >= ANSWERABLE:
        proven.append(QUOTED)
    refused = (question for question in islice(untold(piece), TRIED) if _refused(engine, question))
    return Suggestions(tuple(proven), tuple(islice(refused, 1)))


def _proven(engine: Engine, most: int) -> list[str]:
    """Questions about different sentences, each answered with its own; of different kinds first."""
    kept, waiting = list[Candidate](), list(islice(candidates(engine.piece), CHOSEN_FROM))
    for _ in range(TRIED):
        kinds, sentences = {one.kind for one in kept}, {one.sentence for one in kept}
        waiting = [one for one in waiting if one.sentence not in sentences]
        if len(kept) == most or not waiting:
            break
        candidate = next((one for one in waiting if one.kind not in kinds), waiting[0])
        waiting.remove(candidate)
        kept += [candidate] if _answers(engine, candidate) else []
    return [candidate.question for candidate in kept]


def _answers(engine: Engine, candidate: Candidate) -> bool:
    """Whether the answer begins, surely, with the candidate's own sentence, and is soon read."""
    quotes = engine.answer(candidate.question).quotes
    if not quotes or candidate.sentence not in quotes[0].sentences or sum(len(one.text) for one in quotes) > MOST_READ:
        return False
    return quotes[0].score is None or quotes[0].score >= SURE


def _answered(engine: Engine, question: str) -> bool:
    return bool(engine.answer(question).quotes)


def _refused(engine: Engine, question: str) -> bool:
    return engine.answer(question).refusal is not None


def candidates(piece: Piece) -> Iterator[Candidate]:
    """Questions that sentences of the piece seem to answer: those that name what they are about before the others.

    The kinds take turns, and of each kind the shorter sentences come first.
    """
    sentences = sorted(_read(piece), key=lambda one: len(one[1]) > SHORT)
    for kinds in KINDS:
        found = chain.from_iterable(zip_longest(*(_each(sentences, make) for make in kinds)))
        yield from (candidate for candidate in found if candidate)


def _read(piece: Piece) -> list[tuple[int, str]]:
    """The sentences that questions are made from, none of them long, with their numbers."""
    first = (s for s in piece.sentences[:READ_FOR_QUESTIONS] if s.number not in piece.head)
    return [(s.number, piece.sentence_text(s.number)) for s in first if s.end - s.start <= MOST_READ]


def _each(sentences: Iterable[tuple[int, str]], make: Callable[[str], str | None]) -> Iterator[Candidate]:
    made = set[str]()
    for number, text in sentences:
        question = make(text)
        if question and question not in made:
            made.add(question)
            yield Candidate(question, number, make.__name__)


def _said(text: str) -> str | None:
    """What a named speaker said, by the verb that the piece uses."""
    reported = REPORTED.search(text)
    if reported and _is_named(reported["who"]):
        return _asked(reported["who"], reported["verb"], text)
    speaker = speaker_of(text)
    verb = next((word for word in re.findall(r"[a-z]+", text) if word in BASE_FORMS), None)
    return None if speaker is None or verb is None else _asked(speaker.name, verb, text)


def _is_named(who: str) -> bool:
    """Whether a subject is a name, and no pronoun or other word that begins a sentence."""
    return not re.fullmatch(rf"{NOBODY}|Mine|Ours|Yours|Theirs", who) and who.split()[0] not in STARTERS - {"The"}


def _asked(who: str, verb: str, text: str) -> str:
    """What somebody said, or told whom; where the listeners are not named in a word, what they said."""
    if verb in TODAY:
        return f"What does {_inside(who)} {TODAY[verb]}?"
    listener = re.search(r"\btold ((?:the |a )?(?!(?:his|this|us)\b)[a-z]+s|Congress|Parliament)\b", text)
    told = f"tell {listener[1]}" if listener else "say"
    return f"What did {_inside(who)} {told if verb == 'told' else BASE_FORMS[verb]}?"


def _who(text: str) -> str | None:
    """Who somebody is of whom the sentence tells it in passing."""
    found = TOLD_OF.search(text)
    name = found and (found["who"] or found["called"] or found["office"])
    return f"Who is {name}?" if name and _is_named(name) else None


def _owned(text: str) -> str | None:
    """How many of something a named body has."""
    found = OWNED.search(text)
    if not found or not _is_named(found["who"]):
        return None
    return f"How many {found['things']} {'do' if found['own'] == 've' else 'does'} {_inside(found['who'])} have?"


def _handled(text: str) -> str | None:
    """How many things something was done to."""
    found = HANDLED.search(text)
    return f"How many {found['things']} were {found['did']}?" if found else None


def _counted(text: str) -> str | None:
    found = COUNTED.search(text)
    return f"How many {found['things']} are there?" if found else None


def _share(text: str) -> str | None:
    found = SHARE.search(text)
    return f"What share of {found['whole']} is meant?" if found else None


def _happened(text: str) -> str | None:
    return _when(WHEN.search(text))


def _lately(text: str) -> str | None:
    return _when(LATELY.search(text))


def _when(found: re.Match[str] | None) -> str | None:
    return f"What happened {found['when'][0].lower()}{found['when'][1:]}?" if found else None


def _doer(text: str) -> str | None:
    """A statement with its subject asked for; one that leans on a pronoun would not be understood."""
    found = DOER.search(text)
    told = found and re.fullmatch(FULL_NAME, found["who"]) and not PRONOUNS.search(found["did"])
    return f"Who {found['did'].strip()}?" if found and told else None


def _about(text: str) -> str | None:
    """What a sentence says of a name in it: for texts whose sentences give no better question."""
    name = next((name for name in names(text) if not SHOUTED.fullmatch(name)), None)
    return f"What does it say about {_inside(name)}?" if name else None


KINDS = ((_said, _who, _owned, _handled, _doer), (_happened, _counted, _share, _lately), (_about,))


def _inside(name: str) -> str:
    return f"the{name[3:]}" if name.startswith("The ") else name


def names(text: str) -> list[str]:
    """Names inside a text, those of two words or more and those used most often first."""
    found = [name for name in NAMED.findall(text) if not NO_NAME.match(name)]
    return sorted(
        dict.fromkeys(found), key=lambda name: (name.lower().startswith("the "), " " not in name, -found.count(name))
    )


def persons(piece: Piece) -> list[str]:
    """Persons that the piece names in full, those of whom it tells most first; its author is none of them.

    That it is a person's name, an office, a description, or what they say tells.
    """
    text = piece.text[:READ_FOR_NAMES]
    told = {name.split()[-1] for _, one in _read(piece) for name in _told_of(one)} - {*(piece.author or "").split()}
    return sorted(
        (name for name in _in_full(text) if name.split()[-1] in told), key=lambda name: -text.count(name.split()[-1])
    )


def _in_full(text: str) -> list[str]:
    """Names of two words or more that may be persons'."""
    found = dict.fromkeys(text[start:end] for start, end in people(text) if text[end : end + 1] != "-")
    return [name for name in found if " " in name and not re.fullmatch(TITLE, name.split()[-1])]


def _told_of(sentence: str) -> Iterator[str]:
    """Names in it that are a person's for sure."""
    yield from (found["who"] or found["called"] or found["office"] for found in TOLD_OF.finditer(sentence))
    yield from (found[1] for found in TITLED.finditer(sentence))
    speaker = speaker_of(sentence)
    yield from [speaker.name] if speaker and speaker.quoted else []


def untold(piece: Piece) -> Iterator[str]:
    """What a piece seldom says of those whom it names, and what came after it."""
    text = piece.text[:READ_FOR_NAMES]
    yield from (question.format(name=name) for question in UNTOLD for name in persons(piece)[:2])
    yield from [REPLIES] if names(text) else []
    yield from (question.format(name=name) for question in UNTOLD for name in _in_full(text)[:2])
    things = dict.fromkeys(found["things"] for found in COUNTED.finditer(piece.text))
    yield from (f"Who counted the {thing}?" for thing in islice(things, 4))
