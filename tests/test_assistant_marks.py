"""What stands between quotation marks of any kind is the piece's own words, whole ones."""

import pytest
from statements import verdict

from assistant.answer import Statement, Withheld
from index.piece import Piece

PIECE = Piece.from_text(
    "The mayor of the city won’t sign the bill. "  # 0
    "The union can’t win the non-binding vote. "  # 1
    "Dozens of soldiers died there. "  # 2
    "Mr. Quill said he was tired of this war. "  # 3
    "The council called it a ‘gift’ to the workers’ unions of the ’90s. "  # 4
    "Mr. Quill told reporters, “I am tired of this war.” "  # 5
    "He calls the ‘shared plan’ a fraud."  # 6
)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The piece says: “The mayor of the city won”.", 0),
        ("The piece says: “t sign the bill”.", 0),
        ("The piece says: “The union can”.", 1),
        ("The piece says: “win the non”.", 1),
        ("The piece says: “binding vote”.", 1),
        ("The piece says: “Dozens of soldiers died there?!”.", 2),
        ("The piece says: “Dozens of soldiers died there!”", 2),
        ("Mr. Quill said: 'I am weary of this war'.", 5),
        ("Mr. Quill said: ‘I am weary of this war’.", 5),
        ("Mr. Quill said: ’I am weary of this war’.", 5),
        ("Mr. Quill said: ‹I am weary of this war›.", 5),
        ("Mr. Quill said: ``I am weary of this war''.", 5),
        ("Mr. Quill said: „I am weary of this war”.", 5),
        ("Mr. Quill said: ”I am weary of this war”.", 5),
        ("Mr. Quill said he was “weary of this war.", 3),
        ('Mr. Quill said he was "weary of this war.', 3),
        ("Mr. Quill said he was 'weary of this war.", 3),
        ("The council called it a ‘present’ to the unions.", 4),
        ("He calls the ‘common plan’ a fraud.", 6),
    ],
)
def test_no_other_words_stand_between_marks(text: str, cited: int):
    found = verdict(text, PIECE, cited)
    assert isinstance(found, Withheld), found
    assert found.check in {"quotation", "sense"}


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The piece says: “The mayor of the city won’t sign the bill.”", 0),
        ("The piece says: “The mayor of the city won't sign the bill”.", 0),
        ("The piece says: “Dozens of soldiers died there,”", 2),
        ("Mr. Quill said: “I am tired of this war”.", 5),
        ("Mr. Quill said: 'I am tired of this war'.", 5),
        ("Mr. Quill said: „I am tired of this war”.", 5),
        ("The piece says: ‘Mr. Quill told reporters, “I am tired of this war.”’", 5),
        ("The council called it a ‘gift’.", 4),
        ("The council called it a 'gift' to the workers' unions of the '90s.", 4),
        ("He calls the ‘shared plan’ a fraud.", 6),
        ("Mr. Quill calls the ‘shared plan’ a fraud.", 6),
        ("The mayor of the city won't sign the bill.", 0),
    ],
)
def test_the_piece_s_words_stand_between_marks(text: str, cited: int):
    found = verdict(text, PIECE, cited)
    assert isinstance(found, Statement), found
