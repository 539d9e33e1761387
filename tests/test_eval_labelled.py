from pathlib import Path

from eval.labelled import read_labelled

LINES = """# title: The mill
# author: Ines Tolliver
# date: 2021-03-04

Mr. Brack closed the mill. He kept the key.
Nobody asked why.

The ferry sails at noon.
"""


def test_a_line_is_a_sentence_whatever_a_splitter_would_say(tmp_path: Path):
    file = tmp_path / "mill.txt"
    file.write_text(LINES, encoding="utf-8")
    piece = read_labelled(file)
    assert [piece.sentence_text(sentence.number) for sentence in piece.sentences] == [
        "Mr. Brack closed the mill. He kept the key.",
        "Nobody asked why.",
        "The ferry sails at noon.",
    ]
    assert [sentence.paragraph for sentence in piece.sentences] == [0, 0, 1]
    assert piece.text.count("\n\n") == 1


def test_what_stands_after_hashes_is_known_and_is_not_text(tmp_path: Path):
    file = tmp_path / "mill.txt"
    file.write_text(LINES, encoding="utf-8")
    piece = read_labelled(file)
    assert (piece.title, piece.author, piece.date) == ("The mill", "Ines Tolliver", "2021-03-04")
    assert "#" not in piece.text
    bare = tmp_path / "bare.txt"
    bare.write_text("The ferry sails at noon.\n", encoding="utf-8")
    assert (read_labelled(bare).title, read_labelled(bare).author, read_labelled(bare).date) == (None, None, None)


def test_another_word_is_another_digest(tmp_path: Path):
    digests = []
    for name, text in {"a": LINES, "b": LINES.replace("noon", "dusk"), "c": LINES}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        digests.append(read_labelled(tmp_path / name).sha256)
    assert digests[0] == digests[2] != digests[1]
