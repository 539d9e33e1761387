import hashlib
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.encoder import MODEL, WINDOW_TOKENS, Embedder, PieceTokens, SpanReader, manifest, token_ids, tokenizer
from index.piece import Piece


def test_the_manifest_names_the_files_that_ship():
    for model in json.loads((MODEL / "manifest.json").read_text()).values():
        assert hashlib.sha256((MODEL / model["file"]).read_bytes()).hexdigest() == model["sha256"]


def test_a_models_name_carries_its_hash():
    assert manifest("reader").split("@")[1] in (MODEL / "manifest.json").read_text()


def test_the_reader_is_an_onnx_file_of_a_stated_opset_and_size():
    from onnxruntime import InferenceSession

    file = MODEL / "reader-int8.onnx"
    session = InferenceSession(str(file), providers=["CPUExecutionProvider"])
    assert {i.name for i in session.get_inputs()} == {"input_ids", "attention_mask", "token_type_ids"}
    assert [output.name for output in session.get_outputs()] == ["start", "end", "evidence"]
    assert b"B\x02\x10\x11" in file.read_bytes()[-200:], "opset 17, as the model's last fields say"
    assert sum(path.stat().st_size for path in MODEL.glob("*.onnx")) < 50e6


def test_vectors_are_normalised_and_do_not_depend_on_their_batch():
    texts = ["The cat sleeps.", "A much longer sentence about a bill in the Senate and its sponsors.", ""]
    together = Embedder().embed(texts)
    alone = np.concatenate([Embedder().embed([text]) for text in texts])
    assert together.shape == (3, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    assert np.allclose((together * alone).sum(axis=1), 1, atol=0.02)


def test_no_texts_are_no_vectors():
    assert Embedder().embed_documents([]) == []


def test_meaning_is_nearer_than_wording():
    question, near, far = Embedder().embed(["who pays for it?", "Taxpayers will foot the bill.", "It rained for days."])
    assert question @ near > question @ far


@pytest.fixture(scope="module")
def piece() -> Piece:
    return Piece.from_text(
        "The council met on Monday. It has 84 members. Nobody spoke for long.\n\nThen they all went home."
    )


def read(question: str, piece: Piece):
    tokens = PieceTokens(piece)
    return SpanReader().read(question, tokens, tokens.windows())


def test_the_sentence_that_answers_scores_highest(piece: Piece):
    reading = read("how many members does the council have?", piece)
    assert int(reading.scores.argmax()) == 1


def test_the_span_lies_inside_its_sentence(piece: Piece):
    reading = read("how many members does the council have?", piece)
    for sentence, span in zip(piece.sentences, reading.spans, strict=True):
        assert span is not None
        assert sentence.start <= span[0] < span[1] <= sentence.end
    assert "84" in piece.text[slice(*reading.spans[1])]


def test_windows_hold_whole_sentences_and_overlap_until_the_end():
    piece = Piece.from_text(" ".join(f"This is the sentence with the number {n} in it." for n in range(80)))
    tokens = PieceTokens(piece)
    windows = tokens.windows()
    assert len(windows) > 3
    assert all(window.end - window.start <= WINDOW_TOKENS for window in windows)
    assert all(later.start < earlier.end for earlier, later in pairwise(windows))
    assert windows[-1].end == len(tokens.ids)


def test_halves_begin_in_the_middle_of_the_window_before():
    tokens = PieceTokens(
        Piece.from_text(" ".join(f"This is the sentence with the number {n} in it." for n in range(80)))
    )
    halves = tokens.halves()
    assert all(
        later.start - earlier.start == pytest.approx(WINDOW_TOKENS / 2, abs=12) for earlier, later in pairwise(halves)
    )
    assert halves[-1].end == len(tokens.ids)


def test_a_short_text_is_one_window(piece: Piece):
    assert PieceTokens(piece).halves() == PieceTokens(piece).windows()


def test_a_sentence_longer_than_a_window_is_read_in_parts():
    piece = Piece.from_text("The list goes on with " + "apples and pears, " * 200 + "and 17 plums. It ends.")
    reading = read("how many plums are there?", piece)
    assert np.isfinite(reading.scores).all()
    assert int(reading.scores.argmax()) == 0


def test_only_the_given_sentences_are_read(piece: Piece):
    tokens = PieceTokens(piece)
    reading = SpanReader().read("who went home?", tokens, tokens.windows([3]))
    assert np.isfinite(reading.scores).tolist() == [False, False, False, True]


def test_letters_that_the_tokenizer_does_not_know_are_still_read():
    reading = read("ماذا حدث؟", Piece.from_text("هذه جملة. وهذه جملة أخرى."))
    assert len(reading.scores) == 2


def test_the_runtime_keeps_no_telemetry_of_its_own(tmp_path: Path):
    code = "from index.encoder import Embedder; Embedder().embed_query('a word')"
    env = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=env)
    assert list(tmp_path.iterdir()) == []


def test_the_tokens_of_a_text_have_no_marks_around_them():
    assert token_ids("the mill") == tokenizer().encode("the mill").ids[1:-1]
    assert token_ids("") == []
