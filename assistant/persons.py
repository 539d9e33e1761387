"""The people of a piece: who is surely one, what they are called, and who is near enough to be meant by a “he”."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.lexicon import entry, stem
from assistant.tokens import DAYS
from index.lexical import FUNCTION_WORDS, WORD
from index.titles import HONOURS, SHORT, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.alignment import Case
    from assistant.tokens import Token

REACH = 4  # words between a name and what describes it: “the mayor, Linda Voss”
AROUND = 60  # characters around a name that are searched for what describes it
FARTHEST = 5  # one more than the sentences before a pronoun in which its name is looked for
RUN = re.compile(r"[A-Z][\w’-]+(?: [A-Z][\w’-]+)+")
PERSON = re.compile(
    rf"(?:\b(?:{written(*SHORT, *HONOURS)}|Dame|Father|Mayor|President|Minister|Councill?or|"
    r"Councilman|Judge|Justice|Professor|Captain|Commissioner|Coach|Superintendent|Governor|Senator|Chancellor|"
    r"Secretary|Sheriff|Bishop|Colonel|Detective|Chief)\.? (?P<name>(?:[A-Z][\w’-]+ ?)+))"
    r"|(?P<full>[A-Z][a-zà-ÿ’-]+(?: [A-Z][\w’-]+)+)(?=, (?:\d\d|who|an?|the|our|its|his|her)\b)"
    r"|(?P<single>[A-Z][a-zà-ÿ’-]+)(?=, (?:\d\d|who|his|her)\b)"
)
BACK = 3  # sentences from an office to a pronoun that means who holds it
FEMALE, MALE = frozenset(["mrs", "ms", "miss", "lady"]), frozenset(["mr", "sir", "lord"])
PERSONAL = frozenset("he she him her his hers i me my who".split())


def office_holders(case: Case) -> set[str]:
    """Who is meant by an office just before a pronoun of the quotes: “the president … he”."""
    holders = _holders(case.piece.text)
    near = (tokens for n, tokens in case.before.items() if any(0 < m - n <= BACK for m in case.source))
    offices = {held.text for tokens in near for the, held in pairwise(tokens) if the.text == "the"}
    return {holders[office] for office in offices & holders.keys()}


@lru_cache(maxsize=32)
def _holders(text: str) -> dict[str, str]:
    """For each word that a text writes before one surname alone (“President Trump”) that surname."""
    found: dict[str, set[str]] = {}
    for match in RUN.finditer(text):
        office, *_, name = match.group().lower().removesuffix("’s").split()
        found.setdefault(office, set()).add(name)
    return {office: names.pop() for office, names in found.items() if len(names) == 1}


def reachable(case: Case) -> list[Token]:
    """The names before the quotes that their pronouns may mean: of a person only the nearest."""
    found: list[Token] = []
    for number in case.source:
        found += nearest(case, number) if personal(case.source[number]) else []
        if not personal(case.source[number]) and case.refers(number):
            found += [
                token
                for n, tokens in case.before.items()
                if n > number - FARTHEST
                for token in tokens
                if token.kind == "name"
            ]
    return found


def personal(tokens: Iterable[Token]) -> bool:
    """Whether a pronoun for a person stands there."""
    return any(token.text in PERSONAL for token in tokens)


def nearest(case: Case, number: int) -> list[Token]:
    """The names before this sentence, back to the nearest one that has a person’s name."""
    found: list[Token] = []
    known = persons(case.piece.text)
    for back in range(number - 1, max(-1, number - FARTHEST), -1):
        names = [token for token in case.sentence(back) if token.kind == "name"]
        found += [token for token in names if token.text not in DAYS]
        if any(token.text in known for token in names):
            break
    return found


@lru_cache(maxsize=32)
def persons(text: str) -> frozenset[str]:
    """The names in a text that are surely of people: after a title, two in a row, or before an age or a “who”."""
    found: set[str] = set()
    for match in PERSON.finditer(text):
        found |= {
            word.lower().removesuffix("’s") for word in (match["name"] or match["full"] or match["single"]).split()
        }
    for match in RUN.finditer(text):
        parts = [word.lower().removesuffix("’s") for word in match.group().split()]
        found |= set(parts) if not any(_known(part) for part in parts) else set()
    return frozenset(found)


def _known(word: str) -> bool:
    """Whether a word is more than a name: “Port Elise”, “Halder Institute”."""
    return bool(entry(stem(word)).parts) or word in FUNCTION_WORDS or word in DAYS


@lru_cache(maxsize=512)
def gender(text: str, name: str) -> str:
    """`m` or `f` where the text tells by a title, or by the first pronoun after the name; else empty."""
    surname = re.escape(name.title())
    if match := re.search(
        rf"\b(Mr|Sir|Lord|Father|Mrs|Ms|Miss|Lady|Dame|Sister)\.? (?:[A-Z][\w’-]+ )*{surname}\b", text
    ):
        return "m" if match[1] in {"Mr", "Sir", "Lord", "Father"} else "f"
    found = [match[1].lower() for match in re.finditer(rf"\b{surname}\b[^.A-Z]{{0,60}}?\b(he|his|him|she|her)\b", text)]
    he, she = sum(word[0] == "h" and word != "her" for word in found), sum(word in {"she", "her"} for word in found)
    return "m" if he > she else "f" if she > he else ""


@lru_cache(maxsize=32)
def full_names(text: str) -> dict[str, frozenset[str]]:
    """For each part of a name the other parts that it stands with somewhere in the text."""
    found: dict[str, set[str]] = {}
    for match in RUN.finditer(text):
        parts = {word.lower().removesuffix("’s").strip("’") for word in match.group().split()} - FUNCTION_WORDS
        for part in parts:
            found.setdefault(part, set()).update(parts)
    return {part: frozenset(others) for part, others in found.items()}


def described(case: Case, token: Token, name: str) -> bool:
    """Whether the piece somewhere has this word beside that name."""
    return token.stem in beside(case.piece.text, name)


@lru_cache(maxsize=1 << 10)
def beside(text: str, name: str) -> frozenset[str]:
    """The stems of the words that stand a few words before or after a name, anywhere in a text."""
    found: set[str] = set()
    for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
        before, after = text[max(0, match.start() - AROUND) : match.start()], text[match.end() : match.end() + AROUND]
        found |= {stem(word) for word in WORD.findall(before.lower())[-REACH:] + WORD.findall(after.lower())[:REACH]}
    return frozenset(found)
