"""What somebody sees who opens the page for the first time."""

from reading import finished, in_view, lit

from index.loading import SAMPLE, load


def test_the_piece_is_open_with_its_title_author_and_date(opened):
    page = opened()
    assert page.inner_text("#piece h1") == "A Hung-Up Call and an Open Hand"
    byline = page.inner_text("#piece .byline")
    assert "By Eleanor Marsh" in byline
    assert "7 July 2025" in byline


def test_every_sentence_of_the_piece_is_there_character_for_character(opened):
    page = opened()
    piece = load(SAMPLE)
    shown = page.locator("#piece .s").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert shown == [piece.sentence_text(sentence.number) for sentence in piece.sentences]


def test_three_questions_are_offered_one_of_them_marked_as_not_in_the_text(opened):
    page = opened()
    assert page.locator(".chip").count() == 3
    assert page.locator(".chip:has-text('not in the text?')").count() == 1


def test_a_suggested_question_is_answered_and_lit_in_the_piece(opened):
    page = opened()
    page.click(".chip >> nth=0")
    page.wait_for_selector(".quote")
    finished(page)
    assert lit(page) == ["It has 84 co-sponsors, which in that chamber is close to a miracle."]
    assert in_view(page, "#piece .s.lit")
    assert page.inner_text(".quote mark") == "84"


def test_both_answerable_suggestions_are_answered_with_a_quote(opened):
    page = opened()
    questions = page.locator(".chip:not(:has(.hint))").evaluate_all("(all) => all.map((one) => one.dataset.question)")
    for number, question in enumerate(questions, 1):
        page.fill("#question textarea", question)
        page.click("#send")
        page.wait_for_selector(f".turn[data-turn='{number}'] .quote")


def test_the_unanswerable_suggestion_shows_what_a_refusal_looks_like(opened):
    page = opened()
    page.click(".chip:has(.hint)")
    page.wait_for_selector(".refusal")
    finished(page)
    assert page.inner_text(".refusal .verdict")
    assert "do not take for an answer" in page.inner_text(".refusal .nearest")
    assert page.locator(".quote").count() == 0
    assert lit(page) == []
    assert page.locator("#piece .s.near").count() > 0
    assert in_view(page, "#piece .s.near")


def test_what_answered_is_said(opened):
    page = opened()
    assert "embedded reader" in page.inner_text(".invitation")
    page.click(".chip >> nth=0")
    page.wait_for_selector(".foot")
    assert page.inner_text(".foot .by") == "By the embedded reader"
