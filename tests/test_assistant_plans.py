"""What is asked, planned, tried, nearly done or rumored is not told as done."""

import pytest
from statements import verdict

from assistant.answer import Statement, Withheld
from index.loading import SAMPLE, load

PLAN = "The council plans to close the library in June."
WILL = "The council will close the library in June."
ASKED = "Mr. Trump asked Mr. Putin to accept a cease-fire."
FALSE = [
    (ASKED, "Mr. Putin accepted a cease-fire."),
    (PLAN, "The council closed the library in June."),
    (PLAN, "The council has closed the library."),
    (PLAN, "The library was closed in June."),
    (WILL, "The council closed the library in June."),
    ("The council can close the library in June.", "The council closed the library in June."),
    ("The library will be closed in June.", "The library was closed in June."),
    ("The council tried to close the library.", "The council closed the library."),
    ("The council threatened to close the library.", "The council closed the library."),
    ("The council wants to close the library.", "The council closed the library."),
    ("He said he will sign the bill.", "He said he signed the bill."),
    ("The council was about to close the library.", "The council closed the library."),
    ("The council agreed to close the library.", "The council has already closed the library."),
    ("Plans to close the library angered the town.", "The council closed the library, which angered the town."),
    ("The council had planned to close the library.", "The council closed the library."),
    ("The council considered closing the library.", "The council closed the library."),
    ("The council almost closed the library.", "The council closed the library."),
    ("The council plans to lift the ban and pay the crews.", "The crews were paid."),
    ("The council hopes to close the mill in June.", "The council will close the mill in June."),
    ("Is the mill closing in June?", "The mill is closing in June."),
    ("Did the mayor lie?", "The mayor lied."),
    ("We are told that the mill closed in June.", "The mill closed in June."),
    ("The dam came late and cost, I am told, $60.", "The dam cost $60."),
    ("The mill closed in June, or so we hear.", "The mill closed in June."),
    ("The rumor that the bridge closed spread quickly.", "The bridge closed."),
    ("The council discussed whether the bridge closed.", "The bridge closed."),
    ("The mayor's brother stole the money from the town.", "The mayor stole the money from the town."),
]
TRUE = [
    (ASKED, ASKED),
    ("The council asked Mr. Putin to accept a cease-fire.", "Mr. Putin was asked to accept a cease-fire."),
    (PLAN, "The council means to close the library in June."),
    (PLAN, "The council planned to close the library in June."),
    (PLAN, "The library is to be closed in June."),
    (WILL, "The library will be closed in June."),
    (WILL, "The council is going to close the library in June."),
    ("The council had to close the library.", "The council closed the library."),
    ("She agreed to pay and paid.", "She paid."),
    ("The first step is to lift the ban and pay the crews.", "The first step is to pay the crews."),
    ("The council managed to lift the ban and pay the crews.", "The crews were paid."),
    ("The council hopes to close the mill in June.", "The council hopes that it will close the mill in June."),
    ("The council decided to close the mill in June.", "The council will close the mill in June."),
    ("Is the mill closing in June?", "The author asks whether the mill is closing in June."),
    ("We are told that the mill closed in June.", "The mill reportedly closed in June."),
    ("The dam came late and cost, I am told, $60.", "The dam came late."),
    ("The dam came late and cost, I am told, $60.", "The author was told that the dam cost $60."),
    ("The council had to lift the ban, and it paid the crews.", "The council paid the crews."),
    ("The mayor, who will retire, closed the library.", "The mayor closed the library."),
    ("The council used the money to build a pier.", "The council built a pier with the money."),
    ("It took the council a year to close the library.", "The council closed the library in a year."),
    ("The council managed to close the library.", "The council closed the library."),
    ("The frost forced the council to close the library.", "The frost forced the council to close the library."),
    ("The council considered closing the library.", "The council considered closing the library."),
    ("The council almost closed the library.", "The council nearly closed the library."),
    ("The council closed the library to save money.", "The library was closed by the council to save money."),
    ("The rumor that the bridge closed spread quickly.", "The rumor that the bridge closed spread."),
    ("The mayor's brother stole the money from the town.", "The money was stolen by the mayor's brother."),
    ("The mayor's brother stole the money from the town.", "The brother of the mayor stole the money."),
]


@pytest.mark.parametrize(("source", "said"), FALSE)
def test_what_was_not_done_is_not_told_as_done(source: str, said: str):
    assert isinstance(verdict(said, source), Withheld)


@pytest.mark.parametrize(("source", "said"), TRUE)
def test_what_is_told_as_the_source_tells_it_is_shown(source: str, said: str):
    found = verdict(said, source)
    assert isinstance(found, Statement), found


@pytest.mark.parametrize(
    ("cited", "said"),
    [(2, "Vladimir Putin accepted a cease-fire in Ukraine."), (23, "He has lifted the pause.")],
)
def test_nothing_asked_for_in_the_sample_is_told_as_done(cited: int, said: str):
    assert isinstance(verdict(said, load(SAMPLE), cited), Withheld)
