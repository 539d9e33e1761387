import pytest
from statements import case

from assistant.prefixes import untied


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The council passed a binding resolution.", "The council passed a non-binding resolution."),
        ("The ex-mayor signed the letter.", "The mayor signed the letter."),
        ("Voters joined the war march.", "Voters joined the anti-war march."),
    ],
)
def test_a_prefix_is_neither_dropped_nor_added(said: str, source: str):
    assert untied(case(said, source))


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("The council passed a non-binding resolution.", "The council passed a non-binding resolution."),
        ("The former mayor signed the letter.", "The ex-mayor signed the letter."),
        ("Voters marched against the war.", "Voters joined the anti-war march."),
        ("The vice president signed.", "The vice-president signed."),
    ],
)
def test_a_prefix_may_be_told_in_another_word(said: str, source: str):
    assert untied(case(said, source)) is None
