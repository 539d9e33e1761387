"""Names and numbers of a sentence as they stand in it, and the voice of its verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.tokens import BE

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.tokens import Token

PASSIVE = BE | {"get", "got", "gets"}  # before a verb that tells what is done to somebody
Group = tuple[int, int]


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


def shown(case: Case, group: Group) -> str:
    """The words of a group, as the statement writes them."""
    return case.text[case.tokens[group[0]].start : case.tokens[group[1]].end]


def voice(tokens: tuple[Token, ...], at: int) -> int:
    """-1 for a passive verb, whose subject stands on the other side."""
    token = tokens[at]
    by = any(other.text == "by" for other in tokens[at + 1 : at + 3])
    passive = token.verb and not token.text.endswith("ing")
    return -1 if passive and (by or any(other.text in PASSIVE for other in tokens[max(0, at - 3) : at])) else 1
