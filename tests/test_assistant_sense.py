from collections.abc import Callable

import pytest
from statements import case

from assistant import sense


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
        (sense.amount, "About 40 boats came.", "Roughly 40 boats came."),
        (sense.amount, "They recovered 40 boats.", "They recovered 40 boats in May."),
        (sense.amount, "They handed over 40 pages.", "They turned over 40 pages."),
        (sense.amount, "At most 40 boats came.", "No more than 40 boats came."),
        (sense.quantity, "It sails every week.", "It sails twice a week."),
        (sense.quantity, "It lasts a single day.", "It lasts one day."),
        (sense.quantity, "Most bakers closed.", "Most bakers closed early."),
        (sense.compared, "Apples cost more than pears.", "Apples cost more than pears."),
        (sense.direction, "The choir sang before the meal.", "The choir sang before the meal."),
        (sense.cause, "The barn fell because of the storm.", "The barn fell because of the storm."),
    ],
)
def test_a_statement_that_keeps_the_sense_passes(check: Callable, said: str, source: str):
    assert check(case(said, source)) is None


@pytest.mark.parametrize(
    ("check", "said", "source", "named"),
    [
        (sense.negation, "The ferry sailed in winter.", "The ferry never sailed in winter.", "never"),
        (sense.negation, "The mayor announced when.", "The mayor has not said when.", "not"),
        (sense.amount, "At least 40 boats came.", "No more than 40 boats came.", "40"),
        (sense.amount, "It cost $9m less than planned.", "It opened $9m over plan.", "$9m"),
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
        (sense.amount, "40 boats came.", "Nearly 40 boats came.", "nearly"),
        (sense.amount, "More than 40 boats came.", "40 boats came.", "more"),
        (sense.quantity, "Bakers closed early.", "Some bakers closed early.", "some"),
        (sense.quantity, "All bakers closed early.", "Bakers closed early.", "all"),
        (sense.compared, "Pears cost more than apples.", "Apples cost more than pears.", "comparison"),
        (sense.direction, "The choir sang after the meal.", "The choir sang before the meal.", "after"),
        (sense.cause, "The barn fell because a storm came.", "The barn fell. A storm came.", "because"),
    ],
)
def test_a_statement_that_turns_the_sense_is_told_why(check: Callable, said: str, source: str, named: str):
    assert named in (check(case(said, source)) or "")
