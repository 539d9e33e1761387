import pytest

from index.front import parted
from index.loading import load_bytes, load_text
from index.source import Source

ALL = Source("Body.", "The River", "Ann Orr", "2024-03-05")


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: The River\nauthor: Ann Orr\ndate: 2024-03-05\n---",
        "---\n# a draft\n\ntitle: The River\nauthor: Ann Orr\ndate: 2024-03-05\n---",
        "---\ntitle: The River\nauthors: [Ann Orr]\npubDate: 5 March 2024\n...",
        "---\ntitle: The River\nauthor:\n- name: Ann Orr\n  mail: a@b.c\npublished: 2024-03-05T10:00:00Z\n---",
        '+++\ntitle = "The River"\nauthor = "Ann Orr"\ndate = 2024-03-05T10:00:00Z\ndraft = false\n+++',
        '+++\ntitle = "The River"\nauthors = ["Ann Orr"]\ndate = "2024-03-05"\n[extra]\nx = 1\n+++',
        "Title: The River\nBy: Ann Orr\nDate: March 5, 2024\n",
        "From: Ann Orr <ann@b.c>\nTo: letters@b.c\nDate: Tue, 5 Mar 2024 10:12:44 +0000\nSubject: The River\n",
    ],
)
def test_front_matter_of_every_kind_is_read(front: str):
    found = parted(f"{front}\nBody.")
    assert Source(found.text.strip(), found.title, found.author, found.date) == ALL


@pytest.mark.parametrize(
    "text",
    [
        "---\nFirst.\n\n---\n\nSecond.",
        "---\n# First\n\n---\n\nSecond.",
        "+++\nFirst.\n+++\n\nSecond.",
        "+++\ntitle = \n+++\n\nSecond.",
        "Title: The River\n\nOne key alone may be a heading.",
        "To: the mayor\nFrom: the people\n\nNeither a title nor a date.",
        "Title: The River\nMayor: We shall build.\n\nIt is a play.",
        "Title: The River\nDate: 2024-03-05",
    ],
)
def test_what_is_no_front_matter_stays(text: str):
    assert parted(text) == Source(text)


def test_plain_text_and_pasted_text_may_have_a_head_too():
    text = "Title: The River\r\nAuthor: Ann Orr\r\nDate: 2024-03-05\r\n\r\nBody."
    for piece in (load_bytes(text.encode(), "a.txt"), load_text(text)):
        assert Source(piece.text, piece.title, piece.author, piece.date) == ALL
