import pytest

from index.source import iso_date, joined, known


@pytest.mark.parametrize(
    ("text", "date"),
    [("2025-07-07T10:00:00Z", "2025-07-07"), ("on 2024-01-02.", "2024-01-02"), ("July 7", None), (None, None)],
)
def test_the_first_iso_date_is_taken(text: object, date: str | None):
    assert iso_date(text) == date


@pytest.mark.parametrize(("text", "line"), [("  A \n title ", "A title"), ("", None), (None, None)])
def test_a_title_is_one_line_or_none(text: object, line: str | None):
    assert known(text) == line


def test_blocks_are_paragraphs_and_items_follow_one_another():
    assert joined(["One.", "", "- a", "- b", "Two."]) == "One.\n\n- a\n- b\n\nTwo."
