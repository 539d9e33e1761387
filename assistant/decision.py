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

from assistant.evidence import (
    FOLLOWUP_FEATURES,
    FURTHER_FEATURES,
    QUESTION_FEATURES,
    SENTENCE_FEATURES,
    THREAD_FEATURES,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.evidence import Evidence

FILE = Path(__file__).with_name("weights.json")
QUOTED = 3
LISTED = 6
FEATURES = {
    "sentence": SENTENCE_FEATURES,
    "thread": THREAD_FEATURES,
    "question": QUESTION_FEATURES,
    "followup": FOLLOWUP_FEATURES,
    "outside": QUESTION_FEATURES,
    "presumed": QUESTION_FEATURES,
    "further": FURTHER_FEATURES,
}


@dataclass(frozen=True)
class Linear:
    """A linear model: a weight for each feature, and a bias."""

    weights: NDArray[np.float64]
    bias: float = 0.0

    def logits(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The logit of each row of features."""
        return features @ self.weights + self.bias

    def chances(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probability of each row of features."""
        return 1 / (1 + np.exp(-self.logits(features)))

    def chance(self, features: NDArray[np.float64]) -> float:
        """The probability of a single row."""
        return float(self.chances(features[None])[0])


@dataclass(frozen=True)
class Ranking:
    """`sentence` ranks the sentences for a question, `thread` for a follow-up by what that says of its readings."""

    sentence: Linear
    thread: Linear

    def logits(self, evidence: Evidence) -> NDArray[np.float64]:
        """The logit of each sentence to be the best."""
        if evidence.thread is None:
            return self.sentence.logits(evidence.sentence_features)
        return self.thread.logits(thread_features(evidence, self.sentence))

    def question_features(self, evidence: Evidence) -> NDArray[np.float64]:
        """What the evidence says of the question as a whole."""
        return evidence.question_features(int(self.logits(evidence).argmax()))

    def followup_features(self, evidence: Evidence) -> NDArray[np.float64]:
        """The same of a follow-up and of its own words, and what its readings say of the best sentence."""
        assert evidence.thread
        told = thread_features(evidence, self.sentence)
        best = int(self.thread.logits(told).argmax())
        return np.r_[evidence.question_features(best), self.question_features(evidence.thread.alone), told[best]]


@dataclass(frozen=True)
class Weights:
    """The models, and the probabilities at which they decide; `followup` judges what leans on a question before.

    `refuse_below`: an answer with a smaller probability is refused. `include_above`: a further sentence is quoted when
    its own probability of being right is at least this.
    """

    ranking: Ranking
    question: Linear
    followup: Linear
    outside: Linear
    presumed: Linear
    further: Linear
    refuse_below: float
    include_above: float

    @classmethod
    def of(cls, models: dict[str, Linear], *, refuse_below: float, include_above: float) -> Weights:
        """The models by the names that they have in `weights.json`."""
        ranking = Ranking(models["sentence"], models["thread"])
        others = {name: model for name, model in models.items() if name not in {"sentence", "thread"}}
        return cls(ranking, **others, refuse_below=refuse_below, include_above=include_above)


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
    return Weights.of({model: stored(data, model) for model in FEATURES}, **data["decision"])


def stored(data: dict[str, Any], model: str) -> Linear:
    """A model of `weights.json`."""
    return Linear(np.array([data[model][name] for name in FEATURES[model]]), data[model]["bias"])


def decide(evidence: Evidence, model: Weights) -> Decision:
    """Rank the sentences, judge whether the best one answers, and choose what to quote."""
    shares = rank(evidence, model)
    best = int(shares.argmax())
    features = evidence.question_features(best)
    if evidence.thread:
        answerable = model.followup.chance(model.ranking.followup_features(evidence))
    else:
        answerable = model.question.chance(features)
    return Decision(
        shares,
        best,
        answerable=answerable,
        outside=model.outside.chance(features),
        presumed=model.presumed.chance(features),
        quoted=quoted(evidence, shares, model),
    )


def rank(evidence: Evidence, model: Weights) -> NDArray[np.float64]:
    """Each sentence's share (softmax), summing to 1."""
    return softmax(model.ranking.logits(evidence))


def thread_features(evidence: Evidence, sentence: Linear) -> NDArray[np.float64]:
    """What the ranking of sentences makes of a follow-up’s readings: a row a sentence, as in `THREAD_FEATURES`."""
    assert evidence.thread
    alone, earlier = evidence.thread.alone, evidence.thread.earlier
    whole, own, before = (sentence.logits(one.sentence_features) for one in (evidence, alone, earlier))
    told = earlier.placed(softmax(before), elsewhere=0.0)
    behind = np.convolve(told, [0, 1, 1])[: len(told)]
    columns = [whole, alone.placed(own, elsewhere=own.min())[evidence.numbers]]
    return np.stack([*columns, told[evidence.numbers], behind[evidence.numbers]], axis=1)


def quoted(evidence: Evidence, shares: NDArray[np.float64], model: Weights) -> tuple[int, ...]:
    """The best row, then those that are more likely right than `include_above`, up to a limit."""
    chance = model.further.chances(evidence.further_features(shares))
    limit = LISTED if evidence.question.kind == "list" else QUOTED
    order = [int(row) for row in np.argsort(-shares, kind="stable")[:limit]]
    return tuple(row for place, row in enumerate(order) if place == 0 or chance[row] >= model.include_above)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares that sum to 1, proportional to the exponential of each logit."""
    shares = np.exp(logits - logits.max())
    return shares / shares.sum()
