"""A draft that quotes a piece: each quotation in it, whether the piece has it so, and from whom.

Letters, figures and stops count, in their order; capitals, the shape of the marks and a stop at either end do not.
Where a draft cuts words out (“…”) or puts in its own (“[the mayor]”), what the piece has there is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from assistant.answer import quote_json
from assistant.credit import Credit, Named, credit, credited, reporting, speaker
from assistant.disclaimers import asks_whether, disclaimers, hearsay
from assistant.frames import differing
from assistant.named import in_marks
from assistant.polarity import conditions, hedges, negations
from assistant.quoting import folded
from assistant.tokens import LITTLE, read
from assistant.wording import WORDS, places_of, sentences_of, told_otherwise
from index.piece import Piece
from index.quotations import CLOSERS, CLOSING, quotations, single_quotations
from prompts import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from assistant.tokens import Token
    from assistant.wording import Span
    from index.piece import Quote

Verdict = Literal["exact", "cut", "differs", "absent"]
PARAGRAPH = re.compile(r"\n\s*\n\s*")
OPEN = re.compile(rf"[{''.join(CLOSING)}](?=\S)|(?<!\w)\"(?=\w)")
MARKS = re.compile(r"[“”„«»\"]|(?<!\w)['‘’]|['’](?!\w)")
WORD = re.compile(r"\w")
# What a draft writes where it cuts words out, or puts in words of its own.
CUT = re.compile(r"(?:(?:\[[^\[\]\n]*\]|\(?(?:…|\. ?\. ?\.)\)?)\s*)+")
LETTERS = re.compile(r"\[(\w{1,3})\](?=\w)|(?<=\w)\[(\w{1,3})\]")  # “[T]he”, “tell[s]”
EDGES = re.compile(r"(?<!\w)'|'(?!\w)")
REOPENED = re.compile(r"(\n\s*)[\"“„«]")  # speech that goes on opens each paragraph anew
GOES_ON = re.compile(r"[^“„«\"”»\n]*(?:\n(?!\s*\n)[^“„«\"”»\n]*)*[”»]")  # to the mark that closes what was opened above
LONGER = 2  # times as long as the piece: no quotation of it
AROUND = 1_000  # characters around a quotation, of a longer sentence, that may say whose it is
ASKED = "?"
ENDS = frozenset(".!?")
SIGNS = frozenset("$£€%")
STOP = r"[.,;:!?()$£€%+&=\"-]"
TOKEN = re.compile(rf"\w+(?:'\w+)*|{STOP}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of a draft, `words == draft[start:end]` between its marks, and what the piece has.

    `verdict`: the piece has these words (`exact`), has them with others where the draft cuts (`cut`), has others in
    their place (`differs`) or nothing like them (`absent`). `differences`: the piece's words and the draft's; `cuts`:
    what the piece has where the draft cuts or puts in its own, and that. `turned_by`: words left outside the quotation
    that deny what is quoted, doubt it, make a condition of it or tell it as what others say, and the mark that makes a
    question of it, where the draft has nothing of the sort around it: “don’t” before “think he’s looking to stop”.
    `credited`: who says them by the draft; `credit`: in the piece they are quoted from them, reported of them in words
    of its own, or neither; None where nothing could be compared. `speaker`: who says them between quotation marks in
    the piece. `quotes`: the whole sentences of the piece, with what is quoted of them marked.
    """

    words: str
    verdict: Verdict
    start: int = 0
    end: int = 0
    differences: tuple[tuple[str, str], ...] = ()
    cuts: tuple[tuple[str, str], ...] = ()
    turned_by: tuple[str, ...] = ()
    credited: str | None = None
    credit: Credit | None = None
    speaker: str | None = None
    quotes: tuple[Quote, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it may be printed so: the piece has these words, in this sense, from whom the draft has them."""
        return self.verdict in {"exact", "cut"} and self.credit in {"theirs", None} and not self.turned_by

    @property
    def open(self) -> bool:
        """Whether the words hold, but who says them by the draft, or by the piece, could not be compared."""
        return self.holds and self.credit is None and bool(self.speaker or self.credited)

    @property
    def remarks(self) -> list[str]:
        """What the writer of the draft should know, a sentence each."""
        said = [_remarks()["absent"]] if self.verdict == "absent" else []
        if self.differences:
            said.append(differing(self.differences))
        said += self.warnings
        if self.credit == "not theirs":
            name = "spoken_by_another" if self.speaker else "unsaid"
            said.append(_remarks()[name].format(who=self.speaker or self.credited, credited=self.credited))
        elif self.speaker:
            said.append(_remarks()["spoken" if self.credit else "spoken_by"].format(who=self.speaker))
        elif self.open:
            said.append(_remarks()["untold"].format(who=self.credited))
        return said

    @property
    def warnings(self) -> list[str]:
        """What is to be said of words that the piece has: what was cut out of them or left around them."""
        said: list[str] = []
        for theirs, ours in self.cuts:
            name = "own" if not theirs else "instead" if WORD.search(ours) else "left_out"
            said.append(_remarks()[name].format(theirs=theirs, ours=ours))
        if ASKED in self.turned_by:
            said.append(_remarks()["asked"])
        if outside := [f"“{word}”" for word in self.turned_by if word != ASKED]:
            said.append(_remarks()["turned"].format(words=", ".join(outside)))
        if self.credit == "reported":
            said.append(_remarks()["reported"].format(who=self.credited))
        return said

    def to_dict(self) -> dict[str, Any]:
        """The check as JSON."""
        return {
            "words": self.words,
            "start": self.start,
            "end": self.end,
            "holds": self.holds,
            "remarks": self.remarks,
            "verdict": self.verdict,
            "differences": [{"piece": theirs, "draft": ours} for theirs, ours in self.differences],
            "cuts": [{"piece": theirs, "draft": ours} for theirs, ours in self.cuts],
            "turned_by": list(self.turned_by),
            "credited": self.credited,
            "credit": self.credit,
            "speaker": self.speaker,
            "quotes": [quote_json(quote) for quote in self.quotes],
        }


@cache
def _remarks() -> dict[str, str]:
    both = {"theirs", "ours"}
    taken = {
        "absent": set[str](),
        "asked": set[str](),
        "left_out": both - {"ours"},
        "instead": both,
        "own": both - {"theirs"},
        "turned": {"words"},
        "reported": {"who"},
        "unsaid": {"who"},
        "untold": {"who"},
        "spoken": {"who"},
        "spoken_by": {"who"},
        "spoken_by_another": {"who", "credited"},
    }
    return load_table("messages.toml", "draft", taken)


def check(draft: str, piece: Piece) -> list[Checked]:
    """Every quotation of a draft, in its order."""
    spans = [*quoted(draft)]
    written = Piece.from_text(draft) if spans else piece
    return [_checked(written, span, piece) for span in spans]


def _checked(written: Piece, span: Span, piece: Piece) -> Checked:
    words = written.text[slice(*span)]
    if len(words) > LONGER * len(piece.text) + AROUND:
        return Checked(words, "absent", *span)
    around, place = _around(written, span)
    named = credited(around, place, piece)
    has = {kind for kind, _ in _turning(around, [place])} | {verb.lower() for verb in reporting(around, place)}
    return replace(compared(words, piece, named, around=has), start=span[0], end=span[1])


def _around(written: Piece, span: Span) -> tuple[Piece, Span]:
    """A draft, or of an endless sentence what stands around a part of it, and where that part is there."""
    quote = written.quote(*sentences_of(written, span))
    if quote.end - quote.start <= AROUND + (span[1] - span[0]):
        return written, span
    begin = max(quote.start, span[0] - AROUND // 2)
    near = written.text[begin : span[1] + AROUND // 2]
    offset = begin + len(near) - len(near.lstrip())
    return Piece.from_text(near.strip()), (span[0] - offset, span[1] - offset)


def compared(
    words: str,
    piece: Piece,
    named: Named | None = None,
    *,
    around: AbstractSet[str] = frozenset(),
    typed: bool = False,
) -> Checked:
    """What the piece has of some words that are said to be of the one who is `named`; see `Checked`.

    `around`: what the draft has around them too (“negation”, “hedge”, “condition”, words of saying). `typed`: in a
    hurry, so that stops and apostrophes do not count.
    """
    who = named.name if named else None
    if piece.title and words.strip(" .,;") == piece.title.strip(" .,;"):
        return Checked(words, "exact", credited=who)
    ways = _ways(words, piece)
    near = None if ways else told_otherwise(CUT.sub(" ", _fitted(words)), piece)
    if near:
        ways = [[near.span]]
        ends = ((near.span[0], near.span[0] + 1), (near.span[1] - 1, near.span[1]))
        if near.asides and len({speaker(piece, end) for end in ends}) > 1:  # two speakers, and not one interrupted
            near = replace(near, differences=tuple((aside, "") for aside in near.asides), asides=())
    if not ways:
        titled = piece.title is not None and _tokens(piece.title) == _tokens(words)
        return Checked(words, "exact" if titled else "absent", credited=who)
    way, given = _best(ways, words, named, piece)
    differences = near.differences if near else () if typed else tuple(_stops(words, way, piece))
    cuts = tuple((aside, "…") for aside in near.asides) if near else tuple(_cuts(words, way, piece))
    turned_by = [word for kind, word in _turning(piece, way) if kind not in around and word not in words[-1:]]
    if given in {None, "theirs"}:
        turned_by += [verb for verb in _believed(piece, way) if verb.lower() not in around]
    turned_by += [word for _, ours in cuts for word in WORDS.findall(ours) if negations(read(word))]
    return Checked(
        words,
        "differs" if differences else "cut" if cuts else "exact",
        differences=differences,
        cuts=cuts,
        turned_by=tuple(dict.fromkeys(turned_by)),
        credited=who,
        credit=given,
        speaker=speaker(piece, _over(way)),
        quotes=_quotes(way, piece),
    )


def _best(
    ways: Sequence[list[Span]], words: str, named: Named | None, piece: Piece
) -> tuple[list[Span], Credit | None]:
    """The place that the draft is most right about, and whose words it has there."""
    whole = MARKS.match(words) is not None and MARKS.match(words[-1:]) is not None
    best: tuple[list[Span], Credit | None] | None = None
    for way in ways:
        told = credit(named, piece, _over(way), whole=whole)
        if best is None or told in {"theirs", "reported"}:
            best = way, told
        if named is None or told == "theirs":
            break
    assert best
    return best


def _over(way: Sequence[Span]) -> Span:
    return way[0][0], way[-1][1]


def quoted(draft: str) -> Iterator[Span]:
    """The quotations of a draft, without their marks; of those that stand in one another the outermost."""
    reached = 0
    for first, last in _marked(draft):
        words = draft[first + 1 : last - (draft[last - 1] in CLOSERS)].rstrip()
        if reached <= first and WORD.search(words):
            reached = last
            yield first + 1, first + 1 + len(words)


def _marked(draft: str) -> Iterator[Span]:
    """Where a draft has quotation marks; those that are not closed there go to the end of their paragraph.

    Where the next one has the mark that closes them, and none that opens them anew, they go as far as that.
    """
    edges = [0, *(at for match in PARAGRAPH.finditer(draft) for at in match.span()), len(draft)]
    for start, end, after in zip(edges[::2], edges[1::2], [*edges[2::2], len(draft)], strict=True):
        double = [(mark.start, mark.end) for mark in quotations(draft, start, end, onward=draft[after : after + 1])]
        single = [(mark.start, mark.end) for mark in single_quotations(draft, start, end)]
        goes_on = GOES_ON.match(draft, after)
        never_closed = [
            (match.start(), goes_on.end() if goes_on else end) for match in OPEN.finditer(draft, start, end)
        ]
        others = [one for one in single + never_closed if not any(first <= one[0] < last for first, last in double)]
        yield from sorted(double + others, key=lambda span: (span[0], -span[1]))


def _ways(words: str, piece: Piece) -> list[list[Span]]:
    """The places of what stands between a quotation's cuts, the closest together first.

    One after another in one paragraph, and all between quotation marks or none: else it is no cut but a join.
    """
    first, *others = _parts(words)
    ways: list[list[Span]] = []
    for place in places_of(first, piece):
        way = [place]
        for part in others:
            following = next(places_of(part, piece, way[-1][1]), None)
            if following is None:
                return ways
            way.append(following)
        if not others or len({_voice(piece, one) for one in way}) == 1:
            ways.append(way)
    return sorted(ways, key=lambda way: way[-1][1] - way[0][0])


def _voice(piece: Piece, place: Span) -> tuple[int, bool, str | None]:
    """The paragraph of a part of the piece, whether somebody is quoted there, and who."""
    paragraph = piece.sentences[sentences_of(piece, place)[0]].paragraph
    return paragraph, in_marks(piece, place), speaker(piece, place)


def _fitted(words: str) -> str:
    """The words without the brackets around letters that only fit them to the draft's sentence."""
    return LETTERS.sub(r"\1\2", words)


def _parts(words: str) -> list[str]:
    """What stands between a quotation's cuts."""
    return [part for part in CUT.split(_fitted(words)) if WORD.search(part)] or [words]


def _cuts(words: str, way: Sequence[Span], piece: Piece) -> Iterator[tuple[str, str]]:
    """What the piece has where the draft cuts, and what the draft has there; at the ends only what it puts in."""
    texts, marks = CUT.split(_fitted(words)), CUT.findall(_fitted(words))
    between = iter([piece.text[one[1] : other[0]].strip() for one, other in pairwise(way)])
    told = 0  # parts with words so far
    for text, mark in zip(texts, marks, strict=False):
        told += WORD.search(text) is not None
        inner = 0 < told < len(way) and WORD.search(text)
        theirs = next(between) if inner else ""
        theirs = theirs if WORD.search(theirs) else ""
        if theirs or WORD.search(mark):
            yield theirs, mark.strip()


def _stops(words: str, way: Sequence[Span], piece: Piece) -> Iterator[tuple[str, str]]:
    """Where the stops within a quotation, or its apostrophes, are others than the piece's, with a word around each."""
    for part, place in zip(_parts(words), way, strict=True):
        ours, theirs = _tokens(part), _tokens(piece.text[slice(*_with_signs(piece.text, place))])
        for tag, a, b, c, d in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
            if tag != "equal":
                yield _phrase(theirs[max(0, a - 1) : b + 1]), _phrase(ours[max(0, c - 1) : d + 1])


def _with_signs(text: str, place: Span) -> Span:
    """A place with the sign that touches it: “$” before its first figure, “%” behind its last."""
    first, last = place
    return first - (text[first - 1 : first] in SIGNS), last + (text[last : last + 1] in SIGNS)


def _tokens(text: str) -> list[str]:
    """Words and stops in plain marks and lower case, without the stops at either end; the signs of figures stay."""
    tokens = TOKEN.findall(EDGES.sub('"', folded(REOPENED.sub(r"\1", text))[0]))
    inside = [at for at, token in enumerate(tokens) if WORD.match(token) or token in SIGNS]
    return tokens[inside[0] : inside[-1] + 1] if inside else []


def _phrase(tokens: Sequence[str]) -> str:
    return re.sub(rf" (?={STOP})", "", " ".join(tokens))


def _turning(piece: Piece, way: Sequence[Span]) -> list[tuple[str, str]]:
    """The words outside some parts of a text that deny them, doubt them or make a condition of them, and which."""
    run = piece.quote(*sentences_of(piece, _over(way)))
    text = MARKS.sub(" ", run.text)  # at a mark a clause would end
    tokens = read(text)
    starts = [(at, run.start + token.start) for at, token in enumerate(tokens)]
    inside = {at for at, start in starts if any(first <= start < last for first, last in way)}
    finite = any(tokens[at].text in LITTLE or tokens[at].past for at in inside)
    cues = {
        "negation": negations(tokens),
        "hedge": [cue for cue in hedges(tokens) if cue.level],
        "condition": conditions(tokens),
        "disclaimer": [*disclaimers(tokens), *(hearsay(tokens) if finite else ())],
    }
    words = {match.end(): match.group() for match in WORDS.finditer(text)}
    asked = [("question", ASKED)] if _asked(tokens, inside) else []
    return asked + [
        (kind, words.get(tokens[cue.at].end, tokens[cue.at].text))
        for kind, found in cues.items()
        for cue in found
        if cue.at not in inside and inside & {cue.head, *cue.scope, *cue.own}
    ]


def _asked(tokens: tuple[Token, ...], inside: AbstractSet[int]) -> bool:
    """Whether a verb of some words is asked for, by a question mark that is not among them or by a “whether” ahead."""
    said = {at for at in inside if tokens[at].verb or tokens[at].text in LITTLE}
    if not said or any(tokens[at].text == ASKED for at in inside):
        return False
    first, last = min(inside), max(inside)
    ends = next((at for at in range(last, len(tokens)) if tokens[at].text in ENDS), len(tokens) - 1)
    begins = next((at + 1 for at in range(first - 1, -1, -1) if tokens[at].text in ENDS), 0)
    ahead = next(
        (at for at in range(first - 1, begins, -1) if tokens[at].text == "whether" or tokens[at].kind == "mark"), 0
    )
    whether = ahead > begins and tokens[ahead].text == "whether" and tokens[ahead - 1].text != "of"
    return whether or asks_whether(tokens[begins : ends + 1])


def _believed(piece: Piece, way: Sequence[Span]) -> list[str]:
    """The words of saying by which the one who speaks tells what is quoted as what somebody else says."""
    place = _over(way)
    around = [mark for mark in piece.marks if mark.start < place[0] < mark.end]
    if not around:
        return reporting(piece, place)
    within = Piece.from_text(piece.text[around[0].start + 1 : around[0].end - 1])
    offset = around[0].start + 1
    return reporting(within, (place[0] - offset, min(place[1] - offset, len(within.text))))


def _quotes(way: Sequence[Span], piece: Piece) -> tuple[Quote, ...]:
    """The whole sentences of each place; places in the same sentences are marked as one."""
    marked: dict[Span, Span] = {}
    for place in way:
        quote = piece.quote(*sentences_of(piece, place))
        run = quote.sentences[0], quote.sentences[-1]
        marked[run] = (marked.get(run, place)[0], place[1])
    return tuple(piece.quote(*run, highlight=place) for run, place in marked.items())
