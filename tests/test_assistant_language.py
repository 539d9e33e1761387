import json
from pathlib import Path

import pytest
import yaml

from assistant.language import asked_in, language_of
from eval.sets import FOLDER
from index.sentences import split

PIECES = Path(__file__).parents[1] / "training" / "pieces"
SETS = [yaml.safe_load(file.read_text("utf-8"))["items"] for file in sorted(FOLDER.glob("*.yaml"))]
ITEMS = [item for items in SETS for item in items]
VARIANTS = [variant for item in ITEMS for variant in item.get("variants") or []]


def test_no_english_question_is_taken_for_foreign():
    lines = [line for file in PIECES.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    asked = [row.get("q") for row in map(json.loads, lines)]
    asked += [item["question"] for item in ITEMS]
    asked += [variant["question"] for variant in VARIANTS if variant["kind"] != "language"]
    questions = [question for question in asked if question]
    assert len(questions) > 5_000
    assert [question for question in questions if language_of(question) not in {None, "en"}] == []


def test_no_english_sentence_is_taken_for_foreign():
    texts = [file.read_text("utf-8") for file in sorted(PIECES.glob("*.txt"))[::8]]
    sentences = [text[sentence.start : sentence.end] for text in texts for sentence in split(text)]
    assert len(sentences) > 500
    assert [sentence for sentence in sentences if language_of(sentence) not in {None, "en"}] == []


def test_the_foreign_questions_of_the_eval_sets_are_told():
    foreign = [(variant["language"], variant["question"]) for variant in VARIANTS if variant["kind"] == "language"]
    told = [language_of(question) == language for language, question in foreign]
    assert len(told) > 20
    assert sum(told) / len(told) >= 0.95


@pytest.mark.parametrize(
    "question",
    [
        "Who is Müller?",
        "what does die Zeit say",
        "résumé?",
        "coup d'état?",
        "Le Monde's view?",
        "El Niño?",
        "84 co-sponsors?",
        "UN vote",
        "vis-à-vis Ukraine",
        "Lee van Cleef age",
        "wat is teh bill",
        "status quo",
        "Je suis Charlie?",
        "What does “Pourquoi” mean here?",
        "who is Κωνσταντίνος",
        "no",
        "",
        "84?",
        "🙂",
    ],
)
def test_borrowed_words_and_names_do_not_make_a_question_foreign(question: str):
    assert language_of(question) in {None, "en"}


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("de", "Wie viele Unterstützer hat der Entwurf?"),
        ("de", "und warum eigentlich nicht"),
        ("fr", "Combien de sénateurs soutiennent la loi ?"),
        ("fr", "Qu'est-ce que l'auteur propose ?"),
        ("es", "¿Por qué?"),
        ("es", "cuántos senadores apoyan la ley"),
        ("it", "Perché Trump è sorpreso?"),
        ("pt", "Quem escreveu a lei?"),
        ("nl", "Wat wil Poetin?"),
        ("pl", "Dlaczego Trump jest zaskoczony?"),
        ("sv", "Varför är Trump förvånad?"),
        ("tr", "Neden şaşırdı ve ne istiyor?"),
        ("ru", "Сколько сенаторов поддерживают закон?"),
        ("uk", "Чому Трамп здивований?"),
        ("el", "Ποιος έγραψε τον νόμο;"),
        ("zh", "Trump 和 Putin 谈了什么？"),
        ("zh", "有多少参议员支持该法案？"),
        ("ja", "何人の上院議員が法案を支持していますか？"),
        ("ko", "몇 명의 상원의원이 법안을 지지합니까?"),
        ("ar", "كم عدد أعضاء مجلس الشيوخ؟"),
        ("fa", "چند سناتور از لایحه پشتیبانی می‌کنند؟"),
        ("he", "כמה סנאטורים תומכים בחוק?"),
        ("hi", "कितने सीनेटर समर्थन करते हैं?"),
    ],
)
def test_questions_in_other_languages_are_told(language: str, question: str):
    assert language_of(question) == language


@pytest.mark.parametrize(
    ("question", "of_piece", "language"),
    [
        ("¿Por qué?", "en", "es"),
        ("Who wrote it?", "de", "en"),
        ("Por que o autor está contra?", "es", "es"),  # a word or two that both have: it is the piece's own
        ("Хто написав закон?", "ru", "ru"),
        ("Trump?", "de", "de"),
        ("Warum nicht?", "de", "de"),
    ],
)
def test_a_question_is_in_the_pieces_language_unless_it_is_clearly_not(question: str, of_piece: str, language: str):
    assert asked_in(question, of_piece) == language
