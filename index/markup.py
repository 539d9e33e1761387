"""Markdown (markdown-it-py) and HTML (Beautiful Soup with lxml) as plain paragraphs; no mark-up is kept."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from index.errors import PieceError
from index.source import Source, iso_date, joined, known

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from markdown_it.token import Token

NOT_TEXT = (
    "script",
    "style",
    "template",
    "noscript",
    "nav",
    "aside",
    "footer",
    "form",
    "button",
    "svg",
    "iframe",
    "head",
)
BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "figcaption", "dt", "dd")
ARTICLE_SHARE = 0.5


def markdown(text: str) -> Source:
    """A Markdown piece. Front matter gives title, author and date; a first `# heading` is the title otherwise."""
    from markdown_it import MarkdownIt

    front, body = _front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    tokens = MarkdownIt("commonmark", {"html": True}).parse(body)
    title = front.get("title")
    blocks = []
    for before, token in pairwise(tokens):
        if token.type != "inline":
            continue
        block = _inline(token)
        if title is None and not blocks and before.tag == "h1":
            title = block
        else:
            blocks.append(("- " if before.hidden or _in_item(tokens, before) else "") + block)
    blocks += [token.content for token in tokens if token.type in {"fence", "code_block"}]
    return Source(joined(blocks), known(title), known(front.get("author")), iso_date(front.get("date")))


def _in_item(tokens: list[Token], opener: Token) -> bool:
    """Whether this paragraph is the first of a list item."""
    place = tokens.index(opener)
    return place > 0 and tokens[place - 1].type == "list_item_open"


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    lines = text.lstrip("\ufeff\n").split("\n")
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        return {}, text
    end = [line.strip() for line in lines].index("---", 1)
    pairs = [line.split(":", 1) for line in lines[1:end] if ":" in line]
    return {key.strip().lower(): _unquoted(value.strip()) for key, value in pairs}, "\n".join(lines[end + 1 :])


def _unquoted(value: str) -> str:
    """The value without the quotation marks that YAML may put around the whole of it."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _inline(token: Token) -> str:
    """The words of an inline token: link texts, code and image descriptions as text, HTML tags left out."""
    parts = []
    for child in token.children or []:
        if child.type in {"text", "code_inline", "image"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
    return "".join(parts)


def html(data: bytes, name: str) -> Source:
    """An HTML piece: its article, or its whole body where the article is not most of the text."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(data, "lxml")
    title = _meta(soup, "og:title") or known(soup.title.get_text() if soup.title else None)
    author = _meta(soup, "author", "article:author", "og:article:author")
    date = iso_date(_meta(soup, "article:published_time", "date", "datePublished") or _time(soup))
    for tag in soup(NOT_TEXT):
        tag.decompose()
    blocks = _blocks(_main(soup))
    if blocks and title and blocks[0] == title:
        blocks = blocks[1:]
    if not blocks:
        raise PieceError(f"No text was found in the page “{name}”. Save the article itself, or paste its text.")
    return Source(joined(blocks), title, author if author and "://" not in author else None, date)


def _meta(soup: BeautifulSoup, *names: str) -> str | None:
    for name in names:
        for key in ("property", "name", "itemprop"):
            tag: Any = soup.find("meta", attrs={key: name})
            if tag and tag.get("content"):
                return known(tag["content"])
    return None


def _time(soup: BeautifulSoup) -> str | None:
    tag: Any = soup.find("time", attrs={"datetime": True})
    return str(tag["datetime"]) if tag else None


def _main(soup: BeautifulSoup) -> Tag:
    body: Any = soup.body or soup
    candidates: list[Any] = [*soup.find_all("article"), *soup.find_all("main")]
    best = max(candidates, key=_paragraph_length, default=body)
    return best if _paragraph_length(best) >= ARTICLE_SHARE * _paragraph_length(body) else body


def _paragraph_length(tag: Any) -> int:
    return sum(len(paragraph.get_text()) for paragraph in tag.find_all("p")) or len(tag.get_text()) // 2


def _blocks(root: Any) -> list[str]:
    """The text of every innermost block, in order; text outside any block counts as one where it stands."""
    blocks: list[str] = []
    loose: list[str] = []

    def flush() -> None:
        blocks.append(_tidy("".join(loose)))
        loose.clear()

    def walk(node: Any) -> None:
        for child in node.children:
            if getattr(child, "name", None) is None:
                if type(child).__name__ == "NavigableString":
                    loose.append(" ".join(str(child).split("\n")) if node.name != "pre" else str(child))
            elif child.name == "br":
                loose.append("\n")
            elif child.name in BLOCKS or child.name in {
                "div",
                "section",
                "article",
                "main",
                "ul",
                "ol",
                "table",
                "tr",
                "header",
            }:
                flush()
                if child.name == "li":
                    loose.append("- ")
                walk(child)
                flush()
            else:
                walk(child)

    walk(root)
    flush()
    return [block for block in blocks if block and block != "-"]


def _tidy(text: str) -> str:
    return "\n".join(" ".join(line.split(" ")).strip() for line in _spaced(text).split("\n")).strip()


def _spaced(text: str) -> str:
    """Runs of ordinary spaces and tabs as one; other characters, no-break spaces too, stay."""
    while "  " in (text := text.replace("\t", " ")):
        text = text.replace("  ", " ")
    return text
