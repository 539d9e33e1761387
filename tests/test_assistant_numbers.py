import pytest

from assistant.numbers import number_at


@pytest.mark.parametrize(
    ("written", "used", "value"),
    [
        ("84", 1, (84.0, "")),
        ("1,250", 1, (1250.0, "")),
        ("$2bn", 1, (2e9, "$")),
        ("2 billion ships", 2, (2e9, "")),
        ("two billion ships", 2, (2e9, "")),
        ("three hundred and six", 2, (300.0, "")),
        ("forty per cent", 3, (40.0, "%")),
        ("40%", 1, (40.0, "%")),
        ("third", 1, (3.0, "ord")),
        ("two-thirds", 0, None),
        ("twenty fifth", 2, (25.0, "ord")),
        ("half", 1, (0.5, "")),
        ("84th", 1, (84.0, "ord")),
        ("84m high", 1, (84.0, "")),
        ("$84m", 1, (84e6, "$")),
        ("−84", 1, (-84.0, "")),
        ("dozens", 1, (12.0, "vague")),
        ("thousands", 1, (1000.0, "vague")),
        ("two million dollars", 2, (2e6, "$")),
        ("5 percentage points", 3, (5.0, "pp")),
        ("one third", 2, (1 / 3, "")),
        ("two dozen", 2, (24.0, "")),
        ("two three", 1, (2.0, "")),
    ],
)
def test_a_number_is_read_with_its_value(written: str, used: int, value):
    assert number_at(written.split()) == (used, value)


@pytest.mark.parametrize("written", ["one", "bridge", "m", "percent", "and two"])
def test_what_is_no_number_is_read_as_none(written: str):
    assert number_at(written.split()) == (0, None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("eighty four", "84", True),
        ("eighty four", "48", False),
        ("1.5 million", "1,500,000", True),
        ("1.5 million", "1,500", False),
        ("12 percent", "12%", True),
        ("12 percent", "12", False),
    ],
)
def test_two_spellings_have_one_value_where_they_mean_one_number(one: str, other: str, same: bool):
    assert (number_at(one.split())[1] == number_at(other.split())[1]) is same
