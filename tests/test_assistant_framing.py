import pytest
from statements import case

from assistant.framing import borrowed, framed, unsafe, verbatim
from index.piece import Piece

PIECE = Piece.from_text(
    "The old mill grinds slowly. Nobody believes that the old mill will close soon. “The pier is rotten,” said "
    "Otto Brandt.",
    author="Ines Wexcombe",
)


@pytest.mark.parametrize(
    ("said", "whole"),
    [("the old mill grinds slowly", True), ("The old mill grinds.", False), ("The old mill grinds quickly.", False)],
)
def test_only_a_whole_sentence_is_verbatim(said: str, whole: bool):
    assert verbatim(case(said, PIECE, 0)) is whole


@pytest.mark.parametrize(
    ("said", "runs"),
    [
        ("The piece says: “The old mill grinds slowly.”", ("The old mill grinds slowly.",)),
        ("The author writes “old mill” and “slowly”.", ("old mill", "slowly")),
        ("The old mill grinds slowly.", None),
        ("The piece never says “The old mill grinds slowly.”", None),
        ("The brown cow says “The old mill grinds slowly.”", None),
        ("“The old mill grinds slowly.”", None),
    ],
)
def test_a_frame_has_words_of_reporting_and_no_others(said: str, runs: tuple[str, ...] | None):
    found = framed(case(said, PIECE, 0))
    assert (found and found[1]) == runs


@pytest.mark.parametrize(
    ("said", "cited"),
    [
        ("The piece says: “The old mill grinds slowly.”", 0),
        ("The author says “the old mill grinds”.", 0),
        ("Otto Brandt says “The pier is rotten.”", 2),
    ],
)
def test_a_quotation_that_keeps_its_sense_and_speaker_is_safe(said: str, cited: int):
    held = case(said, PIECE, cited)
    frame = framed(held)
    assert frame is not None
    assert unsafe(held, *frame) is None


@pytest.mark.parametrize(
    ("said", "cited", "reason"),
    [
        ("The piece says “the old mill will close soon”.", 1, "something else"),
        ("The piece says “The pier is rotten.”", 2, "somebody else’s words"),
        ("Greta Quill says “The pier is rotten.”", 2, "Greta Quill"),
    ],
)
def test_a_quotation_that_loses_its_sense_or_speaker_is_unsafe(said: str, cited: int, reason: str):
    held = case(said, PIECE, cited)
    frame = framed(held)
    assert frame is not None
    assert reason in (unsafe(held, *frame) or "")


LOAN = Piece.from_text(
    "Mr. Otto Brandt called the plan “lipstick on a pig.” I have heard a daughter say “the mill is gone.” "
    "I call it “a fine thing to do.”",
    author="Ines Wexcombe",
)


@pytest.mark.parametrize(
    ("said", "number", "ours"),
    [
        ("The editorial calls it “lipstick on a pig”.", 0, False),
        ("Otto Brandt calls it “lipstick on a pig”.", 0, True),
        ("The author says that Otto Brandt calls it “lipstick on a pig”.", 0, True),
        ("The author calls it “the mill is gone”.", 1, False),
        ("The author calls it “a fine thing to do”.", 2, True),
    ],
)
def test_words_of_others_are_not_told_as_the_authors(said: str, number: int, ours: bool):
    assert (borrowed(case(said, LOAN, number)) is None) is ours


def test_a_daughter_whom_the_author_heard_speaks_for_herself():
    found = case("The author writes: “the mill is gone.”", LOAN, 1)
    frame = framed(found)
    assert frame is not None
    assert unsafe(found, *frame) is not None


@pytest.mark.parametrize(
    ("said", "source", "own"),
    [
        ("The author believes that no decision was taken.", "Helen Marr wrote that “no decision was taken.”", False),
        (
            "The author says that Helen Marr wrote that no decision was taken.",
            "Helen Marr wrote: “No decision was taken.”",
            True,
        ),
        ("The author finds that we had great spare room.", "We are told in it to have “great spare room.”", False),
        ("The author asks what they pay for the plates.", "“And what do they pay for the plates?”", True),
        ("The author says that no decision was taken.", "“No decision was taken,” I said.", True),
    ],
)
def test_what_is_quoted_from_others_is_not_what_the_author_believes(said: str, source: str, own: bool):
    assert (borrowed(case(said, source)) is None) is own
