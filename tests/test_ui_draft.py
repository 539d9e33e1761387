import io

import pytest
from docx import Document

from assistant.draft import check
from index.errors import PieceError
from index.piece import Piece
from ui.draft import line_number, read, told, total

PIECE = Piece.from_text(
    "The bridge opened in 1931. It cost two million dollars.", title="Bridges", author="Ann Orr", date="2026-02-03"
)
DRAFT = "It “cost two million dollars”.\n\nIt “cost\nfive million”."


def test_what_was_found_is_counted_and_of_nothing_it_is_said():
    assert total(check(DRAFT, PIECE)) == "2 quotations: 1 as in the piece, 1 not"
    assert total(check(DRAFT[:30], PIECE)) == "1 quotation: 1 as in the piece, 0 not"
    assert total([]) == "The draft has no quotation in it: no words stand between quotation marks."


def test_a_quotation_is_found_again_by_the_line_on_which_it_begins():
    assert [line_number(DRAFT, one) for one in check(DRAFT, PIECE)] == [1, 3]


def test_all_of_it_is_told_as_plain_text_with_the_piece_that_it_was_checked_against():
    lines = told(DRAFT, check(DRAFT, PIECE), PIECE).split("\n")
    assert lines[0] == "2 quotations: 1 as in the piece, 1 not"
    assert lines[1].startswith("Checked against Ann Orr, “Bridges”, ")
    assert lines[3:5] == ["✓ line 1: “cost two million dollars”", "  [2] It cost two million dollars."]
    assert lines[6].startswith("✗ line 3: “cost five million”")
    assert len(lines[7]) > 2


def test_a_piece_without_a_name_is_named_by_its_beginning():
    piece = Piece.from_text("The bridge opened in 1931.")
    assert "Checked against The bridge opened in 1931.\n" in told("“in 1931”", check("“in 1931”", piece), piece)


def test_a_plain_file_is_read_as_it_stands_and_any_other_as_a_piece_is():
    front = "---\r\ntitle: “Bridges”\r\n---\r\n"
    assert read(front.encode(), "draft.md") == "---\ntitle: “Bridges”\n---\n"
    assert read("“in 1931”".encode("utf-16"), "draft") == "“in 1931”"
    document, held = Document(), io.BytesIO()
    document.add_paragraph("It “cost two million dollars”.")
    document.save(held)
    assert read(held.getvalue(), "draft.docx") == "It “cost two million dollars”."


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"x" * 10_000_001, "draft.txt", "10.0 MB"),
        (b"\x89PNG\r\n", "draft.md", "PNG image"),
        (b"%PDF-1.4 nothing", "draft.pdf", "not a readable PDF"),
    ],
)
def test_a_file_that_is_no_text_is_told_in_one_line(data: bytes, name: str, said: str):
    with pytest.raises(PieceError, match=said):
        read(data, name)
