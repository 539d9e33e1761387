import numpy as np
import pytest

from index import late
from index.encoder import PieceTokens, Window, encoded, interaction, tokenizer
from index.late import LateReader
from index.piece import Piece


@pytest.fixture(scope="module")
def tokens() -> PieceTokens:
    return PieceTokens(
        Piece.from_text(
            "The ferry runs twice a day. Its fare rose to nine shillings in May.\n\n"
            "The mayor will not pay for a bridge. She said so in front of everyone."
        )
    )


def test_the_sentence_that_answers_is_first(tokens: PieceTokens):
    scores = LateReader(tokens).scores("what does a ticket cost", tokens.windows())
    assert scores.argmax() == 1


def test_a_sentence_in_no_window_is_not_scored(tokens: PieceTokens):
    scores = LateReader(tokens).scores("who will not pay", tokens.windows([2]))
    assert np.isfinite(scores).tolist() == [False, False, True, False]


def test_a_sentence_in_two_windows_has_the_mean_of_its_scores(tokens: PieceTokens):
    reader = LateReader(tokens)
    one, other = tokens.windows([2]), tokens.windows([1, 2, 3])
    both = reader.scores("who will not pay", [*one, *other])
    each = [reader.scores("who will not pay", windows)[2] for windows in (one, other)]
    assert both[2] == pytest.approx(sum(each) / 2, abs=1e-4)
    assert each[0] != each[1]


def test_the_score_is_that_of_the_nearest_tokens_and_of_the_means(tokens: PieceTokens):
    window = Window(0, int(tokens.first[2]))
    asked = encoded(tuple(tokenizer().encode("what is the fare", add_special_tokens=False).ids))
    read = encoded(tuple(tokens.ids[: window.end]))
    nearest, like, bias = interaction()
    for number in (0, 1):
        inside = [1 + place for place in range(window.end) if tokens.sentence[place] == number]
        near = sum(
            weight * max(float(vector @ read.tokens[place]) for place in inside)
            for vector, weight in zip(asked.tokens, asked.weights, strict=True)
        )
        mean = read.states[inside].mean(axis=0)
        alike = float(mean @ asked.vector) / float(np.linalg.norm(mean))
        scored = LateReader(tokens).scores("what is the fare", [window])[number]
        assert scored == pytest.approx(nearest * near + like * alike + bias, abs=0.02)


def test_windows_that_are_no_longer_kept_are_read_again(tokens: PieceTokens, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(late, "KEPT", 1)
    reader = LateReader(tokens)
    windows = [*tokens.windows([0]), *tokens.windows([2])]
    before = reader.scores("who will not pay", windows)
    assert reader._part.cache_info().currsize == 1
    assert np.array_equal(before, reader.scores("who will not pay", windows))
    assert reader._part.cache_info().misses == 4


def test_the_weights_of_a_questions_tokens_are_one_in_all():
    read = encoded(tuple(tokenizer().encode("who will not pay", add_special_tokens=False).ids))
    assert read.weights.sum() == pytest.approx(1, abs=1e-4)
    assert np.allclose(np.linalg.norm(read.tokens, axis=1), 1, atol=1e-3)
