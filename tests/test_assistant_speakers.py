import time

import pytest

from assistant.speakers import Speaker, speaker_behind, speaker_of, told_up_to
from index.piece import Piece


@pytest.mark.parametrize(
    ("text", "name", "quoted"),
    [
        ("“It was late,” Mr. Alder said.", "Mr. Alder", True),
        ("“It was late,” said Ms. Boone of the board.", "Ms. Boone", True),
        ("Ms. Boone told reporters that “it was late.”", "Ms. Boone", True),
        ("But Mr. Alder said he was “very sorry” about it.", "Mr. Alder", True),
        ("The White House last week confirmed that the ships would sail.", "The White House", False),
        ("“We came. We saw,” wrote Julia Okafor in 1998.", "Julia Okafor", True),
        ("Quoting a poet, Ann Lee wrote that “a house divided cannot stand.”", "Ann Lee", True),
        ("As Tom Reed said, the bridge “is safe.”", "Tom Reed", True),
        ("“No,” Mr. Reed’s Labor Secretary said.", "Mr. Reed’s Labor Secretary", True),
        ("Ingrid Vale, the minister, said that it was late.", "Ingrid Vale", False),
        ("“It was not I” at the door, Ms. Boone added.", "Ms. Boone", True),
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
        "First, he says, it is cruel: a bear at Elmsford, called Anouk, has walked “in eights”.",
        "Mr. Alder answered by cutting the gas that heats us.",
        "It has 84 co-sponsors.",
        "“The King said no,” she recalled.",
        "His stated objection is that “the widow with a basement suite” would pay.",
        "Some said that it was late.",
    ],
)
def test_nobody_is_named_where_the_sentence_does_not_say_who_speaks(text: str):
    assert speaker_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "A critic of President Trump said the tariff “is a fraud.”",
        "A baker in New York said “pay.”",
        "A baker in Austin, Texas said “pay.”",
        "“He is innocent,” a lawyer for Mr. Reed said.",
        "The widow of Martin Luther King said that “love wins.”",
        "A friend of Atty. Gen. Lee said “pay.”",
        "Nobody at City Hall said “pay.”",
        "Neither Tom Reed nor Ann Lee said that “it works.”",
        "Ann Lee and Tom Reed said that “it works.”",
        "I doubt Tom Reed said “pay.”",
        "If Tom Reed said “pay,” nobody heard.",
        "Had Tom Reed said “pay,” we would know.",
        "On Tuesday Tom Reed said “pay.”",
        "What Tom Reed said was “pay.”",
        "“Pay,” said Tom Reed’s lawyer.",
        "“Pay,” said the Tom Reed campaign.",
        "“Pay,” said Ann Lee and Tom Reed.",
    ],
)
def test_a_name_inside_a_longer_subject_is_not_the_speaker(text: str):
    assert speaker_of(text) is None


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["“It was late,” Mr. Alder said.", "“It was dark,” he added of Ms. Boone."], "Mr. Alder"),
        (
            ["“It was late,” Mr. Alder said.", "“It was dark” by then, he added.", "She told us that “it was not.”"],
            "Mr. Alder",
        ),
        (["“It was late,” Mr. Alder said.", "The lamp was out.", "“It was dark,” he added."], None),
        (["“It was late,” Mr. Alder said.", "It was dark."], None),
        (["It was late.", "“It was dark,” he added."], None),
    ],
)
def test_who_goes_on_speaking_is_who_spoke_before(texts: list[str], name: str | None):
    assert speaker_behind(texts) == name


@pytest.mark.parametrize(
    ("first", "told"), [(0, ["It rained."]), (2, ["It rained.", "“So it did. All day.”"]), (3, ["Then it snowed."])]
)
def test_what_is_told_up_to_a_run_is_of_its_paragraph(first: int, told: list[str]):
    piece = Piece.from_text("It rained. “So it did. All day.”\n\nThen it snowed. It thawed.")
    assert told_up_to(piece, (first, first)) == told


def test_a_number_is_nobody():
    assert speaker_of("Four states share a fish, and each “has its own figure”.") is None


@pytest.mark.parametrize("unit", ["Aa ", "The Aa ", "Mr. Aa "])
def test_a_row_of_capitals_is_looked_through_in_linear_time(unit: str):
    def seconds(size: int) -> float:
        began = time.process_time()
        speaker_of(unit * (size // len(unit)))
        return time.process_time() - began

    assert seconds(80_000) < 40 * (seconds(10_000) + 0.01)
