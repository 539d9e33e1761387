"""How others decide that a text supports a statement, written from their descriptions: the tamper benchmark's peers.

Each takes a statement and the text it cites, and says whether the one passes as supported by the other.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import numpy as np

from index.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable

ERRORS_ALLOWED = 100
SHARE_ENOUGH = 0.3
PARTIAL_RATIO = 95


def contained(statement: str, source: str) -> bool:
    """Plain `in`."""
    return statement.rstrip(".") in source


def citation_fuzzy_match(statement: str, source: str) -> bool:
    """As LangChain's `citation_fuzzy_match`: a span search that allows one error after the other, up to a hundred."""
    return fewest_errors(statement, source) <= ERRORS_ALLOWED


def fewest_errors(quote: str, source: str) -> int:
    """The edit distance of the quote to the nearest span of the source (Sellers 1980).

    A span search that allows one more error at each try, as `regex` does by `(quote){e<=n}`, first succeeds at this n.
    """
    letters = np.array([ord(mark) for mark in source], dtype=np.int64)
    steps = np.arange(len(source) + 1)
    row = np.zeros(len(source) + 1, dtype=np.int64)
    for count, mark in enumerate(quote, start=1):
        best = np.minimum(row[:-1] + (letters != ord(mark)), row[1:] + 1)
        reached = np.concatenate([[count], best])
        row = np.minimum.accumulate(reached - steps) + steps
    return int(row.min())


def difflib_share(statement: str, source: str) -> bool:
    """The longest common run is 30 % of the statement, as kotaemon's matcher takes 25 to 35 % for enough."""
    matcher = difflib.SequenceMatcher(None, source.lower(), statement.lower(), autojunk=False)
    longest = matcher.find_longest_match(0, len(source), 0, len(statement))
    return longest.size >= SHARE_ENOUGH * len(statement)


def partial_ratio(statement: str, source: str) -> bool:
    """RapidFuzz's partial ratio is at least 95 %. Raises `MissingExtraError`."""
    try:
        from rapidfuzz import fuzz
    except ImportError:
        raise MissingExtraError(
            "The tamper benchmark compares with rapidfuzz, which is not installed: pip install rapidfuzz "
            "(it is in the extra “dev”)"
        ) from None
    return fuzz.partial_ratio(statement.lower(), source.lower()) >= PARTIAL_RATIO


MATCHERS: dict[str, Callable[[str, str], bool]] = {
    "citation_fuzzy_match": citation_fuzzy_match,
    "difflib 30 %": difflib_share,
    "partial ratio 95 %": partial_ratio,
    "in": contained,
}
