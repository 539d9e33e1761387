"""PDF (pypdf) and DOCX (python-docx) as plain paragraphs. Both libraries are extras.

Of what such files say about themselves only the title is taken: their author and date are mostly those of the file.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from index.encoder import is_rare
from index.errors import MissingExtraError, PieceError, readable
from index.furniture import HEAD, without_furniture
from index.sentences import OPENING
from index.source import Source, joined, known, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PageObject, PdfReader

MAX_UNPACKED = 50_000_000
MAX_XML = 20_000_000  # a parsed document takes about twenty times its XML in memory
MAX_PAGES = 500
ENOUGH = 2_000_000  # characters after which no more pages are read: more than a piece may have
MAX_RUNNING = 3  # lines at the head or the foot of every page
APART = 1.4  # times the usual step from line to line
DIGITS = re.compile(r"\d+")
NO_TITLE = re.compile(
    r"^(?:about:|https?:|file:|untitled|microsoft word - )|\.(?:docx?|odt|rtf|pages|html?|indd|pdf)$", re.I
)
# What browsers print at the edges of a page beside its title: an address, the time, the number of the page.
ADDRESS = r"\w+:/{2,3}\S+"
STAMP = r"\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}[:.]\d{2}(?: ?[AP]M)?"
NUMBER = r"(?:Page )?\d{1,3}(?: ?/ ?| of )\d{1,3}|Page \d{1,3}"
PRINTED = re.compile(rf"{NUMBER}(?={ADDRESS})|{ADDRESS}|{STAMP}|\b(?:{NUMBER})\b", re.IGNORECASE)
STAMPED = re.compile(rf"{STAMP}\b|.*\b{STAMP}\Z", re.IGNORECASE)
HYPHEN = re.compile(r"(\w+)([-‐\xad])\Z")
SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*$")


def _missing(extra: str) -> MissingExtraError:
    return MissingExtraError(f"Reading {extra.upper()} needs one more package. Run: pip install 'pullquote[{extra}]'")


def pdf(data: bytes, name: str) -> Source:
    """The text of a PDF, its lines joined into paragraphs."""
    try:
        from pypdf import PdfReader
    except ImportError:
        raise _missing("pdf") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what matters is said once, as an error
    with readable(name, "PDF"):
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PieceError(f"“{name}” is protected by a password. Save it without one, or paste its text.")
        if len(reader.pages) > MAX_PAGES:
            raise PieceError(f"“{name}” has {len(reader.pages)} pages; at most {MAX_PAGES} are taken.")
        title = _title(reader)
        text = _pages(reader, title or "")
    if not text.strip():
        raise PieceError(f"“{name}” has no text in it, only pictures of text. Run text recognition over it first.")
    blocks = paragraphs(text).split("\n\n")
    left, said = without_furniture(blocks, Source("", _without_paper(title, blocks)), marked=False)
    return replace(said, text=joined(chain(*left)))


def _title(reader: PdfReader) -> str | None:
    """What the file says of its title; None where that is an address or a file's name, or is damaged."""
    try:
        title = known(reader.metadata.title if reader.metadata else None)
    except Exception:  # the text was read, and is worth more
        return None
    return None if title and NO_TITLE.search(title) else title


def _without_paper(title: str | None, blocks: list[str]) -> str | None:
    """The title; the part before its last bar or dash, where that alone begins a paragraph at the head of the text."""
    found = re.fullmatch(r"(.+)\s[|–—-]\s.+", title or "")
    heads = [(known(block) or "").casefold() for block in blocks[:HEAD]]
    if not title or not found or any(head.startswith(title.casefold()) for head in heads):
        return title
    return found[1] if any(head.startswith(found[1].casefold()) for head in heads) else title


def _pages(reader: PdfReader, title: str) -> str:
    """The text of the pages; a sentence that runs over the foot of a page runs on in its paragraph."""
    pages: list[list[str]] = []
    length = 0
    for page in reader.pages:
        lines = _spaced(_lines(page))
        pages.append(_without_print(lines, title))
        length += sum(map(len, lines))
        if length > ENOUGH:
            break
    text = ""
    for page in _without_running_lines(pages):
        words = "\n".join(page).strip()
        text += ("\n\n" if SENTENCE_END.search(text[-9:]) else "\n") + words if words else ""
    return text


@dataclass(slots=True)
class _Line:
    """A line of a page, and where its words begin: `y` grows upwards."""

    words: str = ""
    y: float = 0.0
    size: float = 0.0


def _lines(page: PageObject) -> list[_Line]:
    """The lines of a page that have words."""
    lines = [_Line()]

    def seen(words: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        for at, own in enumerate(words.split("\n")):
            if at:
                lines.append(_Line())
            if own.strip() and not lines[-1].words.strip():
                lines[-1].y, lines[-1].size = inner[5] * outer[3] + outer[5], abs(size * inner[3] * outer[3])
            lines[-1].words += own

    page.extract_text(visitor_text=seen)
    return [line for line in lines if line.words.strip()]


def _spaced(lines: list[_Line]) -> list[str]:
    """Their words, with an empty line where two stand further apart than most, for their size."""
    steps = [_step(*pair) for pair in pairwise([*lines[:1], *lines])]
    downwards = sorted(filter(None, steps))
    usual = downwards[len(downwards) // 4] if downwards else 0.0
    spaced = list[str]()
    for line, step in zip(lines, steps, strict=True):
        parted = step > APART * usual and not line.words.lstrip()[0].islower()
        spaced += ["", line.words] if parted else [line.words]
    return spaced


def _step(above: _Line, below: _Line) -> float:
    """How far down the next line is, in sizes of the smaller one; 0 where it stands higher, in another column."""
    return max(0.0, above.y - below.y) / (min(above.size, below.size) or 1.0)


def _without_print(page: list[str], title: str) -> list[str]:
    """The lines of a page without those that a browser printed above and below it."""
    for end, rest in ((0, slice(1, None)), (-1, slice(-1))):
        for _ in range(MAX_RUNNING):
            left, times = PRINTED.subn("", page[end]) if page else ("", 0)
            if not times or (left.replace(title, "").strip(" -–—") and not STAMPED.match(page[end])):
                break
            page = _trimmed(page[rest])
    return page


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the first and last lines that most of them share, the number of the page aside."""
    for end, rest in ((0, slice(1, None)), (-1, slice(-1))):
        for _ in range(MAX_RUNNING):
            lines = [DIGITS.sub("#", page[end].strip()) if page else "" for page in pages]
            line, times = Counter(filter(None, lines)).most_common(1)[0] if any(lines) else ("", 0)
            if times < 2 or times <= len(pages) / 2:
                break
            pages = [_trimmed(page[rest]) if own == line else page for page, own in zip(pages, lines, strict=True)]
    return pages


def _trimmed(page: list[str]) -> list[str]:
    """The lines without the empty ones at their ends."""
    return "\n".join(page).strip("\n").split("\n")


def paragraphs(text: str) -> str:
    """Joins the lines of a page: a blank line, a short line that ends a sentence, or a heading ends a paragraph."""
    lines = [line.strip() for line in text.split("\n")]
    lengths = sorted(map(len, filter(None, lines)))
    longest, usual = (lengths[-1], lengths[int(0.8 * len(lengths))]) if lengths else (0, 0)
    words = set(re.findall(r"\w+(?:-\w+)*", text.lower()))
    blocks: list[str] = [""]
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if not line:
            blocks.append("")
        elif SENTENCE_END.search(blocks[-1][-9:]) and _is_heading(line, below, usual):
            blocks += [line, ""]
        else:
            blocks[-1] = _continued(blocks[-1], line, words)
            if len(line) < 0.7 * longest and SENTENCE_END.search(line):
                blocks.append("")
    return joined(blocks)


def _is_heading(line: str, below: str, usual: int) -> bool:
    """Whether a line without a mark at its end is so short that the next word, a capitalised one, had room in it."""
    following = OPENING.match(below)
    if not following or not following[1][0].isupper() or not line[0].isupper() or not line[-1].isalnum():
        return False
    return len(line) + len(following[1]) < 0.7 * usual


def _continued(block: str, line: str, words: set[str]) -> str:
    """The block with one more line; `words` are those of the whole text.

    A word that is parted before a small letter loses its hyphen where it is one without (“govern-ment”, not
    “well-known”): where the text has it so elsewhere, or else the encoder knows it.
    """
    parted, rest = HYPHEN.search(block), re.match(r"\w+", line)
    if not parted or not rest or not line[0].islower():
        return f"{block}\n{line}" if block else line
    whole = (parted[1] + rest[0]).lower()
    compound = f"{parted[1]}-{rest[0]}".lower() in words or (whole not in words and is_rare(whole))
    return block[: parted.start(2)] + (parted[2] if compound and parted[2] != "\xad" else "") + line


def docx(data: bytes, name: str) -> Source:
    """The paragraphs of a Word document, and its notes; list paragraphs become items, rows of a table lines."""
    try:
        from docx import Document
    except ImportError:
        raise _missing("docx") from None
    with readable(name, "DOCX"):
        _no_bomb(data, name)
        document = Document(io.BytesIO(data))
        notes = list(_notes(document))
    title, blocks = None, list[str]()
    styles = {style.style_id: style.name or "" for style in document.styles}
    for paragraphs in _groups(document.element.body):
        style = styles.get(paragraphs[0].style, paragraphs[0].style or "")  # some files do not say what it is called
        words = row([_words(paragraph) for paragraph in paragraphs])
        if style == "Title" and title is None:
            title = known(words)
        else:
            blocks.append(("- " if words and _is_item(paragraphs[0], style) else "") + words)
    left, said = without_furniture(list(filter(None, map(str.strip, blocks))), Source("", title), marked=False)
    return replace(said, text=joined([*chain(*left), *notes]), title=said.title or _stated_title(document))


def _groups(body: Any) -> Iterator[list[Any]]:
    """The paragraphs, one by one, but those of a table's row together where each of its cells has but one."""
    from docx.oxml.ns import qn

    together: set[Any] = set()
    for element in body.iter(qn("w:p"), qn("w:tr")):
        if any(outer.tag.endswith("}Fallback") for outer in element.iterancestors()):
            continue  # a text box is there twice, the second time for old programs
        cells = [list(cell.iter(qn("w:p"))) for cell in element.iterchildren(qn("w:tc"))]
        if element.tag == qn("w:p") and element not in together:
            yield [element]
        elif cells and all(len(cell) == 1 for cell in cells):
            paragraphs = [cell[0] for cell in cells]
            together.update(paragraphs)
            yield paragraphs


def _is_item(paragraph: Any, style: str) -> bool:
    """Whether it stands in a list, by its style or by a number of its own; headings may be numbered too."""
    own = paragraph.pPr
    number = None if own is None or own.numPr is None else own.numPr.numId
    numbered = number is not None and number.val > 0 and not style.startswith(("Heading", "Title"))
    return style.startswith("List") or numbered


def _notes(document: Any) -> Iterator[str]:
    """The words of footnotes and endnotes; those with a type are lines and spaces of the layout."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                if note.get(qn("w:type")) in {None, "normal"}:
                    yield from map(_words, note.iter(qn("w:p")))


def _stated_title(document: Any) -> str | None:
    """The title in the file's own properties; python-docx makes one up where there are none."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    try:
        document.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    except KeyError:
        return None
    return known(document.core_properties.title)


def _no_bomb(data: bytes, name: str) -> None:
    """Raises `PieceError` where the archive would take more memory than a piece can need."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    xml = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    for found, limit, what in ((unpacked, MAX_UNPACKED, ""), (xml, MAX_XML, " of XML")):
        if found > limit:
            raise PieceError(
                f"“{name}” unpacks to {found / 1e6:.0f} MB{what}; at most {limit / 1e6:.0f} MB are taken. "
                "Paste its text instead."
            )


def _words(paragraph: Any) -> str:
    """The words of a paragraph's own runs, insertions too; not what was deleted, moved away, or is a fallback."""
    from docx.oxml.ns import qn

    return "".join(run.text for run in paragraph.iter(qn("w:r")) if _belongs(run, paragraph))


def _belongs(run: Any, paragraph: Any) -> bool:
    """Whether the run is shown, in this paragraph and not in one of a text box inside it."""
    for outer in run.iterancestors():
        if outer is paragraph:
            return True
        if outer.tag.endswith(("}p", "}del", "}moveFrom", "}Fallback")):
            return False
    return False
