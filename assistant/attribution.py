"""Who says what in a sentence: its words of saying, each with who speaks and what is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.amounts import PERIODS
from assistant.lexicon import stems, words
from assistant.tokens import BE, DAYS, TITLES, around, text_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.tokens import Token

ENDS = frozenset(";.!?")
BEING = BE | {"am"}
AUXILIARY = BEING | frozenset("will would can could may might has have often sometimes".split())
ASKING = frozenset(["that", "to", "whether", "if", ":", '"'])
TELLING = frozenset(["promis", "warn", "remind", "ask", "assur", "inform", "convinc", "persuad"])
AUTHORIAL = frozenset("i we us our my me".split())
NO_SUBJECT = BEING | frozenset(
    "the a an his her their its my our to of should must".split()
)  # nothing is reported behind one
THIRD = frozenset("he she they it him her them his their".split())
SPEAKING = AUTHORIAL | THIRD | {"nobody", "some", "many", "one", "people", "everyone", "everybody", "others"}
NOUNS = frozenset(
    "claim claims hope hopes fear fears guess doubt doubts estimate estimates suspect suspects reply answer".split()
)
FREE = frozenset(["whatever", "whoever"])  # “at whatever he says”
LABELLED = 7  # words behind a “call” in which a name is given
CALLING = frozenset("for on upon in off out at to a an it him her them me us".split())  # “called on”, “called him”
OBJECTS = frozenset("it them this that these".split())
ASIDE = 5  # words from a comma to a word of saying that is set off
NEAREST = 8  # words of a subject that are looked at
DATING = frozenset("of in on last next since until".split())
DETERMINERS = frozenset("the a an his her its their our my this that one".split())
SKIPPED = frozenset(
    """
    has have had was is are were be been also later then once himself herself themselves itself recently publicly
    privately now still
    """.split()
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """`speaker`: tokens of the one who speaks (indices); `verb`: the word of saying; `scope`: what is said."""

    speaker: frozenset[int]
    verb: int
    scope: frozenset[int]


@lru_cache(maxsize=1 << 12)
def attributions(tokens: tuple[Token, ...]) -> tuple[Attribution, ...]:
    """Every “X says …” of a sentence, outside quotation marks."""
    found = []
    for at, token in enumerate(tokens):
        if token.quoted or token.kind != "word":
            continue
        if token.text == "according" and text_at(tokens, at + 1) == "to":
            found.append(_according(tokens, at))
        elif (it := _impersonal(tokens, at)) is not None:
            scope = frozenset(i for i in range(at + 1, around(tokens, at, ENDS)[1]) if tokens[i].content)
            found.append(Attribution(frozenset(range(it, at + 1)), at, scope))
        elif (token.says and _says(tokens, at)) or _believes(tokens, at):
            found.append(_spoken(tokens, at))
    return tuple(found)


def told_of_others(tokens: tuple[Token, ...]) -> list[Attribution]:
    """Those of them that are of others than the author: “I say” is none, “our mayor says” is one."""
    return [said for said in attributions(tokens) if not _of_the_author([tokens[at] for at in said.speaker])]


def _of_the_author(speaker: Sequence[Token]) -> bool:
    own = [token for token in speaker if token.text in AUTHORIAL]
    return bool(own) and not any(token.content for token in speaker if token not in own)


def _impersonal(tokens: tuple[Token, ...], at: int) -> int | None:
    """Where the “it” stands of “it is said that”, “it will be argued that”; None of other words."""
    if not tokens[at].says or not _that(tokens, at):
        return None
    index = at - 1
    while index >= 0 and (tokens[index].text in AUXILIARY or tokens[index].text.endswith("ly")):
        index -= 1
    between = {token.text for token in tokens[index + 1 : at]}
    return index if index >= 0 and tokens[index].text == "it" and between & BEING else None


def _believes(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether somebody is said to hold something true: “is convinced that”."""
    return tokens[at].text in words("speech", "beliefs") and _that(tokens, at)


def _that(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a “that” follows."""
    return text_at(tokens, at + 1) == "that"


def _thinks_of(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether somebody is only thought of: “whom everyone had thought of as an enemy”."""
    return tokens[at].stem in {"think", "thought"} and text_at(tokens, at + 1) == "of"


def _says(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether this word of saying reports: a “that” or quoted words after it, a mark before it, or a strict verb."""
    before, following = text_at(tokens, at - 1), text_at(tokens, at + 1)
    if before in NO_SUBJECT or (before == "and" and (tokens[at].text in NOUNS or not _that(tokens, at))):
        return False
    if any(token.text in FREE for token in tokens[max(0, at - 3) : at]) or _thinks_of(tokens, at):
        return False
    if _labels(tokens, at):
        return True
    after = [token.text for token in tokens[at + 1 : at + 7]]
    asks = tokens[at].stem in TELLING and not ASKING.isdisjoint(after) and following != "for"
    if asks or tokens[at].stem == "tell" or following in {"that", ":"} or before == '"' or '"' in after[:3]:
        return True
    inserted = tokens[at].stem in stems("speech", "inserted")
    if inserted and (
        before == ","
        or (
            following in {"", ",", ".", ";"}
            and (before in THIRD | AUTHORIAL or tokens[at - 1].kind == "name" or _set_off(tokens, at))
        )
    ):
        return True
    if tokens[at].text in NOUNS and at and tokens[at - 1].content and tokens[at - 1].kind == "word":
        return False
    return tokens[at].stem in stems("speech", "strict") or _closes(tokens, at)


def _set_off(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether commas part the words of saying from the rest: “the mill, the mayor claims, is old”."""
    comma = around(tokens, at)[0] - 1
    return comma > 0 and tokens[comma].text == "," and tokens[comma + 1].text in DETERMINERS and at - comma <= ASIDE


def _labels(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether somebody is told to give something a name: “called the pause a review”."""
    after = [token.text for token in tokens[at + 1 : at + LABELLED]]
    if tokens[at].stem != "call" or not after:
        return False
    it = after[0] in OBJECTS and after[1:2] in (["a"], ["an"])  # “call it a bribe”
    return it or (after[0] not in CALLING and bool({"a", "an"} & set(after[1:])))


def _closes(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a quotation ended just before the speaker: “… time,” Mr. X told the paper."""
    return tokens[at].says and any(token.text == '"' for token in tokens[max(0, at - 5) : at])


def _according(tokens: tuple[Token, ...], at: int) -> Attribution:
    first, last = around(tokens, at, ENDS)
    speaker = frozenset(
        i for i in range(at + 2, around(tokens, at)[1]) if tokens[i].content or tokens[i].text in AUTHORIAL | THIRD
    )
    scope = frozenset(i for i in range(first, last) if tokens[i].content and i not in speaker)
    return Attribution(speaker, at, scope)


def _spoken(tokens: tuple[Token, ...], at: int) -> Attribution:
    first, last = around(tokens, at, ENDS)
    speaker, after = _speaker(tokens, first, at)
    called = tokens[at].stem in {"call", "describ"}
    dated = _that(tokens, at)  # “believe that they win, and last week the White House …”
    trailing = (
        not (called or dated)
        and any(tokens[i].text in {",", '"'} for i in range(max(first, at - 6), at))
        and (at + 1 >= last or tokens[at + 1].text in {",", ".", '"'} or after or _only_extras(tokens, at, last))
    )
    begin = first if trailing else at + 1
    aside = _told_of_speaker(tokens, at, last) if after else frozenset[int]()
    ends = (
        i for i in range(at + 1, last) if _coordinates(tokens, i) and (trailing or (dated and _sets_time(tokens, i)))
    )
    last = next(ends, last)
    scope = frozenset(i for i in range(begin, last) if tokens[i].content and i not in speaker | aside and i != at)
    quoted = frozenset(i for i in range(first, last) if tokens[i].content and tokens[i].quoted)
    return Attribution(speaker, at, scope | quoted)


def _told_of_speaker(tokens: tuple[Token, ...], at: int, last: int) -> frozenset[int]:
    """What a “who” behind “said Teddy,” tells of the speaker, up to words that are quoted again."""
    who = next((i for i in range(at + 1, last) if tokens[i].text in {"who", "whose"}), last)
    if who == last or tokens[who - 1].text != ",":
        return frozenset()
    end = next((i for i in range(who, last) if tokens[i].quoted or tokens[i].text == '"'), last)
    return frozenset(range(who, end))


def _coordinates(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether another main clause begins: “…, he says, and he is worried”."""
    return tokens[at].text in {"and", "but", "yet", "so"} and tokens[at - 1].text == "," and not tokens[at].quoted


def _sets_time(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a clause tells first when it was: “and last week …”, “and in May …”, “and for nine days …”."""
    after = [token.text for token in tokens[at + 1 : at + 3]]
    lasting = after[:1] == ["for"] and any(token.stem in PERIODS for token in tokens[at + 2 : at + 5])
    dated = bool(after) and (after[0] in {"last", "yesterday", "then", "now", "today"} or bool(DAYS & set(after)))
    return dated or lasting


def _only_extras(tokens: tuple[Token, ...], at: int, last: int) -> bool:
    """Whether little follows the verb: “told the Courier afterward”."""
    return sum(token.content for token in tokens[at + 1 : last]) <= 2


def _speaker(tokens: tuple[Token, ...], first: int, at: int) -> tuple[frozenset[int], bool]:
    """The words of the subject: before the verb to the next mark, or right after it (“said Mr. X”)."""
    if tokens[at].text.endswith("ing"):
        return frozenset(i for i in range(first, at) if _names(tokens[i])), False
    found, index = _before(tokens, first, at)
    if found:
        return frozenset(found), False
    if index >= first and tokens[index].text == "who":
        return frozenset(i for i in range(max(first, index - 6), index) if tokens[i].content), False
    if index > first and tokens[index].text in {"and", "but"} and _that(tokens, at):
        return frozenset([i for i in range(first, index) if _names(tokens[i])][:NEAREST]), False  # “stood up and said”
    end = min(around(tokens, at)[1], at + 7)
    return frozenset(i for i in range(at + 1, end) if _names(tokens[i])), True


def _names(token: Token) -> bool:
    """Whether a word can name who speaks."""
    return token.content or token.text in SPEAKING | words("frame", "author")


def _before(tokens: tuple[Token, ...], first: int, at: int) -> tuple[list[int], int]:
    """The words of a subject before a verb, and where they stopped."""
    index, found = at - 1, []
    while index >= first and (tokens[index].text in SKIPPED or tokens[index].text.endswith("ly")):
        index -= 1
    if index > first and tokens[index].text == ",":
        comma, index = index, _before_aside(tokens, first, index)
        found = [i for i in range(index + 2, comma) if _named_aside(tokens, i, index + 2)]
    while index >= first and tokens[index].kind != "mark" and tokens[index].text not in {"that", "and", "but", "who"}:
        if _names(tokens[index]) and not tells_when(tokens, index):
            found.append(index)
        index -= 1
    return found[:NEAREST], index


def _named_aside(tokens: tuple[Token, ...], at: int, first: int) -> bool:
    """Whether an aside tells here who somebody is: “her rival, Tom Reed, says”, “her rival, a man named Reed,”."""
    if tokens[at].kind != "name":
        return False
    while at > first and (tokens[at - 1].kind == "name" or tokens[at - 1].text in TITLES):
        at -= 1
    return at == first or tokens[at - 1].text in {"called", "named"}


def tells_when(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a day or a month only tells when: “your paper of last Thursday”, not “June says”."""
    return tokens[at].text in DAYS and at > 0 and tokens[at - 1].text in DATING


def _before_aside(tokens: tuple[Token, ...], first: int, comma: int) -> int:
    """Where the subject ends before an aside: “Mr. X, who runs it, says”."""
    for index in range(comma - 1, first, -1):
        if tokens[index].text == ",":
            return index - 1
        if tokens[index].text == '"' or comma - index > 14:
            break
    return comma
