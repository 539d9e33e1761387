"""Where a piece counts things off: “First, … Second, …”, “three things: …”, an opening and a row of commands.

A question for the list is answered by all its items, a question for the second of them by that one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.lexicon import entry, stem
from assistant.numbers import ORDINALS, UNITS
from index.lexical import FUNCTION_WORDS, terms, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.question import Question
    from index.piece import Piece

PLACES = {"first": 1, "second": 2} | ORDINALS
LAST = {"last", "lastly", "final", "finally"}
ORDINAL = "|".join(PLACES)
PLACE = rf"(?P<place>{ORDINAL}|last|final)"
MARKED = re.compile(
    rf"^(?:[-•*–] |[“‘\"']?(?:One(?!\W*$| (?:can|cannot|may|must|should|does|sees|knows)\b)|Another|"
    rf"An? (?:{'|'.join([*list(PLACES)[1:]])}|further)|The (?:other|{ORDINAL}|last|final)|"
    rf"(?:{'|'.join(place.title() for place in PLACES)})(?:ly)?|Finally|Lastly|Also|Then there)\b)"
)
SORT = (
    r"(?P<sort>thing|proposal|rule|demand|point|reason|step|advice|tip|argument|condition|idea|suggestion|measure|"
    r"option|objection|principle|lesson|recommendation|remedy|example|claim|request|problem|complaint|mistake)"
)
COUNT = r"(?P<count>two|three|four|five|six|seven)"
ANNOUNCED = re.compile(rf"\b{COUNT}(?: \w+)? (?:{SORT}s|remedies)\b", re.IGNORECASE)
CLOSES = re.compile(r"^(?:And|Finally|Last)\b")
ASKED = re.compile(
    rf"(?<![-\w]){PLACE}(?: \w+)? (?:(?:piece|bit|item|part) of (?:\w+ )?)?{SORT}s?\b(?! the\b)", re.IGNORECASE
)
NEXT = re.compile(rf"(?:and |what about |how about )*(?:the )?{PLACE}(?: one)?\W*$", re.IGNORECASE)
OF_WHICH = re.compile(
    rf"\b(?:{SORT}s?|remedies)\b", re.IGNORECASE
)  # what the question before “and the second?” was for
LIKELY, PERHAPS = 0.5, 0.25  # least share of the list that an item is wanted of; of one whose opener names the sort
ANNOUNCING = 14  # words at most, of a sentence that announces a list
COMMANDS = 3  # that follow one another are a list
OPENS_COMMAND = frozenset(["and", "but", "then", "so", "never", "always", "please"])
COMMANDED = frozenset(["do", "don't", "let"])
NO_COMMAND = re.compile(r"\w{2,}(?:ed|ly)$|\w{3,}ing$|\w*[^s]s$")


class Enumeration(NamedTuple):
    """The sentences that are its items, and the one that opens it, if any; all in one paragraph."""

    opener: int | None
    items: tuple[int, ...]


def enumerates(sentence: str) -> bool:
    """Whether the sentence is an item of an enumeration, by its first words."""
    return MARKED.search(sentence) is not None


def enumerations(piece: Piece) -> list[Enumeration]:
    """All lists of a piece, in reading order."""
    paragraphs: dict[int, list[int]] = {}
    for sentence in piece.sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(sentence.number)
    return [found for numbers in paragraphs.values() for found in _within(piece, numbers)]


def _within(piece: Piece, numbers: Sequence[int]) -> list[Enumeration]:
    texts = [piece.sentence_text(number) for number in numbers]
    marked = [place for place, text in enumerate(texts) if enumerates(text)]
    given = [_place(texts[place]) for place in marked]
    marked = [place for at, place in enumerate(marked) if given[at] is None or given[at] not in given[:at]]
    if len(marked) > 1:
        opener = numbers[marked[0] - 1] if marked[0] else None
        return [Enumeration(opener, tuple(numbers[place] for place in marked))]
    for place, text in enumerate(texts):
        counted = ANNOUNCED.search(text) if len(words(text)) <= ANNOUNCING else None
        last = place + UNITS[counted["count"].lower()] if counted else len(texts)
        if _rows(texts[place + 1 : last + 1]) and last < len(texts):
            return [Enumeration(numbers[place], tuple(numbers[place + 1 : last + 1]))]
    first = next((place for place, text in enumerate(texts) if place and _commands(text)), len(texts))
    row = next((place for place in range(first, len(texts)) if not _commands(texts[place])), len(texts))
    return [Enumeration(numbers[first - 1], tuple(numbers[first:row]))] if row - first >= COMMANDS else []


def _rows(texts: Sequence[str]) -> bool:
    """Whether sentences behind an announcement are its items: the last closes a row, or all are alike."""
    openings = {(words(text) or [""])[0] for text in texts}
    alike = len(openings) == 1 and "the" not in openings
    return bool(texts) and (alike or CLOSES.match(texts[-1]) is not None or all(map(_commands, texts)))


def _commands(sentence: str) -> bool:
    """Whether a sentence begins with a verb that tells somebody to do something."""
    found = words(sentence)
    while found and found[0] in OPENS_COMMAND:
        found = found[1:]
    if not found or found[0] in COMMANDED:
        return bool(found)
    verb = found[0]
    if verb in FUNCTION_WORDS or NO_COMMAND.match(verb):
        return False
    return "v" in entry(stem(verb)).parts and not set(found[1:2]) & {"is", "are", "was", "were", "has", "have", "had"}


def listed(piece: Piece, lists: Sequence[Enumeration], number: int) -> list[tuple[int, int]]:
    """The items of the list that a sentence belongs to, opens or stands beside, as runs of sentences."""
    sentences = piece.sentences
    for found in lists:
        within = sentences[number].paragraph == sentences[found.items[0]].paragraph
        beside = within and any(abs(n - number) <= 1 and enumerates(piece.sentence_text(n)) for n in found.items)
        if number == found.opener or number in found.items or beside:
            return [piece.units[item] for item in found.items]
    return []


def item_asked(
    piece: Piece,
    lists: Sequence[Enumeration],
    question: Question,
    numbers: NDArray[np.int64],
    shares: NDArray[np.float64],
) -> int | None:
    """The item that a question wants by its place (“the second demand”), of the list that most likely answers.

    `shares`: how likely each of the sentences `numbers` is the best answer.
    """
    following = NEXT.match(question.asked)
    asked = OF_WHICH.search(question.text) if following else ASKED.search(question.asked)
    if not asked:
        return None
    place = (following or asked)["place"].lower()
    sort = set(terms(asked["sort"] or "remedy"))

    def likely(found: Enumeration) -> float:
        share = float(shares[np.isin(numbers, [n for n in (found.opener, *found.items) if n is not None])].sum())
        named = found.opener is not None and sort & set(terms(piece.sentence_text(found.opener)))
        return share if share >= LIKELY or (named and share >= PERHAPS) else 0.0

    best = max(lists, key=likely, default=None)
    if best is None or not likely(best):
        return None
    if place in LAST:
        return best.items[-1]
    named = [_place(piece.sentence_text(item)) for item in best.items]
    if PLACES[place] in named:
        return best.items[named.index(PLACES[place])]
    return best.items[PLACES[place] - 1] if PLACES[place] <= len(best.items) and not any(named) else None


def _place(item: str) -> int | None:
    """The place that an item gives itself by its first words."""
    return next((PLACES[word] for word in words(item)[:2] if word in PLACES), None)
