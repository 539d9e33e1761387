import pytest

from assistant.engine import Engine
from assistant.offer import MOST, UNKNOWN, budget, cost, numbered, offered
from index.piece import Piece


@pytest.mark.parametrize(("context", "tokens"), [(None, UNKNOWN), (8_192, 5_019), (1_000_000, MOST), (1_000, 0)])
def test_the_budget_follows_the_models_context(context: int | None, tokens: int):
    assert budget(context) == tokens


def test_a_script_without_small_letters_costs_a_token_a_character():
    assert cost("法案有八十四个共同提案人") > cost("The bill has 84 ") + 5


def test_a_short_piece_is_offered_whole(engine: Engine):
    assert offered(engine.piece, engine.search, "How many co-sponsors?", UNKNOWN) == list(range(34))


def test_of_a_long_piece_the_best_sentences_come_in_reading_order(engine: Engine):
    numbers = offered(engine.piece, engine.search, "How many co-sponsors does the bill have?", 300)
    assert 25 in numbers
    assert numbers == sorted(set(numbers))
    assert sum(cost(engine.piece.sentence_text(number)) for number in numbers) <= 300


def test_a_quotation_over_two_sentences_is_offered_whole(engine: Engine):
    numbers = offered(engine.piece, engine.search, "What does a call tell you, says the ambassador?", 100)
    assert {7, 8} <= set(numbers)


def test_something_is_offered_however_small_the_budget(engine: Engine):
    assert offered(engine.piece, engine.search, "How many co-sponsors does the bill have?", 0)


def test_sentences_are_numbered_from_1_one_a_line_and_gaps_are_marked():
    piece = Piece.from_text("One is\nhere. Two is here. Three is here.")
    assert numbered(piece, [0, 2]) == "[1] One is here.\n…\n[3] Three is here."
