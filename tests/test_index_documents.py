import builtins
import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter

from index.documents import MAX_XML, paragraphs
from index.errors import MissingExtraError, PieceError
from index.loading import load_bytes


def pdf(*lines: str) -> bytes:
    """A one-page PDF with these lines, written by hand."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td 14 TL {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + tail


def saved(document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def docx(*texts: tuple[str, str]) -> bytes:
    document = Document()
    document.core_properties.author = "A typist"
    for text, style in texts:
        document.add_paragraph(text, style=style)
    return saved(document)


def pages(*each: tuple[str, ...]) -> bytes:
    writer = PdfWriter()
    for lines in each:
        writer.append(PdfReader(io.BytesIO(pdf(*lines))))
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def with_body(xml: str) -> bytes:
    """A Word document whose body is this XML."""
    document = Document()
    for element in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
        document.element.body.append(element)
    return saved(document)


def test_the_lines_of_a_pdf_become_sentences():
    piece = load_bytes(pdf("The bridge opened in 1931 and cost", "two million dollars. Nobody minds."), "a.pdf")
    assert [piece.sentence_text(n).replace("\n", " ") for n in (0, 1)] == [
        "The bridge opened in 1931 and cost two million dollars.",
        "Nobody minds.",
    ]


def test_a_pdf_says_who_wrote_it_and_when():
    body = [
        "The council voted on Tuesday to shut the harbour light for good and all, and nobody",
        "had asked the pilots, who have steered by it since their grandfathers came home with",
        "the herring fleet in the winter of the great storm. That was a mistake.",
    ]
    piece = load_bytes(pdf("The Light That Failed", "By Ida Brandt", "Published 4 May 2024", *body), "a.pdf")
    assert (piece.author, piece.date) == ("Ida Brandt", "2024-05-04")
    assert piece.text == "\n".join(["The Light That Failed\n", *body])


def test_a_pdf_with_a_password_is_refused():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Secret."))))
    writer.encrypt("key", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    with pytest.raises(PieceError, match="password"):
        load_bytes(held.getvalue(), "a.pdf")


def test_a_pdf_without_text_is_refused():
    with pytest.raises(PieceError, match="only pictures"):
        load_bytes(pdf(""), "a.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.4 broken", pdf("One.")[:200], b"not a pdf at all"])
def test_a_broken_pdf_is_refused(data: bytes):
    with pytest.raises(PieceError):
        load_bytes(data, "a.pdf")


def test_short_last_lines_end_paragraphs():
    text = (
        "A long line that goes on to the very end of the page\nand ends.\nThe next one begins on a long line too, yes"
    )
    assert paragraphs(text).count("\n\n") == 1


def test_a_hyphen_at_a_lines_end_stays_with_its_word():
    assert paragraphs("a well-\nknown one") == "a well-known one"


def test_paragraphs_and_lists_of_a_word_document_are_read():
    piece = load_bytes(
        docx(("The title", "Title"), ("One. Two.", "Normal"), ("a", "List Bullet"), ("b", "List Bullet")), "a.docx"
    )
    assert piece.title == "The title"
    assert piece.text == "One. Two.\n\n- a\n- b"
    assert piece.author is None, "who typed the file did not write the piece"


def test_a_broken_word_document_is_refused():
    for data in (b"PK\x03\x04", b"nothing", docx(("One.", "Normal"))[:500]):
        with pytest.raises(PieceError, match="not a readable DOCX"):
            load_bytes(data, "a.docx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 120_000_000)
    with pytest.raises(PieceError, match="unpacks to 120 MB"):
        load_bytes(held.getvalue(), "a.docx")


@pytest.mark.parametrize(("name", "module"), [("a.pdf", "pypdf"), ("a.docx", "docx")])
def test_a_missing_extra_names_its_pip_install(name: str, module: str, monkeypatch: pytest.MonkeyPatch):
    real = builtins.__import__

    def without(imported: str, *rest, **more):
        if imported == module:
            raise ImportError(imported)
        return real(imported, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=rf"pip install 'pullquote\[{name[2:]}\]'"):
        load_bytes(b"data", name)


def test_a_sentence_that_runs_over_the_foot_of_a_page_stays_whole():
    piece = load_bytes(pages(("It was then",), ("passed by the house.",)), "a.pdf")
    assert len(piece.sentences) == 1


FOOT = "https://example.org/the-bridge page"


def test_the_running_lines_of_pages_are_left_out_and_sentences_run_on_over_them():
    body = ["The bridge opened", "in 1931 and cost", "two million dollars"]
    each = [("The Times", line, f"{FOOT} {number}", str(number)) for number, line in enumerate(body, 1)]
    assert load_bytes(pages(*each), "a.pdf").text == "\n".join(body)


@pytest.mark.parametrize(
    "each",
    [
        (("The Times", "It opened.", "Nobody came."),),
        (("It opened.", "Nobody came."), ("It closed.", "Somebody asked.")),
        (("The Times", "It opened."), ("It closed.", "1931"), ("Nobody came.", "Somebody asked.")),
    ],
)
def test_lines_that_most_pages_do_not_share_stay(each: tuple[tuple[str, ...], ...]):
    text = load_bytes(pages(*each), "a.pdf").text
    assert [line for line in text.split("\n") if line] == [line for page in each for line in page]


def titled(title: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf("The bridge opened."))))
    writer.add_metadata({"/Title": title})
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("The Bridge", "The Bridge"),
        ("Untitled", None),
        ("about:blank", None),
        ("Microsoft Word - bridge.docx", None),
        ("bridge_final.indd", None),
        ("Why about: blank pages?", "Why about: blank pages?"),
    ],
)
def test_an_address_or_a_files_name_is_no_title(stated: str, title: str | None):
    assert load_bytes(titled(stated), "a.pdf").title == title


@pytest.mark.parametrize(
    ("stated", "head", "title"),
    [
        ("The Light | The Times", ["The Light"], "The Light"),
        ("The Light - The Times", ["The Light"], "The Light"),
        ("The Light That Failed | The Times", ["The Light That", "Failed"], "The Light That Failed"),
        ("The Light | The Times", ["The Light | The Times"], "The Light | The Times"),
        ("The Light – And the Dark", ["The Dark"], "The Light – And the Dark"),
        (None, ["The Light"], "The Light"),
    ],
)
def test_the_title_of_a_pdf_is_the_headline_above_its_text(stated: str | None, head: list[str], title: str):
    lines = [*head, "", "By Ann Orr", "", FULL, FULL, "", FULL, FULL]
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(*lines))))
    writer.add_metadata({"/Title": stated} if stated else {})
    held = io.BytesIO()
    writer.write(held)
    piece = load_bytes(held.getvalue(), "a.pdf")
    assert (piece.title, piece.author) == (title, "Ann Orr")
    assert piece.text.removeprefix("The Dark\n\n") == f"{FULL}\n{FULL}\n\n{FULL}\n{FULL}"


@pytest.mark.parametrize(
    ("lines", "breaks"),
    [
        (["FULL", "FULL", "FULL", "", "FULL", "FULL"], 1),
        (["FULL", "FULL", "FULL", "", "and they left it.", "FULL"], 0),
        (["FULL", "", "FULL", "", "FULL", "", "FULL"], 0),
        (["FULL", "FULL", "FULL", "FULL"], 0),
    ],
)
def test_lines_that_stand_further_apart_than_most_are_paragraphs(lines: list[str], breaks: int):
    text = load_bytes(pdf(*(line.replace("FULL", FULL) for line in lines)), "a.pdf").text
    assert text.partition("and they")[0].count("\n\n") == breaks


FULL = "The council met on Wednesday, and nobody could say what it was there for."


@pytest.mark.parametrize(
    ("line", "below", "alone"),
    [
        ("Why it matters", FULL, True),
        ("Why it matters", FULL[0].lower() + FULL[1:], False),
        ("why it matters", FULL, False),
        ("It matters to all of them, as they say, and to Mayor", FULL, False),
    ],
)
def test_a_subhead_under_a_full_line_is_a_paragraph(line: str, below: str, alone: bool):
    assert (line in paragraphs(f"{FULL}\n{line}\n{below}").split("\n\n")) == alone


def test_a_line_of_another_width_makes_no_headings():
    lines = [
        "He said it rained.",
        "Yesterday the old",
        "Mayor of the town",
        "met the council of",
        "Wednesday Market.",
    ] * 4
    assert "Yesterday the old\nMayor" in paragraphs("\n".join([*lines, "x" * 200]))


def test_a_page_that_ends_with_its_sentence_ends_its_paragraph():
    piece = load_bytes(pages(("It was then passed.",), ("It stopped.",)), "a.pdf")
    assert piece.text == "It was then passed.\n\nIt stopped."


def test_nul_characters_in_a_pdf_become_replacement_characters():
    assert load_bytes(pdf("Some\\000 words."), "a.pdf").text == "Some\ufffd words."


def test_a_damaged_pdf_that_is_read_all_the_same_logs_nothing(caplog: pytest.LogCaptureFixture):
    assert load_bytes(b"junk\n" + pdf("Some words."), "a.pdf").text == "Some words."
    assert not caplog.records


def test_the_cells_of_a_table_in_a_word_document_stand_where_they_stand():
    document = Document()
    document.add_paragraph("Before.")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "One.", "Two."
    document.add_paragraph("After.")
    assert load_bytes(saved(document), "a.docx").text == "Before.\n\nOne.\n\nTwo.\n\nAfter."


def test_the_title_in_a_word_document_counts_more_than_its_properties():
    document = Document()
    document.core_properties.title = "Word Document"
    document.add_paragraph("The real title", style="Title")
    document.add_paragraph("A second one", style="Title")
    document.add_paragraph("Body.")
    piece = load_bytes(saved(document), "a.docx")
    assert (piece.title, piece.text) == ("The real title", "A second one\n\nBody.")


PARAGRAPHS = (("It fell. Nobody came.", "Normal"), ("It was late.", "Normal"))


def test_a_first_paragraph_that_is_plainly_a_headline_is_the_title_of_a_word_document():
    head = (("OPINION", "Normal"), ("The light", "Normal"), ("Ann Orr", "Normal"))
    piece = load_bytes(docx(*head, *PARAGRAPHS), "a.docx")
    assert (piece.title, piece.author, piece.text) == ("The light", "Ann Orr", "It fell. Nobody came.\n\nIt was late.")
    assert load_bytes(docx(("It is so.", "Normal"), *PARAGRAPHS), "a.docx").title is None


def test_a_style_that_the_file_does_not_describe_goes_by_its_name():
    xml = '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Who asked?</w:t></w:r></w:p>'
    document = Document(io.BytesIO(with_body(f"{xml}<w:p><w:r><w:t>It fell.</w:t></w:r></w:p>")))
    document.styles["Title"].delete()
    piece = load_bytes(saved(document), "a.docx")
    assert (piece.title, piece.text) == ("Who asked?", "It fell.")


def test_tracked_changes_of_a_word_document_are_read_as_made():
    xml = (
        "<w:p><w:r><w:t>It is </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>now </w:t></w:r></w:ins><w:moveFrom><w:r><w:t>once </w:t></w:r></w:moveFrom>"
        "<w:r><w:t>so.</w:t></w:r></w:p>"
    )
    assert load_bytes(with_body(xml), "a.docx").text == "It is now so."


def test_the_words_of_a_text_box_are_a_paragraph_of_their_own():
    box = "<w:p><w:r><w:t>In the box.</w:t></w:r></w:p>"
    xml = f"<w:p><w:r><w:t>Outside.</w:t><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></w:r></w:p>"
    assert load_bytes(with_body(xml), "a.docx").text == "Outside.\n\nIn the box."


def test_more_xml_than_memory_can_hold_parsed_is_refused_before_it_is_parsed():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<" * (MAX_XML + 1_000_000))
    with pytest.raises(PieceError, match="unpacks to 21 MB of XML"):
        load_bytes(held.getvalue(), "a.docx")


def test_a_text_box_that_is_there_twice_is_read_once():
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>'
    xml = f"<w:p><w:r><w:t>Outside.</w:t><mc:AlternateContent {mc}>{choice}</mc:AlternateContent></w:r></w:p>"
    assert load_bytes(with_body(xml), "a.docx").text == "Outside.\n\nIn the box."


def test_a_word_document_without_properties_has_no_title():
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx(("It is late.", "Normal")))) as whole,
        zipfile.ZipFile(held, "w") as bare,
    ):
        for name in whole.namelist():
            if name != "docProps/core.xml":
                kept = re.sub(rb"<Relationship [^>]*core-properties[^>]*/>", b"", whole.read(name))
                bare.writestr(name, re.sub(rb"<Override [^>]*core\.xml[^>]*/>", b"", kept))
    piece = load_bytes(held.getvalue(), "a.docx")
    assert (piece.title, piece.text) == (None, "It is late.")


def test_a_row_of_words_in_a_word_document_is_a_line():
    document = Document()
    table = document.add_table(2, 2)
    for place, words in enumerate(("City", "Lots", "Arden", "1,204")):
        table.cell(place // 2, place % 2).text = words
    table.cell(1, 1).add_paragraph("more")
    assert load_bytes(saved(document), "a.docx").text == "City | Lots\n\nArden\n\n1,204\n\nmore"


def test_notes_of_a_word_document_stand_at_its_end():
    held, part = io.BytesIO(docx(("It fell.", "Normal"))), "application/vnd.openxmlformats-officedocument.{}+xml"
    kind = part.format("wordprocessingml.footnotes")
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:t>no</w:t></w:r></w:p>'
        '</w:footnote><w:footnote w:id="1"><w:p><w:r><w:t xml:space="preserve"> By 94 miles.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    more = {
        "[Content_Types].xml": ("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/>'),
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{link}" Target="footnotes.xml"/>',
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            end, added = more.get(name, ("", ""))
            new.writestr(name, old.read(name).decode("latin-1").replace(end, added + end) if end else old.read(name))
        new.writestr("word/footnotes.xml", notes)
    assert load_bytes(out.getvalue(), "a.docx").text == "It fell.\n\nBy 94 miles."


def test_a_numbered_paragraph_is_an_item_and_a_numbered_heading_is_not():
    number = "<w:pPr>{}<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{}'/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r>"
    heading = '<w:pStyle w:val="Heading1"/>'
    rows = (number.format("", 1, "a"), number.format("", 0, "b"), number.format(heading, 1, "c"))
    assert load_bytes(with_body("".join(f"<w:p>{row}</w:p>" for row in rows)), "a.docx").text == "- a\n\nb\n\nc"


def test_the_byline_of_a_word_document_gives_its_author():
    piece = load_bytes(docx(("By Ann Orr", "Normal"), ("5 March 2024", "Normal"), ("It fell.", "Normal")), "a.docx")
    assert (piece.author, piece.date, piece.text) == ("Ann Orr", "2024-03-05", "It fell.")


@pytest.mark.parametrize(
    "lines",
    [
        ("5/4/24, 10:12 AM The Light - Gazette", "1/1https://x.y/light", "It fell."),
        ("The Light - Gazette https://x.y/light", "It fell.", "1 of 3 04.05.2024, 10:12"),
        ("It fell.", "11/26/26, 6:31 PM", "file:///a/b.html 1/1"),
        ("It fell.", "Page 2"),
    ],
)
def test_what_a_browser_prints_around_one_page_is_left_out(lines: tuple[str, ...]):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(*lines))))
    writer.add_metadata({"/Title": "The Light - Gazette"})
    held = io.BytesIO()
    writer.write(held)
    assert load_bytes(held.getvalue(), "a.pdf").text == "It fell."


@pytest.mark.parametrize(
    "line", ["Write to https://x.y/light", "It is 1/2 of it", "Open at 5/4/24, 10:12 AM too", "1984"]
)
def test_other_first_lines_of_one_page_stay(line: str):
    assert line in load_bytes(pdf(line, "It fell."), "a.pdf").text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("the unfor-\ntunate govern-\nment's", "the unfortunate government's"),
        ("the un\xad\nfortunate", "the unfortunate"),
        ("a well‐\nknown part-\ntime man", "a well‐known part-time man"),
        ("the Holmers and the holm-\ners", "the Holmers and the holmers"),
        ("they re-sign and re-\nsign", "they re-sign and re-sign"),
        ("the anti-\nAmerican", "the anti-\nAmerican"),
    ],
)
def test_a_word_parted_at_a_lines_end_is_whole_where_it_is_one_word(text: str, read: str):
    assert paragraphs(text) == read
