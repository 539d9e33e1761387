"""Does a statement keep the sense of its quotes? What they deny, doubt, make depend on something, or ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.alignment import has_stem
from assistant.disclaimers import hearsay
from assistant.lexicon import opposite, stems, words
from assistant.polarity import Cue, bounds, conditions, endings, hedges, negations
from assistant.tokens import LITTLE, around, content_behind, text_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.alignment import Case
    from assistant.tokens import Token

SHARE = 0.5
SATISFY_CONDITION = frozenset(
    "if unless provided when once whenever whether until depends condition assuming long".split()
)
INFLECTED = re.compile(r"(?:[^s]s|..ing)$")
COUNTING = frozenset("first second third fourth fifth last finally then".split())
ENDS = frozenset(".;:")  # after one of these another sentence begins


def negation(case: Case) -> str | None:
    """No negation of the quotes is dropped, none is added."""
    ours = negations(case.tokens)
    theirs = [(n, cue) for n, tokens in case.source.items() for cue in negations(tokens)]
    forgone = [(n, cue) for n, tokens in case.source.items() for cue in endings(tokens)]
    ends = endings(case.tokens)
    for number, cue in [*theirs, *forgone]:
        bare = not cue.scope and case.copies(number) and len(ours) < len(theirs)
        silent = _unsaid(case.source[number], cue)
        ended = (number, cue) in forgone or case.source[number][cue.at].text == "no"
        told = _told(case, number, cue, ours) or (ended and _told(case, number, cue, ends))
        if silent and not told and not ours and _reports(case.tokens):
            return _dropped(case.source[number], cue)
        if (_used(case, number, cue) and not silent and not told) or bare or _undone(case, number, cue, theirs):
            return _dropped(case.source[number], cue)
    doubled = any(_double(theirs, cue) for _, cue in theirs)
    for mine in ours:
        met = any(_meet(case, mine, n, cue) or _silent(case, mine, n, cue) for n, cue in theirs)
        met = met or any(_forgoes(case, mine, *one) for one in forgone)
        if not (met or _opposed(case, mine)) or (_double([(0, cue) for cue in ours], mine) and not doubled):
            return f"“{case.tokens[mine.at].text}” is not in the sentences it cites"
    return _bare_negation(case, ours, theirs)


def _told(case: Case, number: int, cue: Cue, ours: Sequence[Cue]) -> bool:
    """Whether the statement has the word itself, or one of its own cues governs what it does."""
    return (number, cue.at) in case.standing or any(_meet(case, mine, number, cue) for mine in ours)


def _undone(case: Case, number: int, cue: Cue, theirs: Sequence[tuple[int, Cue]]) -> bool:
    """Whether the statement has of “does not lack” the inner word alone."""
    inner = any(n == number and other.at == cue.head for n, other in theirs)
    index = case.standing.get((number, cue.head)) if inner and cue.head is not None else None
    return index is not None and all(mine.at == index for mine in negations(case.tokens))


def _silent(case: Case, mine: Cue, number: int, cue: Cue) -> bool:
    """Whether both deny that something is said."""
    return _unsaid(case.tokens, mine) and _unsaid(case.source[number], cue)


def _unsaid(tokens: tuple[Token, ...], cue: Cue) -> bool:
    """Whether a negation is of saying: “has not said whether”, “nobody will say”."""
    return any(token.text in {"say", "said"} for token in tokens[cue.at + 1 : cue.at + 3])


def _reports(tokens: tuple[Token, ...]) -> bool:
    return any(token.says for token in tokens)


def _bare_negation(case: Case, ours: tuple[Cue, ...], theirs: list[tuple[int, Cue]]) -> str | None:
    """A “not just” or “no doubt” of the statement that the quotes do not have."""
    denying = [i for i, token in enumerate(case.tokens) if token.text in {"not", "never", "no"}]
    said = [case.tokens[i].text for i in denying if not bounds(case.tokens, i)]
    if said and not theirs and not ours and said[0] not in case.source_words:
        return f"“{said[0]}” is not in the sentences it cites"
    return None


def _forgoes(case: Case, mine: Cue, number: int, cue: Cue) -> bool:
    """Whether “did not pay” tells what the quotes call “stopped paying”."""
    places = {case.pairs[i] for i in mine.scope if i in case.pairs}
    said = mine.head is None or mine.head in case.pairs
    return said and (number, cue.at) not in places and any((number, i) in places for i in cue.scope)


def _double(cues: list[tuple[int, Cue]], cue: Cue) -> bool:
    """Whether a negation governs another one first (“not declined”)."""
    return any(other.at == cue.head for _, other in cues if other is not cue)


def _meet(case: Case, mine: Cue, number: int, cue: Cue) -> bool:
    """Whether a negation of the statement and one of the quotes govern a word in common."""
    places = {case.pairs[i] for i in mine.scope if i in case.pairs}
    if not places:
        return True
    return any((number, i) in places for i in cue.scope) or (number, cue.at) in places


def _dropped(tokens: tuple[Token, ...], cue: Cue) -> str:
    return f"it leaves out “{tokens[cue.at].text}” of the sentence it cites"


def _opposed(case: Case, cue: Cue) -> bool:
    """Whether “not X” says what the quotes say with the opposite of X."""
    made_up = [case.tokens[i].stem for i in cue.scope if i not in case.pairs]
    return any(opposite(stem, other.stem) for stem in made_up for other in case.left)


def _used(case: Case, number: int, cue: Cue) -> bool:
    """Whether the statement says what a cue of the quotes governs: its first word, or half of all.

    Names do not count beside other words: “I do not blame Reed” denies nothing else that is told of Reed.
    """
    if cue.head is not None and (number, cue.head) in case.standing:
        return True
    scope = [i for i in cue.scope if case.source[number][i].kind != "name"] or cue.scope
    held = [i for i in scope if (number, i) in case.standing]
    return bool(scope) and len(held) / len(scope) >= SHARE


def hedge(case: Case) -> str | None:
    """A hedge of the quotes is kept or made more careful, none is made up."""
    ours = list(hedges(case.tokens))
    soft = _soft(case.tokens) > _soft(case.source_tokens)
    theirs = [(n, cue) for n, tokens in case.source.items() for cue in hedges(tokens)]
    for number, cue in theirs:
        kept = any(_as_careful(mine, cue) and (not cue.level or _meet(case, mine, number, cue)) for mine in ours)
        kept = kept or (cue.level == 0 and _refuses(case, number, cue)) or _supposed(case, number, cue)
        if _used(case, number, cue) and not kept and not (soft or (cue.level == 0 and _careful(case))):
            return _dropped(case.source[number], cue)
    allowed = {cue.level for _, cue in theirs}
    for cue in ours:
        if cue.level and not allowed and not _hedged_otherwise(case):
            return f"“{case.tokens[cue.at].text}” is not in the sentences it cites"
    return None


def _supposed(case: Case, number: int, cue: Cue) -> bool:
    """Whether what may be is told in a condition of the statement: “if they call him”."""
    told = {case.standing[number, i] for i in cue.scope if (number, i) in case.standing}
    return bool(told) and any(told <= mine.own for mine in conditions(case.tokens))


def _refuses(case: Case, number: int, cue: Cue) -> bool:
    """Whether the statement tells a “would not” as what is refused."""
    return text_at(case.source[number], cue.at + 1) == "not" and bool(negations(case.tokens))


def _soft(tokens: tuple[Token, ...]) -> int:
    return sum(token.text in words("hedges", "soft") for token in tokens)


def _as_careful(mine: Cue, cue: Cue) -> bool:
    """Whether a hedge is as weak as the quotes': “would” may be “could”, “probably” may be “may”."""
    return mine.level <= 1 if cue.level == 0 else 1 <= mine.level <= cue.level


def _careful(case: Case) -> bool:
    """Whether something else stands for “would”: a condition, a “should”, or a plan told as one."""
    plans = {"propos", "plan"}
    return _normative(case.tokens) or any(
        token.text in SATISFY_CONDITION or token.stem in plans for token in case.tokens
    )


def _normative(tokens: tuple[Token, ...]) -> bool:
    return any(token.stem in stems("normative") for token in tokens)


def _hedged_otherwise(case: Case) -> bool:
    """Whether the quotes are careful in words that are no hedges of their own (“can”, “thinks”), or ask for it."""
    soft = stems("hedges", "soft") | stems("condition") | {"think", "believ", "expect"}
    asked = any(_orders(tokens) or hearsay(tokens) for tokens in case.source.values())
    return asked or has_stem(case.source_tokens, soft)


def condition(case: Case) -> str | None:
    """A condition of the quotes is kept, with its own words; none is made up."""
    ours = conditions(case.tokens)
    said = ours or SATISFY_CONDITION & case.words
    for number, tokens in case.source.items():
        for cue in conditions(tokens):
            held = {i for i in cue.scope if (number, i) in case.standing}
            told = {i for i in held if tokens[i].kind != "name" and tokens[i].stem not in stems("frame", "author")}
            own = {tokens[i].stem for i in cue.own}
            kept = not own or held & cue.own or any(token.stem in own for token in case.tokens)
            if told and not (said and kept):
                return _dropped(tokens, cue)
    licensed = SATISFY_CONDITION & case.source_words
    if ours and not licensed and not any(conditions(tokens) for tokens in case.source.values()):
        return f"“{case.tokens[ours[0].at].text}” is not in the sentences it cites"
    return None


def copied(case: Case) -> str | None:
    """A sentence told word for word keeps its hedge (a “may” is no “will”) and the clause that begins with an “if”."""
    for tokens in case.source.values():
        theirs = [cue for cue in hedges(tokens) if cue.level]
        ours = [cue for cue in hedges(case.tokens) if cue.level]
        if len(theirs) > len(ours) and _without(tokens, theirs) == _without(case.tokens, ours):
            return _dropped(tokens, theirs[0])
        said, held = ([at for at, token in enumerate(part) if token.kind != "mark"] for part in (case.tokens, tokens))
        words, kept = [case.tokens[at].text for at in said], [tokens[at].text for at in held]
        left = len(held) - len(said)
        for cue in conditions(tokens) if left > 0 and said else ():
            opened = kept[left:] == words and cue.at == held[0]
            closed = kept[:-left] == words and held[-left] <= cue.at <= held[-left] + 1  # “if”, “as long as”
            closed = closed and tokens[held[-left] - 1].text not in ENDS
            if opened or closed:
                return _dropped(tokens, cue)
    return None


def _without(tokens: tuple[Token, ...], hedged: list[Cue]) -> list[str]:
    """The words without these hedges, and without “will”, which takes the place of one."""
    barred = {cue.at for cue in hedged}
    return [t.text for at, t in enumerate(tokens) if t.kind != "mark" and at not in barred and t.text != "will"]


def normative(case: Case) -> str | None:
    """What ought to be is not told as what is asked by nobody: “should” needs its like, or an order, in the quotes."""
    said = [token for token in case.tokens if token.text in {"should", "must", "ought"}]
    if said and not _normative(case.source_tokens) and not any(_orders(tokens) for tokens in case.source.values()):
        return f"“{said[0].text}” is not in the sentences it cites"
    for number, tokens in case.source.items():
        demand = _demanded(tokens)
        if demand and all((number, i) in case.standing for i in demand) and not _asked_for(case):
            return f"it leaves out that “{tokens[demand[0]].text}” is asked for"
        for at, token in enumerate(tokens):
            if (
                token.text in {"should", "must", "ought"}
                and not (_asks(tokens, at) or _own_up(tokens, at))
                and not _normative(case.tokens)
                and not hedges(case.tokens)
            ):
                head = content_behind(tokens, at, len(tokens))
                if head is not None and (number, head) in case.standing:
                    return f"it leaves out “{token.text}” of the sentence it cites"
    return None


def _asked_for(case: Case) -> bool:
    """Whether the statement tells what is wanted as wanted: by a “should”, a hedge, or in the author’s name."""
    told = stems("frame", "author") | stems("condition") | stems("normative")
    said = any(token.says or token.stem in told or token.text in COUNTING for token in case.tokens)
    return said or bool(hedges(case.tokens))


def _asks(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a “should” opens a condition (“Should the minister prefer …”)."""
    return any(cue.at == at for cue in conditions(tokens))


def _own_up(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a “must” only owns up to what is said: “I must say”, “it must be admitted”."""
    says = any(token.says for token in tokens[at + 1 : at + 3])
    return says and tokens[at].text == "must" and text_at(tokens, at - 1) in {"i", "we", "it"}


def _orders(tokens: tuple[Token, ...]) -> bool:
    """Whether a clause begins with a bare verb, as an order does."""
    starts = [
        i
        for i in range(len(tokens))
        if i == 0 or (tokens[i - 1].kind == "mark" or tokens[i - 1].text in {"and", "then", "first"})
    ]
    return any(tokens[i].verb and not tokens[i].past and not INFLECTED.search(tokens[i].text) for i in starts) or (
        bool(_demanded(tokens))
    )


def _demanded(tokens: tuple[Token, ...]) -> list[int]:
    """The words of what is demanded without a verb: “First, no rise until …”, “Third, a ledger”; else none."""
    counted, begins = tokens[:1], [token.text for token in tokens[1:3]]
    if not counted or counted[0].text not in COUNTING or begins not in ([",", "no"], [",", "a"], [",", "an"]):
        return []
    main = [i for i in range(3, around(tokens, 2)[1]) if tokens[i].clause == tokens[2].clause]
    said = [i for i in main if tokens[i].content]
    finite = any(tokens[i].text in LITTLE or tokens[i].past for i in main)
    return [] if finite or any(tokens[i].verb and tokens[i].text.endswith("s") for i in said[1:]) else said
