import re

import pytest

from training.pieces import FOLDER, Item, read_items
from training.review import REVIEWS, agreement, agrees, order, reviews, sheet


def item(gold: list[list[int]]) -> Item:
    return Item("who?", "who", gold, None, None, [])


@pytest.mark.parametrize(
    ("gold", "answer", "same"),
    [
        ([[3, 4]], [4], True),
        ([[3, 4]], [5, 4], False),
        ([[3]], [], False),
        ([], [], True),
        ([], [3], False),
        ([[3], [7]], [7, 3], True),
    ],
)
def test_an_answer_agrees_when_its_first_sentence_is_in_the_evidence(gold, answer, same):
    assert agrees(item(gold), answer) is same


def test_a_sheet_asks_every_question_shuffled_and_shows_no_label():
    text = sheet("a01")
    items = read_items(FOLDER / "a01.jsonl")
    asked = re.findall(r"^q(\d+): (.*)$", text, re.MULTILINE)
    assert [int(number) for number, _ in asked] == list(range(len(items)))
    assert sorted(order("a01", len(items))) == list(range(len(items)))
    assert [question for _, question in asked][:5] != [i.question for i in items][:5]
    assert not any(word in text for word in ("gold", "near-miss", "false-premise"))


def test_the_recorded_review_covers_pieces_that_exist_and_agrees_with_most_labels():
    assert set(reviews()) <= {path.stem for path in FOLDER.glob("*.jsonl")}
    last = next(line for line in agreement(show=False) if line.startswith("| all"))
    assert float(last.split("|")[3]) > 0.95
    assert REVIEWS.exists()
