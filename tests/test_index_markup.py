import sys
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

import pytest
from bs4 import BeautifulSoup

from index.loading import load_bytes
from index.markup import markdown


def html(body: str, head: str = "") -> str:
    return load_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html").text


def test_markdown_becomes_plain_paragraphs_and_items():
    source = markdown(
        "Some *strong* `code` and [a link](http://x.y).\n\n> Quoted “words”.\n\n- one\n- two\n\n1. first\n"
    )
    assert source.text == "Some strong code and a link.\n\nQuoted “words”.\n\n- one\n- two\n1. first"


def test_front_matter_gives_title_author_and_date():
    source = markdown('---\ntitle: "A: b"\nauthor: Jo Doe\ndate: 2025-01-02\n---\nBody.')
    assert (source.title, source.author, source.date, source.text) == ("A: b", "Jo Doe", "2025-01-02", "Body.")


def test_a_first_heading_is_the_title_and_not_text():
    source = markdown("# The title\n\nBody.\n\n## Part\n\nMore.")
    assert (source.title, source.text) == ("The title", "Body.\n\nPart\n\nMore.")


def test_html_inside_markdown_is_not_kept():
    assert markdown("Hello <b onclick=x>you</b>.\n\n<script>alert(1)</script>\n\nEnd.").text == "Hello you.\n\nEnd."


def test_wrapped_lines_of_markdown_stay_lines_of_one_paragraph():
    assert markdown("One line\nand its end.").text == "One line\nand its end."


def test_a_rule_at_the_beginning_is_no_front_matter():
    assert markdown("---\n\nBody.").text == "Body."


def test_the_article_is_taken_and_what_surrounds_it_is_not():
    page = "<nav>Menu</nav><article><h1>T</h1><p>One &amp; two.</p><p>Three.</p></article><footer>Legal</footer>"
    assert html(page) == "One & two.\n\nThree."


def test_a_small_article_element_does_not_hide_the_rest():
    page = "<article><p>Teaser.</p></article><div><p>" + "The real text is here. " * 5 + "</p></div>"
    assert "The real text" in html(page)


def test_paragraphs_lists_and_line_breaks_keep_their_shape():
    assert (
        html("<p>One<br>two</p><ul><li>a</li><li>b</li></ul><div>Loose <b>text</b></div>")
        == "One\ntwo\n\n- a\n- b\n\nLoose text"
    )


def test_scripts_styles_comments_and_forms_are_left_out():
    assert html("<style>p{}</style><p>Text.<!-- no --></p><form>name</form><script>x</script>") == "Text."


def test_metadata_of_the_page_is_read():
    head = (
        '<meta property="og:title" content="The title"><meta name="author" content="Jo Doe">'
        '<meta property="article:published_time" content="2025-07-07T01:02:03Z"><title>Other</title>'
    )
    piece = load_bytes(f"<html><head>{head}</head><body><h1>The title</h1><p>Body.</p></body></html>".encode(), "a.htm")
    assert (piece.title, piece.author, piece.date, piece.text) == ("The title", "Jo Doe", "2025-07-07", "Body.")


@pytest.mark.parametrize(
    ("body", "date"),
    [
        ('<time datetime="2024-03-05">5 March</time><p>Long words of prose.</p>', "2024-03-05"),
        ('<p class="by">Ann Orr, <time datetime="2024-03-05">5 March</time></p><p>Words.</p>', "2024-03-05"),
        ('<p>It sank on <time datetime="1912-04-15">15 April</time> in the night.</p>', None),
        (
            '<p>It sank on <time datetime="1912-04-15">15 April</time>.</p><time datetime="2024-03-05">then</time>',
            "2024-03-05",
        ),
        ('<p>Printed on <time itemprop="datePublished" datetime="2024-03-05">5 March</time>.</p>', "2024-03-05"),
        ('<nav><time datetime="2020-01-01">now</time></nav><p>Words.</p>', None),
    ],
)
def test_the_date_is_that_of_publication_and_none_of_the_prose(body: str, date: str | None):
    assert load_bytes(f"<html><body>{body}</body></html>".encode(), "a.html").date == date


def test_marks_of_footnotes_are_left_out_and_powers_are_not():
    assert html("<p>It fell.<sup>1</sup> Then<sup>[2]</sup> <sup><a href='#n'>3</a></sup> it rose.</p>") == (
        "It fell. Then it rose."
    )
    assert html("<p>It has 5 km<sup>2</sup> of land.</p>") == "It has 5 km2 of land."
    assert markdown("It fell.[^1] It rose [up].\n\n[^1]: Orr").text == "It fell. It rose [up].\n\nOrr"
    assert markdown("It fell.[^a-b] `[^a-z]`\n\n[^a-b]: Orr").text == "It fell. [^a-z]\n\nOrr"


@pytest.mark.parametrize(
    "page", ["<p>Plain, never closed", "<p>Nested <p>twice</p>", "Only words, no tags.", "<p>a</p>" * 2000]
)
def test_careless_html_is_still_read(page: str):
    assert html(page)


def test_no_break_spaces_are_the_sources_own_and_stay():
    assert html("<p>10&nbsp;000  people</p>") == "10\u00a0000 people"


def test_code_stays_where_it_stands_in_markdown():
    assert markdown("Before.\n\n```\ncode\n```\n\nAfter.").text == "Before.\n\ncode\n\nAfter."


@pytest.mark.parametrize(
    "page", ["---\n\nFirst.\n\n---\n\nSecond.", "---\nFirst.\n\n---\n\nSecond.", "First.\n\n---\n\nSecond."]
)
def test_paragraphs_between_two_rules_are_not_taken_for_front_matter(page: str):
    source = markdown(page)
    assert "First." in source.text
    assert "Second." in source.text


def test_nested_keys_of_front_matter_are_not_the_pieces_own():
    source = markdown("---\ntitle: A\nseo:\n  title: B\ntags:\n- x\n---\nBody.")
    assert (source.title, source.text) == ("A", "Body.")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Plain: with a colon", "Plain: with a colon"),
        ("'It''s'", "It's"),
        ('"Curly “marks”"', "Curly “marks”"),
        (">\n  Two\n  lines", "Two lines"),
        ("|\n  Two\n  lines", "Two lines"),
        ("~", None),
        ("null", None),
        ("", None),
        ("[Ann, Bob]", "Ann, Bob"),
        ("\n- Ann\n- Bob", "Ann, Bob"),
        ("Ann # a pen name", "Ann"),
        ("Issue #5", "Issue #5"),
        ("#5 and #6", "#5 and #6"),
        ('"Issue #5" # a pen name', "Issue #5"),
        ("[Ann, Room #5]", "Ann, Room #5"),
        (">\n  Issue #5\n  of ten", "Issue #5 of ten"),
        ("Ann\n#draft", "Ann"),
        ("[Ann] and others", "[Ann] and others"),
        ("\n  name: Ann", "Ann"),
        ("\n  mail: a@b.c", None),
        ("\n- name: Ann\n  mail: a@b.c\n- name: Bob", "Ann, Bob"),
        ("[" * 2_000, "[" * 2_000),
    ],
)
def test_values_of_front_matter_are_read_as_yaml_reads_them(written: str, read: str | None):
    source = markdown(f"---\nauthor: {written}\ndate: 2024-03-05\n---\nBody.")
    assert (source.author, source.date, source.text) == (read, "2024-03-05", "Body.")


@pytest.mark.parametrize("charset", ["iso-8859-1", "ISO-8859-1", "latin1", "us-ascii", "windows-1252"])
def test_a_page_that_says_latin_1_is_read_as_browsers_read_it(charset: str):
    page = f'<html><head><meta charset="{charset}"></head><body><p>“It’s café”</p></body></html>'
    assert load_bytes(page.encode("windows-1252"), "a.html").text == "“It’s café”"


def test_a_page_that_says_utf_8_is_read_as_utf_8():
    page = '<html><head><meta charset="utf-8"></head><body><p>“It’s café”</p></body></html>'
    assert load_bytes(page.encode(), "a.html").text == "“It’s café”"


def test_a_day_that_no_calendar_has_is_no_date():
    assert markdown("---\ndate: 2024-13-45\n---\nBody.").date is None
    assert load_bytes(b"date 2024-13-45 The sun shone.", "a.txt").date is None


def test_a_heading_that_repeats_the_title_of_the_front_matter_is_not_text():
    assert markdown("---\ntitle: H\n---\n# H\n\nBody.").text == "Body."
    assert markdown("---\ntitle: H\n---\n# Other\n\nBody.").text == "Other\n\nBody."


def test_paragraphs_in_html_blocks_of_markdown_are_kept_as_text():
    assert markdown("<div>\n<p>Held <i>words</i>.</p>\n</div>\n\n<!-- no -->\n\nEnd.").text == "Held words.\n\nEnd."


def test_a_line_break_tag_in_markdown_parts_its_words():
    assert markdown("One<br>two<br/>\nthree.").text == "One\ntwo\nthree."


def seconds_for_a_list(items: int) -> float:
    """The quicker of two readings of a Markdown list."""
    text = "\n\n".join(f"- item {number}\n\n  and more" for number in range(items))
    times = []
    for _ in range(2):
        began = time.process_time()
        assert markdown(text).text.count("- item") == items
        times.append(time.process_time() - began)
    return min(times)


def test_eight_times_the_list_takes_nowhere_near_sixty_four_times_as_long():
    assert seconds_for_a_list(3200) < 32 * seconds_for_a_list(400)


def test_words_of_neighbouring_blocks_are_never_glued_together():
    page = "<address>One</address><center>Two</center><figure><figcaption>Three</figcaption></figure>Four<hr>Five"
    assert html(page) == "One\n\nTwo\n\nThree\n\nFour\n\nFive"


def test_a_list_item_keeps_its_mark_when_it_holds_a_paragraph():
    page = "<ul><li><p>a</p><p>more</p></li><li></li><li>b<ul><li>c</li></ul></li></ul><p>End</p>"
    assert html(page) == "- a\n\nmore\n\n- b\n- c\n\nEnd"


@pytest.mark.parametrize(
    "box",
    ['div class="newsletter-signup"', 'section id="comments"', 'ul class="x article_related"', 'div class="Ad"'],
)
def test_boxes_inside_the_article_are_left_out(box: str):
    inside = f"<{box}><p>Not it.</p></{box.split()[0]}>"
    page = f"<article><p>The piece itself goes on for long.</p>{inside}<p>End.</p></article>"
    assert html(page) == "The piece itself goes on for long.\n\nEnd."


@pytest.mark.parametrize("box", ['div class="headline shared"', 'p class="comments"', 'section id="adapted"'])
def test_a_part_of_the_article_with_another_name_stays(box: str):
    inside = f"<{box}>It is part of it.</{box.split()[0]}>"
    assert "It is part" in html(f"<article><p>The piece itself goes on for long.</p>{inside}<p>End.</p></article>")


@pytest.mark.parametrize("tag", ['div class="share-wrap"', 'article class="comments"', 'body class="ads newsletter"'])
def test_a_frame_around_the_article_is_no_box(tag: str):
    page = f"<{tag}><p>The piece itself goes on for long.</p></{tag.split()[0]}>"
    assert html(page) == "The piece itself goes on for long."


@pytest.mark.parametrize(
    ("title", "heading", "shown"),
    [
        ("The Ferry | The Times", "The Ferry", "The Ferry"),
        ("The Ferry – The Times", "The Ferry", "The Ferry"),
        ("The Ferry: A History", "The Ferry", "The Ferry: A History"),
        ("The Ferry | The Times", "Opinion", "The Ferry | The Times"),
    ],
)
def test_the_title_is_without_the_newspapers_name_and_not_in_the_text(title: str, heading: str, shown: str):
    page = f"<title>{title}</title><p>Opinion</p><h1>{heading}</h1><p>It left.</p>"
    piece = load_bytes(page.encode(), "a.html")
    assert piece.title == shown
    assert ("The Ferry" in piece.text) == (shown != "The Ferry" and heading == "The Ferry")


def test_the_article_is_preferred_to_the_main_element_around_it():
    page = "<main><article><p>" + "The piece itself. " * 5 + "</p></article><p>Read next.</p></main>"
    assert "Read next" not in html(page)


def test_a_form_around_the_article_does_not_take_it_away():
    page = "<form><article><p>The piece itself.</p></article><button>Go</button></form>"
    assert html(page) == "The piece itself."


@pytest.mark.parametrize("tag", ["div", "b"])
def test_deeply_nested_html_is_read(tag: str):
    assert html(f"<{tag}>" * 3000 + "Deep words." + f"</{tag}>" * 3000) == "Deep words."


def test_a_page_that_looks_like_a_files_name_is_read_without_a_warning():
    assert load_bytes(b"readme.txt", "a.html").text == "readme.txt"


def test_an_authors_address_is_passed_over_for_their_name():
    head = '<meta name="author" content="https://x.y/jo"><meta property="article:author" content="Jo Doe">'
    assert load_bytes(f"<head>{head}</head><p>Body.</p>".encode(), "a.html").author == "Jo Doe"


def test_carriage_returns_written_as_entities_become_newlines():
    assert html("<p>One&#13;two</p>") == "One\ntwo"


def test_a_year_that_begins_a_line_is_no_number_of_a_list():
    source = markdown("1968. That was the year everything changed.\n\nIt is late.")
    assert source.text == "1968. That was the year everything changed.\n\nIt is late."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<tr><th>City</th><th>Lots</th></tr><tr><td>Arden</td><td>1,204</td></tr>", "City | Lots\nArden | 1,204"),
        ("<tr><td>He asked.</td><td>She\nleft</td></tr>", "He asked.\n\nShe left"),
        ("<tr><td></td><td>Words\nof <b>it</b>.</td></tr>", "Words of it."),
        ("<tr><td><p>One.</p><p>Two.</p></td><td>Three.</td></tr>", "One.\n\nTwo.\n\nThree."),
    ],
)
def test_a_row_of_a_table_is_a_line_and_a_table_for_the_layout_is_none(body: str, text: str):
    assert html(f"<p>Count.</p><table>{body}</table>") == f"Count.\n\n{text}"


def test_a_table_in_markdown_is_a_line_a_row_and_strokes_in_prose_are_not():
    source = markdown("Count.\n\n| City | Lots |\n|---|--:|\n| Arden | *1,204* |\n| | 88 |\n\nOne | two.")
    assert source.text == "Count.\n\nCity | Lots\nArden | 1,204\n\n88\n\nOne | two."


def test_who_is_quoted_stays_under_the_quotation_and_the_foot_of_the_page_does_not():
    page = "<p>He spoke.</p><blockquote><p>It ends.</p><footer>Jo Doe, 1978</footer></blockquote><footer>Legal</footer>"
    assert html(page) == "He spoke.\n\nIt ends.\n\nJo Doe, 1978"


def test_a_pull_quote_is_left_out_where_its_words_stand_elsewhere():
    page = (
        "<p>I ask: “It is the only room,” she said. So it is.</p><figure class='wp-block-pullquote'><p>{}</p></figure>"
    )
    assert html(page.format("It is the only room")) == "I ask: “It is the only room,” she said. So it is."
    assert html(page.format("It is the last room")).endswith("It is the last room")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('It fell.<a href="#n1">1</a> It rose.', "It fell. It rose."),
        ('It fell<a href="#n1">[1]</a>.', "It fell."),
        ("It fell.<sup>[a]</sup>", "It fell."),
        ('<a href="#r1">1</a> See Orr. <a href="#r1">↩</a>', "See Orr."),
        ('See table <a href="#t3">3</a>.', "See table 3."),
        ('It fell in <a href="/of/19">19</a> days.', "It fell in 19 days."),
    ],
)
def test_links_to_footnotes_and_back_are_left_out_and_other_numbers_stay(written: str, read: str):
    assert html(f"<p>{written}</p>") == read


@pytest.mark.parametrize(
    "box",
    [
        '<div role="dialog">We use cookies.</div>',
        '<div class="site-footer">Legal.</div>',
        "<p hidden>Not seen.</p>",
        '<p style="color:red;display: none">Nor seen.</p>',
        "<amp-consent><p>We ask.</p></amp-consent>",
        "<p>Read more</p>",
        "<p>* * *</p>",
    ],
)
def test_what_is_the_pages_and_not_the_articles_is_left_out(box: str):
    assert html(f"<p>The piece itself goes on for long.</p>{box}") == "The piece itself goes on for long."


@pytest.mark.parametrize(
    "part", ['<div role="note">It is so.</div>', "<p>Read more of him</p>", "<p>Share the road</p>"]
)
def test_what_is_the_articles_own_stays(part: str):
    assert "\n\n" in html(f"<p>The piece itself goes on for long.</p>{part}")


def test_the_credit_of_a_picture_is_left_out_and_its_caption_stays():
    page = "<p>The ferry left.</p><figure><figcaption>A harbor.<b class='credit'>Jo Doe</b></figcaption></figure>"
    assert html(page) == "The ferry left.\n\nA harbor."
    assert html("<p>It gives <span class='credit'>credit</span> to all.</p>") == "It gives credit to all."


@pytest.mark.parametrize(
    "section", ['id="related-work"><h2>Related work</h2>', 'id="menu"><h2>Menu</h2>', 'class="commentary">']
)
def test_a_chapter_that_is_called_after_its_heading_stays(section: str):
    assert "It counts." in html(
        f"<p>The piece itself goes on for long.</p><section {section}<p>It counts.</p></section>"
    )


def test_lines_of_code_stay_lines():
    assert html("<p>So:</p><pre><code>x = 1\ny = 2</code></pre>") == "So:\n\nx = 1\ny = 2"


def test_what_is_hidden_is_read_where_it_is_most_of_the_text():
    hidden = "".join(f'<p style="display:none">Part {number} of it.</p>' for number in range(4))
    assert html(f"<p>It begins here.</p>{hidden}").endswith("Part 3 of it.")


def calls(work: Callable[[], object]) -> int:
    """How many Python functions are called by it."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def test_twice_as_many_links_are_twice_the_work_and_little_beside_their_parsing():
    def page(count: int) -> str:
        links = "".join(f'<li><a href="#{number}">{number % 99}</a><br>' for number in range(count))
        return f"<ul>{links}</ul><p>The ferry left.</p>"

    assert "The ferry left." in html(page(500))
    work = [calls(partial(html, page(count))) for count in (500, 1_000)]
    assert work[1] < 2.1 * work[0]
    assert work[1] < 6 * calls(partial(BeautifulSoup, page(1_000), "lxml"))


def test_a_document_saved_by_a_text_editor_says_its_title_and_keeps_no_comments():
    notes = '<sup><a href="#cmnt1">[a]</a></sup>', '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>Who is it?</p></div>'
    google = load_bytes(f'<p class="c1 title">The River</p><p>It rose.{notes[0]}</p>{notes[1]}'.encode(), "a.html")
    assert (google.title, google.text) == ("The River", "It rose.")
    word = '<p class=MsoTitle>The River</p><p>It rose.</p><div style="mso-element:comment-list"><p>Who?</p></div>'
    assert load_bytes(word.encode(), "a.html").text == "It rose."
    other = load_bytes(b"<p class=subtitle>The River</p><p>It rose.</p>", "a.html")
    assert (other.title, other.text) == (None, "The River\n\nIt rose.")


def test_struck_out_words_stay_without_their_marks():
    assert markdown("It is ~~nine~~ never. About ~5 km.").text == "It is nine never. About ~5 km."


def test_a_heading_at_the_end_makes_no_title_of_what_a_markdown_piece_begins_with():
    piece = load_bytes(
        b"<p>The mill closed in May. Nobody asked why.</p>\n\nIt should open again.\n\n# The end\n", "x.md"
    )
    assert piece.title != "The mill closed in May. Nobody asked why."
    assert piece.text.startswith("The mill closed in May. Nobody asked why.")
