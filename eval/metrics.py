"""What is measured about one answer, without a model: pure functions from what was shown to a number.

None of them trusts the assistant's own checks: each one looks at the characters on the screen and at the piece.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.attribution import attributions
from assistant.speakers import speaker_of
from assistant.tokens import read
from index.piece import sha256
from index.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from eval.rows import ShownQuote, ShownStatement
    from index.piece import Piece

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
FRAMED = re.compile(r"\b(?:quoting|reporting|according to) ([^:,“”‘]+)", re.IGNORECASE)
INNER = re.compile(r"‘([^‘]+)’(?!\w)")
TRAILING = ".,;:!?…"
FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "})

# Words that judge. In the assistant's own voice they are its opinion; inside quotation marks they are the piece's.
LOADED = frozenset(
    """
    absurd admirable appalling awful bad best betrayal brave brilliant careless clearly cowardly crucial cynical
    dangerous deplorable desperate disastrous disgraceful dishonest excellent extraordinary failed failure fortunately
    foolish good great heroic hopeless hypocritical idiotic important inept irresponsible justified laughable miracle
    misguided naive obviously outrageous pathetic pointless reckless regrettably ridiculous right rightly sadly shameful
    shocking shrewd sensible stupid terrible tragic undeniably unfortunately unjustified valuable vital weak wise worst
    wrong wrongly
    """.split()
)
VOICE = re.compile(r"\b(?:I|we|my|our|us)\b|\b(?:in my view|in my opinion|should|ought to|must)\b", re.IGNORECASE)


def folded(text: str) -> str:
    """For comparing: lower case, straight quotes and hyphens, single spaces."""
    return " ".join(text.translate(FOLDED).lower().split())


def exact(quote: ShownQuote, piece: Piece) -> bool:
    """Whether the characters shown are those at the quote's place, and the place is whole sentences."""
    starts = {sentence.start for sentence in piece.sentences}
    ends = {sentence.end for sentence in piece.sentences}
    slice_ = piece.text[quote.start : quote.end]
    return quote.text == slice_ and quote.digest == sha256(slice_)[:16] and quote.start in starts and quote.end in ends


def sense_safe(quote: ShownQuote, piece: Piece) -> bool:
    """Whether no quotation is cut in two, and the highlight lies inside what is shown."""
    inside = [s.number for s in piece.sentences if quote.start < s.end and s.start < quote.end]
    if not inside or (piece.units[inside[0]][0], piece.units[inside[-1]][1]) != (inside[0], inside[-1]):
        return False
    return quote.highlight is None or quote.start <= quote.highlight[0] < quote.highlight[1] <= quote.end


def supported(statement: ShownStatement, piece: Piece) -> bool:
    """Whether a statement carries a quote, or gives the piece's metadata as they are."""
    values = [getattr(piece, field, None) for field in statement.metadata]
    return bool(statement.quotes) or (bool(values) and all(value and value in statement.text for value in values))


def misquoted(statement: ShownStatement, piece: Piece) -> list[str]:
    """What stands inside quotation marks, were it one word, that neither its quotes nor its metadata have, exactly.

    Whole words count (“48” is not in “1948”); a mark that the sentence around needs may hang on their end.
    """
    held = [quote.text for quote in statement.quotes] + [str(getattr(piece, field)) for field in statement.metadata]
    rest = without_quotes(statement)
    marked = [rest[mark.start + 1 : mark.end - 1] for mark in quotations(rest)]
    marked += [match[1] for match in INNER.finditer(rest)]
    return [run for run in marked if run.strip() and not any(_has_words(text, run) for text in held)]


def _has_words(text: str, run: str) -> bool:
    """Whether the run stands in the text as whole words."""
    wanted = (run.strip(), run.strip().rstrip(TRAILING))
    return any(words and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) for words in wanted)


def without_quotes(statement: ShownStatement) -> str:
    """The statement with every quote that it shows whole taken out."""
    text = statement.text
    for quote in sorted(statement.quotes, key=lambda quote: -len(quote.text)):
        text = text.replace(quote.text, "")
    return text


def own_words(statement: ShownStatement) -> str:
    """What the assistant says in its own voice: nothing inside quotation marks."""
    text = without_quotes(statement)
    for mark in reversed(quotations(text)):
        text = text[: mark.start] + text[mark.end :]
    return INNER.sub(" ", text)


def ungrounded_numbers(statement: ShownStatement, piece: Piece) -> list[str]:
    """Figures in the assistant's own words that neither its quotes nor the piece's metadata have."""
    held = " ".join([*(quote.text for quote in statement.quotes), *filter(None, (piece.date, piece.title))])
    known = set(NUMBER.findall(held))
    return [number for number in NUMBER.findall(own_words(statement)) if number not in known]


def editorialising(statement: ShownStatement) -> list[str]:
    """Words that judge, or speak for the assistant, in its own voice; a title given as metadata is not its own."""
    if statement.metadata:
        return []
    said = own_words(statement)
    words = re.findall(r"[\w']+", folded(said))
    return [word for word in words if word in LOADED] + VOICE.findall(said)


def attributes(statements: Sequence[ShownStatement], speaker: str, author: str | None = None) -> bool:
    """Whether the answer lets the right one speak.

    A speaker is named in the assistant's own words, or is the one whom a quote's own sentences name as speaking; a name
    that merely stands in a quote does not count. Where the author speaks, the own words name nobody else as speaking.
    """
    if speaker == "author":
        return all(_is(name, author) for said in statements for name in _said_to_speak(said))
    named = [own_words(said) for said in statements]
    named += [name for said in statements for quote in said.quotes for name in _speakers(quote)]
    return any(_is(text, speaker) for text in named)


def _is(text: str, name: str | None) -> bool:
    """Whether the text has the last word of the name: the surname, or the noun of a description."""
    words = re.findall(r"\w[\w’'-]*", name or "")
    return bool(words) and re.search(rf"(?<!\w){re.escape(folded(words[-1]))}(?!\w)", folded(text)) is not None


def _speakers(quote: ShownQuote) -> list[str]:
    tokens = read(quote.text)
    named = [" ".join(tokens[place].text for place in sorted(one.speaker)) for one in attributions(tokens)]
    found = speaker_of(quote.text)
    return [*([found.name] if found else []), *named]


def _said_to_speak(statement: ShownStatement) -> list[str]:
    """Whom the assistant's own words name as the speaker."""
    found = speaker_of(without_quotes(statement))
    return [*FRAMED.findall(own_words(statement)), *([found.name] if found else [])]


@dataclass(frozen=True)
class Overlap:
    """Precision, recall and F1 of the sentences quoted against the evidence set that fits best."""

    precision: float
    recall: float
    f1: float


def overlap(
    found: Collection[int],
    alternatives: Sequence[Collection[int]],
    extras: Collection[int] = (),
    units: Sequence[tuple[int, int]] = (),
) -> Overlap:
    """How well the quoted sentences are one of the complete evidence sets.

    Harmless extras, and sentences that must be shown together with one of the evidence (its sense unit), count
    neither for nor against.
    """
    return max(
        (_overlap(set(found), set(gold), extras, units) for gold in alternatives), key=lambda o: (o.f1, o.recall)
    )


def _overlap(found: set[int], gold: set[int], extras: Collection[int], units: Sequence[tuple[int, int]]) -> Overlap:
    tied = {n for number in gold if units for n in range(units[number][0], units[number][1] + 1)}
    counted = found - ((tied | set(extras)) - gold)
    right = len(counted & gold)
    precision = right / len(counted) if counted else 0.0
    recall = right / len(gold)
    return Overlap(precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0)


def missing_keys(text: str, must: Iterable[str]) -> list[str]:
    """The answer keys that the text lacks; `a|b` is there when a or b is, as whole words (see `forbidden_keys`)."""
    return [key for key in must if not _has_key(folded(text), key)]


def forbidden_keys(text: str, must_not: Iterable[str]) -> list[str]:
    """The keys that must not be in the text, and are; a number is only itself (“48”, not “1948” or “48,000”)."""
    return [key for key in must_not if _has_key(folded(text), key)]


def _has_key(held: str, key: str) -> bool:
    """Whether one of the key's options stands in a folded text, inside no longer word or number."""
    options = map(folded, key.split("|"))
    return any(re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(option)}(?!\w|[.,]\d)", held) for option in options)


def recall_at(passages: Sequence[Collection[int]], alternatives: Sequence[Collection[int]], k: int) -> float:
    """Share of an evidence set that the first `k` passages hold, for the set that fares best."""
    held = {n for passage in passages[:k] for n in passage}
    return max(len(held & set(gold)) / len(gold) for gold in alternatives)


def consistent(first: Collection[int], first_refused: bool, other: Collection[int], other_refused: bool) -> bool:
    """Whether two wordings of a question got the same outcome, and quotes that share a sentence."""
    return first_refused == other_refused and (first_refused or bool(set(first) & set(other)) or first == other)


def normalised(text: str) -> str:
    """The official SQuAD normalisation: lower case, no punctuation, no articles, single spaces."""
    bare = "".join(mark for mark in text.lower() if mark not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def exact_match(predicted: str, gold: str) -> float:
    """SQuAD's exact match: 1 when the normalised texts are the same."""
    return float(normalised(predicted) == normalised(gold))


def token_f1(predicted: str, gold: str) -> float:
    """SQuAD's F1 over normalised words; where one of them is empty, 1 when both are."""
    ours, theirs = normalised(predicted).split(), normalised(gold).split()
    if not ours or not theirs:
        return float(ours == theirs)
    same = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * same / (len(ours) + len(theirs)) if same else 0.0
