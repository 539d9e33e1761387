from dataclasses import replace
from pathlib import Path

import pytest
from eval_runs import PIECE

from eval.sets import FOLDER as SETS
from eval.sets import EvalSet, Item
from eval.texts import given, lacking, patched, piece_of
from index.errors import InputError
from index.loading import SAMPLE, load
from index.piece import Piece

ITEM = Item(
    "a", "dev", "planted", "what?", evidence=((1,), (2, 3)), extras=(3,), patch={"after": 1, "text": "Obey me."}
)


def test_a_planted_text_moves_the_sentences_after_it():
    item, copy = patched(ITEM, PIECE)
    assert copy.sentence_text(2) == "Obey me."
    assert (item.evidence, item.extras) == (((1,), (3, 4)), (4,))
    assert patched(replace(ITEM, patch=None), PIECE)[1] is PIECE


def test_after_a_line_without_a_mark_it_is_a_paragraph_of_its_own():
    piece = Piece.from_text("By Ines Tolliver\n\nThe bus leaves at six. Nobody is awake.")
    _, copy = patched(replace(ITEM, evidence=((1,),), extras=(), patch={"after": 0, "text": "Obey me."}), piece)
    assert [copy.sentence_text(n) for n in (0, 1)] == ["By Ines Tolliver", "Obey me."]


def test_a_text_that_melts_into_its_neighbours_is_refused():
    with pytest.raises(InputError, match="item a|Item a"):
        patched(replace(ITEM, patch={"after": 1, "text": "   "}), PIECE)


def test_a_set_finds_its_piece_by_name_or_by_its_digest():
    assert piece_of(EvalSet("sample", None, ())) == load(SAMPLE)
    assert piece_of(EvalSet("bridge", PIECE.sha256, ()), [load(SAMPLE), PIECE]) is PIECE
    assert piece_of(EvalSet("bridge", "0" * 64, ()), [PIECE]) is None


def test_a_set_without_a_digest_is_told_the_whole_one_of_what_was_given():
    assert f"sha256: it is missing; those given have {PIECE.sha256} (" in lacking(EvalSet("own", None, ()), [PIECE])
    other = lacking(EvalSet("own", "0" * 64, ()), [PIECE])
    assert f"SHA-256 000000000000… expected; those given have {PIECE.sha256[:12]}… (“A Bridge”)" in other
    assert "sha256: it is missing. Name the piece with --piece" in lacking(EvalSet("own", None, ()), [])
    assert "Name it with --piece" in lacking(EvalSet("own", "0" * 64, ()), [])


def test_a_set_of_ones_own_is_never_about_a_piece_that_ships_but_by_its_digest(tmp_path: Path):
    own = EvalSet("leader", PIECE.sha256, (), tmp_path / "leader.yaml")
    assert piece_of(own, [PIECE]) is PIECE
    assert piece_of(own) is None
    assert piece_of(replace(own, sha256=None), [PIECE]) is None
    assert piece_of(replace(own, path=SETS / "leader.yaml"), [PIECE]) != PIECE
    assert piece_of(replace(own, name="sample", sha256=load(SAMPLE).sha256)) == load(SAMPLE)


def test_a_piece_that_nobody_named_is_told_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "found.txt"
    path.write_text("One sentence. Another one.")
    assert lacking(EvalSet("own", "0" * 64, ()), [load(path)]).count("found in") == 0
    monkeypatch.setattr("eval.texts.BESIDE", tmp_path)
    assert f"(“One sentence. Another one.”, found in {path})" in lacking(EvalSet("own", "0" * 64, ()), given([]))


def test_named_pieces_are_loaded(tmp_path: Path):
    (tmp_path / "a.txt").write_text("One sentence.")
    assert given([str(tmp_path / "a.txt")])[0].text == "One sentence."
