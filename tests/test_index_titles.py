from assistant.tokens import TITLES
from index import sentences
from index.titles import HONOURS, RANKS, SHORT, written


def test_titles_are_found_as_they_are_written():
    assert written(*SHORT[:2], *HONOURS[:1]) == "Mr|Mrs|Sir"


def test_what_is_a_title_in_one_place_is_one_in_the_others():
    assert {*SHORT, *RANKS, *HONOURS} <= TITLES
    assert {*SHORT, *RANKS} <= sentences.TITLES
