import json

from assistant.answer import Statement, Withheld
from assistant.engine import Engine
from assistant.verify import verify
from index.piece import Piece
from ui import conversation
from ui.conversation import (
    Conversation,
    Turn,
    conversation_markdown,
    copied,
    frame,
    line_of,
    markdown,
    name_of,
    receipts,
    source_of,
)

COSPONSORS = "How many co-sponsors does the bill have?"


def answered(engine: Engine, question: str) -> Turn:
    turn = Conversation().begin(question)
    for event in engine.events(question):
        turn.take(event)
    return turn


def test_a_turn_ends_with_its_answer(engine: Engine):
    turn = Conversation().begin(COSPONSORS)
    *parts, answer = engine.events(COSPONSORS)
    for part in parts:
        turn.take(part)
    assert turn.state == "running"
    assert turn.statements == list(answer.statements)
    turn.take(answer)
    assert turn.state == "done"
    assert turn.quotes == list(answer.quotes)


def test_only_finished_questions_are_history_and_the_last_can_be_withdrawn(engine: Engine):
    talk = Conversation()
    first, second = talk.begin(COSPONSORS), talk.begin("And why?")
    first.take(engine.answer(COSPONSORS))
    assert talk.history() == [COSPONSORS]
    assert talk.withdraw() == second.question
    assert talk.turns == [first]
    assert Conversation().withdraw() == ""


def test_numbers_are_not_used_twice_and_a_long_conversation_keeps_its_end(monkeypatch):
    monkeypatch.setattr(conversation, "MOST_TURNS", 3)
    talk = Conversation()
    for _ in range(5):
        talk.begin("Why?")
    assert [turn.number for turn in talk.turns] == [3, 4, 5]
    talk.withdraw()
    assert talk.begin("Why?").number == 6
    assert talk.turn(1) is None


def test_markdown_holds_the_question_and_the_quote_with_its_number(engine: Engine):
    text = markdown(answered(engine, COSPONSORS))
    assert text.startswith(f"**{COSPONSORS}**")
    assert "> It has 84 co-sponsors, which in that chamber is close to a miracle. [1]" in text


def test_a_number_stands_at_the_quote_or_after_words_of_their_own_and_at_what_was_quoted_before():
    piece = Piece.from_text("It opened in 1931. Nobody came.")
    quote, other = piece.quote(0), piece.quote(1)
    said = f"The piece says: “{quote.text}”"
    parts = [Statement(said, (quote,)), Statement("It did so in 1931.", (quote, other)), Statement(said, (quote,))]
    turn = Turn(1, "Why?", parts=[*parts])
    assert list(turn.laid_out) == [
        ("The piece says:", [], [0]),
        ("It did so in 1931.", [0, 1], [1]),
        ("The piece says:", [0], []),
    ]
    assert markdown(turn).split("\n\n")[1:] == [
        "The piece says:",
        "> It opened in 1931. [1]",
        "It did so in 1931. [1] [2]",
        "> Nobody came. [2]",
        "The piece says: [1]",
    ]


def test_of_a_list_only_the_first_is_introduced():
    piece = Piece.from_text("It opened in 1931. Nobody came. It closed in 1940.")
    frames = ("The piece says", "It also says", "The piece says, reporting Ada Stone")
    parts = [Statement(f"{words}: “{piece.sentence_text(at)}”", (piece.quote(at),)) for at, words in enumerate(frames)]
    turn = Turn(1, "Why?", parts=[*parts, Statement("It also says this.", (piece.quote(0),))])
    words = [said for said, _, _ in turn.laid_out]
    assert words == ["The piece says:", "", "The piece says, reporting Ada Stone:", "It also says this."]
    assert "> It opened in 1931. [1]\n\n> Nobody came. [2]\n\nThe piece" in markdown(turn)


def test_what_is_copied_names_its_source_as_far_as_it_is_known(engine: Engine):
    source = "— Eleanor Marsh, “A Hung-Up Call and an Open Hand”, 7 July 2025"
    assert copied(answered(engine, COSPONSORS)).endswith(f"[1]\n\n{source}")
    assert copied(answered(engine, "How did Lindsey Graham vote on the bill?")).endswith(source)
    assert "—" not in copied(answered(engine, "Who is the author?"))
    assert source_of(Piece.from_text("One.", date="2026-07")) == "2026-07"
    assert source_of(Piece.from_text("One.")) == ""


def test_markdown_says_who_speaks_in_a_quote_as_the_page_does():
    piece = Piece.from_text("“It is shut,” Ada *Stone* said. “It is shut,” Ada Stone said. It is shut. She said so.")
    quotes = (piece.quote(0, speaker="Ada *Stone*"), piece.quote(1), piece.quote(2), piece.quote(3))
    turn = Turn(1, "Why?", parts=[Statement("So it is.", quotes)])
    assert markdown(turn).split("\n\n")[2:] == [
        "> “It is shut,” Ada \\*Stone\\* said. [1]\n>\n> Ada \\*Stone\\* speaking",
        "> “It is shut,” Ada Stone said. [2]\n>\n> Ada Stone speaking",
        "> It is shut. [3]",
        "> She said so. [4]",
    ]


def test_a_quote_by_itself_is_one_line_with_its_speaker_and_its_source():
    text = "“It is\nshut,” Ada Stone said. Nobody *asked*."
    known = Piece.from_text(text, title="The Bridge", author="Ann Orr", date="2025-07-07")
    source = "Ann Orr, “The Bridge”, 7 July 2025"
    assert line_of(known.quote(0), known) == f"‘“It is shut,” Ada Stone said.’ — Ada Stone speaking; {source}"
    assert line_of(known.quote(1), known) == f"“Nobody *asked*.” — {source}"
    bare = Piece.from_text(text)
    assert line_of(bare.quote(0), bare) == "‘“It is shut,” Ada Stone said.’ — Ada Stone speaking"
    assert line_of(bare.quote(1), bare) == "“Nobody *asked*.”"


def test_the_date_is_told_as_the_page_prints_it_and_in_another_language_as_it_stands(engine: Engine):
    turn = answered(engine, "When was it published?")
    assert markdown(turn).endswith("The piece is dated 7 July 2025.")
    assert turn.answer
    assert turn.answer.text == "The piece is dated 2025-07-07."
    german = "Der Text ist auf 2025-07-07 datiert."
    assert frame(Statement(german, (), ("date",))) == german
    assert frame(Statement("The piece is dated 2025-07-07.")) == "The piece is dated 2025-07-07."


def test_markdown_of_a_refusal_says_that_the_nearest_passage_does_not_answer(engine: Engine):
    text = markdown(answered(engine, "How did Lindsey Graham vote on the bill?"))
    assert "The nearest passage, which I do not take for an answer:" in text
    assert "[1]" not in text


def test_markup_in_a_question_or_a_piece_is_text_in_markdown():
    piece = Piece.from_text("He wrote *all* of [this](javascript:x) and <b>that</b>.", title="# No heading")
    turn = Turn(1, "<script> *what*?", parts=[Statement("The piece says: “x”", (piece.quote(0),))])
    whole = conversation_markdown(piece, [turn])
    assert "\\<script\\> \\*what\\*?" in whole
    assert "\\[this\\](javascript:x)" in whole
    assert "# \\# No heading" in whole


def test_withheld_statements_are_counted_with_their_reasons():
    turn = Turn(1, "Why?", parts=[Withheld("It has 48.", (), "numbers", "“48” is not in it")])
    assert "*1 withheld: “48” is not in it*" in markdown(turn)


def test_receipts_verify_by_themselves_and_an_altered_one_does_not(engine: Engine):
    rows = json.loads(receipts([answered(engine, COSPONSORS), Turn(2, "Why?")]))
    (row,) = rows
    assert verify(row) == []
    row["quotes"][0]["text"] = row["quotes"][0]["text"].replace("84", "48")
    assert verify(row) != []


def test_a_piece_without_a_title_is_called_by_its_first_words():
    assert name_of(Piece.from_text("One two three four five six seven eight nine ten.")).endswith("nine…")
    assert name_of(Piece.from_text("One.", title="The title")) == "The title"
