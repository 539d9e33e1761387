"""Questions for everything of a sort: “list all the figures”, “which years come up”, “who is quoted?”.

No sentence answers such a question best; all that hold the sort do, in reading order. It is read off the words, so
that nothing of the sort is missed for being unlike the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.enumerations import MARK
from assistant.numbers import MONEY
from assistant.speakers import speaker_of
from assistant.tokens import DAYS, TITLES, named, read
from index.lexical import terms, words
from index.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.tokens import Token
    from index.piece import Piece

Span = tuple[int, int]
Finder = Callable[[str], list[Span]]
SHOWN = 24
# A question for everything has a word for the sort and one for all there is, and else only words that add nothing.
TOLD = frozenset(
    "mention mentions mentioned named cite cites cited quote quotes quoted come comes appear appears".split()
)
ALL = TOLD | frozenset(
    "all any every each everything give gives given use uses used there contain contains include includes find extract "
    "collect list name key main important".split()
)
LISTED = re.compile(r"\W*(?:can you |could you |please )?(?:list|name|all (?:the )?(?:people|names))\b", re.IGNORECASE)
BESIDE = ALL | frozenset(
    "what s whats up money which is are was were does do did has have get gets got being the a an of in from out it "
    "its this that them about me us please pls plz thanks thx u can could you i want need show tell pull here and so "
    "ok text piece article editorial column op ed oped essay story author writer different various specific exact "
    "throughout within made by make makes state states stated".split()
)
TELLER = frozenset("he she they we".split())  # who mentions them
SORTS = {
    "sums": "sums amounts dollars pounds euros prices costs",
    "years": "years",
    "dates": "dates",
    "percentages": "percentages percents",
    "figures": "numbers figures statistics stats data",
    "quotations": "quotes quotations quoted",
    "people": "people persons names politicians individuals experts who whos anyone everyone everybody",
}
ONE_OF = re.compile(
    r"\b(every|any|each) (?:single )?"
    r"(sum|amount|price|date|percentage|number|figure|statistic|quote|name|person|politician|individual|expert)\b"
)
# “dollar amounts” are sums, “percentage figures” percentages.
COMPOUND = (
    (re.compile(r"\b(?:dollar|pound|euro|money|cash) (?:amount|figure|sum|number|value)(?=s?\b)"), "sum"),
    (re.compile(r"\bper ?cent(?:age)? (?:figure|number|rate|value)(?=s?\b)"), "percentage"),
)
EVERYBODY = re.compile(
    r"(?<!\bof )\b(?:all|every|each)(?: of)?(?: the)? (?:people|persons?|names?|politicians?|individuals?|experts?)"
    r"(?: here| (?:in|of) (?:it|this|that|the)(?: (?:piece|article|editorial|column|essay|story|text|letter))?)?\W*$",
    re.IGNORECASE,
)
MENTIONING = re.compile(
    r"\b(?:talk|mention|name|cite|use)s?d? (?:about )?(?:it|this|that|them)\b", re.IGNORECASE
)  # one thing
NOT_A_NAME = frozenset(
    "house office senate congress court council county city state states party union bank ministry department board "
    "point university school college institute centre center club road bay river valley park hall company street war "
    "act bill times post journal review herald church authority agency commission committee new north south east "
    "west africa america united upper lower san santa saint port lane square avenue boulevard terrace plaza mall "
    "gardens creek bridge hill hills lake falls town cape coast island islands mount mountain peak canal quay wharf "
    "pier harbour harbor station airport library hospital stadium arena theatre theater museum church cathedral "
    "chapel abbey castle palace tower towers market hotel inn pub restaurant factory mill mills prison jail academy "
    "clinic ward primary cemetery zone district parish province republic league cup association federation society "
    "institute foundation trust fund services tribunal parliament assembly".split()
)
QUOTED_WORDS = 3
CURRENCIES = frozenset(MONEY.values())
TITLED = (TITLES | set("president minister senator mayor governor secretary chancellor judge".split())) - {"st"}
TITLE_TERMS = frozenset(term for title in TITLED for term in terms(title))
YEAR = re.compile(r"(?<![$£€\d,.])\b(?:1[5-9]|20)\d\d\b(?! [a-z]+s\b)")  # “1,850 nails” and “1850 nails” are none
WORDS_TOO = {"may", "march"}  # dates only where a day or a word for a time stands beside them
DATE = re.compile(
    rf"\b(?:{'|'.join(day.title() for day in sorted(DAYS - WORDS_TOO))})s?\b(?: \d+)?|{YEAR.pattern}|"
    r"(?:\d|\b(?:[Ii]n|[Oo]f|[Ll]ast|[Nn]ext|[Ss]ince|[Uu]ntil|[Bb]y|early|late)) (?:May|March)\b|\b(?:May|March) \d+"
)


# Where a piece tells that a single name is a person's: kin and friends, “…, Reg, who”, “Reg said”, “is Reg. He was”.
NEAR = (
    r"(?:mother|father|wife|husband|sons?|daughters?|brother|sister|mum|mom|dad|cousin|nephew|niece|aunt|uncle|"
    r"grand(?:son|daughter|mother|father)|friend|neighbou?r|colleague)"
)
ADDRESSED = frozenset("god father mother dad mum mom sister brother madam sir".split())
SINGLE = r"(?P<name>[A-Z][a-zà-ÿ]+)"
PERSONAL = [
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"\b(?:[Mm]y|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir) (?:[a-z]+ )?{NEAR},? {SINGLE}\b",
        rf"\b{SINGLE}[’']s {NEAR}\b",
        rf"(?:^|[.!?,;:—] |\b(?!of|from|on|to|in|at|for|the|with|by)[a-z]+ ){SINGLE}, who\b",
        rf"(?:^|[.!?] ){SINGLE} (?:said|says|told me|tells me|laughed|laughs|shrugged|smiled|nodded|sighed)\b",
        rf"(?:^|[.!?] ){SINGLE} (?:is|was|has|had|[a-z]+(?:ed|s))\b[^.!?]*[.!?] (?:He|She)\b",
        rf"\b(?:is|was|called|named) {SINGLE}\. (?:He|She)\b",
    )
]
IMPERSONAL = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]cross|[Tt]hrough|Saint|St\.?) (?P<name>[A-Z][a-zà-ÿ]+)\b"
)


class Held(NamedTuple):
    """The first sentence of a sense unit that holds what is sought, and where (characters from there)."""

    number: int
    span: Span


def sought(question: str) -> str | None:
    """The sort that a question wants everything of; several with spaces between."""
    if MENTIONING.search(question):
        return None
    text = question.lower()
    for compound, sort in COMPOUND:
        text = compound.sub(sort, text)
    asked = set(words(ONE_OF.sub(r"\1 \2s", text)))
    sorts = [sort for sort, names in SORTS.items() if asked & set(names.split())]
    if "people" in sorts and "quote" in asked:
        sorts = ["quotations"]  # “who does it quote?”
    if "people" in sorts[1:] and "and" not in asked:
        sorts.remove("people")  # “who is quoted”
    every = TOLD if sorts == ["people"] else ALL
    if not sorts or not (LISTED.match(question) or asked & every or EVERYBODY.search(question)):
        return None
    beside = BESIDE | (TELLER if asked & TOLD else set())
    known = [*sorts, *(["people"] if sorts == ["quotations"] else [])]
    return " ".join(sorts) if asked <= beside.union(*(SORTS[sort].split() for sort in known)) else None


def held(piece: Piece, sort: str) -> Iterator[Held]:
    """What holds the sort, in reading order; of people where one is named first."""
    known: set[str] = set()
    for first, last in piece.runs:
        text = _unmarked(piece, first, last)
        spans = [span for one in sort.split() for span in _held(piece, text, one, known)]
        if spans:
            yield Held(first, spans[0])


def _held(piece: Piece, text: str, sort: str, known: set[str]) -> list[Span]:
    if sort in FOUND:
        return FOUND[sort](text)
    return _unknown(sorted([*people(text, piece.text), *_personal(text, piece.text)]), text, known)


def _personal(text: str, piece: str) -> list[Span]:
    """Single names that the piece tells to be a person's."""
    tokens = named(read(text), text, piece)
    around = [None, *tokens, None]
    return [
        (token.start, token.end)
        for before, token, after in zip(around, tokens, around[2:], strict=False)
        if token.text in _persons(piece) and _name(token) and not any(one and _name(one) for one in (before, after))
    ]


@lru_cache(maxsize=32)
def _persons(piece: str) -> frozenset[str]:
    found = {match["name"].lower() for pattern in PERSONAL for match in pattern.finditer(piece)}
    return frozenset(found - {match["name"].lower() for match in IMPERSONAL.finditer(piece)} - NOT_A_NAME - ADDRESSED)


def _unmarked(piece: Piece, first: int, last: int) -> str:
    """The text of some sentences, spaces for the marks of those that are items of a list: “2.” is no figure."""
    start = piece.sentences[first].start
    text = piece.text[start : piece.sentences[last].end]
    for sentence in piece.sentences[first : last + 1]:
        if mark := MARK.match(piece.text, sentence.start):
            at, end = mark.start() - start, mark.end() - start
            text = text[:at] + " " * (end - at) + text[end:]
    return text


def _unknown(spans: Sequence[Span], text: str, known: set[str]) -> list[Span]:
    """The names whose last word has not been met before; from now on it has."""
    last = {span: text[slice(*span)].split()[-1] for span in spans}
    new = [span for span in spans if last[span] not in known]
    known.update(last.values())
    return new


def _numbers(wanted: Callable[[str, tuple[float, str]], bool]) -> Finder:
    return lambda text: [(t.start, t.end) for t in read(text) if t.value and wanted(t.text, t.value)]


def _matches(pattern: re.Pattern[str]) -> Finder:
    return lambda text: [match.span() for match in pattern.finditer(text)]


def quoted(text: str) -> list[Span]:
    """The words between quotation marks of a text, where they are more than a name or a word."""
    marks = [(mark.start, mark.end) for mark in quotations(text)]
    return [(start, end) for start, end in marks if len(text[start:end].split()) >= QUOTED_WORDS]


def people(text: str, piece: str = "") -> list[Span]:
    """Names of persons: who speaks, and names after a title or of more words than one, none of which is a house's.

    `piece`: the whole text, which tells names from other words where they begin a sentence.
    """
    found: list[Span] = []
    tokens = named(read(text), text, piece or text)
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and _name(tokens[end]) and (end == at or _goes_on(tokens[end - 1], tokens[end], text)):
            end += 1
        titled = at > 0 and tokens[at - 1].text in TITLED and not tokens[at - 1].possessive
        several = end - at > 1 and not (end - at == 2 and tokens[at].hyphened)
        cut = next((place + 1 for place in range(at + 1, end - 2) if tokens[place].hyphened), None)
        if cut:  # “the Anna Reed-Tom Vale bill”
            found += [(tokens[at].start, tokens[cut - 1].end), (tokens[cut].start, tokens[end - 1].end)]
        elif (
            end > at
            and (titled or (several and not _thing(tokens, at)))
            and (titled or not NOT_A_NAME & {token.text for token in tokens[at:end]})
        ):
            found.append((tokens[at].start, tokens[end - 1].end))
        at = max(end, at + 1)
    speaker = speaker_of(text)
    if speaker and not found and not (NOT_A_NAME | {"i"}) & set(words(speaker.name)):
        found = [match.span() for match in re.finditer(re.escape(speaker.name), text)][:1]
    return found


def _goes_on(name: Token, other: Token, text: str) -> bool:
    """Whether a name goes on with the next, which stands in the same line and is not only owned."""
    return not name.possessive and "\n" not in text[name.end : other.start]


def _thing(tokens: Sequence[Token], at: int) -> bool:
    """Whether the name that begins here is a thing's or a place's: “the Margaret Ann”, “St Bride”."""
    return at > 0 and tokens[at - 1].text in {"the", "st", "saint"}


def _name(token: Token) -> bool:
    return token.kind == "name" and token.text not in DAYS


FOUND: dict[str, Finder] = {
    "sums": _numbers(lambda _, value: value[1] in CURRENCIES),
    "years": _matches(YEAR),
    "dates": _matches(DATE),
    "percentages": _numbers(lambda _, value: value[1] in {"%", "pp"}),
    "figures": _numbers(lambda text, value: text != "one" and value[1] != "ord"),
    "quotations": quoted,
}
