"""Whose deed it is: who stands before a verb as its subject, in a statement and in its quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.alignment import SAME, match, noun, thing
from assistant.entities import shown, voice
from assistant.exchange import TYING
from assistant.lexicon import related, stems, words
from assistant.persons import described
from assistant.tokens import ARTICLES, DAYS, LITTLE, TITLES, around

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
OWNERS = frozenset("his her their its".split())
ENDS = frozenset(";.:!?")
NEAR = 3
ASIDE = 10  # words of an aside between a subject and its verb: “Wilmer, my left back, lost it”


def subject(tokens: tuple[Token, ...], verb: int) -> int | None:
    """The head of what stands right before a verb (“ministers of both parties held”), or a pronoun; else None."""
    at = verb - 1
    while at >= 0 and (tokens[at].text in SKIPPED or tokens[at].adverb):
        at -= 1
    if at >= 0 and tokens[at].text == ",":
        at = next((i - 1 for i in range(at - 1, max(0, at - ASIDE), -1) if tokens[i].text == ","), -1)
    if at < 0:
        return None
    if tokens[at].text in PRONOUNS | words("frame", "author"):
        return at
    return _head(tokens, at) if tokens[at].content else None


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
    named = at > 0 and (tokens[at - 1].text in DETERMINERS | TYING - {"to"} or tokens[at - 1].possessive)
    return tokens[at].verb and tokens[at].stem != "be" and not named


def usurped(case: Case) -> str | None:
    """Nobody does what the quotes tell of somebody else, or tell as done to them."""
    for index, doer, places in _deeds(case):
        told = case.tokens[doer]
        if told.text in PRONOUNS or not thing(told) or _writes(told):
            continue
        done = _done(case.tokens, index)
        places = places if done else [place for place in places if _alike(case, index, place)]
        behind = done and all(_only_behind(case, doer, place) for place in places)
        if behind or (places and all(_by_other(case, index, doer, place) for place in places)):
            return f"the sentences it cites do not say this of “{shown(case, (doer, doer))}”"
    return None


def _done(tokens: tuple[Token, ...], verb: int) -> bool:
    """Whether a verb tells what is done to something: “closed the plant”, not “closed in May”."""
    after = tokens[verb + 1 : verb + 2]
    return voice(tokens, verb) > 0 and any(
        token.text in OBJECTS
        or token.kind == "number"
        or (token.content and not token.adverb and (thing(token) or not noun(token)))
        for token in after
    )


def _alike(case: Case, index: int, place: Place) -> bool:
    """Whether a verb goes on with the same little word in the statement and in the quotes: “paid for”."""
    ours, theirs = (
        [token.text for token in tokens[at + 1 : at + 2] if token.text in TYING]
        for tokens, at in ((case.tokens, index), (case.source[place[0]], place[1]))
    )
    if not ours and _ends(case.tokens, index):
        return voice(case.tokens, index) > 0
    return bool(ours) and ours == theirs and voice(case.tokens, index) > 0


def _ends(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether nothing but a mark follows."""
    return at + 1 >= len(tokens) or tokens[at + 1].kind == "mark"


def _writes(token: Token) -> bool:
    """Whether a word stands for the author of the piece."""
    return token.text in words("frame", "author") and token.kind == "word" and not token.possessive


def _only_behind(case: Case, doer: int, place: Place) -> bool:
    """Whether the quotes have a word behind a verb alone, and the verb's own subject does not stand beside it."""
    number, at = place
    held = _places(case, doer)
    own = subject(case.source[number], at)
    beside = own is not None and case.standing.get((number, own), doer) < doer
    end = around(case.source[number], at, ENDS)[1]
    return bool(held) and all(n == number and at < i < end for n, i in held) and not beside


def _by_other(case: Case, index: int, doer: int, place: Place) -> bool:
    """Whether the quotes have another subject before a verb, of whom the statement says nothing."""
    number, at = place
    told, verb = case.tokens[doer], case.tokens[index]
    own = subject(case.source[number], at)
    finite = verb.past or verb.text.endswith("s") or case.tokens[index - 1].text in LITTLE
    if own is None or not finite or verb.says or (number, own) in case.standing:
        return False
    theirs = case.source[number][own]
    nouns = {told.stem} | ({theirs.stem} if theirs.kind == "word" else set())  # “the club”, not “the Rotary Club”
    points = nouns & stems("anaphors") or theirs.text in PRONOUNS or theirs.quoted
    before = any(n == number and i < at for n, i in _places(case, doer))
    return thing(theirs) and not (points or before or _one(case, told, theirs))


def _one(case: Case, told: Token, theirs: Token) -> bool:
    """Whether two words may name the same: one in other words, or what the piece has beside a name."""
    near = theirs.kind == "word" and told.text not in case.source_words and related(told.stem, theirs.stem)
    if match(told, theirs) or match(theirs, told) or near:
        return True
    pairs = ((told, theirs), (theirs, told))
    return any(name.kind == "name" and described(case, other, name.text) for name, other in pairs)


def _places(case: Case, index: int) -> list[Place]:
    """Where the quotes have the very word."""
    return [place for place in case.places if match(case.tokens[index], case.at(place)) == SAME]


def authored(case: Case) -> str | None:
    """What others do is not told of the author, nor what “I” do of somebody else."""
    for index, doer, places in _deeds(case):
        told = case.tokens[doer]
        if _of_self(case.tokens, doer):
            wrong = all(_by_named(case, place) for place in places)
        elif _writes(told):
            reports = case.tokens[index].says
            wrong = all(
                _by_another(case, told, place) and not (reports and _told(case, index, place)) for place in places
            )
        else:
            wrong = thing(told) and all(_by_me(case, doer, place) for place in places)
        if wrong:
            return f"the sentences it cites do not say this of “{shown(case, (doer, doer))}”"
    return None


def _of_self(tokens: tuple[Token, ...], doer: int) -> bool:
    """Whether a “he” can only be the author: “the author says that he agreed”."""
    others = [token for token in tokens[:doer] if token.content and thing(token) and not _writes(token)]
    if tokens[doer].text not in {"he", "she"} or not any(map(_writes, tokens[:doer])):
        return False
    return all(token.kind == "word" and token.says for token in others)


def _by_named(case: Case, place: Place) -> bool:
    """Whether somebody whom the quotes name does what stands at a place, or goes on to do it."""
    tokens, at = case.source[place[0]], place[1]
    own = subject(tokens, at)
    while own is None and at and tokens[at - 1].text in SKIPPED:
        at -= 1
    return tokens[own].kind == "name" if own is not None else tokens[0].kind == "name" and _joined(tokens, at)


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
    says = [i for i in case.candidates if i != index and case.tokens[i].says]
    again = any(place == other for i in says for _, other in case.candidates[i])
    return named or again or any(token.text in THIRD for token in case.tokens)


def _joined(tokens: tuple[Token, ...], verb: int) -> bool:
    """Whether a verb only goes on with what others do: “Teddy came, and sold it”."""
    joined = verb > 0 and tokens[verb - 1].text in JOINED
    return joined and not any(token.text in FIRST | {"who", "which"} for token in tokens[:verb])


def _owned(tokens: tuple[Token, ...], doer: int) -> bool:
    """Whether a subject is somebody's: “her mother”, “the author’s mother”."""
    before = tokens[doer - 1] if doer else None
    return before is not None and (before.possessive or before.text in OWNERS)


def _by_me(case: Case, doer: int, place: Place) -> bool:
    """Whether an “I” does what stands at a place, and not the one whom the statement lets do it."""
    tokens, at = case.source[place[0]], place[1]
    own = subject(tokens, at)
    beside = [i for n, i in _places(case, doer) if n == place[0]]
    itself = any(token.text in DESCRIBING for i in beside for token in tokens[max(0, i - NEAR) : i])
    return (
        own is not None
        and tokens[own].text == "i"
        and not tokens[at].quoted
        and (bool(beside) or _owned(case.tokens, doer))
        and not itself
    )
