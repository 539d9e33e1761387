import pytest

from index.loading import load_bytes
from index.markup import markdown
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


@pytest.mark.parametrize(
    ("line", "author", "date"),
    [
        ("By Olu Mensah, Staff Writer", "Olu Mensah", None),
        ("BY OLU MENSAH", "OLU MENSAH", None),
        ("By Ida Brandt and J. R. van der Fell", "Ida Brandt and J. R. van der Fell", None),
        ("Posted on May 3, 2024 by Marion Vale", "Marion Vale", "2024-05-03"),
        ("By Rosa Quint • June 1, 2025 • 4 min read", "Rosa Quint", "2025-06-01"),
        ("Nov. 5, 2023 at 6:00 a.m. EST", None, "2023-11-05"),
        ("Last modified on Fri 17 Jan 2025 18.30 GMT", None, "2025-01-17"),
        ("4 min read", None, None),
    ],
)
def test_lines_that_say_who_and_when_are_no_sentences_of_the_piece(line: str, author: str | None, date: str | None):
    piece = page(f"<p>{line}</p>{PROSE}")
    assert (piece.author, piece.date) == (author, date)
    assert piece.text == "The ferry left for the last time. It carried nine people."
    source = markdown(f"# The Last Ferry\n\n*{line}*\n\nIt left.")
    assert (source.title, source.author, source.date, source.text) == ("The Last Ferry", author, date, "It left.")


@pytest.mark.parametrize(
    "line",
    [
        "By Hook or by Crook",
        "By The Numbers",
        "Made by Hand",
        "By Ann Orr, who owns the mill and knows the river, it was called a ruin.",
        "The letter was written by Ann Orr",
        "On May 3, 2024 the ferry sank",
        "1984",
        "Ms. Brandt is an economist.",
        "Photographs by the museum",
    ],
)
def test_other_lines_at_the_head_stay(line: str):
    assert line in page(f"<p>{line}</p>{PROSE}").text
    assert line in markdown(f"{line}\n\nIt left.").text


def test_a_known_author_is_not_replaced_by_who_took_the_picture():
    piece = page(f"<p>By Tom Reed</p><p>Ann Orr</p>{PROSE}", '<meta name="author" content="Ann Orr">')
    assert (piece.author, piece.text[:11]) == ("Ann Orr", "By Tom Reed")
    assert "Ann Orr" not in piece.text


def test_dates_between_paragraphs_are_the_pieces_own():
    diary = "<p>May 3, 2024</p><p>I left.</p><p>May 4, 2024</p><p>I came back.</p>"
    piece = page(diary)
    assert (piece.date, piece.text) == ("2024-05-03", "I left.\n\nMay 4, 2024\n\nI came back.")


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


def test_such_lines_are_found_between_line_breaks_and_not_in_wrapped_prose():
    piece = page(f"<p>The Last Ferry<br>By Harold Finch<br>March 3, 1999</p>{PROSE}")
    assert (piece.author, piece.date, piece.text[:22]) == ("Harold Finch", "1999-03-03", "The Last Ferry\n\nThe fe")
    text = "It left on\nMarch 3, 1999\nin the night."
    assert (markdown(text).text, markdown(text).date) == (text, None)
