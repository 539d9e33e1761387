from collections.abc import Callable

import pytest
from statements import case

from assistant.causes import cause, compared, purpose

STORM = "The barn fell because a storm came."
APPLES = "Apples cost more than pears."


@pytest.mark.parametrize(
    ("check", "said", "source"),
    [
        (cause, "The barn fell because of the storm.", "The barn fell because of the storm."),
        (cause, "Because a storm came, the barn fell.", STORM),
        (cause, "The roof leaks because nobody paid.", "Nobody paid, and so the roof leaks."),
        (cause, "The roof leaks because it is old.", "The roof leaks, for it is old."),
        (cause, "She was fined because she slept.", "She was fined for sleeping."),
        (purpose, "The town paid dividends to keep the mill.", "The town paid dividends for the mill."),
        (purpose, "The town plans to keep the mill.", "The town will not lose the mill."),
        (purpose, "The fee is to be paid.", "The town must pay the fee."),
        (purpose, "The town had a chance yesterday to say so.", "There was a chance yesterday to say so."),
        (compared, APPLES, APPLES),
        (compared, "Pears cost less than apples.", APPLES),
        (compared, "Rents rose more than anywhere else.", "It was the highest rise of all rents."),
        (compared, "Rents are lower than 400.", "Rents stand at 390."),
    ],
)
def test_a_statement_that_keeps_cause_and_comparison_passes(check: Callable, said: str, source: str):
    assert check(case(said, source)) is None


@pytest.mark.parametrize(
    ("check", "said", "source", "named"),
    [
        (cause, "The barn fell because a storm came.", "The barn fell. A storm came.", "because"),
        (cause, "The barn fell because nobody paid.", "The barn fell, perhaps because a storm came.", "because"),
        (cause, "The barn fell because a storm came.", "The barn fell with a crash after a storm came.", "because"),
        (cause, "A storm came because the barn fell.", STORM, "effect"),
        (
            cause,
            "It stopped because the door was locked.",
            "With ten for dinner it stopped, its door locked.",
            "because",
        ),
        (compared, "Pears cost more than apples.", APPLES, "comparison"),
        (
            compared,
            "Pears are a safer bet than apples.",
            "Better plums than figs, and apples are a safer bet than pears.",
            "comparison",
        ),
        (compared, "Rents rose more than wages.", "Rents rose. Wages rose.", "than"),
        (
            purpose,
            "The town paid dividends to keep the mill.",
            "The town paid dividends, and the mill closed.",
            "to keep",
        ),
    ],
)
def test_a_cause_or_a_comparison_that_is_made_up_or_turned_is_told(check: Callable, said: str, source: str, named: str):
    assert named in (check(case(said, source)) or "")
