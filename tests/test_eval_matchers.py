import sys

import pytest

from eval.matchers import (
    MATCHERS,
    citation_fuzzy_match,
    contained,
    difflib_share,
    fewest_errors,
    partial_ratio,
)
from index.errors import MissingExtraError

SOURCE = "The council voted to reopen the old harbour in May. The baker never sold rye bread to the ferry crews."
EXACT = "The council voted to reopen the old harbour in May."
LOUD = EXACT.upper()
OPPOSITE = "The council voted to close the old harbour in May."
LOOSE = "In May the town’s leaders agreed that ships may dock again."
STRANGE = "Zebras graze quietly upon Mount Kilda."
LONG = STRANGE * 6


@pytest.mark.parametrize(
    ("matcher", "passing", "failing"),
    [
        (contained, [EXACT, EXACT.rstrip(".")], [LOUD, OPPOSITE, LOOSE]),
        (citation_fuzzy_match, [EXACT, OPPOSITE, STRANGE], [LONG]),
        (difflib_share, [EXACT, LOUD, OPPOSITE], [LOOSE, STRANGE]),
        (partial_ratio, [EXACT, LOUD], [OPPOSITE, LOOSE, STRANGE]),
    ],
)
def test_a_matcher_passes_what_its_description_says_and_no_more(matcher, passing: list[str], failing: list[str]):
    assert [text for text in passing if not matcher(text, SOURCE)] == []
    assert [text for text in failing if matcher(text, SOURCE)] == []


@pytest.mark.parametrize(
    ("quote", "source", "errors"),
    [
        ("mill", "the old mill closed", 0),
        ("mall", "the old mill closed", 1),
        ("miill", "the old mill closed", 1),
        ("mll", "the old mill closed", 1),
        ("xyz", "the old mill closed", 3),
        ("mill", "", 4),
        ("", "mill", 0),
    ],
)
def test_errors_are_edits_to_the_nearest_span(quote: str, source: str, errors: int):
    assert fewest_errors(quote, source) == errors


def test_every_matcher_has_a_name():
    assert set(MATCHERS.values()) == {contained, citation_fuzzy_match, difflib_share, partial_ratio}


def test_without_rapidfuzz_the_command_to_install_it_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    with pytest.raises(MissingExtraError, match="pip install rapidfuzz"):
        partial_ratio(EXACT, SOURCE)
