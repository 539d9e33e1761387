"""A draft is checked in the page: each quotation with its verdict, one step from its place in the piece."""

from pathlib import Path

import pytest
from docx import Document
from reading import Served, ask, in_view, lit, paste

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DRAFT = "The bill “has 84 co-sponsors”.\n\nIt “has 48 co-sponsors”, and “nobody reads it”."
TOTAL = "3 quotations: 1 as in the piece, 2 not"
TEXT = "The bridge opened in 1931. Nobody reads it on the plaque, and it has 48 co-sponsors."


def draw(page) -> None:
    if page.viewport_size["width"] < 740:
        page.click("details.menu summary")
    page.locator("[data-drawer-button=draft]:visible").click()


def check(page, draft: str) -> None:
    page.fill("#quoting textarea", draft)
    page.click("#check")


def proofs(page) -> list[str]:
    return [text.split(":")[0] for text in page.locator(".proof .words").all_inner_texts()]


def test_each_quotation_has_its_verdict_and_is_one_click_from_its_place(opened):
    page = opened()
    draw(page)
    check(page, DRAFT)
    page.wait_for_selector(f".sum:has-text('{TOTAL}')")
    assert page.locator(".proof.holds .words").all_text_contents() == ["✓As in the piece: “has 84 co-sponsors” line 1"]
    assert page.locator(".proof.fails").count() == 2
    page.click(".proof.holds a.cite")
    assert lit(page) == ["It has 84 co-sponsors, which in that chamber is close to a miracle."]
    assert in_view(page, "#piece .s.strong")
    assert page.locator("body[data-drawer=draft]").count() == 1


def test_a_click_on_what_the_piece_has_shows_it_in_the_piece(opened):
    page = opened()
    draw(page)
    check(page, DRAFT)
    page.click(".proof.holds blockquote p", position={"x": 4, "y": 8})
    assert page.locator("#piece .s.strong").all_text_contents() == [
        "It has 84 co-sponsors, which in that chamber is close to a miracle."
    ]


def test_a_keyboard_is_enough_and_what_was_found_is_told(opened):
    page = opened()
    page.focus("[data-drawer-button=draft]:visible")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#quoting textarea')")
    page.keyboard.insert_text(DRAFT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#live:has-text('{TOTAL}')", state="attached")
    assert not page.evaluate("!!document.querySelector('#live').closest('[inert]')")
    for _ in range(3):  # past the file and the copying
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.proof a.cite')")
    page.keyboard.press("Enter")
    assert len(lit(page)) == 1
    page.keyboard.press("Escape")
    page.wait_for_selector("body:not([data-drawer])")
    assert page.evaluate("document.activeElement.dataset.drawerButton") == "draft"


def test_on_a_phone_the_place_is_shown_over_the_draft_and_the_way_back_leads_to_it(opened):
    page = opened(**PHONE)
    draw(page)
    check(page, DRAFT)
    page.click(".proof.holds a.cite")
    assert in_view(page, "#piece .s.strong")
    page.click("#piece .sheet-close")
    page.wait_for_selector("body[data-drawer=draft]:not(.sheet)")
    page.click(".proof.holds a.cite")
    page.wait_for_selector("body.sheet")
    page.go_back()
    page.wait_for_selector("body[data-drawer=draft]:not(.sheet)")
    assert page.evaluate("document.activeElement.matches('.proof a.cite')")
    page.go_back()
    page.wait_for_selector("body:not([data-drawer])")
    assert page.evaluate("document.activeElement.matches('#masthead summary')")


def test_the_conversation_goes_on_as_it_was(opened):
    page = opened()
    ask(page, "How many co-sponsors does the bill have?")
    page.fill("#question textarea", "not yet asked")
    shown, before = page.inner_text("#talk"), lit(page)
    draw(page)
    check(page, "He “would not be moved” by “a bill”.")
    page.wait_for_selector(".sum")
    page.keyboard.press("Escape")
    assert (page.inner_text("#talk"), lit(page)) == (shown, before)
    assert page.input_value("#question textarea") == "not yet asked"


def test_what_was_found_is_copied_as_text(opened):
    page = opened()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    draw(page)
    check(page, DRAFT)
    page.click(".sum .copy")
    page.wait_for_selector(".sum .copy:has-text('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{TOTAL}\nChecked against Eleanor Marsh, “A Hung-Up Call and an Open Hand”")
    assert "\n\n✗ line 3: “has 48 co-sponsors”\n" in copied


def test_against_another_piece_the_draft_is_checked_anew_and_a_reload_brings_it_back(opened):
    page = opened()
    draw(page)
    check(page, DRAFT)
    page.wait_for_selector(".sum")
    page.keyboard.press("Escape")
    paste(page, TEXT)
    page.wait_for_selector(".proof.holds:has-text('nobody reads it')", state="attached")
    assert page.locator(".proof.holds").count() == 2
    page.reload()
    page.wait_for_selector(".proof.holds:has-text('nobody reads it')", state="attached")
    assert page.input_value("#quoting textarea") == DRAFT


def test_a_file_is_chosen_or_dropped_where_a_draft_is_checked(opened, tmp_path: Path):
    page = opened()
    draw(page)
    document = Document()
    document.add_paragraph(DRAFT)
    document.save(str(tmp_path / "draft.docx"))
    page.set_input_files("#draft input[type=file]", tmp_path / "draft.docx")
    page.wait_for_selector(f".sum:has-text('{TOTAL}')")
    page.evaluate(DROP, ["It “has 84 co-sponsors”."])
    page.wait_for_selector(".sum:has-text('1 quotation: 1 as in the piece')")
    assert page.inner_text("#piece h1") == "A Hung-Up Call and an Open Hand"
    page.evaluate(DROP, ["“one”", "“two”"])
    page.wait_for_selector("#checked .bad:has-text('2 files were given; one draft is checked at a time')")


DROP = """(texts) => {
    const transfer = new DataTransfer();
    texts.forEach((text, at) => transfer.items.add(new File([text], `${at}.md`, { type: "text/plain" })));
    const event = { bubbles: true, cancelable: true, dataTransfer: transfer };
    document.querySelector("#piece").dispatchEvent(new DragEvent("dragover", event));
    document.querySelector("#piece").dispatchEvent(new DragEvent("drop", event));
}"""


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("", "The draft is empty"),
        ("Nothing is quoted here.", "no quotation in it"),
        ("word and word. " * 70_000, "1,050,000 characters; at most 1,000,000"),
        ("word and word. " * 150_000, "2,250,000 characters; at most 1,000,000"),
    ],
)
def test_what_cannot_be_checked_is_told_in_one_line(opened, draft: str, said: str):
    page = opened()
    draw(page)
    page.evaluate(
        """(text) => {
            const field = document.querySelector("#quoting textarea");
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        draft,
    )
    page.click("#check")
    page.wait_for_selector(f"#checked .told:has-text('{said}')")
    assert page.locator(".toast-body").count() == 0
    check(page, DRAFT)
    page.wait_for_selector(f".sum:has-text('{TOTAL}')")


def test_nothing_of_a_draft_is_written_anywhere(opened, served: Served, tmp_path: Path):
    page = opened()
    draw(page)
    (tmp_path / "secret.txt").write_text("The heron of “Quillmarsh” counts its feathers.", "utf-8")
    page.set_input_files("#draft input[type=file]", tmp_path / "secret.txt")
    page.wait_for_selector(".proof.fails")
    check(page, "The heron of “Quillmarsh” counts.")
    page.wait_for_selector(".proof.fails")
    holding = [path for path in served.home.rglob("*") if path.is_file() and b"Quillmarsh" in path.read_bytes()]
    assert not holding


def test_nobody_sees_the_draft_of_another(opened):
    mine, theirs = opened(), opened()
    draw(mine)
    check(mine, DRAFT)
    mine.wait_for_selector(".sum")
    theirs.reload()
    theirs.wait_for_selector(".chip")
    assert theirs.locator(".proof").count() == 0
    assert theirs.input_value("#quoting textarea") == ""
