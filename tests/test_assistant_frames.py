import pytest

from assistant import frames
from assistant.answer import Refusal, Statement
from index.piece import Piece


def stated(text: str) -> str:
    return frames.statement(Piece.from_text(text).quote(0), first=True).text


def test_the_frame_names_the_speaker_that_the_sentence_names():
    assert (
        stated("“It was late,” Mr. Alder said.")
        == "The piece says, quoting Mr. Alder: ‘“It was late,” Mr. Alder said.’"
    )


def test_the_frame_names_nobody_where_the_sentence_does_not():
    assert stated("It was late.") == "The piece says: “It was late.”"


def test_what_is_reported_without_quotation_marks_is_not_called_a_quotation():
    assert stated("Mr. Alder said that it was late.").startswith("The piece says, reporting Mr. Alder:")


def test_an_answer_that_is_not_sure_says_so():
    quote = Piece.from_text("It was late.").quote(0)
    assert frames.statement(quote, first=True, sure=False).text == "The closest the piece comes to this: “It was late.”"
    assert frames.statement(quote, first=False, sure=False).text == "It also says: “It was late.”"


@pytest.mark.parametrize("text", ["It was {late}.", "It was {0} late.", "100 % “late” {quote}."])
def test_braces_in_the_piece_are_text(text: str):
    assert text in stated(text)


def test_every_message_that_the_code_asks_for_exists():
    for table in (frames.frames, frames.metadata, frames.missing, frames.refusals):
        assert all(table().values())


def test_a_title_that_the_text_has_is_told_with_its_line():
    piece = Piece.from_text(
        "Mend It\n\nBy Ada Quill\n\nThe pipe leaks. So mend it.", title="Mend It", author="Ada Quill"
    )
    title, author, date = (frames.about(piece, field) for field in ("title", "author", "date"))
    assert isinstance(title, Statement)
    assert isinstance(author, Statement)
    assert (title.quotes[0].text, title.metadata) == ("Mend It", ("title",))
    assert author.quotes[0].text == "By Ada Quill"
    assert isinstance(date, Refusal)
