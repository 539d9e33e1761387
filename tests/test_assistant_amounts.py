"""Numbers keep their kind and their unit, words what a hyphen ties to them."""

import pytest
from statements import case, verdict

from assistant.amounts import amount, period
from assistant.answer import Statement, Withheld
from assistant.tokens import read

FALSE = [
    ("It costs $60 a year to run it. The hall costs $900.", "The hall costs $900 a year."),
    ("A third of the voters stayed home.", "Three of the voters stayed home."),
    ("Dozens of soldiers died there.", "Twelve soldiers died there."),
    ("Thousands of soldiers died there.", "1,000 soldiers died there."),
    ("The bill costs $19 million.", "The bill costs €19 million."),
    ("The bill costs $19 million.", "The bill costs 19 million euros."),
    ("The bill costs $19 million.", "The bill costs 19 million."),
    ("Millions of people fled.", "A million people fled."),
    ("The bill has 84 co-sponsors.", "The bill has $84 co-sponsors."),
    ("The bill has 84 co-sponsors.", "The bill has the 84th co-sponsor."),
    ("Output fell to 84 tons.", "Output fell to −84 tons."),
    ("Output fell to 84 tons.", "Output fell to -84 tons."),
    ("Output fell to 84 tons.", "Output fell to <84 tons."),
    ("Output fell to 84 tons.", "Output fell to ~84 tons."),
    ("Support fell by 5 percentage points.", "Support fell by 5 percent."),
    ("The tower is 84m high.", "The tower is 84 million high."),
    ("It costs $5 a month.", "It costs $5 a year."),
    ("It cost $5 million over ten years.", "It cost $5 million a year."),
    ("The repair took nine days.", "The repair took nine hours."),
    ("The repair took 4 hours and 10 minutes.", "The repair took 4 days and 10 hours."),
    ("The council meets at 7 p.m.", "The council meets at 7 a.m."),
    ("It costs $5 a month.", "The annual cost is $5."),
    ("The ledger is published each month.", "The ledger is published each year."),
    ("A family in eleven pays.", "1 family in 12 pays."),
    ("The council passed a non-binding resolution.", "The council passed a binding resolution."),
    ("The ex-mayor signed the bill.", "The mayor signed the bill."),
    ("The anti-war marchers met.", "The war marchers met."),
    ("The vice-president resigned.", "The president resigned."),
    ("The old mill cost $600 more than the new one.", "The old mill cost $600."),
    ("She bought ninety or so boats.", "She bought ninety boats."),
    ("She bought ninety boats.", "She bought ninety or more boats."),
]
TRUE = [
    ("It costs $60 to run each year. The hall is $900 more.", "It costs $60 a year, and the hall $900 more."),
    ("Each year the town pays twice. The hall costs $900, the barge nothing.", "The hall costs $900."),
    ("A third of the voters stayed home.", "A third of the voters stayed at home."),
    ("Dozens of soldiers died there.", "Dozens of soldiers died."),
    ("The bill costs $19 million.", "The bill costs $19 million."),
    ("The bill costs $19 million.", "The bill costs 19 million dollars."),
    ("The bill costs 19 million US dollars.", "The bill costs $19 million."),
    ("Prices rose from $20 to $84.", "Prices rose from 20 to 84 dollars."),
    ("Prices rose from 20 to 84 dollars.", "Prices rose from $20 to $84."),
    ("Support rose from 5% to 12%.", "Support rose from 5 to 12 percent."),
    ("He has postponed it for the third time.", "He has postponed it three times."),
    ("She stands 214th on the list.", "She is number 214 on the list."),
    ("The bill has 84 co-sponsors.", "The bill has eighty-four co-sponsors."),
    ("The fair opens on March 5th.", "The fair opens on March 5."),
    ("Output fell to −84 tons.", "Output fell to −84 tons."),
    ("Support fell by 5 percentage points.", "Support fell by 5 points."),
    ("The tower is 84m high.", "The tower is 84m high."),
    ("It costs $5 a month.", "It costs $5 per month."),
    ("A year earlier it cost $5.", "It cost $5 a year earlier."),
    ("Each year it costs $5.", "It costs $5 a year."),
    ("The repair took nine whole days.", "The repair took nine days."),
    ("The repair took ten years.", "The repair took a decade."),
    ("The council meets at 7 p.m.", "At 7 p.m. the council meets."),
    ("It costs $60 a year.", "The annual cost is $60."),
    ("The ledger is published each month.", "The ledger is published every month."),
    ("One family in eleven pays.", "1 family in 11 pays."),
    ("The council passed a non-binding resolution.", "The council passed a non-binding resolution."),
    ("The ex-mayor signed the bill.", "The former mayor signed the bill."),
    ("The vice-president resigned.", "The vice president resigned."),
    ("The old mill cost $600 more than the new one.", "The old mill cost another $600."),
    ("Prices rose by 52 percent, more than in Karsk.", "Prices rose by 52 percent."),
    ("She bought ninety or so boats.", "She bought about ninety boats."),
    ("She bought at least ninety boats.", "She bought ninety or more boats."),
    ("The anti-war marchers met.", "The marchers against the war met."),
]


@pytest.mark.parametrize(("source", "said"), FALSE)
def test_another_number_or_unit_is_withheld(source: str, said: str):
    assert isinstance(verdict(said, source), Withheld)


@pytest.mark.parametrize(("source", "said"), TRUE)
def test_the_same_number_is_shown_however_it_is_written(source: str, said: str):
    found = verdict(said, source)
    assert isinstance(found, Statement), found


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("About 40 boats came.", "Roughly 40 boats came."),
        ("They recovered 40 boats.", "They recovered 40 boats in May."),
        ("They handed over 40 pages.", "They turned over 40 pages."),
        ("At most 40 boats came.", "No more than 40 boats came."),
    ],
)
def test_a_bound_that_is_kept_passes(said: str, source: str):
    assert amount(case(said, source)) is None


@pytest.mark.parametrize(
    ("said", "source", "named"),
    [
        ("At least 40 boats came.", "No more than 40 boats came.", "40"),
        ("It cost $9m less than planned.", "It opened $9m over plan.", "$9m"),
        ("40 boats came.", "Nearly 40 boats came.", "nearly"),
        ("More than 40 boats came.", "40 boats came.", "more"),
    ],
)
def test_a_bound_that_is_left_out_or_made_up_is_told(said: str, source: str, named: str):
    assert named in (amount(case(said, source)) or "")


@pytest.mark.parametrize(
    ("text", "found"),
    [("It costs $5 a week.", "week"), ("It rains every week.", "week"), ("It rained last week.", ""), ("a wall", "")],
)
def test_a_period_is_what_stands_behind_an_a_a_per_or_an_every(text: str, found: str):
    tokens = read(text)
    assert "".join(period(tokens, at) for at in range(len(tokens))) == found
