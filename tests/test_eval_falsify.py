from collections.abc import Callable

import pytest

from eval import falsify

WAYS: dict[str, tuple[Callable[[str], str | None], dict[str, str], list[str]]] = {
    "number": (
        falsify.number,
        {
            "The council sold 84 bicycles in May.": "The council sold 48 bicycles in May.",
            "The bridge cost $1,200 to mend.": "The bridge cost $2,200 to mend.",
            "The shed holds 50 goats.": "The shed holds 60 goats.",
        },
        ["The council sold bicycles.", "It hired 3 cooks.", "The vote was 45-47.", "It rose from 24 to 42."],
    ),
    "negation dropped": (
        falsify.negation_dropped,
        {
            "The mayor did not open the bridge.": "The mayor did open the bridge.",
            "The harbour wasn’t dredged.": "The harbour was dredged.",
            "The baker never sold rye bread.": "The baker sold rye bread.",
        },
        [
            "The mayor opened the bridge.",
            "The mayor did not open the bridge without a key.",
            "Did the mayor not open it?",
            "It was not only cheap but quick.",
        ],
    ),
    "negation added": (
        falsify.negation_added,
        {
            "The ferry is late.": "The ferry is not late.",
            "The harbour will reopen.": "The harbour will not reopen.",
        },
        [
            "The ferry is not late.",
            "Nobody is late.",
            "Is the ferry late?",
            "When the tide turns the ferry is late.",
            "The ferry sails at noon.",
        ],
    ),
    "actors": (
        falsify.actors,
        {"Ines Tolliver sold the mill to Jonah Brack.": "Jonah Brack sold the mill to Ines Tolliver."},
        [
            "Ines Tolliver and Jonah Brack sold the mill.",
            "Ines Tolliver sold the mill.",
            "Ines Tolliver thanked Ines Brack.",
        ],
    ),
    "hedge": (
        falsify.hedge,
        {
            "The ferry may sink.": "The ferry will sink.",
            "The ferry often sinks.": "The ferry always sinks.",
            "The ferry is likely to sink.": "The ferry is certain to sink.",
            "The tower seems to be safe.": "The tower is safe.",
            "Some of the bakers left.": "All of the bakers left.",
            "Perhaps the ferry sank.": "The ferry sank.",
            "The ferry could cost a fortune.": "The ferry will cost a fortune.",
        },
        [
            "The ferry sank.",
            "Perhaps the ferry never sank.",
            "Is the ferry likely to sink?",
            "She said it could cost us.",
        ],
    ),
    "condition": (
        falsify.condition,
        {
            "If the tide turns, the ferry will sail.": "The ferry will sail.",
            "The ferry will sail at noon if the tide turns.": "The ferry will sail at noon.",
            "The ferry will sail at noon, unless the tide turns.": "The ferry will sail at noon.",
        },
        [
            "The ferry will sail at noon.",
            "If so, the ferry will sail.",
            "Will the ferry sail if the tide turns?",
            "The ferry sails even if the tide turns.",
        ],
    ),
    "attribution": (
        falsify.attribution,
        {"Ines Tolliver says that the mill is haunted.": "The mill is haunted."},
        ["The mill is haunted.", "Nobody thinks that the mill is haunted.", "Who says that the mill is haunted?"],
    ),
}
MADE = [(way, text, false) for way, cases, _ in WAYS.values() for text, false in cases.items()]
LEFT = [(way, text) for way, _, texts in WAYS.values() for text in texts]


@pytest.mark.parametrize(("way", "text", "false"), MADE)
def test_a_true_sentence_is_made_false(way: Callable[[str], str | None], text: str, false: str):
    assert way(text) == false != text


@pytest.mark.parametrize(("way", "text"), LEFT)
def test_where_it_would_not_surely_be_false_nothing_is_made(way: Callable[[str], str | None], text: str):
    assert way(text) is None


def test_a_tail_is_hung_on_a_whole_sentence_and_on_nothing_else():
    made = falsify.tail("The mill closed.")
    assert made in {f"The mill closed{tail}." for tail in falsify.TAILS}
    assert falsify.tail("Did the mill close?") is None


def test_a_choice_depends_on_the_text_alone_and_stays_below_the_count():
    texts = [f"The mill of parish {count} closed." for count in range(200)]
    chosen = [falsify.picked(text, 5) for text in texts]
    assert chosen == [falsify.picked(text, 5) for text in texts]
    assert set(chosen) == set(range(5))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ines Tolliver told Jonah Brack that the mill was Ada’s.", ["Ines Tolliver", "Jonah Brack", "Ada"]),
        ("On Monday Jonah Brack left.", ["Jonah Brack"]),
        ("The mill closed on a hill.", []),
        ("Bakers left the mill.", []),
    ],
)
def test_names_are_found_and_openings_and_days_are_none(text: str, names: list[str]):
    assert [text[start:end] for start, end in falsify.name_runs(text)] == names
