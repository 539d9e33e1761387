from collections.abc import Callable

import pytest
from statements import case

from assistant import quantity


@pytest.mark.parametrize(
    ("check", "said", "source"),
    [
        (quantity.quantity, "It sails every week.", "It sails twice a week."),
        (quantity.quantity, "It lasts a single day.", "It lasts one day."),
        (quantity.quantity, "Most bakers closed.", "Most bakers closed early."),
        (quantity.quantity, "Many of the bakers are awake.", "Most of them, the bakers say, are awake."),
        (quantity.shared, "A fifth of the flour is wasted.", "20 percent of the flour is wasted."),
        (quantity.shared, "The flour came by boat.", "20 percent more flour came by boat."),
        (quantity.limited, "A baker slept.", "One of the bakers slept."),
        (quantity.limited, "It is the second highest toll.", "The toll is the second highest."),
        (quantity.limited, "The mill almost never closes.", "The mill almost never closes."),
        (quantity.limited, "Some bakers did not sleep.", "Not every baker slept."),
        (quantity.quantity, "Only about sixty boats came.", "About sixty boats came."),
    ],
)
def test_how_much_is_said_may_be_told_in_other_words(check: Callable, said: str, source: str):
    assert check(case(said, source)) is None


@pytest.mark.parametrize(
    ("check", "said", "source", "named"),
    [
        (quantity.quantity, "Bakers closed early.", "Some bakers closed early.", "some"),
        (quantity.quantity, "All bakers closed early.", "Bakers closed early.", "all"),
        (quantity.quantity, "The bakers are awake.", "Bakers rise early. Most of them are by then awake.", "most"),
        (quantity.shared, "The flour is wasted.", "20 percent of the flour is wasted.", "20 percent"),
        (quantity.limited, "The bakers slept.", "One of the bakers slept.", "one of"),
        (quantity.limited, "It is the highest toll.", "The toll is one of the highest.", "one of"),
        (quantity.limited, "It is the highest toll.", "The toll is the second highest.", "second"),
        (quantity.limited, "The mill never closes.", "The mill almost never closes.", "almost"),
        (quantity.limited, "No baker slept.", "Not every baker slept.", "every"),
        (quantity.quantity, "Only about town boats came.", "About the town boats came.", "only"),
    ],
)
def test_more_or_less_than_is_said_is_told_why(check: Callable, said: str, source: str, named: str):
    assert named in (check(case(said, source)) or "")
