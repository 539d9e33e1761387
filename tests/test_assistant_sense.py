from collections.abc import Callable

import pytest
from statements import case, verdict

from assistant import sense
from assistant.answer import Statement, Withheld


@pytest.mark.parametrize(
    ("check", "said", "source"),
    [
        (sense.negation, "The ferry never sailed.", "The ferry never sailed in winter."),
        (sense.condition, "The mill will close if the river floods.", "If the river floods, the mill will close."),
        (sense.hedge, "The orchard may survive.", "The orchard may survive the frost."),
        (sense.copied, "We will go.", "We will go; if it rains, we stay."),
        (sense.copied, "It may rain.", "It may rain."),
        (sense.normative, "The council should repair the pier.", "The council should repair the pier at once."),
        (sense.negation, "The truce held nine days.", "The cease-fire held nine days."),
        (sense.negation, "No fewer than 40 boats came.", "At least 40 boats came."),
        (sense.negation, "The ferry cancelled the trip.", "The ferry dropped the trip."),
        (sense.negation, "Nobody will say when.", "When the ferry sails nobody will say."),
        (sense.hedge, "The mayor declined to name the owner.", "The mayor would not name the owner."),
        (sense.negation, "The mill does not lack water.", "The mill does not lack water in May."),
        (sense.negation, "The baker asked for a loan.", "The baker asked for a loan, and he came away with nothing."),
        (sense.negation, "The word did not appear in the letter.", "The word appeared in neither letter."),
        (sense.normative, "There should be no rise until May.", "First, no rise until May."),
        (sense.normative, "There should be a ledger.", "Third, a ledger, printed each month."),
        (sense.normative, "The author wants a ledger.", "Third, a ledger, printed each month."),
        (sense.normative, "Karsk reached 15 in May.", "First, no rise, as Karsk reached 15 in May."),
        (sense.normative, "The author grants that he is right.", "About the mill, I must say, he is right."),
        (sense.condition, "The paper asks to count them.", "Count them. If it fails, this paper will print a map."),
        (sense.negation, "The firm stopped farm visits.", "In May it was no farm visits."),
        (sense.hedge, "She has tended the garden.", "She has looked after the garden."),
        (sense.hedge, "For a week in March it would end in the dark.", "In March it would, for a week."),
        (sense.hedge, "A boat could replace it.", "Ask for a boat to replace it."),
        (sense.negation, "Naomi suggests a choir.", "Naomi said: why not a choir?"),
        (sense.negation, "The council said no in May, five to two.", "It was asked in May and said no, five to two."),
    ],
)
def test_a_statement_that_keeps_the_sense_passes(check: Callable, said: str, source: str):
    assert check(case(said, source)) is None


@pytest.mark.parametrize(
    ("check", "said", "source", "named"),
    [
        (sense.negation, "The ferry sailed in winter.", "The ferry never sailed in winter.", "never"),
        (sense.negation, "The mayor announced when.", "The mayor has not said when.", "not"),
        (sense.negation, "The ferry did not sail.", "The ferry sailed in winter.", "not"),
        (sense.condition, "The mill will close.", "If the river floods, the mill will close.", "if"),
        (sense.condition, "The mill will close if the river floods.", "The mill will close.", "if"),
        (sense.copied, "He will know.", "He may know.", "may"),
        (sense.copied, "So they will.", "Perhaps so they may.", "perhaps"),
        (sense.copied, "It will be Karsk.", "If they rank as they fear, it will be Karsk.", "if"),
        (sense.copied, "She would come.", "She would come, provided somebody asked her.", "provided"),
        (sense.hedge, "The orchard survives the frost.", "The orchard may survive the frost.", "may"),
        (sense.hedge, "The orchard probably survived.", "The orchard survived the frost.", "probably"),
        (sense.normative, "The council should repair the pier.", "The council repaired the pier.", "should"),
        (sense.normative, "The council repairs the pier.", "The council should repair the pier.", "should"),
        (sense.negation, "The mill lacks water.", "The mill does not lack water in May.", "not"),
        (sense.negation, "The word appeared.", "The word appeared in neither.", "neither"),
        (sense.normative, "No rise should come.", "First, no rise came.", "should"),
        (sense.normative, "A mill should flood the town.", "Then, a mill floods the town.", "should"),
        (sense.normative, "It prints a ledger each month.", "Third, a ledger, printed each month.", "ledger"),
        (sense.normative, "The board says yes.", "It should say yes this time.", "should"),
        (sense.condition, "It will print a map.", "Count them. If it fails, this paper will print a map.", "if"),
        (sense.negation, "The firm paid for farm visits.", "In May it was no farm visits.", "no"),
        (sense.hedge, "She tended to win.", "She won.", "tended"),
        (sense.hedge, "It ended in the dark for a week in March.", "In March it would, for a week.", "would"),
        (sense.hedge, "The boats could replace it.", "Boats replaced it.", "could"),
        (sense.negation, "Naomi is not for a choir.", "Naomi said: why not a choir?", "not"),
        (sense.negation, "The council said no in May.", "It was asked in May and said yes.", "no"),
    ],
)
def test_a_statement_that_turns_the_sense_is_told_why(check: Callable, said: str, source: str, named: str):
    assert named in (check(case(said, source)) or "")


@pytest.mark.parametrize(
    ("said", "source"),
    [
        (
            "Reed & Sons has run the baths since 1998.",
            "I do not blame Reed & Sons, which has run the baths since 1998.",
        ),
        (
            "Hartley has promised three boats.",
            "The boats are old, and a new one would cost a sum that the town hasn’t got; Hartley has promised three.",
        ),
        (
            "If the town calls him by letter, neither may speak until he has come.",
            "The town may call him by letter, and neither may speak until he has come.",
        ),
        ("It is about the 400 jobs at the yard.", "There are the 400 jobs at the yard."),
    ],
)
def test_a_negation_or_a_hedge_elsewhere_in_the_sentence_withholds_nothing(said, source):
    assert isinstance(verdict(said, source), Statement), verdict(said, source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        (
            "The town has got a sum.",
            "A new boat would cost a sum that the town hasn’t got; Hartley has promised three.",
        ),
        ("I blame Reed & Sons.", "I do not blame Reed & Sons, which has run the baths since 1998."),
        ("The town will call him.", "The town may call him, and he will bring the map."),
    ],
)
def test_what_it_governs_is_still_kept(said, source):
    assert isinstance(verdict(said, source), Withheld)
