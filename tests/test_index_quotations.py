import pytest

from index.piece import Piece
from index.quotations import quotations, single_quotations, without_quotations


def texts(text: str) -> list[str]:
    return [text[found.start : found.end] for found in quotations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “no” and “yes.”", ["“no”", "“yes.”"]),
        ('She said "no" twice.', ['"no"']),
        ("« Oui », dit-il.", ["« Oui »"]),
        ("„Ja“ ist kein “yes”.", ["„Ja“", "“yes”"]),
        ("»Ja«, sagte er. »Nein.« (»Doch«)", ["»Ja«", "»Nein.«", "»Doch«"]),
        ("»Ja“, sagte er, „nein“, »doch«.", ["»doch«"]),
        ("Er sagte »ja und „nein“ zugleich«.", ["»ja und „nein“ zugleich«"]),
        ("Oui », dit-il. « Non »", ["« Non »"]),
        ("«Oui», dit-il. «Non»", ["«Oui»", "«Non»"]),
        ("oui», dit-il. «Non»", ["«Non»"]),
        ("A » B « C", []),
        ("It is 6' 2\" tall.", []),
        ("“Never closed.", []),
        ("“Open. “Again closed.”", ["“Again closed.”"]),
        ("No marks at all.", []),
    ],
)
def test_closed_quotations_are_found_in_order(text: str, found: list[str]):
    assert texts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It costs ‘£1.4 million a year’ now.", ["‘£1.4 million a year’"]),
        ("She got ‘84 votes’ and he ‘1,200’.", ["‘84 votes’", "‘1,200’"]),
        ("She got '84 votes' of '$ 3' each.", ["'84 votes'", "'$ 3'"]),
        ("It fell by ‘34 per cent’.", ["‘34 per cent’"]),
        ("In the ‘90s, the ‘68 strike and the workers’ day, ‘em all.", []),
        ("Paris ‘68 and the workers’ day", []),
        ("Rock ‘n’ roll in ’84", []),
    ],
)
def test_single_marks_before_a_sum_or_a_figure_quote_and_before_a_year_do_not(text: str, found: list[str]):
    assert [text[mark.start : mark.end] for mark in single_quotations(text, 0, len(text))] == found


def test_an_open_quotation_joins_its_sentences_and_no_others():
    piece = Piece.from_text("All was still. “We came. We saw. We left,” said Ann. Then it rained.")
    assert piece.units == ((0, 0), (1, 3), (1, 3), (1, 3), (4, 4))


@pytest.mark.parametrize("mark", ["“", "«", "»", '"'])
def test_words_of_a_quotation_that_goes_on_in_the_next_paragraph_keep_the_mark_that_opens_it(mark: str):
    piece = Piece.from_text(f"All was still. {mark}We came. We saw.\n\n{mark}We left,” said Ann. Then it rained.")
    assert piece.units == ((0, 0), (1, 2), (1, 2), (3, 3), (4, 4))


def test_a_mark_that_never_closes_ties_nothing_where_nobody_speaks_on():
    piece = Piece.from_text("“We came. We saw.\n\nShe said: “We left.”")
    assert piece.units == ((0, 0), (1, 1), (2, 2))


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("‘I do not think so. He is looking to stop,’ she said. It is late.", [(0, 1), (0, 1), (2, 2)]),
        ("‘The workers’ rights matter. They do,’ she said.", [(0, 1), (0, 1)]),
        ("The ‘reform’ failed. ‘It is over,’ she said.", [(0, 0), (1, 1)]),
        ("In the ‘90s it rained. ‘Tis so. It’s ‘fine’ now.", [(0, 0), (1, 1), (2, 2)]),
        ("'I do not think so. He is looking to stop,' she said. It is late.", [(0, 1), (0, 1), (2, 2)]),
        ("'The workers' rights matter. They don't,' she said.", [(0, 1), (0, 1)]),
        ("The 'reform' failed. 'It is over,' she said.", [(0, 0), (1, 1)]),
        ("In the '90s it rained. 'Tis so. The workers' day came.", [(0, 0), (1, 1), (2, 2)]),
        ("It 's so . The workers' day came.", [(0, 0), (1, 1)]),
        ("He paid ‘£1.4 million a year. It is gone,’ she said.", [(0, 1), (0, 1)]),
        ("She got ‘84 votes. It is enough,’ she said.", [(0, 1), (0, 1)]),
        ("She got '84 votes. It is enough,' she said.", [(0, 1), (0, 1)]),
        ("It fell ‘34 per cent. It is over,’ she said.", [(0, 1), (0, 1)]),
        ("In May ‘84 it fell. The workers’ day came.", [(0, 0), (1, 1)]),
        ("The ‘84 strike was long. The workers’ day came.", [(0, 0), (1, 1)]),
        ("It was a ’90s song. The workers’ day came.", [(0, 0), (1, 1)]),
        ("It was a ‘90s song. The workers’ day came.", [(0, 0), (1, 1)]),
        ("Get ‘em out. The workers’ day came.", [(0, 0), (1, 1)]),
        ("It cost £ ‘ 3. The workers’ day came.", [(0, 0), (1, 1)]),
        ("»Ich glaube das nicht. Er will aufhören«, sagte sie. Es ist spät.", [(0, 1), (0, 1), (2, 2)]),
        ("»Wir gehen.« Dann ging sie. »Nein.«", [(0, 0), (1, 1), (2, 2)]),
        ("« Je ne le crois pas. Il veut finir », dit-elle. Il est tard.", [(0, 1), (0, 1), (2, 2)]),
        ("„Nie wierzę w to. On chce przestać”, powiedziała.", [(0, 1), (0, 1)]),
    ],
)
def test_single_marks_and_low_marks_join_sentences_too(text: str, units: list[tuple[int, int]]):
    assert list(Piece.from_text(text).units) == units


@pytest.mark.parametrize(
    "text",
    [
        "“It shuts,” she told me. “It’s the last one.” Rain fell.",
        "“It shuts,” said Mr. Orr, the mayor, on Friday. “It’s the last one.” Rain fell.",
        "‘It shuts’, she wrote. ‘It’s the last one.’ Rain fell.",
        '"Who asked?" he says. "It\'s the last one." Rain fell.',
    ],
)
def test_a_quotation_that_goes_on_behind_who_says_it_is_shown_with_that(text: str):
    assert Piece.from_text(text).units == ((0, 1), (0, 1), (2, 2))


def test_all_that_is_quoted_on_either_side_of_who_says_it_is_one_unit():
    piece = Piece.from_text("Rain fell. “We came. We saw,” said Ann. “We left. It is over.” Rain fell.")
    assert piece.units == ((0, 0), (1, 4), (1, 4), (1, 4), (1, 4), (5, 5))


@pytest.mark.parametrize(
    "text",
    [
        "“It shuts,” said Ann. “It does not,” said Tom.",
        "“It shuts,” said Ann. “Recovery” is a strange word for it.",
        "“It shuts,” said Ann.\n\n“It does not.”",
        "“Does it shut?” I asked. “It does not.”",
        "“Recovery,” as it is called, is a strange word. “It shuts.”",
        "He called it “a joke,” as Ann says. “It shuts.”",
        "“It shuts.” “It does not.”",
        "It shuts, said Ann. “It does not.”",
        "“It shuts,” said Ann. Then she left, with “no regrets.”",
    ],
)
def test_another_speaker_and_words_of_the_authors_between_marks_are_not_joined(text: str):
    assert Piece.from_text(text).units == ((0, 0), (1, 1))


def test_a_text_is_left_without_its_quotations_and_their_marks():
    assert without_quotations("He said “no” and “never,” and left.") == "He said  and  and left."
    assert without_quotations("He said “no and left.") == "He said “no and left."
