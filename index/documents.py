"""PDF (pypdf) and DOCX (python-docx) as plain paragraphs. Both libraries are extras.

Of what such files say about themselves only the title is taken: their author and date are mostly those of the file.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

from index.errors import MissingExtraError, PieceError
from index.sentences import OPENING
from index.source import Source, joined, known

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_UNPACKED = 50_000_000
MAX_XML = 20_000_000  # a parsed document takes about twenty times its XML in memory
MAX_PAGES = 500
ENOUGH = 2_000_000  # characters after which no more pages are read: more than a piece may have
MAX_RUNNING = 3  # lines at the head or the foot of every page
DIGITS = re.compile(r"\d+")
NO_TITLE = re.compile(
    r"^(?:about:|https?:|file:|untitled|microsoft word - )|\.(?:docx?|odt|rtf|pages|html?|indd|pdf)$", re.I
)
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
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PieceError(f"“{name}” is protected by a password. Save it without one, or paste its text.")
        if len(reader.pages) > MAX_PAGES:
            raise PieceError(f"“{name}” has {len(reader.pages)} pages; at most {MAX_PAGES} are taken.")
        text = _pages(reader)
        title = _title(reader)
    except PieceError:
        raise
    except Exception as error:  # a damaged PDF fails in many ways
        raise PieceError(
            f"“{name}” is not a readable PDF ({str(error)[:80]}). Save it again, or paste its text."
        ) from None
    if not text.strip():
        raise PieceError(f"“{name}” has no text in it, only pictures of text. Run text recognition over it first.")
    return Source(paragraphs(text), title)


def _title(reader: PdfReader) -> str | None:
    """What the file says of its title; None where that is an address or a file's name, or is damaged."""
    try:
        title = known(reader.metadata.title if reader.metadata else None)
    except Exception:  # the text was read, and is worth more
        return None
    return None if title and NO_TITLE.search(title) else title


def _pages(reader: PdfReader) -> str:
    """The text of the pages; a sentence that runs over the foot of a page runs on in its paragraph."""
    pages: list[list[str]] = []
    length = 0
    for page in reader.pages:
        words = page.extract_text().strip()
        pages.append(words.split("\n"))
        length += len(words)
        if length > ENOUGH:
            break
    text = ""
    for page in _without_running_lines(pages):
        words = "\n".join(page).strip()
        text += ("\n\n" if SENTENCE_END.search(text[-9:]) else "\n") + words if words else ""
    return text


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the first and last lines that most of them share, the number of the page aside."""
    for end, rest in ((0, slice(1, None)), (-1, slice(-1))):
        for _ in range(MAX_RUNNING):
            lines = [DIGITS.sub("#", page[end].strip()) if page else "" for page in pages]
            line, times = Counter(filter(None, lines)).most_common(1)[0] if any(lines) else ("", 0)
            if times < 2 or times <= len(pages) / 2:
                break
            pages = [page[rest] if own == line else page for page, own in zip(pages, lines, strict=True)]
    return pages


def paragraphs(text: str) -> str:
    """Joins the lines of a page: a blank line, a short line that ends a sentence, or a heading ends a paragraph."""
    lines = [line.strip() for line in text.split("\n")]
    lengths = sorted(map(len, filter(None, lines)))
    longest, usual = (lengths[-1], lengths[int(0.8 * len(lengths))]) if lengths else (0, 0)
    blocks: list[str] = [""]
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if not line:
            blocks.append("")
        elif SENTENCE_END.search(blocks[-1][-9:]) and _is_heading(line, below, usual):
            blocks += [line, ""]
        else:
            blocks[-1] = _continued(blocks[-1], line)
            if len(line) < 0.7 * longest and SENTENCE_END.search(line):
                blocks.append("")
    return joined(blocks)


def _is_heading(line: str, below: str, usual: int) -> bool:
    """Whether a line without a mark at its end is so short that the next word, a capitalised one, had room in it."""
    following = OPENING.match(below)
    if not following or not following[1][0].isupper() or not line[0].isupper() or not line[-1].isalnum():
        return False
    return len(line) + len(following[1]) < 0.7 * usual


def _continued(block: str, line: str) -> str:
    """The block with one more line; a word parted by a hyphen before a small letter is left as the page has it."""
    if not block:
        return line
    return block + ("" if re.search(r"\w-$", block) and line[0].islower() else "\n") + line


def docx(data: bytes, name: str) -> Source:
    """The paragraphs of a Word document; list paragraphs become items."""
    try:
        from docx import Document
        from docx.oxml.ns import qn
    except ImportError:
        raise _missing("docx") from None
    try:
        _no_bomb(data, name)
        document = Document(io.BytesIO(data))
    except PieceError:
        raise
    except Exception as error:  # a damaged archive fails in many ways
        raise PieceError(
            f"“{name}” is not a readable DOCX ({str(error)[:80]}). Save it again, or paste its text."
        ) from None
    title, blocks = None, list[str]()
    styles = {style.style_id: style.name or "" for style in document.styles}
    for paragraph in document.element.body.iter(qn("w:p")):
        if any(outer.tag.endswith("}Fallback") for outer in paragraph.iterancestors()):
            continue  # a text box is there twice, the second time for old programs
        style, words = styles.get(paragraph.style, ""), _words(paragraph)
        if style == "Title" and title is None:
            title = known(words)
        else:
            blocks.append(("- " if words and style.startswith("List") else "") + words)
    return Source(joined(blocks), title or _stated_title(document))


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
