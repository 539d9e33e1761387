"""A draft that quotes a piece: each quotation in it, whether the piece has it so, and from whom.

Letters, figures and stops count, in their order; capitals, the shape of the marks and a stop at either end do not.
Where a draft cuts words out (“…”) or puts in its own (“[the mayor]”), what the piece has there is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from assistant.attribution import AUTHORIAL, attributions
from assistant.frames import differing
from assistant.inventory import TITLE_TERMS
from assistant.named import in_marks, signature, spoken_by
from assistant.polarity import conditions, hedges, negations
from assistant.question import TEXT_WORDS
from assistant.quoting import folded
from assistant.speakers import NAME, speaker_behind
from assistant.tokens import read
from assistant.wording import WORDS, places_of, sentences_of, told_otherwise
from index.lexical import terms
from index.piece import Piece
from index.quotations import CLOSING, VERB, outside_quotations, quotations, single_quotations
from prompts import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.tokens import Token
    from assistant.wording import Span
    from index.piece import Quote

Verdict = Literal["exact", "cut", "differs", "absent"]
Credit = Literal["theirs", "reported", "not theirs"]
UNTRUE: dict[Credit | None, str] = {"reported": "reported", "not theirs": "unsaid"}  # and the remark on it
PARAGRAPH = re.compile(r"\n\s*\n\s*")
OPEN = re.compile(rf"[{''.join(CLOSING)}](?=\S)|(?<!\w)\"(?=\w)")
CLOSERS = frozenset("".join(CLOSING.values()) + "\"'’")
MARKS = re.compile(r"[“”„«»\"]|(?<!\w)['‘’]|['’](?!\w)")
WORD = re.compile(r"\w")
# What a draft writes where it cuts words out, or puts in words of its own.
CUT = re.compile(r"\[[^\]\n]*\]|\(?(?:…|\. ?\. ?\.)\)?")
STOP = r"[.,;:!?()-]"
TOKEN = re.compile(rf"\w+(?:'\w+)*|{STOP}")
OF_THE_PIECE = re.compile(
    rf"(?<!\w)(?P<who>the (?:{TEXT_WORDS}|author|writer|columnist))(?: \w+ly| also| then)? {VERB}", re.IGNORECASE
)
ACCORDING = re.compile(rf"\b[Aa]ccording to (?P<who>{NAME})")


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of a draft, `words == draft[start:end]` between its marks, and what the piece has.

    `verdict`: the piece has these words (`exact`), has them with others where the draft cuts (`cut`), has others in
    their place (`differs`) or nothing like them (`absent`). `differences`: the piece's words and the draft's.
    `left_out`: what the piece has where the draft cuts. `credited`: who says them by the draft, where it names
    somebody; `credit`: in the piece they are quoted from them, reported of them in words of its own, or neither.
    `turned_by`: words left outside the quotation that deny what is quoted, doubt it or make a condition of it, where
    the draft has nothing of the sort around it: “don’t think” before “he’s looking to stop”.
    `quotes`: the whole sentences of the piece, with what is quoted of them marked.
    """

    words: str
    start: int
    end: int
    verdict: Verdict
    differences: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    credited: str | None = None
    credit: Credit | None = None
    turned_by: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it may be printed so: the piece has these words, in this sense, from whom the draft has them."""
        return self.verdict in {"exact", "cut"} and self.credit in {"theirs", None} and not self.turned_by

    @property
    def remarks(self) -> list[str]:
        """What the writer of the draft should know, a sentence each."""
        said = [_remarks()["absent"]] if self.verdict == "absent" else []
        if self.differences:
            said.append(differing(self.differences))
        if self.left_out:
            said.append(_remarks()["left_out"].format(words=_listed(self.left_out)))
        if self.turned_by:
            said.append(_remarks()["turned"].format(words=_listed(self.turned_by)))
        if self.credit in UNTRUE:
            said.append(_remarks()[UNTRUE[self.credit]].format(who=self.credited))
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
            "left_out": list(self.left_out),
            "credited": self.credited,
            "credit": self.credit,
            "turned_by": list(self.turned_by),
            "quotes": [quote.to_dict() for quote in self.quotes],
        }


@cache
def _remarks() -> dict[str, str]:
    words, who = {"words"}, {"who"}
    taken = {"absent": set[str](), "left_out": words, "turned": words, "reported": who, "unsaid": who}
    return load_table("messages.toml", "draft", taken)


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)


def check(draft: str, piece: Piece) -> list[Checked]:
    """Every quotation of a draft, in its order."""
    spans = [*_quoted(draft)]
    written = Piece.from_text(draft) if spans else piece
    return [_checked(written, span, piece) for span in spans]


def _quoted(draft: str) -> Iterator[Span]:
    """The quotations of a draft, without their marks; one that is never closed goes to the end of its paragraph."""
    edges = [0, *(at for match in PARAGRAPH.finditer(draft) for at in match.span()), len(draft)]
    for start, end, after in zip(edges[::2], edges[1::2], [*edges[2::2], len(draft)], strict=True):
        double = [(mark.start, mark.end) for mark in quotations(draft, start, end, onward=draft[after : after + 1])]
        single = [(mark.start, mark.end) for mark in single_quotations(draft, start, end)]
        never_closed = [(match.start(), end) for match in OPEN.finditer(draft, start, end)]
        others = [one for one in single + never_closed if not any(first <= one[0] < last for first, last in double)]
        found: list[Span] = []
        for first, last in sorted(double + others, key=lambda span: (span[0], -span[1])):
            if not found or found[-1][1] <= first:
                found.append((first, last))
        for first, last in found:
            words = draft[first + 1 : last - (draft[last - 1] in CLOSERS)].rstrip()
            if WORD.search(words):
                yield first + 1, first + 1 + len(words)


def _checked(written: Piece, span: Span, piece: Piece) -> Checked:
    words = written.text[slice(*span)]
    credited = _credited(written, span)
    ways = _ways(words, piece)
    near = None if ways else told_otherwise(CUT.sub(" ", words), piece)
    if near:
        ways = [[near.span]]
    if not ways:
        titled = piece.title is not None and _tokens(piece.title) == _tokens(words)
        return Checked(words, *span, "exact" if titled else "absent", credited=credited)
    credit: list[Credit | None] = [_credit(credited, words, way, piece) for way in ways]
    at = credit.index("theirs") if "theirs" in credit else 0
    left_out = () if near else _left_out(ways[at], piece)
    differences = near.differences if near else tuple(_stops(words, ways[at], piece))
    verdict: Verdict = "differs" if differences else "cut" if left_out else "exact"
    place = ways[at][0][0], ways[at][-1][1]
    turned_by = () if _governing(written, span) else _governing(piece, place)
    quotes = _quotes(ways[at], piece)
    return Checked(words, *span, verdict, differences, left_out, credited, credit[at], turned_by, quotes)


def _ways(words: str, piece: Piece) -> list[list[Span]]:
    """The places of what stands between a quotation's cuts, one after another; the closest together first."""
    first, *others = [part for part in CUT.split(words) if WORD.search(part)] or [words]
    ways: list[list[Span]] = []
    for place in places_of(first, piece):
        way = [place]
        for part in others:
            following = next(places_of(part, piece, way[-1][1]), None)
            if following is None:
                return ways
            way.append(following)
        ways.append(way)
    return sorted(ways, key=lambda way: way[-1][1] - way[0][0])


def _left_out(way: Sequence[Span], piece: Piece) -> tuple[str, ...]:
    between = (piece.text[one[1] : other[0]].strip() for one, other in pairwise(way))
    return tuple(text for text in between if WORD.search(text))


def _stops(words: str, way: Sequence[Span], piece: Piece) -> Iterator[tuple[str, str]]:
    """Where the stops within a quotation, or its apostrophes, are others than the piece's, with a word around each."""
    parts = [part for part in CUT.split(words) if WORD.search(part)]
    for part, place in zip(parts, way, strict=True):
        ours, theirs = _tokens(part), _tokens(piece.text[slice(*place)])
        for tag, a, b, c, d in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
            if tag != "equal":
                yield _phrase(theirs[max(0, a - 1) : b + 1]), _phrase(ours[max(0, c - 1) : d + 1])


def _tokens(text: str) -> list[str]:
    """Words and stops in plain marks and lower case, without the stops at either end."""
    tokens = TOKEN.findall(folded(text)[0])
    inside = [at for at, token in enumerate(tokens) if WORD.match(token)]
    return tokens[inside[0] : inside[-1] + 1] if inside else []


def _phrase(tokens: Sequence[str]) -> str:
    return re.sub(rf" (?={STOP})", "", " ".join(tokens))


def _credited(written: Piece, span: Span) -> str | None:
    """Who says it by the draft: somebody named in its sentence or going on from those before, or the piece's author."""
    number = sentences_of(written, span)[0]
    paragraph = written.sentences[number].paragraph
    units = [unit for unit in dict.fromkeys(written.units) if unit[0] <= number]
    texts = [written.quote(*unit).text for unit in units if written.sentences[unit[0]].paragraph == paragraph]
    outside = outside_quotations(texts[-1])
    named = OF_THE_PIECE.search(outside) or ACCORDING.search(outside)
    return named["who"] if named else speaker_behind(texts)


def _credit(credited: str | None, words: str, way: Sequence[Span], piece: Piece) -> Credit | None:
    if credited is None:
        return None
    place = way[0][0], way[-1][1]
    quoted = in_marks(piece, place) and not MARKS.match(words)
    own = signature(piece)
    if OF_THE_PIECE.match(f"{credited} said") or (own and own.fullmatch(credited)):
        return "not theirs" if quoted or _reported(piece, place) else "theirs"
    spoken = spoken_by(set(terms(credited)) - TITLE_TERMS, piece, sentences_of(piece, place))
    return (
        "not theirs" if not spoken else "theirs" if quoted else "reported" if _reported(piece, place) else "not theirs"
    )


def _reported(piece: Piece, place: Span) -> bool:
    """Whether a sentence of the piece reports a part of itself as what somebody says."""
    run = piece.quote(*sentences_of(piece, place))
    tokens = read(run.text)
    inside = _inside(tokens, place, run)
    said = (said for said in attributions(tokens) if said.verb not in inside and said.scope & inside)
    return any(not {tokens[at].text for at in one.speaker} & AUTHORIAL for one in said)


def _inside(tokens: Sequence[Token], place: Span, run: Quote) -> set[int]:
    """The tokens of whole sentences that stand in a part of them."""
    return {at for at, token in enumerate(tokens) if place[0] <= run.start + token.start < place[1]}


def _governing(piece: Piece, place: Span) -> tuple[str, ...]:
    """The words outside a part of a text that deny it, doubt it or make a condition of it."""
    run = piece.quote(*sentences_of(piece, place))
    text = MARKS.sub(" ", run.text)  # at a mark a clause would end
    tokens = read(text)
    inside = _inside(tokens, place, run)
    cues = [*negations(tokens), *(cue for cue in hedges(tokens) if cue.level), *conditions(tokens)]
    outside = {cue.at for cue in cues if cue.at not in inside and inside & {cue.head, *cue.scope, *cue.own}}
    whole = (match for match in WORDS.finditer(text) if any(tokens[at].end == match.end() for at in outside))
    return tuple(match.group() for match in whole)


def _quotes(way: Sequence[Span], piece: Piece) -> tuple[Quote, ...]:
    """The whole sentences of each place; places in the same sentences are marked as one."""
    marked: dict[Span, Span] = {}
    for place in way:
        quote = piece.quote(*sentences_of(piece, place))
        run = quote.sentences[0], quote.sentences[-1]
        marked[run] = (marked.get(run, place)[0], place[1])
    return tuple(piece.quote(*run, highlight=place) for run, place in marked.items())
