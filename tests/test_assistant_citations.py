"""Quotations in a message, and what is said of each."""

from __future__ import annotations

import pytest

from assistant import Piece
from assistant.citations import drafted, told
from assistant.draft import check
from assistant.question import Question

PIECE = Piece.from_text(
    "The bridge is old. It has 84 rivets; nobody knows why.\n\n“I don’t think the mill is safe,” Mr. Reed said. "
    "“It leans.” Ada Vale said the mill would stand.",
    title="The Mill",
)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("is this right: “It has 84 rivets”?", 1),
        ("check “It has 84 rivets” and “It has 48 rivets”", 2),
        ("“It has 84 rivets”", 1),
        ("Mr. Reed said “it leans”, right?", 1),
        ("He said “it leans”. It has “48 rivets”.", 2),
        ("did Mr. Reed say “it leans”?", 0),
        ("why does he say “it leans”", 0),
        ("what is the “mill” for?", 0),
        ("“does it lean?”", 0),
        ("the “mill” and its leaning", 0),
        ("no marks at all", 0),
    ],
)
def test_a_message_that_only_quotes_is_checked_quotation_by_quotation(asked: str, count: int):
    assert len(drafted(asked, PIECE)) == count


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("It “has 84 rivets”.", ["Word for word in the piece: “It has 84 rivets; nobody knows why.”"]),
        ("“It has 48 rivets.”", ["Not in these words. The piece has “84” where you have “48”."]),
        ("It is “a shame of a mill”.", ["These words are nowhere in the piece: “a shame of a mill”."]),
        (
            "Ada Vale said “it leans”.",
            ["These words stand in the piece, but nothing there says that they are those of Ada Vale."],
        ),
        (
            "“The mill is safe,” Mr. Reed said.",
            [
                "The piece says, quoting Mr. Reed: ‘“I don’t think the mill is safe,” Mr. Reed said. “It leans.”’",
                "The piece has “don’t” around these words; alone they say something else.",
            ],
        ),
        ("She calls it “The Mill”.", ["The piece is titled “The Mill”."]),
    ],
)
def test_what_stands_so_is_shown_and_what_does_not_is_told(draft: str, said: list[str]):
    (found,) = check(draft, PIECE)
    parts = told(found, Question.of(draft), PIECE, lambda: PIECE.quote(0))
    assert [getattr(part, "text", None) or getattr(part, "message", None) for part in parts] == said
