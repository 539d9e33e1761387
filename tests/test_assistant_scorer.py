import numpy as np

from assistant.decision import weights
from assistant.followup import following
from assistant.question import Question
from assistant.scorer import WHOLE_WORDS, WINDOWS, Scorer
from eval.reader import in_memory
from index.piece import Piece

BILL = "The bill has 84 co-sponsors in the Senate."
ASKED = Question.of("how many co-sponsors does the bill have?")


def scorer(text: str) -> Scorer:
    return in_memory(Piece.from_text(text)).reader.scorer


def test_of_a_short_piece_every_sentence_is_scored():
    evidence = scorer(f"Rivers are long. {BILL} Bridges are dull.").evidence(ASKED)
    assert evidence.numbers.tolist() == [0, 1, 2]
    assert np.argmax(evidence.read) == np.argmax(evidence.late) == 1


def test_of_a_long_piece_the_windows_around_what_is_found_are_read():
    filler = "\n\n".join(f"Paragraph {n} speaks of rivers, bridges and of how dull they are." for n in range(170))
    read = scorer(f"{filler}\n\n{BILL}\n\n{filler}")
    assert len(read.piece.text.split()) > WHOLE_WORDS
    assert len(read.windows(ASKED)) <= WINDOWS
    evidence = read.evidence(ASKED)
    assert len(evidence.numbers) < len(read.piece.sentences)
    assert evidence.numbers[np.argmax(evidence.read)] == 170


def test_of_a_long_piece_a_follow_up_has_a_value_for_every_sentence_that_is_read_for_it():
    filler = "\n\n".join(f"Paragraph {n} speaks of rivers, bridges and of how dull they are." for n in range(170))
    asked = scorer(f"{filler}\n\n{BILL}\n\n{filler}").evidence(following("and who wrote it?", [ASKED.text]))
    assert asked.thread
    assert len(asked.numbers) < len(asked.piece.sentences)
    assert np.isfinite(weights().ranking.logits(asked)).all()
    assert weights().ranking.logits(asked).shape == asked.numbers.shape


def test_the_most_central_sentences_come_in_reading_order():
    runs = scorer(f"Rivers are long. {BILL} The Senate should pass it now. Bridges are dull.").central(
        Question.of("sum it up"), 2
    )
    assert len(runs) == 2
    assert runs == sorted(runs)
