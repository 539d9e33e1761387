import pytest

from assistant.tokens import Token, around, content_behind, named, neighbour, read, text_at


def token(text: str, word: str) -> Token:
    return next(token for token in read(text) if token.text == word)


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("The ferry reached Karsk.", "karsk", "name"),
        ("The ferry reached Karsk.", "ferry", "word"),
        ("Bridges fell.", "bridges", "word"),
        ("Dr. Quill slept.", "quill", "name"),
        ("Dr. Quill slept.", "dr", "word"),
        ("Mr Do slept.", "do", "name"),
        ("Mr do slept.", "do", "word"),
        ("Cllr. Do slept.", "do", "name"),
        ("Two hundred ferries sailed.", "two hundred", "number"),
        ("It cost $2bn.", "$2bn", "number"),
        ("It sank.", ".", "mark"),
    ],
)
def test_a_token_is_a_word_a_name_a_number_or_a_mark(text: str, word: str, kind: str):
    assert token(text, word).kind == kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They can’t wait.", ["they", "can", "not", "wait", "."]),
        ("They didn't wait.", ["they", "did", "not", "wait", "."]),
        ("They cant about.", ["they", "cant", "about", "."]),
    ],
)
def test_a_contraction_is_read_as_its_words(text: str, words: list[str]):
    assert [token.text for token in read(text)] == words


def test_every_token_stands_where_it_says():
    text = "Otto’s barge — all 40 metres of it — reached “the far quay” late."
    for token in read(text):
        assert text[token.start : token.end].lower().translate(str.maketrans("“”", '""')) == token.text
    assert [token.text for token in read(text) if token.possessive] == ["otto"]


def test_only_what_is_between_quotation_marks_is_quoted():
    assert [t.text for t in read("She called it “a fine mess” twice.") if t.quoted and t.kind != "mark"] == [
        "a",
        "fine",
        "mess",
    ]


def test_a_comma_or_a_subordinator_opens_a_clause_and_an_and_does_not():
    assert (
        token("The mayor slept, the boat left.", "boat").clause
        > token("The mayor slept, the boat left.", "slept").clause
    )
    assert token("He slept because it rained.", "rained").clause > token("He slept because it rained.", "slept").clause
    assert token("He slept and it rained.", "rained").clause == token("He slept and it rained.", "slept").clause


def test_a_word_that_begins_a_sentence_is_a_name_where_the_piece_has_it_as_one():
    piece = "Rose baked the bread. Then the town thanked Rose. The Frost came, and frost lay on the roofs."
    rose, frost = (named(read(text), text, piece)[0] for text in ("Rose sleeps.", "Frost came."))
    assert (read("Rose sleeps.")[0].kind, rose.kind, frost.kind) == ("word", "name", "word")


@pytest.mark.parametrize(
    ("stops", "run"),
    [(None, ["the", "boat", "left"]), (frozenset(";"), ["the", "boat", "left", ",", '"', "he", "slept", ";", '"'])],
)
def test_a_run_ends_at_the_next_marks_or_at_those_that_count_outside_a_quotation(stops: frozenset[str], run: list[str]):
    tokens = read("It rained; the boat left, “he slept;” ; he woke")
    first, last = around(tokens, [token.text for token in tokens].index("boat"), stops)
    assert [token.text for token in tokens[first:last]] == run
    assert around(tokens, len(tokens) - 1, stops)[1] == len(tokens)


def test_content_leaves_out_function_words_titles_and_marks():
    assert [token.text for token in read("The ferry, said Dr. Quill, was late.") if token.content] == [
        "ferry",
        "quill",
        "late",
    ]
    assert token("The ferry sank.", "sank").verb
    assert not token("The ferry reached Karsk.", "karsk").verb


@pytest.mark.parametrize(
    ("word", "past"), [("sank", True), ("fined", True), ("sink", False), ("bed", True), ("karsk", False)]
)
def test_the_form_of_a_word_tells_a_past_deed(word: str, past: bool):
    assert token(f"They {word}.", word).past is past


@pytest.mark.parametrize(("word", "says"), [("said", True), ("argues", True), ("sailed", False)])
def test_a_word_is_known_to_be_one_of_saying(word: str, says: bool):
    assert token(f"They {word} it.", word).says is says


@pytest.mark.parametrize(("at", "word"), [(0, "the"), (3, "."), (4, ""), (-1, "")])
def test_there_is_no_word_before_the_first_and_behind_the_last(at: int, word: str):
    assert text_at(read("The ferry sank."), at) == word


@pytest.mark.parametrize(("at", "step", "found"), [(1, 1, 3), (3, -1, 1), (3, 1, None), (1, -1, None)])
def test_a_neighbour_has_no_word_between_but_those_that_are_passed(at: int, step: int, found: int | None):
    assert neighbour(read("The ferry the crew and left"), at, step, frozenset(["the"])) == found


@pytest.mark.parametrize(("reach", "found"), [(2, None), (3, 2), (9, 2)])
def test_the_next_word_of_content_is_looked_for_within_reach(reach: int, found: int | None):
    assert content_behind(read("of the ferry that sank"), 0, reach) == found
    assert content_behind(read("the ferry of the"), 1, reach) is None


@pytest.mark.parametrize(("word", "adverb"), [("quickly", True), ("family", False)])
def test_an_adverb_is_told_from_a_noun_that_ends_like_one(word: str, adverb: bool):
    assert token(f"The {word} left.", word).adverb is adverb
