import pytest
from eval_runs import PIECE

from eval.baselines import BASELINES, best_by_words, first_sentence, quote_everything, refuse_always


def test_each_baseline_does_what_its_name_says():
    assert refuse_always(PIECE).answer("what did it cost?").refusal
    assert first_sentence(PIECE).answer("what did it cost?").quotes[0].sentences == (0,)
    assert best_by_words(PIECE).answer("what did it cost?").quotes[0].sentences == (1,)
    assert [quote.sentences for quote in quote_everything(PIECE).answer("why?").quotes] == [(0,), (1,), (2,), (3,)]


@pytest.mark.parametrize("make", BASELINES)
def test_a_baseline_takes_what_an_engine_takes(make):
    answer = make(PIECE).answer({"question": "and why?", "history": ["what did it cost?"]})
    assert answer.standalone_question == "what did it cost? and why?"
    assert len({make(PIECE).name for make in BASELINES}) == 4
