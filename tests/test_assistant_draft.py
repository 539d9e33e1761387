"""What a draft quotes of a piece, and what it makes of it."""

from __future__ import annotations

import time

import pytest

from assistant import Piece
from assistant.draft import Checked, check, compared

PIECE = Piece.from_text(
    "The bridge is old. It has 84 rivets, which is close to a miracle; nobody knows why.\n\n"
    "“I don’t think the mill is safe,” Mr. Reed told the council. “It leans, and that’s too bad.” "
    "Ada Vale said the mill would stand for a hundred years. If it rains, the river will rise.\n\n"
    "“It leans,” the miller says. The town has waited long enough. Nobody should wait again.",
    title="The Mill and the Bridge",
    author="Nora Finch",
)


def only(draft: str) -> Checked:
    (found,) = check(draft, PIECE)
    return found


@pytest.mark.parametrize(
    "draft",
    [
        "It “has 84 rivets, which is close to a miracle”.",
        'It "HAS 84 RIVETS, which is close to a miracle," she writes.',
        "It ‘has 84 rivets’.",
        "The piece says: «It has 84 rivets, which is close to a miracle; nobody knows why.»",
        "It “has 84 rivets, which is close to a miracle; nobody knows why.\n\nThat is all.",
    ],
)
def test_words_that_the_piece_has_hold(draft: str):
    found = only(draft)
    assert (found.verdict, found.holds, found.remarks) == ("exact", True, [])
    assert draft[found.start : found.end] == found.words
    assert [quote.text for quote in found.quotes] == [PIECE.sentence_text(1)]


@pytest.mark.parametrize(
    ("draft", "differences"),
    [
        ("It “has 48 rivets, which is close to a miracle”.", (("84", "48"),)),
        ("It “has rivets, which is close to a miracle”.", (("84", ""),)),
        ("“The bridge is old, it has 84 rivets.”", (("old. it", "old, it"),)),
        ("“That’s too bad: it leans”, he wrote; “the mill isnt safe”.", None),
    ],
)
def test_words_that_the_piece_has_otherwise_do_not(draft: str, differences: tuple[tuple[str, str], ...] | None):
    found = check(draft, PIECE)[0]
    assert not found.holds
    assert found.remarks
    if differences:
        assert found.verdict == "differs"
        assert found.differences == differences


def test_words_of_nowhere_are_said_to_be_so():
    found = only("It is “a scandal of the first order”.")
    assert (found.verdict, found.holds, found.quotes) == ("absent", False, ())
    assert found.remarks == ["The piece has nothing like these words."]


@pytest.mark.parametrize(
    ("draft", "cuts", "remarks"),
    [
        (
            "“It has 84 rivets … nobody knows why.”",
            ((", which is close to a miracle;", "…"),),
            ["Cut out here: “, which is close to a miracle;”."],
        ),
        (
            "“It has 84 rivets, which [...] [really] a miracle.”",
            (("is close to", "[...] [really]"),),
            ["“[...] [really]” stands for “is close to”."],
        ),
        ("It “[the bridge] has 84 rivets”.", (("", "[the bridge]"),), ["“[the bridge]” is the draft’s own."]),
        ("“… has 84 rivets …”", (), []),
        (
            "“I don’t think the mill is safe. It leans.”",
            (("Mr. Reed told the council", "…"),),
            ["Cut out here: “Mr. Reed told the council”."],
        ),
    ],
)
def test_what_a_draft_cuts_out_and_puts_in_is_told(draft: str, cuts: tuple[tuple[str, str], ...], remarks: list[str]):
    found = only(draft)
    assert found.holds
    assert found.cuts == cuts
    assert found.warnings == remarks
    assert found.verdict == ("cut" if cuts else "exact")


@pytest.mark.parametrize(
    "draft", ["“It has 84 rivets … The town has waited long enough.”", "“The bridge is old … the mill is safe.”"]
)
def test_what_stands_in_two_paragraphs_or_in_two_voices_is_joined_and_not_cut(draft: str):
    assert not only(draft).holds


def test_a_negation_that_is_cut_out_turns_the_words():
    found = only("“I … think the mill is safe,” Mr. Reed told the council.")
    assert (found.verdict, found.turned_by, found.holds) == ("cut", ("don’t",), False)


def test_words_that_a_speaker_gives_to_others_do_not_hold_alone():
    piece = Piece.from_text("“They think we live here for the view,” Ada Vale said. “We live here for our work.”")
    (found,) = check("“We live here for the view,” Ada Vale said.", piece)
    assert (found.turned_by, found.holds) == (("think",), False)
    (found,) = check("“They think we live here for the view,” Ada Vale said.", piece)
    assert (found.turned_by, found.holds) == ((), True)


def test_parts_of_a_cut_quotation_stand_in_their_order():
    assert not only("“nobody knows why … it has 84 rivets”").holds


@pytest.mark.parametrize(
    ("draft", "turned_by"),
    [
        ("Mr. Reed said that “the mill is safe”.", ("don’t",)),
        ("Rain is coming: “the river will rise”.", ("If",)),
        ("The town “should wait again”.", ("Nobody",)),
        ("Mr. Reed does not think that “the mill is safe”.", ()),
        ("The town “has waited long enough”.", ()),
    ],
)
def test_words_that_say_something_else_alone_do_not_hold(draft: str, turned_by: tuple[str, ...]):
    found = only(draft)
    assert (found.verdict, found.turned_by, found.holds) == ("exact", turned_by, not turned_by)


@pytest.mark.parametrize(
    ("draft", "credited", "credit"),
    [
        ("“It leans, and that’s too bad,” Mr. Reed said.", "Mr. Reed", "theirs"),
        ("“It leans, and that’s too bad,” Ada Vale said.", "Ada Vale", "not theirs"),
        ("The piece says that the mill “leans, and that’s too bad”.", "The piece", "not theirs"),
        ("The editorial says that “the town has waited long enough”.", "The editorial", "theirs"),
        ("Nora Finch wrote that “the town has waited long enough”.", "Nora Finch", "theirs"),
        ("According to Mr. Reed, “the town has waited long enough”.", "Mr. Reed", "not theirs"),
        ("Ada Vale said that “the mill would stand for a hundred years”.", "Ada Vale", "reported"),
        ("The town “has waited long enough”.", None, None),
    ],
)
def test_words_are_whose_the_draft_says(draft: str, credited: str | None, credit: str | None):
    found = only(draft)
    assert (found.verdict, found.credited, found.credit) == ("exact", credited, credit)
    assert found.holds == (credit in {"theirs", None})


def test_of_words_that_stand_twice_those_of_whom_the_draft_names_are_shown():
    (found,) = check("“It leans,” the Miller said; so much for that.", PIECE)
    assert found.credited == "the Miller"
    assert found.quotes[0].sentences == (6,)


def test_every_quotation_is_checked_in_order_and_what_is_quoted_within_one_only_with_it():
    draft = '‘“It leans,” the miller says.’ So “the town has waited long enough”, and "it has 84 rivets" at that.'
    found = check(draft, PIECE)
    assert [one.words for one in found] == [
        "“It leans,” the miller says.",
        "the town has waited long enough",
        "it has 84 rivets",
    ]
    assert all(one.holds for one in found)


def test_the_title_may_be_quoted():
    assert only("In “The Mill and the Bridge” she is cross.").holds
    assert not only("In “The Mill and the Fridge” she is cross.").holds


@pytest.mark.parametrize("draft", ["", "   ", "No word of it is quoted, it’s the writer’s own.", "“…”"])
def test_a_draft_without_a_quotation_has_nothing_to_check(draft: str):
    assert check(draft, PIECE) == []


def test_a_check_is_json_with_the_pieces_sentences():
    found = only("It “has 84 rivets”.").to_dict()
    assert found["quotes"][0]["text"] == PIECE.sentence_text(1)
    assert {"holds": True, "verdict": "exact", "credit": None, "speaker": None, "remarks": []}.items() <= found.items()
    spoken = only("“I don’t think the mill is safe,” Mr. Reed said.").to_dict()
    assert (spoken["speaker"], spoken["quotes"][0]["speaker"]) == ("Mr. Reed", "Mr. Reed")


def test_words_that_are_typed_in_a_question_need_no_stops():
    assert compared("the bridge is old it has 84 rivets", PIECE, typed=True).holds
    assert not compared("the bridge is old it has 84 rivets", PIECE).holds
    assert not compared("the bridge is old it has 48 rivets", PIECE, typed=True).holds


TWO = Piece.from_text(
    "“It is over,” said Ann Moss, but “It has begun,” said Bill Carr. “We hate spending,” Carr said. "
    "The hall was cold.\n\n"
    "“My mother cleaned offices,” Maria Lopez said. “She came home late.\n\n“She read to us.”\n\n"
    "‘It was never safe,’ Tom Hale said. Tom Reed, who is old, shrugged. Our mayor claims that the money is gone.\n\n"
    "The fare is $9. Workers’ boats sank.",
    author="Ada Finch",
)


@pytest.mark.parametrize(
    ("draft", "hold"),
    [
        ("“It is over,” said Ann Moss, and “It has begun,” said Bill Carr.", [True, True]),
        ("“It is over,” said Bill Carr, and “It has begun,” said Ann Moss.", [False, False]),
        ("“We hate spending”, Ann Moss said.", [False]),
        ("“We hate spending. The hall was cold.”", [False]),
        ("“It is over. It has begun.”", [False]),
        ("“They [don’t] hate spending,” Carr said.", [False]),
        ("“My mother cleaned offices,” the author writes.", [False]),
        ("“She read to us,” Ada Finch wrote.", [False]),
        ("‘It was never safe,’ Tom Hale said.", [True]),
        ("“It was never safe,” Tom Reed said.", [False]),
        ("“The money is gone,” Finch writes.", [False]),
        ("“She read to us,” Lopez said.", [True]),
        ("“She read to us,” Carr said.", [False]),
        ("“[T]he hall was cold.”", [True]),
        ("The fare is “$9”.", [True]),
        ("The fare is “9”.", [False]),
        ("“The fare is €9.”", [False]),
        ("“Workers boats sank.”", [False]),
        ("“The hall was cold.\n\nand warm,” she writes.", [False]),
    ],
)
def test_a_draft_is_held_to_who_says_what_and_to_every_sign(draft: str, hold: list[bool]):
    assert [one.holds for one in check(draft, TWO)] == hold


@pytest.mark.parametrize(
    ("draft", "open_"),
    [
        ("“We hate spending,” Carr said.", False),
        ("“We hate spending,” a critic has it.", True),
        ("The hall “was cold”.", False),
        ("“We love spending,” a critic has it.", False),
    ],
)
def test_what_holds_without_a_speaker_to_compare_is_open(draft: str, open_: bool):
    (found,) = check(draft, TWO)
    assert found.open is open_


DOUBTED = Piece.from_text(
    "The myth that the mill is sound persists. Can the town pay for a new one? What would it cost to wait? "
    "Critics say the board has chosen a buyer. “We shall not sell,” the board said. “Can we wait?” Mr. Reed asked. "
    "We must ask whether the well is dry. No wonder the roof leaks. Whether you like it or not, the tax works."
)


@pytest.mark.parametrize(
    ("draft", "turned_by", "remark"),
    [
        ("It says “the mill is sound”.", ("myth",), "The piece has “myth” around these words; alone they"),
        ("The town will “pay for a new one”.", ("?",), "The piece only asks this; it does not say that it is so."),
        ("It asks whether they can “pay for a new one”.", (), ""),
        ("Can it “pay for a new one”?", (), ""),
        ("“Can the town pay for a new one?”", (), ""),
        ("It speaks of “a new one”.", (), ""),
        ("It would be dear “to wait”.", (), ""),
        ("It wonders if “the well is dry”.", ("?",), "The piece only asks this"),
        ("“The roof leaks,” it says.", (), ""),
        ("It says “the tax works”.", (), ""),
        ("The myth is that “the mill is sound”.", (), ""),
    ],
)
def test_what_the_piece_only_names_or_asks_does_not_hold(draft: str, turned_by: tuple[str, ...], remark: str):
    (found,) = check(draft, DOUBTED)
    assert (found.turned_by, found.holds) == (turned_by, not turned_by)
    assert " ".join(found.remarks).startswith(remark)


@pytest.mark.parametrize(
    ("draft", "credited", "credit", "remark"),
    [
        ("“We shall not sell,” the board said.", "the board", "theirs", ""),
        ("“We shall not sell,” said the critics.", "the critics", None, "Whether these are the words of the critics"),
        (
            "Critics say that “the board has chosen a buyer”.",
            "critics",
            "reported",
            "The piece reports this of critics",
        ),
        ("The board believes that “the mill is sound”.", None, None, ""),
    ],
)
def test_whose_words_are_is_told_of_those_without_a_name(
    draft: str, credited: str | None, credit: str | None, remark: str
):
    (found,) = check(draft, DOUBTED)
    assert (found.credited, found.credit) == (credited, credit)
    assert found.open is (credit is None and credited is not None)
    assert " ".join(found.remarks).startswith(remark)


def test_endless_sentences_and_quotations_are_checked_in_linear_time():
    def seconds(draft: str) -> float:
        began = time.process_time()
        assert check(draft, PIECE)
        return time.process_time() - began

    few, many = (f"He said {' '.join(['“a mill”'] * count)}." for count in (100, 800))
    assert seconds(many) < 30 * (seconds(few) + 0.05)
    (found,) = check(f"It is “{'the mill is safe ' * 20_000}”.", PIECE)
    assert (found.verdict, found.holds) == ("absent", False)


def test_in_an_endless_sentence_it_is_told_whose_a_quotation_is_by_what_stands_near():
    (found,) = check(
        f"It rained, {'and it rained, ' * 200}and Mr. Reed said “the mill is safe”, {'and it rained, ' * 90}.", PIECE
    )
    assert (found.credited, found.turned_by) == ("Mr. Reed", ("don’t",))
