"""Where a text quotes somebody: the runs between quotation marks, curly, straight or angled.

A quotation that is still open when a sentence ends ties that sentence to the next one, and so does one that goes on
behind a “she said”; `sense_units` says which sentences must be shown together so that nobody's words are cut in half.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.sentences import Sentence

CLOSING = {"“": "”", "«": "»", "„": "“”"}
CLOSING_INWARD = {"“": "”", "»": "«", "„": "“”"}
CLOSERS = frozenset("".join((*CLOSING.values(), *CLOSING_INWARD.values())) + "\"'’")
MARK = re.compile(f'[{"".join((*CLOSING, *CLOSING.values()))}"]')
ANGLED = re.compile("[«»]")
# »…«, as German books have it: such a mark comes first, and no space behind it.
INWARD = re.compile(r"(?<![^\s(\[—–-])»(?=[^\W_]|[‚‘’›(…])")
SINGLE = re.compile(
    r"(?<![\w'])[‘'](?=[^\W\d]|[“\"(]|(?:[£$€¥]\s?)?\d)(?!(?i:tis|twas|em|n|til|cause|s|d|m|t|ll|re|ve)\b|\d\d[’']?s\b)"
)
# “The spring of ‘84”, “Paris ‘68”: an apostrophe that a machine has turned, and no quotation.
YEAR = re.compile(r"\d\d(?![\d%]|[.,]\d|\s(?:per\s?cent|million|billion|thousand)\b)")
BEFORE_A_YEAR = re.compile(
    r"\b(?:in|of|the|since|from|to|by|until|till|before|after|during|around|early|late|and|or|"
    r"spring|summer|autumn|fall|winter|class|[A-Z][\w.’'-]*)\s\Z"
)
SINGLE_END = re.compile(r"(?<=[.,;:!?…—])[’'](?!\w)|[’'](?!\w)")  # not the apostrophe of “isn’t”
VERB = (
    r"(?:said|says|told|added|adds|argued|argues|wrote|writes|claimed|claims|insisted|insists|warned|warns|asked|asks|"
    r"replied|replies|declared|declares|announced|announces|admitted|admits|conceded|concedes|promised|promises|"
    r"complained|explained|explains|noted|notes|recalled|recalls|confirmed|confirms|acknowledged|acknowledges|joked|"
    r"answered|answers|remarked|stated|states|observed|testified|calls|called)"
)
# What goes on behind the quotation that a sentence ends with: “…,” she told me. After “?” somebody else may answer.
ATTRIBUTED = re.compile(rf"(?:(?<=,.)|(?=,)|(?<=[!?…—].)(?!.*\bask)).*\b(?!call)(?:{VERB}|say|tell)\b", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One run of quoted words: `start` at the opening mark, `end` just after the closing one (characters)."""

    start: int
    end: int


def quotations(text: str, start: int = 0, end: int | None = None, *, onward: str = "") -> list[Quotation]:
    """The closed quotations of `text[start:end]`, in order; a mark that never closes opens none.

    `onward`: what the next paragraph begins with. Where that is the mark still open, somebody speaks on there, and the
    quotation counts as far as `end`.
    """
    end = len(text) if end is None else end
    found: list[Quotation] = []
    opened: int | None = None
    closer, closing = "", CLOSING
    for match in MARK.finditer(text, start, end):
        position, mark = match.start(), match.group()
        if closing is CLOSING and mark in "«»" and _is_inward(text):
            closing = CLOSING_INWARD
        if opened is not None and mark in closer:
            found.append(Quotation(opened, position + 1))
            opened = None
        elif opened is not None and mark in closing and text[opened] == mark:
            opened = position  # the earlier one was never closed, as at a quoted paragraph's start
        elif opened is None and (mark in closing or _opens_straight(text, position)):
            opened, closer = position, closing.get(mark, '"')
    if opened is not None and text[opened] == onward:
        found.append(Quotation(opened, end))
    return found


def _is_inward(text: str) -> bool:
    """Whether the text's first angled mark opens a quotation though it points to the right."""
    first = ANGLED.search(text)
    return bool(first and INWARD.match(text, first.start()))


def outside_quotations(text: str) -> str:
    """The text with spaces for what stands in quotation marks."""
    for mark in reversed(quotations(text)):
        text = text[: mark.start + 1] + " " * (mark.end - mark.start - 2) + text[mark.end - 1 :]
    return text


def without_quotations(text: str) -> str:
    """The text without what stands in quotation marks, and without these marks."""
    for mark in reversed(quotations(text)):
        text = text[: mark.start] + text[mark.end :]
    return text


def single_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """What stands between single marks, as in British papers; a plural’s apostrophe (“workers’”) ends none.

    A mark after a stop ends a quotation rather than one after a letter, where another has not begun before it.
    """
    found: list[Quotation] = []
    at = start
    while opening := _single_opening(text, at, end):
        following = _single_opening(text, opening.end(), end)
        limit = following.start() if following else end
        ends = [match.end() for match in SINGLE_END.finditer(text, opening.end(), limit)]
        after_stop = [place for place in ends if text[place - 2] in ".,;:!?…—"]
        at = (after_stop or ends or [opening.end()])[0]
        if ends:
            found.append(Quotation(opening.start(), at))
    return found


def _single_opening(text: str, start: int, end: int) -> re.Match[str] | None:
    marks = SINGLE.finditer(text, start, end)
    return next((mark for mark in marks if not _is_before_a_year(text, mark)), None)


def _is_before_a_year(text: str, mark: re.Match[str]) -> bool:
    return bool(YEAR.match(text, mark.end()) and BEFORE_A_YEAR.search(text, max(0, mark.start() - 20), mark.start()))


def _opens_straight(text: str, position: int) -> bool:
    """A straight mark opens when a word follows it; inches and stray marks do not."""
    if text[position] != '"' or position + 1 >= len(text) or text[position + 1].isspace():
        return False
    return position == 0 or not text[position - 1].isalnum()


def sense_units(text: str, sentences: Sequence[Sentence]) -> tuple[tuple[int, int], ...]:
    """For each sentence, the first and last number of the run that has to be shown with it.

    Sentences of one paragraph are joined where a quotation begun in one is closed in a later one, or goes on in the
    next paragraph: without the mark that opens it, it would seem to be the author's. They are joined too where nothing
    but a quotation follows “…,” she said: alone it would be nobody's.
    """
    units = [(sentence.number, sentence.number) for sentence in sentences]
    for first, last in paragraphs(sentences):
        span = sentences[first].start, sentences[last].end
        onward = text[sentences[last + 1].start] if last + 1 < len(sentences) else ""
        found = [*quotations(text, *span, onward=onward), *single_quotations(text, *span)]
        for quotation in found:
            touched = [
                number
                for number in range(first, last + 1)
                if sentences[number].start < quotation.end and quotation.start < sentences[number].end
            ]
            if len(touched) > 1:
                _join(units, touched[0], touched[-1])
        for number in range(first, last):
            (begin, end), (begins, ends) = units[number : number + 2]
            alone = Quotation(sentences[begins].start, sentences[ends].end) in found
            if alone and _attributed(text, sentences[begin].start, sentences[end].end, found):
                _join(units, number, number + 1)
    return tuple(units)


def marks(text: str, sentences: Sequence[Sentence]) -> Iterator[Quotation]:
    """All that stands between quotation marks, paragraph by paragraph; of one still open, as far as it goes on."""
    for first, last in paragraphs(sentences):
        span = sentences[first].start, sentences[last].end
        onward = text[sentences[last + 1].start] if last + 1 < len(sentences) else ""
        yield from quotations(text, *span, onward=onward)
        yield from single_quotations(text, *span)


def _attributed(text: str, start: int, end: int, found: Sequence[Quotation]) -> bool:
    """Whether whole sentences begin with a quotation and end with who says it."""
    quoted = sorted((mark.start, mark.end) for mark in found if start <= mark.start < end)
    return bool(quoted) and quoted[0][0] == start and ATTRIBUTED.match(text, quoted[-1][1], end) is not None


def _join(units: list[tuple[int, int]], first: int, last: int) -> None:
    """One run out of all the runs from `first` to `last`."""
    run = (units[first][0], units[last][1])
    for number in range(run[0], run[1] + 1):
        units[number] = run


def paragraphs(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """First and last sentence number of each paragraph."""
    bounds: list[tuple[int, int]] = []
    for sentence in sentences:
        if bounds and sentences[bounds[-1][0]].paragraph == sentence.paragraph:
            bounds[-1] = (bounds[-1][0], sentence.number)
        else:
            bounds.append((sentence.number, sentence.number))
    return bounds
