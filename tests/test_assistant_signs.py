import pytest

from assistant.signs import CAUSAL, DATED, has_answer_sign, lacks_what_is_asked


@pytest.mark.parametrize(
    ("kind", "yes", "no"), [("number", "It has 84.", "It is large."), ("when", "On Monday.", "Somebody came.")]
)
def test_a_sentence_has_what_the_kind_asks_for_or_not(kind, yes: str, no: str):
    assert has_answer_sign(kind, yes)
    assert not has_answer_sign(kind, no)


@pytest.mark.parametrize(
    ("question", "without", "having"),
    [
        ("how many came?", "Somebody came.", "Twelve came."),
        ("how many came?", "Somebody came.", "Nineteen came."),
        ("how long did they talk?", "They talked by phone.", "They talked for two hours."),
        ("how long will it last?", "It will go on.", "It will last until next June."),
        ("how often do they meet?", "They meet in the hall.", "They meet every Monday."),
        ("how old is she?", "She is still young.", "She is fourteen."),
        ("which day do they meet?", "They meet in the hall.", "They meet on Wednesdays."),
        ("which day was it?", "It was cold.", "It was on Monday."),
        ("quote the mayor", "The mayor was sorry.", "The mayor said: “Sorry.”"),
        ("what did she say word for word?", "She said that it was late.", "“It is late,” she said."),
    ],
)
def test_an_answer_must_hold_the_sort_of_thing_that_is_asked_for(question: str, without: str, having: str):
    assert lacks_what_is_asked(question, without)
    assert not lacks_what_is_asked(question, having)


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("does she deny how much was lost?", False),
        ("was it clear how much was lost?", True),
        ("does it say how many came?", True),
        ("can you tell me how many came?", True),
    ],
)
def test_what_is_answered_by_yes_or_no_needs_no_amount(question: str, lacking: bool):
    assert lacks_what_is_asked(question, "She does not dispute it.") is lacking


def test_questions_that_name_no_sort_of_answer_ask_for_nothing_special():
    assert not lacks_what_is_asked("how big was it?", "It was huge.")
    assert not lacks_what_is_asked("why?", "So.")


@pytest.mark.parametrize(
    ("text", "dated", "causal"),
    [
        ("The fares rose in January.", True, False),
        ("It opened in 1931.", True, False),
        ("He left last week because he was tired.", True, True),
        ("It has 84 rivets, close to a miracle.", False, False),
        ("It made things worse by telling them.", False, True),
        ("They wait: nobody writes.", False, True),
        ("They moved to see him.", False, True),
        ("They moved to the coast.", False, False),
    ],
)
def test_a_sentence_tells_when_or_why(text: str, dated: bool, causal: bool):
    assert (DATED.search(text) is not None) is dated
    assert (CAUSAL.search(text) is not None) is causal
