import numpy as np
import pytest

from assistant.central import FEWER, MOST_SHOWN, SHOWN, STANDING, central, sentences_asked
from index.piece import Piece

PIECE = Piece.from_text(" ".join(f"Sentence number {n} is as long as all the others here." for n in range(9)))
NUMBERS = np.arange(9)
NOTHING = np.zeros(9, dtype=np.float32)


def one(at: int) -> np.ndarray:
    return (at == NUMBERS).astype(np.float32)


def test_the_sentences_come_in_reading_order_and_are_few():
    found = central(PIECE, NUMBERS, one(7), [one(1), one(4)], one(2))
    assert found == sorted(found)
    assert len(found) == SHOWN
    assert {1, 2, 4, 7} == set(found)


def test_as_many_are_shown_as_are_asked_for():
    assert central(PIECE, NUMBERS, one(7), [one(1), one(4)], one(2), count=1) == [7]


def test_a_short_summary_is_no_item_of_a_list():
    piece = Piece.from_text("Nobody asked the keepers of the lamp. Another is to light it. They ought to be asked now.")
    scores = [np.array([0, 1, 0]), [np.array([0, 1, 0])] * 2, np.zeros(3)]
    assert 1 not in central(piece, np.arange(3), *scores, count=1)
    assert 1 in central(piece, np.arange(3), *scores)


def test_a_headline_is_left_to_the_lead_and_a_sentence_that_leans_to_one_that_does_not():
    head = Piece.from_text(
        "The Lamp\n\nThe lamp went out last week.\n\nAnd it stayed dark. Few came.", title="The Lamp"
    )
    flat = np.zeros(3)
    assert central(head, np.arange(1, 4), flat, [flat, flat], flat, count=1) == [1]
    body = Piece.from_text("Few came.\n\nAnd ships sank.\n\nTen ships sank.\n\nNone swam.")
    equal = np.array([0, 1, 1, 0])
    assert central(body, np.arange(4), equal, [equal, equal], equal, count=1) == [2]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("tl;dr", SHOWN),
        ("sum it up in one sentence", 1),
        ("in just a sentence, what is it about", 1),
        ("sum up in a sentence or two", 2),
        ("a two-sentence summary", 2),
        ("the gist in 3 short lines", 3),
        ("two or three sentences please", 3),
        ("tl;dr in 9 lines", MOST_SHOWN),
        ("what is the message of the first line", SHOWN),
        ("summarise the sentence he got", SHOWN),
        ("the gist in a few lines", SHOWN),
        ("shorter please", FEWER),
        ("the main argument for a shorter week", SHOWN),
    ],
)
def test_a_summary_can_be_asked_for_in_so_many_sentences(question: str, count: int):
    assert sentences_asked(question) == count


def test_sentences_that_were_not_read_are_not_shown():
    found = central(PIECE, np.array([2, 3, 5]), *[NOTHING[:3], [NOTHING[:3]] * len(STANDING), NOTHING[:3]])
    assert found == [2, 3, 5]


def test_a_long_sentence_is_preferred_to_a_short_one():
    piece = Piece.from_text("No. Yes. " + "The council ought to mend the bridge before the winter comes. " * 4)
    found = central(piece, np.arange(6), *[np.zeros(6), [np.zeros(6)] * 2, np.zeros(6)])
    assert found == [2, 3, 4, 5]


def test_what_others_say_is_shown_after_what_the_author_says():
    piece = Piece.from_text(
        "The lamp is old and costs a lot.\n\nThe mayor says that the lamp is a gift.\n\n"
        "The lamp is a burden to the town.\n\nGo."
    )
    flat = np.zeros(4)
    nearly = np.array([0.0, 1.0, 0.9, 0.0])
    assert central(piece, np.arange(4), nearly, [flat, flat], flat, count=2) == [0, 2]
