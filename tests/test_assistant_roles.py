from collections.abc import Callable

import pytest
from statements import case, verdict

from assistant.answer import Withheld
from assistant.roles import agents, stitched, unseated

TOWER = "Greta Quill repaired the old clock tower. Otto Brandt slept."


@pytest.mark.parametrize(
    ("check", "said", "source"),
    [
        (unseated, "Greta Quill repaired the tower.", TOWER),
        (unseated, "The cook praised Otto Brandt.", "The cook praised Otto Brandt."),
        (agents, "The baker was warned by the gardener.", "The gardener warned the baker."),
        (
            agents,
            "The baker was warned in May by Ms. Quill.",
            "The baker, by Ms. Quill's account, was warned by her in May.",
        ),
        (agents, "The mill is led by the cook.", "The mill is well led. It is, by the cook, and she sat beside him."),
        (agents, "Output was cut by half.", "Output was cut, and by half."),
        (stitched, "Greta Quill repaired the old clock tower.", TOWER),
        (stitched, "Dr Quill repaired the old clock tower.", TOWER),
        (stitched, "Edmund was for going on.", "Sir Edmund Steele sat. Steele was for going on."),
        (stitched, "The author has looked at all seven.", "I’ve looked at all seven."),
    ],
)
def test_who_acts_in_the_source_may_act_in_the_statement(check: Callable, said: str, source: str):
    assert check(case(said, source)) is None


@pytest.mark.parametrize(
    ("check", "said", "source", "named"),
    [
        (unseated, "Otto Brandt repaired the tower.", TOWER, "Otto Brandt"),
        (unseated, "Otto Brandt praised the cook.", "The cook praised Otto Brandt.", "Otto Brandt"),
        (agents, "The mill was built by the cook.", "The cook loves the mill. It was built by the owner.", "cook"),
        (
            agents,
            "The pan was taken by Ms. Quill.",
            "The pan was taken by thieves. It was found by Ms. Quill.",
            "quill",
        ),
        (stitched, "Otto Brandt repaired the old clock tower.", TOWER, "Brandt"),
        (stitched, "Dale has saved the candle.", "Only Dale laughed. Dolores has saved the candle.", "Dale"),
        (stitched, "Otto Brandt looked at all seven.", "Otto Brandt slept. I’ve looked at all seven.", "Brandt"),
    ],
)
def test_who_takes_the_place_of_another_is_told(check: Callable, said: str, source: str, named: str):
    assert f"“{named}”" in (check(case(said, source)) or "")


@pytest.mark.parametrize("said", ["The baker warned the gardener.", "On Monday the baker warned the gardener."])
def test_who_is_warned_warns_nobody(said: str):
    assert isinstance(verdict(said, "On Monday the gardener warned the baker, and nobody minded."), Withheld)
