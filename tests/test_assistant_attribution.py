import pytest

from assistant.attribution import attributions
from assistant.tokens import read


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Greta Quill says that the bridge is weak.", ["greta", "quill"]),
        ("“The bridge is weak,” said Otto Brandt.", ["otto", "brandt"]),
        ("According to Greta Quill, the bridge is weak.", ["greta", "quill"]),
        ("I think the bridge is weak.", ["i"]),
        ("Greta Quill holds that the bridge is weak.", ["greta", "quill"]),
        ("Mrs Do assured us that the bridge is weak.", ["do"]),
        ("Everyone thinks the bridge is weak.", ["everyone"]),
        ("The letter of June says that the bridge is weak.", ["letter"]),
        ("June says that the bridge is weak.", ["june"]),
        ("It will be said that the bridge is weak.", ["it", "will", "be", "said"]),
        ("The nurse rose and said that the bridge is weak.", ["nurse", "rose"]),
        ("“The bridge,” said Otto Brandt, who runs a mill, “is weak.”", ["otto", "brandt"]),
        ("The bridge, the mayor claims, is weak.", ["mayor"]),
        ("Otto Brandt believes that the bridge is weak, and last week it fell.", ["otto", "brandt"]),
        ("Her rival, Otto Brandt, says the bridge is weak.", ["her", "rival", "otto", "brandt"]),
    ],
)
def test_who_says_what_is_found(text: str, speaker: list[str]):
    tokens = read(text)
    (found,) = attributions(tokens)
    assert [tokens[i].text for i in sorted(found.speaker)] == speaker
    assert [tokens[i].text for i in sorted(found.scope)] == ["bridge", "weak"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Her rival, a man named Brandt, says the bridge is weak.", ["her", "rival", "brandt"]),
        ("Her rival, who runs Karsk, says the bridge is weak.", ["her", "rival"]),
    ],
)
def test_an_aside_tells_who_speaks_by_a_name_of_their_own(text: str, speaker: list[str]):
    tokens = read(text)
    assert [tokens[i].text for i in sorted(attributions(tokens)[0].speaker)] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Greta Quill painted the bridge.",
        "The claim was long.",
        "“I say so.”",
        "The boat asked for leave to sail.",
        "He sells it at whatever he says.",
        "Everyone had thought of her as an enemy.",
    ],
)
def test_a_sentence_that_reports_nothing_has_no_speaker(text: str):
    assert attributions(read(text)) == ()
