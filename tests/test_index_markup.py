import pytest

from index.loading import load_bytes
from index.markup import markdown


def html(body: str, head: str = "") -> str:
    return load_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html").text


def test_markdown_becomes_plain_paragraphs_and_items():
    source = markdown(
        "Some *strong* `code` and [a link](http://x.y).\n\n> Quoted “words”.\n\n- one\n- two\n\n1. first\n"
    )
    assert source.text == "Some strong code and a link.\n\nQuoted “words”.\n\n- one\n- two\n- first"


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
    assert html(page) == "T\n\nOne & two.\n\nThree."


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
    "page", ["<p>Plain, never closed", "<p>Nested <p>twice</p>", "Only words, no tags.", "<p>a</p>" * 2000]
)
def test_careless_html_is_still_read(page: str):
    assert html(page)


def test_no_break_spaces_are_the_sources_own_and_stay():
    assert html("<p>10&nbsp;000  people</p>") == "10\u00a0000 people"
