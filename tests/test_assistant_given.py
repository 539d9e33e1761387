import io
from pathlib import Path
from typing import Any

import pytest
from langchain_core.documents import Document

from assistant.given import check_embeddings, file, piece
from assistant.given import draft as draft_of
from index.encoder import Embedder
from index.errors import InputError, PieceError, StoreError
from index.loading import SAMPLE
from index.piece import Piece

BRIDGE = "The bridge opened in 1931. It cost two million dollars."
ADDRESS = "https://example.org/op-ed.html"


def test_a_path_or_a_piece_is_taken():
    given = Piece.from_text(BRIDGE)
    assert piece(given) is given
    assert piece(SAMPLE) == piece(str(SAMPLE)) == file(str(SAMPLE))


@pytest.mark.parametrize(
    "given",
    [
        None,
        3,
        True,
        b"",
        BRIDGE.encode(),
        [SAMPLE],
        io.StringIO(BRIDGE),
        Document(page_content=BRIDGE),
        [Document(BRIDGE)],
    ],
)
def test_what_is_no_piece_is_told_in_one_line_with_the_way_to_open_a_text(given: Any):
    with pytest.raises(PieceError, match=r"given as a \w+\. Give the path .*Piece\.read\(text\)") as error:
        piece(given)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "text", [BRIDGE, BRIDGE * 100, "# Bridges\n\nThey rust.", "They rust\nand fall", "x\0 y. Z is."]
)
def test_a_text_in_the_place_of_a_path_is_told_from_a_file_that_is_missing(text: str):
    with pytest.raises(PieceError, match=r"is a text.*Piece\.read\(text\)") as error:
        piece(text)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["nowhere.txt", "my draft of May.txt", "op ed v1.2 final.md", "x" * 300, "a\0.txt"])
def test_a_file_that_is_missing_is_told_as_one(name: str):
    with pytest.raises(PieceError, match=r"There is no file|cannot be read"):
        piece(name)


def test_a_file_whose_name_reads_like_a_text_is_opened(tmp_path: Path):
    named = tmp_path / "The bridge opened. It"
    named.write_text(BRIDGE, encoding="utf-8")
    assert piece(str(named)).text == BRIDGE


@pytest.mark.parametrize("given", [ADDRESS, "http:/example.org", f" {ADDRESS}"])
def test_the_address_of_a_page_is_not_fetched_and_says_so(given: str):
    with pytest.raises(PieceError, match="address of a page, which is not fetched"):
        piece(given)
    with pytest.raises(PieceError, match="not fetched"):
        file(given)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("x" * 1_000_001, "has 1,000,001 characters; at most 1,000,000 are taken"),
        ("“in \ud800 1931”", "lone surrogate"),
        (None, "given as a NoneType"),
        (["“in 1931”"], "given as a list"),
    ],
)
def test_what_is_no_draft_is_told_in_one_line(draft: object, said: str):
    with pytest.raises(InputError, match=said):
        draft_of(draft)
    assert draft_of("x" * 1_000_000)


@pytest.mark.parametrize("given", [3, "x", Embedder, object()])
def test_what_are_no_embeddings_is_told_in_one_line(given: object):
    with pytest.raises(StoreError, match="embeddings are given as"):
        check_embeddings(given)
    check_embeddings(Embedder())
    check_embeddings(None)
