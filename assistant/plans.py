"""What is asked, planned, tried, nearly done or rumored is not told as done, nor a brother's deed as his sister's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.disclaimers import disclaimers, hearsay
from assistant.lexicon import stems, words
from assistant.polarity import hedges, negations

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.tokens import Token

BEFORE = 3  # words before a verb that may keep it open
REACH = 6  # words between a “to” and the verb that it hangs on
OPEN = frozenset("to will would may might could should must shall if whether not never can be".split())
LEFT_OPEN = frozenset("to will shall can may might should must would".split())
SKIPPED = frozenset("also then soon now again finally immediately simply ever just first later".split())
TOLD = 2  # words behind “the rumor that” that the statement must have
JOINING = frozenset([",", "and", "or"])
ASKING = frozenset("whether if why how what who or question questions".split())
NEARLY = frozenset(["almost", "nearly", "virtually", "narrowly"])
LIMIT = frozenset("almost nearly virtually narrowly close verge brink not never near failed".split())


def done(case: Case) -> str | None:
    """What stands behind “to” or “will” in the quotes, or is only considered, is no past deed in the statement."""
    for number, tokens in case.source.items():
        for at, cue in open_verbs(tokens).items():
            index = case.standing.get((number, at))
            if index is None or not case.tokens[index].past or _kept_open(case, index, cue):
                continue
            if not _done_elsewhere(case, index):
                return f"the sentences it cites do not say that it was done: “{cue} {tokens[at].text}”"
    return None


@lru_cache(maxsize=1 << 12)
def open_verbs(tokens: tuple[Token, ...]) -> dict[int, str]:
    """The verbs that a sentence leaves undone, each with the word that says so."""
    found: dict[int, str] = {}
    for at, token in enumerate(tokens):
        before = _word_before(tokens, at) if token.content and token.kind == "word" else None
        if before is None:
            continue
        if _leaves_open(tokens, before, at):
            found[at] = tokens[before].text
        elif found and tokens[before].text in JOINING and token.verb and _bare(token):
            found[at] = found[max(found)]  # “to lift the ban, pay the crews and ask for more”
    return found


def _bare(token: Token) -> bool:
    """Whether a verb has no ending at all."""
    return _base(token) and not token.text.endswith("s")


def _leaves_open(tokens: tuple[Token, ...], before: int, at: int) -> bool:
    """Whether the word before a verb leaves it undone: “to close”, “considered closing”, “almost closed”."""
    cue, token = tokens[before], tokens[at]
    if cue.text in LEFT_OPEN:
        bare = token.verb and (_base(token) or tokens[at - 1].text == "be")
        return bare and not (cue.text == "to" and _implied(tokens, before))
    if cue.text in NEARLY:
        return token.verb and token.past
    return token.text.endswith("ing") and cue.stem in stems("plans", "weighing")


def _base(token: Token) -> bool:
    """Whether a verb stands in its base form, as far as its ending shows it."""
    return not token.past and not token.text.endswith("ing")


def _word_before(tokens: tuple[Token, ...], at: int) -> int | None:
    """The word before a verb, past a “be” and an adverb."""
    index = at - 1
    while index >= 0 and (tokens[index].text in SKIPPED | {"be"} or tokens[index].text.endswith("ly")):
        if tokens[index].text in NEARLY:
            return index
        index -= 1
    return index if index >= 0 else None


def _implied(tokens: tuple[Token, ...], to: int) -> bool:
    """Whether what hangs on this “to” was done all the same: “had to”, “managed to”, “forced him to”."""
    held = tokens[max(0, to - REACH) : to]
    if not held or held[-1].text in {"is", "are", "was", "were", "be"}:
        return False
    if held[-1].text in words("plans", "directly"):
        return True
    telling = stems("plans", "implying") | stems("plans", "wishing")
    nearest = next((token for token in reversed(held) if token.stem in telling), None)
    return nearest is not None and nearest.stem not in stems("plans", "wishing")


def _kept_open(case: Case, index: int, cue: str) -> bool:
    """Whether the statement leaves the verb open too."""
    if cue in NEARLY:
        return any(token.text in LIMIT for token in case.tokens)
    before = range(max(0, index - BEFORE), index)
    hedged = {cue.at for cue in hedges(case.tokens)}
    return any(case.tokens[i].text in OPEN or i in hedged for i in before)


def _done_elsewhere(case: Case, index: int) -> bool:
    """Whether the quotes have the verb as a deed in another place."""
    places = [place for _, place in case.candidates[index]]
    return any(case.at((n, at)).past and at not in open_verbs(case.source[n]) for n, at in places)


def rumored(case: Case) -> str | None:
    """What the quotes call a rumor, or ask whether it is so, is not told as so."""
    for number, tokens in case.source.items():
        disclaimed = {cue.at: cue.scope for cue in disclaimers(tokens)}
        for at, token in enumerate(tokens):
            if token.text != "whether" and at not in disclaimed:
                continue
            begin = min(disclaimed.get(at) or [at + 1])
            held = [i for i in range(begin, len(tokens)) if tokens[i].content][:TOLD]
            told = len(held) == TOLD and all((number, i) in case.standing for i in held)
            if told and not _doubts(case.tokens):
                return f"it leaves out “{token.text}” of the sentence it cites"
    return None


def hoped(case: Case) -> str | None:
    """What somebody only wants, hopes or tries to do is not told as what will be."""
    hoping = stems("plans", "hoping")
    for (number, at), index in case.standing.items():
        tokens = case.source[number]
        to = _word_before(tokens, at)
        will = any(token.text in {"will", "shall"} for token in case.tokens[max(0, index - BEFORE) : index])
        if to is None or tokens[to].text != "to" or not will or not tokens[at].verb:
            continue
        held = [token for token in tokens[max(0, to - REACH) : to] if token.stem in hoping and token.verb]
        if held and not any(token.stem in hoping or token.says for token in case.tokens):
            return f"it leaves out “{held[-1].text}” of the sentence it cites"
    return None


def asked(case: Case) -> str | None:
    """What the piece only asks is not told as so."""
    answers = any(token.text in ASKING or token.says for token in case.tokens)
    if answers or negations(case.tokens) or hedges(case.tokens):
        return None
    places = list(case.pairs.values())
    for number, tokens in case.source.items():
        held = [i for n, i in places if n == number]
        if tokens[-1].text == "?" and not tokens[-1].quoted and len(held) > 1 and 2 * len(held) > len(places):
            return "it tells what the sentence it cites only asks"
    return None


def heard(case: Case) -> str | None:
    """What the author was only told is not told as so."""
    if any(token.says or token.stem in {"hear", "tell"} for token in case.tokens) or hedges(case.tokens):
        return None
    for number, tokens in case.source.items():
        for cue in hearsay(tokens):
            if any((number, i) in case.standing for i in cue.scope):
                return f"it leaves out “{tokens[cue.at].text}” of the sentence it cites"
    return None


def _doubts(tokens: tuple[Token, ...]) -> bool:
    """Whether a statement leaves open whether something is so."""
    return any(
        token.text in {"whether", "if", "or", "may", "might", "could", "would", "to", "that"}
        or token.says
        or token.stem in stems("disclaimed", "nouns")
        or token.text in words("hedges", "soft")
        for token in tokens
    )


def owned(case: Case) -> str | None:
    """Nobody is given the deed of what is theirs: “the mayor's brother stole” is not “the mayor stole”."""
    for (number, at), index in case.standing.items():
        tokens = case.source[number]
        if not tokens[at].possessive or case.tokens[index].possessive or index + 1 >= len(case.tokens):
            continue
        noun = at + 1
        while noun < len(tokens) and tokens[noun].content and (number, noun) not in case.standing:
            noun += 1
        verb = case.pairs.get(index + 1)
        if noun > at + 1 and verb == (number, noun) and case.tokens[index + 1].verb and tokens[noun].verb:
            return f"the sentences it cites say this of “{tokens[at].text}’s {tokens[noun - 1].text}”"
    return None
