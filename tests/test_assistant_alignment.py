from assistant.alignment import Case, match, noun
from assistant.tokens import read
from index.piece import Piece

PIECE = Piece.from_text("A board met. It turned down a tram, and then it turned down a tunnel under Kettleby.")


def case(text, number=1):
    return Case(text, PIECE, (PIECE.quote(number),))


def stands_on(text, word):
    found = case(text)
    index = next(i for i, token in enumerate(found.tokens) if token.text == word)
    return found.at(found.pairs[index]).text if index in found.pairs else None


def test_a_word_stands_on_its_like_a_synonym_or_a_phrasal_verb():
    assert stands_on("A tunnel was rejected.", "tunnel") == "tunnel"
    assert stands_on("A tunnel was rejected.", "rejected") == "turned"


def test_a_stranger_stands_on_nothing():
    assert stands_on("A bridge was rejected.", "bridge") is None


def test_of_two_places_the_one_beside_the_neighbours_is_taken():
    found = case("It turned down a tunnel.")
    index = next(i for i, token in enumerate(found.tokens) if token.text == "turned")
    places = [i for i, token in enumerate(found.source[1]) if token.text == "turned"]
    assert found.pairs[index] == (1, places[1])


def test_earlier_words_are_those_before_the_quotes():
    assert "board" in case("x").earlier
    assert "tunnel" not in case("x").earlier


def test_a_pronoun_refers_back():
    assert case("x").refers(1)
    assert not Case("x", PIECE, (PIECE.quote(0),)).refers(0)


def test_a_name_is_matched_by_no_synonym():
    name, word = read("the Board of a council")[1], read("a council")[1]
    assert name.kind == "name"
    assert match(name, word) == 0


def test_nouns_are_known():
    assert noun(read("a council")[1])
    assert not noun(read("abolish")[0])
