"""How the page looks and reads: on a phone, in the dark, and to those who do not use a mouse or see it."""

import io

import pytest
from pypdf import PdfReader
from reading import ask, closed, in_view, paste

COSPONSORS = "How many co-sponsors does the bill have?"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LOOKS = {"desktop": {}, "dark": {"color_scheme": "dark"}, "phone": PHONE}
# For every visible run of text: its size, and its contrast with what is painted behind it.
MEASURE = """() => {
    const drawn = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const known = new Map();
    const channels = (color) => {
        if (!known.has(color)) {
            drawn.clearRect(0, 0, 1, 1);
            drawn.fillStyle = color;
            drawn.fillRect(0, 0, 1, 1);
            known.set(color, [...drawn.getImageData(0, 0, 1, 1).data]);
        }
        return known.get(color);
    };
    const over = (top, below) => top.slice(0, 3).map((c, i) => (c * top[3] + below[i] * (255 - top[3])) / 255);
    const behind = (element) => {
        const chain = [];
        for (let one = element; one; one = one.parentElement) {
            chain.push(channels(getComputedStyle(one).backgroundColor));
        }
        return chain.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
    };
    const light = (color) => {
        const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        const [r, g, b] = color.map((c) => linear(c / 255));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim()) continue;
        if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        if (element.closest("script, style, .sr, .sr-only")) continue;
        const style = getComputedStyle(element);
        const below = behind(element);
        const ink = over(channels(style.color), below);
        const [high, low] = [light(ink), light(below)].sort((a, b) => b - a);
        found.push([node.data.trim().slice(0, 40), parseFloat(style.fontSize), (high + 0.05) / (low + 0.05)]);
    }
    return found;
}"""
# Everything that can be pressed or filled in, by its accessible name.
NAMELESS = """() => [...document.querySelectorAll("button, a[href], input, textarea, summary")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.[0]?.textContent.trim()))
    .map((one) => one.outerHTML.slice(0, 120))"""

# Whether the fill, the border and the text of an element are nearer to red than to blue.
WARM = """(selector) => {
    const drawn = document.createElement("canvas").getContext("2d");
    const { backgroundColor, borderTopColor, color } = getComputedStyle(document.querySelector(selector));
    return [backgroundColor, borderTopColor, color].every((one) => {
        drawn.clearRect(0, 0, 1, 1);
        drawn.fillStyle = one;
        drawn.fillRect(0, 0, 1, 1);
        const [red, , blue] = drawn.getImageData(0, 0, 1, 1).data;
        return red >= blue;
    });
}"""
# The numbers of quotes that do not stand on the line of the last word before them.
ALONE = """() => [...document.querySelectorAll(".quote a.cite")].filter((link) => {
    const words = new Range();
    const walker = document.createTreeWalker(link.closest("p"), NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node = walker.nextNode(); node && !link.contains(node); node = walker.nextNode()) {
        if (node.data.trim()) last = node;
    }
    const end = last.data.trimEnd().length;
    words.setStart(last, end - 1);
    words.setEnd(last, end);
    const word = words.getBoundingClientRect();
    const number = link.getBoundingClientRect();
    return number.top > word.bottom || number.bottom < word.top;
}).map((link) => link.textContent)"""
CLEAR = "[data-act=clear]"


def filled(opened, kind: dict):
    page = opened(**kind)
    ask(page, COSPONSORS)
    ask(page, "How did Lindsey Graham vote on the bill?")
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_text_is_large_enough_and_stands_out_enough(opened, look: str):
    page = filled(opened, LOOKS[look])
    page.click("[data-drawer-button=own]")
    page.wait_for_timeout(400)
    measured = page.evaluate(MEASURE)
    assert len(measured) > 25
    assert [row for row in measured if row[1] < 14] == []
    assert [row for row in measured if row[2] < 4.5] == []


@pytest.mark.parametrize("look", LOOKS)
def test_a_draft_and_the_form_for_a_title_are_as_easily_read_and_have_names_too(opened, look: str):
    page = opened(**LOOKS[look])
    paste(page, "The bridge opened in 1931. It cost two million dollars.")
    if look == "phone":
        page.click("#masthead [data-sheet]")
    page.click("#piece .correct")
    page.fill("#piece [name=date]", "soon")
    page.keyboard.press("Enter")
    page.wait_for_selector("#piece .wrong")
    if look == "phone":
        page.click("#piece .sheet-close")
        page.click(".menu summary")
    page.locator("[data-drawer-button=draft]:visible").click()
    page.fill("#quoting textarea", "It “cost two million dollars”, and “five”, and “cost ten million dollars”.")
    page.click("#check")
    page.wait_for_selector(".sum")
    page.wait_for_timeout(400)
    measured = page.evaluate(MEASURE)
    assert [row for row in measured if row[1] < 14 or row[2] < 4.5] == []
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(SMALLER) == []


@pytest.mark.parametrize("look", LOOKS)
def test_everything_that_can_be_pressed_or_filled_in_has_a_name(opened, look: str):
    page = filled(opened, LOOKS[look])
    page.click("[data-drawer-button=own]")
    assert page.evaluate(NAMELESS) == []


# Everything that can be pressed and is less than 24 pixels high or wide.
SMALLER = """() => [...document.querySelectorAll("button, a[href], input, summary")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => [one.textContent, one.getBoundingClientRect()])
    .filter(([, { width, height }]) => Math.min(width, height) < 24)"""


@pytest.mark.parametrize("look", LOOKS)
def test_everything_that_can_be_pressed_is_large_enough(opened, look: str):
    page = filled(opened, LOOKS[look])
    assert page.locator("a.cite").count() > 1
    assert page.evaluate(SMALLER) == []


# Buttons and summaries lower than 40 pixels; a number in the text is pressed on a larger ground of its own.
LOW = """() => [...document.querySelectorAll("button, summary, input")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("#talk .withheld"))
    .map((one) => [one.textContent || one.outerHTML.slice(0, 90), one.getBoundingClientRect().height])
    .filter(([, height]) => height > 0 && height < 40)"""
GROUND = """() => [...document.querySelectorAll("#talk a.cite")].map((one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    const at = (y) => document.elementFromPoint((left + right) / 2, y) === one;
    const middle = (top + bottom) / 2;
    return at(middle - 19) && at(middle + 19);
})"""


def test_on_a_phone_everything_that_is_pressed_is_a_finger_high(opened):
    page = opened(**PHONE)
    paste(page, "The bridge opened in 1931. It cost two million dollars.")
    ask(page, "When did the bridge open?")
    assert page.evaluate(GROUND) == [True]
    page.click(".thumb >> nth=0")
    page.wait_for_selector("form.comment")
    page.click("#masthead .menu summary")
    assert page.evaluate(LOW) == []
    page.click("#masthead .menu [data-drawer-button=draft]")
    page.fill("#quoting textarea", "It “cost two million dollars”.")
    page.click("#check")
    page.wait_for_selector(".sum")
    assert page.evaluate(LOW) == []
    page.click("#draft .drawer-close")
    page.click("#masthead [data-sheet]")
    page.click("#piece .correct")
    assert page.evaluate(LOW) == []


def test_no_id_is_used_twice(opened):
    page = filled(opened, {})
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id).filter(Boolean)")
    assert len(ids) == len(set(ids))


def test_dark_mode_follows_the_system(opened):
    shades = {
        scheme: opened(color_scheme=scheme).evaluate(
            "getComputedStyle(document.querySelector('#piece')).backgroundColor"
        )
        for scheme in ("light", "dark")
    }
    assert shades == {"light": "rgb(251, 249, 244)", "dark": "rgb(25, 24, 22)"}


def test_the_measure_is_that_of_a_page_to_read(opened):
    page = opened()
    letters = page.evaluate("""() => {
        const paragraph = document.querySelector("#piece .paper > p");
        const lines = paragraph.getBoundingClientRect().height / parseFloat(getComputedStyle(paragraph).lineHeight);
        return paragraph.textContent.length / lines;
    }""")
    assert 52 <= letters <= 75


def test_on_a_phone_nothing_is_wider_than_the_screen(opened):
    page = filled(opened, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


SMALL = {**PHONE, "viewport": {"width": 320, "height": 568}}
INSIDE = """(element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
}"""


def test_on_a_small_phone_everything_in_the_head_is_on_the_screen(opened):
    page = opened(**SMALL)
    page.click(".menu summary")
    for pressed in page.locator("#masthead button:visible, #masthead summary").all():
        assert pressed.evaluate(INSIDE), pressed.inner_text()


def test_a_title_of_one_long_word_is_broken_into_lines(opened):
    page = opened(**SMALL)
    upload(page, "a.md", b"# " + b"Antidisestablishmentarian" * 3 + b"\n\nThe council met.")
    page.keyboard.press("Escape")
    page.click("#masthead [data-sheet]")
    assert page.evaluate("(box => box.scrollWidth <= box.clientWidth)(document.querySelector('#piece .scroll'))")


def test_on_a_small_phone_what_came_of_a_file_is_on_the_screen(opened):
    page = opened(**SMALL)
    upload(page, "a.png", b"\x89PNG\r\n\x1a\n")
    page.wait_for_timeout(400)  # the drawer slides in
    assert page.locator("#told .bad").evaluate(INSIDE)
    upload(page, "a.txt", b"The council met.")
    page.wait_for_selector(".about:has-text('The council met.')")
    assert page.locator(".about").evaluate(INSIDE)


def upload(page, name: str, data: bytes) -> None:
    if not page.evaluate("document.body.dataset.drawer || null"):
        page.click("[data-drawer-button=own]")
    page.set_input_files("#file input[type=file]", {"name": name, "mimeType": "", "buffer": data})
    page.wait_for_selector("#told .bad") if name.endswith("png") else closed(page)


def test_on_a_phone_a_citation_opens_the_piece_as_a_sheet_at_its_sentence(opened):
    page = opened(**PHONE)
    assert not page.is_visible("#piece .paper")
    ask(page, COSPONSORS)
    page.click(".quote a.cite")
    page.wait_for_selector("#piece .paper", state="visible")
    assert in_view(page, "#piece .s.strong")
    page.click(".sheet-close")
    page.wait_for_selector("#piece .paper", state="hidden")
    assert page.is_visible(".turn")


@pytest.mark.parametrize("over", [".quote a.cite", "[data-drawer-button=own]"])
def test_on_a_phone_the_way_back_closes_what_lies_over_the_conversation(opened, over: str):
    page = opened(**PHONE)
    ask(page, COSPONSORS)
    address = page.url
    for way in (lambda: page.go_back(), lambda: page.keyboard.press("Escape")):
        page.click(over)
        page.wait_for_selector("body.sheet, body[data-drawer]")
        way()
        page.wait_for_selector("body:not(.sheet):not([data-drawer])")
        page.wait_for_function("!history.state?.over")
        assert (page.url, page.locator(".turn").count()) == (address, 1)


def test_on_a_phone_what_is_cited_stays_in_view_above_its_place(opened):
    page = opened(**PHONE)
    for question in (COSPONSORS, "Who has written the bill?", COSPONSORS):
        ask(page, question)
    page.click(".turn:last-child .quote a.cite")
    assert in_view(page, "#piece .s.strong")
    bottom = page.locator(".turn:last-child .quote").evaluate("(quote) => quote.getBoundingClientRect().bottom")
    assert bottom <= page.locator("#piece").evaluate("(piece) => piece.getBoundingClientRect().top")


@pytest.mark.parametrize("width", [744, 820])
def test_a_tablet_on_end_shows_the_piece_beside_the_conversation(opened, width: int):
    page = filled(opened, {"viewport": {"width": width, "height": 1100}, "has_touch": True})
    page.click(".turn:first-child a.cite")
    assert in_view(page, "#piece .s.strong")
    assert page.is_visible(".turn:first-child .quote")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for pressed in page.locator("#masthead button:visible, #masthead summary").all():
        assert pressed.evaluate(INSIDE), pressed.inner_text()


@pytest.mark.parametrize("height", [500, 800])
def test_what_can_be_done_with_a_sentence_does_not_cover_it(opened, height: int):
    page = opened(viewport={"width": 1280, "height": height})
    for number in (0, 2, 3, 5):
        page.click(f"#s{number}")
        note, words = page.evaluate(
            """(id) => {
            const edges = ({ top, bottom }) => [top, bottom];
            return ["#note", id].map((one) => edges(document.querySelector(one).getBoundingClientRect()));
        }""",
            f"#s{number}",
        )
        assert note[0] >= words[1] or note[1] <= words[0], number
        page.keyboard.press("Escape")


def test_what_can_be_done_with_a_sentence_goes_with_it_when_the_piece_is_scrolled(opened):
    page = opened()
    page.click("#s3")
    apart = """() => document.querySelector("#note").getBoundingClientRect().top
        - document.querySelector("#s3").getBoundingClientRect().bottom"""
    before = page.evaluate(apart)
    page.evaluate("document.querySelector('#piece .scroll').scrollBy(0, 60)")
    page.wait_for_timeout(100)
    assert abs(page.evaluate(apart) - before) < 1


def test_on_a_phone_what_leads_to_the_piece_looks_current_only_while_the_piece_is_shown(opened):
    page = opened(**PHONE)
    color = "(selector) => getComputedStyle(document.querySelector(selector)).color"
    read, other = "#masthead [data-sheet]", "#masthead [data-drawer-button=own]"
    assert page.evaluate(color, read) == page.evaluate(color, other)
    page.click(read)
    page.wait_for_selector("body.sheet")
    assert page.evaluate(color, read) != page.evaluate(color, other)
    page.click("#piece .sheet-close")
    page.wait_for_selector("body:not(.sheet)")
    assert page.evaluate(color, read) == page.evaluate(color, other)


def test_on_a_phone_the_first_screen_says_which_piece_it_is_and_leads_to_it(opened):
    page = opened(**PHONE)
    assert page.inner_text(".about").split("\n")[0] == "A Hung-Up Call and an Open Hand"
    assert page.locator(".about").evaluate(INSIDE)
    page.click(".about")
    page.wait_for_selector("#piece .paper h1", state="visible")
    assert not opened().is_visible(".about"), "it stands beside the piece itself"


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_told_of_a_question_covers_nothing_that_is_pressed_next(opened, look: str):
    page = opened(**LOOKS[look])
    ask(page, COSPONSORS)
    page.fill("#question textarea", "why " * 600)
    page.click("#send")
    page.wait_for_selector("#said .bad:has-text('at most 2,000 are read')")
    page.wait_for_timeout(300)
    bottom, top = page.evaluate("""() => [
        document.querySelector("#talk .scroll").getBoundingClientRect().bottom,
        document.querySelector("#said").getBoundingClientRect().top,
    ]""")
    assert bottom <= top
    for pressed in ("[data-drawer-button=own]", ".menu summary", "#send", "#question textarea"):
        page.click(pressed, trial=True, timeout=2_000)
    assert page.locator("#said p").evaluate(INSIDE)
    assert page.locator(".toast-body").count() == 0


def test_the_place_for_a_file_speaks_of_dropping_only_where_there_is_a_pointer(opened):
    words = []
    for look in ({}, PHONE):
        page = opened(**look)
        page.click("[data-drawer-button=own]")
        place = page.locator("#file [data-testid=upload-text]")
        words.append(place.evaluate("(place) => getComputedStyle(place, '::after').content"))
        assert place.evaluate("(place) => getComputedStyle(place).visibility") == "hidden", "Gradio's own words"
    assert ["drop" in said for said in words] == [True, False]


def test_on_a_phone_the_keyboard_does_not_stay_over_the_answer(opened):
    on_phone, on_desk = opened(**PHONE), opened()
    for page in (on_phone, on_desk):
        ask(page, "How many co-sponsors does the bill have?")
    focused = "document.activeElement.tagName"
    assert on_phone.evaluate(focused) == "BODY"
    assert on_desk.evaluate(focused) == "TEXTAREA"


def test_on_a_phone_the_piece_can_be_read_before_anything_is_asked(opened):
    page = opened(**PHONE)
    page.click("#masthead [data-sheet]")
    page.wait_for_selector("#piece .paper h1", state="visible")
    assert page.evaluate("Boolean(document.activeElement.closest('#piece'))")
    page.keyboard.press("Escape")
    page.wait_for_selector("#piece .paper", state="hidden")
    assert page.evaluate("'sheet' in document.activeElement.dataset")


def test_the_tab_key_reaches_everything_and_the_focus_is_seen(opened):
    page = opened()
    page.evaluate("document.body.focus()")
    reached = []
    for _ in range(10):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("""() => {
                const one = document.activeElement;
                const { outlineStyle, outlineWidth } = getComputedStyle(one);
                return [one.className || one.tagName, outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
            }""")
        )
    names = [name for name, _ in reached]
    assert {"scroll", "s", "chip"} <= set(names)
    assert all(seen for _, seen in reached), reached


def test_escape_closes_a_drawer_and_gives_the_focus_back(opened):
    page = opened()
    page.focus("[data-drawer-button=own]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#own", state="visible")
    page.wait_for_timeout(150)
    assert page.evaluate("Boolean(document.activeElement.closest('#own'))")
    page.keyboard.press("Escape")
    page.wait_for_selector("#own", state="hidden")
    assert page.evaluate("document.activeElement.dataset.drawerButton") == "own"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("drawer", "field"), [("own", "#text textarea"), ("draft", "#quoting textarea")])
def test_where_a_text_is_given_the_focus_is_on_its_field_but_on_a_phone_whose_keyboard_would_cover_the_rest(
    opened, look: str, drawer: str, field: str
):
    page = opened(**LOOKS[look])
    if look == "phone" and drawer == "draft":
        page.click(".menu summary")
    page.click(f"[data-drawer-button={drawer}]:visible")
    page.wait_for_timeout(300)
    assert page.evaluate("(field) => document.activeElement.matches(field)", field) is (look != "phone")


def drawn(page, drawer: str) -> None:
    page.click(f"[data-drawer-button={drawer}]")
    page.wait_for_function("(id) => document.activeElement.closest(`#${id}`)", arg=drawer)


def test_the_fields_of_a_drawer_show_that_they_have_the_focus(opened):
    page = opened()
    for drawer, field in (("own", "#text textarea"), ("model", "#spec textarea, #spec input"), ("model", "#key input")):
        drawn(page, drawer)
        page.focus(field)
        assert page.evaluate("getComputedStyle(document.activeElement).outline") == "rgb(143, 45, 27) solid 3px", field
        page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_button_takes_a_colour_of_its_own_when_it_is_pointed_at(opened, scheme: str):
    page = opened(color_scheme=scheme)
    for drawer, button in (("own", "#read"), ("model", "#connect"), ("model", "#leave")):
        page.click(f"[data-drawer-button={drawer}]")
        page.hover(button)
        page.wait_for_timeout(300)
        warm = page.evaluate(WARM, button)
        assert warm, (scheme, button)
        page.keyboard.press("Escape")


def test_the_tab_key_stays_out_of_what_lies_under_a_drawer(opened):
    page = opened()
    drawn(page, "model")
    reached = set()
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('#model, #masthead, #side, #piece')?.id"))
    assert "model" in reached
    assert not reached & {"masthead", "side"}
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('#masthead'))")


@pytest.mark.parametrize(("drawer", "name"), [("own", "Your own piece"), ("model", "Connect a model")])
def test_a_drawer_is_a_dialog_with_a_name(opened, drawer: str, name: str):
    page = opened()
    drawn(page, drawer)
    assert page.get_by_role("dialog", name=name).is_visible()


ZOOMED = {"viewport": {"width": 640, "height": 400}}


def test_the_tab_key_stays_out_of_what_lies_under_the_piece_until_the_window_is_wider(opened):
    page = opened(**ZOOMED)
    ask(page, COSPONSORS)
    page.click(".quote a.cite")
    reached = set()
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('#masthead, #side, #piece')?.id"))
    assert {"masthead", "piece"} <= reached
    assert "side" not in reached
    page.set_viewport_size({"width": 1280, "height": 800})
    page.focus("#question textarea")
    assert page.evaluate("document.activeElement.closest('#side') !== null")


def test_a_drawer_that_is_opened_over_the_sheet_leaves_it_as_it_was(opened):
    page = opened(**ZOOMED)
    page.click("#masthead [data-sheet]")
    drawn(page, "own")
    page.keyboard.press("Escape")
    page.wait_for_selector("#own", state="hidden")
    assert page.evaluate("document.activeElement.dataset.drawerButton") == "own"
    assert page.evaluate("document.querySelector('#side').inert")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('#side').inert")


def test_a_slash_in_a_drawer_does_not_go_to_the_question_behind_it(opened):
    page = opened()
    drawn(page, "own")
    page.focus("#own .drawer-close")
    page.keyboard.press("/")
    assert page.evaluate("Boolean(document.activeElement.closest('#own'))")


def test_a_sentence_can_be_asked_about_while_a_drawer_is_open_beside_it(opened):
    page = opened()
    drawn(page, "own")
    page.click("#piece .s >> nth=2")
    page.click("#note button:has-text('Ask about this sentence')")
    page.wait_for_selector("#own", state="hidden")
    assert page.evaluate("document.activeElement.closest('#question') !== null")
    assert page.locator("#piece .s >> nth=2").text_content() in page.input_value("#question textarea")


def test_the_save_menu_closes_when_the_focus_leaves_it_and_escape_gives_it_back(opened):
    page = opened()
    page.focus(".menu summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(".menu[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.locator(".menu[open]").count() == 0


@pytest.mark.parametrize("kind", [{}, ZOOMED])
def test_the_focus_is_in_the_box_after_the_button_beside_it_is_pressed(opened, kind: dict):
    page = opened(**kind)
    page.fill("#question textarea", COSPONSORS)
    page.focus("#send")
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn .quote")
    assert page.evaluate("document.activeElement.closest('#question') !== null")


@pytest.mark.parametrize("width", [390, 740, 800, 1280, 1920])
def test_the_box_stands_under_the_conversation(opened, width: int):
    page = opened(viewport={"width": width, "height": 800})
    left = "(selector) => document.querySelector(selector).getBoundingClientRect().left"
    assert page.evaluate(left, "#question textarea") == pytest.approx(page.evaluate(left, ".chip"), abs=1)


def test_what_is_lit_is_seen_without_colours_too(opened):
    page = opened(forced_colors="active")
    ask(page, "What is the piece about?")
    lines = "(all) => all.map((one) => getComputedStyle(one).textDecorationLine)"
    assert set(page.locator("#piece .s.lit").evaluate_all(lines)) == {"underline"}
    assert set(page.locator("#piece .s:not(.lit)").evaluate_all(lines)) == {"none"}


def test_quotes_are_in_the_language_of_the_piece(opened):
    page = opened()
    paste(page, "Die Brücke wurde 1931 eröffnet. Sie hat zwei Millionen gekostet, und niemand zählt die Autos.")
    ask(page, "Wann wurde die Brücke eröffnet?")
    assert page.locator(".turn blockquote").get_attribute("lang") == "de"


def test_the_focus_is_in_the_box_when_what_was_pressed_is_gone(opened):
    page = opened()
    for pressed, gone in ((".chip", ".turn .quote"), ("[data-act=retry]", "[data-turn='2'] .quote"), (CLEAR, ".chip")):
        if pressed == CLEAR:
            page.click(".menu summary")
        page.focus(pressed)
        page.keyboard.press("Enter")
        page.wait_for_selector(gone)
        assert page.evaluate("document.activeElement.closest('#question') !== null"), pressed


def test_a_pressed_thumb_keeps_the_focus_and_shows_what_can_be_added(opened):
    page = opened(**{**SMALL, "has_touch": False, "is_mobile": False})
    ask(page, COSPONSORS)
    for rating in ("up", "down"):
        page.focus(f".thumb[data-rating={rating}]")
        page.keyboard.press("Enter")
        page.wait_for_selector(f".thumb[data-rating={rating}][aria-pressed=true]")
        assert page.evaluate("document.activeElement.dataset.rating") == rating
        assert page.locator(".comment button").evaluate(INSIDE)
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    ask(page, "Who has written the bill?")
    assert page.evaluate("document.activeElement.closest('#question') !== null")


def test_on_a_phone_no_word_of_the_piece_is_under_the_button_that_closes_it(opened):
    page = opened(**PHONE)
    page.click("#masthead [data-sheet]")
    page.wait_for_selector("#piece .paper h1", state="visible")
    words, close = page.evaluate("""() => [
        document.querySelector("#piece .scroll").getBoundingClientRect().top,
        document.querySelector(".sheet-close").getBoundingClientRect().bottom,
    ]""")
    assert words >= close


@pytest.mark.parametrize("width", [900, 1000, 1250])
def test_the_number_of_a_quote_stands_beside_its_last_word(opened, width: int):
    page = opened(viewport={"width": width, "height": 800})
    ask(page, "What is the piece about?")
    assert page.locator(".quote a.cite").count() > 1
    assert page.evaluate(ALONE) == []


@pytest.mark.parametrize("width", [390, 900, 1000, 1250, 1280])
def test_what_copies_a_quote_stands_beside_its_number(opened, width: int):
    page = opened(viewport={"width": width, "height": 800})
    ask(page, "What is the piece about?")
    apart = page.evaluate("""() => [...document.querySelectorAll(".quote .end")].map((end) => {
        const [number, copy] = [...end.children].map((one) => one.getBoundingClientRect());
        return copy.top > number.bottom || copy.right > end.closest("blockquote").getBoundingClientRect().right;
    })""")
    assert len(apart) > 1
    assert not any(apart)


@pytest.mark.parametrize("look", LOOKS)
def test_who_speaks_is_as_readable_as_the_quote(opened, look: str):
    page = opened(**LOOKS[look])
    ask(page, "What did Mr. Trump say?")
    style = "(one) => (({ fontSize, color }) => [fontSize, color])(getComputedStyle(one))"
    assert page.inner_text(".quote .speaker") == "Mr. Trump speaking"
    assert page.locator(".quote .speaker").evaluate(style) == page.locator(".quote p >> nth=0").evaluate(style)


# On how many lines the words of an element stand.
ROWS = """(element) => {
    const words = new Range();
    words.selectNodeContents(element);
    return words.getClientRects().length;
}"""


def test_a_button_beside_a_long_line_is_not_broken(opened):
    page = opened()
    for text in ("The Harbour Ferry Should Not Be a Memory of Ours.", "It rained."):
        paste(page, text)
    page.wait_for_selector(".undo:has-text('The Harbour Ferry Should Not Be a Memory of')")
    assert page.locator(".undo button").evaluate(ROWS) == 1


@pytest.mark.parametrize("look", LOOKS)
def test_the_whole_piece_is_printed_and_nothing_else(opened, look: str):
    page = opened(**LOOKS[look])
    ask(page, COSPONSORS)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('#piece .paper')).color") == "rgb(0, 0, 0)"
    printed = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages)
    words = " ".join(printed.split())
    sentences = [" ".join(text.split()) for text in page.locator("#piece .s").all_text_contents()]
    assert [text for text in sentences if text not in words] == []
    assert COSPONSORS not in words


def test_a_finished_answer_is_told_to_screen_readers(opened):
    page = opened()
    ask(page, COSPONSORS)
    assert "84 co-sponsors" in page.text_content("#live")
