from collections.abc import Callable

import pytest

from assistant.polarity import conditions, endings, hedges, negations
from assistant.tokens import read


@pytest.mark.parametrize(
    ("cues", "text", "cue", "governed"),
    [
        (negations, "The ferry never sailed in winter.", "never", {"sailed", "winter"}),
        (negations, "The ferry failed to sail.", "failed", {"sail"}),
        (negations, "I do not doubt the chart.", "not", {"doubt", "chart"}),
        (negations, "The ferry sailed in neither.", "neither", {"ferry", "sailed"}),
        (negations, "He fixed it rather than sell.", "than", {"sell"}),
        (negations, "The council said no in May.", "no", {"said"}),
        (negations, "The ferry never sailed, and the mill burned.", "never", {"sailed"}),
        (endings, "The town stopped paying rent.", "stopped", {"paying", "rent"}),
        (hedges, "The mill may close, and the baker left.", "may", {"close"}),
        (hedges, "Otto is said to limp.", "said", {"limp"}),
        (conditions, "If it rains, the fair will close.", "if", {"rains", "fair", "close"}),
        (conditions, "Should rain come, the fair will close.", "should", {"rain", "come", "fair", "close"}),
        (conditions, "It may rain if he says that he knows.", "if", {"rain", "knows"}),
        (conditions, "Had she known, she would have come.", "had", {"known", "come"}),
    ],
)
def test_a_cue_governs_its_own_words(cues: Callable, text: str, cue: str, governed: set[str]):
    tokens = read(text)
    (found,) = cues(tokens)
    assert tokens[found.at].text == cue
    assert {tokens[i].text for i in found.scope} == governed


@pytest.mark.parametrize(
    ("cues", "text"),
    [
        (negations, "The ferry sailed in winter."),
        (negations, "Not only bakers came."),
        (negations, "Why not join a choir?"),
        (negations, "It costs rather less than a boat."),
        (endings, "The town started paying rent."),
        (hedges, "The mill will close."),
        (hedges, "Otto said little."),
        (conditions, "Asked if it rains, he left."),
        (conditions, "She had known."),
        (conditions, "The mill, which is old, should close."),
    ],
)
def test_a_sentence_without_a_cue_has_none(cues: Callable, text: str):
    assert cues(read(text)) == ()


@pytest.mark.parametrize(
    ("text", "level"),
    [("The mill would close.", 0), ("The mill may close.", 1), ("The mill will probably close.", 2)],
)
def test_a_hedge_has_its_strength(text: str, level: int):
    assert [cue.level for cue in hedges(read(text))] == [level]


def test_a_condition_knows_its_own_words_from_what_hangs_on_it():
    tokens = read("If it rains, the fair will close.")
    (cue,) = conditions(tokens)
    assert {tokens[i].text for i in cue.own} == {"rains"}


@pytest.mark.parametrize(
    ("text", "hedging"),
    [
        ("He told the council in May that it was old.", 0),
        ("By May 3 it was old.", 0),
        ("It may be old.", 1),
        ("It may, in time, be old.", 1),
        ("This may lead to war.", 1),
        ("Prices may double by spring.", 1),
    ],
)
def test_the_month_is_no_hedge(text: str, hedging: int):
    assert len(hedges(read(text))) == hedging


def test_a_condition_says_nothing_of_what_stands_before_an_and_that():
    tokens = read("He said that the pool was a relic and that she will be moved, if the money can be found.")
    (cue,) = conditions(tokens)
    governed = {tokens[at].text for at in cue.scope}
    assert "moved" in governed
    assert "relic" not in governed


def test_what_is_not_mentioned_is_not_denied():
    tokens = read("A study that found an effect is not mentioned.")
    assert all("effect" not in {tokens[at].text for at in cue.scope} for cue in negations(tokens))
