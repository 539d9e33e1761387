"""One's own piece: pasted, chosen or dropped in every format, refused with a reason, and gone when it is left."""

import io
import re
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader
from reading import Served, ask, closed, duplicate, lit, paste, send

TEXT = "The bridge opened in 1931. It cost two million dollars. Nobody has counted the cars since."
QUESTION = "When did the bridge open?"


def pdf(line: str) -> bytes:
    """A PDF of one line, written by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    whole = body + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n0\n%%EOF"
    assert "bridge" in PdfReader(io.BytesIO(whole)).pages[0].extract_text()
    return whole


def docx(line: str) -> bytes:
    document, held = Document(), io.BytesIO()
    document.add_paragraph(line)
    document.save(held)
    return held.getvalue()


FORMATS = {
    "piece.txt": TEXT.encode(),
    "piece.md": f"---\ntitle: Bridges\n---\n\n{TEXT}\n".encode(),
    "piece.markdown": f"# Bridges\n\n{TEXT}\n".encode(),
    "piece": TEXT.encode(),
    "piece.xhtml": f"<html><body><p>{TEXT}</p></body></html>".encode(),
    "piece.html": f"<html><body><article><p>{TEXT}</p></article></body></html>".encode(),
    "piece.pdf": pdf(TEXT),
    "piece.docx": docx(TEXT),
}


def upload(page, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    page.click("[data-drawer-button=own]")
    page.set_input_files("#file input[type=file]", tmp_path / name)


def test_a_piece_that_is_being_read_is_opened_over_a_reload_too(opened, tmp_path: Path):
    page = opened()
    lines = [f"The {number} bridge was built by {number} men in the year of {number} rains." for number in range(900)]
    upload(page, tmp_path, "long.md", "\n\n".join(["# The Long Piece", *lines]).encode())
    page.wait_for_selector("#told .told:has-text('Reading')")
    page.reload()
    page.wait_for_selector("#piece h1:has-text('A Hung-Up Call')")
    page.wait_for_selector("#piece h1:has-text('The Long Piece')")
    page.wait_for_selector(".chip, .invitation")


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_each_format_is_opened_and_answers(opened, tmp_path: Path, name: str):
    page = opened()
    upload(page, tmp_path, name, FORMATS[name])
    closed(page)
    ask(page, QUESTION)
    assert "1931" in page.inner_text(".quote")
    assert "1931" in page.inner_text("#piece .s.lit")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PNG image"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PNG image"),
        ("binary.txt", b"abc\0def", "NUL bytes"),
        ("dots.txt", b"... !!!", "No words"),
        ("broken.pdf", b"%PDF-1.4 nothing", "not a readable PDF"),
        ("broken.docx", b"PK\x03\x04 nothing", "not a readable DOCX"),
        ("long.txt", b"word and word. " * 100_000, "at most 1,000,000 are taken"),
        ("large.txt", b"word " * 2_200_000, "11.0 MB"),
    ],
)
def test_what_is_no_piece_is_told_and_changes_nothing(opened, tmp_path: Path, name: str, data: bytes, said: str):
    page = opened()
    upload(page, tmp_path, name, data)
    page.wait_for_selector(".told.bad")
    assert said in page.inner_text(".told.bad")
    assert page.locator(".toast-body").count() == 0
    assert page.inner_text("#piece h1") == "A Hung-Up Call and an Open Hand"


def test_what_was_told_of_one_text_is_gone_when_the_drawer_is_opened_for_the_next(opened):
    page = opened()
    paste(page, TEXT)
    for text, said in (("... !!!", "No words"), ("... ???", "No words")):
        page.click("[data-drawer-button=own]")
        page.wait_for_function("!document.querySelector('#told').innerText.trim()")
        page.fill("#text textarea", text)
        page.click("#read")
        page.wait_for_selector(f"#told .bad:has-text('{said}')")
        page.keyboard.press("Escape")


DROP = """(texts) => {
    const transfer = new DataTransfer();
    texts.forEach((text, at) => transfer.items.add(new File([text], `${at}.txt`, { type: "text/plain" })));
    const event = { bubbles: true, cancelable: true, dataTransfer: transfer };
    document.querySelector("#piece").dispatchEvent(new DragEvent("dragover", event));
    document.querySelector("#piece").dispatchEvent(new DragEvent("drop", event));
}"""


def test_a_file_that_is_dropped_anywhere_on_the_page_is_opened(opened):
    page = opened()
    page.evaluate(DROP, [TEXT])
    page.wait_for_selector("#piece .s:has-text('The bridge opened in 1931.')")


def test_of_two_files_that_are_dropped_none_is_opened_silently(opened):
    page = opened()
    page.evaluate(DROP, [TEXT, "The mill burned down in 1911."])
    page.wait_for_selector("#told .bad:has-text('2 files were given; one piece is read at a time')")
    assert page.inner_text("#piece h1") == "A Hung-Up Call and an Open Hand"


def test_a_text_far_too_long_is_refused_before_it_is_sent(opened):
    page = opened()
    page.click("[data-drawer-button=own]")
    page.evaluate("document.querySelector('#text textarea').value = 'word and word. '.repeat(150_000)")
    page.click("#read")
    page.wait_for_selector("#told .bad:has-text('2,250,000 characters; at most 1,000,000')")
    assert page.locator(".toast-body").count() == 0


def test_the_source_of_a_web_page_is_read_as_one(opened):
    page = opened()
    body = "<article><h1>Bridges</h1><p>It cost <b>two</b> millions.</p></article>"
    source = f"<!doctype html>\n<html><head><title>Bridges</title></head><body>{body}</body></html>"
    paste(page, source)
    assert page.inner_text("#piece h1") == "Bridges"
    assert page.locator("#piece .s").all_text_contents() == ["It cost two millions."]
    paste(page, "a < b and <b> is a tag of HTML.")
    assert page.locator("#piece .s").all_text_contents() == ["a < b and <b> is a tag of HTML."]


def test_where_a_piece_is_open_the_box_is_ready_and_the_drawer_empty(opened):
    page = opened()
    paste(page, TEXT)
    assert page.evaluate("document.activeElement === document.querySelector('#question textarea')")
    assert page.input_value("#text textarea") == ""


def test_text_that_is_pasted_is_opened_with_questions_of_its_own(opened):
    page = opened()
    paste(page, TEXT)
    page.wait_for_selector(".chip:not(:has(.hint))")
    chips = page.locator(".chip").all_text_contents()
    assert not any("co-sponsors" in chip for chip in chips)
    page.click(".chip >> nth=0")
    page.wait_for_selector(".quote")


def test_one_click_leads_back_to_the_sample(opened):
    page = opened()
    paste(page, TEXT)
    page.click("#piece [data-act=sample]")
    page.wait_for_selector("#piece h1:has-text('A Hung-Up Call')")
    assert page.locator("#piece [data-act=sample]").count() == 0


def test_ones_own_piece_that_was_left_comes_back_with_what_was_asked_of_it(opened):
    page = opened()
    paste(page, TEXT)
    ask(page, "When did the bridge open?")
    page.click("#piece [data-act=sample]")
    page.click(".undo button")
    page.wait_for_selector(".turn .quote")
    assert page.inner_text("#piece h1") == "The bridge opened in 1931."
    ask(page, "What did it cost?")
    assert page.locator(".turn").count() == 2


def test_a_reload_keeps_ones_own_piece_and_what_was_asked_of_it(opened):
    page = opened()
    paste(page, TEXT)
    ask(page, QUESTION)
    page.reload()
    page.wait_for_selector(".turn .quote")
    assert "1931" in page.inner_text("#piece .s.lit")


def test_nobody_sees_the_piece_of_another(opened):
    mine, theirs = opened(), opened()
    paste(mine, TEXT)
    theirs.reload()
    theirs.wait_for_selector(".chip")
    assert "bridge" not in theirs.inner_text("#piece")
    ask(theirs, QUESTION)
    assert "1931" not in theirs.inner_text(".turn")


def test_nothing_of_an_upload_is_on_the_disk_once_it_is_open(opened, served: Served, tmp_path: Path):
    page = opened()
    secret = "The heron of Quillmere counts its own feathers every Tuesday."
    upload(page, tmp_path, "secret.txt", f"{secret} Nobody knows why it does so.".encode())
    closed(page)
    ask(page, "What does the heron count?")
    assert "feathers" in page.inner_text(".quote")
    holding = [path for path in served.home.rglob("*") if path.is_file() and b"Quillmere" in path.read_bytes()]
    assert not holding


def test_progress_is_told_while_a_long_piece_is_read(opened):
    page = opened()
    text = " ".join(f"Sentence number {n} speaks of the harbour in a way of its own." for n in range(600))
    page.click("[data-drawer-button=own]")
    page.fill("#text textarea", text)
    page.click("#read")
    page.wait_for_selector("#told .told:has-text('of 600 passages')")
    assert re.search(r"Reading: [\d,]+ of 600 passages", page.inner_text("#told"))
    closed(page, timeout=60_000)


def test_each_tab_keeps_its_own_piece_and_conversation_over_a_reload_too(opened):
    first = opened()
    ask(first, "How many co-sponsors does the bill have?")
    second = first.context.new_page()
    second.goto(first.url)
    second.wait_for_selector(".chip")
    paste(second, TEXT)
    ask(second, QUESTION)
    third = duplicate(first)
    assert third.locator(".turn").count() == 0
    paste(third, "The mill burned down in 1911. Nobody rebuilt it.")
    ask(first, "Who has written the bill?")
    assert first.locator(".turn:last-child .quote").count() == 1
    for page, title, count in (
        (first, "A Hung-Up Call and an Open Hand", 2),
        (second, "The bridge opened in 1931.", 1),
    ):
        page.reload()
        page.wait_for_selector(".turn")
        assert (page.text_content("#piece h1"), page.locator(".turn").count()) == (title, count)


def test_a_duplicate_that_is_not_told_apart_changes_the_first_tab_when_that_asks(opened):
    first = opened()
    second = duplicate(first, locks=False)
    for text, question in (
        ("The mayor did not resign. She said so in March. The bridge stays shut.", "When did she say so?"),
        (TEXT, QUESTION),
    ):
        paste(second, text)
        first.evaluate("sessionStorage.setItem('pullquote-again', Date.now() - 6_000)")  # a reload waits for the last
        send(first, question)
        first.wait_for_function(
            "(text) => document.querySelector('#piece .paper')?.textContent.includes(text)", arg=text
        )
        first.wait_for_selector(".turn .quote")
        assert len(lit(first)) == 1


def test_a_piece_is_given_its_title_its_author_and_its_date_and_the_conversation_goes_on(opened):
    page = opened()
    assert page.locator("#piece .correct").count() == 0, "of the sample all of it is known"
    paste(page, TEXT)
    ask(page, QUESTION)
    page.click("#piece .correct")
    assert page.evaluate("document.activeElement.name") == "title"
    page.keyboard.insert_text("The Bridge")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Ann Orr")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("soon")
    page.keyboard.press("Enter")
    page.wait_for_selector("#piece .wrong:has-text('“soon” is no day')")
    assert page.evaluate("document.activeElement.name") == "date"
    assert page.input_value("#piece [name=title]") == "The Bridge"
    page.fill("#piece [name=date]", "3 February 2026")
    page.click("#piece .naming [type=submit]")
    page.wait_for_selector("#piece h1:has-text('The Bridge')")
    assert page.inner_text("#piece .byline") == "By Ann Orr · 3 February 2026"
    assert page.is_hidden("#piece form.naming")
    assert page.evaluate("document.activeElement.className") == "correct"
    assert lit(page) == ["The bridge opened in 1931."]
    assert page.get_attribute(".quote .copy", "data-copy").endswith("— Ann Orr, “The Bridge”, 3 February 2026")
    ask(page, "Who is the author?")
    assert "Ann Orr" in page.inner_text(".turn:last-child .answer")
    page.reload()
    page.wait_for_selector("#piece h1:has-text('The Bridge')")
    assert page.locator(".turn").count() == 2


def test_a_correction_that_is_left_off_changes_nothing(opened):
    page = opened()
    paste(page, TEXT)
    page.click("#piece .correct")
    page.keyboard.insert_text("The Bridge")
    page.keyboard.press("Escape")
    assert page.is_hidden("#piece form.naming")
    assert page.evaluate("document.activeElement.className") == "correct"
    page.click("#piece .correct")
    assert page.input_value("#piece [name=title]") == ""
