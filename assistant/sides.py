"""The small words that set a side keep it: for and against, from and to, more and less, he and she."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.alignment import has_stem
from assistant.amounts import ABOVE, BELOW, LESS, MORE, PERIODS
from assistant.lexicon import stems
from assistant.persons import FEMALE, MALE, gender
from assistant.polarity import negations
from assistant.tokens import DAYS, TITLES, YEARS, content_behind, text_at

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.tokens import Token

SKIPPED = TITLES | frozenset("the a an its his her their about around some nearly almost over".split())
NEAR = 5  # words behind a “her” in which whose it is stands
TURNS: dict[str, frozenset[str]] = {
    "from": frozenset(["to", "into", "toward", "towards", "against"]),
    "to": frozenset(["from"]),
    "into": frozenset(["from"]),
    "toward": frozenset(["from"]),
    "towards": frozenset(["from"]),
    "against": frozenset(["from", "for"]),
    "for": frozenset(["against"]),
}
BY = {"by": frozenset(["to", "from"]), "to": frozenset(["by"]), "from": frozenset(["by"])}
FIRST = frozenset("i my we our".split())
SHE, HE = frozenset(["she", "her", "hers", "herself"]), frozenset(["he", "him", "his", "himself"])
WOMEN = frozenset("woman women mother daughter wife sister girl aunt queen grandmother widow actress".split())
MEN = frozenset("man men father son husband brother boy uncle king grandfather widower".split())
FALLING = frozenset("down fell fallen fall falls dropped drop lowered declined cut".split())
RISING = frozenset("up rose risen rise rises raised grew grown increased increase".split())
DIRECTIONS: dict[str, frozenset[str]] = {
    **dict.fromkeys(MORE, LESS),
    **dict.fromkeys(LESS, MORE),
    **dict.fromkeys(ABOVE, BELOW),
    **dict.fromkeys(BELOW, ABOVE),
    "after": frozenset(["before", "until", "by"]),
    "before": frozenset(["after", "since"]),
    "until": frozenset(["after", "since", "from"]),
    "up": FALLING,
    "down": RISING,
}


def against(case: Case) -> str | None:
    """“Voted against” is not “voted for”, nor is “against” made up where nothing is opposed or denied."""
    if "against" in case.words and "against" not in case.source_words and not _opposed(case):
        return "“against” is not in the sentences it cites"
    for index, (number, at) in case.pairs.items():
        ours, theirs = text_at(case.tokens, index + 1), text_at(case.source[number], at + 1)
        others = {text_at(case.source[n], i + 1) for _, (n, i) in case.candidates[index]}
        if {ours, theirs} == {"for", "against"} and ours not in others:
            return f"the sentences it cites say “{theirs}”, not “{ours}”"
    return None


def _opposed(case: Case) -> bool:
    """Whether the quotes deny something, or have a word of opposing."""
    return any(negations(tokens) or has_stem(tokens, stems("opposing")) for tokens in case.source.values())


def turned(case: Case) -> str | None:
    """No name and no number that the quotes have behind “to” stands behind “from” (or “by”), or the other way round."""
    for index, (number, at) in case.pairs.items():
        token = case.tokens[index]
        if token.kind == "word" or token.text in DAYS or (token.value and token.value[0] in YEARS):
            continue
        others = (BY if token.kind == "number" else TURNS).get(_before(case.tokens, index), frozenset())
        if not others or _before(case.source[number], at) not in others:
            continue
        if any(_before(case.source[n], i) == _before(case.tokens, index) for _, (n, i) in case.candidates[index]):
            continue
        theirs = _before(case.source[number], at)
        return f"the sentences it cites say “{theirs} {token.text}”, not “{_before(case.tokens, index)}”"
    return None


def _before(tokens: tuple[Token, ...], at: int) -> str:
    """The word before a name or number, articles, titles and the rest of the name left out."""
    index = at - 1
    while index >= 0 and (tokens[index].text in SKIPPED or tokens[index].kind == "name"):
        index -= 1
    return text_at(tokens, index)


def gendered(case: Case) -> str | None:
    """No “she” is told of what the quotes tell of a “he”, and the other way round."""
    ours, held = case.words, case.source_words
    if not ours & (SHE | HE):
        return None
    for mine, titled, kin, other, sex in ((SHE, FEMALE, WOMEN, HE, "f"), (HE, MALE, MEN, SHE, "m")):
        made_up = ours & mine and held & other and not held & (mine | titled | kin)
        made_up = made_up and not ours & other and not ours & (titled | kin) and sex not in _genders(case)
        if made_up and not all(_authors(case, at) for at, token in enumerate(case.tokens) if token.text in mine):
            return f"“{min(ours & mine)}” is not in the sentences it cites"
    return None


def _authors(case: Case, at: int) -> bool:
    """Whether a pronoun stands for an “I” or “my” of the quotes: “her teacher” for “my teacher”."""
    head = content_behind(case.tokens, at, NEAR)
    if head is None or head not in case.pairs:
        return False
    number, place = case.pairs[head]
    return any(token.text in FIRST for token in case.source[number][max(0, place - 2) : place])


def _genders(case: Case) -> set[str]:
    """What the piece tells of the people whom the statement names."""
    return {gender(case.piece.text, token.text) for token in case.tokens if token.kind == "name"}


def direction(case: Case) -> str | None:
    """“More”, “before”, “up” do not become “less”, “after”, “down”."""
    held = {t.text for s in case.source.values() for at, t in enumerate(s) if t.text != "by" or _due(s, at)}
    for at, token in enumerate(case.tokens):
        others = DIRECTIONS.get(token.text, frozenset()) & held
        if token.text not in held and others and _directs(case.tokens, at, held):
            return f"the sentences it cites say “{min(others)}”, not “{token.text}”"
    return None


def _due(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a “by” tells until when: “by June”, “by the end of”, not “by nine votes” nor “by the council”."""
    after = [token for token in tokens[at + 1 : at + 3] if token.text != "the"]
    return any(
        t.text in DAYS | {"end", "time", "then"} or t.stem in PERIODS or (t.value and t.value[0] in YEARS)
        for t in after[:1]
    )


def _directs(tokens: tuple[Token, ...], at: int, held: set[str]) -> bool:
    """Whether such a word tells a direction here that the quotes do not tell in other words."""
    word = tokens[at].text
    if word in {"up", "down"}:
        return _moves(tokens, at) and not held & (RISING if word == "up" else FALLING)
    if word in {"over", "under"}:
        return at + 1 < len(tokens) and tokens[at + 1].kind == "number"
    return True


def _moves(tokens: tuple[Token, ...], at: int) -> bool:
    return at > 0 and tokens[at - 1].stem in {"go", "come", "move", "be", "push", "bring", "is", "are", "was", "were"}
