"""Asking on: follow-ups, editing, saving, rating, and what is still there after a reload."""

import json
from pathlib import Path

import pytest
from reading import Served, ask, duplicate, finished, lit, paste, send, serving

from ui.cli import main

COSPONSORS = "How many co-sponsors does the bill have?"


def test_enter_sends_and_empties_the_box(opened):
    page = opened()
    ask(page, COSPONSORS)
    assert page.input_value("#question textarea") == ""


AT_ITS_END = """(next) => {
    const box = document.querySelector("#question textarea");
    const watching = new MutationObserver(() => {
        if (!document.querySelector(".turn[data-state=done]")) return;
        watching.disconnect();
        box.value = next;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true, cancelable: true }));
    });
    watching.observe(document.querySelector("#talk"), { subtree: true, childList: true, attributes: true });
}"""


def test_a_question_asked_in_the_moment_an_answer_ends_is_answered(opened):
    page = opened()
    for count in range(1, 6):
        page.evaluate(AT_ITS_END, "Who has written the bill?")
        ask(page, COSPONSORS)
        page.wait_for_function("document.querySelectorAll('.turn:not([data-state=running])').length == 2")
        assert page.locator(".asked").all_text_contents() == [COSPONSORS, "Who has written the bill?"]
        page.click(".menu summary")
        page.click("[data-act=clear]")
        page.wait_for_selector(".chip")
        assert page.locator(".turn").count() == 0, count


def test_a_slash_focuses_the_question_but_is_a_slash_inside_it(opened):
    page = opened()
    page.focus("#s0")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type("and/or")
    assert page.input_value("#question textarea") == "and/or"


def test_a_follow_up_is_read_with_the_question_before_it(opened):
    page = opened()
    ask(page, "Who has written the bill?")
    ask(page, "And how many co-sponsors?")
    assert "Who has written the bill?" in page.inner_text(".turn:last-child .readas")
    assert "84 co-sponsors" in page.inner_text(".turn:last-child .quote")


def test_an_empty_question_is_told_and_makes_no_turn(opened):
    page = opened()
    page.click("#send")
    page.wait_for_selector("#said [role=alert]:has-text('The question is empty')")
    assert page.locator(".turn").count() == 0


def test_why_a_question_could_not_be_asked_is_told_until_it_is_written_anew_or_another_is_asked(opened):
    page = opened()
    for next_one in (lambda: page.type("#question textarea", "W"), lambda: page.click(".chip >> nth=0")):
        send(page, "why " * 600)
        page.wait_for_selector("#said:has-text('at most 2,000 are read')")
        assert page.input_value("#question textarea") == "why " * 600
        next_one()
        page.wait_for_selector("#said", state="hidden")


@pytest.mark.parametrize("look", [{}, {"viewport": {"width": 390, "height": 844}, "has_touch": True}])
def test_a_question_that_is_too_long_says_so_while_it_is_and_once_when_it_is_asked(opened, look: dict):
    page = opened(**look)
    page.fill("#question textarea", "w" * 2_000)
    assert not page.is_visible("#long")
    page.type("#question textarea", "hy")
    page.wait_for_selector("#long:has-text('The question has 2,002 characters; at most 2,000 are read.')")
    assert "2,00" in page.text_content("#live")
    page.click("#send")
    page.wait_for_selector("#said:has-text('at most 2,000 are read')")
    page.wait_for_selector("#long", state="hidden")
    page.fill("#question textarea", " ".join("w" * 1_000) + "   ")
    page.wait_for_selector("#said", state="hidden")
    assert not page.is_visible("#long")


def test_a_question_that_could_not_be_asked_of_one_piece_is_not_kept_for_another(opened):
    page = opened()
    send(page, "why " * 600)
    page.wait_for_selector("#said:has-text('at most 2,000 are read')")
    paste(page, "The bridge opened in 1931. It cost two million dollars.")
    page.wait_for_selector("#said", state="hidden")
    page.wait_for_function("document.querySelector('#question textarea').value === ''")
    page.fill("#question textarea", "What is it about?")
    paste(page, "The mill burned down in 1911. Nobody rebuilt it.")
    assert page.input_value("#question textarea") == "What is it about?"


def test_the_last_question_can_be_edited_and_is_then_replaced(opened):
    page = opened()
    ask(page, "How many birds does the bill have?")
    page.click("[data-act=edit]")
    page.wait_for_selector(".turn.editing")
    page.wait_for_function("document.querySelector('#question textarea').value.includes('birds')")
    send(page, COSPONSORS)
    page.wait_for_selector(".turn[data-turn='2'] .quote")
    assert page.locator(".turn").count() == 1
    assert page.inner_text(".asked") == COSPONSORS


def editing(page, draft: str) -> None:
    ask(page, COSPONSORS)
    page.fill("#question textarea", draft)
    page.click("[data-act=edit]")
    page.wait_for_selector(".turn.editing")
    boxed(page, COSPONSORS)


def boxed(page, text: str) -> None:
    page.wait_for_function("(text) => document.querySelector('#question textarea').value === text", arg=text)


@pytest.mark.parametrize("leave", ["[data-act=edit]:text-is('Cancel edit')", "Escape"])
def test_leaving_off_editing_gives_the_draft_back(opened, leave: str):
    page = opened()
    editing(page, "And who voted")
    page.keyboard.press("Escape") if leave == "Escape" else page.click(leave)
    page.wait_for_selector("[data-act=edit]:text-is('Edit')")
    boxed(page, "And who voted")
    assert page.locator(".turn.editing").count() == 0


def test_what_was_being_written_is_in_the_box_again_once_the_edited_question_is_asked(opened):
    page = opened()
    editing(page, "And who voted")
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".turn[data-turn='2'] .quote")
    boxed(page, "And who voted")


def test_a_reload_ends_editing(opened):
    page = opened()
    editing(page, "")
    page.reload()
    page.wait_for_selector("[data-act=edit]:text-is('Edit')")
    assert page.locator(".turn.editing").count() == 0


def test_retrying_what_another_tab_has_cleared_shows_that_it_is_gone(opened):
    first = opened()
    ask(first, COSPONSORS)
    second = duplicate(first, locks=False)
    second.wait_for_selector(".turn")
    first.click(".menu summary")
    first.click("[data-act=clear]")
    first.wait_for_selector(".chip")
    second.click("[data-act=retry]")
    second.wait_for_selector(".chip")
    assert second.locator(".toast-body").count() == 0


def test_retrying_answers_the_last_question_anew(opened):
    page = opened()
    ask(page, COSPONSORS)
    number = page.get_attribute(".turn", "data-turn")
    page.click("[data-act=retry]")
    page.wait_for_selector(f".turn:not([data-turn='{number}']) .quote")
    assert page.locator(".turn").count() == 1


def test_an_answer_is_copied_with_its_quotes_as_markdown(opened):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    ask(page, COSPONSORS)
    page.click("[data-act=copy]")
    page.wait_for_selector("[data-act=copy]:has-text('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "> It has 84 co-sponsors, which in that chamber is close to a miracle. [1]" in copied
    assert copied.endswith("— Eleanor Marsh, “A Hung-Up Call and an Open Hand”, 7 July 2025")


def test_a_quote_is_copied_by_itself_in_one_line(opened):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    ask(page, "What did Mr. Trump say?")
    page.click(".quote .copy")
    page.wait_for_selector(".quote .copy:has-text('Copied')")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "‘“I didn’t make any progress with him today at all,” Mr. Trump told reporters.’ — Mr. Trump speaking; "
        "Eleanor Marsh, “A Hung-Up Call and an Open Hand”, 7 July 2025"
    )


def test_a_copy_button_that_is_pressed_twice_says_copy_again(opened):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    ask(page, COSPONSORS)
    page.dblclick("[data-act=copy]")
    page.wait_for_selector("[data-act=copy]:has-text('Copied')")
    page.wait_for_timeout(2_000)
    assert page.inner_text("[data-act=copy]") == "Copy answer"


def test_the_conversation_is_saved_as_markdown_and_as_receipts_that_verify_accepts(opened, tmp_path: Path, capsys):
    page = opened()
    ask(page, COSPONSORS)
    ask(page, "What is the capital of Peru?")
    files = {}
    for kind in ("markdown", "receipts"):
        page.click(".menu summary")
        with page.expect_download() as download:
            page.click(f"[data-act={kind}]")
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    assert "# A Hung-Up Call and an Open Hand" in files["markdown"].read_text("utf-8")
    assert main(["verify", str(files["receipts"])]) == 0
    rows = json.loads(files["receipts"].read_text("utf-8"))
    rows[0]["quotes"][0]["text"] = rows[0]["quotes"][0]["text"].replace("84", "48")
    files["receipts"].write_text(json.dumps(rows), "utf-8")
    assert main(["verify", str(files["receipts"])]) == 1
    assert "differs: " in capsys.readouterr().out


def test_a_question_to_a_session_that_has_ended_is_not_asked_of_another_piece(opened, tmp_path: Path):
    with serving(tmp_path / "first") as running:
        page = opened(running.address)
        paste(page, "The bridge opened in 1931. It cost two million dollars.")
        ask(page, "When did the bridge open?")
    with serving(tmp_path / "second", port=running.port):
        send(page, "What did it cost?")
        page.wait_for_selector(".invitation .failure:has-text('Your session had ended')")
        assert page.locator(".turn").count() == 0
        assert page.inner_text("#piece h1") == "A Hung-Up Call and an Open Hand"
        assert page.input_value("#question textarea") == "What did it cost?"
        ask(page, COSPONSORS)
        assert page.locator(".failure").count() == 0


def test_a_reload_keeps_the_conversation_and_clearing_ends_it(opened):
    page = opened()
    ask(page, COSPONSORS)
    page.reload()
    page.wait_for_selector(".turn .quote")
    assert lit(page) == ["It has 84 co-sponsors, which in that chamber is close to a miracle."]
    page.click(".menu summary")
    page.click("[data-act=clear]")
    page.wait_for_selector(".chip")
    page.reload()
    page.wait_for_selector(".chip")
    assert page.locator(".turn").count() == 0


def test_what_was_cleared_comes_back_with_its_place_lit(opened):
    page = opened()
    ask(page, COSPONSORS)
    page.click(".menu summary")
    page.click("[data-act=clear]")
    page.click(".undo:has-text('The conversation was cleared.') button")
    page.wait_for_selector(".turn .quote")
    assert lit(page) == ["It has 84 co-sponsors, which in that chamber is close to a miracle."]
    page.click(".menu summary")
    page.click("[data-act=clear]")
    page.wait_for_selector(".undo")
    page.reload()
    page.wait_for_selector(".chip")
    assert page.locator(".undo").count() == 0, "whoever comes next does not see it"


def test_what_was_not_yet_asked_is_in_the_box_after_a_reload_and_what_was_asked_is_not(opened):
    page = opened()
    ask(page, COSPONSORS)
    page.fill("#question textarea", "And who voted")
    page.reload()
    page.wait_for_selector(".turn")
    boxed(page, "And who voted")
    ask(page, "Who has written the bill?")
    page.reload()
    page.wait_for_selector(".turn")
    page.wait_for_timeout(500)
    assert page.input_value("#question textarea") == ""


def test_a_rating_and_its_comment_are_appended_to_a_local_file_whose_place_is_shown(opened, served: Served):
    page = opened()
    page.click(".menu summary")
    file = Path(page.inner_text(".menu .quiet").removeprefix("Ratings are kept in "))
    assert file.is_relative_to(served.home)
    page.keyboard.press("Escape")
    ask(page, COSPONSORS)
    page.click(".thumb[data-rating=up]")
    page.wait_for_selector(".thumb[data-rating=up][aria-pressed=true]")
    page.fill(".comment input", "just so")
    page.click(".comment button")
    page.wait_for_selector(".turn:has-text('Thank you')")
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [(row["rating"], row["comment"]) for row in rows[-2:]] == [("up", ""), ("up", "just so")]
    assert "84" not in json.dumps(rows[-1]["quotes"])


def test_without_feedback_nothing_is_rated_or_kept(opened, tmp_path: Path):
    with serving(tmp_path / "home", "--no-feedback") as quiet:
        page = opened(quiet.address)
        ask(page, COSPONSORS)
        assert page.locator(".thumb").count() == 0
        assert not list(quiet.home.rglob("feedback.jsonl"))


def test_ctrl_c_ends_it_cleanly_and_leaves_no_upload_behind(tmp_path: Path):
    with serving(tmp_path / "home") as running:
        assert running.end() == 0
        assert "Traceback" not in running.printed()
        assert not list((running.home / "tmp").glob("pullquote-*"))


def test_two_readers_at_once_have_a_conversation_each(opened):
    first, second = opened(), opened()
    ask(first, COSPONSORS)
    ask(second, "What is the capital of Peru?")
    for page, question in ((first, COSPONSORS), (second, "What is the capital of Peru?")):
        page.reload()
        page.wait_for_selector(".turn")
        assert page.locator(".asked").all_text_contents() == [question]
        finished(page)
