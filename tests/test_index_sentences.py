import importlib.util
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import split

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "sentences.py"
MARKS = "aA1 .!?…“”‘’\"'()-•\n\t。؟é\ud800\0MrUSNo5"


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
        ["これは文です。", "次の文です。"],
    ],
)
def test_sentences_come_out_as_a_reader_sees_them(sentences: list[str]):
    assert parts(" ".join(sentences)) == sentences


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


def test_paragraphs_are_numbered():
    assert [sentence.paragraph for sentence in split("One. Two.\n\n \n\nThree.")] == [0, 0, 1]


def test_an_empty_text_has_no_sentences():
    assert split("") == split(" \n\n ") == ()


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=MARKS, max_size=120))
def test_every_character_but_white_space_is_in_exactly_one_sentence(text: str):
    found = split(text)
    covered = [position for sentence in found for position in range(sentence.start, sentence.end)]
    assert len(covered) == len(set(covered))
    assert set(covered) >= {at for at, mark in enumerate(text) if not mark.isspace()}
    assert covered == sorted(covered)
    assert [sentence.number for sentence in found] == list(range(len(found)))
    for sentence in found:
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]


@pytest.mark.parametrize("text", ["word " * 200_000, "a. " * 300_000, "“" * 500_000, "\n- x" * 200_000, "." * 500_000])
def test_a_million_characters_take_linear_time(text: str):
    begun = time.process_time()
    split(text[: len(text) // 10])
    tenth = time.process_time() - begun
    begun = time.process_time()
    split(text)
    assert time.process_time() - begun < 40 * max(tenth, 0.02)


def test_the_traps_come_out_as_the_docstring_says():
    spec = importlib.util.spec_from_file_location("benchmark", BENCHMARK)
    assert spec
    assert spec.loader
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    right, count, found, _ = benchmark.exact(benchmark.ours(), [benchmark.gold(benchmark.GOLD)])
    assert round(200 * right / (count + found), 1) >= 96.3


def test_the_editorial_has_24_sentences(editorial):
    assert len(editorial.sentences) == 24
    assert editorial.date == "2025-07-07"
    assert editorial.sentences[21].start == 2157
