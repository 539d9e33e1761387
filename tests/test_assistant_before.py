import pytest

from assistant.answer import Answer
from assistant.engine import Engine
from assistant.frames import missing
from index.piece import Piece

BILL = "how many co-sponsors does the bill have?"
PUTIN = "what did trump say about putin"


def ask(engine: Engine, question: str, *history: str) -> Answer:
    return engine.answer({"question": question, "history": list(history)})


def numbers(answer: Answer) -> list[tuple[int, ...]]:
    return [quote.sentences for quote in answer.quotes]


def test_what_stands_beside_the_last_quote_can_be_asked_for(engine: Engine):
    asked = "how many co-sponsors does the bill have?"
    assert ask(engine, asked).quotes[0].sentences == (25,)
    assert ask(engine, "what comes right before that?", asked).quotes[0].sentences == (24,)
    assert ask(engine, "in context?", asked, "thanks").quotes[0].sentences == (22, 23, 24, 25, 26)
    assert ask(engine, "go on", asked, "go on").quotes[0].sentences == (27,)
    assert ask(engine, "and the one before that", "what is the last line?").quotes[0].sentences == (32,)


def test_a_typing_error_in_the_earlier_question_changes_no_place(engine: Engine):
    assert ask(engine, "go on", "how many co-sponsers does the bill have?").quotes[0].sentences == (26,)


def test_nothing_stands_beside_what_was_not_quoted_or_beyond_the_end(engine: Engine):
    nothing, beyond = ask(engine, "go on").refusal, ask(engine, "go on", "what is the last line?").refusal
    assert nothing
    assert nothing.code == "too_vague"
    assert beyond
    assert beyond.message == missing()["beyond"]


@pytest.mark.parametrize("asked", ["are you sure?", "where does it say that?", "repeat that"])
def test_what_was_answered_is_said_again(engine: Engine, asked: str):
    before = ask(engine, PUTIN)
    assert ask(engine, asked, PUTIN).quotes == before.quotes
    assert ask(engine, asked, PUTIN, "thanks", asked).quotes == before.quotes


def test_a_refusal_is_said_again(engine: Engine):
    asked = "how much did the delayed weapons cost?"
    assert ask(engine, "are you sure?", asked).refusal == ask(engine, asked).refusal


def test_what_else_there_is_has_not_been_shown(engine: Engine):
    history = ["what does moscow want?", "what else?"]
    shown = numbers(ask(engine, *history[:1]))
    more = numbers(ask(engine, history[1], *history[:1]))
    assert more
    assert not {*shown} & {*more}
    last = ask(engine, "anything more?", *history)
    assert not {*shown, *more} & {*numbers(last)}


def test_where_nothing_else_is_likely_it_says_so(engine: Engine):
    refusal = ask(engine, "what else did he say?", PUTIN).refusal
    assert refusal
    assert refusal.message == missing()["further"]


def test_a_place_has_nothing_else(engine: Engine):
    refusal = ask(engine, "what else?", "how many co-sponsors?", "read me the first paragraph").refusal
    assert refusal
    assert refusal.message == missing()["further"]


def test_more_of_a_summary_is_the_next_central_sentences(engine: Engine):
    shown, more = ask(engine, "tl;dr").quotes, ask(engine, "what else?", "tl;dr").quotes
    assert more
    assert not {*shown} & {*more}


def test_shorter_is_less_of_what_was_answered_and_never_less_than_a_sentence(engine: Engine):
    assert numbers(ask(engine, "shorter", "list his options")) == [(23,)]
    assert len(numbers(ask(engine, "shorter", "tl;dr"))) == 2
    assert len(numbers(ask(engine, "in one sentence", "tl;dr", "shorter"))) == 1
    whole = ask(engine, "shorter", BILL)
    assert numbers(whole) == [(25,)]
    assert whole.notice == missing()["shortest"]


def test_the_words_of_whom_the_answer_was_about_are_quoted(engine: Engine):
    assert {(3,), (4,)} >= {*numbers(ask(engine, "quote him", PUTIN))} > set()
    refusal = ask(engine, "quote him on that", "who is Lindsey Graham?").refusal
    assert refusal
    assert refusal.message == missing()["unquoted"]


def test_an_item_of_the_list_that_was_just_shown_is_asked_for_by_its_place(tmp_path):
    engine = Engine.open(
        Piece.from_text(
            "The quay is shut, and the boats lie in the mud of the harbour.\n\nWe ask the council for three things.\n\n"
            "1. Dredge the harbour before March.\n\n2. Pay the pilots what they are owed.\n\n"
            "3. Open the quay on Sundays.\n\nThe mayor has not answered us since May, and we are tired of writing."
        ),
        store=tmp_path,
    )
    asked = ("what do they ask for?", "by when?", "and the first?")
    assert len(ask(engine, asked[0]).quotes[0].sentences) > 1
    assert ask(engine, "whats the second one", asked[0]).quotes[0].text == "2. Pay the pilots what they are owed."
    assert ask(engine, "and the third?", *asked).quotes[0].text == "3. Open the quay on Sundays."
    other = ("what do they ask for?", "who has not answered since the first of May?")
    assert ask(engine, "and the third?", *other).quotes[:1] != ask(engine, "and the third?", *asked).quotes
