"""PDF (pypdf) and DOCX (python-docx) as plain paragraphs. Both libraries are extras.

Of what such files say about themselves only the title is taken: their author and date are mostly those of the file.
"""

from __future__ import annotations

import io
import re
import zipfile

from index.errors import MissingExtraError, PieceError
from index.source import Source, joined, known

MAX_UNPACKED = 100_000_000
MAX_PAGES = 500


def _missing(extra: str) -> MissingExtraError:
    return MissingExtraError(f"Reading {extra.upper()} needs one more package. Run: pip install 'pullquote[{extra}]'")


def pdf(data: bytes, name: str) -> Source:
    """The text of a PDF, its lines joined into paragraphs."""
    try:
        from pypdf import PdfReader
    except ImportError:
        raise _missing("pdf") from None
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PieceError(f"“{name}” is protected by a password. Save it without one, or paste its text.")
        if len(reader.pages) > MAX_PAGES:
            raise PieceError(f"“{name}” has {len(reader.pages)} pages; at most {MAX_PAGES} are taken.")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
    except PieceError:
        raise
    except Exception as error:  # a damaged PDF fails in many ways
        raise PieceError(
            f"“{name}” is not a readable PDF ({str(error)[:80]}). Save it again, or paste its text."
        ) from None
    if not text.strip():
        raise PieceError(f"“{name}” has no text in it, only pictures of text. Run text recognition over it first.")
    information = reader.metadata
    return Source(paragraphs(text), known(information.title if information else None))


def paragraphs(text: str) -> str:
    """Joins the lines of a page: a blank line, or a short line that ends a sentence, ends a paragraph."""
    lines = [line.strip() for line in text.split("\n")]
    longest = max(map(len, lines), default=0)
    blocks: list[str] = [""]
    for line in lines:
        if not line:
            blocks.append("")
            continue
        blocks[-1] = _continued(blocks[-1], line)
        if len(line) < 0.7 * longest and re.search(r"[.!?…][”’\"')\]]*$", line):
            blocks.append("")
    return joined(blocks)


def _continued(block: str, line: str) -> str:
    """The block with one more line; a word parted by a hyphen before a small letter is left as the page has it."""
    if not block:
        return line
    return block + ("" if re.search(r"\w-$", block) and line[0].islower() else "\n") + line


def docx(data: bytes, name: str) -> Source:
    """The paragraphs of a Word document; list paragraphs become items."""
    try:
        from docx import Document
    except ImportError:
        raise _missing("docx") from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise PieceError(
                f"“{name}” unpacks to {unpacked / 1e6:.0f} MB; at most {MAX_UNPACKED / 1e6:.0f} MB are taken."
            )
        document = Document(io.BytesIO(data))
    except PieceError:
        raise
    except Exception as error:  # a damaged archive fails in many ways
        raise PieceError(
            f"“{name}” is not a readable DOCX ({str(error)[:80]}). Save it again, or paste its text."
        ) from None
    blocks = []
    title = known(document.core_properties.title)
    for paragraph in document.paragraphs:
        style = (paragraph.style.name if paragraph.style else None) or ""
        if style == "Title" and title is None:
            title = known(paragraph.text)
        elif style != "Title":
            blocks.append(("- " if style.startswith("List") else "") + paragraph.text)
    return Source(joined(blocks), title)
