"""Nobody is given words of somebody else or of the author, and what others say is told as theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.attribution import AUTHORIAL, DETERMINERS, THIRD, attributions, tells_when
from assistant.lexicon import entry, kin, stem, stems, words
from assistant.persons import described, gender, nearest, persons
from assistant.tokens import DAYS, TITLES
from index.lexical import FUNCTION_WORDS

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.attribution import Attribution
    from assistant.tokens import Token

OWNING = frozenset(["my", "our"])
SUBJECTS = frozenset(["he", "she", "they", "it"])
PERSONS = frozenset("he she him her his hers".split())
POSSESSIVE = {"he": "his", "she": "her", "they": "their", "it": "its"}
OF = frozenset("of from at in".split())


def authorial(tokens: tuple[Token, ...], speaker: frozenset[int], case: Case) -> bool:
    """Whether the piece or its author speaks."""
    own = {
        word.lower()
        for word in re.findall(r"[A-Z][\w’-]{2,}", case.piece.author or "")
        if word.lower() not in FUNCTION_WORDS and not entry(stem(word.lower())).parts
    }
    if any(tokens[i].text in OWNING for i in speaker) and any(tokens[i].content for i in speaker):
        if any(tokens[i].text == "my" for i in speaker):
            return False  # “my grandmother” is not the author, nor is “my editor”
        speaker = frozenset(i for i in speaker if tokens[i].text not in OWNING)
    titled = any(i and tokens[i - 1].text in TITLES for i in speaker)  # “Mr Editor” is not the editor who writes
    return any(tokens[i].text in AUTHORIAL | own | (set() if titled else words("frame", "author")) for i in speaker)


def told_apart(case: Case) -> tuple[list[Attribution], list[Attribution]]:
    """Where the statement lets the author speak, and where somebody else."""
    spoken = [one for one in attributions(case.tokens) if one.speaker]
    own = [one for one in spoken if authorial(case.tokens, one.speaker, case)]
    return own, [one for one in spoken if one not in own]


def speakers(case: Case) -> str | None:
    """What others say is told as theirs; what the author says is not put into somebody's mouth."""
    ours, foreign = told_apart(case)
    for attribution in foreign:
        if (reason := _misattributed(case, attribution)) is not None:
            return reason
    spoken_for = {i for a in foreign for i in a.scope}
    own = {i for a in ours for i in a.scope}
    for number, tokens in case.source.items():
        for theirs in attributions(tokens):
            if _owned(case, number, theirs) and _left_out(case, number, theirs, spoken_for, own):
                who = _named(case, number, theirs)
                return f"it leaves out “{who}”" if _impersonal(theirs) else f"it leaves out that “{who}” says so"
    return None


def _impersonal(theirs: Attribution) -> bool:
    """Whether nobody is told to say so: “it is said that”."""
    return theirs.verb in theirs.speaker


def _owned(case: Case, number: int, theirs: Attribution) -> bool:
    """Whether words have to be told as those of who says them, who is not the author."""
    tokens = case.source[number]
    verb = tokens[theirs.verb]
    owned = verb.stem in stems("speech", "owned") or verb.text in words("speech", "beliefs") | {"according"}
    if not theirs.speaker or not (owned or _impersonal(theirs)):
        return False
    return not (authorial(tokens, theirs.speaker, case) or _wishes(case, number, theirs))


def _left_out(case: Case, number: int, theirs: Attribution, spoken_for: set[int], own: set[int]) -> bool:
    """Whether the statement tells these words, and neither names who says them nor lets somebody say most of them."""
    held = [case.standing[number, i] for i in theirs.scope if (number, i) in case.standing]
    told = len(held) >= 2 or len(held) == len(theirs.scope) > 0
    alone = told and 2 * len(set(held) & spoken_for) <= len(held)
    return _cut_out(case, number, theirs) or (alone and not _names_speaker(case, number, theirs, own))


def _cut_out(case: Case, number: int, theirs: Attribution) -> bool:
    """Whether the statement is, word for word, a part of what is said behind the word of saying."""
    ours = [token.text for token in case.tokens if token.kind != "mark"]
    said = [token.text for token in case.source[number][theirs.verb + 1 :] if token.kind != "mark"]
    return any(said[at : at + len(ours)] == ours for at in range(len(said) - len(ours) + 1))


def _wishes(case: Case, number: int, theirs: Attribution) -> bool:
    """Whether the speaker tells a wish of their own (“she would like”), and the statement names them."""
    tokens = case.source[number]
    after = [token.text for token in tokens[theirs.verb + 1 : theirs.verb + 6]]
    own = bool({"he", "she", "they"} & set(after[:3])) and bool(
        {"like", "rather", "wants", "hopes", "want"} & set(after)
    )
    return own and any((number, i) in case.standing for i in theirs.speaker)


def _named(case: Case, number: int, theirs: Attribution) -> str:
    tokens = case.source[number]
    first, last = min(theirs.speaker), max(theirs.speaker)
    return case.piece.sentence_text(number)[tokens[first].start : tokens[last].end]


def _names_speaker(case: Case, number: int, theirs: Attribution, own: set[int]) -> bool:
    """Whether the statement has the speaker's words and a word of saying.

    `own`: what it lets the author say; there a “she” names nobody who speaks.
    """
    tokens = case.source[number]
    inside = {case.standing[number, i] for i in theirs.scope if (number, i) in case.standing}
    said = any(
        token.says or token.text in {"according", "by", "under"}
        for index, token in enumerate(case.tokens)
        if index not in inside
    )
    pronouns = {tokens[i].text for i in theirs.speaker} & (THIRD | {"nobody", "some", "many", "one"})
    pronouns |= {POSSESSIVE[word] for word in pronouns if word in POSSESSIVE}
    said = said or (number, theirs.verb) in case.standing
    named = [token for token in case.tokens if token.kind == "name"]
    present = any((number, i) in case.standing for i in theirs.speaker)
    present = present or bool(named and same_person(case, number, [tokens[i] for i in theirs.speaker], named))
    return said and (present or (not inside <= own and any(token.text in pronouns for token in case.tokens)))


def _misattributed(case: Case, ours: Attribution) -> str | None:
    """Who the statement lets speak must be who speaks in the quotes."""
    places = [case.pairs[i] for i in ours.scope if i in case.pairs]
    if not places:
        return None
    named = _headed(case.tokens, sorted(ours.speaker))
    bare = not any(case.tokens[i - 1].text in DETERMINERS for i in ours.speaker if i)
    number = max({n for n, _ in places}, key=lambda n: sum(place[0] == n for place in places))
    tokens = case.source[number]
    covering = [a for a in attributions(tokens) if any((number, i) in places for i in a.scope) and a.speaker]
    dates = all(token.text in DAYS for token in named) and any(
        token.text in DAYS and tells_when(tokens, at) for at, token in enumerate(tokens)
    )
    voices = [[tokens[i] for i in a.speaker] for a in covering]
    if not dates and any(same_person(case, number, voice, named, bare=bare) for voice in voices):
        return _multiplied(case, ours, covering, tokens)
    quoted = any(tokens[i].quoted for n, i in places if n == number) or any(case.tokens[i].quoted for i in ours.scope)
    if not covering and (_continues(case, number, named) or (not quoted and _told_of(case, number, named))):
        return None
    if not covering and not quoted and not any(token.kind == "name" for token in named):
        return None
    who = case.text[named[0].start : named[-1].end]
    return f"the sentences it cites do not say that “{who}” says so"


def _multiplied(case: Case, ours: Attribution, covering: list[Attribution], tokens: tuple[Token, ...]) -> str | None:
    """Why “board members say” is not what “a board member” says, or None."""
    one = {tokens[i].text for a in covering for i in a.speaker if _single(tokens, i)}
    many = {f"{tokens[i].text}s" for a in covering for i in a.speaker if tokens[i].text in one}
    several = [case.tokens[i].text for i in ours.speaker if case.tokens[i].text in many]
    return f"the sentences it cites do not say that several “{several[0]}” say so" if several else None


def _single(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a noun stands behind an “a”, perhaps with words between."""
    first = at
    while first and tokens[first - 1].content and tokens[first - 1].kind == "word":
        first -= 1
    return first > 0 and tokens[first - 1].text in {"a", "an", "one"}


def _headed(tokens: tuple[Token, ...], speaker: list[int]) -> list[Token]:
    """The words of a speaker, without what an “of” hangs on a name: “Tom Reed of the Water Board”."""
    hung = (at for at in speaker if any(token.text in OF for token in tokens[max(0, at - 2) : at]))
    end = next((at for at in hung if any(tokens[i].kind == "name" for i in speaker if i < at)), None)
    return [tokens[i] for i in speaker if end is None or i < end]


def _told_of(case: Case, number: int, named: list[Token]) -> bool:
    """Whether the sentence is about the one who is said to speak, by name or by pronoun."""
    tokens = case.source[number]
    if any(kin(token.stem, name.stem) for token in tokens for name in named if name.kind == "name"):
        return True
    person = any(token.text in persons(case.piece.text) for token in named)
    pronouns = PERSONS if person else THIRD
    return any(token.text in pronouns for token in tokens) and _antecedent(case, number, named)


def same_person(
    case: Case, number: int, speaker: list[Token], named: list[Token], *, surely: bool = False, bare: bool = False
) -> bool:
    """Whether the one who speaks in a sentence may be the one that a statement names.

    `surely`: of “he” and “she” only somebody whom the piece shows to be a person. `bare`: what names them has no
    article (“Ruth”, “Officials”), so that no “she” can be meant by it as by “the mayor”.
    """
    names = [token for token in named if token.kind == "name"]
    if any(kin(token.stem, other.stem) for token in speaker for other in (names[-1:] or named)):
        return True
    if names and _of_theirs(case, number, speaker, named):
        return True
    owned = any(token.content for token in speaker)  # “her opponent” is not her
    pronouns = {token.text for token in speaker} & (SUBJECTS if owned else THIRD)
    if not names:
        several = named[-1].text.endswith("s") and not pronouns & {"they", "them"}  # no “she” is “the hotels”
        if not (bare or several) and pronouns and any(t.stem in case.earlier for t in named):
            return True
        return any(token.text in THIRD for token in named) and not any(token.text in AUTHORIAL for token in speaker)
    if pronouns:
        person = not surely or any(token.text in persons(case.piece.text) for token in names)
        return person and _antecedent(case, number, names, surely=surely)
    if any(token.kind == "name" for token in speaker):
        return False
    return any(described(case, token, names[-1].text) for token in speaker if token.content)


def _of_theirs(case: Case, number: int, speaker: list[Token], named: list[Token]) -> bool:
    """Whether “her friends” speak, and the statement lets “Reed’s friends” speak, Reed being who is meant by “her”."""
    last = next((at for at in range(len(named) - 1, -1, -1) if named[at].kind == "name"), -1)
    theirs = [token for token in named[last + 1 :] if token.content]
    owner = {token.text for token in speaker} & set(POSSESSIVE.values())
    alike = theirs and all(any(kin(token.stem, one.stem) for token in speaker) for one in theirs)
    return bool(alike and owner) and _antecedent(case, number, [named[last]])


def _antecedent(case: Case, number: int, names: list[Token], *, surely: bool = False) -> bool:
    """Whether a pronoun of the sentence may mean one of the names: near enough, a person, and of its gender.

    `surely`: where several people are near, only one whose gender is known.
    """
    held = [token for token in case.source[number] if token.kind == "name"] + nearest(case, number)
    for other in case.source:
        if other < number:
            held += [token for token in case.source[other] if token.kind == "name"]
    words = {token.text for token in case.source[number]}
    if people := [token for token in held if token.text in persons(case.piece.text)]:
        held = people
    several = surely and len({token.text for token in people}) > 2  # a first name and a surname are one person's
    for name in names:
        known = gender(case.piece.text, name.text)
        if any(kin(token.stem, name.stem) for token in held) and _agrees(known, words) and (known or not several):
            return True
    return False


def _agrees(known: str, words: set[str]) -> bool:
    """Whether someone of this gender can be meant by a sentence's pronouns."""
    he, she = bool(words & {"he", "him", "his"}), bool(words & {"she", "her", "hers"})
    return not known or (known == "m" and (he or not she)) or (known == "f" and (she or not he))


def _continues(case: Case, number: int, names: list[Token]) -> bool:
    """Whether a quotation goes on from a sentence before in which one of the names speaks."""
    tokens = case.source[number]
    if not (tokens and any(token.quoted for token in tokens)):
        return False
    return _antecedent(case, number, names)
