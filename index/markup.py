"""Markdown (markdown-it-py) and HTML (Beautiful Soup with lxml) as plain paragraphs; no mark-up is kept."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from index.errors import PieceError
from index.front import parted
from index.furniture import without_furniture
from index.imprint import imprint, signature
from index.source import PROSE, UNSAID, Source, iso_date, joined, known, row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from bs4 import BeautifulSoup, Tag
    from markdown_it.token import Token

NOT_TEXT = (
    "head script style template noscript nav aside footer form button select textarea dialog "
    "svg canvas audio video iframe amp-sidebar amp-consent amp-ad amp-social-share"
).split()
BOXES, FRAMES = frozenset("div section ul".split()), frozenset("div section ul p header".split())
BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li blockquote pre td th figure figcaption caption dl dt dd div section article main header "
    "hgroup ul ol table thead tbody tfoot tr address center details summary fieldset legend label hr".split()
)
# The mark of a footnote: in Markdown, and in HTML raised behind a sentence, in brackets or as a link.
NOTE = re.compile(r"\[\^([\w-]{1,40})\](?P<defines>:[ \t]*)?")
RAISED = re.compile(r"\s*(?:\d{1,3}|[*†‡]|(?P<brackets>\[\w{1,3}\]|\(\d{1,3}\)|[↩↑^]\ufe0e?))\s*")
GLUED = re.compile(r"[\w.,;:!?…”’\"')\]]\Z")
BEHIND = re.compile(r"[.,;:!?…”’\"')]\s*\Z")
# What a page calls the boxes in and around its article that are not the article's.
BOX = re.compile(
    r"(?<![a-z])(?i:newsletters?|sign-?up|related|shar(?:e|ing)|ufi|comments|advert(?:isement)?|ads?|cookies?)(?![a-z])"
)
# … and where these are no heading of it.
FRAME = re.compile(
    r"(?<![a-z])(?i:sidebar|nav(?:bar|igation)?|menu|breadcrumbs?|footer|masthead|subscribe|subscription-widget|"
    r"rich-?link|skip-?link|gmail_attr)(?![a-z])"
)
NAMED = re.compile(f"{BOX.pattern}|{FRAME.pattern}")
UNSEEN = re.compile(r"display:\s*none|mso-element:\s*comment", re.IGNORECASE)
ROLE = re.compile("navigation|banner|contentinfo|complementary|search|dialog")
COMMENT = re.compile(r"cmnt\d+")  # an editor's, below a document that Google wrote
PULLED = re.compile(r"pull-?(?:ed-?)?quote", re.IGNORECASE)
CREDIT = re.compile(r"(?<![a-z])(?i:credits?)(?![a-z])")
TABLE = frozenset("td th caption thead tbody tfoot tr".split())
MOST_BOXES, MOST_NODES, MOST_PULLED = 500, 5_000, 30
ARTICLE_SHARE = 0.5
MAX_NESTING = 100
LATIN_1 = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}  # to browsers these are names of Windows-1252


def markdown(text: str) -> Source:
    """A Markdown piece. Front matter gives title, author and date; a first `# heading` is the title otherwise."""
    from markdown_it import MarkdownIt

    front = parted(text)
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    notes = {note[1] for note in NOTE.finditer(front.text) if note["defines"]}
    tokens = parser.parse(NOTE.sub(lambda note: "" if note[1] in notes or note[1].isdecimal() else note[0], front.text))
    title = front.title
    blocks, cells = list[str](), list[str]()
    for place, (before, token) in enumerate(zip([None, *tokens], tokens, strict=False)):
        block = _block(token)
        if before and before.type in {"th_open", "td_open"}:
            cells.append(block)
        elif token.type == "tr_close":
            blocks.append(row(cells))
            cells.clear()
        elif block and not blocks and before and before.tag == "h1" and title in {None, known(block)}:
            title = known(block)
        elif block:
            blocks.append(_item_mark(tokens, place) + block)
    opening = next((token.type for token in tokens if token.nesting == 1 and token.tag != "h1"), "")
    left, said = without_furniture(blocks, replace(front, title=title), under=opening == "paragraph_open")
    return replace(said, text=joined(chain(*left)))


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


def _inline(token: Token) -> str:
    """The words of an inline token: link texts, code and image descriptions as text, HTML tags but `<br>` left out."""
    parts = []
    for child in token.children or []:
        if child.type in {"text", "code_inline", "image"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"} or child.content.lower().startswith("<br"):
            parts.append("\n")
    return re.sub("\n+", "\n", "".join(parts))


def html(data: bytes, name: str, head: Source = UNSAID) -> Source:
    """An HTML piece: its article, or its whole body where the article is not most of the text.

    `head`: what a message says of it, surer of the title than the page is.
    """
    soup = _soup(data)
    said = imprint(soup).or_else(head)
    said = replace(said, title=head.title or said.title)
    main = _main(_bare(soup))
    said = replace(said, author=said.author or signature(main), date=said.date or iso_date(_time(main)))
    blocks = [block for block in _blocks(main) if any(map(str.isalnum, block))]
    left, said = without_furniture(blocks, said)
    if not any(left):
        raise PieceError(f"No text was found in the page “{name}”. Save the article itself, or paste its text.")
    return replace(said, text=joined(chain(*left)))


def _soup(page: bytes | str) -> BeautifulSoup:
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its doubts whether a short page is HTML or a file's name
        if page.isascii():  # whatever it says of its encoding, and guessing takes long
            return BeautifulSoup(page if isinstance(page, str) else page.decode("ascii"), "lxml")
        soup = BeautifulSoup(page, "lxml")
        if soup.original_encoding in LATIN_1:
            soup = BeautifulSoup(page, "lxml", from_encoding="windows-1252")
        return soup


def _bare(soup: BeautifulSoup) -> BeautifulSoup:
    """The page without what is no text of it; a form around most of the paragraphs is only their frame."""
    whole = _paragraph_length(soup)
    for tag in [tag for tag in soup(True) if tag.name in NOT_TEXT]:
        if tag.name == "form" and tag.find("p") and _paragraph_length(tag) >= ARTICLE_SHARE * whole:
            tag.unwrap()
        elif not tag.decomposed and not (
            tag.name == "footer" and _stands_in(tag, {"blockquote"})
        ):  # says who is quoted
            tag.decompose()
    _drop(tag for tag in _boxes(soup, whole) if _is_small(tag, whole))
    pulled = [tag for tag in soup(True) if PULLED.search(_called(tag))]
    _drop(tag for tag in pulled[:MOST_PULLED] if _is_repeated(tag, soup))
    _drop(tag for tag in soup(True) if tag.name in {"sup", "a"} and _is_note(tag))
    _drop(tag.parent for tag in soup("a", id=COMMENT) if tag.parent)
    for code in soup("pre"):
        code.string = code.get_text()
    for table in soup("table"):
        if not table.find(BLOCKS - TABLE):  # else it is there for the layout
            for line in table("tr"):
                words = row([_spaced(cell.get_text().replace("\n", " ")) for cell in line(["td", "th"])])
                if "\n" not in words:
                    line.string = words
    return soup


def _drop(tags: Iterable[Tag]) -> None:
    for tag in tags:
        tag.clear()  # to take it out of a long row takes much longer


def _boxes(soup: BeautifulSoup, whole: int) -> Iterator[Tag]:
    """What is named, or has the role, of a box that is not the article's; what is hidden; the credits of pictures."""
    named = (tag for tag in soup(True) if tag.name in BOXES and NAMED.search(f"{_called(tag)} {tag.get('id', '')}"))
    yield from islice((tag for tag in named if not _is_chapter(tag)), MOST_BOXES)
    roles = (tag for tag in soup(True) if tag.name in FRAMES and ROLE.search(str(tag.get("role", ""))))
    yield from islice(roles, MOST_BOXES)
    hidden = [tag for tag in soup(True) if tag.has_attr("hidden") or UNSEEN.search(str(tag.get("style", "")))]
    if sum(len(tag.get_text()) for tag in hidden) < ARTICLE_SHARE * whole:  # else somebody wants to be paid for it
        yield from hidden
    for figure in soup("figure")[:MOST_BOXES]:
        yield from figure(class_=CREDIT)


def _called(tag: Tag) -> str:
    """Its classes, with spaces between them."""
    return " ".join(tag.get_attribute_list("class") if tag.has_attr("class") else ())


def _is_chapter(tag: Tag) -> bool:
    """Whether it is called after its heading (“related-work”), as a part of an article."""
    heading = tag.find(["h1", "h2", "h3", "h4", "h5", "h6"])
    slug = "-".join(re.findall(r"\w+", heading.get_text().lower())) if heading else ""
    return bool(slug) and slug == tag.get("id") and not BOX.fullmatch(slug)


def _is_repeated(pulled: Tag, soup: BeautifulSoup) -> bool:
    """Whether the words of a pull quote stand elsewhere on the page too."""
    if pulled.decomposed:
        return False
    words, whole = (" ".join(tag.get_text(" ").split()).strip("“”‘’\"'") for tag in (pulled, soup))
    return whole.count(words) > 1


def _is_small(box: Any, whole: int) -> bool:
    """Whether it holds less than half of the text: one that holds more is the article's own frame."""
    nodes = list(islice(box.descendants, MOST_NODES))
    return len(nodes) < MOST_NODES and sum(len(str(one)) for one in nodes if one.name is None) < ARTICLE_SHARE * whole


def _is_note(tag: Tag) -> bool:
    """Whether a raised number (but no power: “km²”) or a link inside the page is a footnote's mark, or leads back."""
    found = RAISED.fullmatch(tag.get_text())
    if not found:
        return False
    before = str(tag.previous_sibling or "")
    if tag.name == "sup":
        return bool(found["brackets"] or tag.find("a") or _stands_in(tag, {"a"}) or BEHIND.search(before))
    inside = str(tag.get("href", "")).startswith("#")
    return inside and bool(found["brackets"] or GLUED.search(before) or (not before and not _stands_in(tag, TABLE)))


def _stands_in(tag: Tag, names: Collection[str]) -> bool:
    return any(outer.name in names for outer in tag.parents)


def _time(main: Tag) -> str | None:
    """The first `<time>` that is marked as the date of publication, else that stands outside the prose."""
    times: list[Any] = [tag for tag in main("time") if tag.get("datetime")]
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
