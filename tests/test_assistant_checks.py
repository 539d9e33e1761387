import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Statement, Withheld
from assistant.checks import LONGEST, checked
from index.piece import Piece

TEXT = (
    "Mr. Harlan met Ms. Oduya in Kettleby on Monday and asked her to sign the water treaty. "  # 0
    "“I don’t think she’s looking to sign, and that’s a pity,” Mr. Harlan told reporters. "  # 1
    "The bill has 84 co-sponsors, and it would cost the county about $2.6 million a year. "  # 2
    "If the minister is right, the dam will fail within ten years. "  # 3
    "Some of his advisers may resign. "  # 4
    "He thinks that the river can wait.\n\n"  # 5
    "The council did not consult the fishermen, and its report was vicious. "  # 6
    "Prices rose from 11 percent to 52, more than in Lower Marsh. "  # 7
    "Ms. Oduya, who chairs the water board, said the plan was “a lake with a price tag.” "  # 8
    "Nobody has asked the ducks. "  # 9
    "The board hired Kessler in 2011. "  # 10
    "Kessler sued the county."  # 11
)
PIECE = Piece.from_text(TEXT, title="Deep water", author="Ada Brook", date="2024-03-05")


def verdict(text, *cited, **more):
    return checked(text, cited, PIECE, offered=more.pop("offered", range(len(PIECE.sentences))), **more)


SHOWN = [
    ("The piece says: “The bill has 84 co-sponsors, and it would cost the county about $2.6 million a year.”", 2),
    ('The piece says: "NOBODY  HAS ASKED THE DUCKS."', 9),
    ("The piece says: ‘“I don’t think she’s looking to sign, and that’s a pity,” Mr. Harlan told reporters.’", 1),
    ("Ms. Oduya said: “a lake with a price tag.”", 8),
    ("The bill has eighty-four co-sponsors.", 2),
    ("The bill would cost the county about 2.6 million dollars a year.", 2),
    ("If the minister is right, the dam will fail within a decade.", 3),
    ("Some advisers might resign.", 4),
    ("Mr. Harlan thinks that the river can wait.", 5),
    ("The fishermen were not consulted by the council.", 6),
    ("The report was “vicious”.", 6),
    ("Prices went up from 11 percent to 52.", 7),
    ("According to Ms. Oduya, the chair of the water board, the plan was “a lake with a price tag.”", 8),
    ("No one has asked the ducks.", 9),
    ("Kessler was hired by the board in 2011.", 10),
    ("Mr. Harlan said he did not think she was looking to sign.", 1),
    ("The ducks have not been asked.", 9),
]

WITHHELD = [
    ("The piece says: “The bill has 48 co-sponsors.”", 2, "quotation"),
    ("Mr. Harlan said: “she’s looking to sign”", 1, "sense"),
    ("The piece says: “the dam will fail within ten years.”", 3, "sense"),
    ("The piece says: “consult the fishermen”", 6, "sense"),
    ("Mr. Harlan said: “a lake with a price tag.”", 8, "sense"),
    ("The author writes: “a lake with a price tag.”", 8, "sense"),
    ("Mr. Harlan said: “Nobody has asked the ducks.”", 9, "sense"),
    ("The bill has 48 co-sponsors.", 2, "numbers"),
    ("The bill would cost the county about 2.6 percent a year.", 2, "numbers"),
    ("The bill would cost the county $2.6 million a year.", 2, "amount"),
    ("The bill will cost the county about $2.6 million a year.", 2, "hedge"),
    ("The minister is right and the dam will fail.", 3, "condition"),
    ("The dam will fail within ten years.", 3, "condition"),
    ("His advisers will resign.", 4, "hedge"),
    ("All of his advisers may resign.", 4, "quantity"),
    ("The river can wait.", 5, "speaker"),
    ("Ms. Dorn thinks that the river can wait.", 5, "names"),
    ("The council consulted the fishermen.", 6, "negation"),
    ("The report was vicious.", 6, "loaded"),
    ("Prices fell from 11 percent to 52.", 7, "opposites"),
    ("Prices rose from 52 to 11 percent.", 7, "roles"),
    ("Prices rose less than in Lower Marsh.", 7, "direction"),
    ("Everybody has asked the ducks.", 9, "negation"),
    ("Kessler hired the board in 2011.", 10, "roles"),
    ("The board hired Kessler in 2011 for a bribe.", 10, "words"),
    ("The board hired Kessler in 2011 because of the ducks.", 10, "cause"),
    ("The board never hired Kessler in 2011.", 10, "negation"),
    ("Ms. Oduya asked Mr. Harlan to sign the water treaty.", 0, "roles"),
    ("The bill should have 84 co-sponsors.", 2, "normative"),
]


@pytest.mark.parametrize(("text", "cited"), SHOWN)
def test_what_the_quotes_say_is_shown(text, cited):
    found = verdict(text, cited)
    assert isinstance(found, Statement), found
    assert found.quotes == (PIECE.quote(cited),)


@pytest.mark.parametrize(("text", "cited", "check"), WITHHELD)
def test_what_they_do_not_say_is_withheld_by_its_check(text, cited, check):
    found = verdict(text, cited)
    assert isinstance(found, Withheld)
    assert (found.check, found.quotes) == (check, (PIECE.quote(cited),))
    assert found.reason


def test_a_quotation_is_shown_in_the_characters_of_the_source():
    found = verdict('The piece says: "NOBODY  HAS ASKED THE DUCKS."', 9)
    assert found.text == 'The piece says: "Nobody has asked the ducks."'


def test_a_number_of_the_question_grounds_nothing():
    """Asked whether it has 48, a model that says so has nothing but the sentence to stand on."""
    assert verdict("The bill has 48 co-sponsors.", 2).check == "numbers"
    assert isinstance(verdict("The bill has 84 co-sponsors.", 2), Statement)


@pytest.mark.parametrize("cited", [(), (99,), (-1,), (3,)])
def test_a_statement_cites_a_sentence_that_was_offered(cited):
    assert verdict("Nobody has asked the ducks.", *cited, offered=[9]).check == "citation"
    assert isinstance(verdict("Nobody has asked the ducks.", *cited, 9, offered=[9]), Statement)


def test_only_the_piece_s_own_metadata_stands_without_a_quote():
    assert verdict("The piece was published on 2024-03-05.").metadata == ("date",)
    assert verdict("The piece was published on 2024-05-03.").check == "citation"


def test_two_sentences_are_not_stitched_together():
    assert isinstance(verdict("Kessler, whom the board hired in 2011, sued the county.", 10, 11), Statement)
    assert verdict("Ms. Oduya sued the county.", 8, 11).check == "roles"


def test_in_another_language_only_a_quotation_in_our_frame_is_vouched_for():
    quoted = "Im Text heißt es: “Nobody has asked the ducks.”"
    assert isinstance(verdict(quoted, 9, language="de"), Statement)
    assert verdict("Niemand hat die Enten gefragt.", 9, language="de").check == "language"
    assert verdict(quoted.replace("heißt es", "wird gelogen"), 9, language="de").check == "language"


def test_an_endless_statement_is_withheld_unread():
    assert verdict("The ducks " * LONGEST, 9).check == "length"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.lists(st.integers(-2, 14), max_size=3))
def test_whatever_a_model_writes_is_decided(text, cited):
    found = verdict(text, *cited)
    assert isinstance(found, Statement | Withheld)
    assert all(quote.text == PIECE.text[quote.start : quote.end] for quote in found.quotes)


@settings(max_examples=150, deadline=None)
@given(st.permutations("Mr. Harlan didn’t say “the plan” cost $2.6 million, if 84 may not; he said".split()))
def test_words_of_the_piece_in_any_order_are_decided(words):
    assert isinstance(verdict(" ".join(words), 1, 2, 3), Statement | Withheld)


OPENED = [
    ("Yes, the board hired Kessler in 2011.", 10, "The board hired Kessler in 2011."),
    ("No: nobody has asked the ducks.", 9, "Nobody has asked the ducks."),
    ("Not really – the council did not consult the fishermen.", 6, "The council did not consult the fishermen."),
    ("It says that nobody has asked the ducks.", 9, "The piece says that nobody has asked the ducks."),
    ("But it adds that nobody has asked the ducks.", 9, "But the piece adds that nobody has asked the ducks."),
]


@pytest.mark.parametrize(("said", "cited", "shown"), OPENED)
def test_a_yes_or_no_is_not_shown_and_an_it_that_speaks_is_the_piece(said, cited, shown):
    made = verdict(said, cited)
    assert isinstance(made, Statement), made
    assert made.text == shown


@pytest.mark.parametrize(
    "said",
    [
        "Yes, Kessler hired the board in 2011.",
        "No: the ducks have been asked.",
        "No-one sued the county.",
        "No. 10 was hired in 2011.",
        "Yes.",
        "No",
    ],
)
def test_what_follows_a_yes_or_no_is_checked_as_before(said):
    assert isinstance(verdict(said, 9, 10), Withheld)


def test_words_of_somebody_else_are_not_the_pieces_for_an_it():
    assert isinstance(verdict("It says that she is not looking to sign.", 1), Withheld)
