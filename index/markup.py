"""Markdown (markdown-it-py) and HTML (Beautiful Soup with lxml) as plain paragraphs; no mark-up is kept."""

from __future__ import annotations

import re
import warnings
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from index.errors import PieceError
from index.source import Source, iso_date, joined, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup, Tag
    from markdown_it.token import Token

NOT_TEXT = (
    "head script style template noscript nav aside footer form button select textarea dialog "
    "svg canvas audio video iframe"
).split()
BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li blockquote pre td th figure figcaption caption dl dt dd div section article main header "
    "hgroup ul ol table thead tbody tfoot tr address center details summary fieldset legend label hr".split()
)
# The mark of a footnote: in Markdown, and in HTML raised behind a sentence, in brackets or as a link.
NOTE = re.compile(r"\[\^\d{1,3}\](?::[ \t]*)?")
RAISED = re.compile(r"\s*(?:\d{1,3}|[*†‡]|(?P<brackets>\[\d{1,3}\]|\(\d{1,3}\)))\s*")
BEHIND = re.compile(r"[.,;:!?…”’\"')]\s*\Z")
# What a page calls the boxes in and around its article that are not the article's.
BOX = re.compile(
    r"(?<![a-z])(?i:newsletters?|sign-?up|related|shar(?:e|ing)|comments|advert(?:isement)?|ads?|cookies?)(?![a-z])"
)
MOST_BOXES, MOST_NODES = 300, 5_000
PROSE = re.compile(r"[.!?…][”’\"')]*\s*\Z")
ARTICLE_SHARE = 0.5
MAX_NESTING = 100
KEY = re.compile(r"[A-Za-z_][\w -]*:")
LATIN_1 = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}  # to browsers these are names of Windows-1252
FRONT_KEYS = {"title", "author", "date"}
# “Issue #5” is a title; to YAML what follows the mark is a comment, unless another character stands before it.
NO_COMMENT = re.compile(r"(\S[^\S\n]+)#(?=\w)")
KEPT = "\ue000"
NO_VALUE = {"", "~", "null", "Null", "NULL"}
FRONT_LINE = re.compile(rf"\s|$|-\s|#|{KEY.pattern}")


def markdown(text: str) -> Source:
    """A Markdown piece. Front matter gives title, author and date; a first `# heading` is the title otherwise."""
    from markdown_it import MarkdownIt

    front, body = _front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    tokens = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING}).parse(NOTE.sub("", body))
    title = known(front.get("title"))
    blocks: list[str] = []
    for place, token in enumerate(tokens):
        block = _block(token)
        if block and not blocks and tokens[place - 1].tag == "h1" and title in {None, known(block)}:
            title = known(block)
        elif block:
            blocks.append(_item_mark(tokens, place) + block)
    return Source(joined(blocks), title, known(front.get("author")), iso_date(front.get("date")))


def _block(token: Token) -> str:
    """The words of one block where it stands; nothing for the tokens that only open and close blocks."""
    if token.type == "inline":
        return _inline(token)
    if token.type == "html_block":
        return joined(_blocks(_bare(_soup(token.content))))
    return token.content if token.type in {"fence", "code_block"} else ""


def _item_mark(tokens: list[Token], place: int) -> str:
    """What stands before the first block of a list item; only inline tokens have an opener of their own before them.

    A number is kept as it is written: “1968. That was the year” is a list to Markdown, and to nobody else.
    """
    before = place - (2 if tokens[place].type == "inline" else 1)
    if before < 0 or tokens[before].type != "list_item_open":
        return ""
    return f"{tokens[before].info}{tokens[before].markup} " if tokens[before].info else "- "


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The keys between two `---` lines and the text after them; a rule above prose opens no front matter."""
    lines = text.lstrip("\ufeff\n").split("\n")
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        return {}, text
    end = [line.strip() for line in lines].index("---", 1)
    inner = lines[1:end]
    if not inner or not KEY.match(inner[0]) or not all(map(FRONT_LINE.match, inner)):
        return {}, text
    begins = [number for number, line in enumerate(inner) if KEY.match(line)]
    entries = ["\n".join(inner[first:last]).split(":", 1) for first, last in pairwise([*begins, len(inner)])]
    known_keys = {key.strip().lower(): value for key, value in entries}
    return {key: _value(known_keys[key]) for key in FRONT_KEYS & known_keys.keys()}, "\n".join(lines[end + 1 :])


def _value(written: str) -> str:
    """What YAML reads there, of a list its words with commas; the words as they stand where it is no YAML."""
    import yaml

    kept = NO_COMMENT.sub(rf"\1{KEPT}#", f"value:{written}")
    try:
        value = yaml.load(kept, yaml.BaseLoader)["value"]  # noqa: S506  (it makes words, lists and mappings alone)
    except (yaml.YAMLError, RecursionError):
        return written.split("\n")[0].strip()
    parts = value if isinstance(value, list) else [value]
    return ", ".join(part for part in parts if isinstance(part, str) and part not in NO_VALUE).replace(f"{KEPT}#", "#")


def _inline(token: Token) -> str:
    """The words of an inline token: link texts, code and image descriptions as text, HTML tags but `<br>` left out."""
    parts = []
    for child in token.children or []:
        if child.type in {"text", "code_inline", "image"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"} or child.content.lower().startswith("<br"):
            parts.append("\n")
    return re.sub("\n+", "\n", "".join(parts))


def html(data: bytes, name: str) -> Source:
    """An HTML piece: its article, or its whole body where the article is not most of the text."""
    soup = _soup(data)
    title = _title(soup)
    named = (_meta(soup, key) for key in ("author", "article:author", "og:article:author"))
    author = next((words for words in named if words and "://" not in words), None)
    date = iso_date(_meta(soup, "article:published_time", "date", "datePublished"))
    main = _main(_bare(soup))
    date = date or iso_date(_time(main))
    blocks = _blocks(main)
    if title in blocks[:3]:  # it may stand below the name of the section
        blocks.remove(title)
    if not blocks:
        raise PieceError(f"No text was found in the page “{name}”. Save the article itself, or paste its text.")
    return Source(joined(blocks), title, author, date)


def _title(soup: BeautifulSoup) -> str | None:
    """What the page says of its title; its heading, where that is all but the newspaper's name behind it."""
    stated = _meta(soup, "og:title") or known(soup.title.get_text() if soup.title else None)
    heading = known(soup.h1.get_text(" ") if soup.h1 else None)
    return heading if stated and heading and re.match(re.escape(heading) + r"\s+[|–—-]\s", stated) else stated


def _soup(page: bytes | str) -> BeautifulSoup:
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its doubts whether a short page is HTML or a file's name
        soup = BeautifulSoup(page, "lxml")
        if soup.original_encoding in LATIN_1:
            soup = BeautifulSoup(page, "lxml", from_encoding="windows-1252")
        return soup


def _bare(soup: BeautifulSoup) -> BeautifulSoup:
    """The page without what is no text of it; a form around most of the paragraphs is only their frame."""
    whole = _paragraph_length(soup)
    for tag in soup(NOT_TEXT):
        if tag.name == "form" and tag.find("p") and _paragraph_length(tag) >= ARTICLE_SHARE * whole:
            tag.unwrap()
        elif not tag.decomposed:
            tag.decompose()
    for tag in [one for key in ("class", "id") for one in soup(["div", "section", "ul"], {key: BOX}, limit=MOST_BOXES)]:
        if not tag.decomposed and _is_small(tag, whole):
            tag.decompose()
    for tag in soup("sup"):
        if _is_note(tag):
            tag.decompose()
    return soup


def _is_small(box: Any, whole: int) -> bool:
    """Whether it holds less than half of the text: one that holds more is the article's own frame."""
    nodes = list(islice(box.descendants, MOST_NODES))
    return len(nodes) < MOST_NODES and sum(len(str(one)) for one in nodes if one.name is None) < ARTICLE_SHARE * whole


def _is_note(raised: Tag) -> bool:
    """Whether a raised number is a footnote's mark, and no power (“km²”)."""
    found = RAISED.fullmatch(raised.get_text())
    link = raised.find("a") or raised.find_parent("a")
    return bool(found and (found["brackets"] or link or BEHIND.search(str(raised.previous_sibling or ""))))


def _meta(soup: BeautifulSoup, *names: str) -> str | None:
    for name in names:
        for key in ("property", "name", "itemprop"):
            tag: Any = soup.find("meta", attrs={key: name})
            if tag and tag.get("content"):
                return known(tag["content"])
    return None


def _time(main: Tag) -> str | None:
    """The first `<time>` that is marked as the date of publication, else that stands outside the prose."""
    times: list[Any] = main.find_all("time", attrs={"datetime": True})
    marked = [tag for tag in times if tag.has_attr("pubdate") or tag.get("itemprop") == "datePublished"]
    outside = [tag for tag in times if not PROSE.search(getattr(tag.find_parent("p"), "text", ""))]
    return next((str(tag["datetime"]) for tag in (*marked, *outside)), None)


def _main(soup: BeautifulSoup) -> Tag:
    """The longest article, else main element, with at least half of the paragraphs' text; else the body."""
    body: Any = soup.body or soup
    for kind in ("article", "main"):
        best: Any = max(soup.find_all(kind), key=_paragraph_length, default=None)
        if best is not None and _paragraph_length(best) >= ARTICLE_SHARE * _paragraph_length(body):
            return best
    return body


def _paragraph_length(tag: Any) -> int:
    return sum(len(paragraph.get_text()) for paragraph in tag.find_all("p")) or len(tag.get_text()) // 2


def _blocks(root: Any) -> list[str]:
    """The text of every innermost block, in order; text outside any block counts as one where it stands."""
    blocks: list[str] = []
    loose: list[str] = []
    item = False
    for kind, text in _events(root):
        if kind == "text":
            loose.append(text)
            continue
        if block := _tidy("".join(loose)):
            blocks.append(("- " if item else "") + block)
        item = kind == "item" or (item and not block and kind == "border")
        loose.clear()
    return blocks


def _events(root: Any) -> Iterator[tuple[str, str]]:
    """("text", words), and between blocks ("border", ""), or ("item", "") and ("end", "") around a list item.

    Without recursion: pages may be nested deeper than Python's stack.
    """
    waiting: list[Any] = [("end", ""), *reversed(list(root.children))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            yield node
        elif node.name is None:
            if type(node).__name__ == "NavigableString":
                yield "text", str(node) if node.parent.name == "pre" else str(node).replace("\n", " ")
        elif node.name == "br":
            yield "text", "\n"
        else:
            if node.name in BLOCKS:
                opens, closes = ("item", "end") if node.name == "li" else ("border", "border")
                yield opens, ""
                waiting.append((closes, ""))
            waiting += reversed(list(node.children))


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in _spaced(text).split("\n")).strip()


def _spaced(text: str) -> str:
    """Runs of ordinary spaces and tabs as one; other characters, no-break spaces too, stay."""
    while "  " in (text := text.replace("\t", " ")):
        text = text.replace("  ", " ")
    return text
