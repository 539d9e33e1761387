import pytest

from assistant.lexicon import closed_words, contrary, entry, kin, levels, licensed, opposite, stem, stems, words


def pair(text):
    return tuple(stem(word) for word in text.split())


@pytest.mark.parametrize("text", ["rose rise", "paid pay", "deliveries deliver", "dismissed fired", "purchase buy"])
def test_a_form_or_a_synonym_is_licensed(text):
    said, source = pair(text)
    assert licensed(said, source)


@pytest.mark.parametrize("text", ["rose fell", "buy sell", "library pool", "resign open"])
def test_an_opposite_or_a_stranger_is_not(text):
    assert not licensed(*pair(text))


@pytest.mark.parametrize(("text", "expected"), [("rise fall", True), ("rise grow", False), ("live record", False)])
def test_opposites_are_known(text, expected):
    assert opposite(*pair(text)) is expected


def test_the_opposite_of_a_synonym_is_contrary():
    assert contrary(stem("built"), stem("demolished"))
    assert not contrary(stem("built"), stem("hired"))


def test_a_wider_word_may_stand_for_a_narrower_one_only():
    assert licensed(stem("politician"), stem("mayor"))
    assert not licensed(stem("mayor"), stem("politician"))


def test_kin_needs_a_root_in_common():
    assert kin("deliver", "deliveri")
    assert not kin("inter", "internet")


def test_closed_classes_are_words_as_written():
    assert "hardly" in closed_words()
    assert "hard" not in closed_words()
    assert levels("hedges")["probably"] == "2"
    assert "not" in words("negation")
    assert stem("said") in stems("speech", "verbs")


def test_an_unknown_word_has_no_entry():
    assert entry("zzyzx").parts == ""
    assert "v" in entry(stem("hire")).parts
