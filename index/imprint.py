"""Who wrote a page, when, and under which title: read in its metadata, JSON-LD too, and in what its article marks."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.furniture import SIGNED
from index.headline import MOST_CHARACTERS, is_above
from index.source import Source, iso_date, known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import BeautifulSoup, Tag

AUTHORS = (
    "author article:author og:article:author parsely-author sailthru.author dc.creator dcterms.creator byl".split()
)
DATES = """article:published_time date datepublished dc.date dc.date.issued dcterms.date dcterms.created
    parsely-pub-date sailthru.date pubdate pdate""".split()
AUTHOR_MARKS = {"class": {"author", "byline"}, "itemprop": {"author"}, "rel": {"author"}}
ARTICLE = re.compile("Article|Posting")
MARKED = 12  # of them the first are looked at


def imprint(page: BeautifulSoup) -> Source:
    """What the page says of itself outside its text; the text is empty."""
    meta: dict[str, str] = {}
    for tag in (tag for tag in page("meta") if tag.has_attr("content")):
        for key in filter(None, map(tag.get, ("property", "name", "itemprop"))):
            meta.setdefault(str(key).lower(), str(tag["content"]))
    things = _things(page)
    articles = [thing for thing in things if ARTICLE.search(str(thing.get("@type")))]
    authors = [*map(meta.get, AUTHORS), *(_people(one.get("author"), things) for one in articles)]
    author = next((words for words in map(known, authors) if words and "://" not in words), None)
    dates = [*map(meta.get, DATES), *(one.get("datePublished") for one in articles)]
    return Source(
        "",
        _title(page, known(meta.get("og:title"))),
        re.sub(r"\A[Bb]y\s+", "", author) if author else None,
        next(filter(None, map(iso_date, dates)), None),
    )


def signature(main: Tag) -> str | None:
    """The names that the article marks as its author's."""
    marked = islice((tag for tag in main(True) if _is_authors(tag)), MARKED)
    signed = (SIGNED.fullmatch(known(tag.get_text(" ")) or "") for tag in marked)
    return next((found[1] for found in signed if found), None)


def _is_authors(tag: Tag) -> bool:
    return any(
        marks & set(" ".join(tag.get_attribute_list(key)).split())
        for key, marks in AUTHOR_MARKS.items()
        if tag.has_attr(key)
    )


def _title(page: BeautifulSoup, stated: str | None) -> str | None:
    """What the page says of its title; its heading, where that is all but the names of the paper and the section.

    Of a page that says nothing, the paragraph that a text editor called so, or its heading.
    """
    stated = stated or known(page.title.get_text() if page.title else None)
    headings = [heading for heading in (known(tag.get_text(" ")) for tag in page("h1")) if heading]
    if not stated:
        named = (known(tag.get_text(" ")) for tag in page("p", class_=["title", "MsoTitle"]))
        return next(named, None) or _only_title(headings, known((page.body or page).get_text(" ")))
    for heading in sorted(headings, key=len, reverse=True):
        found = re.fullmatch(rf"(?P<section>.+\s[|–—-]\s)?{re.escape(heading)}(?P<paper>\s[|–—-]\s.+)?", stated or "")
        if found and (found["paper"] or not found["section"] or len(heading) > len(found["section"])):
            return heading
    return stated


def _only_title(headings: list[str], whole: str | None) -> str | None:
    """The one heading of a page that may be a headline; none of several, which may be those of its parts."""
    own = [heading for heading in headings if not is_above(heading)]
    return own[0] if len(own) == 1 and own[0] != whole and len(own[0]) <= MOST_CHARACTERS else None


def _things(page: BeautifulSoup) -> list[dict[str, Any]]:
    """All that its JSON-LD tells of, the outer before the inner; what is no JSON is passed over."""
    told: list[Any] = []
    for script in (tag for tag in page("script") if tag.get("type") == "application/ld+json"):
        try:
            told.append(json.loads(script.get_text()))
        except (ValueError, RecursionError):
            continue
    for one in told:
        told += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return [one for one in told if isinstance(one, dict)]


def _people(told: Any, things: Iterable[dict[str, Any]]) -> str:
    """The names of those told of, with commas; a person may be named where another thing has the same @id."""
    if isinstance(told, dict):
        same = (one.get("name") for one in things if told.get("@id") and one.get("@id") == told["@id"])
        return _people(told.get("name") or next(filter(None, same), None), ())
    return ", ".join(_people(one, things) for one in told) if isinstance(told, list) else str(told or "")
