import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.protocol import READ_AT_MOST, Cited, Declined, Parser, Unit

BILL = Cited("The bill has 84 co-sponsors.", (26,))
WHO = Cited("Mr. Graham wrote it.", (25,))


def parsed(text: str, size: int = 7) -> list[Unit]:
    parser = Parser()
    units = [unit for at in range(0, len(text), size) for unit in parser.feed(text[at : at + size])]
    return units + parser.finish()


@pytest.mark.parametrize(
    "text",
    [
        "The bill has 84 co-sponsors [26].\nMr. Graham wrote it [25].\n",
        "The bill has 84 co-sponsors [26]. Mr. Graham wrote it [25].",
        "The bill has 84 co-sponsors. [26] Mr. Graham wrote it. [25]",
        "The bill has 84 co-sponsors [26] Mr. Graham wrote it [25]",
        "[26] The bill has 84 co-sponsors.\n[25] Mr. Graham wrote it.\n",
        "The bill has 84 co-sponsors.\n[26]\nMr. Graham wrote it.\n[25]\n",
        "Sure!\nHere is the answer:\n```text\nThe bill has 84 co-sponsors [26].\nMr. Graham wrote it [25].\n```\n",
        "- The bill has 84 co-sponsors [26].\n- Mr. Graham wrote it [25].",
        "1. The bill has **84** co-sponsors [26].\n2) *Mr. Graham* wrote it [25].",
        "Answer: The bill has 84 co-sponsors [[26]].\r\n\r\nMr. Graham wrote it [^25].\r\n",
        "The bill has 84 co-sponsors [sentence 26].\nMr. Graham wrote it 【25†source】.",
        "The bill has 84 co-sponsors [26][26].\nMr. Graham wrote it \\[25\\].",
        "<think>Sentence [3]?\nNo.</think>\nThe bill has 84 co-sponsors [26].\nMr. Graham wrote it [25].",
        "<thinking>Sentence 3 [3].</thinking>\nThe bill has 84 co-sponsors [26].\nMr. Graham wrote it [25].",
        "<reasoning>\nIt is [3].\n</reasoning>\n\nThe bill has 84 co-sponsors [26].\nMr. Graham wrote it [25].",
        "The bill has 84 co-sponsors (sentence 26).\nMr. Graham wrote it (sentences 25).",
        "[26]: The bill has 84 co-sponsors.\n[^25]: Mr. Graham wrote it.",
        "✅ The bill has 84 co-sponsors [26].\n▪️ Mr. Graham wrote it [25].\n\n**Sources:** [25], [26]\n",
        "A: The bill has 84\u00a0co-sponsors\u00a0[26]. Mr. Graham wrote it [25]. Would you like to know more?",
        "The bill has 8\u200b4 co-\u202esponsors [26].\nMr. Graham wrote it [25].\x07",
    ],
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_the_protocol_survives_how_small_models_write(text: str, size: int):
    assert parsed(text, size) == [BILL, WHO]


def test_what_a_model_only_thinks_is_no_answer():
    assert parsed("<think>The bill has 84 co-sponsors [26].") == []
    assert parsed("The <think> bill has 84 co-sponsors [26].") != []


def test_a_question_is_dropped_where_it_cites_nothing_and_kept_where_it_does():
    assert parsed("Would you like to know who wrote the bill?\n") == []
    assert parsed("The author asks, who wrote the bill? [26]\n") == [
        Cited("The author asks, who wrote the bill?", (26,))
    ]


@pytest.mark.parametrize(
    "answer",
    [
        [{"text": "The bill has 84 co-sponsors.", "citations": [26]}, {"text": "Mr. Graham wrote it.", "source": 25}],
        {"answer": "The bill has 84 co-sponsors [26]. Mr. Graham wrote it [25]."},
        {"statements": ["The bill has 84 co-sponsors [26].", "Mr. Graham wrote it [25]."], "confidence": 0.9},
    ],
)
@pytest.mark.parametrize("frame", ["{}", "```json\n{}\n```", "\n{}\n"])
def test_an_answer_in_json_comes_to_the_same(answer: object, frame: str):
    assert parsed(frame.replace("{}", json.dumps(answer, indent=1)), 1) == [BILL, WHO]


def test_lines_of_json_come_to_the_same():
    rows = [{"text": "The bill has 84 co-sponsors.", "cite": [26]}, {"text": "Mr. Graham wrote it.", "cite": [25]}]
    assert parsed("\n".join(map(json.dumps, rows))) == [BILL, WHO]


@pytest.mark.parametrize(
    "text", ['{"text": "The bill', "[" * 5000, '{"a":' * 2000, "{}", "[]", '{"a": NaN}', '["", 1, null]']
)
def test_broken_json_comes_to_nothing(text: str):
    assert parsed(text) == []


@pytest.mark.parametrize(
    ("marks", "numbers"),
    [
        ("[1][2] [3]", (1, 2, 3)),
        ("[1, 2; 3 and 4]", (1, 2, 3, 4)),
        ("[2-4]", (2, 3, 4)),
        ("[2–4]", (2, 3, 4)),
        ("[4-2]", (4, 2)),
        ("[0]", (0,)),
        ("[999999]", (999_999,)),
        ("[1-999999]", tuple(range(1, 14))),
    ],
)
def test_markers_in_many_shapes_are_read(marks: str, numbers: tuple[int, ...]):
    assert parsed(f"The bill has 84 co-sponsors {marks}.") == [Cited("The bill has 84 co-sponsors.", numbers)]


def test_markers_in_mid_sentence_belong_to_it():
    assert parsed("Mr. Graham [25], a Republican [25], wrote the bill [24] with others.\n") == [
        Cited("Mr. Graham, a Republican, wrote the bill with others.", (25, 24))
    ]


def test_a_sentence_without_a_marker_stands_on_the_next_one_of_its_line():
    assert parsed("Two senators wrote a bill. It has 84 co-sponsors [26].") == [
        Cited("Two senators wrote a bill.", (26,)),
        Cited("It has 84 co-sponsors.", (26,)),
    ]
    assert parsed("Two senators wrote a bill.\nIt has 84 co-sponsors [26].")[0] == Cited("Two senators wrote a bill.")


def test_the_metadata_are_cited_by_name():
    assert parsed("It was published in July [date].") == [Cited("It was published in July.", (), ("date",))]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("REFUSE not_mentioned [4]", Declined("not_mentioned", 4)),
        ("REFUSE: false premise [4][5].\n", Declined("false_premise", 4)),
        ("**REFUSE** too-vague", Declined("too_vague")),
        ("```\nREFUSE outside_the_text\n```", Declined("outside_the_text")),
        ("REFUSE because I say so", Declined("not_mentioned")),
        ('{"refuse": "mentioned_not_answered", "nearest": 7}', Declined("mentioned_not_answered", 7)),
    ],
)
def test_a_refusal_is_read(text: str, refusal: Declined):
    assert parsed(text) == [refusal]


def test_to_refuse_is_also_a_verb():
    assert parsed("Refuse to sell, says the author [3].") == [Cited("Refuse to sell, says the author.", (3,))]


@pytest.mark.parametrize(
    "tail", ["Mr. Graham wrote", "Mr. Graham wrote it [2", "Mr. Graham wrote it [25] but", "[25", "Mr. Graham ["]
)
def test_what_is_broken_off_is_not_released(tail: str):
    assert parsed(f"The bill has 84 co-sponsors [26].\n{tail}") == [BILL]


def test_half_a_marker_in_a_whole_line_leaves_it_without_a_number():
    assert parsed("The bill has [26 co-sponsors.\n") == [Cited("The bill has [26 co-sponsors.")]


def test_a_sentence_is_released_with_the_mark_that_ends_it():
    parser = Parser()
    assert parser.feed("The bill has 84 co-sponsors [26]") == []
    assert parser.feed(".") == [BILL]


@pytest.mark.parametrize("text", ["word " * 1000, "[1]" * 50_000, "x" * 10_000_000, "a [1 " * 5_000])
def test_what_never_ends_is_not_read_to_its_end(text: str):
    parser = Parser()
    assert parser.feed(text) == []
    assert parser.full
    assert parser.feed("The bill has 84 co-sponsors [26].\n") == parser.finish() == []


def test_ten_megabytes_of_good_lines_are_read_up_to_the_limit():
    line = "The bill has 84 co-sponsors [26].\n"
    assert len(parsed(line * (10_000_000 // len(line)), 65_536)) == READ_AT_MOST // len(line)


LONG = {
    "blank lines": "\n" * 190_000,
    "blank lines in JSON": '{"answer": "It is so [1]."' + "\n" * 190_000 + "}",
    "blanks in a string": json.dumps({"answer": "It is so [1]." + " " * 190_000}),
    "sentences in a string": json.dumps({"answer": "It is so, they say [1]. " * 8_000}),
    "strings and numbers": json.dumps({**{f"a{n}": "It is\nso." for n in range(5_000)}, "cite": list(range(9_000))}),
    "lines in a string": json.dumps({"answer": "a\n" * 60_000, "cite": [1]}),
    "underscores": json.dumps({"answer": "_" * 190_000}),
    "markers without a stop": "x[1]," * 38_000,
    "fences": "```\n" * 900,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_no_answer_takes_long_to_read(text: str):
    began = time.process_time()
    parsed(text, len(text))
    assert time.process_time() - began < 1


def test_a_string_of_an_answer_in_json_is_read_up_to_a_length():
    assert len(parsed(json.dumps({"answer": "The bill has 84 co-sponsors [26]. " * 200}))) == 200
    assert parsed(json.dumps({"answer": "The bill has 84 co-sponsors [26]. " * 400})) == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([*'[]0123456789.,!? \n"“”`{}*-', "The bill ", "[26]", "REFUSE ", "Mr. ", "and ", "date"]),
        max_size=40,
    ),
    st.integers(1, 9),
)
def test_the_units_do_not_depend_on_how_the_text_is_cut(parts: list[str], size: int):
    text = "".join(parts)
    assert parsed(text, size) == parsed(text, 1)
