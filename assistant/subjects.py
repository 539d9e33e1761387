"""Whose deed it is: who stands before a verb as its subject, in a statement and in its quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.alignment import SAME, match, noun
from assistant.entities import shown, voice
from assistant.exchange import TYING
from assistant.grounding import ARTICLES
from assistant.lexicon import stems, words
from assistant.roles import LITTLE
from assistant.tokens import DAYS, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.alignment import Case, Place
    from assistant.tokens import Token

# What may stand between a subject and its verb.
SKIPPED = LITTLE | frozenset("not never ever also once just still then even only now always often soon already".split())
DETERMINERS = ARTICLES | frozenset("both each every such all".split())
OBJECTS = DETERMINERS | frozenset("it him them me us himself herself itself themselves".split())
FIRST = frozenset(["i", "we", "me", "us"])
THIRD = frozenset(["he", "she", "they", "it"])
PRONOUNS = FIRST | THIRD | frozenset("you this that these those there nobody everybody one who what which".split())
JOINED = frozenset(["and", "but", ","])  # what a verb stands behind whose subject stands before another one
DESCRIBING = frozenset("am was be been as".split())  # “I am a driver”
NEAR = 3
ASIDE = 10  # words of an aside between a subject and its verb: “Wilmer, my left back, lost it”


def subject(tokens: tuple[Token, ...], verb: int) -> int | None:
    """The head of what stands right before a verb (“ministers of both parties held”), or a pronoun; else None."""
    at = verb - 1
    while at >= 0 and (tokens[at].text in SKIPPED or _adverb(tokens[at])):
        at -= 1
    if at >= 0 and tokens[at].text == ",":
        at = next((i - 1 for i in range(at - 1, max(0, at - ASIDE), -1) if tokens[i].text == ","), -1)
    if at < 0:
        return None
    if tokens[at].text in PRONOUNS | words("frame", "author"):
        return at
    return _head(tokens, at) if tokens[at].content else None


def _adverb(token: Token) -> bool:
    """Whether a word tells how: “quickly”, not “family”."""
    return token.text.endswith("ly") and not token.stem.endswith("li")


def _head(tokens: tuple[Token, ...], last: int) -> int:
    """The head of the phrase that ends with a word: “ministers” of “ministers of both parties”."""
    first = last
    while first and tokens[first - 1].content and tokens[first - 1].text not in DAYS:
        first -= 1
    while first and tokens[first - 1].text in DETERMINERS | TITLES:
        first -= 1
    hangs = first > 1 and tokens[first - 1].text in TYING and tokens[first - 2].content
    return _head(tokens, first - 2) if hangs else last


def _deeds(case: Case) -> Iterator[tuple[int, int, list[Place]]]:
    """Each verb of a statement with its subject, and the places of that verb in the quotes."""
    for index in case.pairs:
        doer = subject(case.tokens, index) if _acts(case.tokens, index) else None
        if doer is not None and (places := _same(case, index)):
            yield index, doer, places


def _same(case: Case, index: int) -> list[Place]:
    """Where the quotes have a verb of the statement, in the same voice."""
    places = [(case.source[n], (n, at)) for score, (n, at) in case.candidates[index] if score == SAME]
    return [
        place
        for tokens, place in places
        if _acts(tokens, place[1]) and _form(tokens, place[1]) == _form(case.tokens, index)
    ]


def _form(tokens: tuple[Token, ...], at: int) -> tuple[int, bool]:
    """The voice of a verb, and whether it goes on (“closing”)."""
    return voice(tokens, at), tokens[at].text.endswith("ing")


def _acts(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word is a verb, other than “be”."""
    named = at > 0 and tokens[at - 1].text in DETERMINERS | TYING - {"to"}
    return tokens[at].verb and tokens[at].stem != "be" and not named


def usurped(case: Case) -> str | None:
    """Nobody does what the quotes tell as done to them or beside them: who acts does not stand only behind the verb."""
    for index, doer, places in _deeds(case):
        told = case.tokens[doer]
        acts = _done(case.tokens, index) and _somebody(told) and not _writes(told)
        if acts and all(_only_behind(case, doer, place) for place in places):
            return f"the sentences it cites do not say this of “{shown(case, (doer, doer))}”"
    return None


def _done(tokens: tuple[Token, ...], verb: int) -> bool:
    """Whether a verb tells what was done to something: “closed the plant”, not “closed in May”, nor what was said."""
    says = tokens[verb].stem in stems("speech", "verbs")
    return tokens[verb].past and not says and voice(tokens, verb) > 0 and _has_object(tokens, verb)


def _has_object(tokens: tuple[Token, ...], verb: int) -> bool:
    """Whether an object stands behind a verb."""
    after = tokens[verb + 1 : verb + 2]
    return any(
        token.text in OBJECTS or (token.content and not _adverb(token) and (_somebody(token) or not noun(token)))
        for token in after
    )


def _somebody(token: Token) -> bool:
    """Whether a word can name who acts."""
    return token.kind == "name" or (token.kind == "word" and noun(token) and not token.text.endswith(("ed", "ing")))


def _writes(token: Token) -> bool:
    """Whether a word stands for the author of the piece."""
    return token.text in words("frame", "author") and token.kind == "word" and not token.possessive


def _only_behind(case: Case, doer: int, place: Place) -> bool:
    """Whether the quotes have a word behind a verb alone, and the verb's own subject does not stand beside it."""
    number, at = place
    held = _places(case, doer)
    own = subject(case.source[number], at)
    beside = own is not None and case.standing.get((number, own), doer) < doer
    return bool(held) and all(n == number and i > at for n, i in held) and not beside


def _places(case: Case, index: int) -> list[Place]:
    """Where the quotes have the very word."""
    return [place for place in case.places if match(case.tokens[index], case.at(place)) == SAME]


def authored(case: Case) -> str | None:
    """What others do is not told of the author, nor what “I” do of somebody else."""
    for index, doer, places in _deeds(case):
        told = case.tokens[doer]
        if _writes(told):
            reports = case.tokens[index].stem in stems("speech", "verbs")
            wrong = all(
                _by_another(case, told, place) and not (reports and _told(case, index, place)) for place in places
            )
        else:
            wrong = _somebody(told) and all(_by_me(case, doer, place) for place in places)
        if wrong:
            return f"the sentences it cites do not say this of “{shown(case, (doer, doer))}”"
    return None


def _by_another(case: Case, author: Token, place: Place) -> bool:
    """Whether the quotes tell that somebody other than the author does what stands at a place."""
    tokens, at = case.source[place[0]], place[1]
    if tokens[at].quoted or any(token.text in words("frame", "author") for token in tokens):
        return False
    own = subject(tokens, at)
    if own is None:
        return tokens[at].past and _joined(tokens, at)
    if tokens[own].text in THIRD:
        return author.stem not in case.earlier  # else “he” may be another author
    return tokens[own].text not in PRONOUNS


def _told(case: Case, index: int, place: Place) -> bool:
    """Whether a statement tells who else says what stands at a place: “the author says that Ruth says so”."""
    number, at = place
    named = (number, subject(case.source[number], at)) in case.standing
    again = any(place == other for i, options in case.candidates.items() if i != index for _, other in options)
    return named or again or any(token.text in THIRD for token in case.tokens)


def _joined(tokens: tuple[Token, ...], verb: int) -> bool:
    """Whether a verb only goes on with what others do: “Teddy came, and sold it”."""
    joined = verb > 0 and tokens[verb - 1].text in JOINED
    return joined and not any(token.text in FIRST | {"who", "which"} for token in tokens[:verb])


def _by_me(case: Case, doer: int, place: Place) -> bool:
    """Whether an “I” does what stands at a place, beside the one whom the statement lets do it."""
    tokens, at = case.source[place[0]], place[1]
    own = subject(tokens, at)
    beside = [i for n, i in _places(case, doer) if n == place[0]]
    described = any(token.text in DESCRIBING for i in beside for token in tokens[max(0, i - NEAR) : i])
    return own is not None and tokens[own].text == "i" and not tokens[at].quoted and bool(beside) and not described
