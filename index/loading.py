r"""Opens a piece from a file, bytes or pasted text: plain text, Markdown, HTML, PDF or DOCX.

The characters of the source are kept as they are (line ends become \\n). What cannot be a piece is refused with one
line that says what was found and what is taken.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from index.errors import PieceError
from index.piece import Piece
from index.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).with_name("sample.md")
MAX_BYTES = 10_000_000
MAX_CHARACTERS = 1_000_000
TAKEN = ".txt, .md, .html, .pdf or .docx"
LEADING_DATE = re.compile(r"\A\s*date (\d{4}-\d{2}-\d{2})\s+")
SURROGATE = re.compile("[\ud800-\udfff]")
SIGNATURES = {b"%PDF": "PDF", b"PK\x03\x04": "zip archive", b"\x89PNG": "PNG image", b"\xff\xd8\xff": "JPEG image"}


def load(path: str | Path) -> Piece:
    """The piece in a file. Raises `PieceError` for what is no piece."""
    file = Path(path)
    try:
        if file.is_dir():
            raise PieceError(f"“{path}” is a folder. Name one file: {TAKEN}.")
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise PieceError(_too_large(str(path), size))
        data = file.read_bytes()
    except FileNotFoundError:
        raise PieceError(f"There is no file “{path}”. Check the path; a piece is a {TAKEN} file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PieceError(f"“{path}” cannot be read ({reason}). Name a {TAKEN} file.") from None
    return load_bytes(data, file.name)


def load_bytes(data: bytes, name: str) -> Piece:
    """The piece in these bytes; the ending of `name` tells the format, and no ending means plain text."""
    if len(data) > MAX_BYTES:
        raise PieceError(_too_large(name, len(data)))
    if not data.strip():
        raise PieceError(f"“{name}” is empty. Give a text of at least one sentence.")
    ending = PurePath(name).suffix.lower()
    source = _reader(ending)(data, name)
    return _piece(source, name, hashlib.sha256(data).hexdigest())


def load_text(text: str) -> Piece:
    """The piece in pasted text; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD."""
    whole = SURROGATE.sub("\ufffd", text)
    if "\0" in whole:
        raise PieceError("The text has NUL characters in it: it is binary, not text. Paste the words of the piece.")
    return _piece(plain(whole), "the text", hashlib.sha256(whole.encode()).hexdigest())


def _too_large(name: str, size: int) -> str:
    return f"“{name}” has {size / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:.0f} MB are taken. Give a shorter piece."


def _reader(ending: str) -> Callable[[bytes, str], Source]:
    """The format's reader, imported when it is needed."""
    if ending in {".md", ".markdown"}:
        from index.markup import markdown

        return lambda data, name: markdown(decoded(data, name))
    if ending in {".html", ".htm", ".xhtml"}:
        from index.markup import html

        return html
    if ending == ".pdf":
        from index.documents import pdf

        return pdf
    if ending == ".docx":
        from index.documents import docx

        return docx
    return lambda data, name: plain(decoded(data, name))


def decoded(data: bytes, name: str) -> str:
    """Text in UTF-8, in UTF-16 with a byte-order mark, or else in Windows-1252 where that gives words."""
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise PieceError(f"“{name}” is a {kind}, not text. Give a {TAKEN} file.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16", name)
    if b"\0" in data:
        raise PieceError(f"“{name}” has NUL bytes: it is binary, not text. Give a {TAKEN} file.")
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


def plain(text: str) -> Source:
    """Plain text; a date glued to its beginning as `date YYYY-MM-DD` becomes the piece's date."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = LEADING_DATE.match(text)
    return Source(text[found.end() :] if found else text, date=found[1] if found else None)


def _piece(source: Source, name: str, digest: str) -> Piece:
    text = source.text.strip()
    if len(text) > MAX_CHARACTERS:
        raise PieceError(
            f"“{name}” has {len(text):,} characters of text; at most {MAX_CHARACTERS:,} are taken. Give less."
        )
    if not any(mark.isalnum() for mark in text):
        raise PieceError(f"No words were found in “{name}”. Give a text of at least one sentence.")
    return Piece.from_text(text, title=source.title, author=source.author, date=source.date, source_sha256=digest)
