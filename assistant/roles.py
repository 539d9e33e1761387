"""Who does what to whom: names and numbers keep the words beside them, and their side of the verb."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from assistant.alignment import match
from assistant.lexicon import kin
from assistant.tokens import DAYS

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.tokens import Token

BE = frozenset("be is are was were been being get got gets".split())
OPENERS = frozenset(
    "and or but that which who whose whom because when while if where what whether although though".split()
)
JOINING = frozenset(["and", "or", ",", "the", "&", "of", "in", "to"])
WINDOW = 6
FEW = 3
MARGIN = 0.25
Profile = list[tuple[int, int, float]]


def swapped(case: Case) -> str | None:
    """No two names, and no two numbers, have changed places."""
    mine = entities(case.tokens)
    theirs = [(n, group) for n, tokens in case.source.items() for group in entities(tokens)]
    held = [(one, [(n, g) for n, g in theirs if _same(case, one, n, g)]) for one in mine]
    for (a, of_a), (b, of_b) in combinations([pair for pair in held if pair[1]], 2):
        if set(of_a) & set(of_b) or case.tokens[a[0]].kind != case.tokens[b[0]].kind:
            continue
        if sum(any(_regrouped(case, one, n, group) for n, group in of) for one, of in ((a, of_a), (b, of_b))) == 1:
            continue
        if case.tokens[a[0]].text in DAYS or case.tokens[b[0]].text in DAYS:
            continue
        straight = _fit(case, a, of_a) + _fit(case, b, of_b)
        crossed = _fit(case, a, of_b) + _fit(case, b, of_a)
        numbers = case.tokens[a[0]].kind == "number"
        if numbers and (_dates(case.tokens, a[0]) or _dates(case.tokens, b[0])):
            continue
        turned = min(of_a) > max(of_b)
        if numbers and not turned:
            continue
        if crossed > straight + MARGIN or (numbers and crossed >= straight and _kept_order(case, of_a[0][0])):
            return f"“{_shown(case, a)}” and “{_shown(case, b)}” seem to have changed places"
    return None


Group = tuple[int, int]


def reordered(case: Case) -> str | None:
    """Where a statement keeps the order of its quotes' words, its names and numbers keep it too."""
    runs = {n: _in_order(case, n) for n in case.source}
    for number, run in runs.items():
        words = [place for index, place in run if case.tokens[index].kind == "word"]
        held = [(index, place) for index, place in run if _settled(case, number, index, place)]
        if len(words) < FEW or _inversions(words) > len(words) // 8:
            continue
        for (one, a), (other, b) in combinations(held, 2):
            regrouped = [_regrouped(case, (i, i), number, (place, place)) for i, place in ((one, a), (other, b))]
            if a > b and not all(t.text in JOINING for t in case.tokens[one + 1 : other]) and sum(regrouped) != 1:
                return f"“{case.tokens[one].text}” and “{case.tokens[other].text}” seem to have changed places"
    return None


def _settled(case: Case, number: int, index: int, place: int) -> bool:
    """Whether this is a name that keeps its place: no date, and nobody’s owner."""
    token = case.tokens[index]
    return token.kind == "name" and token.text not in DAYS


def _in_order(case: Case, number: int) -> list[tuple[int, int]]:
    """(word, place) of what stands on one sentence, in the statement's order."""
    return [(index, place[1]) for index, place in sorted(case.pairs.items()) if place[0] == number]


def _dates(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a number is a year, or the day of a month."""
    value = tokens[at].value
    return value is not None and (1800 <= value[0] <= 2100 or (at > 0 and tokens[at - 1].text in DAYS))


def _kept_order(case: Case, number: int) -> bool:
    """Whether the words of the statement stand in the order of the sentence."""
    words = [place for index, place in _in_order(case, number) if case.tokens[index].kind == "word"]
    return _inversions(words) == 0


def _inversions(places: list[int]) -> int:
    """How many neighbours are out of order."""
    return sum(b < a for a, b in pairwise(places))


def unseated(case: Case) -> str | None:
    """Nobody takes the place of another as the one who acts: who stands before a verb stood there, or nobody did."""
    for first, last in entities(case.tokens):
        if case.tokens[first].kind != "name" or case.tokens[last].possessive:
            continue
        after = next((i for i in range(last + 1, len(case.tokens)) if case.tokens[i].content and i in case.pairs), None)
        if (
            after is None
            or any(_stops(case.tokens[i]) for i in range(last + 1, after))
            or case.tokens[after].kind == "name"
        ):
            continue
        number, at = case.pairs[after]
        if _object(case, (first, last), after):
            return f"the sentences it cites do not say this of “{_shown(case, (first, last))}”"
        if (owner := _subject(case, number, at)) is not None and not _about(case, number, at, (first, last)):
            return f"the sentences it cites say this of “{owner}”, not of “{_shown(case, (first, last))}”"
    return None


def _object(case: Case, group: Group, after: int) -> bool:
    """Whether the quotes have this name only behind the word that it stands before here, both in the same voice."""
    number, at = case.pairs[after]
    tokens = case.source[number]
    mine = case.tokens[group[0] : group[1] + 1]
    places = [
        i for i, token in enumerate(tokens) if token.kind == "name" and any(match(one, token) == 2 for one in mine)
    ]
    same_voice = _voice(case.tokens, after) == _voice(tokens, at)
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
        match(one, other) == 2
        for one in mine
        for other in tokens
        if other.kind == "name" and abs(other.clause - tokens[at].clause) <= 1
    )


def entities(tokens: tuple[Token, ...]) -> list[Group]:
    """Runs of names, and single numbers: (first, last) token."""
    found: list[Group] = []
    for at, token in enumerate(tokens):
        if token.kind == "number":
            found.append((at, at))
        elif token.kind == "name":
            if found and found[-1][1] == at - 1 and tokens[at - 1].kind == "name" and not tokens[at - 1].possessive:
                found[-1] = (found[-1][0], at)
            else:
                found.append((at, at))
    return found


def _regrouped(case: Case, mine: Group, number: int, theirs: Group) -> bool:
    """Whether “Azkhan’s minister” has become “the minister of Azkhan”, or the other way round."""
    ours, held = case.tokens[mine[1]], case.source[number][theirs[1]]
    return ours.possessive != held.possessive


def _same(case: Case, mine: Group, number: int, theirs: Group) -> bool:
    ours = case.tokens[mine[0] : mine[1] + 1]
    held = case.source[number][theirs[0] : theirs[1] + 1]
    return any(match(one, other) == 2 for one in ours for other in held)


def _shown(case: Case, group: Group) -> str:
    return case.text[case.tokens[group[0]].start : case.tokens[group[1]].end]


def _fit(case: Case, mine: Group, theirs: list[tuple[int, Group]]) -> float:
    """How well the surroundings of a name agree with those of one of its places in the quotes."""
    ours = surroundings(case.tokens, mine)
    return max(_agreement(case, ours, n, surroundings(case.source[n], group)) for n, group in theirs)


def surroundings(tokens: tuple[Token, ...], group: Group) -> Profile:
    """(token, side, weight) of the content words around, nearer ones weighing more, up to the next name or number."""
    found: Profile = []
    for side in (-1, 1):
        at, rank = (group[0] if side < 0 else group[1]), 0
        while 0 <= (at := at + side) < len(tokens) and rank < WINDOW:
            token = tokens[at]
            if token.text in {";", ".", ":"} or (token.kind in {"name", "number"} and rank):
                break
            if token.content and token.kind == "word":
                rank += 1
                found.append((at, side * _voice(tokens, at), 1 / rank))
    return found


def _voice(tokens: tuple[Token, ...], at: int) -> int:
    """-1 for a passive verb, whose subject stands on the other side."""
    token = tokens[at]
    by = any(other.text == "by" for other in tokens[at + 1 : at + 3])
    passive = token.verb and (token.text.endswith(("ed", "en")) or token.text != token.stem)
    return -1 if passive and (by or any(other.text in BE for other in tokens[max(0, at - 3) : at])) else 1


def _agreement(case: Case, ours: Profile, number: int, theirs: Profile) -> float:
    total = 0.0
    for at, side, weight in ours:
        said = case.tokens[at]
        fits = [
            weight * other * (1.0 if side == place_side else 0.4)
            for place, place_side, other in theirs
            if kin(said.stem, case.source[number][place].stem) or match(said, case.source[number][place])
        ]
        total += max(fits, default=0.0)
    return total
