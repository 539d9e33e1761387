import pytest

from assistant.speakers import Speaker, speaker_of


@pytest.mark.parametrize(
    ("text", "name", "quoted"),
    [
        ("“It was late,” Mr. Alder said.", "Mr. Alder", True),
        ("“It was late,” said Ms. Boone of the board.", "Ms. Boone", True),
        ("Ms. Boone told reporters that “it was late.”", "Ms. Boone", True),
        ("But Mr. Alder said he was “very sorry” about it.", "Mr. Alder", True),
        ("The White House last week confirmed that the ships would sail.", "The White House", False),
        ("“We came. We saw,” wrote Julia Okafor in 1998.", "Julia Okafor", True),
    ],
)
def test_the_named_speaker_is_found(text: str, name: str, quoted: bool):
    assert speaker_of(text) == Speaker(name, quoted=quoted)


@pytest.mark.parametrize(
    "text",
    [
        "“I doubt that he means it,” he added of Mr. Vane.",
        "Mr. Alder never said that it was late.",
        "“It was late,” Mr. Alder said, but Ms. Boone replied that it was not.",
        "It would mean mending what he calls the “deep wounds” of the club.",
        "Mr. Alder went home.",
        "Mr. Alder added a wing to the house the same night as his talk with Ms. Boone.",
        "Mr. Alder asked Ms. Boone to leave.",
        "Mr. Alder called the police.",
        "It has 84 co-sponsors.",
        "“The King said no,” she recalled.",
        "His stated objection is that “the widow with a basement suite” would pay.",
        "Some said that it was late.",
    ],
)
def test_nobody_is_named_where_the_sentence_does_not_say_who_speaks(text: str):
    assert speaker_of(text) is None
