import pytest
import regex

from eval.matchers import MATCHERS, fewest_errors

SOURCE = "The bill has 84 co-sponsors, which in that chamber is close to a miracle, and it could pass this week."
FALSE = "The bill has 48 co-sponsors, which in that chamber is close to a miracle"


@pytest.mark.parametrize("name", MATCHERS)
def test_every_matcher_takes_what_stands_there(name):
    assert MATCHERS[name]("The bill has 84 co-sponsors", SOURCE)


@pytest.mark.parametrize(("name", "passes"), [(name, name != "in") for name in MATCHERS])
def test_what_is_like_it_passes_all_but_plain_in(name, passes):
    assert MATCHERS[name](FALSE, SOURCE) is passes


@pytest.mark.parametrize("name", set(MATCHERS) - {"citation_fuzzy_match"})
def test_something_else_passes_none_but_the_span_search(name):
    assert not MATCHERS[name]("Ducks like mud and rain on any quiet Monday", SOURCE)


@pytest.mark.parametrize("quote", ["the bill", "teh bill", "a miracel, and", "zzz"])
def test_the_fewest_errors_are_those_at_which_a_span_search_succeeds(quote):
    found = next(n for n in range(20) if regex.search(f"(?:{regex.escape(quote)}){{e<={n}}}", SOURCE))
    assert fewest_errors(quote, SOURCE) == found
