"""Two names, or two numbers, that have changed places between the quotes and a statement."""

from __future__ import annotations

from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

from assistant.alignment import SAME, match, thing
from assistant.entities import Group, entities, shown, voice
from assistant.lexicon import kin
from assistant.tokens import ARTICLES, DAYS, TITLES, YEARS, around, neighbour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.alignment import Case
    from assistant.tokens import Token

JOINING = frozenset(["and", "or", ",", "the", "&", "of", "in", "to"])
TYING = frozenset("of from to at in by for with on against under over before after behind without".split())
PARTING = frozenset("and but while whereas".split())
MOST = 5  # words of a name that has changed places
NEAR_OF = 4
WINDOW = 6
FAR = 8  # words behind a name or number in which what is told of it stands
FEW = 3
MARGIN = 0.25
COUNTS = ARTICLES | {"of"}  # between a number and what it counts
OTHER_SIDE = 0.4  # what a word counts for that stands on the other side of a name
Place = tuple[int, Group]
Profile = list[tuple[int, int, float]]


def swapped(case: Case) -> str | None:
    """No two names, and no two numbers, have changed places."""
    mine = entities(case.tokens)
    theirs = [(n, group) for n, tokens in case.source.items() for group in entities(tokens)]
    held = [(one, [(n, g) for n, g in theirs if _same(case, one, n, g)]) for one in mine]
    for (a, of_a), (b, of_b) in combinations([pair for pair in held if pair[1]], 2):
        if set(of_a) & set(of_b) or case.tokens[a[0]].kind != case.tokens[b[0]].kind:
            continue
        if any(n == m and _one_phrase(case.source[n], *_between(g, h)) for n, g in of_a for m, h in of_b):
            continue
        turned = _numbers_turned if case.tokens[a[0]].kind == "number" else _names_turned
        if turned(case, a, of_a, b, of_b):
            return f"“{shown(case, a)}” and “{shown(case, b)}” seem to have changed places"
    return None


def _names_turned(case: Case, a: Group, of_a: Sequence[Place], b: Group, of_b: Sequence[Place]) -> bool:
    """Whether the words around two names fit them better the other way round."""
    if sum(any(_regrouped(case, one, n, group) for n, group in of) for one, of in ((a, of_a), (b, of_b))) == 1:
        return False
    if case.tokens[a[0]].text in DAYS or case.tokens[b[0]].text in DAYS:
        return False
    straight, crossed = _fits(case, a, of_a, b, of_b)
    return crossed > straight + MARGIN


def _numbers_turned(case: Case, a: Group, of_a: Sequence[Place], b: Group, of_b: Sequence[Place]) -> bool:
    """Whether two numbers have changed places: by a “from”, by their size in “25 of 27”, or by their words."""
    if _dates(case.tokens, a[0]) or _dates(case.tokens, b[0]):
        return False
    if (kept := _kept_from(case, a, of_a, b, of_b)) is not None:
        return not kept
    if b[0] - a[1] <= NEAR_OF and any(token.text == "of" for token in case.tokens[a[1] : b[0]]):
        return _value(case, a) > _value(case, b)
    straight, crossed = _fits(case, a, of_a, b, of_b)
    in_order = _kept_order(case, of_a[0][0])
    if min(of_a) > max(of_b) and in_order:
        return crossed >= straight
    return not in_order and crossed > straight + MARGIN


def _fits(case: Case, a: Group, of_a: Sequence[Place], b: Group, of_b: Sequence[Place]) -> tuple[float, float]:
    """How well the surroundings of two agree with their own places in the quotes, and with each other's."""
    return _fit(case, a, of_a) + _fit(case, b, of_b), _fit(case, a, of_b) + _fit(case, b, of_a)


def _value(case: Case, group: Group) -> float:
    value = case.tokens[group[0]].value
    return value[0] if value else 0.0


def reordered(case: Case) -> str | None:
    """Where a statement keeps the order of its quotes' words, its names and numbers keep it too."""
    runs = {n: _in_order(case, n) for n in case.source}
    for number, run in runs.items():
        words = [place for index, place in run if case.tokens[index].kind == "word"]
        named = [i for i, token in enumerate(case.tokens) if token.kind == "name" and token.text not in DAYS]
        held = [(index, place) for index, place in run if index in named]
        if len(words) < FEW or _inversions(words) > len(words) // 8:
            continue
        for (one, a), (other, b) in combinations(held, 2):
            if a > b and _one_phrase(case.source[number], b, a):
                continue
            regrouped = [_regrouped(case, (i, i), number, (place, place)) for i, place in ((one, a), (other, b))]
            if a > b and not all(t.text in JOINING for t in case.tokens[one + 1 : other]) and sum(regrouped) != 1:
                return f"“{case.tokens[one].text}” and “{case.tokens[other].text}” seem to have changed places"
    return None


def crossed(case: Case) -> str | None:
    """What two names or numbers are told of has not changed places: “66 votes and 58 seats”, not “66 seats …”."""
    runs = [group for group in entities(case.tokens) if case.tokens[group[0]].text not in DAYS]
    for number in case.source:
        at = {i: place[1] for i, place in case.pairs.items() if place[0] == number and not case.loose(i)}
        whole = [group for group in runs if all(i in at for i in range(group[0], group[1] + 1))]
        for (first, last), (second, end) in combinations(whole, 2):
            between = range(at[last] + 1, at[second])
            if not between or case.tokens[first].kind != case.tokens[second].kind:
                continue
            ours = [at[i] for i in range(last + 1, min(second, last + FAR)) if i in at and thing(case.tokens[i])]
            others = [at[i] for i in range(end + 1, end + FAR) if i in at and thing(case.tokens[i])]
            away = any(at[end] < place <= at[end] + FAR for place in ours) and not set(ours) & set(between)
            if away and set(others) & set(between):
                return f"what is told of “{shown(case, (first, last))}” is told of “{shown(case, (second, end))}”"
    return None


def transposed(case: Case) -> str | None:
    """A statement is not its quote with two names, or a name and a noun, in each other's place."""
    ours = [token for token in case.tokens if token.kind != "mark"]
    for tokens in case.source.values():
        theirs = [token for token in tokens if token.kind != "mark"]
        first, last = _changed([t.text for t in ours], [t.text for t in theirs])
        mine, held = ours[first:last], [token.text for token in theirs[first:last]]
        for one, other in product(range(1, MOST + 1), repeat=2):
            front, between, back = mine[:one], mine[one:-other], mine[-other:]
            exchanged = [token.text for token in back + between + front] == held
            if exchanged and _ties(between) and _noun_phrase(front) and _noun_phrase(back):
                return f"“{mine[0].text}” and “{mine[-1].text}” seem to have changed places"
    return None


def misallotted(case: Case) -> str | None:
    """Nobody is given a number that the quotes tell of somebody else: “the mill has 40 workers and the farm 60”."""
    for index, place in case.pairs.items():
        doer = next((i for i in range(index) if i in case.pairs and thing(case.tokens[i])), None)
        if case.tokens[index].kind != "number" or doer is None or len(case.candidates[index]) > 1:
            continue
        number, at = place
        held, own = case.pairs[doer], case.source[number]
        if held[0] != number or case.loose(doer) or len(case.candidates[doer]) > 1:
            continue
        here, there = _part(own, at), _part(own, held[1])
        others = [
            i for i in there if own[i].kind == "number" and _alike(own[i], own[at]) and (number, i) not in case.standing
        ]
        rival = [i for i in here if i < at and own[i].content and thing(own[i]) and (number, i) not in case.standing]
        if here != there and others and rival and held[1] < others[0]:
            return f"the sentences it cites say this of “{own[rival[0]].text}”, not of “{case.tokens[doer].text}”"
    return None


def miscounted(case: Case) -> str | None:
    """A number does not count what the quotes have another number of: “fourteen of the students came, twelve spoke”."""
    for index, token in enumerate(case.tokens):
        counted = neighbour(case.tokens, index, 1, COUNTS) if token.kind == "number" else None
        if counted not in case.pairs or case.loose(counted) or not case.candidates[index]:
            continue
        number, at = case.pairs[counted]
        own = neighbour(case.source[number], at, -1, COUNTS)
        if own is None or (number, own) in case.standing or not _alike(case.source[number][own], token):
            continue
        held = [place for _, place in case.candidates[index]]
        if not any(_told_with(case, place, number) and not _counts_else(case, place) for place in held):
            return f"the sentences it cites say “{case.source[number][own].text}” of this, not “{token.text}”"
    return None


def _counts_else(case: Case, place: tuple[int, int]) -> bool:
    """Whether a number counts in the quotes what the statement does not name."""
    number, at = place
    counted = neighbour(case.source[number], at, 1, COUNTS)
    return counted is not None and thing(case.source[number][counted]) and (number, counted) not in case.standing


def _told_with(case: Case, place: tuple[int, int], number: int) -> bool:
    """Whether the statement has more of what is told with a number: of its sentence, or of its part of the same one."""
    held, at = place
    here = _part(case.source[held], at) if held == number else range(len(case.source[held]))
    return any((held, i) in case.standing for i in here if i != at)


def _part(tokens: tuple[Token, ...], at: int) -> range:
    """The part around a word that no mark, “and”, “but” or “while” interrupts."""
    return range(*around(tokens, at, joints=PARTING))


def _alike(one: Token, other: Token) -> bool:
    """Whether two numbers are of one kind."""
    return one.value is not None and other.value is not None and one.value[1] == other.value[1]


def _changed(ours: list[str], theirs: list[str]) -> tuple[int, int]:
    """From where to where two sentences of the same words differ; (0, 0) where their words are others."""
    if sorted(ours) != sorted(theirs):
        return 0, 0
    places = [at for at, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]
    return (places[0], places[-1] + 1) if places else (0, 0)


def _ties(between: list[Token]) -> bool:
    """Whether these words tie one thing to another, so that the order matters: a verb other than “is”, or “of”."""
    return any((token.verb and token.stem != "be") or token.text in TYING for token in between)


def _noun_phrase(part: list[Token]) -> bool:
    """Whether this is somebody or something, and no day."""
    named = any(token.content and token.text not in DAYS for token in part)
    return named and not any(token.text in TYING or token.text.endswith("ly") for token in part)


def _between(one: Group, other: Group) -> tuple[int, int]:
    """The last token of the first of two groups, and the first of the second."""
    first, second = sorted((one, other))
    return first[1], second[0]


def _one_phrase(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether two names stand in one phrase, one beside the other: “the European mediator, Ms. Annika Lund”."""
    between = tokens[first + 1 : last]
    described = any(token.content and token.kind == "word" for token in between)
    return described and len(between) <= NEAR_OF and all(_in_phrase(token) for token in between)


def _in_phrase(token: Token) -> bool:
    """Whether a word can stand between two names of one phrase: a name, a title, a comma or a word that is no verb."""
    if token.kind == "mark":
        return token.text == ","
    return token.kind == "name" or token.text in TITLES or (token.content and not token.verb)


def _in_order(case: Case, number: int) -> list[tuple[int, int]]:
    """(word, place) of what stands on one sentence, in the statement's order."""
    return [(index, place[1]) for index, place in sorted(case.pairs.items()) if place[0] == number]


def _kept_from(case: Case, a: Group, of_a: Sequence[Place], b: Group, of_b: Sequence[Place]) -> bool | None:
    """Whether the number after “from” is the one that the quotes have after it; None without a “from”."""
    ours = [_after_from(case.tokens, group) for group in (a, b)]
    theirs = [any(_after_from(case.source[n], group) for n, group in of) for of in (of_a, of_b)]
    return ours == theirs if any(ours) and any(theirs) else None


def _after_from(tokens: tuple[Token, ...], group: Group) -> bool:
    return any(token.text == "from" for token in tokens[max(0, group[0] - 2) : group[0]])


def _dates(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a number is a year, or the day of a month."""
    value = tokens[at].value
    return value is not None and (value[0] in YEARS or (at > 0 and tokens[at - 1].text in DAYS))


def _kept_order(case: Case, number: int) -> bool:
    """Whether the words of the statement stand in the order of the sentence."""
    words = [place for index, place in _in_order(case, number) if case.tokens[index].kind == "word"]
    return _inversions(words) == 0


def _inversions(places: list[int]) -> int:
    """How many neighbours are out of order."""
    return sum(b < a for a, b in pairwise(places))


def _regrouped(case: Case, mine: Group, number: int, theirs: Group) -> bool:
    """Whether “Azkhan’s minister” has become “the minister of Azkhan”, or the other way round."""
    ours, held = case.tokens[mine[1]], case.source[number][theirs[1]]
    return ours.possessive != held.possessive


def _same(case: Case, mine: Group, number: int, theirs: Group) -> bool:
    ours = case.tokens[mine[0] : mine[1] + 1]
    held = case.source[number][theirs[0] : theirs[1] + 1]
    return any(match(one, other) == SAME for one in ours for other in held)


def _fit(case: Case, mine: Group, theirs: Sequence[Place]) -> float:
    """How well the surroundings of a name agree with those of one of its places in the quotes."""
    ours = surroundings(case.tokens, mine)
    return max(_agreement(case, ours, n, surroundings(case.source[n], group)) for n, group in theirs)


def surroundings(tokens: tuple[Token, ...], group: Group) -> Profile:
    """(token, side, weight) of the content words around, nearer ones weighing more, up to the next name or number.

    A name right behind a number is one of its words (“58 Democrats”).
    """
    found: Profile = []
    number = tokens[group[0]].kind == "number"
    for side in (-1, 1):
        at, rank = (group[0] if side < 0 else group[1]), 0
        while 0 <= (at := at + side) < len(tokens) and rank < WINDOW:
            token = tokens[at]
            if token.text in {";", ".", ":"} or (token.kind in {"name", "number"} and rank):
                break
            if token.content and (token.kind == "word" or (number and token.kind == "name" and at == group[1] + 1)):
                rank += 1
                found.append((at, side * voice(tokens, at), 1 / rank))
    return found


def _agreement(case: Case, ours: Profile, number: int, theirs: Profile) -> float:
    total = 0.0
    for at, side, weight in ours:
        said = case.tokens[at]
        fits = [
            weight * other * (1.0 if side == place_side else OTHER_SIDE)
            for place, place_side, other in theirs
            if kin(said.stem, case.source[number][place].stem) or match(said, case.source[number][place])
        ]
        total += max(fits, default=0.0)
    return total
