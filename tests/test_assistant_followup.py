import pytest

from assistant.followup import all_meant, leans_on_earlier, meant, standalone, with_stop


@pytest.mark.parametrize(
    "question",
    [
        "And why?",
        "What about him?",
        "How many?",
        "why?",
        "who else?",
        "is it true?",
        "and the second one",
        "did that help?",
        "so?",
        "you sure?",
        "like who",
        "how old?",
        "the fourth",
    ],
)
def test_questions_that_lean_on_an_earlier_one(question: str):
    assert leans_on_earlier(question)
    assert standalone(question, ["Who wrote the bill?"]) == f"Who wrote the bill? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "How many co-sponsors does the bill have?",
        "Why did Moscow refuse the offer?",
        "What does the author say about Belarus?",
        "what is this about?",
        "sum it up",
        "who said “that’s too bad”?",
        "how old is the bridge?",
        "is the mayor sure",
        "people like who",
        "the fourth crossing",
    ],
)
def test_questions_that_stand_alone(question: str):
    assert not leans_on_earlier(question)
    assert standalone(question, ["Who wrote the bill?"]) == question


def test_without_a_history_a_question_is_left_as_it_is():
    assert standalone("And why?", []) == "And why?"


def test_a_chain_of_follow_ups_goes_back_to_the_question_that_stands_alone():
    history = ["Who wrote the sanctions bill?", "and why?", "who else?"]
    assert standalone("how many?", history) == "Who wrote the sanctions bill? how many?"


@pytest.mark.parametrize(
    ("history", "earlier"),
    [
        (["Who is Vale?", "and Reed?"], "and Reed?"),
        (["Who is Vale?", "what about the hospital"], "what about the hospital"),
        (["Who is Vale?", "how much did he pay the captain"], "how much did he pay the captain"),
        (["Who is Vale?", "and how much?"], "Who is Vale?"),
        (["Who is Vale?", "and her?"], "Who is Vale?"),
        (["Who is Vale?", "and the third?"], "Who is Vale?"),
        (["Who is Vale?", "is it true?"], "Who is Vale?"),
        (["Who is Vale?", "thanks a lot"], "Who is Vale?"),
        (["what is it?", "why?"], "what is it?"),
        (["Who is Vale?", "how old is he"], "Who is Vale?"),
        (["Who is Vale?", "for how long?"], "Who is Vale?"),
    ],
)
def test_a_follow_up_that_brings_in_something_is_what_the_next_one_leans_on(history: list[str], earlier: str):
    assert standalone("and what did she say?", history) == f"{earlier} and what did she say?"


@pytest.mark.parametrize(
    "asked", ["who wrote this", "when was this published?", "and who is quoted?", "thanks", "sum it up"]
)
def test_what_is_asked_of_the_whole_piece_leans_on_nothing(asked: str):
    assert standalone(asked, ["Who wrote the sanctions bill?"]) == asked


def test_who_wrote_it_may_be_asked_of_what_came_before():
    assert standalone("who wrote it?", ["what is the bill?"]) == "what is the bill? who wrote it?"


def test_a_question_for_the_whole_piece_is_nothing_to_lean_on():
    assert standalone("and why?", ["list all the figures"]) == "and why?"
    assert (
        standalone("and why?", ["Who wrote the sanctions bill?", "tl;dr"]) == "Who wrote the sanctions bill? and why?"
    )


def test_a_place_leans_on_what_was_asked_before_and_is_nothing_to_lean_on():
    history = ["Who wrote the sanctions bill?", "what comes before that?"]
    assert standalone("go on", history) == "Who wrote the sanctions bill? go on"
    assert standalone("and why?", ["what is the last line", "go on"]) == "and why?"


def test_the_next_item_goes_on_from_the_last_question_of_another_sort():
    history = ["Who wrote the sanctions bill?", "what is the second thing it does?"]
    assert standalone("and the third?", history) == "what is the second thing it does? and the third?"
    assert standalone("and the last one?", [*history, "and the third?"]).startswith("what is the second thing it does?")


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ("no, I meant the captain", "and the captain"),
        ("no i meant how much does it lose", "how much does it lose"),
        ("Sorry, I was asking about the oil", "and the oil"),
        ("no, not the mayor, the clerk", "and the clerk"),
        ("not that, the oil", "and the oil"),
        ("what I meant to say", "what I meant to say"),
        ("no mayor said that", "no mayor said that"),
        ("not the mayor", "not the mayor"),
        ("I mean it", "I mean it"),
    ],
)
def test_of_a_correction_what_follows_counts(asked: str, counts: str):
    assert meant(asked) == counts


def test_a_correction_takes_the_place_of_a_pronoun_that_was_asked_alone():
    assert all_meant("no I meant the cousin?", ["who is Hofer", "whos she"]) == (
        "whos the cousin",
        ["who is Hofer", "whos she"],
    )
    assert all_meant("no I meant the cousin", ["who pays her"]) == ("and the cousin", ["who pays her"])


def test_what_the_piece_says_on_a_matter_leans_on_nothing_unless_the_matter_does():
    assert not leans_on_earlier("what does it say about the bridge?")
    assert not leans_on_earlier("and does it mention taxes")
    assert leans_on_earlier("what does it say about him?")


@pytest.mark.parametrize(
    ("read_as", "asked", "shown"),
    [
        ("who wrote it and why", "and why", "who wrote it? and why"),
        ("who wrote it? and why", "and why", "who wrote it? and why"),
        ("who wrote it", "who wrote it", "who wrote it"),
        ("who wrote it and why", "and wyh", "who wrote it and why"),
    ],
)
def test_people_read_a_follow_up_with_a_mark_before_it(read_as: str, asked: str, shown: str):
    assert with_stop(read_as, asked) == shown


@pytest.mark.parametrize(
    ("asked", "before", "counts"),
    [
        ("no, I meant Vale", "what does Mr. Reed say about oil?", "what does Vale say about oil?"),
        ("no I meant dr vale", "what does reed's clerk say", "what does dr vale's clerk say"),
        ("no, I meant Vale", "what do Reed and Hall say", "and Vale"),
        ("no, I meant the vale", "what does Reed say", "and the vale"),
        ("no, I meant oil", "what does Reed say", "and oil"),
    ],
)
def test_another_name_that_is_meant_takes_the_place_of_the_only_one(asked: str, before: str, counts: str):
    assert meant(asked, before, {"reed", "vale", "hall"}) == counts
