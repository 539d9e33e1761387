"""What a sentence names without saying that it is so."""

from __future__ import annotations

import pytest

from assistant.disclaimers import asks_whether, disclaimers, hearsay
from assistant.tokens import read


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The myth that the bridge is unsafe persists.", "myth"),
        ("It is a lie that the bridge is unsafe.", "lie"),
        ("The foolish fear that the bridge is unsafe is back.", "fear"),
        ("The claim is that the bridge is unsafe.", "claim"),
        ("It is false that the bridge is unsafe.", "false"),
        ("It is wrong to say the bridge is unsafe.", "wrong"),
        ("It would be absurd to think that the bridge is unsafe.", "absurd"),
        ("They pretend that the bridge is unsafe.", "pretend"),
        ("I doubt that the bridge is unsafe.", "doubt"),
        ("And imagine the bridge is unsafe.", "imagine"),
        ("Some would have us believe the bridge is unsafe.", "believe"),
        ("It looks as if the bridge is unsafe.", "if"),
    ],
)
def test_what_is_named_is_not_said(text: str, cue: str):
    tokens = read(text)
    (found,) = disclaimers(tokens)
    assert tokens[found.at].text == cue
    assert {"bridge", "unsafe"} <= {tokens[at].text for at in found.scope}


@pytest.mark.parametrize(
    "text",
    [
        "It is absurd that the bridge is unsafe.",
        "My fear is that the bridge is unsafe.",
        "The mayor fears that the bridge is unsafe.",
        "There is no doubt that the bridge is unsafe.",
        "Few doubt that the bridge is unsafe.",
        "Beyond doubt the bridge is unsafe.",
        "The promise that the bridge would stay was kept.",
        "I know the bridge is unsafe, as we all do.",
        "Nobody can imagine how unsafe the bridge is.",
        "The truth is that the bridge is unsafe.",
        "The bridge is unsafe, a lie notwithstanding.",
    ],
)
def test_what_is_said_is_said(text: str):
    assert disclaimers(read(text)) == ()


@pytest.mark.parametrize(
    ("text", "passed_on"),
    [
        ("I am told the bridge leans.", "bridge"),
        ("The bridge leans, or so we hear.", "bridge"),
        ("So I hear, the bridge leans.", "bridge"),
    ],
)
def test_what_the_author_was_told_is_passed_on(text: str, passed_on: str):
    tokens = read(text)
    (cue,) = hearsay(tokens)
    assert passed_on in {tokens[at].text for at in cue.scope}


def test_the_author_who_hears_something_passes_nothing_on():
    assert hearsay(read("We hear the bridge at night.")) == ()


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Is it true that the bridge is unsafe?", True),
        ("And should we close it?", True),
        ("Who says that the bridge is unsafe?", False),
        ("What would it cost?", False),
        ("The bridge is unsafe.", False),
        ("", False),
    ],
)
def test_a_yes_or_a_no_is_asked_for(text: str, asks: bool):
    assert asks_whether(read(text)) is asks
