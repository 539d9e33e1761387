import pytest

from eval import falsify

ROWS = [
    (falsify.number, "It has 84 ducks.", "It has 48 ducks.", "It has ducks."),
    (falsify.negation_dropped, "They did not pay.", "They did pay.", "They did not pay, nor did we."),
    (falsify.negation_dropped, "They don’t pay.", "They do pay.", "Why don’t they pay?"),
    (falsify.negation_added, "The dam is old.", "The dam is not old.", "The dam is not old."),
    (falsify.hedge, "It may rain.", "It will rain.", "It rains."),
    (falsify.hedge, "Perhaps it was.", "It was.", "It was."),
    (falsify.condition, "If it rains, the dam fails.", "The dam fails.", "If so, the dam fails."),
    (falsify.condition, "The old dam fails if it rains.", "The old dam fails.", "He asked if it rains."),
    (falsify.attribution, "Oduya thinks that it leaks.", "It leaks.", "It leaks, I think."),
    (
        falsify.actors,
        "In May Tom Harlan hired Ada Oduya.",
        "In May Ada Oduya hired Tom Harlan.",
        "Tom Harlan and Ada Oduya.",
    ),
]


@pytest.mark.parametrize(("make", "text", "false", "spared"), ROWS)
def test_a_sentence_is_made_false_or_spared(make, text, false, spared):
    assert make(text) == false
    assert make(spared) is None


def test_a_tail_is_made_up_at_the_end():
    assert falsify.tail("It leaks.").startswith("It leaks, ") or falsify.tail("It leaks.").startswith("It leaks")
    assert falsify.tail("It leaks.") != "It leaks."
    assert falsify.tail("Does it leak?") is None


def test_a_choice_depends_on_the_text_alone():
    assert falsify.picked("duck", 7) == falsify.picked("duck", 7) < 7
