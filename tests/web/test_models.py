"""A language model for one session, from a script on loopback."""

from pathlib import Path

from model_servers import KEY, ModelServer, Reply
from reading import Served, ask, duplicate, finished, paste, send, serving

COSPONSORS = "How many co-sponsors does the bill have?"


def connect(page, server: ModelServer) -> None:
    page.click("[data-drawer-button=model]")
    page.fill("#spec input, #spec textarea", server.spec)
    page.fill("#key input", KEY)
    page.fill("#address input, #address textarea", server.url)
    page.click("#connect")


def connected(page, server: ModelServer) -> None:
    server.say("ready")
    connect(page, server)
    page.wait_for_selector("#tried .told:has-text('Connected: ')")
    page.keyboard.press("Escape")


def test_a_model_is_tried_connected_and_left_again(opened, openai_server: ModelServer, served: Served):
    page = opened()
    openai_server.say("ready")
    connect(page, openai_server)
    page.wait_for_selector("#tried .told:has-text('Connected: ')")
    assert "tiny-gpt" in page.inner_text("#tried")
    assert page.input_value("#key input") == ""
    page.keyboard.press("Escape")
    assert "tiny-gpt" in page.inner_text(".invitation")
    openai_server.say("The bill has 84 co-sponsors. [26]", "REFUSE not_mentioned")
    ask(page, COSPONSORS)
    assert page.inner_text(".foot .by").startswith("Written by")
    page.click("[data-drawer-button=model]")
    page.click("#leave")
    page.wait_for_selector("#tried .told:has-text('The embedded reader answers')")
    page.keyboard.press("Escape")
    ask(page, COSPONSORS)
    assert page.inner_text(".turn:last-child .foot .by") == "By the embedded reader"
    holding = [path for path in served.home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert not holding


def test_a_model_that_refuses_the_key_is_told_in_one_line_and_the_reader_stays(opened, openai_server: ModelServer):
    page = opened()
    openai_server.say(Reply(status=401))
    connect(page, openai_server)
    page.wait_for_selector("#tried .bad")
    assert "refuses the key" in page.inner_text("#tried")
    assert KEY not in page.content()
    page.keyboard.press("Escape")
    ask(page, COSPONSORS)
    assert page.inner_text(".foot .by") == "By the embedded reader"


def test_the_model_of_one_session_is_not_that_of_another(opened, openai_server: ModelServer):
    mine, theirs = opened(), opened()
    connected(mine, openai_server)
    ask(theirs, COSPONSORS)
    assert theirs.inner_text(".foot .by") == "By the embedded reader"
    theirs.reload()
    theirs.wait_for_selector(".turn")


def test_an_answer_that_is_being_written_can_be_stopped(opened, openai_server: ModelServer):
    page = opened()
    connected(page, openai_server)
    openai_server.say(Reply("The bill has 84 co-sponsors. [26]\n", silence=20.0))
    send(page, COSPONSORS)
    page.wait_for_selector(".turn[data-state=running]")
    assert page.is_visible("#stop")
    page.click("#stop")
    page.wait_for_selector(".turn[data-state=stopped]", timeout=5_000)
    assert page.is_visible("#send")
    page.click("[data-drawer-button=model]")
    page.click("#leave")
    page.wait_for_selector("#tried .told:has-text('The embedded reader answers')")
    page.keyboard.press("Escape")
    ask(page, COSPONSORS)
    assert "84" in page.inner_text(".turn:last-child .quote")


WRITTEN = "The bill has 84 co-sponsors. [26]\nIt has 48 co-sponsors. [26]\n"
MORE = "Its generals believe that time is on their side. [16]\n"


def test_while_a_model_is_silent_the_page_says_so_by_the_second(opened, openai_server: ModelServer):
    page = opened()
    asked_of_a_slow_model(page, openai_server)
    assert "tiny-gpt" in page.inner_text(".reading")
    assert "Waiting for" in page.text_content("#live")
    page.wait_for_function("/^[2-9] s$/.test(document.querySelector('.reading').dataset.silent)")
    assert not page.is_visible(".patience")
    page.wait_for_selector(".patience", state="visible")
    page.click("#stop")
    page.wait_for_selector(".turn[data-state=stopped]", timeout=5_000)
    assert page.locator(".reading").count() == 0


def test_what_was_withheld_stays_unfolded_or_folded_as_the_reader_left_it(opened, openai_server: ModelServer):
    page = opened()
    connected(page, openai_server)
    openai_server.say(Reply(WRITTEN + MORE, size=len(WRITTEN), delay=2.0))
    send(page, COSPONSORS)
    page.click(".withheld summary")
    assert page.is_visible(".turn[data-state=running] .withheld[open]")
    finished(page)
    assert page.is_visible(".withheld q")
    page.click(".withheld summary")
    page.click(".thumb[data-rating=up]")
    page.wait_for_selector(".comment")
    assert not page.is_visible(".withheld q")
    page.click(".withheld summary")
    page.click(".thumb[data-rating=down]")
    page.wait_for_selector(".thumb[data-rating=down][aria-pressed=true]")
    assert page.is_visible(".withheld q")
    paste(page, "The bill has 84 co-sponsors. It rained.")
    openai_server.say("It has 48 co-sponsors. [1]\nThe bill has 84 co-sponsors. [1]\n")
    ask(page, COSPONSORS)
    assert not page.is_visible(".withheld q"), "the first turn of another piece"


def test_where_an_answer_is_stopped_the_focus_and_the_ear_are_told(opened, openai_server: ModelServer):
    page = opened()
    asked_of_a_slow_model(page, openai_server)
    page.focus("#stop")
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn[data-state=stopped]", timeout=5_000)
    assert page.evaluate("document.activeElement.closest('#question') !== null")
    page.wait_for_function("document.querySelector('#live').textContent === 'Stopped.'")


AFTERTHOUGHT = 2_500  # ms: long enough for what Gradio sends again once an answer has ended


def asked_of_a_slow_model(page, server: ModelServer, silence: float = 20.0) -> None:
    connected(page, server)
    server.say(Reply("The bill has 84 co-sponsors. [26]\n", silence=silence))
    send(page, COSPONSORS)
    page.wait_for_selector(".turn[data-state=running]")


def test_clearing_while_an_answer_is_written_leaves_nothing_of_it(opened, openai_server: ModelServer):
    page = opened()
    asked_of_a_slow_model(page, openai_server)
    page.click(".menu summary")
    page.click("[data-act=clear]")
    page.wait_for_selector(".chip")
    page.wait_for_timeout(AFTERTHOUGHT)
    assert page.locator(".turn").count() == 0
    assert page.is_visible("#send")


def test_another_piece_opened_while_an_answer_is_written_has_nothing_of_it_beside(opened, openai_server: ModelServer):
    page = opened()
    paste(page, "It rained on Monday. Nobody came.")
    asked_of_a_slow_model(page, openai_server)
    page.click("#piece [data-act=sample]")
    page.wait_for_timeout(AFTERTHOUGHT)
    assert page.locator(".turn").count() == 0
    send(page, COSPONSORS)
    page.wait_for_selector(".turn[data-state=running]")
    paste(page, "The bridge opened in 1931. It cost two million dollars.")
    page.wait_for_timeout(AFTERTHOUGHT)
    assert page.locator(".turn").count() == 0
    send(page, "When did the bridge open?")
    page.wait_for_selector(".turn[data-state=running]")
    paste(page, "The mill burned down in 1911. Nobody rebuilt it.")
    page.wait_for_selector("#piece .paper:has-text('The mill burned down')")
    page.wait_for_selector(".chip")
    page.wait_for_timeout(AFTERTHOUGHT)
    assert page.locator(".turn").count() == 0


def test_an_answer_goes_on_over_a_reload(opened, openai_server: ModelServer):
    page = opened()
    asked_of_a_slow_model(page, openai_server, silence=4.0)
    page.reload()
    page.wait_for_selector(".turn[data-state=running]")
    assert page.is_visible("#stop")
    page.wait_for_selector(".turn[data-state=done] .said")
    assert "84 co-sponsors" in page.inner_text(".answer")
    assert page.inner_text(".foot .by").startswith("Written by")
    assert page.is_visible("#send")
    assert len(openai_server.requests) == 1
    ask(page, "Who has written the bill?")


def test_an_answer_can_be_stopped_after_a_reload(opened, openai_server: ModelServer):
    page = opened()
    asked_of_a_slow_model(page, openai_server)
    page.reload()
    page.wait_for_selector(".turn[data-state=running]")
    page.click("#stop")
    page.wait_for_selector(".turn[data-state=stopped]", timeout=5_000)
    page.wait_for_timeout(AFTERTHOUGHT)
    assert page.inner_text(".answer").strip() == "Stopped."
    assert page.is_visible("#send")


def test_ctrl_c_while_an_answer_is_written_ends_it_cleanly(opened, openai_server: ModelServer, tmp_path: Path):
    with serving(tmp_path / "home") as running:
        page = opened(running.address)
        asked_of_a_slow_model(page, openai_server)
        assert running.end() == 0
        assert not {"Traceback", "Task"} & set(running.printed().replace(":", " ").split())


def test_a_tab_opened_while_an_answer_is_written_shows_it_too(opened, openai_server: ModelServer):
    page = opened()
    asked_of_a_slow_model(page, openai_server, silence=2.0)
    second = duplicate(page, locks=False)
    second.wait_for_selector(".turn[data-state=done] .said")
    assert second.inner_text(".answer") == page.inner_text(".answer")


def test_an_answer_that_another_tab_asks_for_anew_ends_in_both(opened, openai_server: ModelServer):
    first = opened()
    ask(first, "Who has written the bill?")
    second = duplicate(first, locks=False)
    asked_of_a_slow_model(first, openai_server, silence=2.0)
    second.click("[data-act=retry]")
    for page in (first, second):
        page.wait_for_selector(".turn[data-turn='3'][data-state=done]")
        page.wait_for_timeout(AFTERTHOUGHT)
        finished(page)
        assert page.locator(".asked").all_text_contents() == ["Who has written the bill?", COSPONSORS]


def test_what_is_typed_while_an_answer_is_written_stays_in_the_box(opened, openai_server: ModelServer):
    page = opened()
    connected(page, openai_server)
    openai_server.say(Reply("The bill has 84 co-sponsors. [26]\n", silence=2.0))
    send(page, COSPONSORS)
    page.wait_for_selector(".turn[data-state=running]")
    send(page, "Who has written it?")
    page.wait_for_selector("#said:has-text('still being answered')")
    page.wait_for_selector(".turn:not([data-state=running])")
    page.wait_for_selector("#said", state="hidden")
    page.wait_for_timeout(300)
    assert page.locator(".turn").count() == 1
    assert page.input_value("#question textarea") == "Who has written it?"


def test_what_a_model_writes_as_markup_is_text(opened, openai_server: ModelServer, tmp_path: Path):
    page = opened()
    connected(page, openai_server)
    openai_server.say(
        "<img src=x onerror='window.broken=1'> It has 84 co-sponsors. [26]\n![a](https://outside.example/a.png) [26]"
    )
    ask(page, COSPONSORS)
    assert page.evaluate("window.broken") is None
    assert page.locator("#talk img").count() == 0
