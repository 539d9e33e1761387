"""Words that a question quotes: where they stand in the piece, letter for letter, or how they differ from it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from assistant.question import TEXT_WORDS
from index.lexical import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.piece import Piece

Span = tuple[int, int]
LEAST = 3
QUOTED = re.compile(r"[“\"„«](?P<quoted>[^“”\"„«»]+)(?:[”\"»]|$)|(?<!\w)‘(?P<single>.+?)’(?!\w)")
SAYING = (
    r"(?:say|write|ask|call|read|claim|quote|promise|argue|admit|warn|insist)(?:s|d|ed|es|ing|ten)?|said|says|wrote"
)
# “Who said “…”?”, “where does it say ‘…’?”, “did Reed really say “…”?”: no more is asked than where the words stand.
TOLD = re.compile(
    r"^(?:(?:and|so|but) )?(?:(?:does|did|has) (?P<who>.{1,40}?) (?:(?:really|actually|ever|also|exactly|once) )*|"
    r"(?:is|was) it (?P<person>.{1,40}?) (?:who|that) |"
    r"(?:who|where|which|when|is it true|it says|quote)\b.{0,40}?\b)"
    rf"(?:{SAYING})\b[^“\"‘']{{0,20}}[“\"‘'](?P<quoted>.+?)[”\"’'](?:\W+)?$",
    re.IGNORECASE,
)
LED = re.compile(r"(?P<led>[^:“\"]{3,40}): *(?P<quoted>[^“\"].*)$")  # “quote exactly: it rained”
# All that stands around words that are to be checked: “is this right: “…””, “verify “…””.
CHECKING = frozenset(
    terms(
        "check verify confirm right correct true accurate accurately exact exactly real quote quoted quotation stand "
        "stands appear appears occur sentence line phrase words wording passage text find found genuine word letter"
    )
)
ASKS = re.compile(r"\b(?:why|how|what)\b", re.IGNORECASE)
OF_ITSELF = re.compile(rf"it|this|that|they|(?:the|this) {TEXT_WORDS}", re.IGNORECASE)
WORDS = re.compile(r"\w+(?:['’]\w+)*")
TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|{WORDS.pattern}")
BETWEEN = r"\W+"
NEAR = 0.6  # of the words that are quoted, to be the same sentence told otherwise
BESIDE = 12  # words around that may belong to it


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that a question quotes. `checked`: it asks no more than whether or where they stand.

    `who` is said to have said them, if it is anybody but the piece.
    """

    words: str
    checked: bool
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Where the piece has nearly these words, in characters, and what it has (first) for what is quoted (second).

    `asides`: what is set into them there, as a “she said” is; that is no difference.
    """

    span: Span
    differences: tuple[tuple[str, str], ...]
    asides: tuple[str, ...] = ()


def cited(question: str) -> Cited | None:
    """What a question quotes; of what it asks something else about three words or more."""
    if told := TOLD.match(question):
        who = (told["who"] or told["person"] or "").strip()
        return _cited(told["quoted"], checked=True, who=None if OF_ITSELF.fullmatch(who) else who or None)
    if (led := LED.match(question)) and set(terms(led["led"])) <= CHECKING and terms(led["led"]):
        return _cited(led["quoted"], checked=True)
    found = QUOTED.search(question)
    if not found:
        return None
    around = question[: found.start()] + " " + question[found.end() :]
    if not WORDS.search(around):
        return None  # a question that stands between quotation marks
    checked = set(terms(around)) <= CHECKING and not ASKS.search(around)
    return _cited(found["quoted"] or found["single"], checked=checked)


def _cited(words: str, *, checked: bool, who: str | None = None) -> Cited | None:
    return Cited(words.strip(), checked, who) if checked or len(words.split()) >= LEAST else None


def place_of(words: str, piece: Piece) -> Span | None:
    """Where these words stand in the piece for the first time (characters)."""
    return next(places_of(words, piece), None)


def places_of(words: str, piece: Piece, start: int = 0) -> Iterator[Span]:
    """Each place from `start` on where these words stand in the piece (characters).

    Every letter in its order; marks, spaces and capitals are as anybody may type them.
    """
    spelled = ["['’]?".join(map(re.escape, re.sub(r"['’]", "", word))) for word in WORDS.findall(words)]
    if spelled:
        wanted = re.compile(rf"(?<!\w)(?:{BETWEEN.join(spelled)})(?!\w)", re.IGNORECASE)
        yield from (found.span() for found in wanted.finditer(piece.text, start))


def sentences_of(piece: Piece, span: Span) -> tuple[int, int]:
    """The first and the last sentence that have a character of a span."""
    last = bisect_left(piece.sentences, span[1], key=attrgetter("start")) - 1
    return bisect_right(piece.sentences, span[0], key=attrgetter("end")), last


def told_otherwise(words: str, piece: Piece) -> Otherwise | None:
    """Where the piece has most of these words in their order, and how it differs; None where it has nothing like it."""
    asked, told = _tokens(words), _tokens(piece.text)
    begin = _likeliest([word for word, _ in asked], [word for word, _ in told])
    beside = max(BESIDE, len(asked))
    part = told[max(0, begin - beside) : begin + len(asked) + beside]
    same = _same([word for word, _ in part], [word for word, _ in asked])
    if sum(block.size for block in same) < max(LEAST, NEAR * len(asked)):
        return None
    span = part[same[0].a][1][0], part[same[-1].a + same[-1].size - 1][1][1]
    whole = sentences_of(piece, span)
    limits = piece.sentences[whole[0]].start, piece.sentences[whole[1]].end
    differences: list[tuple[str, str]] = []
    asides: list[str] = []
    ends = Match(same[0].a - same[0].b, 0, 0), Match(len(asked) - same[-1].b + same[-1].a, len(asked), 0)
    for one, other in pairwise([ends[0], *same, ends[1]]):
        theirs = [token for token in part[max(0, one.a + one.size) : other.a] if limits[0] <= token[1][0] < limits[1]]
        ours = asked[one.b + one.size : other.b]
        if theirs and not ours and _is_aside(piece, theirs[0][1][0], limits):
            asides.append(_slice(piece.text, theirs))
        elif theirs or ours:
            differences.append((_slice(piece.text, theirs), _slice(words, ours)))
    return Otherwise(span, tuple(differences), tuple(asides))


def _same(told: Sequence[str], asked: Sequence[str]) -> list[Match]:
    """The runs of words that are alike, in their order; no single one at an end that stands away from the others."""
    matcher = SequenceMatcher(None, told, asked, autojunk=False)
    same = [block for block in matcher.get_matching_blocks() if block.size]
    while len(same) > 1 and same[0].size == 1 < _far(same[0], same[1]):
        same.pop(0)
    while len(same) > 1 and same[-1].size == 1 < _far(same[-2], same[-1]):
        same.pop()
    return same


def _far(one: Match, other: Match) -> int:
    """How many more words lie between two runs in the one text than in the other."""
    return (other.a - one.a) - (other.b - one.b)


def _is_aside(piece: Piece, at: int, limits: Span) -> bool:
    """Whether a place lies between two quotations of these sentences: “…,” she said, “…”."""
    marks = [mark for mark in piece.marks if limits[0] < mark.end and mark.start < limits[1]]
    return any(one.end <= at < two.start for one, two in pairwise(marks))


@lru_cache(maxsize=32)  # the piece is asked for with every quotation of a draft
def _tokens(text: str) -> tuple[tuple[str, Span], ...]:
    """Each word or figure, with case and apostrophes evened out, and where it stands."""
    return tuple((re.sub(r"['’]", "", match.group()).casefold(), match.span()) for match in TOKEN.finditer(text))


def _likeliest(asked: Sequence[str], told: Sequence[str]) -> int:
    """Where as many words as were asked begin that have the most of them."""
    wanted, inside = Counter(asked), Counter[str]()
    most, begin, held = 0, 0, 0
    for at, word in enumerate(told):
        inside[word] += 1
        held += inside[word] <= wanted[word]
        if at >= len(asked):
            left = told[at - len(asked)]
            held -= inside[left] <= wanted[left]
            inside[left] -= 1
        if held > most:
            most, begin = held, max(0, at - len(asked) + 1)
    return begin


def _slice(text: str, tokens: Sequence[tuple[str, Span]]) -> str:
    return text[tokens[0][1][0] : tokens[-1][1][1]] if tokens else ""
