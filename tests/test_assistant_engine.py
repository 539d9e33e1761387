import pytest

from assistant.answer import Answer
from assistant.engine import Engine
from eval.reader import exact
from eval.sets import FOLDER, load_set
from index.piece import Piece


def test_a_file_is_opened_by_its_path(tmp_path):
    path = tmp_path / "piece.txt"
    path.write_text("The mill closed in 1912. Nobody came back.")
    answer = Engine.open(path, store=tmp_path / "index").answer("when did the mill close?")
    assert answer.quotes[0].text == "The mill closed in 1912."


def test_the_answer_says_who_answered_and_from_which_piece(engine: Engine):
    answer = engine.answer("how many co-sponsors?")
    assert answer.answerer == "reader"
    assert "@" in (answer.model or "")
    assert answer.piece is engine.piece


def test_the_last_event_is_the_answer_and_the_only_one(engine: Engine):
    events = list(engine.events("what could he do instead?"))
    assert [isinstance(event, Answer) for event in events] == [False] * (len(events) - 1) + [True]


def test_an_index_that_cannot_be_kept_is_told_in_the_answer(sample_piece: Piece, tmp_path):
    (tmp_path / "file").write_text("")
    answer = Engine.open(sample_piece, store=tmp_path / "file" / "index").answer("how many co-sponsors?")
    assert "in memory this time" in (answer.notice or "")
    assert "84" in answer.text


@pytest.mark.parametrize("name", ["sample", "editorial"])
def test_every_quote_of_every_question_is_an_exact_slice_of_whole_sentences(
    name: str, engine: Engine, request: pytest.FixtureRequest, tmp_path
):
    asked = engine if name == "sample" else Engine.open(request.getfixturevalue("editorial"), store=tmp_path)
    outcomes = []
    for item in load_set(FOLDER / f"{name}.yaml").items:
        answer = asked.answer({"question": item.question, "history": list(item.history)})
        assert answer.refusal or answer.statements
        assert all(statement.quotes or statement.metadata for statement in answer.statements)
        assert all(quote.text in statement.text for statement in answer.statements for quote in statement.quotes)
        outcomes += exact(answer)
    assert len(outcomes) > 100
    assert all(outcomes)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wie viele Unterstützer hat das Gesetz?", "Ohne Sprachmodell"),
        ("¿Quién redactó la ley?", "Sin un modelo de lenguaje"),
        ("有多少参议员支持该法案？", "没有连接语言模型时"),
        ("कितने सीनेटर समर्थन करते हैं?", "Without a language model"),
    ],
)
def test_without_a_model_a_foreign_question_is_refused_kindly_in_its_language(question: str, said: str, engine: Engine):
    answer = engine.answer(question)
    assert answer.refusal
    assert answer.refusal.code == "outside_the_text"
    assert answer.text.startswith(said)
    assert "English" in answer.text


def test_a_question_in_the_pieces_own_language_is_not_foreign(tmp_path):
    piece = Piece.from_text("Die Mühle wurde 1912 geschlossen. Niemand ist in das Dorf zurückgekommen.")
    with_german = Engine.open(piece, store=tmp_path)
    answer = with_german.answer("Wann wurde die Mühle geschlossen?")
    assert "1912" in answer.text or (answer.refusal and "Sprachmodell" not in answer.text)
    assert "own language (Deutsch)" in with_german.answer("When was the mill closed by them?").text
