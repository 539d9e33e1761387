import pytest

from index.loading import load_bytes
from index.piece import Piece

PROSE = "<p>The ferry left for the last time. It carried nine people.</p>"


def page(body: str, head: str = "") -> Piece:
    return load_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def linked(told: str) -> str:
    return f'<script type="application/ld+json">{told}</script>'


@pytest.mark.parametrize(
    ("told", "author", "date"),
    [
        (
            '{"@type": "NewsArticle", "datePublished": "2025-02-10T12:01", "author": [{"name": "Lin Zhao"}]}',
            "Lin Zhao",
            "2025-02-10",
        ),
        (
            '{"@graph": [{"@type": "BlogPosting", "author": {"@id": "#p"}}, {"@id": "#p", "name": "Jo Doe"}]}',
            "Jo Doe",
            None,
        ),
        ('[{"@type": ["OpinionNewsArticle"], "author": ["Jo Doe", "Al Roe"]}]', "Jo Doe, Al Roe", None),
        ('{"@type": "Organization", "author": "Jo Doe", "datePublished": "2025-02-10"}', None, None),
        ('{"@type": "Article", "author": {"@id": "#nowhere"}, "datePublished": 7}', None, None),
        ('{"@type": "Article", "author": ', None, None),
        ("[" * 100_000, None, None),
    ],
)
def test_what_json_ld_says_of_an_article_is_read_and_of_other_things_is_not(
    told: str, author: str | None, date: str | None
):
    piece = page(PROSE, linked(told))
    assert (piece.author, piece.date) == (author, date)


@pytest.mark.parametrize(
    ("head", "author", "date"),
    [
        ('<meta name="parsely-author" content="Jo Doe"><meta name="DC.date.issued" content="2023-11-05">', 1, 1),
        ('<meta name="byl" content="By Jo Doe"><meta name="pdate" content="20231105">', 1, 1),
        ('<meta name="author" content=""><meta name="generator" content="Jo Doe 2023-11-05">', 0, 0),
    ],
)
def test_the_usual_names_of_metadata_are_known_and_others_are_not(head: str, author: int, date: int):
    piece = page(PROSE, head)
    assert (piece.author, piece.date) == ("Jo Doe" if author else None, "2023-11-05" if date else None)


@pytest.mark.parametrize("mark", ['class="author"', 'itemprop="author"', 'rel="author"', 'class="byline x"'])
def test_a_name_that_the_article_marks_is_its_authors(mark: str):
    assert page(f"<p>It is by <span {mark}>Ann Orr</span>, they say.</p>{PROSE}").author == "Ann Orr"
    assert page(f"<p>It is <span {mark}>About the author</span>.</p>{PROSE}").author is None
    assert page(f'{PROSE}<div class="comments"><p>By <b {mark}>Al Roe</b></p></div>').author is None


@pytest.mark.parametrize(
    ("stated", "headings", "title"),
    [
        ("Opinion | A Modest Tax - The Times", ["A Modest Tax"], "A Modest Tax"),
        ("Opinion | A Modest Tax", ["A Modest Tax"], "A Modest Tax"),
        ("A Modest Tax – Harbour Gazette", ["Harbour Gazette", "A Modest Tax"], "A Modest Tax"),
        ("Why It Matters – Gazette", ["Gazette"], "Why It Matters – Gazette"),
    ],
)
def test_the_title_is_without_the_names_of_section_and_paper(stated: str, headings: list[str], title: str):
    shown = "".join(f"<h1>{heading}</h1>" for heading in headings)
    assert page(shown + PROSE, f"<title>{stated}</title>").title == title


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        (["A Modest Tax"], "A Modest Tax"),
        (["The Harbour Gazette", "A Modest Tax"], "A Modest Tax"),
        (["It left at noon."], "It left at noon."),
        (["A Modest Tax", "Who pays"], None),
        (["The Harbour Gazette"], None),
        (["Krakow, 8 February 2025"], None),
        ([""], None),
        (["word " * 40], None),
    ],
)
@pytest.mark.parametrize("head", ["", "<title> </title>"])
def test_the_one_heading_of_a_page_that_states_no_title_is_its_title(head: str, headings: list[str], title: str | None):
    piece = page("".join(f"<h1>{heading}</h1>" for heading in headings) + PROSE, head)
    assert piece.title == title
    assert (headings[-1].strip() in piece.text) == (headings[-1] != title), "a known title is no sentence"


def test_a_heading_gives_way_to_a_title_that_the_page_states_or_its_editor_marked():
    assert page(f"<h1>Gazette</h1>{PROSE}", "<title>A Modest Tax</title>").title == "A Modest Tax"
    assert page(f"<p class=MsoTitle>A Modest Tax</p><h1>Who pays</h1>{PROSE}").title == "A Modest Tax"


def test_a_page_of_nothing_but_a_heading_keeps_it_as_its_text():
    piece = page("<h1>It left at noon.</h1>")
    assert (piece.title, piece.text) == (None, "It left at noon.")
