"""What the encoder learns from: questions against windows of whole sentences, made afresh each time they are drawn.

A `Drawn` question has one or two windows: one with evidence where there is any, often one from elsewhere. Variants that
are true by construction are made on the way: slips of the pen, a question mark more or less, an answer's sentences
taken out, and a name or a figure of the question exchanged for another one of the text, of which the text does not say
it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.reader import json_lines
from index.encoder import CLS, QUESTION_TOKENS, SEP, tokenizer
from index.sentences import split
from training.pieces import Item, read_items, read_piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

UNANSWERED = Path(__file__).with_name("unanswered.txt")
LONGEST = 270
TYPOS = 0.08
MARKED = 0.3
REMOVED = 0.10
MIXED = 0.15
ELSEWHERE = 0.65
EXCHANGED = 0.08
EXCHANGED_SQUAD = 0.25
NAMED = re.compile(r"(?<=[a-z,;:—] )[A-Z]\w+(?: [A-Z]\w+)*|\b\d[\d.,]*\b")
REMOVABLE = {"single", "number", "who", "why", "paraphrase", "typo"}


@dataclass(frozen=True)
class Text:
    """Sentences as token ids with character offsets; `starts[i]` where sentence i begins in `text`."""

    text: str
    ids: list[list[int]]
    offsets: list[list[tuple[int, int]]]
    starts: list[int]

    @classmethod
    def of(cls, sentences: list[str]) -> Text:
        """Sentences joined by spaces."""
        starts, at = [], 0
        for sentence in sentences:
            starts.append(at)
            at += len(sentence) + 1
        encoded = tokenizer().encode_batch(sentences, add_special_tokens=False)
        return cls(" ".join(sentences), [e.ids for e in encoded], [e.offsets for e in encoded], starts)

    @cached_property
    def sentences(self) -> list[str]:
        """Each sentence's characters."""
        return [self.text[a : b - 1] for a, b in pairwise([*self.starts, len(self.text) + 1])]

    @cached_property
    def lengths(self) -> list[int]:
        """Tokens of each sentence."""
        return [len(ids) for ids in self.ids]

    @cached_property
    def named(self) -> list[tuple[int, list[str]]]:
        """Where names and figures begin, and their words in lower case."""
        return [(found.start(), found.group().lower().split()) for found in NAMED.finditer(self.text)]

    def within(self, number: int, at: int) -> bool:
        """Whether a character stands in a sentence."""
        return self.starts[number] <= at < [*self.starts, len(self.text) + 1][number + 1]


@dataclass(frozen=True)
class Asked:
    """A question about a text: `gold` as in the pieces, `span` exact words of an answer in a gold sentence.

    `taught`: a teacher's logits of the text's sentences, where one was asked; 0 is as likely as "not answered".
    """

    text: Text
    question: str
    kind: str
    gold: list[list[int]]
    span: str | None
    nearest: int | None
    taught: list[float] | None = None


@dataclass(frozen=True)
class Window:
    """Token ids with, for each, the sentence's number (-1 outside), and the span's (start, end) tokens if known.

    `null`: no sentence of this window answers, so the span head is to point at position 0.
    """

    ids: list[int]
    types: list[int]
    sentences: list[int]
    span: tuple[int, int] | None
    null: bool


@dataclass(frozen=True)
class Drawn:
    """One question ready to be learned: its windows, and the groups of alternative sentences visible in them.

    `taught`: a teacher's logits of the sentences of its own text, if known.
    """

    windows: list[Window]
    groups: list[list[int]]
    taught: list[float] | None


def piece_questions(folder: Path, names: list[str]) -> list[Asked]:
    """Every labelled question of these pieces."""
    found = []
    for name in names:
        piece = read_piece(folder / f"{name}.txt")
        text = Text.of([piece.sentence_text(sentence.number) for sentence in piece.sentences])
        found += [_asked(text, item) for item in read_items(folder / f"{name}.jsonl")]
    return found


def _asked(text: Text, item: Item) -> Asked:
    question = " ".join([*item.history[-1:], item.question])
    return Asked(text, question, item.kind, item.gold, item.span, item.nearest)


def squad_questions(folder: Path) -> list[Asked]:
    """The SQuAD-like questions of a folder, sentences found by the project’s own splitter.

    With them come our own, which the passages do not answer (a line each, `passage number|question`); the numbers are
    those of one `train-passages.jsonl.gz`, whose passages the questions of another would not fit.
    """
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in json_lines(folder / "train-questions.jsonl.gz"):
        rows[row["passage"]].append(row)
    for line in UNANSWERED.read_text(encoding="utf-8").splitlines():
        number, question = line.split("|", 1)
        if int(number) not in rows:
            raise SystemExit(f"{UNANSWERED.name} asks about passage {number}, which {folder} has no question about.")
        rows[int(number)].append({"question": question, "answers": [], "answerable": False})
    found = []
    for passage in json_lines(folder / "train-passages.jsonl.gz"):
        sentences = split(passage["text"])
        text = Text.of([passage["text"][s.start : s.end] for s in sentences])
        found += [_squad(text, sentences, row) for row in rows[passage["id"]]]
    return found


def _squad(text: Text, sentences: Any, row: dict[str, Any]) -> Asked:
    right = sorted({s.number for s in sentences for start, _ in row["answers"] if s.start <= start < s.end})
    answers = [answer for _, answer in row["answers"]]
    span = min(answers, key=len) if answers else None
    return Asked(text, row["question"], "squad", [right] if right and row["answerable"] else [], span, None)


def draw(asked: Asked, others: list[Asked], length: int, chance: Random) -> Drawn:
    """Windows of about `length` tokens for one question: one with its evidence, one from elsewhere."""
    if chance.random() < (EXCHANGED_SQUAD if asked.kind == "squad" else EXCHANGED):
        asked = exchanged(asked, chance) or asked
    gold = asked.gold
    left_out: set[int] = set()
    if len(gold) == 1 and asked.kind in REMOVABLE and chance.random() < REMOVED:
        left_out, gold = set(gold[0]), []
    question = slipped(asked.question, chance) if chance.random() < TYPOS else asked.question
    if chance.random() < MARKED:
        question = question.removesuffix("?") if question.endswith("?") else f"{question}?"
    held = [number for group in gold for number in group]
    wanted = chance.choice(held) if held else asked.nearest
    chosen = [_run(asked.text, wanted, length, chance)]
    if len(chosen[0]) < len(asked.text.ids) and chance.random() < ELSEWHERE:
        chosen.append(_run(asked.text, None, length, chance))
    windows = [_window(asked, question, run, left_out, held) for run in chosen]
    if chance.random() < MIXED:
        other = chance.choice(others)
        stranger = Asked(other.text, question, "stranger", [], None, None)
        windows = [*windows[:1], _window(stranger, question, _run(other.text, None, length, chance), set(), [])]
        windows[1] = _foreign(windows[1])
    seen = {number for window in windows for number in window.sentences}
    groups = [kept for group in gold if (kept := [number for number in group if number in seen])]
    return Drawn(windows, groups, asked.taught)


def exchanged(asked: Asked, chance: Random) -> Asked | None:
    """The question about another name or figure of the text, so that nothing answers; None where there is none.

    The other one shares no word with the question and stands in no sentence that answers.
    """
    if len(asked.gold) != 1 or asked.kind not in REMOVABLE | {"squad"}:
        return None
    words = asked.question.split()
    bare = [word.lower().strip("?.,!'\"’").removesuffix("’s").removesuffix("'s") for word in words]
    known = {word for _, name in asked.text.named for word in name}
    places = [place for place, word in enumerate(bare) if word in known]
    if not places:
        return None
    first = last = chance.choice(places)
    own = {word for _, name in asked.text.named if bare[first] in name for word in name}
    rivals = _rivals(asked, own | set(bare), figure=bare[first][0].isdigit())
    if not rivals:
        return None
    while first and bare[first - 1] in own:
        first -= 1
    while last + 1 < len(bare) and bare[last + 1] in own:
        last += 1
    question = " ".join([*words[:first], *chance.choice(rivals), *words[last + 1 :]])
    return Asked(asked.text, question, "exchanged", [], None, asked.gold[0][0])


def _rivals(asked: Asked, taken: set[str], *, figure: bool) -> list[list[str]]:
    """The figures, or the names, of the text that have none of these words and stand in no sentence that answers."""
    return [
        name
        for at, name in asked.text.named
        if name[0][0].isdigit() == figure
        and not taken & set(name)
        and not any(asked.text.within(number, at) for number in asked.gold[0])
    ]


def whole(asked: Asked, length: int) -> Drawn:
    """A question with windows of at most `length` tokens over the whole text."""
    held = [number for group in asked.gold for number in group]
    windows = [_window(asked, asked.question, run, set(), held) for run in runs(asked.text, length)]
    return Drawn(windows, asked.gold, None)


def runs(text: Text, length: int) -> Iterator[list[int]]:
    """Runs of whole sentences of at most `length` tokens, as sentence numbers."""
    run: list[int] = []
    for number, tokens in enumerate(text.lengths):
        if run and sum(text.lengths[n] for n in run) + tokens > length:
            yield run
            run = []
        run.append(number)
    yield run


FOREIGN = 10_000


def _foreign(window: Window) -> Window:
    """The window of another text, its sentences numbered so that none is taken for one of the question's own."""
    numbers = [number + FOREIGN if number >= 0 else -1 for number in window.sentences]
    return Window(window.ids, window.types, numbers, None, null=True)


def _run(text: Text, wanted: int | None, length: int, chance: Random) -> range:
    """Consecutive sentences of at most `length` tokens, at a random place around `wanted` (anywhere if None)."""
    first = last = chance.randrange(len(text.ids)) if wanted is None else wanted
    total = text.lengths[first]
    while True:
        sides = [n for n in (first - 1, last + 1) if 0 <= n < len(text.ids) and total + text.lengths[n] <= length]
        if not sides:
            return range(first, last + 1)
        chosen = chance.choice(sides)
        total += text.lengths[chosen]
        first, last = min(first, chosen), max(last, chosen)


def _window(asked: Asked, question: str, run: Sequence[int], left_out: set[int], held: list[int]) -> Window:
    head = [CLS, *tokenizer().encode(question, add_special_tokens=False).ids[:QUESTION_TOKENS], SEP]
    kept = [number for number in run if number not in left_out]
    ids, numbers, span = list(head), [-1] * len(head), None
    for number in kept:
        if span is None and asked.span and number in held:
            span = _tokens(asked, number, len(ids))
        ids += asked.text.ids[number]
        numbers += [number] * asked.text.lengths[number]
    room = LONGEST + QUESTION_TOKENS
    ids, numbers = [*ids[:room], SEP], [*numbers[:room], -1]
    null = not set(kept) & set(held)
    return Window(ids, [0] * len(head) + [1] * (len(ids) - len(head)), numbers, span, null)


def _tokens(asked: Asked, number: int, base: int) -> tuple[int, int] | None:
    """Where the answer's words begin and end in a sentence, in tokens of the window; None where they are not."""
    offsets = asked.text.offsets[number]
    begin = asked.text.starts[number]
    sentence = asked.text.text[begin : begin + offsets[-1][1]] if offsets else ""
    at = sentence.find(asked.span or "\0")
    if at < 0:
        return None
    stop = at + len(asked.span or "")
    inside = [index for index, (start, end) in enumerate(offsets) if start < stop and end > at]
    if not inside or base + inside[-1] >= LONGEST + QUESTION_TOKENS:
        return None
    return base + inside[0], base + inside[-1]


def slipped(question: str, chance: Random) -> str:
    """The question with one slip of the pen in a longer word: two letters swapped, one lost or one doubled."""
    words = question.split()
    long = [index for index, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return question
    index = chance.choice(long)
    word, at = words[index], chance.randrange(1, len(words[index]) - 1)
    words[index] = chance.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        ]
    )
    return " ".join(words)
