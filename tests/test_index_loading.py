import os
import threading
from pathlib import Path

import pytest

from index.errors import PieceError
from index.loading import MAX_BYTES, decoded, load, load_bytes, load_text


@pytest.fixture
def write(tmp_path: Path):
    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def test_plain_text_is_kept_character_for_character(write):
    text = "Curly “quotes”, a no-break\u00a0space and\u2009thin ones…\n\nA hard\nwrapped line."
    assert load(write("a.txt", text)).text == text


def test_the_leading_date_becomes_metadata(write):
    piece = load(write("a.txt", " date 2025-07-07 President Somebody spoke. He left.\n"))
    assert piece.date == "2025-07-07"
    assert piece.text == "President Somebody spoke. He left."


@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_the_leading_date_becomes_metadata_in_every_format(write, name: str):
    piece = load(write(name, " date 2025-07-07 President Somebody spoke."))
    assert (piece.date, piece.text) == ("2025-07-07", "President Somebody spoke.")


def test_a_date_that_the_file_states_leaves_the_text_alone(write):
    piece = load(write("a.md", "---\ndate: 2024-01-01\n---\ndate 2025-07-07 It was."))
    assert (piece.date, piece.text) == ("2024-01-01", "date 2025-07-07 It was.")


@pytest.mark.parametrize(
    "text",
    [
        "The date 2025-07-07 was fine.",
        "date: 2025-07-07 it was.",
        "date 25-7-7 it was.",
        "date 2025-99-99 it was.",
    ],
)
def test_other_dates_stay_in_the_text(write, text: str):
    piece = load(write("a.txt", text))
    assert piece.text == text
    assert piece.date is None


def test_line_ends_of_other_systems_become_newlines(write):
    assert load(write("a.txt", b"One\r\ntwo.\r\rThree.")).text == "One\ntwo.\n\nThree."


@pytest.mark.parametrize(
    "data",
    [
        "“Hé” said.".encode(),
        b"\xef\xbb\xbf" + "“Hé” said.".encode(),
        "“Hé” said.".encode("utf-16"),
        "“Hé” said.".encode("cp1252"),
    ],
)
def test_the_usual_encodings_are_understood(data: bytes):
    assert decoded(data, "a.txt") == "“Hé” said."


def test_both_hashes_are_kept(write):
    piece = load(write("a.txt", " date 2025-07-07 Here it is.\n"))
    assert piece.sha256 != piece.source_sha256


def test_a_file_without_an_ending_is_text(write):
    assert load(write("README", "It is text.")).text == "It is text."


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\0\1\2", "NUL bytes"),
        ("a.txt", b"\x89PNG\r\n", "PNG image"),
        ("a.txt", b"%PDF-1.7", "is a PDF, not text"),
        ("a.txt", bytes(range(128, 256)) * 4, "not text in UTF-8"),
        ("a.txt", b"\xff\xfe\x00", "not text in UTF-8"),
        ("a.txt", b"GIF89a\x01", "is a GIF image"),
        ("a.doc", b"\xd0\xcf\x11\xe0abc abc", "legacy Office"),
        ("a.rtf", b"{\\rtf1 Words.}", "rich text"),
        ("a.txt", b"\x01\x02 words in between", "control characters"),
        ("a.txt", "NUL \0 in UTF-16".encode("utf-16"), "control characters"),
        ("a.html", b"\x89PNG\r\n", "PNG image"),
        ("a.html", b"<p>A \0 b</p>", "NUL bytes"),
        ("a.CSV", b"ward,votes\nHarlow,31", "is a table"),
        ("a.tsv", b"ward\tvotes\nHarlow\t31", "is a table"),
        ("a.unknown", b"\0\1\2", "NUL bytes"),
        ("a\nb.txt", b"", "is empty"),
        ("a.txt", b"?! ...", "No words"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "at most 10 MB"),
        (
            "a.txt",
            b"https://tawe.example/opinion/mill\n",
            "only the address of a page .https://tawe.example/opinion/mill",
        ),
        ("a.md", b"<https://tawe.example/opinion/mill>", "only the address of a page"),
        ("a.html", b"www.tawe.example", "only the address of a page"),
        ("a.md", b"---\ntitle: x\n---\n", "No words"),
        ("a.html", b"<html><body><script>let x = 1</script></body></html>", "No text was found"),
    ],
)
def test_what_is_no_piece_is_refused_in_one_line(write, name: str, content: bytes, said: str):
    with pytest.raises(PieceError, match=said) as raised:
        load(write(name, content))
    assert "\n" not in str(raised.value)


def test_missing_files_and_folders_are_refused(tmp_path: Path):
    with pytest.raises(PieceError, match="There is no file"):
        load(tmp_path / "none.txt")
    with pytest.raises(PieceError, match="is a folder. Name one file: [^(]*$"):
        load(tmp_path)
    with pytest.raises(PieceError, match="cannot be read"):
        load("a" * 5000)
    with pytest.raises(PieceError, match="cannot be read") as raised:
        load("\ud800.txt")
    assert str(raised.value).encode()
    with pytest.raises(PieceError, match="cannot be read"):
        load("nul\0byte.txt")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_source_without_an_end_is_not_read_to_its_end():
    with pytest.raises(PieceError, match="at most 10 MB"):
        load("/dev/zero")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_read(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"It is piped.",), daemon=True)
    writer.start()
    assert load(pipe).text == "It is piped."
    writer.join(timeout=5)


def test_too_much_text_is_refused_though_the_file_is_small_enough(write):
    with pytest.raises(PieceError, match="1,000,004 characters of text; at most 1,000,000"):
        load(write("a.txt", "word " * 200_001))


def test_a_byte_order_mark_in_pasted_text_is_dropped():
    assert load_text("\ufeffIt is pasted.").text == "It is pasted."


def test_pasted_text_is_a_piece():
    assert load_text("date 2024-01-01 It is pasted. It ends.").date == "2024-01-01"


def test_a_lone_surrogate_in_pasted_text_becomes_a_replacement_character():
    assert load_text("Oh \ud800 é no.").text == "Oh \ufffd é no."


def test_pasted_nul_characters_are_refused():
    with pytest.raises(PieceError, match="NUL characters"):
        load_text("Oh \0 no.")


@pytest.mark.parametrize(
    "text",
    [
        "https://tawe.example/mill",
        " tawe.example/mill?x=1 ",
        "http://a.example\n\nwww.b.example",
        "https://" + "x" * 500,
    ],
)
def test_a_pasted_address_is_refused_in_one_line_that_says_what_to_do(text: str):
    with pytest.raises(PieceError, match="paste its words, or save it as .html") as raised:
        load_text(text)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("text", ["See https://tawe.example/mill", "and/or", "St.Agnes", "e.g. this", "Mill."])
def test_words_with_an_address_among_them_or_like_one_are_a_piece(text: str):
    assert load_text(text).text == text


def test_bytes_are_read_by_the_ending_of_their_name():
    assert load_bytes(b"# Head\n\nBody here.", "a.md").title == "Head"
    assert load_bytes(b"# Head\n\nBody here.", "a.txt").title is None


def test_what_an_e_mail_quotes_stands_in_paragraphs_without_marks():
    mail = "You wrote:\n> The ferry is\n> dear.\n>\n>> It always was.\nIt is not."
    assert [*load_text(mail).text.split("\n\n")] == [
        "You wrote:",
        "The ferry is\ndear.",
        "It always was.",
        "It is not.",
    ]
    assert load_bytes(mail.encode(), "a.txt").text == load_text(mail).text


@pytest.mark.parametrize("text", ["If a\n> b it is so.", "It is so: a > b\nand c > d."])
def test_a_mark_that_quotes_nothing_stays(text: str):
    assert load_text(text).text == text


MARKED = "It was **closed** at _night_, and [nobody](https://a.b/c) came.\n\n1. Open it.\n2. Tell us why."


@pytest.mark.parametrize(
    "head",
    [
        "# An open letter",
        "\n  # An open letter\nBy Ann Orr",
        "# “Open it”",
        "# 12 hours\n",
        "## A part",
        "---\ntitle: An open letter\nauthor: Ann Orr\ndate: 2026-02-03\n---",
        '+++\ntitle = "An open letter"\n+++',
    ],
)
def test_pasted_markdown_is_the_piece_that_the_file_is(head: str):
    text = f"{head}\n{MARKED}"
    pasted = load_text(text)
    assert pasted == load_bytes(text.encode(), "a.md")
    assert load_text(text.replace("\n", "\r\n")).text == pasted.text
    assert not set("#*_[") & {*pasted.text, *(pasted.title or "")}


@pytest.mark.parametrize(
    "text",
    [
        "#1 reason to stay: it is _ours_.\n\nIt is late.",
        "# of people who came: 40.\n\nIt is late.",
        "# 1 reason to stay\nis that it is _ours_.",
        "#Openletter is what they call it.\n\nIt is late.",
        "It is late.\n\n# Nobody came",
        "---\n\nIt was _late_.\n\n---\n\nNobody came.",
    ],
)
def test_plain_text_with_a_number_sign_or_a_rule_is_not_read_as_markdown(text: str):
    assert load_text(text).text == text
