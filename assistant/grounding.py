"""Is everything a statement says in its quotes? Names and words; nothing from the question, nothing made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.alignment import has_stem, noun, phrasal
from assistant.amounts import PERIODS
from assistant.lexicon import closed_words, contrary, kin, licensed, opposite, related, stem, stems, turned
from assistant.lexicon import words as listed
from assistant.numbers import MONEY
from assistant.persons import FEMALE, MALE, RUN, beside, described, full_names, gender, office_holders, reachable
from assistant.tokens import ARTICLES, DAYS, TITLES, Token, read

if TYPE_CHECKING:
    from assistant.alignment import Case

SUPPORT = frozenset(["support", "back", "favor", "favour", "endors", "approv"])
TOLERANCE = 1  # verbs in other words than the quotes'
UNRANKED = frozenset(["mx", "st"])
PARTERS = frozenset(["although", "though", "because", "while", "which", "who"])
CURRENCIES = {stem(word): sign for word, sign in MONEY.items()}
BEFORE_NOUNS = frozenset("a an the his her its their our my no some any of for in with by from on at as".split())
HANGING = frozenset("and or nor with in for during by at on from without after before".split())


def names(case: Case) -> str | None:
    """Each name stands in the quotes, in the title, or just before, where a pronoun of the quotes points.

    The author's name stands where something is reported (“Ms. Marsh writes that …”).
    """
    told = any(token.says for token in case.tokens) or has_stem(case.tokens, stems("frame", "reporting"))
    who, _, where = (case.piece.author or "").partition(",")
    known = (case.piece.title or "", where, who if told else "")
    held = {*case.source_words, *(token.text for value in known for token in read(value))}
    near = {token.text for token in reachable(case)} | office_holders(case)
    whole = full_names(case.piece.text)
    near |= {part for name in (near | held) & whole.keys() for part in whole[name]}
    for index, token in enumerate(case.tokens):
        if token.kind != "name" or token.text in held or any(kin(token.stem, stem(word)) for word in held):
            continue
        if token.text not in DAYS and (_initials(token, case) or _title(token, held)):
            continue
        if token.text in DAYS or not (token.text in near or _part_of_name(case, index, held | near)):
            return f"“{case.text[token.start : token.end]}” is not in the sentences it cites"
    return None


def _initials(token: Token, case: Case) -> bool:
    """Whether “U.N.” stands for “United Nations” of the quotes."""
    letters = token.text.replace(".", "")
    runs = [run.group().split() for quote in case.quotes for run in RUN.finditer(quote.text)]
    return len(letters) > 1 and any("".join(word[0] for word in run).lower().endswith(letters) for run in runs)


def _title(token: Token, held: set[str]) -> bool:
    """Whether “Senator” stands for the “Sen.” of the quotes."""
    return any(turned(token.stem, word) for word in held)


def _part_of_name(case: Case, index: int, held: set[str]) -> bool:
    """Whether the word belongs to a name that is held, as a first name to a surname, anywhere in the piece."""
    token = case.tokens[index]
    around = {t.text for t in case.tokens[max(0, index - 2) : index + 3] if t.kind == "name" and t.text in held}
    return any(described(case, token, name) for name in around)


def titled(case: Case) -> str | None:
    """Nobody has a title that the piece does not give them: no “Gov.” for “Sen.”, no “Mrs.” for “Mr.”."""
    for at, token in enumerate(case.tokens):
        after = next((i for i in range(at + 1, len(case.tokens)) if case.tokens[i].kind != "name"), len(case.tokens))
        if token.text in TITLES - UNRANKED and after > at + 1 and not _called(case, token, case.tokens[after - 1].text):
            return f"“{case.text[token.start : case.tokens[after - 1].end]}” is not in the sentences it cites"
    return None


def _called(case: Case, title: Token, name: str) -> bool:
    """Whether somebody may be given a title: the piece has it, or an office of that title, beside the name."""
    last = re.escape(name).replace("'", "[’']")
    if re.search(rf"\b{title.text}\.? (?:[A-Z][\w’-]+ )*{last}\b", case.piece.text, re.IGNORECASE):
        return True
    known, sex = gender(case.piece.text, name), "m" if title.text in MALE else "f" if title.text in FEMALE else ""
    if sex:
        return known in {"", sex}
    return any(title.stem == other or turned(other, title.stem) for other in beside(case.piece.text, name))


def words(case: Case) -> str | None:
    """Each content word stands on one of the quotes', or is one that reporting needs; one verb may be free."""
    missing = unlicensed(case)
    strict = [token for token in missing if not (_acts(case, token) and _may_differ(case, token))]
    if strict:
        return f"“{strict[0].text}” is not in the sentences it cites"
    if len(missing) > TOLERANCE or (missing := _adrift(case)):
        return f"“{missing[0].text}” is not in the sentences it cites"
    return None


def unlicensed(case: Case) -> list[Token]:
    """The content words that nothing licenses."""
    return [
        token
        for index, token in enumerate(case.tokens)
        if token.content and token.kind == "word" and index not in case.pairs and not _free(case, token)
    ]


def _adrift(case: Case) -> list[Token]:
    """The content words of a part after the first, none of which stands on the quotes."""
    for held in _parts(case.tokens)[1:]:
        said = [case.tokens[i] for i in held if case.tokens[i].kind != "word" or case.tokens[i].stem not in closed()]
        stands = any(index in case.pairs for index in held)
        if len(said) > 1 and not stands and any(token.kind == "word" for token in said):
            return said
    return []


def _parts(tokens: tuple[Token, ...]) -> list[list[int]]:
    """The content words between marks and words that open a clause."""
    parts: list[list[int]] = [[]]
    for index, token in enumerate(tokens):
        if token.kind == "mark" or token.text in PARTERS:
            parts.append([])
        elif token.content:
            parts[-1].append(index)
    return parts


def _acts(case: Case, token: Token) -> bool:
    """Whether a word that can be a verb is one: no article, preposition or number before it, no deed behind it."""
    index = case.tokens.index(token)
    before = case.tokens[index - 1] if index else None
    named = before is not None and (before.kind == "number" or before.text in BEFORE_NOUNS)
    return token.verb and not named and (token.text.endswith("ly") or not _does(case.tokens, index))


def _does(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a past deed follows a word, which then is who did it: “doctors voted”, “doctors quietly voted”."""
    after = next((token for token in tokens[at + 1 :] if not token.text.endswith("ly")), None)
    return after is not None and after.content and after.verb and after.past


def _may_differ(case: Case, token: Token) -> bool:
    """Whether a word is no opposite of anything that the statement leaves out of the quotes."""
    for number, at in case.places:
        if (number, at) not in case.standing:
            others = (case.at((number, at)).stem, *phrasal(case.source[number], at))
            if any(contrary(token.stem, other) for other in others):
                return False
    return True


def _free(case: Case, token: Token) -> bool:
    framing = token.stem in closed() and token.text not in listed("frame", "alien")
    if framing or token.text in closed_words() or _currency(case, token):
        return True
    timed = token.stem in PERIODS and not token.hyphened  # “last week” is nobody's name
    if noun(token) and not timed and _recalled(case, token) and _told_before(case, token):
        return True
    if noun(token) and token.stem in case.titled:
        return True
    if any(turned(token.stem, other.stem) for other in case.source_tokens):
        return True
    if noun(token) and token.stem in case.throughout and _another_name(case, token):
        return True
    says = token.says and token.stem not in stems("speech", "contrary")
    if says and (case.speaks or _authors(case, token)) and not _does(case.tokens, case.tokens.index(token)):
        return True
    return any(described(case, token, name.text) for name in case.tokens if name.kind == "name")


def _recalled(case: Case, token: Token) -> bool:
    """Whether a noun may be taken from before the quotes; where only a “the” points there, none is hung on."""
    if not any(case.refers(n) for n in case.source):
        return False
    index = case.tokens.index(token) - 1
    if index > 1 and case.tokens[index].text in {"a", "an"} and case.tokens[index - 1].text == ",":
        return False  # “Mr. Pace, a doctor” tells something new
    while index > 0 and case.tokens[index].text in ARTICLES:
        index -= 1
    return case.points or index < 0 or case.tokens[index].text not in HANGING


def _authors(case: Case, token: Token) -> bool:
    """Whether the word follows one for the author or the piece: “the paper thinks”."""
    index = case.tokens.index(token)
    return index > 0 and case.tokens[index - 1].stem in stems("frame", "author")


def _told_before(case: Case, token: Token) -> bool:
    """Whether the piece has the noun before the quotes, or one that it stands for just before."""
    if token.stem in case.earlier or any(kin(token.stem, other) for other in case.earlier):
        return True
    return any(licensed(token.stem, other) for other in case.near)


def _another_name(case: Case, token: Token) -> bool:
    """Whether a noun of the piece is near in meaning to one that the statement leaves out of the quotes."""
    return any(other.kind == "word" and noun(other) and related(token.stem, other.stem) for other in case.left)


def _currency(case: Case, token: Token) -> bool:
    """Whether “dollars” stands for a sign before a number of the quotes."""
    sign = CURRENCIES.get(token.stem)
    return sign is not None and any(sign in word for word in case.source_words)


def closed() -> frozenset[str]:
    """Stems of the frame, and of what other checks look after."""
    return (
        stems("frame", "author") | stems("frame", "reporting") | stems("frame", "light") | stems("condition")
        | stems("negation", "implicit")
    )  # fmt: skip


def opposites(case: Case) -> str | None:
    """No word is the opposite of one in the quotes that the statement leaves out."""
    said = {token.stem for token in case.tokens}
    left = [other for other in case.left if other.stem not in said]
    for index, token in enumerate(case.tokens):
        if token.content and token.kind == "word" and case.loose(index):
            for other in left:
                if opposite(token.stem, other.stem):
                    return f"the sentences it cites say “{other.text}”, not “{token.text}”"
    return _sided(case)


def _sided(case: Case) -> str | None:
    """No support is made up for what the quotes tell somebody to be against."""
    if "against" not in case.source_words or "for" in case.source_words:
        return None
    for index, token in enumerate(case.tokens):
        if token.stem in SUPPORT and case.loose(index):
            return f"the sentences it cites say “against”, not “{token.text}”"
    return None


def loaded(case: Case) -> str | None:
    """Judgements stand between quotation marks."""
    for token in case.tokens:
        if token.stem in stems("loaded") and not token.quoted and token.kind == "word":
            return f"“{token.text}” is a judgement; it may only be quoted"
    return None
