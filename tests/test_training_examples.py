import random
from dataclasses import replace

import pytest

from index.encoder import tokenizer
from training.examples import Asked, Text, draw, exchanged, slipped

SENTENCES = [
    "Last week the mayor, Lena Ortiz, met Tom Price at the old mill.",
    "The bridge, she said, had cost 40 million in 1998.",
    "Last year it was Price who had called the bridge a toy.",
    "He has since asked for 12 million more.",
]
ASKED = Asked(Text.of(SENTENCES), "what did price call the bridge?", "single", [[2]], "a toy", None)


def test_a_name_is_exchanged_for_another_of_the_text_and_nothing_answers():
    found = [exchanged(ASKED, random.Random(seed)) for seed in range(20)]
    assert {other.question for other in found if other} == {"what did lena ortiz call the bridge?"}
    assert all(other and other.gold == [] and other.nearest == 2 for other in found)


def test_a_figure_is_exchanged_for_a_figure():
    asked = replace(ASKED, question="what cost 40 million", gold=[[1]], span=None)
    found = {other.question for seed in range(20) if (other := exchanged(asked, random.Random(seed)))}
    assert found == {"what cost 12 million"}


@pytest.mark.parametrize(
    "asked",
    [
        replace(ASKED, question="what did he call it?"),
        replace(ASKED, gold=[[2], [3]]),
        replace(ASKED, kind="list"),
        replace(ASKED, question="what did price say to ortiz and lena?"),
    ],
    ids=["no name", "two pieces of evidence", "a list", "no other name"],
)
def test_a_question_that_offers_no_exchange_is_left(asked: Asked):
    assert exchanged(asked, random.Random(1)) is None


def test_no_name_of_a_sentence_that_answers_is_put_in():
    asked = replace(ASKED, question="who met price?", gold=[[0]])
    assert exchanged(asked, random.Random(1)) is None


def test_windows_hold_whole_sentences_and_show_the_evidence():
    for seed in range(40):
        drawn = draw(ASKED, [ASKED], 40, random.Random(seed))
        shown = {number for window in drawn.windows for number in window.sentences if 0 <= number < 10}
        assert drawn.groups in ([], [[2]])
        assert (drawn.groups == [[2]]) <= (2 in shown)
        for window in drawn.windows:
            assert len(window.ids) == len(window.types) == len(window.sentences)
            if window.span and drawn.groups:
                words = tokenizer().decode(window.ids[window.span[0] : window.span[1] + 1])
                assert words == "a toy"


def test_a_slip_of_the_pen_changes_one_word_only():
    for seed in range(20):
        words = slipped("why was the bridge closed", random.Random(seed)).split()
        assert sum(a != b for a, b in zip(words, ["why", "was", "the", "bridge", "closed"], strict=True)) <= 1
