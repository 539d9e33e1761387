"""Whose a quotation is, by a draft and by the piece."""

from __future__ import annotations

import pytest

from assistant import Piece
from assistant.credit import Named, credit, credited, reporting, speaker
from assistant.draft import check

PIECE = Piece.from_text(
    "Two mayors met. “We did nothing wrong,” said Peter Lund, the mayor of Easton.\n\n"
    "Clara Voss, who governs Weston, disagreed. “He knew,” she said. “He knew in March.”\n\n"
    "A spokesman for Mr. Lund called it “absurd”. Mr. Lund said that rain would fall. I say that it will not.\n\n"
    "Mrs. Voss smiled. “That will do,” he said.",
    author="Nora Finch",
)


def place(words: str) -> tuple[int, int]:
    start = PIECE.text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("draft", "named"),
    [
        ("“It rains,” Peter Lund said.", Named("Peter Lund", surely=True)),
        ("Peter Lund told reporters: “It rains.”", Named("Peter Lund", surely=True)),
        ("‘It rains,’ Peter Lund insisted.", Named("Peter Lund", surely=True)),
        ("According to Peter Lund, “it rains”.", Named("Peter Lund", surely=True)),
        ("The column also says that “it rains”.", Named("The column", surely=True)),
        ("Peter Lund: “It rains.”", Named("Peter Lund", surely=True)),
        ("As Peter Lund puts it, “it rains”.", Named("Peter Lund", surely=True)),
        ("In the words of Peter Lund, “it rains”.", Named("Peter Lund", surely=True)),
        ("Headline: “It rains.”", None),
        ("The critics of it say that “it rains”.", Named("the critics of it", surely=True, described=True)),
        ("His critics fear that “it rains”.", None),
        ("It was Peter Lund who said “it rains”.", Named("Peter Lund", surely=False)),
        ("Clara Voss was clear. She said: “It rains.”", Named("Clara Voss", surely=False)),
        ("Clara Voss’s neighbour Peter Lund has it that “it rains”.", None),
        ("He said: “It rains.”", None),
        ("It “rains”.", None),
    ],
)
def test_whom_a_draft_has_say_it_is_told_by_a_verb_or_by_who_is_named_alone(draft: str, named: Named | None):
    start = max(draft.find("“"), draft.find("‘")) + 1
    end = max(draft.rfind("”"), draft.rfind("’"))
    if named != Named("Peter Lund", surely=True) or "‘" not in draft:
        end = draft.rfind("”")
    assert credited(Piece.from_text(draft), (start, end), PIECE) == named


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("We did nothing wrong", "Peter Lund"),
        ("He knew", "Clara Voss"),
        ("He knew in March", "Clara Voss"),
        ("absurd", None),  # a spokesman's
        ("That will do", None),  # “he” is not Mrs. Voss
        ("Two mayors met", None),
    ],
)
def test_who_speaks_in_the_piece_is_named_in_the_paragraph(words: str, who: str | None):
    assert speaker(PIECE, place(words)) == who


@pytest.mark.parametrize(
    ("named", "words", "told"),
    [
        (Named("Voss", surely=True), "He knew in March", "theirs"),
        (Named("Voss", surely=False), "He knew in March", "theirs"),
        (Named("Peter Lund", surely=True), "He knew in March", "not theirs"),
        (Named("Peter Lund", surely=False), "He knew in March", "not theirs"),
        (Named("Peter Lund", surely=True), "rain would fall", "reported"),
        (Named("Peter Lund", surely=False), "rain would fall", None),
        (Named("Clara Voss", surely=True), "Two mayors met", "not theirs"),
        (Named("the author", surely=True), "Two mayors met", "theirs"),
        (Named("Nora Finch", surely=True), "Two mayors met", "theirs"),
        (Named("the author", surely=True), "He knew in March", "not theirs"),
        (Named("the author", surely=True), "rain would fall", "not theirs"),
        (None, "He knew in March", None),
    ],
)
def test_words_are_theirs_reported_of_them_or_of_somebody_else(named: Named | None, words: str, told: str | None):
    assert credit(named, PIECE, place(words)) == told


def test_what_the_author_says_themselves_is_reported_of_nobody():
    assert reporting(PIECE, place("rain would fall")) == ["said"]
    assert reporting(PIECE, place("it will not")) == []


COLUMN = Piece.from_text(
    "Marcus Hale wants to close the zoos. A bear called Anouk, who is old, walks in eights. "
    "According to Hale, a visitor stays “less time than he gives to a sandwich”.\n\n"
    "He foresees an answer. “A gene bank,” he says, “needs no turnstile. Let us keep it out of sight.”\n\n"
    "Ms. Tarrant calls the trains “a theft of time”. The council’s lawyers say that the dam will burst."
)


@pytest.mark.parametrize(
    ("draft", "credit", "open_"),
    [
        ("“Less time than he gives to a sandwich,” Hale writes.", "theirs", False),
        ("“A gene bank needs no turnstile,” says Hale.", None, True),
        ("“A gene bank needs no turnstile,” says Ms. Tarrant.", "not theirs", False),
        ("The MP calls them “a theft of time”.", None, True),
        ("The letter says that “Marcus Hale wants to close the zoos”.", "theirs", False),
        ("The lawyers of the city say that “the dam will burst”.", None, True),
        ("The lawyers of the council say that “the dam will burst”.", "reported", False),
    ],
)
def test_whose_words_are_is_left_open_where_a_he_or_an_office_does_not_tell(draft: str, credit: str, open_: bool):
    (found,) = check(draft, COLUMN)
    assert (found.credit, found.open) == (credit, open_)
