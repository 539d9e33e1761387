"""How much is said: “some”, “most”, “few”, a share and “one of” are kept; “all”, “most” and “only” are not made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.amounts import EACH, PERIODS, period
from assistant.lexicon import graded, levels, words
from assistant.polarity import negations
from assistant.tokens import around, content_behind, text_at

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.tokens import Token

NEAR, FAR_OF = 5, 9  # words after a word of quantity in which what it counts stands; behind “most of”
ALMOST = frozenset("almost nearly virtually practically".split())
BARELY = frozenset("hardly scarcely barely rarely seldom few close most".split())
WHOLE = frozenset("never no nobody none nothing all every everyone everybody everything always".split())
RANKS = frozenset(["second", "third", "fourth", "fifth"])
SINGLED = frozenset("one a an another some among part".split())
PARTS = frozenset("part share portion fraction amount".split())
KEEPS = {"some": {"some", "few", "many"}, "most": {"most", "many", "some"}, "few": {"few", "some", "only"}}
LICENCES = {"all": {"all", "each"}, "most": {"most"}, "only": {"only", "few"}, "few": {"few", "only"}}


def quantity(case: Case) -> str | None:
    """“Some”, “most”, “few” of the quotes are kept; “all”, “most”, “only” are not made up."""
    said = _groups(case.tokens)
    for number, tokens in case.source.items():
        for at, token in enumerate(tokens):
            group = levels("quantity").get(token.text)
            if group not in {"some", "most", "few"} or token.kind != "word":
                continue
            head = content_behind(tokens, at, FAR_OF if text_at(tokens, at + 1) == "of" else NEAR)
            if head is None or (number, head) not in case.standing or tokens[head].kind == "number":
                continue
            if not said & KEEPS[group]:
                return f"it leaves out “{token.text}” of the sentence it cites"
    held = _groups(case.source_tokens)
    for at, token in enumerate(case.tokens):
        group = levels("quantity").get(token.text)
        after = next((other for other in case.tokens[at + 1 :] if other.text not in words("amount", "about")), token)
        counts = group == "only" and after.kind == "number"
        counts = counts or _idiom(case, at)
        if token.kind == "word" and group in LICENCES and not held & LICENCES[group] and not counts:
            return f"“{token.text}” is not in the sentences it cites"
    return None


def shared(case: Case) -> str | None:
    """A share of something (“23 percent of the water”) is not told of the whole."""
    parted = any(
        token.kind == "number" or token.text in PARTS or levels("quantity").get(token.text) in KEEPS
        for token in case.tokens
    )
    for number, tokens in case.source.items():
        for at, token in enumerate(tokens):
            if parted or not _fraction(token) or text_at(tokens, at + 1) != "of":
                continue
            head = content_behind(tokens, at + 1, NEAR + 1)
            if head is not None and (number, head) in case.standing:
                return f"it leaves out “{token.text}” of the sentence it cites"
    return None


def limited(case: Case) -> str | None:
    """“One of the highest”, “the second highest”, “almost never” and “not all” keep what limits them."""
    said = case.words
    for number, tokens in case.source.items():
        for at, token in enumerate(tokens):
            after = text_at(tokens, at + 1)
            if token.text in ALMOST and after in WHOLE and after in said and not said & (ALMOST | BARELY):
                return f"it leaves out “{token.text}” of the sentence it cites"
            if token.text in RANKS - said and graded(after, "est") and after in said:
                return f"it leaves out “{token.text}” of the sentence it cites"
            head = _one_of(tokens, at)
            index = case.standing.get((number, head)) if head is not None else None
            if index is not None and case.tokens[index].text == tokens[head or 0].text and not said & SINGLED:
                return "it leaves out “one of” of the sentence it cites"
            whole = token.text == "not" and after in WHOLE and negations(case.tokens)
            if whole and not _groups(case.tokens) - {"only"} and case.copies(number):
                return f"it leaves out “{after}” of the sentence it cites"
    return None


def _one_of(tokens: tuple[Token, ...], at: int) -> int | None:
    """Of “one of the bakers”, “one of the highest” the word that tells what it is one of."""
    if tokens[at].text != "one" or text_at(tokens, at + 1) != "of":
        return None
    end = min(at + 2 + NEAR, around(tokens, at)[1])
    held = [i for i in range(at + 2, end) if tokens[i].content]
    fits = (
        held
        and not tokens[held[0]].possessive
        and (tokens[held[0]].text.endswith("s") or graded(tokens[held[0]].text, "est"))
    )
    return held[0] if fits else None


def _fraction(token: Token) -> bool:
    """Whether a number is a share of a whole: “23 percent”, “a third”."""
    return token.value is not None and (token.value[1] == "%" or (not token.value[1] and 0 < token.value[0] < 1))


def _idiom(case: Case, at: int) -> bool:
    """Whether a word of quantity is none here: “at most 200”, “in any case”, “every week” for “once a week”."""
    before = text_at(case.tokens, at - 1)
    after = case.tokens[at + 1] if at + 1 < len(case.tokens) else None
    if (before, case.tokens[at].text) in {("at", "most"), ("in", "any"), ("at", "any")}:
        return after is not None and (after.kind == "number" or after.text in {"case", "event", "rate"})
    if case.tokens[at].text in {"single", "sole"}:
        return "one" in case.source_words
    if after is None or after.stem not in PERIODS or case.tokens[at].text not in EACH:
        return False
    return any(period(tokens, i) == after.stem for tokens in case.source.values() for i in range(len(tokens)))


def _groups(tokens: tuple[Token, ...]) -> set[str]:
    found = {levels("quantity").get(token.text, "") for token in tokens}
    return found - {""}
