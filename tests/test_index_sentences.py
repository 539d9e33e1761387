import importlib.util
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import Sentence, blocks, split

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "sentences.py"
MARKS = "aA1¹[ .!?…“”‘’\"'()-•\n\t。؟é\ud800\0MrUSNo5"


# What makes a pattern go back and forth: long runs that at last do not match.
HARD = {
    "no full stop": "word ",
    "one word": "a",
    "dots that a letter follows": ".",
    "dots and quotation marks": ".”",
    "dots and spaces": ". ",
    "footnotes": ".[1]",
    "bare footnotes": "a.”1 ",
    "letters that begin a line": "A. ",
    "questions in quotes": "?’ Aaa",
    "capitals": "?” A A A A ",
    "initials": "a. ",
    "ideographic stops": "a。",
    "opening quotation marks": "“",
    "items": "\n- x",
    "hyphens": "\n-",
    "blank lines": "\n \t",
    "paragraphs": "a.\r\n\r\n",
}


@pytest.fixture(scope="module")
def compared():
    spec = importlib.util.spec_from_file_location("benchmark_of_sentences", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def parts(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Alder met Dr. Quist.", "They talked."],
        ["The U.S. Senate voted.", "He left the U.S.", "Then he came back."],
        ["It is No. 5 on the list.", "No.", "It is not."],
        ["They met at 7 a.m. on Monday.", "He left at 9 p.m.", "Nobody saw him."],
        ["J. R. Okafor wrote it.", "So did K. Lindqvist."],
        ["“Why now?” she asked.", "Nobody knew."],
        ["“We came.", "We saw,” he said."],
        ["He paused… and went on.", "It cost 3.5 percent."],
        ["“A disgrace.”", "“Worse,” said others."],
        ["He lives on Main St. and prays at St. Clare’s.", "It was John Keene Jr.", "He left."],
        ["Nobody came… but why?", "(Nobody asked.)", "Orr et al. blame the rain, e.g. in Jan. 2019."],
        ["She said: “It cost 3.5 percent!”", "“Who, me?” Ms. Tarrant asked."],
        ["これは文です。", "次の文です。"],
        ["هل هذا صحيح؟", "نعم."],
        ["The last one has no full stop"],
        ["J.D. Vance met the G.O.P. Senate leader.", "I.R.S. Commissioner Lee left the G.O.P.", "Nobody asked."],
        ["Atty. Gen. Lee met Brig. Smith of Calif. Governor Orr’s office.", "Mme. Dupont left Mass.", "She came back."],
        ["The question — “Who pays?” — was never answered.", "“Who pays?”", "— Nobody."],
        ["He lives in the U.S. — a country of laws — and votes.", "The U.S. (and Canada) agreed."],
        [
            "The U.S. $5 billion loan failed.",
            "The U.S. “dollar diplomacy” is dead.",
            "He left the U.S.",
            "“No,” he said.",
        ],
        ["It fell.[3]", "They left.¹", "“It failed.”†", "The U.S.[4] Senate left.", "Done."],
        ["It fell.3", "They left, “and it failed.”12", "“Who knew?”4", "They live at No.5 The Green, on p.7 The end."],
        ["Q. What do they say?", "It was plan B.", "Then we left.", "It cost 3.5 Million.", "It is foresight.22"],
        ["One, two . . . three.", "It failed . . . .", "Then it came."],
    ],
)
def test_sentences_come_out_as_a_reader_sees_them(sentences: list[str]):
    assert parts(" ".join(sentences)) == sentences


def test_a_letter_that_begins_a_line_is_a_sentence_only_where_the_line_above_runs_on():
    assert parts("Q. Who pays?\nA. You do.\nYou need vitamin\nA. The rest is free.") == [
        "Q. Who pays?",
        "A. You do.",
        "You need vitamin\nA.",
        "The rest is free.",
    ]


def test_lines_wrapped_inside_a_paragraph_are_joined():
    assert parts("This line\nwas wrapped.\nThe next\ntoo.") == ["This line\nwas wrapped.", "The next\ntoo."]


def test_list_items_and_headings_stand_alone():
    assert parts("A heading\n\nHe can:\n- go,\n- stay,\n- or wait.") == [
        "A heading",
        "He can:",
        "- go,",
        "- stay,",
        "- or wait.",
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("1. Open the books.\n2. Pay the drivers.", ["1. Open the books.", "2. Pay the drivers."]),
        ("(a) It was legal.\n(b) It was not wise.", ["(a) It was legal.", "(b) It was not wise."]),
        ("They want:\n• a bus\n• a bridge", ["They want:", "• a bus", "• a bridge"]),
        ("The plan\n– which nobody liked –\nfailed.", ["The plan\n– which nobody liked –\nfailed."]),
        ("He went in May\n12. Nobody saw him.", ["He went in May\n12.", "Nobody saw him."]),
    ],
)
def test_a_marker_begins_an_item_unless_it_stands_there_by_chance(text: str, sentences: list[str]):
    assert parts(text) == sentences


def test_a_heading_is_parted_from_the_lines_right_under_it():
    body = "It rained on Monday and on Tuesday, and the council met\non Wednesday."
    assert parts(f"THE LONG RAIN\nBy Ann Orr\n{body}") == ["THE LONG RAIN", "By Ann Orr", body]


@pytest.mark.parametrize(
    "line", ["When it rained on", "The council’s clerk,", "On Monday it rained and rained, said all of them"]
)
def test_a_wrapped_first_line_is_no_heading(line: str):
    text = f"{line}\nMonday the council met and talked until late at night."
    assert parts(text) == [text]


LONG = "The council met on Wednesday, and nobody in the hall could say what it was for."


def test_a_subhead_between_paragraphs_of_one_line_stands_alone():
    assert parts(f"{LONG}\nWhy it matters\n{LONG}\nWhat comes next\n{LONG}") == [
        LONG,
        "Why it matters",
        LONG,
        "What comes next",
        LONG,
    ]
    assert parts(f"The Long Rain\nBy Ann Orr\n{LONG}\nWhy it matters\n{LONG}")[2:] == [LONG, "Why it matters", LONG]


@pytest.mark.parametrize(
    "lines",
    [
        [LONG, "why it matters", LONG],
        [LONG, "Why it matters to all", LONG[0].lower() + LONG[1:]],
        [LONG, "Nobody had asked for a council that meets so often,", LONG],
        [LONG, "Ann Orr told", "Mayor Lind that it was late and that all of them had", LONG],
        [LONG, "It met on the day of rest, in the hall on the hill beside", "Wednesday Market, said all."],
        ["The hall was full.", "Ann Orr told", "Mayor Lind that it was late, said the", LONG],
    ],
)
def test_a_line_of_wrapped_prose_is_no_subhead(lines: list[str]):
    assert not {"Why it matters", lines[1]} & set(parts("\n".join(lines)))


def test_the_first_row_of_a_table_is_no_heading():
    table = "Town | Tanks\nArden in the Vale of the Marl | 2"
    assert parts(table) == [table]
    assert parts(table.replace(" | ", " ")) == ["Town Tanks", "Arden in the Vale of the Marl 2"]


def test_paragraphs_are_numbered():
    assert [sentence.paragraph for sentence in split("One. Two.\n\n \n\nThree.")] == [0, 0, 1]


def test_line_ends_of_every_system_part_paragraphs():
    assert [sentence.paragraph for sentence in split("One.\r\n\r\nTwo.\n\f\nThree.\u2029Four.")] == [0, 1, 2, 3]


def test_blocks_hold_the_sentences():
    text = "They want:\n- a bus\n- a bridge\n\nNobody came. Nobody asked."
    assert [(text[start:end].strip(), paragraph) for start, end, paragraph in blocks(text)] == [
        ("They want:", 0),
        ("- a bus", 0),
        ("- a bridge", 0),
        ("Nobody came. Nobody asked.", 1),
    ]


def test_a_sentence_cannot_be_changed():
    with pytest.raises(AttributeError):
        Sentence(0, 0, 1, 0).end = 2  # type: ignore


def test_an_empty_text_has_no_sentences():
    assert split("") == split(" \n\n ") == ()


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=MARKS, max_size=120) | st.text(st.characters(exclude_categories=()), max_size=60))
def test_every_character_but_white_space_is_in_exactly_one_sentence(text: str):
    found = split(text)
    covered = [position for sentence in found for position in range(sentence.start, sentence.end)]
    assert covered == sorted(set(covered))
    assert set(covered) >= {at for at, mark in enumerate(text) if not mark.isspace()}
    assert [sentence.number for sentence in found] == list(range(len(found)))
    paragraphs = [sentence.paragraph for sentence in found]
    assert paragraphs == sorted(paragraphs)
    assert sorted(set(paragraphs)) == list(range(len(set(paragraphs))))
    for sentence in found:
        assert sentence.start < sentence.end
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]


def seconds(text: str) -> float:
    begun = time.process_time()
    split(text)
    return time.process_time() - begun


@pytest.mark.parametrize("unit", HARD.values(), ids=HARD)
def test_a_million_characters_take_linear_time(unit: str):
    small = unit * (40_000 // len(unit)) + "x"
    assert seconds(small) < 1, "so a million would take minutes, or hours"
    assert seconds(unit * (1_000_000 // len(unit)) + "x") < 15


def test_a_sentence_is_not_cut_however_long_it_is():
    assert len(split("and so it went on " * 5_000)) == 1


def test_marks_without_a_width_behind_a_stop_hide_no_end_and_make_none():
    text = "It is so.\u200b He told Mr.\u200b Orr.\ufeff “No.”\u200e She left at 5 p.m.\u200f today."
    assert [text[one.start : one.end].rstrip("\u200b\u200e\ufeff") for one in split(text)] == [
        "It is so.",
        "He told Mr.\u200b Orr.",
        "“No.”",
        "She left at 5 p.m.\u200f today.",
    ]


def test_importing_it_brings_in_no_library():
    code = "import sys, index.sentences; print({'numpy', 'regex', 'chromadb', 'nltk'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


@pytest.mark.parametrize(("name", "column"), [("development", 0), ("held-out", 1)])
def test_the_traps_come_out_as_the_benchmark_says(compared, name: str, column: int):
    row = re.search(r"these rules +(.+)", compared.__doc__ or "")
    assert row
    said = [float(figure) for figure in row[1].split()][2 * column : 2 * column + 2]
    spans, ends = compared.score(compared.ours, [compared.gold(compared.GOLDS / f"{name}.txt")])
    assert [round(spans.recall, 1), round(ends.f1, 1)] == said


def test_a_gold_is_put_together_from_its_lines(compared, tmp_path: Path):
    (tmp_path / "gold.txt").write_text("# title\nOne ⏎ here.\nTwo.\n⏎ Three.\n⊕ 四。\n\nFive.\n", encoding="utf-8")
    gold = compared.gold(tmp_path / "gold.txt")
    assert gold.text == "One\nhere. Two.\nThree.四。\n\nFive."
    assert [gold.text[start:end] for start, end in gold.spans] == ["One\nhere.", "Two.", "Three.", "四。", "Five."]


def test_what_a_library_altered_is_lost_not_searched_for(compared):
    assert compared.laid("A b.  C d. E.", ["A b.", "C d."]) == [(0, 4), (6, 10)]
    assert compared.laid("A b. C d. E.", ["A b.", "C e.", "E."]) == [(0, 4)]


def test_the_editorial_has_24_sentences(editorial):
    assert len(editorial.sentences) == 24
    assert editorial.date == "2025-07-07"
    assert editorial.sentences[21].start == 2157
