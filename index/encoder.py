"""The embedded encoder: a tokenizer and two small ONNX models that run on one core, offline.

`SpanReader` reads a question against a piece and scores every sentence; `Embedder` turns texts into vectors, and
`encoded` gives those of a text's tokens too.
The models lie in `index/model/` and may be replaced there: nothing else depends on their numbers.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    from index.piece import Piece

MODEL = Path(__file__).with_name("model")
WINDOW_TOKENS = 250
WINDOW_OVERLAP = 3
QUESTION_TOKENS = 40
EMBEDDED_TOKENS = 254
SPAN_TOKENS = 30
CLS, SEP = 101, 102
READER, EMBEDDER = "reader-int8.onnx", "embedder-int8.onnx"


@cache
def tokenizer() -> Tokenizer:
    """The tokenizer that both models were trained with."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(MODEL / "tokenizer.json"))


@cache
def _session(file: str) -> InferenceSession:
    """An inference session of a model file; threads are left to onnxruntime (the cores this process may use)."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read when it is imported; without it, it keeps an id and sends events
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # threads that spin keep cores from others
    return onnxruntime.InferenceSession(str(MODEL / file), options, providers=["CPUExecutionProvider"])


@cache
def manifest(model: str) -> str:
    """The name of a model (`reader` or `embedder`) with the beginning of its file's SHA-256."""
    known = json.loads((MODEL / "manifest.json").read_text(encoding="utf-8"))[model]
    return f"{known['name']}@{known['sha256'][:12]}"


def token_ids(text: str) -> list[int]:
    """The tokens of a text, without the marks that a model reads around it."""
    return tokenizer().encode(text, add_special_tokens=False).ids


def is_rare(word: str) -> bool:
    """Whether the encoder's vocabulary does not have the word in one piece: mostly a name, or a slip of the pen."""
    return len(token_ids(word)) > 1


def warm() -> None:
    """Load tokenizer and models now, so that the first question does not wait for them."""
    tokenizer()
    _session(READER)
    _session(EMBEDDER)


@dataclass(frozen=True)
class Encoded:
    """A text as the embedder reads it, alone between its two marks.

    `vector` (384): the normalised mean of its `states` (tokens x 384). `tokens` (tokens x 384): normalised vectors to
    compare single tokens by. `weights` (tokens): how much each counts in a question, 1 in all. Marks are tokens too.
    """

    vector: NDArray[np.float32]
    states: NDArray[np.float32]
    tokens: NDArray[np.float32]
    weights: NDArray[np.float32]


@lru_cache(maxsize=8)
def encoded(ids: tuple[int, ...]) -> Encoded:
    """Read the tokens of one text.

    Each text is run alone: in a batch its quantised vectors would depend on its neighbours.
    """
    tokens = np.array([[CLS, *ids, SEP]], dtype=np.int64)
    feed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
    outputs = _session(EMBEDDER).run(["v", "states", "tokens", "weights"], feed)
    return Encoded(*(np.asarray(output)[0] for output in outputs))


@cache
def interaction() -> tuple[float, float, float]:
    """What the embedder was taught to join a sentence's two similarities by: both factors, and the bias."""
    nearest, like, bias = _session(EMBEDDER).get_modelmeta().custom_metadata_map["interaction"].split()
    return float(nearest), float(like), float(bias)


class Embedder:
    """Mean-pooled, normalised sentence vectors of 384 dimensions."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (texts x 384); a text's tokens beyond 254 are not looked at."""
        vectors = [encoded(tuple(token_ids(text)[:EMBEDDED_TOKENS])).vector for text in texts]
        return np.array(vectors, dtype=np.float32).reshape(len(texts), 384)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of 384 floats a text, as LangChain's `Embeddings` has it."""
        return self.embed(texts).tolist() if texts else []

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        return self.embed_documents([text])[0]


@dataclass(frozen=True, slots=True)
class Window:
    """A run of tokens of the piece that is read at once: `[start, end)` in tokens."""

    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """What the reader made of one question.

    `scores` (one a sentence): logits of answering, 0 being as likely as that nothing answers; -inf where a sentence was
    not read. `spans`: the (start, end) of the best span inside it, in characters of the piece.
    """

    scores: NDArray[np.float32]
    spans: list[tuple[int, int] | None]


class PieceTokens:
    """A piece's tokens, made once: ids, character offsets and the sentence each token stands in."""

    def __init__(self, piece: Piece) -> None:
        encoding = tokenizer().encode(piece.text, add_special_tokens=False)
        self.ids: list[int] = encoding.ids
        self.offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        ends = np.array([sentence.end for sentence in piece.sentences])
        self.sentence = np.searchsorted(ends, self.offsets[:, 0], side="right")
        self.first = np.searchsorted(self.sentence, np.arange(len(ends) + 1))
        self.count = len(ends)

    def windows(self, sentences: Sequence[int] | None = None) -> list[Window]:
        """Windows over all sentences, or over each run of the given ones."""
        chosen = range(self.count) if sentences is None else sorted(set(sentences))
        return [window for run in _runs(chosen) for window in self._over(run[0], run[-1], half=False)]

    def halves(self) -> list[Window]:
        """Windows over all sentences, each of which begins in the middle of the one before: most are in two."""
        return list(self._over(0, self.count - 1, half=True))

    def _over(self, first: int, last: int, *, half: bool) -> Iterator[Window]:
        begin = first
        while True:
            end = begin + 1
            while end <= last and self.first[end + 1] - self.first[begin] <= WINDOW_TOKENS:
                end += 1
            yield from self._pieces(int(self.first[begin]), int(self.first[end]))
            if end > last:
                return
            middle = int(np.searchsorted(self.first, (self.first[begin] + self.first[end]) / 2))
            begin = max(begin + 1, middle if half else end - WINDOW_OVERLAP)

    @staticmethod
    def _pieces(start: int, end: int) -> Iterator[Window]:
        """One window; several where a single sentence is longer than a window."""
        for begin in range(start, end, WINDOW_TOKENS):
            yield Window(begin, min(begin + WINDOW_TOKENS, end))


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Consecutive numbers, grouped."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


class SpanReader:
    """Scores every sentence of a piece against a question, and marks the span that answers."""

    def read(self, question: str, tokens: PieceTokens, windows: Sequence[Window]) -> Reading:
        """Read the question against these windows; see `Reading` for what comes back."""
        asked = [CLS, *token_ids(question)[:QUESTION_TOKENS], SEP]
        scores = np.full(tokens.count, -np.inf, dtype=np.float32)
        spans: list[tuple[int, int] | None] = [None] * tokens.count
        for window in windows:
            heads = _heads(asked, tokens.ids[window.start : window.end])
            numbers = tokens.sentence[window.start : window.end]
            for number in np.unique(numbers):
                first, last = np.searchsorted(numbers, [number, number + 1])
                score = heads.evidence(first, last)
                if score > scores[number]:
                    scores[number] = score
                    begin, end = heads.span(first, last)
                    at = window.start
                    spans[number] = (int(tokens.offsets[at + begin, 0]), int(tokens.offsets[at + end, 1]))
        return Reading(scores, spans)


@dataclass(frozen=True, slots=True)
class _Heads:
    """What the model says of each token of a window: `start`, `end`, `each`; and `null` and `whole` of the window."""

    start: NDArray[np.float32]
    end: NDArray[np.float32]
    each: NDArray[np.float32]
    null: float
    whole: float

    def evidence(self, first: int, last: int) -> float:
        """The logit of the sentence `[first, last)`, put together as in training."""
        inside = slice(first, last)
        best = float(self.start[inside].max() + self.end[inside].max())
        return best - self.null + float(self.each[inside].mean()) + self.whole

    def span(self, first: int, last: int) -> tuple[int, int]:
        """First and last token of the best span inside the sentence."""
        pairs = self.start[first:last, None] + self.end[None, first:last]
        pairs[~_allowed(last - first)] = -np.inf
        begin, end = np.unravel_index(int(pairs.argmax()), pairs.shape)
        return first + int(begin), first + int(end)


def _heads(asked: list[int], context: list[int]) -> _Heads:
    """Read one window."""
    tokens = np.array([[*asked, *context, SEP]], dtype=np.int64)
    types = np.zeros_like(tokens)
    types[:, len(asked) :] = 1
    feed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": types}
    start, end, evidence = (np.asarray(h)[0] for h in _session(READER).run(["start", "end", "evidence"], feed))
    inside = slice(len(asked), len(asked) + len(context))
    return _Heads(start[inside], end[inside], evidence[inside], float(start[0] + end[0]), float(evidence[0]))


@cache
def _allowed(length: int) -> NDArray[np.bool_]:
    """Which (start, end) token pairs are spans: end not before start, at most SPAN_TOKENS long."""
    square = np.ones((length, length), dtype=bool)
    return np.triu(square) & ~np.triu(square, SPAN_TOKENS)
