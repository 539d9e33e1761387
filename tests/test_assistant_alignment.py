import pytest
from statements import case

from assistant.alignment import has_stem, match, noun, phrasal, thing
from assistant.lexicon import stem
from assistant.tokens import Token, read
from index.piece import Piece

PIECE = Piece.from_text("Otto bought a barge in Karsk. He painted it blue. Greta said nothing.")


def word(text: str) -> Token:
    return read(f"the {text}")[1]


@pytest.mark.parametrize(
    ("said", "source", "score"),
    [
        ("barges", "barge", 2),
        ("12", "twelve", 2),
        ("purchase", "buy", 1),
        ("sell", "buy", 0),
        ("permits", "lets", 1),
        ("sells", "lets", 0),
        ("12", "13", 0),
        ("Karsk", "barge", 0),
    ],
)
def test_a_word_stands_on_itself_on_a_synonym_or_not_at_all(said: str, source: str, score: int):
    assert match(word(said), word(source)) == score


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("Otto purchased a barge.", {"otto": "otto", "purchased": "bought", "barge": "barge"}),
        ("Otto carried a tuba.", {"otto": "otto"}),
    ],
)
def test_each_word_of_a_statement_is_paired_with_what_it_stands_on(said: str, stands: dict[str, str]):
    held = case(said, PIECE, 0)
    assert {held.tokens[i].text: held.at(place).text for i, place in held.pairs.items()} == stands
    assert held.standing == {place: i for i, place in held.pairs.items()}


def test_of_two_equal_words_the_one_with_the_same_neighbours_is_taken():
    held = case("Greta sold the green boat.", "Otto sold the red boat and Greta sold the green boat.")
    boat = [token.text for token in held.tokens].index("boat")
    number, at = held.pairs[boat]
    assert held.source[number][at - 1].text == "green"


@pytest.mark.parametrize(("said", "loose"), [("barge", False), ("purchased", True), ("tuba", True)])
def test_a_word_is_loose_unless_the_quotes_have_it(said: str, loose: bool):
    held = case(f"Otto {said}.", PIECE, 0)
    assert held.loose(1) is loose


def test_a_case_has_what_it_cites_and_what_a_pronoun_points_back_to():
    held = case("He painted it.", PIECE, 1)
    assert set(held.source) == {1}
    assert set(held.before) == {0}
    assert stem("barge") in held.earlier
    assert stem("blue") not in held.earlier
    assert held.refers(1)
    assert held.words == {"he", "painted", "it", "."}
    assert held.source_words == {token.text for token in held.source_tokens} == {token.text for token in held.source[1]}
    assert not held.copies(1)
    assert case("Otto bought a barge and painted it blue.", "Otto bought a barge.", 0).copies(0)
    assert [token.text for token in held.left] == ["blue"]
    first = case("Otto bought a barge.", PIECE, 0)
    assert not first.refers(0)
    assert first.before == {}


@pytest.mark.parametrize(("cited", "speaks"), [(2, True), (0, False)])
def test_somebody_speaks_only_where_the_quotes_say_so(cited: int, speaks: bool):
    assert case("Greta was there.", PIECE, cited).speaks is speaks


def test_what_was_done_before_names_nobody():
    near = case("He painted it.", PIECE, 1).near
    assert stem("barge") in near
    assert stem("bought") not in near


def test_a_verb_and_its_particle_are_one_word_and_a_verb_alone_is_none():
    assert "turn_down" in phrasal(read("They turned it down."), 1)
    assert phrasal(read("They turned pale."), 1) == ()


def test_a_noun_is_told_from_a_word_that_is_none_and_a_stem_is_found_or_not():
    assert noun(word("barge"))
    assert not noun(word("seldom"))
    assert has_stem(read("Otto bought barges."), {stem("barge")})
    assert not has_stem(read("Otto bought barges."), {stem("tuba")})


@pytest.mark.parametrize(("text", "names"), [("barge", True), ("Karsk", True), ("painted", False), ("12", False)])
def test_a_word_that_can_name_something_is_told_from_a_form_of_a_verb(text: str, names: bool):
    assert thing(word(text)) is names
