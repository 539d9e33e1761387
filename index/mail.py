"""Saved mail (.eml) and pages saved as one file (.mht, .mhtml): the text of the message, decoded, and its head.

Subject, sender and date are the piece's where a sender is named: in a saved page they only tell of the saving, in
forwarded mail of the forwarding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import TYPE_CHECKING

from index.errors import PieceError, readable
from index.furniture import BODY, SIGNED
from index.headline import PAPER
from index.source import UNSAID, Source, iso_date, known

if TYPE_CHECKING:
    from email.message import Message

MAX_PARTS = 10_000
MAX_LINE = 1_000  # characters of a line of the head that are read
ENDLESS = re.compile(rb"^content-[\w-]+:(?:[^\r\n]|\r?\n[ \t]){10000}", re.IGNORECASE | re.MULTILINE)
FORWARD = re.compile(r"(?:Fwd?|WG|TR):\s*", re.IGNORECASE)
REPLY = re.compile(r"(?:Re|AW):\s*", re.IGNORECASE)
LAST_FIRST = re.compile(r"([\w’'-]+),\s([\w.’' -]+)")
SENT_BY = re.compile(r"\s(?:from|at|via|of|\|)\s.*")  # “Ann Orr from The River”


@dataclass(frozen=True, slots=True)
class Mail:
    """The message's text as UTF-8 with a byte-order mark (its own bytes where it names no encoding), and its head."""

    text: bytes
    is_html: bool
    head: Source


def opened(data: bytes, name: str) -> Mail:
    """The first HTML of a message, else its first plain text. Raises `PieceError` where it has neither."""
    if data.count(b"\n--") > MAX_PARTS or ENDLESS.search(data):
        raise PieceError(f"“{name}” has too many parts, or lines without an end in its head. Paste the text instead.")
    with readable(name, "message"):
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
        parts = [part for part in message.walk() if not part.get_filename()]
        texts = {part.get_content_type(): part for part in reversed(parts)}
        part = texts.get("text/html", texts.get("text/plain"))
        text, head = _decoded(part) if part is not None else b"", _head(message)
    if not text.strip():
        raise PieceError(f"“{name}” has no text in it. Open the file that is attached to it, or paste the text.")
    return Mail(text, "text/html" in texts, head)


def _decoded(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    encoding = part.get_content_charset()
    assert isinstance(data, bytes)
    try:
        return data.decode(encoding, "replace").encode("utf-8-sig") if encoding and data.strip() else data
    except LookupError:  # no encoding that there is
        return data


def _head(message: Message) -> Source:
    subject, sender, sent = (_line(message, key) for key in ("subject", "from", "date"))
    name, address = parseaddr(sender)
    title = REPLY.sub("", subject)
    if "@" not in address:
        return UNSAID
    if FORWARD.match(title):
        return Source("", known(FORWARD.sub("", title)))
    return Source("", known(title), _author(name), iso_date(sent))


def _line(message: Message, key: str) -> str:
    return str(make_header(decode_header(str(message[key] or "")[:MAX_LINE])))


def _author(sender: str) -> str | None:
    """The person who sent it; None for a paper or another body."""
    turned = LAST_FIRST.sub(r"\2 \1", sender)
    found = SIGNED.fullmatch(SENT_BY.sub("", turned).strip())
    return None if found is None or BODY.search(found[1]) or PAPER.search(found[1]) else found[1]
