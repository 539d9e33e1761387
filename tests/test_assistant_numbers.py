import pytest

from assistant.numbers import number_at

SAME = [
    ("84", "eighty four", 84),
    ("$2.6 million", "2,600,000", 2_600_000),
    ("$48m", "forty eight million", 48e6),
    ("₹1.2 lakh", "120,000", 120_000),
    ("two thousand", "2,000", 2000),
    ("a third", "third", 3),
    ("two thirds", "two third", 2 / 3),
    ("two dozen", "24", 24),
    ("half", "0.5", 0.5),
    ("9.40", "9:40", 9.4),
]


def value(text):
    words = text.lower().split()
    return number_at(words[1:] if words[0] == "a" else words)[1][0]


@pytest.mark.parametrize(("one", "other", "expected"), SAME)
def test_numbers_are_the_same_however_they_are_written(one, other, expected):
    assert value(one) == pytest.approx(value(other)) == pytest.approx(expected)


def test_a_percentage_is_no_plain_number():
    assert number_at(["9", "percent"]) == (2, (9.0, "%"))
    assert number_at(["9", "per", "cent"]) == (3, (9.0, "%"))
    assert number_at(["9%"])[1] != number_at(["9"])[1]


@pytest.mark.parametrize("words", [["one"], ["hundred"], ["water"], ["percent"]])
def test_words_that_may_be_no_number_are_none(words):
    assert number_at(words) == (0, None)


def test_two_numbers_in_a_row_stay_two():
    assert number_at(["twenty", "thirty"])[0] == 1
    assert number_at(["twenty", "three"])[0] == 2
