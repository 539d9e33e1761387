"""Who does what: nobody takes the place of another before a verb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.alignment import SAME, match, thing
from assistant.entities import Group, entities, shown, voice
from assistant.lexicon import kin
from assistant.tokens import ARTICLES, DAYS, LITTLE, TITLES, around, read

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.tokens import Token

OPENERS = frozenset(
    "and or but that which who whose whom because when while if where what whether although though".split()
)
DETERMINERS = ARTICLES | TITLES
TOLD = 3  # words that both have after the name
WINDOW = 6


def unseated(case: Case) -> str | None:
    """Nobody takes the place of another as the one who acts: who stands before a verb stood there, or nobody did."""
    for first, last in entities(case.tokens):
        if case.tokens[first].kind != "name" or case.tokens[last].possessive:
            continue
        after = _next_said(case, last)
        if after is None:
            continue
        number, at = case.pairs[after]
        if _object(case, (first, last), after):
            return f"the sentences it cites do not say this of “{shown(case, (first, last))}”"
        if (owner := _subject(case, number, at)) is not None and not _about(case, number, at, (first, last)):
            return f"the sentences it cites say this of “{owner}”, not of “{shown(case, (first, last))}”"
    return None


def _next_said(case: Case, last: int) -> int | None:
    """The word after a name that stands on the quotes, where it and the name belong together."""
    after = next((i for i in range(last + 1, len(case.tokens)) if case.tokens[i].content and i in case.pairs), None)
    if after is None or case.tokens[after].kind == "name":
        return None
    return None if any(_stops(case.tokens[i]) for i in range(last + 1, after)) else after


def stitched(case: Case) -> str | None:
    """Nobody is given what a cited sentence tells of somebody else: its words, with another name before them."""
    for number, tokens in case.source.items():
        kept = _common_end(case.tokens, tokens)
        mine, theirs = case.tokens[: len(case.tokens) - kept], tokens[: len(tokens) - kept]
        told = [token for token in tokens[len(tokens) - kept :] if token.kind != "mark"]
        ours = _bare_name(case, case.text, mine)
        names = _bare_name(case, case.piece.sentence_text(number), theirs)
        if len(told) < TOLD or not any(token.content for token in told) or not ours:
            continue
        if not names and not _first_person(theirs):
            continue
        if not any(_same_name(case, one, other) for one in ours for other in names or _authors(case)):
            owner = names[-1].text.title() if names else "I"
            return f"the sentences it cites say this of “{owner}”, not of “{ours[-1].text.title()}”"
    return None


def _common_end(ours: tuple[Token, ...], theirs: tuple[Token, ...]) -> int:
    """How many tokens both end with."""
    count = 0
    while count < min(len(ours), len(theirs)) and ours[-1 - count].text == theirs[-1 - count].text:
        count += 1
    return count


def _bare_name(case: Case, text: str, part: tuple[Token, ...]) -> list[Token]:
    """The names of a part that is nothing but a name, with its title, and perhaps a little verb; else none."""
    if not all(text[token.start].isupper() or token.text in LITTLE for token in part):
        return []
    return [token for token in part if token.kind == "name" or _named_within(case.piece.text, token.text)]


def _named_within(text: str, word: str) -> bool:
    """Whether a word stands within a sentence as a name: “old Steele said so”."""
    return word not in TITLES and re.search(rf"(?<=[a-z,;:—] ){re.escape(word.capitalize())}\b", text) is not None


def _first_person(part: tuple[Token, ...]) -> bool:
    return bool(part) and part[0].text in {"i", "we"} and all(token.text in LITTLE for token in part[1:])


def _authors(case: Case) -> tuple[Token, ...]:
    return read(case.piece.author or "")


def _same_name(case: Case, one: Token, other: Token) -> bool:
    """Whether both may name one person: the same word, or forename and surname somewhere in the piece."""
    pair = rf"\b(?:{re.escape(one.text)}\s+{re.escape(other.text)}|{re.escape(other.text)}\s+{re.escape(one.text)})\b"
    return match(one, other) == SAME or re.search(pair, case.piece.text, re.IGNORECASE) is not None


def agents(case: Case) -> str | None:
    """Whoever something is told to be done by does it in the quotes, too: behind a “by”, or before the verb."""
    for at, token in enumerate(case.tokens):
        verb, doer = _done_by(case.tokens, at) if token.text == "by" else (None, None)
        if verb not in case.pairs or doer is None:
            continue
        number, there = case.pairs[verb]
        told = [place for _, place in case.candidates.get(doer, ())]
        other = any(token.text == "by" for token in case.source[number][there : there + WINDOW])
        said = any(_does(case.source[n], i) for n, i in told if n == number or not other)
        named = said or any(n == number and i < there for n, i in told)
        if (told or other) and not named:
            return f"the sentences it cites do not say that “{case.tokens[doer].text}” did this"
    return None


def _done_by(tokens: tuple[Token, ...], by: int) -> tuple[int | None, int | None]:
    """Of “was built in May by the old miners” the verb, and the head of who did it; None of what is not done."""
    verb = next((i for i in range(by - 1, around(tokens, by)[0], -1) if tokens[i].past), None)
    last = by + 1
    while last < len(tokens) and (tokens[last].content or tokens[last].text in DETERMINERS):
        last += 1
    done = verb is not None and voice(tokens, verb) < 0
    named = [i for i in range(by + 1, last) if tokens[i].content]
    who = done and named and tokens[named[0]].kind != "number" and thing(tokens[named[-1]])
    return (verb, named[-1]) if who else (None, None)


def _does(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word stands behind a “by”, with no verb between."""
    return any(token.text == "by" for token in tokens[max(0, at - WINDOW) : at])


def _object(case: Case, group: Group, after: int) -> bool:
    """Whether the quotes have this name only behind the word that it stands before here, both in the same voice."""
    number, at = case.pairs[after]
    tokens = case.source[number]
    mine = case.tokens[group[0] : group[1] + 1]
    places = [
        i for i, token in enumerate(tokens) if token.kind == "name" and any(match(one, token) == SAME for one in mine)
    ]
    same_voice = voice(case.tokens, after) == voice(tokens, at)
    verbs = case.tokens[after].verb and tokens[at].verb
    near = [i for i in places if 0 < i - at <= WINDOW and tokens[i].clause == tokens[at].clause]
    same_word = kin(case.tokens[after].stem, tokens[at].stem)
    return bool(near) and len(near) == len(places) and same_voice and verbs and same_word


def _stops(token: Token) -> bool:
    return token.kind == "mark" or token.text in {"who", "which", "that", "and", "of", "in", "by", "as"}


def _subject(case: Case, number: int, at: int) -> str | None:
    """The name that stands before a word in its clause of the quotes, if one does."""
    tokens = case.source[number]
    index = at - 1
    while index >= 0 and tokens[index].kind != "mark" and tokens[index].text not in OPENERS:
        token = tokens[index]
        if token.kind == "name" and not token.possessive and token.text not in DAYS:
            return token.text.title()
        if token.content or token.text in {"he", "she", "it", "they"}:
            return None
        index -= 1
    return None


def _about(case: Case, number: int, at: int, group: Group) -> bool:
    """Whether the quotes have the statement's name anywhere in that sentence's part."""
    tokens = case.source[number]
    mine = case.tokens[group[0] : group[1] + 1]
    return any(
        match(one, other) == SAME
        for one in mine
        for other in tokens
        if other.kind == "name" and abs(other.clause - tokens[at].clause) <= 1
    )
