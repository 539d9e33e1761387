"""Which sentence answers, and whether any does: two small linear models over the evidence.

Their weights are in `weights.json`, made by `training/fit_weights.py` from pieces that the embedded reader was not
trained on: a softmax over a piece's sentences for the ranking, a logistic regression for answering or refusing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.evidence import QUESTION_FEATURES, SENTENCE_FEATURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.evidence import Evidence

FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Weights:
    """The two models, and the probabilities at which they decide.

    `refuse_below`: an answer with a smaller probability is refused. `include_above`: a further sentence is quoted when
    its share is at least this part of the best one's; `include_listed` likewise where several are asked for.
    """

    sentence: NDArray[np.float64]
    question: NDArray[np.float64]
    bias: float
    refuse_below: float
    include_above: float
    include_listed: float


@dataclass(frozen=True)
class Decision:
    """`shares`: probability of each row of the evidence to be the best sentence. `answerable`: probability of any."""

    shares: NDArray[np.float64]
    best: int
    answerable: float


@cache
def weights(file: Path = FILE) -> Weights:
    """The weights that ship, their feature names checked against the code's."""
    data = json.loads(file.read_text(encoding="utf-8"))
    sentence = [data["sentence"][name] for name in SENTENCE_FEATURES]
    question = [data["question"][name] for name in QUESTION_FEATURES]
    return Weights(np.array(sentence), np.array(question), **data["decision"])


def rank(evidence: Evidence, model: Weights) -> NDArray[np.float64]:
    """Each sentence's share (softmax), summing to 1."""
    logits = evidence.sentence_features() @ model.sentence
    shares = np.exp(logits - logits.max())
    return shares / shares.sum()


def decide(evidence: Evidence, model: Weights) -> Decision:
    """Rank the sentences and judge whether the best one answers."""
    shares = rank(evidence, model)
    best = int(shares.argmax())
    logit = float(evidence.question_features(best) @ model.question) + model.bias
    return Decision(shares, best, 1 / (1 + float(np.exp(-logit))))
