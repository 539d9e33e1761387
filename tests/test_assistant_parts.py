import pytest

from assistant.parts import asked_at_once
from assistant.question import Question


def parts(asked: str) -> list[str]:
    return [part.asked for part in asked_at_once(Question.of(asked))]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "what is the bill, who wrote it and how many back it",
            ["what is the bill", "who wrote it", "how many back it"],
        ),
        ("is she right about the street, and does it matter", ["is she right about the street", "does it matter"]),
        ("what does he want and will they pay", ["what does he want", "will they pay"]),
        ("who wrote this piece and what’s it about?", ["who wrote this piece", "what’s it about?"]),
        ("Why did he call? And was the other man moved?", ["Why did he call?", "And was the other man moved?"]),
        ("who’s the author? and what’s it about??", ["who’s the author?", "and what’s it about??"]),
        ("did he lie? why?", ["did he lie?", "why?"]),
        ("who wrote this and when?", ["who wrote this", "when was it published?"]),
        ("are you an AI? who wrote the bill?", ["are you an AI?", "who wrote the bill?"]),
        ("who wrote the bill and who backs it? why?", ["who wrote the bill", "who backs it?", "why?"]),
        (
            "hi there! how are you? who wrote the bill? what does it cost?",
            ["who wrote the bill?", "what does it cost?"],
        ),
    ],
)
def test_several_questions_are_told_apart(question: str, asked: list[str]):
    assert parts(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "for her, what is it all for",
        "what does the pause cost? thanks!",
        "who is he and how",
        "who wrote to her and when?",
        "why did Reed and Vale part?",
        "Sorry for the silly question, but what is a jobber?",
        "who said “You ask what it costs and who wrote this”?",
        "who asked “Who pays? Who reads?”",
        "so he lied? why?",
        "what does the act say? kindly in one line",
        "he won? really?",
        "what is one? what is two? what is three? what is four? what is five? what is six? what is seven?",
    ],
)
def test_a_single_question_is_left_whole(question: str):
    assert parts(question) == []


def test_the_parts_of_a_follow_up_are_its_own_and_lean_on_what_came_before():
    asked = "and who backs it and how many senators do?"
    found = asked_at_once(Question.of(f"who wrote the bill? {asked}", asked, ["who wrote the bill?"]))
    assert [part.asked for part in found] == ["and who backs it", "how many senators do?"]
    assert [part.text for part in found] == ["who wrote the bill? and who backs it", "how many senators do?"]
    assert [part.history for part in found] == [("who wrote the bill?",), ("who wrote the bill?", "and who backs it")]
