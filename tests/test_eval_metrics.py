import pytest

from eval.metrics import (
    attributes,
    consistent,
    editorialising,
    exact,
    exact_match,
    folded,
    forbidden_keys,
    misquoted,
    missing_keys,
    normalised,
    overlap,
    own_words,
    recall_at,
    sense_safe,
    supported,
    token_f1,
    ungrounded_numbers,
)
from eval.rows import ShownQuote, ShownStatement
from index.piece import Piece, sha256

TEXT = (
    "The bridge opened in 1931. “It will not stand,” Mr. Hale said. He added, “I hope I am wrong. I fear I am not.” "
    "It cost 84 dollars."
)
PIECE = Piece.from_text(TEXT, title="A Bridge", date="2024-05-01")


def quoted(first: int, last: int | None = None, **changes: object) -> ShownQuote:
    start, end = PIECE.sentences[first].start, PIECE.sentences[last or first].end
    text = PIECE.text[start:end]
    fields = {"text": text, "digest": sha256(text)[:16], "start": start, "end": end, "sentences": (first,)}
    return ShownQuote(**{**fields, "highlight": None, **changes})  # type: ignore


def said(text: str, *quotes: ShownQuote, metadata: tuple[str, ...] = ()) -> ShownStatement:
    return ShownStatement(text, quotes, metadata)


OPENED = quoted(0)


def test_a_slice_of_whole_sentences_is_exact():
    assert exact(OPENED, PIECE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "The bridge opened in 1930."},
        {"digest": "0" * 16},
        {"start": 4, "text": TEXT[4 : OPENED.end], "digest": sha256(TEXT[4 : OPENED.end])[:16]},
        {"end": OPENED.end - 1, "text": TEXT[: OPENED.end - 1], "digest": sha256(TEXT[: OPENED.end - 1])[:16]},
    ],
)
def test_an_altered_or_shortened_quote_is_not(wrong: dict[str, object]):
    assert not exact(quoted(0, **wrong), PIECE)


def test_a_quotation_over_two_sentences_is_safe_whole_and_unsafe_in_half():
    assert sense_safe(quoted(2, 3), PIECE)
    assert not sense_safe(quoted(2), PIECE)


def test_a_highlight_lies_inside_its_quote_or_is_unsafe():
    assert sense_safe(quoted(0, highlight=(4, 10)), PIECE)
    assert not sense_safe(quoted(0, highlight=(4, OPENED.end + 3)), PIECE)


def test_a_statement_stands_on_quotes_or_true_metadata_or_on_nothing():
    assert supported(said("It opened.", OPENED), PIECE)
    assert supported(said("It is dated 2024-05-01.", metadata=("date",)), PIECE)
    assert not supported(said("It is dated 2024-05-02.", metadata=("date",)), PIECE)
    assert not supported(said("It opened."), PIECE)


def test_words_in_quotation_marks_stand_in_the_quotes_or_are_misquoted():
    hale = quoted(1)
    assert misquoted(said("The piece quotes Mr. Hale: “It will not stand,” he said.", hale), PIECE) == []
    assert misquoted(said(f"The piece says: ‘{hale.text}’", hale), PIECE) == []
    assert misquoted(said("Mr. Hale said “It will stand”.", hale), PIECE) == ["It will stand"]
    assert misquoted(said("Mr. Hale said ‘it will fall’.", hale), PIECE) == ["it will fall"]
    assert misquoted(said("It is titled “A Bridge”.", metadata=("title",)), PIECE) == []
    assert misquoted(said("It is titled “A Tunnel”.", metadata=("title",)), PIECE) == ["A Tunnel"]


def test_one_word_in_quotation_marks_is_quoted_or_misquoted():
    cost = quoted(4)
    assert misquoted(said("It cost “84” dollars.", cost), PIECE) == []
    assert misquoted(said("It cost “48” dollars.", cost), PIECE) == ["48"]
    assert misquoted(said("It cost “8” dollars.", cost), PIECE) == ["8"]
    assert misquoted(said("It counts “dollars,” no more.", cost), PIECE) == []
    assert misquoted(said(f"The piece says: “{cost.text}”", cost), PIECE) == []


def test_own_words_are_those_outside_quotation_marks():
    assert own_words(said(f"It says: “{OPENED.text}”", OPENED)).strip() == "It says:"
    assert own_words(said("He said “not so” and left.", OPENED)).split() == "He said and left.".split()


def test_a_figure_is_in_the_quotes_or_made_up():
    cost = quoted(4)
    assert ungrounded_numbers(said("It cost 84 dollars.", cost), PIECE) == []
    assert ungrounded_numbers(said("It cost 48 dollars.", cost), PIECE) == ["48"]
    assert ungrounded_numbers(said("In 2024-05-01 it says so.", cost), PIECE) == []


def test_a_judging_word_is_the_pieces_inside_marks_and_the_assistants_outside():
    assert editorialising(said("The piece says the bridge opened.", OPENED)) == []
    assert editorialising(said("The piece rightly says it.", OPENED)) == ["rightly"]
    assert editorialising(said("I think it opened.", OPENED)) == ["I"]
    assert editorialising(said("He called it “a terrible bridge”.", OPENED)) == []


def test_the_right_one_speaks_or_somebody_else_does():
    hale = [said("The piece says, quoting Mr. Hale: …", quoted(1))]
    assert attributes(hale, "Mr. Hale")
    assert not attributes(hale, "Mr. Stone")
    assert not attributes(hale, "author")
    assert attributes([said("The piece says: it opened.", OPENED)], "author")


def test_a_quotes_own_speaker_counts_and_a_name_that_merely_stands_in_it_does_not():
    assert attributes([said(f"The piece says: ‘{quoted(1).text}’", quoted(1))], "Mr. Hale")
    assert not attributes([said("It says so.", quoted(0))], "Mr. Hale")
    met = "Mr. Hale saw the bridge."
    assert not attributes([said(f"The piece says: “{met}”", quoted(0, text=met))], "Mr. Hale")
    assert not attributes([said(f"The piece says: ‘{quoted(1).text}’", quoted(1))], "Mr. Stone")


def test_the_title_before_a_name_is_not_the_name():
    coach = [said("The piece says, quoting Coach Stone: …", OPENED)]
    assert attributes(coach, "Coach Stone")
    assert not attributes(coach, "Coach Hale")


@pytest.mark.parametrize("own", ["Mr. Hale said that it opened.", "According to Mr. Hale, it opened."])
def test_where_the_author_speaks_nobody_else_is_named_as_speaking(own: str):
    assert not attributes([said(own, OPENED)], "author")
    assert attributes([said(own, OPENED)], "author", "Jo Hale")
    assert attributes([said("The piece says that Mr. Hale built it.", OPENED)], "author")


def test_evidence_found_missed_and_padded():
    found = overlap({1, 2}, [(1,)])
    assert (found.precision, found.recall, found.f1) == pytest.approx((0.5, 1, 2 / 3))
    assert overlap({5}, [(1,)]).f1 == 0
    assert overlap(set(), [(1,)]).precision == 0


def test_the_evidence_set_that_fits_best_counts():
    assert overlap({3}, [(1, 2), (3,)]).f1 == 1


def test_extras_and_what_is_shown_with_the_evidence_do_not_count():
    assert overlap({1, 4}, [(1,)], extras=(4,)).precision == 1
    assert overlap({2, 3}, [(2,)], units=PIECE.units).precision == 1
    assert overlap({1, 4}, [(1,)]).precision == 0.5
    assert overlap({4}, [(1,)], extras=(4,)).f1 == 0


def test_keys_are_there_in_any_spelling_or_missing():
    assert missing_keys("A cease‑fire, he said.", ["cease-fire|ceasefire", "HE SAID"]) == []
    assert missing_keys("Nothing.", ["cease-fire|ceasefire"]) == ["cease-fire|ceasefire"]


@pytest.mark.parametrize(
    ("text", "key", "held"),
    [
        ("It has 48 co-sponsors.", "48", True),
        ("It has 48, no more.", "48", True),
        ("It was 1948.", "48", False),
        ("It cost 48,000 dollars.", "48", False),
        ("It rose by 0.48.", "48", False),
        ("It cost $310,000.", "31", False),
        ("It cost $310,000.", "$310,000", True),
        ("He was fiftyish.", "fifty", False),
        ("It was fifty.", "fifth|fifty", True),
    ],
)
def test_a_key_is_found_as_itself_and_not_inside_another(text: str, key: str, held: bool):
    assert forbidden_keys(text, [key]) == [key] * held
    assert missing_keys(text, [key]) == [key] * (not held)


def test_recall_at_k_is_that_of_the_set_that_fares_best():
    assert recall_at([(0, 1), (2, 3)], [(1, 3)], 1) == 0.5
    assert recall_at([(0, 1), (2, 3)], [(1, 3)], 2) == 1
    assert recall_at([(0, 1)], [(5,)], 1) == 0


def test_answers_to_two_wordings_agree_or_differ():
    assert consistent({1, 2}, False, {2}, False)
    assert consistent(set(), True, set(), True)
    assert not consistent({1}, False, {2}, False)
    assert not consistent({1}, False, set(), True)


@pytest.mark.parametrize(
    ("text", "plain"), [("The  Cat, an owl!", "cat owl"), ("A.", ""), ("U.S. dollars", "us dollars")]
)
def test_the_official_normalisation(text: str, plain: str):
    assert normalised(text) == plain


@pytest.mark.parametrize(
    ("predicted", "gold", "match", "f1"),
    [
        ("the 84 co-sponsors", "84 co-sponsors", 1, 1),
        ("84", "84 co-sponsors", 0, 2 / 3),
        ("", "", 1, 1),
        ("", "84", 0, 0),
        ("none", "84", 0, 0),
        ("a b b c", "b b d", 0, 2 / 3),
    ],
)
def test_exact_match_and_f1_as_scored_by_hand(predicted: str, gold: str, match: float, f1: float):
    assert exact_match(predicted, gold) == match
    assert token_f1(predicted, gold) == pytest.approx(f1)


def test_folding_forgets_typography_and_case_only():
    assert folded("“He’s  HERE” – now") == '"he\'s here" - now'
    assert folded("84") != folded("48")
