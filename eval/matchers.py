"""How others decide that a text supports a statement, written from their descriptions: the tamper benchmark's peers.

Each takes a statement and the text it cites and says whether the one is taken as supported by the other.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import regex

from index.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable

Matcher = "Callable[[str, str], bool]"
LARGEST_PART_ALLOWED_WRONG = 10
DIFFLIB_SHARE = 0.3
PARTIAL_RATIO = 95


def contained(statement: str, source: str) -> bool:
    """Plain `in`."""
    return statement.rstrip(".") in source


def citation_fuzzy_match(statement: str, source: str) -> bool:
    """A span search that allows more and more errors, as LangChain's `citation_fuzzy_match`: up to a tenth of the words' length."""
    quote = statement.rstrip(".")
    minor, errors = quote, 0
    while errors <= max(1, len(minor) // LARGEST_PART_ALLOWED_WRONG):
        pattern = f"({regex.escape(minor)}){{e<={errors}}}"
        try:
            if regex.search(pattern, source, timeout=0.5):
                return True
        except TimeoutError:
            return False
        errors = errors + 1 if not errors else errors * 2
    return False


def difflib_share(statement: str, source: str) -> bool:
    """The longest common run is at least 30 % of the statement, as kotaemon's matcher takes 25 to 35 % for enough."""
    matcher = difflib.SequenceMatcher(None, source.lower(), statement.lower(), autojunk=False)
    longest = matcher.find_longest_match(0, len(source), 0, len(statement))
    return longest.size >= DIFFLIB_SHARE * len(statement)


def partial_ratio(statement: str, source: str) -> bool:
    """RapidFuzz's partial ratio is at least 95 %. Raises `MissingExtraError`."""
    try:
        from rapidfuzz import fuzz
    except ImportError:
        raise MissingExtraError(
            "The tamper benchmark compares with rapidfuzz, which is not installed: pip install rapidfuzz"
        ) from None
    return fuzz.partial_ratio(statement.lower(), source.lower()) >= PARTIAL_RATIO


MATCHERS: dict[str, Callable[[str, str], bool]] = {
    "citation_fuzzy_match": citation_fuzzy_match,
    "difflib 30 %": difflib_share,
    "partial_ratio 95": partial_ratio,
    "in": contained,
}
