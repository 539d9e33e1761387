import pytest

from assistant.places import place_asked
from assistant.question import Question
from index.piece import Piece

PIECE = Piece.from_text(
    "The quay is shut. It rains.\n\nNobody came.\n\nThe clerk wrote a poem. “Go home. All of you,” it ends."
)


@pytest.mark.parametrize(
    ("question", "run"),
    [
        ("what's the first sentence?", (0, 0)),
        ("Quote the very last line of the piece", (4, 5)),
        ("what does the opening paragraph say", (0, 1)),
        ("closing line", (4, 5)),
        ("how does it begin?", (0, 1)),
        ("so how does the article end", (3, 5)),
        ("read me the second paragraph", (2, 2)),
        ("what does paragraph 3 say?", (3, 5)),
        ("what’s in the second-to-last paragraph", (2, 2)),
        ("the sentence before the last one", (4, 5)),
        ("the 3rd sentence", (2, 2)),
        ("and the sentence number 4 of the piece", (3, 3)),
        ("the fourth paragraph", None),
        ("sentence 0", None),
        ("the second paragraph of the bill", None),
        ("how long was the second sentence", None),
        ("the line before the war", None),
        ("what is the last line of the poem", None),
        ("what is the first thing he did", None),
        ("how does the poem end", None),
        ("how does it end the strike", None),
        ("what is the last word", None),
    ],
)
def test_the_beginning_and_the_end_are_places(question: str, run: tuple[int, int] | None):
    assert place_asked(PIECE, Question.of(question)) == run


def test_a_place_is_asked_for_by_a_follow_up_too():
    last = "and the last line?"
    assert place_asked(PIECE, Question.of(f"what is the first line? {last}", last)) == (4, 5)
