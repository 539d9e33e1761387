import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import localised
from assistant.answer import CODES, Answer, Refusal, Statement, Withheld
from assistant.draft import check
from assistant.engine import Engine
from index.piece import Piece
from ui.conversation import Turn
from ui.feedback import Feedback
from ui.naming import Naming
from ui.page import (
    FOREIGN,
    MOST_LEFT_OUT,
    VERDICTS,
    checked_html,
    conversation_html,
    invitation_html,
    masthead_html,
    piece_html,
    shown,
    told_html,
)
from ui.suggest import Suggestions

PIECE = Piece.from_text("The bridge opened in 1931. It cost two million dollars.\n\nNobody counts the cars.")
HOSTILE = "<script>x()</script> & \"quoted\" 'text' ${x} {{x}}"


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def answer(**more) -> Answer:
    known = {"question": "Why?", "standalone_question": "Why?", "answerer": "reader", "model": "m", "version": "0"}
    return Answer(piece=PIECE, **{**known, **more})


def turn(**more) -> Turn:
    made = Turn(1, "Why?")
    made.take(answer(**more))
    return made


def test_every_sentence_is_an_element_with_its_number_and_its_place():
    html = piece_html(PIECE)
    for sentence in PIECE.sentences:
        words = PIECE.sentence_text(sentence.number)
        assert f'id="s{sentence.number}" data-start="{sentence.start}">{words}</span>' in html
    assert html.count("<p dir") == 2


@pytest.mark.parametrize(
    ("text", "above", "body"),
    [
        ("Mend It\n\nBy Ada Quill\n\nThe pipe leaks. Mend it.", ["Mend It", "By Ada Quill", "3 February 2026"], "s2"),
        ("Mend It\nBy Ada Quill\n\nThe pipe leaks. Mend it.", ["Mend It", "By Ada Quill", "3 February 2026"], "s2"),
        ("Mend It\n\nThe pipe leaks. Mend it.", ["Mend It", "By Ada Quill · 3 February 2026"], "s1"),
        ("By Ada Quill\n\nThe pipe leaks. Mend it.", ["Mend It", "By Ada Quill", "3 February 2026"], "s1"),
        ("The pipe leaks. Mend it.", ["Mend It", "By Ada Quill · 3 February 2026"], "s0"),
        ("The pipe leaks. Mend it.\n\nAda Quill", ["Mend It", "3 February 2026"], "s0"),
    ],
)
def test_headline_byline_and_date_stand_above_the_text_once_and_in_that_order(text: str, above: list[str], body: str):
    piece = Piece.from_text(text, title="Mend It", author="Ada Quill", date="2026-02-03")
    head, below = piece_html(piece).split("</header>")
    head = head.split('<button type="button" class="correct"')[0]
    assert [line for line in text_of(head.replace("</h1>", "\n").replace("</p>", "\n")).split("\n") if line] == above
    assert below.startswith(f'<p dir="auto"><span class="s" id="{body}"')


def test_what_a_piece_is_can_be_corrected_but_not_of_the_sample():
    known = Piece.from_text("The pipe leaks.", title=HOSTILE, author="Ada Quill", date="2026-02-03")
    html = piece_html(known)
    assert "Correct title, author, date</button>" in html
    assert "<script" not in html
    assert all(f'name="{name}"' in html for name in ("title", "author", "date"))
    assert 'value="3 February 2026"' in html
    assert "Add title, author, date</button>" in piece_html(PIECE)
    assert '<form class="naming" hidden' in html
    assert "<form" not in piece_html(PIECE, sample=True)


def test_what_was_wrongly_given_stays_in_the_form_with_the_reason():
    html = piece_html(PIECE, naming=Naming("Bridges", "", "soon", "“soon” is no day"))
    assert '<form class="naming" aria-label' in html
    assert 'value="Bridges"' in html
    assert 'role="alert">“soon” is no day</p>' in html


WRAPPED = "It rained on Monday\nand on Tuesday. The council\nmet. Nobody came."


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("They want:\n- a bus\n- a road", ["They want:", "- a bus", "- a road"]),
        ("It rained. Nobody came.\nThe council met.", ["It rained. Nobody came.", "The council met."]),
        ("It rained.\nNobody came.\nThe council met.", ["It rained.\nNobody came.\nThe council met."]),
        (WRAPPED, [WRAPPED]),
        (f"{WRAPPED}\n- a bus\n- a road, which\ngoes on", [WRAPPED, "- a bus", "- a road, which\ngoes on"]),
    ],
)
def test_lines_that_are_items_or_paragraphs_stay_lines_and_others_flow(text: str, lines: list[str]):
    html = piece_html(Piece.from_text(text)).split("</header>")[1]
    assert [text_of(line).strip() for line in re.split("<br>|</p>", html)[:-1]] == lines


def test_items_inside_a_quote_stay_lines():
    piece = Piece.from_text("He said: “We want\n- a bus.\n- a road.” Nobody\ncame.")
    quote = piece.quote(0, 2, highlight=(20, 25))
    html = conversation_html([turn(statements=(Statement("It says so.", (quote,)),))])
    assert html.count("<br>") == 2
    whole = piece.quote(0, 3)
    html = conversation_html([turn(refusal=Refusal("not_mentioned", "No.", whole))])
    assert html.count("<br>") == 2, "a wrapped line goes on"


@pytest.mark.parametrize(
    ("text", "subheads"),
    [
        ("It rained.\n\nWhat came next\n\nThe council met.", ["What came next"]),
        ("Why now\n\nThe council met.", ["Why now"]),
        ("It rained and rained. Nobody came.\nWhy now\nThe council met.", ["Why now"]),
        ("It rained.\n\nBy Ann Orr\n\nMay 5\n\nThe council met.", []),
        ("It rained.\n\nNobody came.\n\nThe council met.", []),
        ("It rained.\n\n• a bus\n\nThe council met.", []),
        ("It rained.\n\n" + "and it rained on " * 8 + "\n\nThe council met.", []),
        ("It rained.\n\nThe end", []),
    ],
)
def test_a_short_paragraph_without_a_mark_between_others_is_a_subhead(text: str, subheads: list[str]):
    html = piece_html(Piece.from_text(text))
    assert [text_of(found) for found in re.findall(r'class="subhead"[^>]*(>.*?)</p>', html)] == [
        f">{s}" for s in subheads
    ]


def test_what_was_left_out_of_a_page_can_be_looked_through():
    lines = [f"Related {number} <b>" for number in range(1, MOST_LEFT_OUT + 3)]
    page = piece_html(Piece.from_text("It rains.", left_out=tuple(lines)))
    assert f"<summary>{MOST_LEFT_OUT + 2} lines left out, as no part of the piece</summary>" in page
    assert '<li dir="auto">Related 1 &lt;b&gt;</li>' in page
    assert "<li>and 2 more</li>" in page
    assert "left-out" not in piece_html(Piece.from_text("It rains."))


def test_where_no_question_is_found_no_empty_list_is_shown():
    assert "<ul" not in invitation_html(PIECE, Suggestions((), ()), "The reader")
    assert "<ul" in invitation_html(PIECE, Suggestions(("When?",), ()), "The reader")


def test_what_comes_from_outside_is_escaped_wherever_it_is_shown():
    piece = replace(Piece.from_text(f"{HOSTILE} was said.", title=HOSTILE, author=HOSTILE), date=HOSTILE)
    quote = piece.quote(0, speaker=HOSTILE)
    made = Turn(1, HOSTILE, parts=[Statement(HOSTILE, (quote,)), Withheld(HOSTILE, (), "c", HOSTILE)], error=HOSTILE)
    whole = piece_html(piece, home=HOSTILE) + conversation_html([made]) + told_html(HOSTILE, HOSTILE)
    whole += invitation_html(piece, Suggestions((HOSTILE,), (HOSTILE,)), HOSTILE, told=HOSTILE)
    assert "<script" not in whole
    assert '"quoted"' not in whole
    assert "x()" in whole


def test_a_direction_override_is_shown_by_its_code_and_is_not_in_the_page():
    html = shown("one \u202eowt\u202c three")
    assert "\u202e" not in html
    assert 'title="U+202E"' in html
    assert shown("שלום") == "שלום"


def test_a_date_is_printed_as_a_newspaper_does_and_a_strange_one_as_it_stands():
    assert "7 July 2025" in piece_html(Piece.from_text("One.", date="2025-07-07"))
    assert "midsummer" in piece_html(replace(Piece.from_text("One."), date="midsummer"))


def test_a_headline_and_a_byline_that_the_text_has_are_not_shown_twice():
    piece = Piece.from_text("Mend It\n\nBy Ada Quill\n\nThe pipe leaks. Mend it.", title="Mend It", author="Ada Quill")
    html = piece_html(piece)
    head, body = html.split("</header>")
    assert '<h1 dir="auto" class="headline"><span class="s" id="s0"' in head
    assert '<p dir="auto" class="signed"><span class="s" id="s1"' in head
    assert body.startswith('<p dir="auto"><span class="s" id="s2"')
    assert html.count("<h1") == 1
    assert html.count("By Ada Quill</span>") == 1
    assert ">By Ada Quill</p>" not in html


def test_a_piece_without_a_title_has_a_heading_that_only_screen_readers_tell():
    untitled = piece_html(PIECE)
    assert '<header class="bare"><h1 class="sr">The bridge opened in 1931.</h1>' in untitled
    assert '<header><h1 class="sr">' in piece_html(Piece.from_text("One.", author="Ann Orr"))
    assert "<header><h1>One</h1>" in piece_html(Piece.from_text("One.", title="One"))


def test_one_is_counted_as_one():
    assert ">1 word · 1 sentence<" in piece_html(Piece.from_text("One."))
    assert ">2 words · 2 sentences<" in piece_html(Piece.from_text("One. Two."))


def test_quotes_are_set_apart_with_numbers_and_the_words_that_answer_marked():
    quote = PIECE.quote(0, highlight=(21, 25))
    html = conversation_html([turn(statements=(Statement(f"The piece says: “{quote.text}”", (quote,)),))])
    assert "<mark>1931</mark>" in html
    assert text_of(html).count("The bridge opened in") == 1
    assert 'data-first="0" data-last="0" data-mark="21-25"' in html


def test_a_quote_that_two_statements_cite_is_set_apart_once():
    quote = PIECE.quote(0)
    html = conversation_html([turn(statements=(Statement("It opened.", (quote,)), Statement("In 1931.", (quote,))))])
    assert html.count("<blockquote") == 1
    assert html.count('aria-label="Quote 1: show it in the piece"') == 3


def test_a_quote_names_its_speaker_and_once_the_answer_is_whole_has_a_button_that_copies_it():
    piece = Piece.from_text("“It is shut,” Ada Stone said. Nobody came.")
    said = Statement("So it is.", (piece.quote(0), piece.quote(1)))
    made = Turn(1, "Why?", parts=[said])
    assert 'data-act="quote"' not in conversation_html([made])
    made.take(Answer("Why?", "Why?", piece, "reader", "m", "0", (said,)))
    html = conversation_html([made])
    assert re.findall(r'data-act="quote" data-copy="([^"]+)" aria-label="([^"]+)"', html) == [
        ("‘“It is shut,” Ada Stone said.’ — Ada Stone speaking", "Copy quote 1"),
        ("“Nobody came.”", "Copy quote 2"),
    ]
    assert re.findall(r'<cite class="speaker">([^<]+)<', html) == ["Ada Stone speaking"]


@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_a_verdict_and_says_that_its_passage_does_not_answer(code):
    html = conversation_html([turn(refusal=Refusal(code, "So it is.", PIECE.quote(2)))])
    assert VERDICTS[code] in html
    assert "which I do not take for an answer" in html
    assert 'class="quote"' not in html
    assert "nearest" not in conversation_html([turn(refusal=Refusal(code, "So it is."))])


@pytest.mark.parametrize(
    ("question", "language", "verdict"),
    [
        ("¿Cuántos coches pasan por el puente?", "es", False),
        ("How many cars use the bridge?", None, True),
        ("Kuinka monta autoa?", None, True),
    ],
)
def test_a_question_in_another_language_says_so_and_has_no_english_verdict(question, language, verdict):
    made = turn(refusal=Refusal("outside_the_text", "So es."))
    made.question = question
    html = conversation_html([made])
    assert re.findall(r'class="(asked|answer)"[^>]* lang="(\w+)"', html) == (
        [("asked", language), ("answer", language)] if language else []
    )
    assert (VERDICTS["outside_the_text"] in html) is verdict


@pytest.mark.parametrize(("question", "of_piece"), [("다리는 언제 열렸습니까?", "en"), ("When did it open?", "de")])
def test_a_question_in_another_language_than_the_piece_is_not_called_outside_it(question: str, of_piece: str):
    made = turn(refusal=localised.foreign("en", of_piece))
    made.question = question
    html = conversation_html([made])
    assert FOREIGN in html
    assert VERDICTS["outside_the_text"] not in html
    assert FOREIGN not in conversation_html([turn(refusal=Refusal("outside_the_text", "It lies outside."))])


@pytest.mark.parametrize(
    ("question", "verdict"), [("thanks!", False), ("what can I ask?", False), ("who are you?", True)]
)
def test_where_nothing_was_asked_there_is_no_verdict(question: str, verdict: bool):
    made = turn(refusal=Refusal("outside_the_text", "Ask me about this piece."))
    made.question = question
    assert (VERDICTS["outside_the_text"] in conversation_html([made])) is verdict


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The bridge opened in 1931, and it cost two million dollars that the town did not have.", "en"),
        ("Die Brücke wurde 1931 eröffnet, und sie hat zwei Millionen gekostet, die die Stadt nicht hatte.", "de"),
        ("Silta avattiin.", ""),
    ],
)
def test_the_piece_tells_its_language_where_it_is_clear(text: str, language: str):
    assert f'<article class="paper" data-piece="{Piece.from_text(text).id}" lang="{language}"' in piece_html(
        Piece.from_text(text)
    )


def test_withheld_statements_are_one_line_that_unfolds():
    html = conversation_html([turn(withheld=(Withheld("It has 48.", (), "numbers", "“48” is not in it"),))])
    assert "<details" in html
    assert "One statement was withheld" in html


def test_who_answered_is_said():
    assert "embedded reader" in conversation_html([turn()])
    assert "Written by tiny, checked" in conversation_html([turn(answerer="writer", model="tiny")])


def test_only_the_last_turn_can_be_retried_or_edited_and_ratings_can_be_off():
    first, second = turn(), turn()
    second.number = 2
    html = conversation_html([first, second])
    assert html.count('data-act="retry"') == html.count('data-act="edit"') == 1
    assert html.count('data-act="rate"') == 4
    assert 'data-act="rate"' not in conversation_html([first], rated=False)


def test_the_button_that_began_editing_leaves_off_too():
    assert ">Edit</button>" in conversation_html([turn()])
    assert ">Cancel edit</button>" in conversation_html([turn()], editing=True)


def test_a_running_turn_says_so_and_offers_nothing_yet():
    html = conversation_html([Turn(1, "Why?")])
    assert "Reading the piece" in html
    assert "data-act" not in html


def test_while_a_model_is_silent_it_is_said_who_is_waited_for_and_what_comes_of_it():
    made = Turn(1, "Why?", writer="tiny & co")
    assert "Waiting for tiny &amp; co" in conversation_html([made])
    assert "the embedded reader answers" in conversation_html([made])
    made.take(Statement("It is so.", (PIECE.quote(0),)))
    assert "Waiting" not in conversation_html([made])
    assert "tiny &amp; co goes on writing" in conversation_html([made])
    made.take(answer())
    assert "tiny" not in conversation_html([made])


def test_what_was_put_away_is_named_with_a_button_that_brings_it_back():
    assert 'data-act="undo"' not in invitation_html(PIECE, None, "The reader")
    html = invitation_html(PIECE, None, "The reader", undo="“<b>” was closed.")
    assert "“&lt;b&gt;” was closed. <button" in html


def test_a_follow_up_tells_how_it_was_read(engine: Engine):
    made = Turn(1, "And why?")
    made.take(engine.answer({"question": "And why?", "history": ["Is Mr. Trump surprised?"]}))
    assert "Read as: Is Mr. Trump surprised? And why?" in conversation_html([made])


def test_a_rating_opens_room_for_a_word_and_a_word_is_thanked_for():
    made = turn()
    made.rating = "up"
    assert "<form" in conversation_html([made])
    made.commented = True
    assert "Thank you" in conversation_html([made])


def test_a_turn_is_no_landmark_and_the_nearest_passage_keeps_its_link_beside_it():
    html = conversation_html([turn(refusal=Refusal("not_mentioned", "No.", PIECE.quote(2)))])
    assert "<section" not in html
    assert 'Nobody counts the cars.&nbsp;<a class="cite where"' in html


def test_the_unanswerable_suggestion_is_marked():
    html = invitation_html(PIECE, Suggestions(("When?",), ("How old?",)), "The reader")
    assert html.index("When?") < html.index("How old?") < html.index("not in the text?")


def test_the_masthead_says_where_ratings_are_kept(tmp_path: Path):
    assert str(tmp_path) in masthead_html(feedback=Feedback(tmp_path / "f.jsonl"))
    assert "not kept" in masthead_html(feedback=None)


def test_each_quotation_of_a_draft_has_its_verdict_its_line_and_the_way_to_its_place():
    draft = "It “cost two million dollars”.\n\nIt “cost five million dollars”, or “so they say”."
    html = checked_html(draft, check(draft, PIECE), PIECE)
    assert "3 quotations: 1 as in the piece, 2 not" in html
    held, differs, absent = html.split("<li ")[1:]
    assert 'As in the piece: </span>“cost two million dollars” <span class="line">line 1</span>' in held
    assert "It <mark>cost two million dollars</mark>." in held
    assert 'href="#s1" data-first="1" data-last="1"' in held
    assert "Not as in the piece: </span>“cost five million dollars”" in differs
    assert 'class="remark"' in differs
    assert "line 3" in absent
    assert "<blockquote" not in absent


def test_nothing_in_a_draft_is_markup():
    draft = f"It “{HOSTILE}”, and “<b>counts the cars</b>”."
    html = checked_html(draft, check(draft, PIECE), PIECE)
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


def test_of_a_draft_without_a_quotation_that_is_said():
    assert "no quotation in it" in checked_html("Nothing.", [], PIECE)
    assert "<li" not in checked_html("Nothing.", [], PIECE)
