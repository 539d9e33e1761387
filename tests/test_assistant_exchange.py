from collections.abc import Callable

import pytest
from statements import case

from assistant.exchange import crossed, misallotted, miscounted, reordered, surroundings, swapped, transposed
from assistant.tokens import read

MATCH = "Greta Quill beat Otto Brandt in the final."
RENTS = "Rents rose from 40 to 60 crowns."
LAMPS = "12 of 20 lamps failed."
SHIPS = "Veldin sent its old ships to Karsk for quick repair."


@pytest.mark.parametrize(
    ("check", "said", "source"),
    [
        (swapped, "Greta Quill beat Otto Brandt.", MATCH),
        (swapped, "Otto Brandt was beaten by Greta Quill.", MATCH),
        (swapped, RENTS, RENTS),
        (swapped, LAMPS, LAMPS),
        (reordered, SHIPS, SHIPS),
        (
            reordered,
            "Annika Lund, the Swedish envoy, met old friends.",
            "The Swedish envoy, Annika Lund, met old friends.",
        ),
        (swapped, "She has 58 Democrats but needs 66 votes.", "She needs 66 votes and has 58 Democrats."),
        (
            crossed,
            "Nine in ten went to work, one in five to school.",
            "Nine in ten walk to work, one in five to school.",
        ),
        (crossed, "Quill, a nurse, and Brandt, a cook, met.", "Quill, a nurse, and Brandt, a cook, met."),
        (crossed, "She has 58 seats and needs 66 votes.", "She needs 66 votes and has 58 seats."),
        (transposed, "Yesterday the mayor spoke in Karsk.", "In Karsk the mayor spoke yesterday."),
        (transposed, "The mayor is Greta Quill.", "Greta Quill is the mayor."),
        (transposed, "Karsk, Veldin and Oster fell.", "Oster, Veldin and Karsk fell."),
    ],
)
def test_names_and_numbers_in_their_places_pass(check: Callable, said: str, source: str):
    assert check(case(said, source)) is None


@pytest.mark.parametrize(
    ("check", "said", "source"),
    [
        (swapped, "Otto Brandt beat Greta Quill.", MATCH),
        (swapped, "Greta Quill was beaten by Otto Brandt.", MATCH),
        (swapped, "Rents rose from 60 to 40 crowns.", RENTS),
        (swapped, "20 of 12 lamps failed.", LAMPS),
        (reordered, "Karsk sent its old ships to Veldin for quick repair.", SHIPS),
        (transposed, "Karsk, who keeps Number Nine, smiled.", "Number Nine, who keeps Karsk, smiled."),
        (transposed, "Sixty pages arrived from Oster.", "Oster pages arrived from sixty."),
    ],
)
def test_names_and_numbers_that_changed_places_are_told(check: Callable, said: str, source: str):
    assert "changed places" in (check(case(said, source)) or "")


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Nine in ten went to school, two in five to work.", "Nine in ten walk to work, two in five to school."),
        ("Quill, a cook, and Brandt, a nurse, met.", "Quill, a nurse, and Brandt, a cook, met."),
        ("She has 66 seats and needs 58 votes.", "She needs 66 votes and has 58 seats."),
    ],
)
def test_what_is_told_of_two_and_has_changed_places_is_told(said: str, source: str):
    assert "is told of" in (crossed(case(said, source)) or "")


def test_surroundings_end_at_the_next_name_and_weigh_near_words_more():
    tokens = read("Yesterday Otto quickly painted the chapel near Greta Quill’s old barn.")
    at = [token.text for token in tokens].index("otto")
    weights = {tokens[i].text: weight for i, _, weight in surroundings(tokens, (at, at))}
    assert "barn" not in weights
    assert weights["quickly"] > weights["painted"] > weights["chapel"]


WORKERS = "The mill has 40 workers and the farm has 60."


@pytest.mark.parametrize(
    ("said", "source", "right"),
    [
        ("The farm has 60 workers.", WORKERS, True),
        ("The mill has 40 workers and the farm 60.", WORKERS, True),
        ("The farm has 40 workers.", WORKERS, False),
        ("The farm cost $60.", "The mill cost $50; the farm cost $60.", True),
        ("The farm cost $50.", "The mill cost $50; the farm cost $60.", False),
        ("The bill rose to $600 in May.", "The bill rose to $540, and to $600 in May.", True),
    ],
)
def test_a_number_stays_with_the_one_of_whom_it_is_told(said: str, source: str, right: bool):
    assert (misallotted(case(said, source)) is None) is right


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Fourteen of the 900 students replied.", True),
        ("Fourteen of the 900 students replied, and twelve said no.", True),
        ("Twelve of the 900 students replied.", False),
        ("Greta Quill has kept the garden for thirty-one years.", True),
        ("Greta Quill has kept the garden for forty years.", False),
        ("Before Greta Quill, Otto Brandt had it for forty years.", True),
        ("Nine persons died.", True),
        ("Nine families died.", False),
    ],
)
def test_a_number_counts_what_it_counts_in_the_quotes(said: str, right: bool):
    source = (
        "Fourteen of our 900 students replied (and of their replies twelve said no). "
        "Greta Quill has kept the garden for thirty-one years. Before her it was Otto Brandt, for forty. "
        "Nine persons died, and 43 families fled."
    )
    assert (miscounted(case(said, source)) is None) is right
