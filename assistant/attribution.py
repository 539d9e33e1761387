"""Who says it: the words of others stay theirs, and nobody is given words of somebody else or of the author."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.amounts import PERIODS
from assistant.grounding import described, gender, nearest, persons
from assistant.lexicon import entry, kin, stem, stems, words
from assistant.tokens import DAYS, TITLES, around, text_at
from index.lexical import FUNCTION_WORDS

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.tokens import Token

ENDS = frozenset(";.!?")
BE = frozenset("am be is are was were been being".split())
AUXILIARY = BE | frozenset("will would can could may might has have often sometimes".split())
ASKING = frozenset(["that", "to", "whether", "if", ":", '"'])
TELLING = frozenset(["promis", "warn", "remind", "ask", "assur", "inform", "convinc", "persuad"])
AUTHORIAL = frozenset("i we us our my me".split())
OWNING = frozenset(["my", "our"])
NO_SUBJECT = frozenset("the a an his her their its my our to of should must".split())  # before a word of saying
THIRD = frozenset("he she they it him her them his their".split())
SUBJECTS = frozenset(["he", "she", "they", "it"])
PERSONS = frozenset("he she him her his hers".split())
SPEAKING = AUTHORIAL | THIRD | {"nobody", "some", "many", "one", "people", "everyone", "everybody", "others"}
POSSESSIVE = {"he": "his", "she": "her", "they": "their", "it": "its"}
NOUNS = frozenset(
    "claim claims hope hopes fear fears guess doubt doubts estimate estimates suspect suspects reply answer".split()
)
FREE = frozenset(["whatever", "whoever"])  # “at whatever he says”
LABELLED = 7  # words behind a “call” in which a name is given
CALLING = frozenset("for on upon in off out at to a an it him her them me us".split())  # “called on”, “called him”
OBJECTS = frozenset("it them this that these".split())
ASIDE = 5  # words from a comma to a word of saying that is set off
NEAREST = 8  # words of a subject that are looked at
OF = frozenset("of from at in".split())
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


def _impersonal(tokens: tuple[Token, ...], at: int) -> int | None:
    """Where the “it” stands of “it is said that”, “it will be argued that”; None of other words."""
    if not tokens[at].says or not _that(tokens, at):
        return None
    index = at - 1
    while index >= 0 and (tokens[index].text in AUXILIARY or tokens[index].text.endswith("ly")):
        index -= 1
    between = {token.text for token in tokens[index + 1 : at]}
    return index if index >= 0 and tokens[index].text == "it" and between & BE else None


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
    if before in NO_SUBJECT | BE or (before == "and" and (tokens[at].text in NOUNS or not _that(tokens, at))):
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
        if _names(tokens[index]) and not _dates(tokens, index):
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


def _dates(tokens: tuple[Token, ...], at: int) -> bool:
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


def speakers(case: Case) -> str | None:
    """What others say is told as theirs; what the author says is not put into somebody's mouth."""
    ours = attributions(case.tokens)
    foreign = [a for a in ours if a.speaker and not authorial(case.tokens, a.speaker, case)]
    for attribution in foreign:
        if (reason := _misattributed(case, attribution)) is not None:
            return reason
    spoken_for = {i for a in foreign for i in a.scope}
    own = {i for a in ours if a.speaker and a not in foreign for i in a.scope}
    for number, tokens in case.source.items():
        for theirs in attributions(tokens):
            verb = tokens[theirs.verb]
            impersonal = theirs.verb in theirs.speaker
            owned = verb.stem in stems("speech", "owned") or verb.text in words("speech", "beliefs") | {"according"}
            if (
                not theirs.speaker
                or not (owned or impersonal)
                or authorial(tokens, theirs.speaker, case)
                or _wishes(case, number, theirs)
            ):
                continue
            held = [case.standing[number, i] for i in theirs.scope if (number, i) in case.standing]
            if _cut_out(case, number, theirs) or (
                (len(held) >= 2 or len(held) == len(theirs.scope) > 0)
                and not _spoken_for(held, spoken_for)
                and not _names_speaker(case, number, theirs, own)
            ):
                who = _named(case, number, theirs)
                return f"it leaves out “{who}”" if impersonal else f"it leaves out that “{who}” says so"
    return None


def _spoken_for(held: list[int], spoken_for: set[int]) -> bool:
    """Whether the statement lets somebody say most of what is held of a speaker's words."""
    return 2 * len(set(held) & spoken_for) > len(held)


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
        token.text in DAYS and _dates(tokens, at) for at, token in enumerate(tokens)
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
