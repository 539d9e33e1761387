import json
from pathlib import Path

import pytest
import yaml

from assistant.language import asked_in, language_of, written_in
from eval.sets import shipped
from index.sentences import split

PIECES = Path(__file__).parents[1] / "training" / "pieces"
SETS = [yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)["items"] for file in shipped()]
ITEMS = [item for items in SETS for item in items]
VARIANTS = [variant for item in ITEMS for variant in item.get("variants") or []]

# Written after the word lists; these must not be mended with them.
HELD_OUT = {
    "de": """Welche Strafe sieht der Entwurf vor?
Was hat der frühere Botschafter gesagt?
Ist der Präsident überrascht?
Wie lange haben die beiden telefoniert?
Was passierte in der Nacht danach?
Gegen wen richtet sich das Gesetz?
Soll Washington wieder Waffen liefern?
was rät der Kommentar
Nenne die beiden Senatoren.
Wofür wird Kabul erwähnt?""",
    "fr": """Quelle peine prévoit le projet de loi ?
Que s'est-il passé cette nuit-là ?
Le président est-il surpris ?
Combien de temps ont-ils parlé ?
Qui sont les deux sénateurs ?
quels pays seraient punis
Faut-il livrer des armes ?
À quoi sert l'exemple de Kaboul ?
Que conseille l'éditorial ?
Est-ce que la Maison-Blanche a confirmé la pause ?""",
    "es": """¿Qué castigo prevé el proyecto?
¿Está sorprendido el presidente?
quienes son los dos senadores
¿Cuánto duró la llamada?
que paso esa noche
¿Para qué se menciona Kabul?
¿Debe Washington enviar armas?
dime qué aconseja el editorial
Explica el argumento principal
a qué países castigaría la ley""",
    "it": """Quale pena prevede la legge?
Il presidente è sorpreso?
Chi sono i due senatori?
Quanto è durata la telefonata?
Che cosa è successo quella notte?
A che cosa serve l'esempio di Kabul?
Washington deve mandare armi?
Cosa consiglia l'editoriale?""",
    "pt": """Que punição prevê a lei?
O presidente está surpreso?
Quem são os dois senadores?
Quanto tempo durou a ligação?
O que aconteceu naquela noite?
Para que serve o exemplo de Cabul?
Washington deve enviar armas?
O que aconselha o editorial?""",
    "nl": """Welke straf staat er in de wet?
Is de president verrast?
Wie zijn de twee senatoren?
Hoe lang duurde het gesprek?
Wat gebeurde er die nacht?
Waarom wordt Kaboel genoemd?
Moet Washington wapens leveren?
Wat raadt de krant aan?""",
    "pl": """Jaką karę przewiduje ustawa?
Czy prezydent jest zaskoczony?
Kim są dwaj senatorowie?
Jak długo trwała rozmowa?
Co się stało tej nocy?
Po co wspomniano Kabul?""",
    "sv": """Vilket straff föreslår lagen?
Är presidenten förvånad?
Vilka är de två senatorerna?
Hur länge varade samtalet?
Vad hände den natten?""",
    "ru": """Какое наказание предусматривает закон?
Удивлён ли президент?
Кто эти два сенатора?""",
    "uk": """Яке покарання передбачає закон?
Чи здивований президент?
Хто ці два сенатори?""",
    "tr": """Yasa hangi cezayı öngörüyor?
Başkan şaşkın mı?
O gece ne oldu?""",
    "cs": """Jaký trest zákon stanoví?
Je prezident překvapen?
Co se stalo té noci?""",
    "el": """Είναι έκπληκτος ο πρόεδρος;""",
    "zh": """总统感到意外吗？""",
    "ja": """大統領は驚いていますか？""",
    "ko": """대통령은 놀랐습니까?""",
    "ar": """هل فوجئ الرئيس؟""",
    "he": """האם הנשיא מופתע?""",
    "hi": """क्या राष्ट्रपति हैरान हैं?""",
}


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


def test_held_out_questions_are_mostly_told_and_hardly_ever_mistaken():
    told = [(language, language_of(line)) for language, lines in HELD_OUT.items() for line in lines.splitlines()]
    assert sum(found == language for language, found in told) / len(told) >= 0.75
    assert sum(found not in {None, language} for language, found in told) <= 2


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
        ("de", "Was sagte Miller über Baker?"),
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


def test_every_english_piece_is_known_to_be_english():
    texts = [file.read_text("utf-8") for file in sorted(PIECES.glob("*.txt"))]
    assert len(texts) > 100
    assert {written_in(text) for text in texts} == {"en"}


@pytest.mark.parametrize(
    "text",
    [
        "The mill closed in 1912.",
        "The mill closed.",
        "It has 84 co-sponsors.",
        "She never came back to them.",
        "The bill has 84 co-sponsors. The vote is on Monday.",
    ],
)
def test_a_very_short_english_piece_is_english(text: str):
    assert written_in(text) == "en"


# Albanian (twice, with English names), Irish, Tagalog, Croatian, Slovak, Latin, Swahili.
UNKNOWN = """Qeveria nuk e pranoi projektligjin e opozitës. Askush nuk e di se çfarë do të ndodhë më vonë.
Gazeta The New York Times shkruan se Bank of America dhe The Wall Street Journal nuk janë për këtë ligj të ri.
Níor ghlac an rialtas leis an mbille. Bhí na mílte duine ag agóid an tseachtain seo caite.
Hindi tinanggap ng pamahalaan ang panukalang batas. Walang nakakaalam kung ano ang mangyayari.
Vlada nije prihvatila prijedlog zakona. Nitko ne zna što će se dogoditi.
Vláda neprijala návrh zákona. Nikto nevie, čo sa stane.
Gallia est omnis divisa in partes tres. Hi omnes lingua, institutis, legibus inter se differunt. Is est me an do.
Serikali haikukubali muswada huo. Maelfu ya watu walikusanyika Nairobi kuandamana."""


@pytest.mark.parametrize("text", UNKNOWN.splitlines())
def test_a_piece_in_a_language_that_is_not_known_is_not_english(text: str):
    assert written_in(text) != "en"
    assert written_in(f"{text} " * 40) != "en"
