from assistant.alignment import Case
from assistant.entities import entities, shown, voice
from assistant.tokens import read
from index.piece import Piece


def test_a_run_of_names_is_one_and_each_number_is():
    tokens = read("The clerk gave Tom Harlan 40 of 61 keys")
    assert [[token.text for token in tokens[a : b + 1]] for a, b in entities(tokens)] == [
        ["tom", "harlan"],
        ["40"],
        ["61"],
    ]


def test_a_passive_verb_has_its_subject_on_the_other_side():
    assert voice(read("Harlan was hired by Oduya"), 2) == -1
    assert voice(read("Harlan hired Oduya"), 1) == 1


def test_it_is_shown_as_written():
    piece = Piece.from_text("x")
    assert shown(Case("She met Tom Harlan", piece, ()), (2, 3)) == "Tom Harlan"
