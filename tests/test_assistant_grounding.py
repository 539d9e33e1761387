from collections.abc import Callable

import pytest
from statements import case, verdict

from assistant import grounding
from assistant.answer import Statement, Withheld
from assistant.lexicon import stem
from index.piece import Piece

TOWN = Piece.from_text(
    "Ms. Greta Quill, the mayor, met Mr. Otto Brandt. She opened 12 parks. Prices rose in Karsk. It rained.",
    title="A Year in Veldin",
    date="2019-05-04",
)


@pytest.mark.parametrize(
    ("check", "said", "cited"),
    [
        (grounding.names, "Prices rose in Karsk.", 2),
        (grounding.names, "Prices rose in Veldin.", 2),
        (grounding.names, "Quill opened parks.", 1),
        (grounding.words, "Prices rose.", 2),
        (grounding.words, "Prices rose that year.", 2),
        (grounding.words, "Prices rose, the author reports.", 2),
        (grounding.opposites, "Prices rose.", 2),
        (grounding.loaded, "Prices rose.", 2),
        (grounding.loaded, "It says “absurd prices”.", 2),
    ],
)
def test_what_the_quotes_have_passes(check: Callable, said: str, cited: int):
    assert check(case(said, TOWN, cited)) is None


@pytest.mark.parametrize(
    ("check", "said", "cited", "named"),
    [
        (grounding.names, "Prices rose in Brandt.", 2, "Brandt"),
        (grounding.names, "Prices rose in Tolm.", 2, "Tolm"),
        (grounding.words, "Prices rose beautifully.", 2, "beautifully"),
        (grounding.words, "Prices rose, the authority reports.", 2, "authority"),
        (grounding.words, "Prices rose, a reporter notes.", 2, "reporter"),
        (grounding.opposites, "Prices fell.", 2, "fell"),
        (grounding.loaded, "The absurd prices rose.", 2, "absurd"),
    ],
)
def test_what_the_quotes_do_not_have_is_told(check: Callable, said: str, cited: int, named: str):
    assert f"“{named}”" in (check(case(said, TOWN, cited)) or "")


STOVES = "The new stove cost me $1,149, which is $600 more than the old stove had cost; the old one was plain."


@pytest.mark.parametrize(
    ("said", "kind"),
    [("The new stove cost $600 more than the old stove.", Statement), ("The modern stove cost $1,149.", Withheld)],
)
def test_a_word_that_is_also_said_is_not_left_out(said: str, kind: type):
    assert isinstance(verdict(said, STOVES), kind)


@pytest.mark.parametrize(("title", "kind"), [("Senator", Statement), ("Governor", Withheld)])
def test_a_title_may_be_written_out_and_not_become_another(title: str, kind: type):
    assert isinstance(verdict(f"{title} Dale Rourke wept.", "Sen. Dale Rourke wept."), kind)
    assert isinstance(verdict(f"On Monday {title} Rourke wept.", "Sen. Dale Rourke wept on Monday."), kind)


@pytest.mark.parametrize("said", ["Doctors wept.", "Judges quietly wept.", "Reporters wept for her."])
def test_who_acts_is_no_free_verb(said: str):
    assert grounding.words(case(said, "“It rained,” he said to her, and wept.")) is not None


@pytest.mark.parametrize("said", ["He reported that it rained and wept.", "Weeping, he said that it rained."])
def test_a_verb_in_other_words_is_free(said: str):
    assert grounding.words(case(said, "“It rained,” he said to her, and wept.")) is None


def test_only_words_that_nothing_licenses_are_unlicensed():
    held = case("The piece says prices rose beautifully.", TOWN, 2)
    assert [token.text for token in grounding.unlicensed(held)] == ["beautifully"]


def test_reporting_words_are_looked_after_elsewhere_and_others_are_not():
    assert stem("author") in grounding.closed()
    assert "harbour" not in grounding.closed()


ISLAND = "On Karsk they have a bridge. I went. They came. Cars came at eleven. The clinic was closed. It rained."


@pytest.mark.parametrize(("cited", "kind"), [(4, Statement), (5, Withheld)])
def test_a_place_is_named_where_the_sentences_before_name_it(cited: int, kind: type):
    said = "The clinic of Karsk was closed." if cited == 4 else "It rained in Karsk."
    assert isinstance(verdict(said, ISLAND, cited), kind)


UNION = Piece.from_text(
    "The United Lamps union meets once a year, says Mireille Castonguay. It hired Ben Stowe's boat."
)


@pytest.mark.parametrize("said", ["The U.L. union meets.", "United Lamps meets."])
def test_initials_stand_for_a_name(said: str):
    assert grounding.names(case(said, UNION, 0)) is None


def test_initials_of_another_name_do_not():
    assert grounding.names(case("The U.N. union meets.", UNION, 0)) is not None


def test_annually_says_once_a_year_and_daily_does_not():
    assert grounding.words(case("The union meets annually.", UNION, 0)) is None
    assert "daily" in (grounding.words(case("The union meets daily.", UNION, 0)) or "")


def test_support_is_not_made_of_what_is_told_against():
    assert "against" in (grounding.opposites(case("Karsk supported the rule.", "Karsk voted against the rule.")) or "")
    assert grounding.opposites(case("Karsk opposed the rule.", "Karsk voted against the rule.")) is None


SENATE = Piece.from_text(
    "Sen. Dale Rourke wept. Ms. Greta Quill, the mayor, came. Lindsey Graham, a Republican senator, wrote the bill. "
    "Dr. Anand runs the clinic. Mr. Otto Brandt slept."
)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Sen. Rourke wept.", Statement),
        ("Mr. Rourke wept.", Statement),
        ("Gov. Rourke wept.", Withheld),
        ("Rep. Dale Rourke wept.", Withheld),
        ("Mrs. Quill came.", Statement),
        ("Mr. Greta Quill came.", Withheld),
        ("Sen. Graham wrote the bill.", Statement),
        ("Gov. Graham wrote the bill.", Withheld),
        ("Dr. Anand runs the clinic.", Statement),
        ("Prof. Anand runs the clinic.", Withheld),
        ("Dr. Brandt slept.", Withheld),
    ],
)
def test_nobody_is_given_another_title(said: str, kind: type):
    assert isinstance(verdict(said, SENATE), kind)


OFFICE = f"President Vale met Mr. Holt. {'It rained all day. ' * 5}The president wept. He may walk away."


@pytest.mark.parametrize(
    ("text", "said", "kind"),
    [
        (OFFICE, "Mr. Vale wept.", Statement),
        (OFFICE, "Mr. Vale may walk away.", Statement),
        (OFFICE, "Mr. Holt wept.", Withheld),
        (f"{OFFICE} President Unger left.", "Mr. Vale may walk away.", Withheld),
    ],
)
def test_who_holds_an_office_is_named_where_the_office_stands(text: str, said: str, kind: type):
    assert isinstance(verdict(said, text, 6 if "wept" in said else 7), kind)


@pytest.mark.parametrize(
    ("said", "kind"), [("Mr. Pace, a doctor, sat there.", Withheld), ("The man sat there.", Statement)]
)
def test_a_noun_from_before_is_nobody_s_new_description(said: str, kind: type):
    piece = Piece.from_text("I do not mean a doctor; I mean a man. His name was Mr. Pace, and he sat there.")
    assert isinstance(verdict(said, piece, 1), kind)
