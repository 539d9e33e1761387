from collections.abc import Callable

import pytest

from assistant.lexicon import (
    UNKNOWN,
    contrary,
    entry,
    graded,
    kin,
    levels,
    licensed,
    opposite,
    stem,
    stems,
    synonyms,
    words,
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("went", "going", True), ("bridges", "bridge", True), ("children", "child", True), ("house", "horse", False)],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str, same: bool):
    assert (stem(one) == stem(other)) is same


def test_the_thesaurus_knows_a_noun_and_says_so_of_no_made_up_word():
    assert "n" in entry(stem("bridge")).parts
    assert entry("qwzx") == UNKNOWN


@pytest.mark.parametrize(
    ("relation", "one", "other", "holds"),
    [
        (opposite, "rise", "fall", True),
        (opposite, "rise", "climb", False),
        (contrary, "accept", "reject", True),
        (contrary, "accept", "repair", False),
        (kin, "govern", "government", True),
        (kin, "govern", "goat", False),
        (kin, "car", "cares", False),
        (licensed, "buy", "purchase", True),
        (licensed, "buy", "sell", False),
        (licensed, "jail", "prison", True),
        (licensed, "jail", "school", False),
        (synonyms, "permit", "let", True),
        (synonyms, "permit", "forbid", False),
        (licensed, "harbour", "tuba", False),
    ],
)
def test_words_stand_in_a_relation_or_do_not(relation: Callable[[str, str], bool], one: str, other: str, holds: bool):
    assert relation(stem(one), stem(other)) is holds


@pytest.mark.parametrize("relation", [opposite, contrary, kin, synonyms])
def test_a_relation_holds_both_ways(relation: Callable[[str, str], bool]):
    for one, other in [("rise", "fall"), ("accept", "reject"), ("govern", "government"), ("bridge", "tuba")]:
        assert relation(stem(one), stem(other)) is relation(stem(other), stem(one))


def test_a_list_is_given_as_written_as_stems_or_by_level():
    assert "never" in words("negation")
    assert "harbour" not in words("negation")
    assert stem("says") in stems("speech", "verbs")
    assert stem("paints") not in stems("speech", "verbs")
    assert levels("quantity")["most"] == "most"
    assert "harbour" not in levels("quantity")


@pytest.mark.parametrize(
    ("word", "ending", "holds"),
    [("safer", "er", True), ("happiest", "est", True), ("more", "er", True), ("weaver", "er", False)],
)
def test_an_adjective_in_its_degrees_is_told_from_other_words(word: str, ending: str, holds: bool):
    assert graded(word, ending) is holds
