"""What is tied to a word with a hyphen stays with it: a non-binding vote is no binding one, an ex-mayor no mayor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.tokens import Token

# Each prefix with the words that say the same elsewhere in a statement.
PREFIXES: dict[str, frozenset[str]] = {
    "non": frozenset("not no without never nothing nor neither cannot".split()),
    "ex": frozenset("former formerly once previous previously past".split()),
    "anti": frozenset("against oppose opposes opposed opposing opposition opponent opponents".split()),
    "pro": frozenset("for support supports supported supporting supporter supporters favor favour".split()),
    "vice": frozenset(["deputy", "second"]),
    "quasi": frozenset(["almost", "nearly"]),
    "semi": frozenset(["half", "partly"]),
}  # fmt: skip


def untied(case: Case) -> str | None:
    """No prefix of a word of the quotes is dropped, and none is added."""
    for index, (number, at) in case.pairs.items():
        theirs, ours = _prefix(case.source[number], at), _prefix(case.tokens, index)
        apart = index > 0 and case.tokens[index - 1].text == theirs  # “the vice president”
        if theirs and theirs != ours and not apart and not PREFIXES[theirs] & case.words:
            return f"it leaves out “{theirs}-” of “{case.at((number, at)).text}”"
        held = {token.text for token in case.source[number]}
        if ours and ours != theirs and not (PREFIXES[ours] | {ours}) & held:
            return f"“{ours}-” is not in the sentences it cites"
    return None


def _prefix(tokens: tuple[Token, ...], at: int) -> str:
    """The prefix that a hyphen ties to a word, or nothing."""
    before = tokens[at - 1] if at else None
    return before.text if before and before.hyphened and before.text in PREFIXES else ""
