import pytest

from assistant.turns import turn_of, words_of
from index.piece import Piece


@pytest.mark.parametrize(
    ("asked", "turn"),
    [
        ("are you sure?", "again"),
        ("any others?", "further"),
        ("it isn't what I asked for", "further"),
        ("that is what I asked", None),
        ("where does it say that?", "again"),
        ("who said that", "again"),
        ("shorter please", "shorter"),
        ("in one sentence", "shorter"),
        ("summarise that in one sentence", "shorter"),
        ("what else?", "further"),
        ("anything more", "further"),
        ("what else did he say", "further"),
        ("that’s not what I asked", "further"),
        ("quote her", "words"),
        ("and quote him on that", "words"),
        ("exact quote from her", "words"),
        ("in her own words", "words"),
        ("is the mayor sure?", None),
        ("is that true?", None),
        ("and the others?", None),
        ("what did she say exactly?", None),
        ("where did he say that?", None),
        ("who said that the quay is shut", None),
        ("make the bridge shorter", None),
        ("summarise the piece in one sentence", None),
        ("what else costs money?", None),
        ("what did others say", None),
        ("quote the mayor", None),
        ("what did she say about the quay", None),
    ],
)
def test_what_is_asked_of_the_answer_before_is_told_from_what_asks_anew(asked: str, turn: str | None):
    assert turn_of(asked) == turn


PIECE = Piece.from_text(
    "Ms. Ines Vale runs the port. “We were handed a rusty quay,” she said on Tuesday. Mr. Reed disagrees.\n\n"
    "“Nobody asked the crews in time,” said Mr. Reed. Ms. Vale warned that “a pier is not a toy”. It rains."
)


@pytest.mark.parametrize(
    ("asked", "shown", "runs"),
    [
        ("who runs the port", (0, 0), [(1, 1), (4, 4)]),
        ("what does Reed think", (0, 0), [(3, 3)]),
        ("who disagrees", (2, 2), [(3, 3)]),
    ],
)
def test_the_words_are_those_of_whom_the_question_names_or_the_answer_is_about(
    asked: str, shown: tuple[int, int], runs: list[tuple[int, int]]
):
    assert words_of(PIECE, asked, shown) == runs


def test_nobody_is_given_the_words_of_another():
    piece = Piece.from_text("Mr. Hale shut the quay.\n\n“It was a mistake to shut it,” said Ms. Vale.")
    assert words_of(piece, "who shut the quay", (0, 0)) == []
