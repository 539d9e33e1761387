from eval.labelled import read_labelled


def test_lines_are_sentences_and_blank_lines_part_paragraphs(tmp_path):
    file = tmp_path / "x1.txt"
    file.write_text("# title: Mud\n# date: 2024-03-05\nOne duck. Two ducks.\nThree.\n\nFour.\n", "utf-8")
    piece = read_labelled(file)
    assert piece.text == "One duck. Two ducks. Three.\n\nFour."
    assert [piece.sentence_text(n) for n in range(3)] == ["One duck. Two ducks.", "Three.", "Four."]
    assert [sentence.paragraph for sentence in piece.sentences] == [0, 0, 1]
    assert (piece.title, piece.author, piece.date) == ("Mud", None, "2024-03-05")
