"""Which sentence answers, whether any does, why none does, and how many to quote: linear models over the evidence.

Their weights are in `weights.json`, made by `training/fit_weights.py` from pieces that the embedded reader was not
trained on: a softmax over a piece's sentences for the ranking, logistic regressions for answering or refusing, for
what a question without an answer is about, and for quoting a further sentence.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.evidence import FURTHER_FEATURES, QUESTION_FEATURES, SENTENCE_FEATURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.evidence import Evidence

FILE = Path(__file__).with_name("weights.json")
QUOTED = 3
LISTED = 6


@dataclass(frozen=True)
class Weights:
    """The models, and the probabilities at which they decide.

    `refuse_below`: an answer with a smaller probability is refused. `include_above`: a further sentence is quoted when
    its own probability of being right is at least this.
    """

    sentence: NDArray[np.float64]
    question: NDArray[np.float64]
    further: NDArray[np.float64]
    outside: NDArray[np.float64]
    presumed: NDArray[np.float64]
    bias: float
    further_bias: float
    outside_bias: float
    presumed_bias: float
    refuse_below: float
    include_above: float


@dataclass(frozen=True)
class Decision:
    """`shares`: probability of each row of the evidence to be the best sentence. `answerable`: probability of any.

    Of a question that nothing answers, `outside`: the probability that it is not about the piece, `presumed`: that, if
    it is, it takes for granted what is not so. `quoted`: the rows worth quoting, best first.
    """

    shares: NDArray[np.float64]
    best: int
    answerable: float
    outside: float
    presumed: float
    quoted: tuple[int, ...]


@cache
def weights(file: Path = FILE) -> Weights:
    """The weights that ship, their feature names checked against the code's."""
    data = json.loads(file.read_text(encoding="utf-8"))
    sentence = [data["sentence"][name] for name in SENTENCE_FEATURES]
    further = [data["further"][name] for name in FURTHER_FEATURES]
    asked = {part: [data[part][name] for name in QUESTION_FEATURES] for part in ("question", "outside", "presumed")}
    models = {"sentence": sentence, "further": further} | asked
    return Weights(**{name: np.array(model) for name, model in models.items()}, **data["decision"])


def rank(evidence: Evidence, model: Weights) -> NDArray[np.float64]:
    """Each sentence's share (softmax), summing to 1."""
    logits = evidence.sentence_features() @ model.sentence
    shares = np.exp(logits - logits.max())
    return shares / shares.sum()


def decide(evidence: Evidence, model: Weights) -> Decision:
    """Rank the sentences, judge whether the best one answers, and choose what to quote."""
    shares = rank(evidence, model)
    best = int(shares.argmax())
    features = evidence.question_features(best)
    answerable = sigmoid(features @ model.question + model.bias)
    outside = sigmoid(features @ model.outside + model.outside_bias)
    presumed = sigmoid(features @ model.presumed + model.presumed_bias)
    return Decision(shares, best, float(answerable), float(outside), float(presumed), quoted(evidence, shares, model))


def quoted(evidence: Evidence, shares: NDArray[np.float64], model: Weights) -> tuple[int, ...]:
    """The best row, then those that are more likely right than `include_above`, up to a limit."""
    chance = sigmoid(evidence.further_features(shares) @ model.further + model.further_bias)
    limit = LISTED if evidence.question.kind == "list" else QUOTED
    order = [int(row) for row in np.argsort(-shares, kind="stable")[:limit]]
    return tuple(row for place, row in enumerate(order) if place == 0 or chance[row] >= model.include_above)


def sigmoid(logits: Any) -> Any:
    """The logistic function, of a number or of each number."""
    return 1 / (1 + np.exp(-logits))
