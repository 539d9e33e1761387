import pytest

from assistant.engine import Engine
from index.piece import Piece
from index.store import MEMORY
from ui.suggest import WRITTEN, Suggestions, candidates, names, persons, suggestions, untold

TOWN = Piece.from_text(
    "The council of Tarnbury met on Monday. It has 14 members, and nine of them stayed away. "
    "“We have run out of patience,” Ada Stone told reporters. The White House confirmed a pause in deliveries. "
    "Ada Stone wants a vote. The old mill burned down in 1911."
)


def test_those_of_the_sample_were_written_by_hand_and_are_proven(engine: Engine):
    found = suggestions(engine)
    assert (*found.answerable, *found.unanswerable) == WRITTEN[engine.piece.title or ""]


@pytest.fixture(scope="module")
def town():
    engine = Engine.open(TOWN, store=MEMORY)
    yield engine
    engine.close()


def test_those_of_another_piece_are_its_own_and_answered_with_a_quote(town: Engine):
    found = suggestions(town)
    assert len(found.answerable) == 2
    for question in found.answerable:
        assert town.answer(question).quotes
    (untrue,) = found.unanswerable
    assert town.answer(untrue).refusal


def test_who_is_quoted_is_asked_where_the_piece_gives_nothing_better_to_ask():
    bare = "“It is late in the day,” he said. “It is early in the day,” she said. So it goes on and on."
    engine, other = (Engine.open(Piece.from_text(text), store=MEMORY) for text in (bare, f"{bare} {TOWN.text}"))
    assert suggestions(engine).answerable == ("Who is quoted?",)
    assert "Who is quoted?" not in suggestions(other).answerable
    engine.close()
    other.close()


def test_they_are_of_two_kinds_where_there_are_two():
    text = "Ada Stone wants a vote on the mill. Tom Hale wants a new bridge in May. The council bought 14 small boats."
    engine = Engine.open(Piece.from_text(text), store=MEMORY)
    assert suggestions(engine).answerable == ("What does Ada Stone want?", "How many small boats were bought?")
    engine.close()


@pytest.mark.parametrize(("times", "made"), [(1, True), (14, False)])
def test_nothing_is_asked_of_a_sentence_that_takes_long_to_read(times: int, made: bool):
    text = "Ada Stone wants a vote on the mill, " + "and on the bridge and the road that leads to it, " * times + "now."
    assert any(candidates(Piece.from_text(text))) is made


def test_what_is_not_in_the_piece_is_asked_of_somebody_in_it():
    text = "Ada Stone, the miller, came. Ann Orr was there. Nobody else came to the Old Mill in May."
    piece = Piece.from_text(text, author="Ann Orr")
    assert next(untold(piece)) == "How old is Ada Stone?"
    assert not any("Mill" in question for question in untold(piece))
    assert persons(piece) == ["Ada Stone"]


def test_what_came_after_the_piece_is_not_in_it_unless_it_is():
    silent, telling = (
        Engine.open(Piece.from_text(f"The mill was sold to the Crown in May. {more}"), store=MEMORY)
        for more in ("Nobody came.", "In reply, readers wrote that it should burn.")
    )
    assert suggestions(silent).unanswerable == ("What did readers write in reply?",)
    assert telling.answer("What did readers write in reply?").quotes
    assert suggestions(telling).unanswerable != ("What did readers write in reply?",)
    silent.close()
    telling.close()


def test_they_are_about_different_sentences(town: Engine):
    first, second = (town.answer(question).quotes[0].sentences for question in suggestions(town).answerable)
    assert first != second


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many members are there?", 1),
        ("What did Ada Stone tell reporters?", 2),
        ("What did the White House confirm?", 3),
        ("What happened in 1911?", 5),
    ],
)
def test_questions_are_made_of_numbers_speakers_times_and_doers(question: str, sentence: int):
    made = {candidate.question: candidate.sentence for candidate in candidates(TOWN)}
    assert made.get(question) == sentence


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Ada Stone told reporters that it was late.", "What did Ada Stone tell reporters?"),
        ("Ada Stone told Mr. Hale that it was late.", "What did Ada Stone say?"),
        ("Ada Stone warned Mr. Hale that it was late.", "What did Ada Stone warn?"),
    ],
)
def test_what_was_told_is_asked_for_with_its_listeners_or_as_what_was_said(text: str, question: str):
    assert next(candidates(Piece.from_text(text))).question == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Ada Stone, the miller, came.", "Who is Ada Stone?"),
        ("Then came the miller, Ada Stone, and wept.", "Who is Ada Stone?"),
        ("I met a miller called Ada Stone.", "Who is Ada Stone?"),
        ("Our miller, Dr. Ada Stone, thinks that it is late.", "What does Dr. Ada Stone think?"),
        ("Tarnbury has 14 small boats.", "How many small boats does Tarnbury have?"),
        ("The council bought only 14 small boats.", "How many small boats were bought?"),
        ("It came on 3 May and was late.", "What happened on 3 May?"),
        ("Ada Stone was a miller in Tarnbury.", "Who was a miller in Tarnbury?"),
        ("Of it 12 percent of the town’s budget.", "What share of the town’s budget is meant?"),
    ],
)
def test_questions_are_made_of_who_people_are_and_of_what_they_have_and_do(text: str, question: str):
    assert next(candidates(Piece.from_text(text))).question == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The Outer Islands, the last to vote, came.", "Who is"),
        ("Ms. Stone, the miller, came.", "Who is"),
        ("The mail was put down in the workshop.", "Who was"),
        ("Mine says that it was late in the day.", "Mine"),
        ("Ada Stone told his lawyers that it was late.", "tell his"),
        ("It has three parts and 288 pages.", "How many"),
        ("Of the five was one late.", "How many"),
        ("The two best singers came.", "best"),
        ("It took 3 percent of the national oil fund.", "What share"),
    ],
)
def test_questions_that_nobody_would_ask_are_not_made(text: str, question: str):
    assert not any(question in candidate.question for candidate in candidates(Piece.from_text(text)))


GERMAN = "Die Brücke wurde 1931 eröffnet, und sie hat zwei Millionen gekostet. Die Frau Ada Stone war nicht in Berlin."


def test_a_piece_in_another_language_is_offered_no_english_questions():
    engine = Engine.open(Piece.from_text(GERMAN), store=MEMORY)
    assert list(untold(engine.piece)), "there are some, and each would be refused as in a foreign language"
    assert suggestions(engine) == Suggestions()
    engine.close()


def test_no_question_leans_on_a_pronoun_that_only_its_neighbour_explains():
    piece = Piece.from_text("Mr. Hale believed that she had sent them there at once. Mr. Hale walked home at night.")
    asked = [candidate.question for candidate in candidates(piece)]
    assert not any("she" in question.split() for question in asked)


def test_names_are_found_inside_sentences_and_months_are_none():
    assert names("It was sold to Ada Stone of Tarnbury in May by the Kremlin.")[0] == "Ada Stone of Tarnbury"
    assert "May" not in names("It was in May.")


def test_a_piece_without_names_or_numbers_has_no_suggestions():
    engine = Engine.open(Piece.from_text("So it goes. And on it goes."), store=MEMORY)
    assert suggestions(engine).answerable == ()
    assert list(untold(engine.piece)) == []
    engine.close()
