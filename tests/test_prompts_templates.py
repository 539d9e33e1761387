import pytest

from prompts import load_table, load_text, tables, variables


def test_the_variables_of_a_template_are_its_names_in_braces():
    assert variables("{a} and {{b}} and {c!r}") == {"a", "c"}


def test_a_table_with_other_variables_than_declared_is_refused():
    with pytest.raises(ValueError, match="date: takes \\['value'\\], expected \\['when'\\]"):
        load_table("messages.toml", "metadata", {"date": {"when"}, "title": {"value"}, "author": {"value"}})


def test_a_template_that_nobody_declared_is_refused():
    with pytest.raises(ValueError, match="the code expects"):
        load_table("messages.toml", "metadata", {"date": {"value"}})


def test_a_text_with_other_variables_than_declared_is_refused():
    assert "{language}" in load_text("answer.txt", {"language"})
    with pytest.raises(ValueError, match="answer.txt takes \\['language'\\], expected \\[\\]"):
        load_text("answer.txt", set())


def test_the_tables_of_a_file_are_named():
    assert {"frames", "refusals"} <= tables("messages.toml")
