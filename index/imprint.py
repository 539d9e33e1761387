"""Who wrote a page, when, and under which title: read in its metadata, JSON-LD too, and in the lines at its head.

Such lines (“By Ann Orr • 5 March 2024 • 4 min read”) are no sentences of the piece, and are taken out of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.source import DATE, PROSE, Source, iso_date, known

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
NAME = r"(?!(?:The|An?|My|Our)\b)[^\W\d_a-z][\w.’'-]*(?:\s(?:[^\W\d_a-z][\w.’'-]*|d[aeiu]|l[ae]|v[ao]n|de[rn]|bin|al))+"
NAMES = rf"{NAME}(?:(?:,\s{NAME})*,?\s(?:and|AND|&)\s{NAME})?"
SIGNED = re.compile(rf"(?:[Bb]y\s)?({NAMES})")
BY = re.compile(rf"\b(?:[Bb]y|BY)\s({NAMES})(?:,\s[\w\s’'-]{{3,60}})?(?=\s*(?:[•|·∙]|on\b|\Z))")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
# What else there is in such a line: the words around its date, and counts of readers.
SMALL = frozenset(
    """by and posted published updated last modified first written from on at in min mins minute minutes read a p m am
    pm gmt bst utc cet cest est edt et pst pdt pt mon tue wed thu fri sat sun monday tuesday wednesday thursday friday
    saturday sunday share shares like likes comment comments view views""".split()
)
HEAD = 12


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
    marked = islice((tag for tag in main(True) if _is_authors(tag)), HEAD)
    signed = (SIGNED.fullmatch(known(tag.get_text(" ")) or "") for tag in marked)
    return next((found[1] for found in signed if found), None)


def _is_authors(tag: Tag) -> bool:
    return any(
        marks & set(" ".join(tag.get_attribute_list(key)).split())
        for key, marks in AUTHOR_MARKS.items()
        if tag.has_attr(key)
    )


def _title(page: BeautifulSoup, stated: str | None) -> str | None:
    """What the page says of its title; its heading, where that is all but the names of the paper and the section."""
    stated = stated or known(page.title.get_text() if page.title else None)
    headings = filter(None, (known(tag.get_text(" ")) for tag in page("h1")))
    for heading in sorted(headings, key=len, reverse=True) if stated else ():
        found = re.fullmatch(rf"(?P<section>.+\s[|–—-]\s)?{re.escape(heading)}(?P<paper>\s[|–—-]\s.+)?", stated or "")
        if found and (found["paper"] or not found["section"] or len(heading) > len(found["section"])):
            return heading
    return stated


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


def without_imprint(blocks: list[str], said: Source) -> tuple[list[str], Source]:
    """The blocks of a page without the lines at its head that say who wrote it and when, and what these add."""
    kept, prose = list[str](), 0
    for at, block in enumerate(blocks):
        ended, head = bool(PROSE.search(block)), at < HEAD and prose < 2
        lines = block.split("\n") if head and not ended else [block]
        found = [_line(line, said, under=prose > 0) if head else None for line in lines]
        for one in filter(None, found):
            said = replace(said, author=said.author or one.author, date=said.date or one.date)
        kept += [line for line, one in zip(lines, found, strict=True) if not one] if any(found) else [block]
        prose += ended and not any(found)
    return kept, said


def _line(block: str, said: Source, *, under: bool) -> Source | None:
    """Author and date that such a line gives, None for another line; `under` prose it has to give one of them."""
    own = set(map(str.lower, WORD.findall(said.author or "")))
    by = BY.search(block)
    if by and own and not own & set(map(str.lower, WORD.findall(by[1]))):
        by = None
    rest = DATE.sub(" ", block.replace(by[0], " ") if by else block)
    words, day = set(map(str.lower, WORD.findall(rest))), iso_date(block)
    gives = bool(by or words & own or (day and (not under or day == said.date)))
    if words - SMALL - own or not (gives or (not under and words and re.search(r"\A(?!- ).*\d", block))):
        return None
    return Source("", None, by[1] if by else None, day)
