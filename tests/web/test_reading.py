"""Between the conversation and the piece, both ways."""

import pytest
from reading import ask, finished, in_view, lit, paste

REPEATED = (
    "“I am not happy about that,” said Ada Stone of the first bridge. The river rose in May and took it. "
    "The second bridge stood until 1931. “I am not happy about that,” said Ada Stone of the second. "
    "Nobody built a third one."
)


def test_a_click_on_a_citation_scrolls_to_its_sentence_and_lights_it_more(opened):
    page = opened()
    ask(page, "How many co-sponsors does the bill have?")
    page.evaluate("document.querySelector('#piece .scroll').scrollTo(0, 0)")
    page.click(".quote a.cite")
    assert page.locator("#piece .s.strong").all_text_contents() == lit(page)
    assert in_view(page, "#piece .s.strong")


def strong(page) -> list[str]:
    return page.locator("#piece .s.strong").all_text_contents()


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("How many co-sponsors does the bill have?", ".quote p"),
        ("How did Lindsey Graham vote?", ".nearest blockquote p"),
    ],
)
def test_a_click_anywhere_on_a_quote_does_what_its_number_does(opened, question: str, quote: str):
    page = opened()
    ask(page, question)
    assert page.locator(quote).evaluate("(one) => getComputedStyle(one).cursor") == "pointer"
    page.click(quote, position={"x": 4, "y": 8})
    (shown,) = strong(page)
    assert shown in page.inner_text(quote)


def test_copying_a_quote_or_selecting_words_of_it_does_not_show_it_in_the_piece(opened):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    ask(page, "How many co-sponsors does the bill have?")
    page.click(".quote .copy")
    page.wait_for_selector(".quote .copy:has-text('Copied')")
    assert strong(page) == []
    words = page.locator(".quote p").bounding_box()
    page.mouse.move(words["x"] + 20, words["y"] + 8)
    page.mouse.down()
    page.mouse.move(words["x"] + 150, words["y"] + 8, steps=5)
    page.mouse.up()
    assert page.evaluate("String(getSelection())")
    assert strong(page) == []


def test_what_is_told_of_an_answer_aloud_has_no_buttons_in_it(opened):
    page = opened()
    ask(page, "How many co-sponsors does the bill have?")
    page.wait_for_selector("#live:has-text('84 co-sponsors')", state="attached")
    assert "Copy" not in page.text_content("#live")


def test_an_earlier_answer_is_lit_again_when_its_citation_is_followed(opened):
    page = opened()
    ask(page, "How many co-sponsors does the bill have?")
    first = lit(page)
    ask(page, "What did American bombers strike in June?")
    assert lit(page) != first
    page.click(".turn[data-turn='1'] a.cite")
    assert lit(page) == first


def test_the_keyboard_follows_a_citation_too(opened):
    page = opened()
    ask(page, "How many co-sponsors does the bill have?")
    page.focus(".quote a.cite")
    page.keyboard.press("Enter")
    assert page.locator("#piece .s.strong").count() == 1


def test_a_citation_that_is_pointed_at_shows_its_sentence(opened):
    page = opened()
    ask(page, "How many co-sponsors does the bill have?")
    page.hover(".quote a.cite")
    assert page.locator("#piece .s.pointed").count() == 1
    page.hover(".asked")
    assert page.locator("#piece .s.pointed").count() == 0


def test_the_words_that_answer_are_marked_inside_the_whole_sentence_in_the_piece(opened):
    page = opened()
    ask(page, "How many co-sponsors does the bill have?")
    marked = page.evaluate("[...CSS.highlights.get('answering')].map((range) => range.toString())")
    assert marked == ["84"]
    (whole,) = lit(page)
    assert marked[0] in whole
    assert marked[0] != whole


def test_several_quotes_are_numbered_in_order_of_appearance(opened):
    page = opened()
    ask(page, "What is the piece about?")
    numbers = page.locator(".turn .quote a.cite").all_text_contents()
    assert len(numbers) > 1
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_a_sentence_tells_where_it_was_quoted_and_leads_there(opened):
    page = opened()
    ask(page, "How many co-sponsors does the bill have?")
    ask(page, "What did American bombers strike in June?")
    page.click("#piece .s:has-text('84 co-sponsors')")
    assert "Quoted in the answer to" in page.inner_text("#note")
    page.click("#note button:has-text('How many co-sponsors')")
    assert page.locator("#note").count() == 0
    assert page.evaluate("document.activeElement.closest('.turn').dataset.turn") == "1"


def test_a_sentence_that_no_answer_quoted_says_so_and_can_be_asked_about(opened):
    page = opened()
    page.click("#piece .s >> nth=2")
    assert "No answer has quoted this sentence" in page.inner_text("#note")
    page.click("#note button:has-text('Ask about this sentence')")
    sentence = page.locator("#piece .s >> nth=2").text_content()
    assert sentence in page.input_value("#question textarea")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_the_arrow_keys_go_from_sentence_to_sentence_and_enter_opens_its_note(opened):
    page = opened()
    page.focus("#s0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "s2"
    page.keyboard.press("Enter")
    assert page.locator("#note").count() == 1
    assert page.locator("#piece .noted").evaluate_all("(all) => all.map((one) => one.id)") == ["s2"]
    page.keyboard.press("Escape")
    assert page.locator("#note, #piece .noted").count() == 0
    assert page.evaluate("document.activeElement.id") == "s2"


@pytest.mark.parametrize("words", ["Diplomats like to say", "“I didn’t make", "This night needed", "He may prefer"])
def test_what_the_page_asks_about_a_sentence_is_not_refused(opened, words: str):
    page = opened()
    page.click(f"#piece .s:has-text('{words}')")
    page.click("#note .primary")
    asked = page.input_value("#question textarea")
    assert asked.count("“") == asked.count("”") == 1
    ask(page, asked)
    assert words in page.locator(".turn .quote").all_text_contents()[0]
    assert page.locator(".refusal").count() == 0


@pytest.mark.parametrize(
    ("words", "copied"),
    [
        ("It has 84", "“It has 84 co-sponsors, which in that chamber is close to a miracle.”"),
        ("“I didn’t make", "‘“I didn’t make any progress with him today at all,” Mr. Trump told reporters.’"),
    ],
)
def test_a_sentence_is_copied_with_its_source(opened, words: str, copied: str):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    page.click(f"#piece .s:has-text('{words}')")
    page.click("#note button:has-text('Copy this sentence')")
    page.wait_for_selector("#note button:has-text('Copied')")
    source = "Eleanor Marsh, “A Hung-Up Call and an Open Hand”, 7 July 2025"
    assert page.evaluate("navigator.clipboard.readText()") == f"{copied} — {source}"


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_tab_key_leads_from_the_note_back_to_its_sentence(opened, key: str):
    page = opened()
    page.focus("#s0")
    page.keyboard.press("Enter")
    for _ in range(page.locator("#note button").count() if key == "Tab" else 1):
        assert page.evaluate("document.activeElement.closest('#note') !== null")
        page.keyboard.press(key)
    assert page.locator("#note").count() == 0
    assert page.evaluate("document.activeElement.id") == "s0"


def test_of_the_sentences_only_the_one_that_the_tab_key_reaches_is_a_button(opened):
    page = opened()
    page.focus("#s0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("#piece [role=button], #piece [tabindex='0'].s").evaluate_all("(a) => a.map((s) => s.id)") == [
        "s2"
    ]


@pytest.mark.parametrize(("question", "place"), [("of the first bridge", 0), ("of the second", 3)])
def test_a_sentence_that_stands_twice_is_lit_at_the_right_place(opened, question: str, place: int):
    page = opened()
    paste(page, REPEATED)
    ask(page, f"What did Ada Stone say {question}?")
    first = page.locator(".turn .quote a.cite >> nth=0")
    page.wait_for_timeout(100)
    assert first.get_attribute("data-first") == str(place)
    first.click()
    assert page.locator("#piece .s.strong").first.get_attribute("id") == f"s{place}"


def test_offsets_are_those_of_code_points_beyond_the_basic_plane_too(opened):
    page = opened()
    paste(page, "😀😀😀 The old mill 😀 burned down in 1911 and nobody rebuilt it. The river 😀 goes on.")
    ask(page, "When did the old mill burn down?")
    marked = page.evaluate("[...CSS.highlights.get('answering')].map((range) => range.toString())")
    assert marked == [page.inner_text(".quote mark")]
    finished(page)
