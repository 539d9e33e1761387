from collections.abc import Callable

import pytest
from statements import case, verdict

from assistant.answer import Statement, Withheld
from assistant.subjects import authored, subject, usurped
from assistant.tokens import read

PRICES = "For ten years the regulator held prices down, to the applause of ministers."
BARGE = "A barge broke loose, and struck the bridge."
WHISTLE = "My father shouted for years, and on Sunday I handed him the whistle."
RUTH = "Ruth came by, and sold me the stove."
CLUB = "The field has lights since the Rotary Club paid for them."
AGREED = "I asked Ruth. Ruth teaches civics and has never agreed."
OTTO = "He objects that the lake froze."


@pytest.mark.parametrize(
    ("text", "verb", "head"),
    [
        ("Ministers of both parties held prices down.", "held", "ministers"),
        ("The old baker has never sold bread.", "sold", "baker"),
        ("Otto, my left back, lost his boots.", "lost", "otto"),
        ("The family kept goats.", "kept", "family"),
        ("I quietly sold it.", "sold", "i"),
        ("The author sold it.", "sold", "author"),
        ("She came and sold it.", "sold", None),
        ("Sold it.", "sold", None),
    ],
)
def test_the_head_of_what_stands_before_a_verb_is_its_subject(text: str, verb: str, head: str | None):
    tokens = read(text)
    at = subject(tokens, [token.text for token in tokens].index(verb))
    assert (None if at is None else tokens[at].text) == head


@pytest.mark.parametrize(
    ("check", "said", "source"),
    [
        (usurped, "The regulator held prices down.", PRICES),
        (usurped, "To the applause of ministers the regulator held prices down.", PRICES),
        (usurped, "The bridge was struck by a barge.", BARGE),
        (usurped, "The barge struck the bridge.", BARGE),
        (usurped, "The plant closed in May.", "The mayor closed the plant in May."),
        (
            usurped,
            "The board met. The board fined the firm.",
            "The board met. It fined the firm and thanked the board.",
        ),
        (usurped, "A cook, a nurse and the driver found it.", "A cook found it, then a nurse, then the driver."),
        (usurped, "The firm held prices down.", "Quill held prices down."),
        (usurped, "The watchdog held prices down.", "The watchdog met. It held prices down."),
        (usurped, "The clinic followed 640 pupils.", "Her clinic followed 640 pupils."),
        (usurped, "The council asks the clinic.", "The council met. Ask the clinic, it says."),
        (usurped, "Farms charge pickers.", "Mills charge; at the farms pickers pay."),
        (usurped, "The field was paid for by the Rotary Club.", CLUB),
        (usurped, "The club paid for the lights.", CLUB),
        (usurped, "The mayor wept.", "The bakers slept; the mayor wept."),
        (authored, "The author says that he bought a stove.", "I bought a stove."),
        (authored, "The author says of Ruth that she has never agreed.", AGREED),
        (authored, "The author says that he agreed.", "Ruth came, and we agreed."),
        (authored, "The cellist found the bill.", "I found the bill in a tin."),
        (authored, "The author handed his father the whistle.", WHISTLE),
        (authored, "The author’s father shouted for years.", WHISTLE),
        (authored, "The driver knew the road.", "I am a driver, and I knew the road."),
        (authored, "The author bought a stove.", "I bought a stove."),
        (authored, "The author says my aunt calls the business silly.", "My aunt calls the business silly."),
        (authored, "The author was fined.", "I was fined."),
        (authored, "Ruth sold the author the stove.", RUTH),
        (authored, "The stove was sold to the author.", RUTH),
        (authored, "The author notes that he objects that the lake froze.", OTTO),
        (authored, "The author objects that Otto objects.", "Otto objects that the lake froze."),
        (authored, "Ruth sold it.", "“I sold it,” Ruth said."),
        (authored, "The newspaper printed the list.", "Then we printed the list."),
        (authored, "The paper printed the list.", "A rival paper was quick. It printed the list."),
    ],
)
def test_who_does_it_in_the_quotes_may_do_it_in_the_statement(check: Callable, said: str, source: str):
    assert check(case(said, source)) is None


@pytest.mark.parametrize(
    ("check", "said", "source", "named"),
    [
        (usurped, "Ministers held prices down.", PRICES, "Ministers"),
        (usurped, "The bridge struck a barge.", BARGE, "bridge"),
        (usurped, "The plant closed the mayor’s office.", "The mayor closed the plant.", "plant"),
        (usurped, "The firm fined the board.", "The board met. It fined the firm.", "firm"),
        (usurped, "Bakers held prices down.", "The bakers met. The regulator held prices down.", "Bakers"),
        (usurped, "The board followed 640 pupils.", "The board met. Her clinic followed 640 pupils.", "board"),
        (usurped, "The clinic asks the board.", "Second, ask the clinic to pay.", "clinic"),
        (usurped, "Every nurse needs a clerk.", "Each clerk needs a nurse.", "nurse"),
        (authored, "Her mother found the bill.", "I found the bill in a tin.", "mother"),
        (authored, "The author’s father handed him the whistle.", WHISTLE, "father"),
        (authored, "The driver knew the road.", "A driver slept, but I knew the road.", "driver"),
        (authored, "The author bought a stove.", "She bought a stove.", "author"),
        (authored, "The author calls the whole business silly.", "My aunt calls the whole business silly.", "author"),
        (authored, "The author was fined.", "The mayor was fined.", "author"),
        (authored, "The author sold the stove.", "Ruth, my aunt, sold the stove.", "author"),
        (authored, "The author sold the stove.", "Ruth came by, and sold the stove.", "author"),
        (authored, "The author objects that the lake froze.", OTTO, "author"),
        (usurped, "The school paid for the lights.", CLUB, "school"),
        (usurped, "The mayor slept.", "The bakers slept; the mayor wept.", "mayor"),
        (usurped, "The barge would stay.", "The mayor would stay as he was; the barge would go.", "barge"),
        (authored, "The author says that he has never agreed.", AGREED, "he"),
        (authored, "The newspaper printed the list.", "Then the council printed the list.", "newspaper"),
    ],
)
def test_who_is_given_the_deed_of_another_is_told(check: Callable, said: str, source: str, named: str):
    assert f"“{named}”" in (check(case(said, source)) or "")


@pytest.mark.parametrize(
    ("said", "kind"), [("The regulator held prices down.", Statement), ("Ministers held prices down.", Withheld)]
)
def test_a_deed_given_to_another_is_withheld(said: str, kind: type):
    assert isinstance(verdict(said, PRICES), kind)
