import pytest

from assistant.polarity import conditions, endings, hedges, negations
from assistant.tokens import read


def governed(cues, text):
    tokens = read(text)
    return [{tokens[i].text for i in cue.scope} for cue in cues(tokens)]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("They did not consult the fishermen, and the dam leaked.", {"consult", "fishermen"}),
        ("I don’t think that he will sign.", {"sign"}),
        ("The board failed to consult anyone.", {"consult"}),
        ("He went to Kettleby rather than Marsh.", {"marsh"}),
        ("The tanks leak and the drains do not.", {"tanks", "leak", "drains"}),
    ],
)
def test_a_negation_governs_its_clause(text, scope):
    assert governed(negations, text) == [scope]


@pytest.mark.parametrize("text", ["Not only ducks swim.", "There is no doubt that it leaks.", "It is hard to find."])
def test_some_words_only_look_like_one(text):
    assert negations(read(text)) == ()


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("It may rain.", [1]),
        ("It will probably rain.", [2]),
        ("He is said to be rich.", [2]),
        ("He said it twice.", []),
        ("It would cost more.", [0]),
        ("He seems tired.", [2]),
        ("They appeared on air.", []),
    ],
)
def test_a_hedge_has_its_strength(text, levels):
    assert [cue.level for cue in hedges(read(text))] == levels


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("If it rains, the dam fails.", 1),
        ("Should the minister agree, the dam stays.", 1),
        ("It stays as long as the money lasts.", 1),
        ("He acts as if it rained.", 0),
        ("Should the minister agree?", 0),
        ("The minister should agree.", 0),
    ],
)
def test_a_condition_is_told_from_what_looks_like_one(text, count):
    assert len(conditions(read(text))) == count


def test_a_condition_does_not_reach_back_over_a_joined_clause():
    (scope,) = governed(conditions, "The dam is old, and if it rains it will fail.")
    assert "fail" in scope
    assert "old" not in scope


def test_what_is_stopped_is_forgone():
    assert governed(endings, "They stopped paying rent.") == [{"paying", "rent"}]
    assert governed(endings, "They paid rent.") == []
