import pytest
from statements import case, verdict

from assistant.answer import Statement, Withheld
from assistant.tokens import read
from assistant.voices import authorial, same_person, speakers, told_apart
from index.piece import Piece

LIGHTS = "Coach Brandt fears the dark. The field has lights, and nobody used them."
RIVAL = "Greta Quill came. Her rival, Otto Brandt, says the bridge is weak."
BRIDGE = "Greta Quill says the bridge is weak and narrow."


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("The author says so.", True),
        ("Wexcombe says so.", True),
        ("Otto Brandt says so.", False),
        ("Mr Writer says so.", False),
        ("My editor says so.", False),
        ("Our paper says so.", True),
    ],
)
def test_the_author_is_known_by_name_and_by_word(text: str, own: bool):
    piece = Piece.from_text(BRIDGE, author="Ines Wexcombe")
    tokens = read(text)
    assert authorial(tokens, frozenset(range(len(tokens) - 1)), case(text, piece)) is own


@pytest.mark.parametrize(
    "said",
    [
        "Greta Quill says the bridge is weak.",
        "According to Greta Quill, the bridge is narrow.",
        "Greta Quill of the Water Board says the bridge is weak.",
        "The author says that Greta Quill says the bridge is weak.",
    ],
)
def test_words_that_stay_with_their_speaker_pass(said: str):
    assert speakers(case(said, BRIDGE)) is None


@pytest.mark.parametrize(
    ("said", "source", "named"),
    [
        ("The bridge is weak and narrow.", BRIDGE, "Greta Quill"),
        ("Otto Brandt says the bridge is weak.", BRIDGE, "Otto Brandt"),
        ("Otto Brandt of Quill says the bridge is weak.", BRIDGE, "Otto Brandt"),
        ("Otto Brandt says the bridge is weak.", "The bridge is weak.", "Otto Brandt"),
        ("June says the bridge is weak.", "The letter of last June says that the bridge is weak.", "June"),
        ("The author says that people complained about belts.", "She says that people complained about belts.", "She"),
        ("Coach Brandt says nobody used the lights.", LIGHTS, "Coach Brandt"),
        ("The mill fell.", "Otto Brandt says that it is weak, and that last week the mill fell.", "Otto Brandt"),
        ("The mill closed in June.", "The mill closed, the mayor claims, in June.", "mayor"),
        ("Board members say the bridge is weak.", "A board member, Otto Brandt, says the bridge is weak.", "members"),
        ("Greta Quill says the bridge is weak.", RIVAL, "Greta Quill"),
        (
            "She was right to ask.",
            "Otto Brandt came, brought grapes and said that she was right to ask.",
            "Otto Brandt came, brought grapes",
        ),
        ("The bakers say that the mill is old.", "I met the bakers. She says that the mill is old.", "bakers"),
        ("It was very sad.", "Greta Quill said that it was very sad, and that she had wept.", "Greta Quill"),
    ],
)
def test_words_without_their_speaker_or_with_another_are_told(said: str, source: str, named: str):
    assert f"“{named}”" in (speakers(case(said, source)) or "")


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Otto Brandt runs a mill.", "“Weak,” said Otto Brandt, who runs a mill."),
        ("A board member says the bridge is weak.", "A board member, Otto Brandt, says the bridge is weak."),
        ("Coach Brandt says he used the lights.", "Coach Brandt fears the dark. He used the lights."),
        ("The author says that she says that people complained.", "She says that people complained."),
        ("The mayor claims that the mill closed in June.", "The mill closed, the mayor claims, in June."),
        ("Otto Brandt says the bridge is weak.", RIVAL),
        ("Otto Brandt came and brought grapes.", "Otto Brandt came, brought grapes and said that she was right."),
        ("The bakers say that the mill is old.", "I met the bakers. They say that the mill is old."),
    ],
)
def test_who_speaks_is_told_as_the_sentence_tells_it(said: str, source: str):
    assert speakers(case(said, source)) is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("She says that she would want long boots.", None),
        ("The author notes that she says that she would want long boots.", None),
        ("The author notes that she would want long boots.", "it leaves out that “She” says so"),
    ],
)
def test_a_pronoun_in_what_the_author_is_told_to_say_names_nobody_who_speaks(said: str, told: str | None):
    assert speakers(case(said, "She says that she would want long boots.")) == told


@pytest.mark.parametrize(("named", "same"), [("Greta Quill", True), ("Otto Brandt", False)])
def test_a_pronoun_means_the_person_named_just_before(named: str, same: bool):
    said = case(f"{named} says the bridge is weak.", "Ms. Greta Quill came. She says the bridge is weak.", 1)
    assert same_person(said, 1, [said.source[1][0]], list(read(f"Then {named}"))[1:]) is same


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Anna Reed’s friends say that she will run.", "Anna Reed is silent. Her friends tell us that she will run."),
        ("Her critics on the board call it a “bribe”.", "Her critics on the board call it a bribe."),
        (
            "The farmers have been burning their fences for nine days.",
            "Brenda offers two dollars and says that it is theft, and for nine days the farmers have been burning "
            "their fences.",
        ),
    ],
)
def test_who_says_it_is_found_behind_a_her_and_ends_where_another_clause_begins(said, source):
    assert isinstance(verdict(said, source), Statement), verdict(said, source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Anna Reed’s enemies say that she will run.", "Anna Reed is silent. Her friends tell us that she will run."),
        ("It is a bribe.", "Her critics on the board call it a bribe."),
    ],
)
def test_nobody_else_says_it_and_it_is_not_told_as_so(said, source):
    assert isinstance(verdict(said, source), Withheld)


def test_where_the_author_speaks_and_where_somebody_else_is_told_apart():
    own, foreign = told_apart(case("The author says that it is old. Greta Quill says that it is weak.", BRIDGE))
    assert ([one.verb for one in own], [one.verb for one in foreign]) == ([2], [10])
