from index.passages import passages
from index.piece import Piece


def test_a_passage_is_a_sentence_with_the_one_before_it_in_its_paragraph():
    piece = Piece.from_text("All was still. Then it rained.\n\nNobody came.")
    assert [passage.sentences for passage in passages(piece)] == [(0,), (0, 1), (2,)]


def test_passages_are_whole_sentences(sample_piece: Piece):
    starts = {sentence.start for sentence in sample_piece.sentences}
    ends = {sentence.end for sentence in sample_piece.sentences}
    found = passages(sample_piece)
    assert len(found) == len(sample_piece.sentences)
    assert all(passage.start in starts and passage.end in ends for passage in found)
