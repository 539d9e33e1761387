import pytest

from assistant.tokens import read


def kinds(text, kind):
    return [token.text for token in read(text) if token.kind == kind]


def test_every_token_stands_where_it_says():
    text = "Mr. Harlan’s 84 allies can’t wait; “it won’t work,” he said at 4:40 p.m."
    folded = text.replace("’", "'").replace("“", '"').replace("”", '"').lower()
    for token in read(text):
        if token.stem not in {"not", "can", "will"}:
            assert folded[token.start : token.end].startswith(token.text), token


def test_names_are_told_from_words_that_open_a_sentence():
    assert kinds("The mayor met Oduya in Kettleby.", "name") == ["oduya", "kettleby"]
    assert kinds("Water rose. Oduya left.", "name") == ["oduya"]


def test_a_contracted_not_is_a_word_of_its_own():
    assert [token.text for token in read("They didn’t and can’t.") if token.text == "not"] == ["not", "not"]
    assert "not" not in [token.text for token in read("They did.")]


def test_a_title_ends_no_clause():
    assert len({token.clause for token in read("Mr. Harlan met Ms. Oduya")}) == 1
    assert len({token.clause for token in read("Harlan left; Oduya stayed")}) == 2


def test_quoted_words_are_known_as_such():
    assert [token.text for token in read("She said “no way” twice") if token.quoted and token.kind == "word"] == [
        "no",
        "way",
    ]


@pytest.mark.parametrize(("text", "owner"), [("Harlan’s plan", True), ("Harlan plans", False)])
def test_a_possessive_is_known_as_such(text, owner):
    assert read(text)[0].possessive is owner
