from collections.abc import Callable

import pytest
from statements import case

from assistant.roles import mirrored, stitched, unseated

TOWER = "Greta Quill repaired the old clock tower. Otto Brandt slept."


@pytest.mark.parametrize(
    ("check", "said", "source"),
    [
        (unseated, "Greta Quill repaired the tower.", TOWER),
        (unseated, "The cook praised Otto Brandt.", "The cook praised Otto Brandt."),
        (mirrored, "The gardener warned the baker.", "The gardener warned the baker."),
        (mirrored, "The baker was warned by the gardener.", "The gardener warned the baker."),
        (mirrored, "A loaf-sized box filmed cars.", "It is a box the size of a loaf, and it filmed cars."),
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
        (mirrored, "The baker warned the gardener.", "The gardener warned the baker.", "baker"),
        (stitched, "Otto Brandt repaired the old clock tower.", TOWER, "Brandt"),
        (stitched, "Dale has saved the candle.", "Only Dale laughed. Dolores has saved the candle.", "Dale"),
        (stitched, "Otto Brandt looked at all seven.", "Otto Brandt slept. I’ve looked at all seven.", "Brandt"),
    ],
)
def test_who_takes_the_place_of_another_is_told(check: Callable, said: str, source: str, named: str):
    assert f"“{named}”" in (check(case(said, source)) or "")
