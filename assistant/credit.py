"""Whose words a quotation is: by the draft that quotes it, and by the piece that has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.attribution import AUTHORIAL, attributions
from assistant.inventory import TITLE_TERMS
from assistant.named import in_marks, signature, spoken_by
from assistant.persons import gender, persons
from assistant.question import ITSELF
from assistant.speakers import NAME, PRONOUN, says, speaker_behind, told_up_to
from assistant.tokens import TITLES, read
from assistant.wording import sentences_of
from index.lexical import terms
from index.quotations import VERB, outside_quotations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from assistant.wording import Span
    from index.piece import Piece

Credit = Literal["theirs", "reported", "not theirs"]
OF_THE_PIECE = re.compile(rf"(?<!\w)(?P<who>{ITSELF})(?: \w+ly| also| then)? {VERB}", re.IGNORECASE)
ACCORDING = re.compile(rf"\b[Aa]ccording to (?P<who>{NAME})")
ANY_VERB = re.compile(rf"\b{VERB}\b")
MALE, FEMALE = "[Hh]e", "[Ss]he"


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a draft has say a quotation. `surely`: a verb of saying is theirs; else nobody else is named beside it."""

    name: str
    surely: bool


def credited(draft: Piece, span: Span, piece: Piece) -> Named | None:
    """Whom a draft about a piece has say what stands between the marks around a part of it."""
    known = persons(draft.text) | persons(piece.text)
    *before, own = told_up_to(draft, sentences_of(draft, span))
    quote = draft.quote(*sentences_of(draft, span))
    start, end = span[0] - quote.start, span[1] - quote.start
    own = f"{own[: start - 1]}“{own[start:end]}”{own[end + 1 :]}"  # whatever its marks are
    outside = outside_quotations(own)
    if named := OF_THE_PIECE.search(outside) or ACCORDING.search(outside):
        return Named(named["who"], surely=True)
    if name := speaker_behind([*before, own]):
        return Named(name, surely=True)
    near = [outside] if not says(PRONOUN, own) or _people(outside, known) else [*map(outside_quotations, before)]
    name = _only(near, known)
    return Named(name, surely=False) if name else None


def speaker(piece: Piece, place: Span) -> str | None:
    """Who says a part of the piece that stands between quotation marks there, named in its paragraph."""
    if not in_marks(piece, place):
        return None
    texts = told_up_to(piece, sentences_of(piece, place))
    if name := speaker_behind(texts):
        return name
    outside = [*map(outside_quotations, texts)]
    if ANY_VERB.search(outside[-1]) and not says(PRONOUN, texts[-1]):
        return None
    name = _only(outside, persons(piece.text))
    known = gender(piece.text, name.split()[-1].lower()) if name else ""
    he, she = says(MALE, texts[-1]), says(FEMALE, texts[-1])
    return None if (known == "m" and she and not he) or (known == "f" and he and not she) else name


def _only(texts: Sequence[str], known: AbstractSet[str]) -> str | None:
    """The one person named in the last of these texts that names any; `known`: words of persons’ names."""
    people = next((found for text in reversed(texts) if (found := _people(text, known))), [])
    return people[0] if len({name.split()[-1] for name in people}) == 1 else None


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
    if OF_THE_PIECE.match(f"{named.name} said") or (own and own.fullmatch(named.name)):
        return "not theirs" if quoted or reporting(piece, place) else "theirs"
    names = set(terms(named.name)) - TITLE_TERMS or set(terms(named.name))
    who = speaker(piece, place)
    if who and quoted:
        return "theirs" if names & set(terms(who)) else "not theirs"
    if not named.surely:
        return None
    if not spoken_by(names, piece, sentences_of(piece, place)):
        return "not theirs"
    return "theirs" if quoted else "reported" if reporting(piece, place) else "not theirs"


def reporting(piece: Piece, place: Span) -> list[str]:
    """The words of saying by which a sentence of the piece tells a part of itself as what somebody else says."""
    run = piece.quote(*sentences_of(piece, place))
    tokens = read(run.text)
    inside = {at for at, token in enumerate(tokens) if place[0] <= run.start + token.start < place[1]}
    said = [said for said in attributions(tokens) if said.verb not in inside and said.scope & inside]
    others = [one for one in said if not {tokens[at].text for at in one.speaker} & AUTHORIAL]
    return [run.text[tokens[one.verb].start : tokens[one.verb].end] for one in others]
