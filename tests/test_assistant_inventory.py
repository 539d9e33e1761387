import pytest

from assistant.inventory import held, people, sought
from index.piece import Piece

PIECE = Piece.from_text(
    "In May 2019 Mayor Tova Lind and Ivo Brandt opened the quay for £3 million. Only one boat came. "
    "“We had hoped for more. Much more,” said Lind. About 40 per cent of the berths stood empty until 2021. "
    "The Harbour Office blames the third storm and its ten days of rain."
)


@pytest.mark.parametrize(
    ("question", "sort"),
    [
        ("what sums of money come up", "sums"),
        ("any years it mentions? all of them", "years"),
        ("list all the dates", "dates"),
        ("are there any percentages?", "percentages"),
        ("Could you give me every figure in the piece?", "figures"),
        ("key figures?", "figures"),
        ("what are the main numbers", "figures"),
        ("what statistics does the author use", "figures"),
        ("who is quoted?", "quotations"),
        ("all the quotes please", "quotations"),
        ("which politicians get named", "people"),
        ("who’s mentioned", "people"),
        ("name everyone mentioned in this article", "people"),
        ("who are all the people in this", "people"),
        ("list every person", "people"),
        ("all the dollar amounts", "sums"),
        ("which percentage figures are there", "percentages"),
        ("list the sums and the dates", "sums dates"),
        ("list the names and the dates", "dates people"),
    ],
)
def test_a_question_for_everything_names_its_sort(question: str, sort: str):
    assert sought(question) == sort


@pytest.mark.parametrize(
    "question",
    [
        "what does it cost",
        "who gives money",
        "does she give any money to the club",
        "how many people are mentioned",
        "what people want",
        "what do all the people want",
        "who gets all of it",
        "and of all people",
        "is that every year",
        "which experts give figures",
        "key figures of the budget",
        "who are the key figures",
        "what year did it open",
        "quote the mayor",
        "which numbers does the mayor doubt",
        "what are the demands",
        "who mentions it",
        "what money is there",
        "list all the reasons",
    ],
)
def test_a_question_for_one_thing_or_for_no_sort_is_none(question: str):
    assert sought(question) is None


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("sums", {0: "£3 million"}),
        ("years", {0: "2019", 4: "2021"}),
        ("dates", {0: "In May", 4: "2021"}),
        ("percentages", {4: "40 per cent"}),
        ("figures", {0: "2019", 4: "40 per cent", 5: "ten"}),
        ("quotations", {2: "“We had hoped for more. Much more,”"}),
        ("people", {0: "Mayor Tova Lind"}),
    ],
)
def test_every_sentence_that_holds_the_sort_is_found_with_its_place(sort: str, found: dict[int, str]):
    starts = {place.number: PIECE.sentences[place.number].start for place in held(PIECE, sort)}
    spans = {place.number: place.span for place in held(PIECE, sort)}
    assert {number: PIECE.text[starts[number] + a : starts[number] + b] for number, (a, b) in spans.items()} == found


def test_a_name_that_begins_a_sentence_is_known_from_where_it_does_not():
    piece = Piece.from_text("It was Anna’s idea. Anna Lund shrugged. Harbour Street was shut.")
    assert [place.number for place in held(piece, "people")] == [1]


def test_people_are_found_where_they_are_named_first_and_offices_are_nobody():
    piece = Piece.from_text("Ada Quill spoke. Mr. Quill was late. Then Sen. Roe came to the White House.")
    assert [place.number for place in held(piece, "people")] == [0, 2]


def test_a_name_ends_with_its_line():
    text = "By Ada Vale\n\nRejoice, people of Kell, for Ada Vale is here. We Rejoice."
    assert [text[start:end] for start, end in people(text)] == ["Ada Vale", "Ada Vale"]


def test_two_people_whose_names_a_hyphen_joins_are_both_found():
    text = "He backs the Lindsey Orr-Tom Vale bill, as Mary-Ann Reed-Smith does."
    assert [text[slice(*span)] for span in people(text)] == ["Lindsey Orr", "Tom Vale", "Mary-Ann Reed-Smith"]


def test_places_and_saints_are_nobody_unless_a_title_says_so():
    text = "Ward 7 of St. Columba’s is near Gallows Hill. Vera Lund met Mr. Lane in Market Square, I’m told."
    piece = Piece.from_text(text)
    assert [place.number for place in held(piece, "people")] == [1]
    named = "Vera Lund met Mr. Lane in Market Square."
    assert [named[start:end] for start, end in people(named)] == ["Vera Lund", "Lane"]
    assert people("It was far, I’m told.") == []


def test_several_sorts_are_found_in_reading_order():
    assert [place.number for place in held(PIECE, "percentages quotations")] == [2, 4]


def test_the_number_of_an_item_is_no_figure():
    piece = Piece.from_text("We ask:\n\n1. Open the quay.\n2. Build 30 berths.\n\n12 boats came.")
    spans = {place.number: place.span for place in held(piece, "figures")}
    assert spans == {2: (9, 11), 3: (0, 2)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It rained. My cousin Reg came.", 1),
        ("It rained. We asked Reg’s mother.", 1),
        ("It rained. There was one nurse, Reg, who slept.", 1),
        ("It rained. It was hers. Reg told me that it was.", 2),
        ("It rained. Reg waited for the boat. He was cold. We saw Reg go.", 1),
        ("It rained. The other one is Reg. He was cold.", 1),
        ("It rained. We went to Reg. My cousin Reg was cold.", 1),
    ],
)
def test_a_single_name_is_a_person_where_the_piece_tells_so(text: str, number: int):
    assert [place.number for place in held(Piece.from_text(text), "people")] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "It rained. The man from Reg, who slept, was cold.",
        "It rained. Reg is far. It was cold.",
        "It rained in Reg. Reg said so.",
        "It rained. The Reg was full. Reg said no.",
        "It rained. Lorries would come. He was cold.",
        "It rained. Tell me, Father, who slept.",
        "It rained. We sailed Reg, which was cold.",
    ],
)
def test_a_single_name_is_nobody_where_it_may_be_a_place_or_a_thing(text: str):
    assert list(held(Piece.from_text(text), "people")) == []
