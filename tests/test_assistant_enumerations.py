import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.enumerations import (
    Enumeration,
    completed,
    counted,
    enumerates,
    enumerations,
    item_asked,
    item_of_shown,
    listed,
    place_of_next,
)
from assistant.question import Question
from index.piece import Piece

PIECE = Piece.from_text(
    "The quay is shut. Three remedies would do. First, dredge it. Second, pay the pilots. Third, open on Sundays.\n\n"
    "We ask for two things only. A gate should open. And it should close again. Nobody asked us.\n\n"
    "My rules are short. Never row alone. Keep the lamp lit. Sing. The lake is cold."
)
NUMBERS = np.arange(14)
REMEDIES, DEMANDS, RULES = Enumeration(1, (2, 3, 4)), Enumeration(5, (6, 7)), Enumeration(9, (10, 11, 12))


def spread(shares: dict[int, float]) -> NDArray[np.float64]:
    return np.array([shares.get(int(number), 0.0) for number in NUMBERS])


def test_lists_are_found_by_ordinals_by_a_number_and_by_commands():
    assert enumerations(PIECE) == [REMEDIES, DEMANDS, RULES]


@pytest.mark.parametrize(
    "text",
    [
        "He came first. She came second.",
        "She gave two reasons to the court and clerks of the county, who had asked for three. It rained. It snowed.",
        "Two things are true.",
        "She had two objections. It was cold. I told her that it was not.",
        "One can only wait. Another day came. One should not ask.",
        "Sing. The lake is cold. Dredging costs money. Keeps are dark.",
    ],
)
def test_what_counts_nothing_off_is_no_list(text: str):
    assert enumerations(Piece.from_text(text)) == []


DEMANDED = "Four things are asked of you:"


@pytest.mark.parametrize(
    "text",
    [
        f"We stay. {DEMANDED}\n1. A lamp.\n2. A bed. It is for Ole.\n3. A door.\n4. A key.\nWe wait.",
        f"We stay.\n\n{DEMANDED}\n\n(a) A lamp.\n(b) A bed. It is for Ole.\n(c) A door.\n(d) A key.\n\nWe wait.",
        f"We stay.\n\n{DEMANDED}\n\n1) A lamp.\n\n2) A bed. It is for Ole.\n\n3) A door.\n\n4) A key.\n\nWe wait.",
        f"We stay. {DEMANDED}\n\n• A lamp.\n\n• A bed. It is for Ole.\n\n• A door.\n\n• A key.\n\nWe wait.",
        f"We stay. {DEMANDED[:-1]}.\n\n(i) A lamp.\n(ii) A bed. It is for Ole.\n(iii) A door.\n(iv) A key.",
    ],
)
def test_numbers_letters_and_bullets_make_one_list_whatever_the_paragraphs(text: str):
    assert enumerations(Piece.from_text(text)) == [Enumeration(1, (2, 3, 5, 6))]


@pytest.mark.parametrize(
    "text",
    [
        "It snowed.\n\n1. Publish the plan.\n\nNobody did.",
        "It snowed in March.\n2. April was cold.\n3. May was not.",
        "It snowed.\n\n• A lamp.\n\nIt rained.\n\n• A bed.",
        "It came to rooms 1. and 2. April was cold.",
    ],
)
def test_a_single_mark_or_one_that_does_not_count_on_is_no_list(text: str):
    assert enumerations(Piece.from_text(text)) == []


def test_the_sentence_before_numbers_opens_them_only_if_it_announces_them():
    assert enumerations(Piece.from_text("We stay.\n\n1. A lamp.\n2. A bed.")) == [Enumeration(None, (1, 2))]


@pytest.mark.parametrize(
    ("sentence", "item"),
    [
        ("(b) a lamp", True),
        ("2. A lamp.", True),
        ("2 lamps.", False),
        ("2.5 is a lot.", False),
        ("Another is to wait.", True),
        ("Others wait.", False),
        ("– a lamp", True),
    ],
)
def test_an_item_is_told_by_its_first_words(sentence: str, item: bool):
    assert enumerates(sentence) is item


def test_a_list_of_which_two_sentences_are_told_is_completed():
    lists = [Enumeration(3, (4, 5, 6)), Enumeration(None, (9, 10)), Enumeration(20, tuple(range(21, 30)))]
    assert completed(lists, [3, 4]) == [5, 6]
    assert completed(lists, [5, 6]) == [4]
    assert completed(lists, [4, 9]) == []
    assert completed(lists, [20, 21]) == []


def test_an_ordinal_behind_an_and_is_an_item():
    assert enumerates("And fourth, move the clerk.")
    assert not enumerates("And fourth place is no prize.")


@pytest.mark.parametrize(
    ("number", "items"), [(1, [2, 3, 4]), (3, [2, 3, 4]), (5, [6, 7]), (8, []), (9, [10, 11, 12]), (0, [])]
)
def test_a_sentence_of_a_list_brings_the_whole_list(number: int, items: list[int]):
    assert listed(PIECE, enumerations(PIECE), number) == [(item, item) for item in items]


@pytest.mark.parametrize(
    ("question", "shares", "item"),
    [
        ("what's the second remedy?", {2: 0.3}, 3),
        ("what's the second remedy they saw?", {0: 0.9}, None),
        ("the last rule", {10: 0.3}, 12),
        ("the third thing they ask for", {6: 0.9}, None),
        ("what is the first piece of advice", {10: 0.6}, 10),
        ("what is the first piece of advice", {0: 0.9}, None),
        ("the first night", {2: 0.9}, None),
        ("what are the remedies", {2: 0.9}, None),
    ],
)
def test_an_item_is_asked_for_by_its_place(question: str, shares: dict[int, float], item: int | None):
    assert item_asked(PIECE, enumerations(PIECE), Question.of(question), NUMBERS, spread(shares)) == item


@pytest.mark.parametrize(
    ("earlier", "asked", "item"),
    [
        ("what's the second remedy?", "and the third?", 4),
        ("what's the second remedy?", "the last one", 4),
        ("what's the second remedy?", "and the fourth?", None),
        ("what's the second remedy?", "and why?", None),
        ("which three remedies are there?", "and the second?", 3),
        ("which three remedies are there?", "and the fourth?", None),
        ("who dredges?", "and the third?", None),
    ],
)
def test_a_follow_up_asks_for_another_item(earlier: str, asked: str, item: int | None):
    question = Question.of(f"{earlier} {asked}", asked)
    assert item_asked(PIECE, enumerations(PIECE), question, NUMBERS, spread({3: 0.3})) == item


MARKED = Piece.from_text("It snowed. We ask:\n\n1. Second homes for all.\n2. A bed.\n3. A door.\n4. A key.\n\nWe wait.")


@pytest.mark.parametrize(
    ("question", "share", "item"),
    [
        ("the second demand", 0.3, 3),
        ("the last demand", 0.3, 5),
        ("demand 3", 0.3, 4),
        ("what is number 4 on the list", 0.3, 5),
        ("the 2nd point", 0.3, 3),
        ("number 5", 0.3, None),
        ("the 0th point", 0.9, None),
        ("the last two demands", 0.9, None),
        ("the second demand", 0.1, None),
        ("what does 4 mean", 0.9, None),
        ("flat 2", 0.9, None),
        ("who lives at number 2", 0.9, None),
    ],
)
def test_an_item_of_the_only_list_with_marks_is_asked_for_by_its_number(question: str, share: float, item: int | None):
    assert item_asked(MARKED, enumerations(MARKED), Question.of(question), NUMBERS, spread({3: share})) == item


def test_a_number_names_no_item_of_a_list_without_marks():
    question = Question.of("is rule 2 popular?")
    assert item_asked(PIECE, enumerations(PIECE), question, NUMBERS, spread({10: 0.9})) is None


def test_a_list_that_is_said_to_be_of_another_sort_takes_more():
    piece = Piece.from_text("It snowed. We have two demands:\n\n1. A lamp.\n2. A bed.")
    shares = [
        item_asked(piece, enumerations(piece), Question.of(asked), NUMBERS, spread({3: 0.3}))
        for asked in ["the second reason", "the second thing", "the second demand"]
    ]
    assert shares == [None, 3, 3]


@pytest.mark.parametrize(
    ("earlier", "asked", "share", "item"),
    [
        ("what two cards does he have?", "and the second one", 0.6, 3),
        ("what two cards does he have?", "and the second one", 0.4, None),
        ("what cards does he have?", "and the second one", 0.6, None),
        ("which two of them came?", "and the second one", 0.6, None),
        ("what are the demands?", "and number 4?", 0.3, 5),
        ("what is number 4?", "and the second one?", 0.3, 3),
    ],
)
def test_a_follow_up_goes_on_from_a_count_or_a_number(earlier: str, asked: str, share: float, item: int | None):
    question = Question.of(f"{earlier} {asked}", asked)
    assert item_asked(MARKED, enumerations(MARKED), question, NUMBERS, spread({3: share})) == item


@pytest.mark.parametrize(("place", "number"), [("second", 2), ("twelfth", 12), ("22nd", 22), ("3", 3)])
def test_a_place_is_told_by_a_word_or_a_figure(place: str, number: int):
    assert counted(place) == number


@pytest.mark.parametrize(
    ("shown", "asked", "item"),
    [
        ({2, 3, 4}, "what should they do?", 3),
        ({3}, "what is the second remedy?", 3),
        ({3}, "what should they do?", None),
        (set(), "what should they do?", None),
        ({6, 7, 2}, "and then?", 7),
    ],
)
def test_an_item_is_one_of_the_list_that_was_shown(shown: set[int], asked: str, item: int | None):
    assert place_of_next("and the second one?") == "second"
    assert item_of_shown(PIECE, [REMEDIES, DEMANDS, RULES], "second", shown, asked) == item


def test_a_question_of_its_own_names_no_next_place():
    assert place_of_next("what is the second largest town?") is None
