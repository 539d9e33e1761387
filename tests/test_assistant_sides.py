"""For and against, from and to, before and after, he and she keep their places."""

import pytest
from statements import case, verdict

from assistant.answer import Statement, Withheld
from assistant.sides import direction
from index.loading import SAMPLE, load

SHELLED = "That same night Russia sent drones and missiles against Kyiv."
FALSE = [
    ("Mr. Graham voted for the bill on Monday.", "Mr. Graham voted against the bill on Monday."),
    ("Mr. Graham voted against the bill on Monday.", "Mr. Graham voted for the bill on Monday."),
    ("The court ruled against the union.", "The court ruled for the union."),
    ("The court ruled for the union.", "The court ruled against the union."),
    ("Mr. Graham voted against it on Monday.", "Mr. Graham voted for the decision."),
    ("President Vale wants to go back by an hour.", "President Vale wants to go forward by an hour."),
    ("Mr. Graham spoke about the plan.", "Mr. Graham spoke against the plan."),
    (SHELLED, "That same night Russia sent drones and missiles from Kyiv."),
    ("Russia withdrew from Kyiv.", "Russia withdrew to Kyiv."),
    ("Prices rose from 20 to 84 dollars.", "Prices rose by 84 dollars."),
    ("Prices rose by 84 dollars.", "Prices rose to 84 dollars."),
    ("He opposed the bill.", "She opposed the bill."),
    ("She opposed the bill.", "He opposed the bill."),
    ("I know his teacher, who told him.", "Her teacher told it."),
]
TRUE = [
    ("Mr. Graham voted for the bill on Monday.", "Mr. Graham voted for the bill."),
    ("Mr. Graham voted against the bill on Monday.", "On Monday Mr. Graham voted against the bill."),
    ("Mr. Graham voted against the bill on Monday.", "Mr. Graham opposed the bill."),
    ("Mr. Graham opposed the bill.", "Mr. Graham was against the bill."),
    ("Each ton will cost $134, against $78 today.", "Each ton will cost $134, compared with $78."),
    (SHELLED, "Russia sent missiles against Kyiv that same night."),
    (SHELLED, "That night Russia sent drones and missiles to Kyiv."),
    ("The board was asked in May and said no.", "The board voted against it in May."),
    ("Russia withdrew from Kyiv.", "Russia withdrew from Kyiv."),
    ("Prices rose from 20 to 84 dollars.", "Prices rose to 84 dollars."),
    ("Mr. Graham told Ms. Oduya that he opposed the bill.", "Mr. Graham told Ms. Oduya he opposed the bill."),
    ("My teacher sold him the boat.", "Her teacher sold the boat."),
    ("I sold him the boat.", "She sold the boat."),
    ("The mayor gave her a letter from Kyiv.", "She was given a letter from Kyiv by the mayor."),
]


@pytest.mark.parametrize(("source", "said"), FALSE)
def test_a_side_that_has_changed_is_withheld(source: str, said: str):
    assert isinstance(verdict(said, source), Withheld)


@pytest.mark.parametrize(("source", "said"), TRUE)
def test_a_side_that_is_kept_is_shown(source: str, said: str):
    found = verdict(said, source)
    assert isinstance(found, Statement), found


def test_nothing_is_sent_from_where_it_was_sent_to_in_the_sample():
    sample = load(SAMPLE)
    false = "That same night Russia sent drones and missiles from Kyiv."
    assert isinstance(verdict(false, sample, 6), Withheld)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The choir sang before the meal.", "The choir sang before the meal."),
        ("After the meal the choir won.", "The choir won by nine votes."),
    ],
)
def test_before_and_after_keep_their_places(said: str, source: str):
    assert direction(case(said, source)) is None


@pytest.mark.parametrize(
    ("said", "source", "named"),
    [
        ("The choir sang after the meal.", "The choir sang before the meal.", "after"),
        ("The choir sang after June.", "The choir sang by the end of June.", "after"),
    ],
)
def test_before_is_not_after(said: str, source: str, named: str):
    assert named in (direction(case(said, source)) or "")
