import pytest
from statements import case

from assistant.entities import entities, shown, voice
from assistant.tokens import read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Otto was met by Greta Quill and 12 sailors.", ["Otto", "Greta Quill", "12"]),
        ("Greta’s Otto arrived.", ["Greta", "Otto"]),
        ("Greta and Otto arrived.", ["Greta", "Otto"]),
        ("The ferries arrived.", []),
    ],
)
def test_names_in_a_row_are_one_and_numbers_stand_alone(text: str, found: list[str]):
    said = case(text, text)
    assert [shown(said, group) for group in entities(said.tokens)] == found


@pytest.mark.parametrize(
    ("text", "verb", "side"),
    [
        ("The baker warned the gardener.", "warned", 1),
        ("The baker was warned.", "warned", -1),
        ("The chapel painted by Otto burned.", "painted", -1),
        ("The baker was warning them.", "warning", 1),
    ],
)
def test_the_subject_of_a_passive_verb_stands_on_the_other_side(text: str, verb: str, side: int):
    tokens = read(text)
    assert voice(tokens, [token.text for token in tokens].index(verb)) == side
