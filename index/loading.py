r"""Opens a piece from a file, bytes or pasted text: plain text, Markdown, HTML, PDF, DOCX or saved mail.

The characters of the source are kept as they are (line ends become \\n). What cannot be a piece is refused with one
line that says what was found and what is taken. A file has at most `MAX_BYTES` bytes, its
text at most `MAX_CHARACTERS` characters (code points).
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from index.errors import PieceError
from index.front import parted
from index.furniture import without_furniture
from index.piece import Piece
from index.sentences import CLOSED, PARAGRAPH
from index.source import UNSAID, Source, iso_date

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).with_name("sample.md")
MAX_BYTES = 10_000_000
MAX_CHARACTERS = 1_000_000
TAKEN = ".txt, .md, .html, .pdf, .docx or .eml"
TABLES = frozenset({".csv", ".tsv"})
LEADING_DATE = re.compile(r"\A\s*date (\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\s+")
UNFIT = re.compile("[\0\ud800-\udfff]")
QUOTED = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)
# “# The title” opens Markdown; “#1 reason” and “# of people” are words.
HEADING = re.compile(r"\A(?:[ \t]*\n)* {0,3}#{1,6}[ \t]+[“‘\"'(]?(?:[^\W\d_a-z]|\d[^\n]*\n[ \t]*\n)")
FENCES = ("---\n", "+++\n")
ABOVE_FORWARDED = re.compile(
    r"\A\s*(?:-{3,} ?(?:forwarded|original) message ?-{3,}|begin forwarded message:)\s*", re.IGNORECASE
)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
CONTROL_SHARE = 0.01
# “https://a.b/c”, “www.a.b”, and without either a path: “a.b/c”
ADDRESS = re.compile(r"<?(?:(?:https?|ftp|file)://|www\.|[a-z\d-]+(?:\.[a-z\d-]+)+/)\S*", re.IGNORECASE)
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SIGNATURES = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "zip archive",
    b"\x89PNG": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"GIF8": "GIF image",
    b"\xd0\xcf\x11\xe0": "legacy Office (.doc) file",
    b"{\\rtf": "rich text (RTF) file",
}


def load(path: str | Path) -> Piece:
    """The piece in a file. Raises `PieceError` for what is no piece."""
    if not str(path):
        raise PieceError(f"No file is named. Name a {TAKEN} file.")
    file = Path(path)
    shown = shortened(file)
    try:
        size, data = _read(file)
    except FileNotFoundError:
        raise PieceError(f"There is no file “{shown}”. Check the path; a piece is a {TAKEN} file.") from None
    except IsADirectoryError:
        raise PieceError(f"“{shown}” is a folder. Name one file: {TAKEN}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PieceError(f"“{shown}” cannot be read ({reason}). Name a {TAKEN} file.") from None
    if size > MAX_BYTES:
        raise PieceError(too_large(shown, size))
    return load_bytes(data, file.name)


def _read(file: Path) -> tuple[int, bytes]:
    """The file's size and its bytes; of a larger file, or of a pipe without an end, no more than tells so."""
    with file.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        return size, stream.read(MAX_BYTES + 1) if size <= MAX_BYTES else b""


def shortened(name: object) -> str:
    """The name as a message can hold it: on one line, printable, not endless."""
    line = "".join(mark if mark.isprintable() else "\ufffd" for mark in str(name))
    return line if len(line) <= 120 else f"…{line[-119:]}"


def load_bytes(data: bytes, name: str) -> Piece:
    """The piece in these bytes; the ending of `name` tells the format, and no ending means plain text."""
    ending = PurePath(name).suffix.lower()
    name = shortened(name)
    if len(data) > MAX_BYTES:
        raise PieceError(too_large(name, len(data)))
    if not data.strip():
        raise PieceError(f"“{name}” is empty. Give a text of at least one sentence.")
    if ending in TABLES:
        raise PieceError(f"“{name}” is a table, not a text. Give a {TAKEN} file.")
    source = _reader(ending)(data, name)
    return _piece(source, name, hashlib.sha256(data).hexdigest())


def load_text(text: str) -> Piece:
    """The piece in pasted text, in Markdown too; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD."""
    if "\0" in text:
        raise PieceError("The text has NUL characters in it: it is binary, not text. Paste the words of the piece.")
    digest = hashlib.sha256(UNFIT.sub("\ufffd", text).encode()).hexdigest()
    text = _fit(text.removeprefix("\ufeff"))
    return _piece(_markdown(text) if _is_markdown(text) else _plain(text), "the text", digest)


def _is_markdown(text: str) -> bool:
    """Whether the text begins as Markdown alone does: with a heading, or with front matter between fences."""
    fenced = text.lstrip("\n").startswith(FENCES) and parted(text).text != text
    return fenced or bool(HEADING.match(text))


def too_large(name: str, size: int) -> str:
    """What is said of a file of too many bytes."""
    return f"“{name}” has {size / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:.0f} MB are taken. Give a shorter piece."


def _reader(ending: str) -> Callable[[bytes, str], Source]:
    """The format's reader, imported when it is needed."""
    if ending in {".md", ".markdown"}:
        return lambda data, name: _markdown(_fit(decoded(data, name)))
    if ending in {".html", ".htm", ".xhtml"}:
        from index.markup import html

        return lambda data, name: html(_no_binary(data, name), name)
    if ending == ".pdf":
        from index.documents import pdf

        return pdf
    if ending == ".docx":
        from index.documents import docx

        return docx
    if ending in {".eml", ".mht", ".mhtml"}:
        return _mail
    return lambda data, name: _plain(decoded(data, name))


def _markdown(text: str) -> Source:
    from index.markup import markdown

    return markdown(text)


def _mail(data: bytes, name: str) -> Source:
    from index.mail import opened
    from index.markup import html

    mail = opened(data, name)
    if mail.is_html:
        return html(mail.text, name, mail.head)
    return _plain(decoded(mail.text, name).lstrip(), mail.head)


def decoded(data: bytes, name: str) -> str:
    """Text in UTF-8, in UTF-16 with a byte-order mark, or else in Windows-1252 where that gives words."""
    _no_binary(data, name)
    text = _decoded(data, "utf-16", name) if data.startswith(UTF16) else _one_byte_or_utf8(data, name)
    if "\0" in text or len(CONTROLS.findall(text)) > CONTROL_SHARE * len(text):
        raise PieceError(f"“{name}” has control characters: it is binary, not text. Give a {TAKEN} file.")
    return text


def _no_binary(data: bytes, name: str) -> bytes:
    """The same bytes, unless they are plainly no text in any encoding."""
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise PieceError(f"“{name}” is a {kind}, not text. Give a {TAKEN} file.")
    if b"\0" in data and not data.startswith(UTF16):
        raise PieceError(f"“{name}” has NUL bytes: it is binary, not text. Give a {TAKEN} file.")
    return data


def _one_byte_or_utf8(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252", name)
    if sum(mark.isascii() and (mark.isalpha() or mark.isspace()) for mark in text) < 0.5 * len(text):
        raise PieceError(f"“{name}” is not text in UTF-8. Save it as UTF-8, or give a {TAKEN} file.")
    return text


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise PieceError(f"“{name}” is not text in UTF-8. Save it as UTF-8, or give a {TAKEN} file.") from None


def _plain(text: str, head: Source = UNSAID) -> Source:
    """Plain text; what is quoted as in e-mails (`> …`) stands in paragraphs of its own, without the marks.

    `head`: what a message says of it.
    """
    lines, depth = list[str](), 0
    for line in (whole := ABOVE_FORWARDED.sub("", _fit(text))).split("\n"):
        marks = QUOTED.match(line)
        if (deep := marks[0].count(">") if marks else 0) != depth and lines and lines[-1]:
            lines.append("")
        lines.append(line[marks.end() :] if marks else line)
        depth = deep
    front = parted("\n".join(lines) if len(QUOTED.findall(whole)) > 1 else whole)
    front = front.or_else(head)
    gaps = [(0, 0), *(gap.span() for gap in PARAGRAPH.finditer(front.text)), (len(front.text),) * 2]
    left, said = without_furniture(
        [front.text[end:start] for (_, end), (start, _) in pairwise(gaps)], front, plain=True
    )
    text, between, taken = "", "", False
    for own, gap in zip(left, gaps[1:], strict=True):
        if words := "\n\n".join(own):  # a sentence goes on below what was set into it
            parted_by_it = taken and text and not CLOSED.search(text[-9:]) and words[0].islower()
            text += ("\n" if parted_by_it else between) + words
            between = front.text[slice(*gap)]
        taken = not words
    return replace(said, text=text)


def _dated(source: Source) -> Source:
    """The source; a date glued to the beginning of its text as `date YYYY-MM-DD` becomes its date."""
    found = LEADING_DATE.match(source.text)
    if source.date or not found or not iso_date(found[1]):
        return source
    return replace(source, text=source.text[found.end() :], date=found[1])


def _fit(text: str) -> str:
    r"""The text with \n as its only line end, and with U+FFFD for what UTF-8 or a database cannot hold."""
    return UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _piece(source: Source, name: str, digest: str) -> Piece:
    source = _dated(replace(source, text=_fit(source.text)))
    text = source.text.strip()
    if len(text) > MAX_CHARACTERS:
        raise PieceError(
            f"“{name}” has {len(text):,} characters of text; at most {MAX_CHARACTERS:,} are taken. Give less."
        )
    if text and all(map(ADDRESS.fullmatch, text.split())):
        raise PieceError(
            f"“{name}” is only the address of a page ({shortened(text)}), which is not fetched. "
            "Open the page and paste its words, or save it as .html and give that file."
        )
    if not any(mark.isalnum() for mark in text):
        raise PieceError(f"No words were found in “{name}”. Give a text of at least one sentence.")
    title, author = (_fit(words) if words else None for words in (source.title, source.author))
    left_out = tuple(map(_fit, source.left_out))
    return Piece.from_text(text, title=title, author=author, date=source.date, source_sha256=digest, left_out=left_out)
