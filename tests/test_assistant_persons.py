import pytest
from statements import case

from assistant import persons
from assistant.lexicon import stem
from assistant.tokens import read
from index.piece import Piece

TOWN = Piece.from_text(
    "Ms. Greta Quill, the mayor, met Mr. Otto Brandt. She opened 12 parks. Prices rose in Karsk. It rained."
)


def test_a_pronoun_reaches_the_people_named_before_it_and_a_sentence_without_one_reaches_nobody():
    held = case("She opened parks.", TOWN, 1)
    assert {"greta", "quill"} <= {token.text for token in persons.reachable(held)}
    assert {"greta", "quill"} <= {token.text for token in persons.nearest(held, 1)}
    assert persons.reachable(case("Prices rose.", TOWN, 2)) == []
    assert persons.personal(read("She opened parks."))
    assert not persons.personal(read("It rained."))


@pytest.mark.parametrize(("name", "known"), [("quill", "f"), ("brandt", "m"), ("karsk", "")])
def test_a_title_tells_a_gender_and_that_a_name_is_a_persons(name: str, known: str):
    assert persons.gender(TOWN.text, name) == known
    assert (name in persons.persons(TOWN.text)) is bool(known)


def test_parts_of_a_name_belong_together_and_what_stands_beside_it_describes_it():
    assert "greta" in persons.full_names(TOWN.text)["quill"]
    assert "otto" not in persons.full_names(TOWN.text)["quill"]
    assert "at" not in persons.full_names("At Karsk it rained. In Karsk Hill it froze.")
    assert stem("mayor") in persons.beside(TOWN.text, "quill")
    assert stem("prices") not in persons.beside(TOWN.text, "quill")
    held = case("The mayor slept in the rain.", TOWN, 3)
    mayor, rain = (next(token for token in held.tokens if token.text == word) for word in ("mayor", "rain"))
    assert persons.described(held, mayor, "quill")
    assert not persons.described(held, rain, "quill")


def test_two_names_that_are_no_words_are_a_person():
    found = persons.persons(
        "The United Lamps union meets once a year, says Mireille Castonguay. It hired Ben Stowe's boat."
    )
    assert {"mireille", "castonguay"} <= found
    assert not {"united", "lamps"} & found
