from email.message import EmailMessage

import pytest

from index.errors import PieceError
from index.loading import load_bytes
from index.piece import Piece

PROSE = "There is a bridge in my town that nobody loves. “It hums,” said Mr. Eddowes, and I have been angry ever since."
HEAD = {
    "From": "Ann Orr from The River <river@b.c>",
    "Subject": "An ugly bridge",
    "Date": "Sat, 14 Mar 2026 09:02 +0000",
}


def message(head: dict[str, str], plain: str, html: str = "", encoding: str = "quoted-printable") -> bytes:
    made = EmailMessage()
    for key, value in head.items():
        made[key] = value
    made.set_content(plain, cte=encoding)
    if html:
        made.add_alternative(html, subtype="html", cte=encoding)
    return bytes(made)


def said(piece: Piece) -> tuple[str | None, ...]:
    return piece.title, piece.author, piece.date


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_saved_mail_is_decoded_and_its_head_says_what_who_and_when(encoding: str):
    piece = load_bytes(message(HEAD, f"{PROSE}\n", encoding=encoding), "a.eml")
    assert piece.text == PROSE
    assert said(piece) == ("An ugly bridge", "Ann Orr", "2026-03-14")


def test_of_a_newsletter_the_page_is_read_and_not_what_is_around_it():
    page = f"""<div style="display:none">A preview</div><table><tr><td>
        <p>Forwarded this email? <a>Subscribe here</a> for more</p><h1>An ugly bridge</h1><p>Ann Orr</p><p>Mar 14</p>
        <p>READ IN APP</p><p>{PROSE}</p><p>The River is a reader-supported publication. To receive new posts, subscribe.
        </p><p>You’re currently a free subscriber to The River.</p><p>Unsubscribe</p></td></tr></table>"""
    piece = load_bytes(message(HEAD, "View this post on the web.", page), "a.eml")
    assert piece.text == PROSE
    assert said(piece) == ("An ugly bridge", "Ann Orr", "2026-03-14")


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ("Ann Orr <a@b.c>", "Ann Orr"),
        ('"Orr, Ann" <a@b.c>', "Ann Orr"),
        ("The River Post <a@b.c>", None),
        ("Bloomberg Opinion <a@b.c>", None),
        ("Harlow Council <a@b.c>", None),
        ("a@b.c", None),
    ],
)
def test_the_sender_is_the_author_where_a_person_is_named(sender: str, author: str | None):
    assert load_bytes(message({**HEAD, "From": sender}, PROSE), "a.eml").author == author


def test_who_forwards_a_message_has_not_written_it():
    head = {"From": "Bo Lee <b@b.c>", "Subject": "Fwd: An ugly bridge", "Date": "Mon, 16 Mar 2026 09:02 +0000"}
    assert said(load_bytes(message(head, PROSE), "a.eml")) == ("An ugly bridge", None, None)
    forwarded = "---------- Forwarded message ---------\nFrom: Ann Orr <a@b.c>\nDate: Sat, 14 Mar 2026 at 09:02\n"
    piece = load_bytes(message(head, f"{forwarded}Subject: An ugly bridge\nTo: <b@b.c>\n\n{PROSE}\n"), "a.eml")
    assert piece.text == PROSE
    assert said(piece) == ("An ugly bridge", "Ann Orr", "2026-03-14")


def test_a_page_saved_as_one_file_says_itself_who_and_when():
    page = f'<title>An ugly bridge</title><meta name="author" content="Ann Orr"><p>{PROSE}</p>'
    saved = {"From": "<Saved by Blink>", "Subject": "An ugly bridge - The River", "Date": HEAD["Date"]}
    assert said(load_bytes(message(saved, "None.", page), "a.mhtml")) == ("An ugly bridge", "Ann Orr", None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"From: a@b.c\n\n", "no text in it"),
        (b"From: a@b.c\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=", "no text in it"),
        (b"From: a@b.c\n\n" + b"\n--b" * 10_001, "too many parts"),
        (b"Content-Type: text/html; " + b"a=b; " * 10_000 + b"\n\nHello.", "lines without an end"),
        (
            b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2_000)),
            "readable",
        ),
    ],
)
def test_what_cannot_be_read_as_a_message_is_refused_in_one_line(data: bytes, reason: str):
    with pytest.raises(PieceError, match=reason) as refused:
        load_bytes(data, "a.eml")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "data", [b"Only words.", b"\xef\xbb\xbfSubject: X\nContent-Type: text/plain; charset=no\n\nOnly words."]
)
def test_a_message_without_a_head_or_in_no_known_encoding_is_read_as_it_stands(data: bytes):
    assert load_bytes(data, "a.eml").text == "Only words."
