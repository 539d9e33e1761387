"""Whose words a quotation is: by the draft that quotes it, and by the piece that has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.attribution import attributions, told_of_others
from assistant.inventory import TITLE_TERMS, people
from assistant.lexicon import stems
from assistant.named import in_marks, signature, spoken_by
from assistant.persons import gender, persons
from assistant.question import ITSELF
from assistant.speakers import (
    ADVERB,
    DENIED,
    NAME,
    NOBODY,
    OFFICE,
    PRONOUN,
    says,
    speaker_behind,
    told_up_to,
    trimmed,
)
from assistant.tokens import ARTICLES, TITLES, read, text_at
from assistant.wording import sentences_of
from index.lexical import terms
from index.quotations import CLOSERS, VERB, outside_quotations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from assistant.wording import Span
    from index.piece import Piece
    from index.quotations import Quotation

Credit = Literal["theirs", "reported", "not theirs"]
OF_THE_PIECE = re.compile(rf"(?<!\w)(?P<who>{ITSELF})(?: \w+ly| also| then)? {VERB}", re.IGNORECASE)
SORT = re.compile(r"[Tt]he (?:open )?(?P<sort>letter|review(?:er)?)")  # which a piece may be, and may tell of
ACCORDING = re.compile(rf"\b[Aa]ccording to (?P<who>{NAME})")
BEHIND = re.compile(rf"[,.]? ?(?:{VERB} (?P<who>{NAME})|(?P<other>{NAME}){OFFICE} {ADVERB}{VERB})\b")
AHEAD = re.compile(
    rf"(?<!\w)(?P<who>{NAME}){OFFICE} {ADVERB}(?:{VERB}|puts? it)(?: [\w’'.]+){{0,4}}[:,]? ?$|"
    rf"\b[Ii]n the words of (?P<other>{NAME}),? ?$"
)
LABEL = re.compile(rf"(?:^|(?<=[.!?]) |(?<=\n))(?P<who>{NAME}): ?$")
HUNG = re.compile(r"\b(?:for|of|to|by|with|from|at) (?:\w+\.? )?$")  # “a spokesman for Mr. Reed said” is not Reed's
ANY_VERB = re.compile(rf"\b{VERB}\b")
ABOVE = 12  # sentences before a “he” in which whoever is named last may be meant
MALE, FEMALE = "[Hh]e", "[Ss]he"


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a draft has say a quotation. `surely`: a verb of saying is theirs; else nobody else is named beside it.

    `described`: by no name of a person (“the council’s lawyers”), so that the piece may call them otherwise.
    """

    name: str
    surely: bool
    described: bool = False


def credited(draft: Piece, span: Span, piece: Piece) -> Named | None:
    """Whom a draft about a piece has say what stands between the marks around a part of it."""
    known = _names(draft.text) | _names(piece.text)
    *before, own = told_up_to(draft, sentences_of(draft, span))
    quote = draft.quote(*sentences_of(draft, span))
    start, end = span[0] - quote.start, span[1] - quote.start
    own = f"{own[: start - 1]}“{own[start:end]}”{own[end + 1 :]}"  # whatever its marks are
    outside = outside_quotations(own)
    if name := _beside(outside, start - 1, end + 1):
        return Named(name, surely=True, described=_is_office(name, piece))
    label = LABEL.search(outside, 0, start - 1)
    if label and known & {*label["who"].lower().split()}:
        return Named(label["who"], surely=True)
    if named := OF_THE_PIECE.search(outside) or ACCORDING.search(outside):
        return Named(named["who"], surely=True)
    if name := speaker_behind([*before, own]):
        return Named(name, surely=True)
    if name := _described(own, start, end):
        return Named(name, surely=True, described=True)
    near = [outside] if not says(PRONOUN, own) or _people(outside, known) else [*map(outside_quotations, before)]
    name = _only(near, known)
    return Named(name, surely=False) if name else None


def _beside(outside: str, start: int, end: int) -> str | None:
    """Who says a quotation by the words right behind its closing mark or right before its opening one."""
    found = BEHIND.match(outside, end) or AHEAD.search(outside, 0, start)
    if found is None or DENIED.search(found.group()) or HUNG.search(outside, 0, found.start()):
        return None
    who = found["who"] or found["other"]
    return None if re.fullmatch(NOBODY, who) else trimmed(who) or None


def _is_office(name: str, piece: Piece) -> bool:
    """Whether a name is no more than what somebody is (“The MP”), and the piece calls them otherwise."""
    return name.startswith(("The ", "the ")) and not set(terms(name)) <= set(terms(piece.text))


def _described(own: str, start: int, end: int) -> str | None:
    """Who is told to say a part of a sentence, where it is nobody by name: “critics”, “the council’s lawyers”.

    What they only think are not their words.
    """
    tokens = read(own)
    inside = {at for at, token in enumerate(tokens) if start <= token.start < end}
    for said in attributions(tokens):
        speaker = sorted(at for at in said.speaker if at not in inside)
        told = [tokens[at] for at in speaker]
        others = [token for token in told if token.kind == "word" and token.content]
        others = [token for token in others if token.stem not in stems("frame", "author")]
        if said.scope & inside and others and tokens[said.verb].stem not in stems("speech", "thinking"):
            first = told[0]
            article = text_at(tokens, speaker[0] - 1) if text_at(tokens, speaker[0] - 1) in ARTICLES else ""
            name = own[first.start : told[-1].end]
            return f"{article} {name if first.kind == 'name' else name[0].lower() + name[1:]}".strip()
    return None


def speaker(piece: Piece, place: Span) -> str | None:
    """Who says a part of the piece that stands between quotation marks there, named in its paragraph."""
    if not in_marks(piece, place):
        return None
    mark = next(mark for mark in piece.marks if mark.start <= place[0] <= mark.end)
    run = piece.quote(*sentences_of(piece, (mark.start, mark.end)))
    if name := _beside(outside_quotations(run.text), mark.start - run.start, mark.end - run.start):
        return name
    texts = told_up_to(piece, sentences_of(piece, place))
    if name := speaker_behind(texts):
        return name
    if above := _opened_above(piece, mark):
        return speaker(piece, (above.start + 1, above.end))
    outside = [*map(outside_quotations, texts)]
    if ANY_VERB.search(outside[-1]) and not says(PRONOUN, texts[-1]):
        return None
    if told := ACCORDING.search(outside[-1]):
        return trimmed(told["who"]) or None
    name = _only(outside, _names(piece.text))
    known = gender(piece.text, name.split()[-1].lower()) if name else ""
    he, she = says(MALE, texts[-1]), says(FEMALE, texts[-1])
    return None if (known == "m" and she and not he) or (known == "f" and he and not she) else name


def _opened_above(piece: Piece, mark: Quotation) -> Quotation | None:
    """The quotation of the paragraph before that this one goes on from: it was not closed there."""
    before = [one for one in piece.marks if one.end <= mark.start][-1:]
    begins = any(piece.sentences[first].start == mark.start for first, _ in piece.paragraphs)
    return before[0] if begins and before and piece.text[before[0].end - 1] not in CLOSERS else None


@lru_cache(maxsize=32)
def _names(text: str) -> frozenset[str]:
    """The words of the names of persons in a text, in lower case."""
    named = (re.sub(r"[’']s?$", "", word) for first, last in people(text) for word in text[first:last].lower().split())
    return persons(text) | frozenset(named) - TITLES


def _only(texts: Sequence[str], known: AbstractSet[str]) -> str | None:
    """The one person named in the last of these texts that names any; `known`: words of persons’ names."""
    named = next((found for text in reversed(texts) if (found := _people(text, known))), [])
    return named[0] if len({name.split()[-1] for name in named}) == 1 else None


def _people(text: str, known: AbstractSet[str]) -> list[str]:
    """The persons who are named in a text, as they are there."""
    tokens = read(text)
    names: list[str] = []
    at = 0
    while at < len(tokens):
        first = at
        while (
            at < len(tokens) and tokens[at].kind == "name" and "\n" not in text[tokens[first].start : tokens[at].start]
        ):
            at += 1
        if known & {token.text for token in tokens[first:at]}:
            titled = first > 0 and tokens[first - 1].text in TITLES
            name = text[tokens[first - titled].start : tokens[at - 1].end]
            names.append(re.sub(r"[’']s?$", "", name))
        at = max(at, first + 1)
    return names


def credit(named: Named | None, piece: Piece, place: Span, *, whole: bool = False) -> Credit | None:
    """Whether the piece has a part of it from whom a draft names; None where there is nothing to compare.

    `whole`: the draft quotes the marks too, and so the piece, whoever speaks between them.
    """
    if named is None:
        return None
    quoted = in_marks(piece, place) and not whole
    own = signature(piece)
    if _of_the_piece(named.name, piece) or (own and own.fullmatch(named.name)):
        return "not theirs" if quoted or reporting(piece, place) else "theirs"
    names = set(terms(named.name)) - TITLE_TERMS or set(terms(named.name))
    if named.described:
        told = any(names <= said.speaker or said.speaker <= names for said in _reporting(piece, place) if said.speaker)
        return None if not told else "theirs" if quoted else "reported"
    who = speaker(piece, place)
    if who and quoted:
        theirs = set(terms(who)) - TITLE_TERMS or set(terms(who))
        return "theirs" if names <= theirs or theirs <= names else "not theirs"
    if not named.surely or (quoted and _he(piece, place, names)):
        return None
    if not spoken_by(names, piece, sentences_of(piece, place)):
        return "not theirs"
    return "theirs" if quoted else "reported" if reporting(piece, place) else "not theirs"


def _of_the_piece(name: str, piece: Piece) -> bool:
    """Whether a name means the piece or its author: “the article”, and “the letter” where the piece tells of none."""
    sort = SORT.fullmatch(name)
    told = sort and re.search(rf"\b{sort['sort']}\b", piece.text, re.IGNORECASE)
    return OF_THE_PIECE.match(f"{name} said") is not None or bool(sort and not told)


def _he(piece: Piece, place: Span, names: AbstractSet[str]) -> bool:
    """Whether a “he” or “she” speaks who is named in no sentence of the paragraph, and these names last before it."""
    run = sentences_of(piece, place)
    known = _names(piece.text)
    *before, text = told_up_to(piece, run)
    sex = gender(piece.text, min(names, key=len)) if names else ""
    if not says(FEMALE if sex == "f" else MALE if sex == "m" else "[Hh]e|[Ss]he", text):
        return False
    if any(_people(outside_quotations(one), known) for one in [*before, text]):
        return False
    above = (
        outside_quotations(piece.sentence_text(n)) for n in range(run[0] - len(before) - 1, max(-1, run[0] - ABOVE), -1)
    )
    last = next((named for one in above if (named := _people(one, known))), [])
    return bool(last) and bool(names & set(terms(last[-1])))


def reporting(piece: Piece, place: Span) -> list[str]:
    """The words of saying by which a sentence of the piece tells a part of itself as what somebody else says."""
    return [said.verb for said in _reporting(piece, place)]


@dataclass(frozen=True, slots=True)
class Reported:
    """A word of saying as the piece has it, and the terms of who is said to speak."""

    verb: str
    speaker: frozenset[str]


def _reporting(piece: Piece, place: Span) -> list[Reported]:
    run = piece.quote(*sentences_of(piece, place))
    tokens = read(run.text)
    inside = {at for at, token in enumerate(tokens) if place[0] <= run.start + token.start < place[1]}
    others = [said for said in told_of_others(tokens) if said.verb not in inside and said.scope & inside]
    return [
        Reported(
            run.text[tokens[one.verb].start : tokens[one.verb].end],
            frozenset(term for at in one.speaker for term in terms(tokens[at].text)),
        )
        for one in others
    ]
