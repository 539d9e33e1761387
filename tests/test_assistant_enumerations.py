import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.enumerations import Enumeration, enumerates, enumerations, item_asked, listed
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


@pytest.mark.parametrize(
    ("sentence", "item"), [("Another is to wait.", True), ("Others wait.", False), ("– a lamp", True)]
)
def test_an_item_is_told_by_its_first_words(sentence: str, item: bool):
    assert enumerates(sentence) is item


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
