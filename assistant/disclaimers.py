"""What a sentence names without saying that it is so: “the myth that …”, “it is wrong to say …”, “as if …”."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.lexicon import entry, stems, words
from assistant.polarity import Cue, forward
from assistant.tokens import ARTICLES, BE, around, text_at

if TYPE_CHECKING:
    from assistant.tokens import Token

OWN = frozenset(["my", "our"])  # “my fear is that”: the author's own is said
NEAR = 3  # words between a “my” and its noun
STARTING = frozenset("and but so then now just".split())
UNDOUBTED = frozenset("no not never nobody few little hardly beyond without slightest none".split())
IMPOSED = frozenset("us you them".split())
ASKED = frozenset(
    "is are was were am do does did has have had can could will would shall should may might must really".split()
)


@lru_cache(maxsize=1 << 12)
def disclaimers(tokens: tuple[Token, ...]) -> tuple[Cue, ...]:
    """The words of a sentence that keep it from saying what follows them; each with what it governs."""
    found = ((at, _behind(tokens, at)) for at in range(len(tokens)))
    return tuple(forward(tokens, at, behind) for at, behind in found if behind is not None)


def _behind(tokens: tuple[Token, ...], at: int) -> int | None:
    """The last word before what is not said, if a word keeps its sentence from saying it."""
    token = tokens[at]
    if token.kind != "word":
        return None
    borne_out = any(after.stem in stems("disclaimed", "confirmed") for after in tokens)
    if token.stem in stems("disclaimed", "nouns") and (not token.says or _noun(tokens, at)) and not borne_out:
        that = _that(tokens, at + 1 if text_at(tokens, at + 1) in BE else at)
        if that is not None and OWN.isdisjoint(before.text for before in tokens[max(0, at - NEAR) : at]):
            return that
    if token.text in words("disclaimed", "false") and (that := _that(tokens, at)) is not None:
        return that
    if token.text in words("disclaimed", "judged") and _says(tokens, at + 1):
        return at + 2 if _that(tokens, at + 2) is None else at + 3
    doubted = token.stem == "doubt" and UNDOUBTED.isdisjoint(one.text for one in tokens[max(0, at - NEAR) : at])
    if (
        doubted
        or token.stem in stems("disclaimed", "feigned")
        or (token.stem in stems("disclaimed", "orders") and _opens(tokens, at))
    ):
        return at if _that(tokens, at) is None else at + 1
    imposed = token.stem == "believ" and {text_at(tokens, at - 1)} <= IMPOSED and text_at(tokens, at - 2) == "have"
    as_if = token.text in {"if", "though"} and text_at(tokens, at - 1) == "as"
    return at if imposed or as_if else None


def _noun(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word that could be one of saying is a noun: “the foolish fear”, “her claim”, not “the mayor fears”."""
    if not at:
        return False
    before, parts = tokens[at - 1], entry(tokens[at - 1].stem).parts
    return before.text in ARTICLES or before.possessive or ("a" in parts and "n" not in parts)


def _that(tokens: tuple[Token, ...], at: int) -> int | None:
    """Where the “that” stands right behind a word."""
    return at + 1 if text_at(tokens, at + 1) == "that" else None


def _says(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a “to say”, “to pretend” begins here."""
    said = at + 1 < len(tokens) and (tokens[at + 1].says or tokens[at + 1].stem in stems("disclaimed", "held"))
    return text_at(tokens, at) == "to" and said


def _opens(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word begins its sentence, as an order does: “Imagine that …”, “So suppose …”."""
    before = [token for token in tokens[:at] if token.kind != "mark"]
    return tokens[at].clause == tokens[0].clause and all(token.text in STARTING for token in before)


@lru_cache(maxsize=1 << 12)
def hearsay(tokens: tuple[Token, ...]) -> tuple[Cue, ...]:
    """Where the author passes on what others say: “I am told”, “or so we hear”; each with what is passed on."""
    found = (at for at in range(len(tokens)) if _hears(tokens, at))
    return tuple(Cue(at, None, frozenset(_passed_on(tokens, at))) for at in found)


def _hears(tokens: tuple[Token, ...], at: int) -> bool:
    before = tuple(token.text for token in tokens[max(0, at - 2) : at])
    if tokens[at].text == "told":
        return before in {("i", "am"), ("we", "are")}
    return tokens[at].text == "hear" and before in {("so", "i"), ("so", "we")}


def _passed_on(tokens: tuple[Token, ...], at: int) -> range:
    """The words after an “I am told”, past its comma; where none follow, those before."""
    first, last = around(tokens, at)
    if last > at + 1:
        return range(at + 1, last)
    behind = range(last + 1, around(tokens, last)[1])
    return behind if any(tokens[i].content for i in behind) else range(around(tokens, max(0, first - 1))[0], first)


def asks_whether(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence asks for a yes or a no: “Is it true that …?”, “And should we …?”, not “Who …?”."""
    if not tokens or tokens[-1].text != "?":
        return False
    first = next((token for token in tokens if token.kind != "mark" and token.text not in STARTING), tokens[-1])
    return first.text in ASKED
