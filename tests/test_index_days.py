import calendar

from index.days import MONTHS, WEEKDAYS


def test_the_days_and_months_are_those_of_the_calendar_in_its_order():
    assert list(WEEKDAYS) == [name.lower() for name in calendar.day_name]
    assert list(MONTHS) == [name.lower() for name in calendar.month_name if name]
