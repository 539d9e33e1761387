"""What a page sets around an article and into it, in boxes: a cookie banner, a menu, a form, links, readers' comments.

A single line of such a box might be a piece's own. A box is known by several of its lines together, and is left out as
a whole; in doubt it stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby, islice, pairwise, takewhile
from typing import TYPE_CHECKING

from index.headline import CAPITAL, PAPER
from index.source import PROSE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONG = 500  # characters, and no line of a box but of a reader's comment


def _lines_of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


BUTTON = _lines_of(r"""
    (?:accept|reject|decline|refuse|deny|allow)(?:\sall)?(?:\scookies)? | i\s(?:accept|agree) | accept\s(?:and|&)\s\w+
    | (?:manage|set|save|customi[sz]e)\s(?:my\s|your\s|cookie\s)?(?:preferences|options|cookies|settings|choices)
    | cookie\s(?:settings|preferences|policy) | (?:only\s)?necessary(?:\scookies)?(?:\sonly)?
    | continue\swithout\saccepting | more\soptions | learn\smore
""")
CONSENT = _lines_of(r"""
    we\s(?:value|care\sabout|respect)\syour\sprivacy\.? | your\sprivacy(?:\s(?:choices|settings|matters))?
    | cookies\son\s.{1,40} | (?:this|our)\s(?:web)?site\suses?\scookies\b.*
    | we(?:\sand\sour\s[\w\s,]{1,40})?,?\s(?:use|store|process|ask)\b.*\b(?:cookies|data|device|consent)\b.*
    | (?:by\sclicking|with\syour\s(?:consent|permission|agreement))\b.*
    | you\scan\s(?:change|withdraw|manage)\syour\s(?:mind|consent|preferences|choices|settings)\b.*
""")
ASKS = re.compile(r"\b(?:cookies?|all)\b", re.IGNORECASE)
MENU = _lines_of(r"""
    home | (?:uk\s|us\s|world\s)?news | world | politics | business | opinions? | comment | letters | obituaries
    | sports? | football | culture | arts | books | life(?:style)? | travel | weather | tech(?:nology)? | science
    | health | money | food | recipes | puzzles | crosswords? | games | podcasts? | videos? | newsletters? | e-?paper
    | jobs | events | shop | search | menu | sections | more | log\s(?:in|out) | sign\s(?:in|up|out) | register
    | my\saccount | skip\sto\s.{1,30} | subscribe(?:\s(?:now|today))?(?:\s(?:for|from)\s[£$€]\d.{0,30})? | donate
""")
FOOTER = _lines_of(r"""
    (?:(?:terms|conditions|privacy|cookies?|contact|about|help|faqs?|accessibility|advertis(?:e|ing)|careers|jobs|sitemap|
    corrections|complaints|policy|policies|notice|settings|us|with|of|use|service|and|&)(?:\s|\Z))+
""")
LEAST = 3  # lines make a menu
SIGN_UP = _lines_of(r"(?:sign\sup|subscribe|register)\s(?:to|for)\s[^.!?]{2,80}[.!]?|(?:our\s|the\s)?newsletters?")
# The field of a form, and what stands under it.
FIELD = _lines_of(r"""
    (?:enter\s|type\s)?your\se-?mail(?:\saddress)?(?:\s?[*:…]|\.\.\.)? | e-?mail\saddress\s?[*:]?
    | by\s(?:signing\sup|subscribing|clicking|entering)\b.*\b(?:agree|accept|consent|confirm|acknowledge)\b.*
""")
SENT = _lines_of(
    r"sign\sup|sign\sme\sup|subscribe(?:\snow)?|submit|no\sspam.{0,60}|unsubscribe\s(?:at\s)?any\s?time.{0,60}"
)
INBOX = re.compile(r"\b(?:inbox|e-?mail|newsletter|delivered)\b", re.IGNORECASE)
MOST_BELOW = 8  # lines of a form under its heading
MOST_BLURBS, BLURB = 2, 160  # of them such as praise it; their characters
LINKS = _lines_of(r"""
    related(?:\s(?:articles?|stor(?:y|ies)|content|coverage|links|posts)) | most\s(?:viewed|read|popular)
    | more\son\sthis\s(?:story|topic|subject) | (?:recommended|popular|top|latest|trending)\s(?:articles|stories|posts)
    | you\s(?:may|might)\salso\s(?:like|enjoy|be\sinterested\sin) | read\snext | what\sto\sread\snext
""")
LINK = 150  # characters
COUNT = r"\(?\d[\d,.]*k?\)?"
COMMENTS = _lines_of(rf"""
    (?:(?:view|read|show|see)\s(?:all\s)?|top\s|latest\s)?(?:readers?[’']?s?\s)?(?:comments|responses|discussion)\s{COUNT}:?
    | \d+\s(?:thoughts?|comments?|responses?|replies)\s(?:on|to)\s[“"].{{1,200}}[”"]
    | comment\s{COUNT} | {COUNT}\s(?:readers?[’']?s?\s)?(?:comments?|responses) | readers?[’']?s?\scomments
    | (?:join|start)\sthe\s(?:conversation|discussion) | have\syour\ssay | leave\sa\s(?:comment|reply)
    | (?P<bare>comments):?
""")
NAMED = re.compile(r"[\w.’'-]{2,30}(?:\s[\w.’'-]{1,20}){0,2}(?:\s\([^()]{1,40}\))?(?:\s(?:says|wrote))?:\s\S")
NAME = re.compile(rf"[\w.’'-]*[\w’'-](?:\ssays:?)?|{CAPITAL}(?:\s{CAPITAL}){{1,2}}(?:\ssays:?)?")
# What stands above a comment or below it beside its writer's name.
STAMP = _lines_of(r"""
    .{0,60}\b(?:ago|at\s\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?|just\snow|edited)
    | (?:reply|report|like|upvote|recommend)(?:\s\W?\d+\W?)? | \d+\s(?:likes?|replies|reply|recommends?|upvotes?)
""")
BEFORE = 3  # paragraphs of the piece stand above its comments
MOST_TRIED = 5
SHARE = 0.5


@dataclass(slots=True)
class _Line:
    """A line that is not blank; `item`: of a list."""

    block: int
    place: int
    words: str
    item: bool
    out: bool = False


def without_boxes(blocks: Sequence[str]) -> list[str]:
    """The blocks, each without its lines that are such a box's."""
    lines = list(_lines(blocks))
    for mark in (_consent, _menus, _forms, _links, _comments):
        mark(lines)
    out = {(line.block, line.place) for line in lines if line.out}
    touched = {block for block, _ in out}
    return [_rest(block, at, out) if at in touched else block for at, block in enumerate(blocks)]


def _rest(block: str, at: int, out: set[tuple[int, int]]) -> str:
    return "\n".join(line for place, line in enumerate(block.split("\n")) if (at, place) not in out)


def _lines(blocks: Sequence[str]) -> Iterator[_Line]:
    for at, block in enumerate(blocks):
        for place, line in enumerate(block.split("\n")):
            if words := line.strip():
                yield _Line(at, place, words.removeprefix("- "), words.startswith("- "))


def _is(kind: re.Pattern[str], line: _Line) -> bool:
    return len(line.words) < LONG and bool(kind.fullmatch(line.words))


def _runs(lines: Sequence[_Line], *kinds: re.Pattern[str]) -> Iterator[list[_Line]]:
    """The lines of these kinds that follow one another."""
    for found, run in groupby(lines, lambda line: any(_is(kind, line) for kind in kinds)):
        if found:
            yield list(run)


def _leave_out(lines: Sequence[_Line]) -> None:
    for line in lines:
        line.out = True


def _consent(lines: list[_Line]) -> None:
    """A cookie banner: a button, and beside it another one or what is asked."""
    for run in _runs(lines, BUTTON, CONSENT):
        kinds = {line.words.lower() for line in run}
        asked = any(
            _is(CONSENT, line) or "cookie" in line.words.lower() or " all" in line.words.lower() for line in run
        )
        if len(kinds) > 1 and asked and any(_is(BUTTON, line) for line in run):
            _leave_out(run)


def _menus(lines: list[_Line]) -> None:
    """A menu above the first prose, and the name of the paper over it; a footer below the last."""
    own = [line for line in lines if not line.out]
    told = [at for at, line in enumerate(own) if line.words.endswith(":") or PROSE.search(line.words)]
    if not told:
        return
    head, tail = own[: told[0]], own[told[-1] + 1 :]
    for run in _runs(head, MENU):
        if len(run) >= LEAST and all(line.words[0].isupper() for line in run):
            above = head[: head.index(run[0])][-1:]
            _leave_out([*(line for line in above if _is(PAPER, line)), *run])
    for run in _runs(tail, FOOTER):
        if len(run) >= LEAST:
            _leave_out(run)


def _forms(lines: list[_Line]) -> None:
    """A form that asks for an address: from its heading to its last line, with the one or two that praise it."""
    for at, heading in enumerate(lines):
        if not heading.out and _is(SIGN_UP, heading):
            below = list(takewhile(partial(_may_stand_in, heading), lines[at + 1 : at + 1 + MOST_BELOW]))
            fields = [number for number, line in enumerate(below, 1) if _is(FIELD, line) or _is(SENT, line)]
            asks = any(_is(FIELD, line) for line in below)
            if asks and fields[-1] - len(fields) <= MOST_BLURBS:
                _leave_out([heading, *below[: fields[-1]]])


def _may_stand_in(heading: _Line, line: _Line) -> bool:
    if _is(FIELD, line) or _is(SENT, line):
        return True
    return len(line.words) <= BLURB and (line.block == heading.block or bool(INBOX.search(line.words)))


def _links(lines: list[_Line]) -> None:
    """Links to other pieces in the midst of this one: a block under its heading, or a list, in which nothing stops."""
    blocks = [list(block) for _, block in groupby(lines, lambda line: line.block)]
    for at, block in enumerate(blocks):
        if _is(LINKS, block[0]):
            items = chain(*takewhile(lambda below: all(line.item for line in below), blocks[at + 1 :]))
            links = block[1:] or list(items)
            if not any(len(line.words) > LINK or line.words.endswith((".", ".”", ":")) for line in links):
                _leave_out([block[0], *links] if links else [])


def _comments(lines: list[_Line]) -> None:
    """Readers' comments below the piece, and all that follows them."""
    ended = [at for at, line in enumerate(lines) if not line.out and PROSE.search(line.words)][:BEFORE]
    if len(ended) < BEFORE:
        return
    headings = (at for at in range(ended[-1], len(lines)) if _is(COMMENTS, lines[at]))
    for at in islice(headings, MOST_TRIED):
        heading = COMMENTS.fullmatch(lines[at].words)
        if lines[at].words[0].islower():  # the end of a sentence on a line of its own
            continue
        if _are_comments(lines[at + 1 :], stamped=bool(heading and heading["bare"])):
            _leave_out(lines[at:])
            return


def _are_comments(lines: list[_Line], *, stamped: bool) -> bool:
    """Whether each of them, or most, has its writer's name; where it must be `stamped`, a time or a button too."""
    told = [
        bool(NAMED.match(line.words) or (above and (_is(STAMP, above) or _is(NAME, above))))
        for above, line in pairwise([None, *lines])
        if line and PROSE.search(line.words)
    ]
    if not told or not told[0] or (stamped and not any(_is(STAMP, line) for line in lines)):
        return False
    return sum(told) >= SHARE * len(told)
