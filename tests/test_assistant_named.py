import pytest

from assistant.named import begun, in_marks, signature, spoken_by, told_of, words_of_another
from assistant.question import Question
from index.piece import Piece

PIECE = Piece.from_text(
    "The bridge is shut. Its keeper, Ines Vale, has left. Ines Vale told the council that it was weak. "
    "Old Marsh said nothing. Tom Reed and his dog wrote a book. Anna Lund added a wing. "
    "Yusuf Aden warned that it rains. It opened in 1931."
)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("who is ines vale", 1),
        ("Who’s Vale?", 1),
        ("and who was Tom Reed?", 4),
        ("what did vale say", 2),
        ("what does Marsh say about it?", 3),
        ("what did tom reed say", None),
        ("what did anna lund say", None),
        ("what does aden think", 6),
        ("what does he mean by “a wing”?", 5),
        ("what does 'the council' mean here", 2),
        ('what means "Its keeper"', 1),
        ("what does he mean by “a swing”?", None),
        ("what did he say about “a wing”?", None),
        ("what did “a wing” cost", None),
        ("1931 what?", 7),
        ("what is 1931?", 7),
        ("1913 what?", None),
        ("who is anna lund", 5),
        ("who is the keeper", None),
        ("what is old", None),
        ("who is anna vane", None),
        ("what did ines vale do", None),
        ("what did she say", None),
    ],
)
def test_a_sentence_tells_of_the_name_that_is_asked_about_or_none_does(question: str, number: int | None):
    assert told_of(PIECE, question, range(8)) == number


def test_of_several_the_one_that_is_ranked_first_is_taken():
    assert told_of(PIECE, "who is ines vale", [0, 2, 1]) == 2
    assert told_of(PIECE, "who is ines vale", [0, 1, 2]) == 1


@pytest.mark.parametrize(
    ("number", "question", "run"),
    [
        (2, "when was Reed born?", (1, 2)),
        (3, "does Reed like the lake?", (1, 3)),
        (2, "when was he born?", (2, 2)),
        (1, "when was Reed born?", (1, 1)),
        (4, "does Reed own it?", (4, 4)),
        (5, "does Reed own it?", (5, 5)),
        (2, "is the author old?", (1, 2)),
        (2, "how old is the author?", (2, 2)),
        (1, "is the author old?", (1, 1)),
    ],
)
def test_a_quote_that_begins_with_a_pronoun_begins_at_the_name_asked_about(
    number: int, question: str, run: tuple[int, int]
):
    piece = Piece.from_text(
        "The lake is old. Tom Reed lives there. He was born in 1931. But he dislikes it. Reed’s dog owns it.\n\n"
        "It is cold."
    )
    assert begun(piece, (number, number), Question.of(question)) == run


@pytest.mark.parametrize(
    ("number", "question", "run"),
    [
        (2, "does it matter?", (0, 2)),
        (4, "what is it like?", (3, 4)),
        (5, "is it cold?", (5, 5)),
        (6, "who sang?", (5, 6)),
        (8, "who is to blame?", (7, 8)),
        (6, "why did she sing?", (6, 6)),
        (5, "who waits?", (5, 5)),
    ],
)
def test_a_quote_that_says_nothing_alone_or_not_who_begins_earlier(number: int, question: str, run: tuple[int, int]):
    piece = Piece.from_text(
        "The ferry may stop. Perhaps it will. So it should.\n\n“It is old,” he said. “It is slow, and it leaks.” "
        "On the quay Ines Vale waits. All night she sang.\n\nThe herds, she says, were going anyway. “Blame the wind.”"
    )
    assert begun(piece, (number, number), Question.of(question)) == run


HALL = (
    "Mr. Reed’s wall costs a million. The Treasury would pay half. It is long. “We stay,” he told the Harbour Board. "
    "“You don’t run from the sea.” The rain stopped. It was late.\n\n"
    "My neighbour Idwal hates it. He says that London will not pay.\n\n"
    "“They never asked,” he told Ada Quill over the hedge. Ada Quill left. She sang.\n\n"
    "Ines Vale warned that the road is shut, and she said that “it floods.” She told Mr. Marsh that “it will go.”"
)


@pytest.mark.parametrize(
    ("words", "question", "run"),
    [
        ("You don’t run", "who said “you don’t run from the sea”?", (0, 4)),
        ("We stay", "why would they stay?", (3, 4)),
        ("London", "who thinks London won’t pay?", (7, 8)),
        ("London", "does London pay?", (8, 8)),
        ("They never", "who said “they never asked”?", (7, 9)),
        ("She sang", "who sang?", (10, 11)),
        ("it floods", "who said “the road is shut”?", (12, 12)),
        ("it will go", "who said “that it will go”?", (12, 13)),
        ("it will go", "who was told of it?", (13, 13)),
    ],
)
def test_one_who_is_asked_for_is_named_with_the_quote(words: str, question: str, run: tuple[int, int]):
    piece = Piece.from_text(HALL)
    number = next(one.number for one in piece.sentences if words in piece.sentence_text(one.number))
    assert begun(piece, (number, number), Question.of(question)) == run


def test_nobody_is_looked_for_far_back_or_in_what_a_he_says():
    piece = Piece.from_text(
        "Tom Reed left. It rained. It poured. It was cold. “We stay,” he said.\n\n"
        "He told me that Ada Quill sank. “She was good,” he said of that."
    )
    assert begun(piece, (4, 4), Question.of("who said “we stay and sing”?")) == (4, 4)
    assert begun(piece, (6, 6), Question.of("who said “she was good”?")) == (6, 6)


@pytest.mark.parametrize(
    ("question", "another"),
    [
        ("what did ada quill say, word for word?", True),
        ("quote tom reed on the rain", True),
        ("quote yusuf aden on the rain", False),
        ("quote what yusuf aden told ada quill", False),
        ("quote what was said about ada quill", False),
        ("the exact words to tom reed", False),
        ("the mayor’s exact words", False),
        ("tom reed’s exact words to yusuf aden", True),
        ("what was said of the rain, word for word?", False),
    ],
)
def test_words_of_somebody_else_are_told_from_those_asked_for(question: str, another: bool):
    piece = Piece.from_text(
        "“It rains,” Yusuf Aden warned. “It pours,” he added. Ada Quill shrugged, and Tom Reed sang to Mayor Aden."
    )
    assert words_of_another(piece, (1, 1), question) is another


def test_who_speaks_is_looked_for_in_the_paragraph_and_never_in_the_words_themselves():
    piece = Piece.from_text(
        "The boats stay, Tom Reed says. “They leak,” he added. “Ask Ada Quill.”\n\n“Nobody asked.” The sea is high."
    )
    assert spoken_by({"reed"}, piece, (1, 1))
    assert not spoken_by({"quill"}, piece, (2, 2))
    assert not spoken_by({"reed"}, piece, (3, 3))
    assert spoken_by({"reed"}, piece, (3, 3), unless_named=False)


@pytest.mark.parametrize(
    ("author", "asked", "read"),
    [
        ("Ada Quill", "what does Quill want?", "what does the author want?"),
        ("Ada Quill", "is Ms. Quill’s plan good", "is the author’s plan good"),
        ("Ada Quill", "and Ada Quill?", "and the author?"),
        ("Ada Quill", "what does Tom Reed want?", "what does Tom Reed want?"),
        ("Reed Vale", "what does Reed want?", "what does Reed want?"),
        ("Ada Vale", "what does Vale want?", "what does Vale want?"),
    ],
)
def test_a_question_may_name_the_author(author: str, asked: str, read: str):
    piece = Piece.from_text("Tom Reed sank. Ines Vale sang, and Vale wept.", author=author)
    name = signature(piece)
    assert (name.sub("the author", asked) if name else asked) == read


def test_a_byline_and_a_last_paragraph_about_the_author_tell_of_nobody():
    text = "By Ada Vale\n\nTom Reed sank. Ines sang.\n\nAda Vale writes about boats. Vale lives in Oban."
    assert signature(Piece.from_text(text, author="Ada Vale"))
    told = text.replace("Ines sang", "Vale sang, and Vale wept")
    assert signature(Piece.from_text(told, author="Ada Vale")) is None


def test_words_are_between_marks_where_they_begin_and_end_there():
    piece = Piece.from_text(
        "Tom Reed shrugged. “They leak,” he said. “They sink.” The hall was cold. "
        "The fund replied that it was “too late”. Ada Quill says that boats are old."
    )

    def between(words: str) -> bool:
        return in_marks(piece, (piece.text.index(words), piece.text.index(words) + len(words)))

    assert between("They leak")
    assert between("leak,” he said. “They sink")
    assert not between("The hall was cold")
    assert not between("boats are old")
    assert spoken_by({"fund"}, piece, (4, 4))
    assert not spoken_by({"reed"}, piece, (4, 4))
