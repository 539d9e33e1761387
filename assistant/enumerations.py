"""Where a piece counts things off: “1. … 2. …”, “First, … Second, …”, “three things: …”, a row of commands.

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
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from assistant.question import Question
    from index.piece import Piece

PLACES = {"first": 1, "second": 2} | ORDINALS
LAST = {"last", "lastly", "final", "finally"}
ORDINAL = "|".join(PLACES)
PLACE = rf"(?P<place>{ORDINAL}|last|final|\d{{1,2}}(?:st|nd|rd|th))"
MARK = re.compile(r"(?:(?P<bullet>[-•*‣▪◦–])|\(?(?P<sign>\d{1,2}|[a-z]|[ivx]{2,4})\)|(?P<number>\d{1,2})\.)\s+(?=\S)")
ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split()
MARKED = re.compile(
    rf"^(?:[“‘\"']?(?:One(?!\W*$| (?:can|cannot|may|must|should|does|sees|knows)\b)|Another|"
    rf"An? (?:{'|'.join([*list(PLACES)[1:]])}|further)|The (?:other|{ORDINAL}|last|final)|"
    rf"(?:{'|'.join(place.title() for place in PLACES)})(?:ly)?|And (?:{ORDINAL})(?:ly)?\b(?=,)|"
    r"Finally|Lastly|Also|Then there)\b)"
)
SORT = (
    r"(?P<sort>thing|proposal|rule|demand|point|reason|step|advice|tip|argument|condition|idea|suggestion|measure|"
    r"option|objection|principle|requirement|change|lesson|recommendation|remed(?:y|ie)|example|claim|request|problem|complaint|mistake)"
)
NAMED = re.compile(rf"\b{SORT}s?\b", re.IGNORECASE)
GENERAL = frozenset(["thing", "point", "item", "number"])  # what an item of any list may be called
COUNT = r"(?P<count>two|three|four|five|six|seven)"
COUNTED = re.compile(rf"\b{COUNT} (?!of\b|or\b|and\b)\w+", re.IGNORECASE)
ANNOUNCED = re.compile(rf"\b{COUNT}(?: \w+)? {SORT}s\b", re.IGNORECASE)
OPENS = re.compile(rf":[”’\"')]*$|{ANNOUNCED.pattern}", re.IGNORECASE)
CLOSES = re.compile(r"^(?:And|Finally|Last)\b")
ASKED = re.compile(
    rf"(?<![-\w]){PLACE}(?! (?:{COUNT}|\d))(?: \w+)? (?:(?:piece|bit|item|part) of (?:\w+ )?)?{SORT}s?\b(?! the\b)",
    re.IGNORECASE,
)
NUMBER = rf"(?<!\bat )\b(?:(?:item|number)|{SORT}) #?(?P<place>\d{{1,2}})\b(?![.,:]\d)"
NUMBERED = re.compile(NUMBER, re.IGNORECASE)
NEXT = re.compile(
    r"(?:(?:and|so|what about|how about|what(?:['’]?s| is| was)) )*(?:the )?"
    rf"(?:{PLACE}(?: one)?|{NUMBER.replace('<place>', '<number>')})\W*$",
    re.IGNORECASE,
)
# Least share of the list that an item is wanted of; of one whose opener names the sort, or the only one with marks.
LIKELY, PERHAPS = 0.5, 0.25
ANNOUNCING = 14  # words at most, of a sentence that announces a list
WHOLE = 6  # items of a list that is quoted whole where two are
COMMANDS = 3  # that follow one another are a list
OPENS_COMMAND = frozenset(["and", "but", "then", "so", "never", "always", "please"])
COMMANDED = frozenset(["do", "don't", "let"])
NO_COMMAND = re.compile(r"\w{2,}(?:ed|ly)$|\w{3,}ing$|\w*[^s]s$")


class Enumeration(NamedTuple):
    """The sentences that are its items, and the one that opens it, if any.

    All in one paragraph, but for items that are numbered, or marked alike: the opener and each may have its own.
    """

    opener: int | None
    items: tuple[int, ...]


def counted(place: str) -> int:
    """The place that a word or a figure tells: “second”, “22nd”, “3”."""
    return PLACES[place] if place in PLACES else int(place.rstrip("stndrh"))


def enumerates(sentence: str) -> bool:
    """Whether the sentence is an item of an enumeration, by its first words."""
    return MARK.match(sentence) is not None or MARKED.search(sentence) is not None


def enumerations(piece: Piece) -> list[Enumeration]:
    """All lists of a piece, in reading order."""
    found = [Enumeration(_opener(piece, items[0]), tuple(items)) for items in [*_numbered(piece), *_bulleted(piece)]]
    told = {piece.sentences[item].paragraph for marked in found for item in marked.items}
    others = [run for run in piece.paragraphs if piece.sentences[run[0]].paragraph not in told]
    found += [within for first, last in others for within in _within(piece, range(first, last + 1))]
    return sorted(found, key=lambda one: one.items)


def _numbered(piece: Piece) -> list[list[int]]:
    """The sentences that begin with a number or a letter, counted from the first, wherever they stand."""
    found: list[list[int]] = []
    counting: dict[str, list[int]] = {}
    for sentence in piece.sentences:
        for system, value in _values(piece.sentence_text(sentence.number)):
            if value == 1:
                counting[system] = [sentence.number]
                found.append(counting[system])
            elif value == len(counting.get(system, [])) + 1 > 1:
                counting[system].append(sentence.number)
    return [items for items in found if len(items) > 1]


def _values(sentence: str) -> list[tuple[str, int]]:
    """What the mark before an item may count: (i) is a letter and a number."""
    mark = MARK.match(sentence)
    sign = (mark["sign"] or mark["number"] or "") if mark else ""
    if sign.isdigit():
        return [("numbers", int(sign))]
    letter = [("letters", ord(sign) - ord("a") + 1)] if len(sign) == 1 else []
    return letter + ([("romans", ROMANS.index(sign) + 1)] if sign in ROMANS else [])


def _bulleted(piece: Piece) -> list[list[int]]:
    """The rows of sentences behind bullets, with what else stands in their paragraphs."""
    found: list[list[int]] = []
    paragraph = -2
    for sentence in piece.sentences:
        mark = MARK.match(piece.sentence_text(sentence.number))
        if not mark or not mark["bullet"]:
            continue
        if sentence.paragraph - paragraph > 1:
            found.append([])
        found[-1].append(sentence.number)
        paragraph = sentence.paragraph
    return [items for items in found if len(items) > 1]


def _opener(piece: Piece, first: int) -> int | None:
    """The sentence before the first item, where it announces what follows."""
    return first - 1 if first and OPENS.search(piece.sentence_text(first - 1)) else None


def _within(piece: Piece, numbers: Sequence[int]) -> list[Enumeration]:
    texts = [piece.sentence_text(number) for number in numbers]
    marked = [place for place, text in enumerate(texts) if MARKED.search(text)]
    given = [_place(texts[place]) for place in marked]
    marked = [place for at, place in enumerate(marked) if given[at] is None or given[at] not in given[:at]]
    if len(marked) > 1:
        opener = numbers[marked[0] - 1] if marked[0] else None
        return [Enumeration(opener, tuple(numbers[place] for place in marked))]
    for place, text in enumerate(texts):
        announced = ANNOUNCED.search(text) if len(words(text)) <= ANNOUNCING else None
        last = place + UNITS[announced["count"].lower()] if announced else len(texts)
        if last < len(texts) and _rows(texts[place + 1 : last + 1]):
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


def completed(lists: Sequence[Enumeration], numbers: Sequence[int]) -> list[int]:
    """What is left of a list that these sentences begin to tell: two of its items, or one with what opens it."""
    told = set(numbers)
    begun = (one for one in lists if len(one.items) <= WHOLE and len(told & {one.opener, *one.items}) > 1)
    return [item for one in begun for item in one.items if item not in told]


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
    asked = _asked(question)
    if not asked:
        return None
    place, sort = asked
    marked = [found for found in lists if MARK.match(piece.sentence_text(found.items[0]))]
    only = _only(piece, marked, sort)

    def likely(found: Enumeration) -> float:
        share = float(shares[np.isin(numbers, [n for n in (found.opener, *found.items) if n is not None])].sum())
        named = found.opener is not None and sort & set(terms(piece.sentence_text(found.opener)))
        return share if share >= (PERHAPS if named or found == only else LIKELY) else 0.0

    best = max(marked if place.isdigit() else lists, key=likely, default=None)  # “rule 31” is a name elsewhere
    return item_at(piece, best, place) if best and likely(best) else None


def place_of_next(asked: str) -> str | None:
    """The place that “and the second one?” names."""
    following = NEXT.match(asked)
    return (following["place"] or following["number"]).lower() if following else None


def item_of_shown(
    piece: Piece, lists: Sequence[Enumeration], place: str, shown: AbstractSet[int], asked: str
) -> int | None:
    """The item at a place of the list that an answer has shown: two of its items, or one that was asked for so."""
    least = 1 if ASKED.search(asked) or NUMBERED.search(asked) or NEXT.match(asked) else 2
    found = max(lists, key=lambda one: len(shown & set(one.items)), default=None)
    return item_at(piece, found, place) if found and len(shown & set(found.items)) >= least else None


def item_at(piece: Piece, found: Enumeration, place: str) -> int | None:
    """The item of a list at a place: what gives itself this place, or stands there where none gives itself any."""
    if place in LAST:
        return found.items[-1]
    at = counted(place)
    named = [_place(piece.sentence_text(item)) for item in found.items]
    if at in named:
        return found.items[named.index(at)]
    return found.items[at - 1] if 0 < at <= len(found.items) and not any(named) else None


def _asked(question: Question) -> tuple[str, set[str]] | None:
    """The place that a question names, and the sort of which: none where the question before has but a count."""
    text = question.asked
    following = NEXT.match(text)
    own = ASKED.search(text) or NUMBERED.search(text)
    if following and question.text != text:
        place = str(place_of_next(text))
        before = question.text.removesuffix(text)
        of = NAMED.search(before) or NUMBERED.search(before)
        if not of and not COUNTED.search(before):
            return None
    elif own:
        place, of = own["place"], own
    else:
        return None
    return place.lower(), set(terms(of["sort"] or "number")) if of else set()


def _only(piece: Piece, marked: Sequence[Enumeration], sort: set[str]) -> Enumeration | None:
    """The one list of a piece whose items are marked, unless it is said to be of another sort."""
    if len(marked) != 1 or not sort:
        return None
    opener = marked[0].opener
    told = NAMED.finditer(piece.sentence_text(opener)) if opener is not None else []
    sorts = {term for of in told for term in terms(of["sort"])} - GENERAL
    return marked[0] if sort & GENERAL or not sorts or sort & sorts else None


def _place(item: str) -> int | None:
    """The place that an item gives itself by its first words; one that is marked has it from where it stands."""
    return None if MARK.match(item) else next((PLACES[word] for word in words(item)[:2] if word in PLACES), None)
