"""How every sentence of a piece stands to one question: the reader's, the dense and the lexical score side by side.

`sentence_features` and `question_features` are what the weights in `weights.json` multiply; the script that fits
those weights calls the same two functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.enumerations import enumerates
from assistant.signs import has_answer_sign
from index.encoder import is_rare
from index.lexical import terms
from index.search import standardised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.question import Question
    from index.encoder import Reading
    from index.lexical import Lexical
    from index.piece import Piece
    from index.search import Scores

SENTENCE_FEATURES = tuple(
    "read late late_before late_after dense lexical sign covered covered_squared covered_with_previous listed".split()
)
QUESTION_FEATURES = tuple(
    "read_best read_low read_top read_top_low read_mean late_best late_low late_top late_top_low late_mean dense_top "
    "dense_low covered_by_piece unknown_terms unknown_names unknown_rare sign_missing length yesno why_how list "
    "number_when who_where mention mention_unknown".split()
)
# Of a follow-up: read with the question before it and alone; its answer stands where that one's does, or behind it.
THREAD_FEATURES = ("with_earlier", "alone", "same", "behind_it")
FOLLOWUP_FEATURES = (
    *QUESTION_FEATURES,
    *(f"alone_{name}" for name in QUESTION_FEATURES),
    *(f"best_{name}" for name in THREAD_FEATURES),
)
FURTHER_FEATURES = ("read", "read_low", "behind", "list", "list_behind", "enumerates", "next_to_best")
TOP = 3
DENSE_KNEE = 0.38  # below it a question is hardly about the piece; above it nearness says nothing on its being answered
NAME = re.compile(r"(?<!^)\b[A-Z][\w’'-]+|\d[\d.,]*")


@dataclass(frozen=True)
class Evidence:
    """Scores of the sentences that were read, `numbers[i]` for row i of every array; `late` of the late interaction.

    `thread`: of a follow-up how it may be read otherwise.
    """

    piece: Piece
    lexicon: Lexical
    question: Question
    reading: Reading
    late: NDArray[np.float32]
    numbers: NDArray[np.int64]
    scores: Scores
    thread: Thread | None = None

    @property
    def read(self) -> NDArray[np.float32]:
        """The reader's score of each sentence, in logits."""
        return self.reading.scores[self.numbers]

    @property
    def dense(self) -> NDArray[np.float32]:
        """Cosine similarity of each sentence's passage."""
        return self.scores.dense[self.numbers]

    @property
    def lexical(self) -> NDArray[np.float32]:
        """BM25 of each sentence."""
        return self.scores.lexical[self.numbers]

    @cached_property
    def asked_terms(self) -> tuple[str, ...]:
        """The question's stems, each once."""
        return tuple(dict.fromkeys(terms(self.question.text)))

    @cached_property
    def term_weights(self) -> NDArray[np.float64]:
        """Each asked term's inverse document frequency, as a share of their sum."""
        rarity = np.array([self.lexicon.rarity(term) for term in self.asked_terms])
        return rarity / rarity.sum() if len(rarity) else rarity

    @cached_property
    def held_terms(self) -> NDArray[np.bool_]:
        """Which sentence (row) has which asked term (column)."""
        documents = [set(self.lexicon.documents[number]) for number in self.numbers]
        rows = [[term in document for term in self.asked_terms] for document in documents]
        return np.array(rows, dtype=bool).reshape(len(documents), len(self.asked_terms))

    @cached_property
    def covered(self) -> float:
        """The share of the asked terms, weighed by rarity, that the piece has; 1 where no term is asked for."""
        known = np.array([term in self.lexicon.vocabulary for term in self.asked_terms], dtype=float)
        return float(known @ self.term_weights) if len(known) else 1.0

    def unknown_terms(self) -> list[str]:
        """The asked stems that the piece does not have."""
        return [term for term in self.asked_terms if term not in self.lexicon.vocabulary]

    def unknown_names(self) -> list[str]:
        """Names and figures in the question (capitalised inside it, or digits) that the piece does not have."""
        found = NAME.findall(self.question.text)
        return [name for name in found if terms(name) and not set(terms(name)) & self.lexicon.vocabulary]

    @cached_property
    def sentence_features(self) -> NDArray[np.float64]:
        """One row a sentence, one column for each of `SENTENCE_FEATURES`."""
        covered = self.held_terms @ self.term_weights
        before = np.vstack([self.held_terms[:1], self.held_terms[:-1]])
        late = np.clip(self.late, -20, 20) / 2
        columns = [
            np.clip(self.read, -20, 20) / 2,
            late,
            np.r_[late[:1], late[:-1]],
            np.r_[late[1:], late[-1:]],
            standardised(self.dense),
            standardised(self.lexical),
            [has_answer_sign(self.question.kind, self.piece.sentence_text(int(n))) for n in self.numbers],
            covered,
            covered**2,
            (self.held_terms | before) @ self.term_weights,
            self._listed(),
        ]
        return np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)

    def further_features(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """One row a sentence, a column for each of `FURTHER_FEATURES`; `shares` as ranked, 1 in all."""
        best = int(shares.argmax())
        behind = np.clip(np.log(np.maximum(shares, 1e-9) / shares[best]), -12, 0) / 4
        read = np.clip(self.read, -20, 20) / 4
        listed = np.full(len(shares), self.question.kind == "list", dtype=float)
        beside = np.abs(self.numbers - self.numbers[best]) == 1
        columns = [read, np.minimum(read, 0), behind, listed, listed * behind, self._listed(), beside]
        return np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)

    def placed(self, values: NDArray[np.float64], *, elsewhere: float) -> NDArray[np.float64]:
        """A value for each sentence of the piece: those of the sentences that were read, and one for all others."""
        whole = np.full(len(self.piece.sentences), elsewhere)
        whole[self.numbers] = values
        return whole

    def _listed(self) -> list[bool]:
        """Where several are asked for, the sentences that enumerate, and the one that opens an enumeration."""
        items = [enumerates(self.piece.sentence_text(int(number))) for number in self.numbers]
        opens = [*items[1:], False]
        return [self.question.kind == "list" and (item or follows) for item, follows in zip(items, opens, strict=True)]

    def question_features(self, best: int) -> NDArray[np.float64]:
        """One row, a column for each of `QUESTION_FEATURES`; `best` is the row of the sentence ranked first."""
        near = float(np.sort(self.dense)[-TOP:].mean())
        asked = self.asked_terms
        kind = self.question.kind
        unknown = len(self.unknown_terms()) / max(1, len(asked))
        row = [
            *_summed_up(self.read, best),
            *_summed_up(self.late, best),
            near,
            min(near, DENSE_KNEE),
            self.covered,
            unknown,
            min(3, len(self.unknown_names())),
            min(2, sum(is_rare(term) for term in self.unknown_terms())),
            not has_answer_sign(kind, self.piece.sentence_text(int(self.numbers[best]))),
            min(len(self.question.text.split()), 20) / 10,
            kind == "yesno",
            kind in {"why", "how"},
            kind == "list",
            kind in {"number", "when"},
            kind in {"who", "where"},
            kind == "mention",
            unknown * (kind == "mention"),
        ]
        return np.array(row, dtype=float)


@dataclass(frozen=True)
class Thread:
    """The same for a follow-up's words `alone`, without the question before it, and for that `earlier` question."""

    alone: Evidence
    earlier: Evidence


def _summed_up(logits: NDArray[np.float32], best: int) -> list[float]:
    """The best sentence's logit, its part below 0, the same of the mean of the highest, and the mean of all."""
    scaled = np.clip(logits, -20, 20) / 4
    top = float(np.sort(scaled)[-TOP:].mean())
    return [float(scaled[best]), min(float(scaled[best]), 0), top, min(top, 0), float(scaled.mean())]
