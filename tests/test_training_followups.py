import json

from training.fit_weights import FOLLOWUPS
from training.pieces import FOLDER, read_piece, split_of

ROWS = [json.loads(line) for line in FOLLOWUPS.read_text(encoding="utf-8").splitlines()]


def test_the_follow_ups_are_about_dev_pieces_and_half_of_them_are_not_answered():
    assert {split_of(row["piece"]) for row in ROWS} == {"dev"}
    assert sum(row["answerable"] for row in ROWS) * 2 == len(ROWS) == 630


def test_every_follow_up_has_a_history_and_evidence_that_its_piece_has():
    counts = {name: len(read_piece(FOLDER / f"{name}.txt").sentences) for name in {row["piece"] for row in ROWS}}
    for row in ROWS:
        assert row["history"]
        assert row["q"].strip()
        assert bool(row["gold"]) is row["answerable"]
        assert all(0 <= number < counts[row["piece"]] for group in row["gold"] for number in group)
