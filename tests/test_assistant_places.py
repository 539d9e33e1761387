import pytest

from assistant.places import beside, beside_asked, names_place, place_asked
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


def test_a_headline_and_a_byline_are_no_paragraphs():
    piece = Piece.from_text(
        "The Quay\n\nBy Ada Vale\n\nThe quay is shut. It rains.\n\nNobody came.", title="The Quay", author="Ada Vale"
    )
    assert place_asked(piece, Question.of("read me the first paragraph")) == (2, 3)
    assert place_asked(piece, Question.of("the second paragraph")) == (4, 4)
    assert place_asked(piece, Question.of("what's the first sentence?")) == (2, 2)
    only = Piece.from_text("The Quay", title="The Quay")
    assert place_asked(only, Question.of("the first line")) == (0, 0)


def test_a_place_is_asked_for_by_a_follow_up_too():
    last = "and the last line?"
    assert place_asked(PIECE, Question.of(f"what is the first line? {last}", last)) == (4, 5)


@pytest.mark.parametrize(
    ("asked", "run"),
    [
        ("what comes right before that?", (1, 1)),
        ("and the sentence before it", (1, 1)),
        ("previous sentence please", (1, 1)),
        ("what comes after that", (4, 5)),
        ("go on", (4, 5)),
        ("tell me more", (4, 5)),
        ("in context?", (2, 2)),
        ("quote the whole paragraph", (2, 2)),
        ("what does the paragraph say", (2, 2)),
        ("the paragraph before that", (0, 1)),
        ("read me the next paragraph", (3, 5)),
        ("what comes before the second quote", (1, 1)),
        ("what comes after [1]", (4, 5)),
        ("the full context of the second one", (3, 5)),
    ],
)
def test_a_place_is_told_from_what_was_quoted(asked: str, run: tuple[int, int]):
    found = beside_asked(asked)
    assert found
    assert names_place(asked)
    assert beside(PIECE, [(2, 2), (3, 3)], found) == run


@pytest.mark.parametrize(
    "asked",
    [
        "and the year before",
        "and after?",
        "what was it before that",
        "what came after that",
        "more about the money",
        "what is the context of the war",
        "did it go on",
        "who wrote the sentence",
    ],
)
def test_times_and_matters_are_no_places(asked: str):
    assert not beside_asked(asked)
    assert not names_place(asked)


def test_one_before_is_a_place_only_after_another_place():
    assert beside_asked("and the one before that?", "what is the last line")
    assert not beside_asked("and the one before that?", "how many came last year")


def test_nothing_stands_beyond_the_ends():
    before, after = beside_asked("previous sentence"), beside_asked("next paragraph")
    assert before
    assert after
    assert beside(PIECE, [(0, 0)], before) is None
    assert beside(PIECE, [(4, 5)], after) is None


@pytest.mark.parametrize(
    ("asked", "around"),
    [
        ("explain that", True),
        ("can you explain this better", True),
        ("wdym", True),
        ("what do you mean by that?", True),
        ("what does that mean?", False),
        ("i dont get it", True),
        ("explain both alternatives with the details", False),
        ("what does the poem mean", False),
        ("i don’t get the joke about the clerk", False),
    ],
)
def test_what_is_not_understood_is_shown_with_what_stands_around_it(asked: str, around: bool):
    found = beside_asked(asked)
    assert (found is not None) is around
    assert not found or beside(PIECE, [(1, 1)], found) == (0, 1)
