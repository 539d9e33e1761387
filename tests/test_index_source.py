import pytest

from index.source import iso_date, joined, known, row


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


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("20240305T0600", "2024-03-05"),
        ("Tue, 5 Mar 2024 10:12", "2024-03-05"),
        ("March 5th, 2024", "2024-03-05"),
        ("Sept. 3 2020", "2020-09-03"),
        ("31 Feb 2024, 1 May 2024", "2024-05-01"),
        ("5/3/2024", None),
        ("Mayor 5, 2024", None),
        ("May 2024", None),
        ("120240305", None),
    ],
)
def test_a_date_may_be_written_out_and_of_figures_alone_only_with_the_year_first(text: str, date: str | None):
    assert iso_date(text) == date


def test_a_row_is_its_cells_on_one_line_unless_they_are_sentences():
    assert row(["a ", "", "b", ""]) == "a |  | b"
    assert row(["", "a"]) == "a"
    assert row(["One.", "Two", ""]) == "One.\n\nTwo"


def test_the_rows_of_a_small_table_stay_together_and_those_of_a_large_one_are_paragraphs():
    rows = ["City | Lots", *(f"Arden {number} | 1,204" for number in range(60))]
    assert joined(["One.", *rows[:4], "Two."]) == "One.\n\n" + "\n".join(rows[:4]) + "\n\nTwo."
    assert joined(rows) == "\n\n".join(rows)
    assert joined(["One | two.", "Three | four."]) == "One | two.\n\nThree | four."
