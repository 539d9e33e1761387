"""No noun of another sentence, and no author's name, takes the place of what a sentence says."""

import pytest
from statements import verdict

from assistant.answer import Statement, Withheld
from index.loading import SAMPLE, load
from index.piece import Piece

PIECE = Piece.from_text(
    "The mayor praised the teachers, the guards and a bill. The strike lasted a week. The mayor fired the drivers. "
    "She vetoed it on Monday. The measure pleased nobody. The drivers went home. "
    "The board bought oil and an old port. The union sold gas and an old barn."
)


@pytest.mark.parametrize(
    ("cited", "said"),
    [(2, "The mayor fired the teachers."), (2, "The mayor fired the guards."), (5, "The teachers went home.")],
)
def test_an_earlier_noun_takes_no_other_s_place(cited: int, said: str):
    assert isinstance(verdict(said, PIECE, cited), Withheld)


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        (2, "The mayor fired the drivers."),
        (3, "The mayor vetoed the bill on Monday."),
        (3, "The mayor vetoed the bill."),
        (4, "The bill pleased nobody."),
        (5, "The drivers went home."),
        (7, "The union sold an old barn."),
    ],
)
def test_an_earlier_noun_stands_for_a_pronoun(cited: int, said: str):
    found = verdict(said, PIECE, cited)
    assert isinstance(found, Statement), found


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        (24, "The second is a bill to punish countries that buy Russian missiles."),
        (31, "In June American bombers struck Iran's subway stations."),
        (22, "Ms. Marsh has two better cards."),
    ],
)
def test_nothing_in_the_sample_takes_another_s_place(cited: int, said: str):
    sample = load(SAMPLE)
    assert isinstance(verdict(said, sample, cited), Withheld)


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        (31, "In June American bombers struck Iran's nuclear sites."),
        (22, "The author writes that he has two better cards."),
    ],
)
def test_what_the_sample_says_is_shown(cited: int, said: str):
    sample = load(SAMPLE)
    found = verdict(said, sample, cited)
    assert isinstance(found, Statement), found


TWO = (
    "The county must find $2 million by June. Cutting the hours would save $184,000. Hexton, with cards and cameras, "
    "kept the doors open. It spent $38,000 on the locks."
)


@pytest.mark.parametrize(
    "said",
    [
        "Cutting the hours would save $2 million by June.",
        "Hexton spent $38,000 on cards.",
        "Hexton spent $38,000 on the cameras.",
    ],
)
def test_what_one_cited_sentence_has_takes_no_place_in_another(said: str):
    assert isinstance(verdict(said, TWO), Withheld)


HIRED = "There were two letters, one from a boy with a rake and one from a designer. We are taking the boy."


@pytest.mark.parametrize(("whom", "kind"), [("boy", Statement), ("designer", Withheld)])
def test_a_noun_that_a_cited_sentence_names_is_what_its_the_points_to(whom: str, kind: type):
    assert isinstance(verdict(f"The author says that they are taking the {whom}.", HIRED), kind)


FUND = "The bowlers want a delegate. There is a fund, which goes to the mascot. At Karsk they threw out the picture."


@pytest.mark.parametrize(
    ("said", "cited", "kind"),
    [
        ("The fund goes to the mascot.", 1, Statement),
        ("The fund goes to the delegate.", 1, Withheld),
        ("At Karsk they threw out the picture.", 2, Statement),
        ("They threw out the picture at Tolm.", 2, Withheld),
        ("They threw out the picture in Tolm, at Karsk.", 2, Statement),
    ],
)
def test_what_stands_behind_a_preposition_is_what_stands_there_in_the_quotes(said: str, cited: int, kind: type):
    assert isinstance(verdict(said, f"We live in Tolm. {FUND}", cited + 1), kind)


@pytest.mark.parametrize(
    "said",
    [
        "The county must find $2 million by June, and cutting the hours would save $184,000.",
        "Hexton, which spent $38,000 on locks, kept the doors open with cards and cameras.",
        "Hexton spent $38,000 on the locks.",
    ],
)
def test_two_cited_sentences_are_told_in_one(said: str):
    found = verdict(said, TWO)
    assert isinstance(found, Statement), found


def test_the_author_s_name_stands_where_it_is_the_author_who_says_it():
    piece = Piece.from_text("He has two better cards.", author="Ann Veldin")
    assert isinstance(verdict("Ms. Veldin writes that he has two better cards.", piece, 0), Statement)
    assert isinstance(verdict("Ms. Veldin has two better cards.", piece, 0), Withheld)
