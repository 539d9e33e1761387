"""Lines of a page or a pasted text that are not the piece's: who wrote it and when, and what a paper sets between.

Who and when are taken from them (“By Ann Orr • 5 March 2024 • 4 min read”, “Harlow, 12 March 2026” above a letter, the
names under it). A line is left out where it can be nothing else; in doubt it stays.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain, dropwhile, pairwise, takewhile
from typing import TYPE_CHECKING

from index.boxes import without_boxes
from index.days import WEEKDAYS
from index.german import in_english, is_german
from index.headline import CAPITAL, FORMAL, LABEL, PAPER, SALUTATION, SECTION, SECTIONS, is_above, is_headline
from index.sentences import CLOSED, STARTERS
from index.sentences import blocks as passages
from index.source import DATE, PROSE, UNSAID, Source, iso_date, known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME = rf"(?!(?:The|An?|My|Our)\b){CAPITAL}(?:\s(?:{CAPITAL}|d[aeiu]|l[ae]|v[ao]n|de[rn]|bin|al))+"
NAMES = rf"{NAME}(?:(?:,\s{NAME})*,?\s(?:and|AND|&|und)\s{NAME})?"
WRITERS = r"""(?:columnist|writer|author|journalist|reporter|editor|essayist|novelist|professor|lecturer|fellow|
    historian|economist|researcher|scientist|director|founder|member|teacher|physician|lawyer|student|analyst|correspondent)s?"""
SIGNED = re.compile(rf"(?:[Bb]y\s)?({NAMES})(?:,\s(?:[\w’-]+\s){{0,4}}(?i:{WRITERS}))?", re.VERBOSE)
BY = re.compile(rf"\b(?:[Bb]y|BY)\s({NAMES})(?:,\s[\w\s’'-]{{3,60}})?(?=\s*(?:[•|·∙,]|on\b|\Z))")
BY_SOMEBODY = re.compile(r"(?:[Bb]y|BY)\s(?:[Tt]he\s)?[^\W\d_a-z].*(?<![.!?…])\Z")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
# What else there is in such a line: the words around its date, and counts of readers.
SMALL = frozenset(
    """by and posted published updated last modified first written from on at in min mins minute minutes read a p m am
    pm gmt bst utc cet cest est edt et pst pdt pt mon tue wed thu fri sat sun reading time share shares like likes
    comment comments view views""".split()
).union(WEEKDAYS)
COUNTED = frozenset(
    "read min mins minute minutes shares likes comments views published updated posted modified".split()
)
IN_SECTION = re.compile(rf"\sin\s(?:{SECTIONS})\Z", re.IGNORECASE)  # “May 3, 2024 in Opinion”
HEAD = 12
MOST_TITLES = 3  # lines of a headline and what stands under it, above the byline
SITES = r"(?:Facebook|X|Twitter|Instagram|TikTok|WhatsApp|Bluesky|Threads|LinkedIn)"
MENU = (
    "home|news|world|politics|business|opinion|sports?|culture|arts|life(?:style)?|travel|weather|tech|science|health"
)
FOOTER = "terms|privacy|cookies?|contact|about|help|faqs?|accessibility|advertise|careers|jobs|sitemap|corrections"
# What stands between the paragraphs of a page, and is nothing else wherever it stands alone.
BETWEEN = re.compile(
    rf"""(?:-\s)?(?:
    (?:{MENU})(?:\s(?:[|·•]\s)?(?:{MENU})){{2,}} |
    (?:skip\s)?advertisement | (?:story|article)\scontinues\s(?:below|after)\s(?:this\s)?ad(?:vertisement)?
    | (?:read|show)\smore | (?:read\s(?:more|next|also)|related(?:\s(?:articles?|stor(?:y|ies)))?):\s[^.]+
    | like\sthis:(?:\s+like\sloading(?:\.\.\.|…))?
    | click\sto\s(?:share\son|email|print)\b.{{0,60}}\(opens\sin\snew\swindow\)
    | share(?:\s(?:this|full)(?:\s(?:article|story|post|page))?)?:? | gift\sthis\sarticle | copy\slink
    | subscribe(?:\snow)? | sign\s(?:in|up) | log\sin | skip\sto\s\S.{{1,30}} | continue\sreading[^.!?…]*
    | reuse\sthis\scontent | explore\smore\son\sthese\stopics | most\s(?:viewed|popular|read) | back\sto\stop
    | view\simage\sin\sfullscreen | press\senter\sor\sclick\sto\sview\simage\sin\sfull\ssize
    | listen\s(?:to\sthis\sarticle|·.{{1,20}}) | read\sin\sapp | read\sfull\sstory
    | type\syour\semail… | member-only\sstory
    | unsubscribe(?:\shttps?:\S+)? | start\swriting | upgrade\sto\spaid | manage\s(?:your\s)?preferences
    | (?:un)?subscribe\shere(?:\s.{{1,30}})? | forwarded\sthis\se-?mail\?.{{0,60}}
    | (?:view|read)\s(?:(?:this|the)\s)?(?:post|e-?mail|newsletter|message|it)\s
      (?:on\sthe\sweb|online|in\s(?:your|a)\sbrowser).{{0,250}}
    | you(?:[’']re|\sare)\s(?:currently\sa\s(?:free|paid)\ssubscriber\sto|receiving\sthis\s(?:e-?mail|newsletter))
      \b.{{0,250}}
    | .{{1,60}}\sis\sa\sreader-supported\spublication\..{{0,200}}
    | (?:read|view|show|see|leave|add|post)\s(?:(?:all|an?|the|\d[\d,.]*k?)\s)?comments? | \d[\d,.]*k?\scomments?
    | comments\s\(\d[\d,.]*k?\) | discussion\sabout\sthis\spost | accept\s(?:all(?:\scookies)?|cookies)
    | (?:we|this\s(?:web)?site|our\s(?:web)?site)\suses?\scookies\s(?:to|and|on|for)\b.{{0,300}}
    | (?:©|\(c\)|copyright\s(?:©\s?)?)\s?\d{{4}}\b.{{0,80}} | .{{0,60}}\ball\srights\sreserved\.?
    | (?:subscribe\sto|sign\sup\s(?:for|to))\s(?:our|the)\s[^.!?]{{0,50}}newsletters?[.!]?
      (?:\s+(?:get|receive|enter)\b.{{0,250}})?
    | thanks\sfor\sreading\s[^.!?]{{1,60}}[.!]\ssubscribe\sfor\sfree\b.{{0,80}}
    | follow\s(?:us|the\s[\w\s]{{2,40}})\son\s{SITES}\b[^.]{{0,80}}\.?
    | a\sversion\sof\sthis\sarticle\sappears\sin\sprint\son\s.{{1,250}}
    | letters?(?:\sto\sthe\seditors?)?\s(?:may|should|can)\sbe\s(?:sent|e-?mailed|submitted)\sto\s.{{1,350}}
    | the\s[\w\s]{{2,40}}\sis\scommitted\sto\spublishing\sa\sdiversity\sof\sletters\sto\sthe\seditor\b.{{0,300}}
    | (?:{FOOTER})(?:\s\w+){{0,3}}(?:\s[|·•]\s(?:{FOOTER})(?:\s\w+){{0,3}}){{2,}}
    | do\syou\shave\san\sopinion\son\sthe\sissues\sraised\sin\sthis\sarticle\?.{{0,300}}
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# What is so beside another such line, and may be a heading or a line of verse elsewhere.
BESIDE = re.compile(
    rf"(?:-\s)?(?:save|print|e-?mail|tweet|like|restack|search|menu|sections|follow|listen|comments?|related|home|{SITES}|"
    r"\d{1,3}|\d+(?:\.\d)?k|\d+ min(?:utes?)?)",
    re.IGNORECASE,
)
# Who took a picture, at the end of its caption.
CREDIT = re.compile(
    r"(?:\A|\s+)(?:Credit(?:\s?\.\.\.|…|:)|(?:Photo(?:graph)?s?|Picture|Image|Illustration)(?: by |: | credit: ?))\s?"
    rf"{NAMES}(?:(?:\s?/\s?|,\s|\s(?:for|via|\|)\s)[^.!?\n]{{1,40}})?\Z"
)
# The place or the paper beside a date; what stands between a name, a paper and a date on one line.
DATELINE = re.compile(rf"(?:Published in )?{CAPITAL}(?:\s{CAPITAL}){{0,2}}(?:,\s{CAPITAL}(?:\s{CAPITAL})?)?(?: on)?")
JOINT = re.compile(r"\s[|•·∙—–-]\s")
CLOSING = re.compile(
    r"(?:(?:Yours|Sincerely|Respectfully|Cordially|In solidarity)(?:,?\s[a-z]+){0,3}|Yours, for now|"
    r"(?:With )?(?:(?:very )?(?:best|kind|warm|warmest|kindest) )?(?:regards|wishes)|Signed),?",
    re.IGNORECASE,
)
SIGNER = re.compile(rf"({NAME}),\s(?:MEP|MP|MD|PhD|Dr|Prof|[a-z])[^.!?\n]{{0,80}}")  # with a profession
BODY = re.compile(
    r"\b(?:Council|Committee|Board|Union|Society|Institute|University|College|School|Club|Trust|"
    r"Group|Party|Association|Department|Friends|Editor|Editors)\b|\A(?i:new|san|los|las|port|fort|north|south|east|west)\b"
)
ROLE = re.compile(rf"(?:[\w’-]+\s){{0,3}}{WRITERS}|@[\w.]{{2,30}}", re.IGNORECASE | re.VERBOSE)  # under a name
# What stands below it tells of other pieces.
MORE = re.compile(
    r"(?:more (?:from|in|on|by) .{1,40}|(?:related|more|recommended|popular|latest|trending)(?: (?:articles|stories|"
    r"posts|news|now|for you))?|you (?:might|may) also (?:like|be interested in)|(?:read|up|what to read) next|"
    r"keep reading|most (?:viewed|read|popular|shared)|editor[’']?s[’']? picks|top stories|"
    r"(?:elsewhere|from) (?:on|around) the web):?",
    re.IGNORECASE,
)
STOPPED = re.compile(r"\.[”’\"')]*\Z|(?<!\S)(?:\S++\s++){25}")
PULLED = re.compile(r"[“\"‘](.{20,250}[^.!?…])[”\"’]", re.DOTALL)
SENTENCE = re.compile(r"[a-z][.!?…][”’\"')]*\s")
MOST_PULLED = 30
# Who wrote it, told at its end.
BIO = re.compile(
    rf"({NAMES}),?\s(?:is|are|was)\s(?:(?:an?|the)\s)?(?:[\w’-]+,?\s){{0,6}}?{WRITERS}(?=\s(?:for|of|at|in|with|who|and|on)\b|[.,])",
    re.VERBOSE,
)
LAST = 30  # lines under a letter's closing
MOST_LINKS = 60  # lines under the last paragraph
LONG = 500  # characters, and no such line
UNWRAPPED = 200  # characters: a longer line is a paragraph, and so are those beside it


@dataclass(slots=True)
class _Line:
    """A line, or a whole paragraph of prose; `gives` is what it says of the piece where it tells who and when."""

    block: int
    words: str
    head: bool
    gives: Source | None = None
    out: bool = False


def without_furniture(
    blocks: Sequence[str], said: Source, *, plain: bool = False, marked: bool = True, under: bool = False
) -> tuple[list[list[str]], Source]:
    """What is left of each block, in paragraphs, and `said` with what the lines that are no prose add to it.

    All other lines are its `left_out`, but for those that tell title, author and date.

    In `plain` text, which has no mark-up to tell them by, lines that only name the author or the title stay, and so
    does a letter's closing. A title that is not known is looked for unless it would have been `marked` as one.
    `under`: the first block is a paragraph, and stands right under the title, if there is one.
    """
    given, blocks = blocks, without_boxes(blocks)
    lines, said = _lines(blocks, said)
    for line in lines:
        line.out |= _is_between(line.words) or bool(FORMAL.fullmatch(line.words) or line.gives)
    _other_pieces(lines)
    _pulled(lines)
    said = _told_of(lines, _signed(lines, _beside_a_date(lines, said), plain=plain))
    if said.title and under and not said.author:
        said = _signed_alone(lines, said)
    for line in lines if not said.author else ():
        line.out &= not _may_name(line, lines)
    _sections(lines, said)
    _beside(lines)
    if not said.title and (plain or not marked):
        said = _headed(lines, said)
    for line in lines if plain else ():
        line.out &= not (line.gives and (line.gives.title or not re.search(r"\d", line.words)))
    left = [_left(block, own) for block, own in zip(blocks, _grouped(lines, len(blocks)), strict=True)]
    lost = chain.from_iterable(map(_lost, given, left))
    return left, replace(said, left_out=tuple(line for line in lost if not _is_known(line, said)))


def _lost(block: str, left: Sequence[str]) -> Iterator[str]:
    """What is no more in what is left of a block: its lines, or who took the picture that one describes."""
    kept = Counter(line.strip() for part in left for line in part.split("\n"))
    for line in filter(None, map(str.strip, block.split("\n"))):
        held = next((words for words in (line, _without_credit(line).strip()) if kept[words]), "")
        kept[held] -= 1
        if rest := line.removeprefix(held).strip():
            yield rest


def _is_known(line: str, said: Source) -> bool:
    """Whether a line tells no more than `said` does."""
    told = in_english(line, german=True)
    return _is_title(line, said) or bool(_imprint(told, said, under=False) or _dateline(told, said.date))


def _lines(blocks: Sequence[str], said: Source) -> tuple[list[_Line], Source]:
    """The lines, and what those above the first two paragraphs of prose say of the piece."""
    letter = any(SALUTATION.fullmatch(block.strip().split("\n")[0].strip()) for block in blocks[:HEAD])
    german = is_german(blocks)
    diary = sum(bool(_dateline(block.strip())) for block in blocks if len(block) < LONG) > 1
    lines, prose, passed = list[_Line](), 0, 0
    for at, block in enumerate(blocks):
        head = passed < HEAD and prose < 2
        apart = block if diary or not head else "\n".join(map(_unjoined, block.split("\n")))
        parts = [block] if _is_title(block, said) else _parts(apart, head=head)  # a title on two lines, maybe
        for words, below in zip(parts, [*parts[1:], ""], strict=True):
            line = _Line(at, _without_credit(words).strip(), head=passed < HEAD and prose < 2)
            line.out = bool(words.strip() and not line.words)
            if line.head and len(line.words) < LONG:
                under = prose > 0 and not (lines and lines[-1].gives and lines[-1].gives.author)
                within = under or diary or below.strip()[:1].islower()  # of verse
                placed = letter or ((passed or said.title) and not within)
                told = in_english(line.words, german=german)
                dated = _dateline(told, None if letter else said.date) if placed else None
                line.gives = _imprint(told, said, under=under) or dated
            if line.head and _is_title(line.words, said):
                line.out = True
            elif line.gives:
                said = replace(said, author=said.author or line.gives.author, date=said.date or line.gives.date)
            elif words.strip() and not _is_between(line.words):
                headline = passed == 0 and words.rstrip()[-1:] in {"?", "!"}
                prose += bool(PROSE.search(words)) and not headline
                passed += 1
            lines.append(line)
    return lines, said


def _is_title(words: str, said: Source) -> bool:
    return bool(said.title and (known(words) or "").casefold() == said.title.casefold())


def _is_between(words: str) -> bool:
    return len(words) < LONG and bool(BETWEEN.fullmatch(words))


def _without_credit(words: str) -> str:
    found = CREDIT.search(words, max(0, len(words) - LONG))
    return words[: found.start()] if found else words


def _parts(block: str, *, head: bool) -> list[str]:
    """The block's lines where they are not wrapped prose; at the head those of its headings too."""
    if "\n" not in block:
        return [block]
    lines = block.split("\n")
    if not PROSE.search(block) or max(map(len, lines)) > UNWRAPPED:
        return lines
    parts = [block[start:end].strip("\n") for start, end, _ in passages(block)] if head else [block]
    return [line for part in parts for line in _below_its_byline(part)] if head else parts


def _unjoined(line: str) -> str:
    """A line of a name, a paper and a date with marks between them (“Ann Orr | The Post | 5 May 2026”) as lines."""
    parts = JOINT.split(line.strip()) if len(line) < LONG and iso_date(line) else [""]
    told = all(SIGNED.fullmatch(part) or is_above(part) or _dateline(part) for part in parts)
    return "\n".join(parts) if told else line


def _below_its_byline(part: str) -> list[str]:
    """The prose of a part, and each line above it: its byline, what stands over that, dates and the like under it."""
    lines = part.split("\n")
    above = next((at for at, line in enumerate(lines[:HEAD]) if BY.fullmatch(line.strip())), 0)
    if any(CLOSED.search(line[-9:]) for line in lines[:above]):
        return [part]
    told = takewhile(_tells, map(str.strip, lines[above:]))
    end = above + sum(1 for _ in told)
    rest = "\n".join(lines[end:])
    return [part] if not end or not rest or rest[0].islower() else [*lines[:end], rest]


def _tells(words: str) -> bool:
    """Whether a line is no prose, wherever it stands."""
    if len(words) >= LONG:
        return False
    return bool(
        _is_between(words) or SECTION.fullmatch(words) or _imprint(words, UNSAID, under=False) or _dateline(words)
    )


def _imprint(words: str, said: Source, *, under: bool) -> Source | None:
    """Author and date that such a line gives, None for another line; `under` prose it has to give one of them."""
    if said.date and iso_date(dated := f"{words}, {said.date[:4]}") == said.date:  # “Mar 14”, of a message
        words = dated
    own = set(map(str.lower, WORD.findall(said.author or "")))
    by = BY.search(words)
    if by and own and not own & set(map(str.lower, WORD.findall(by[1]))):
        by = None
    rest = DATE.sub(" ", IN_SECTION.sub("", words.replace(by[0], " ") if by else words))
    others, day = set(map(str.lower, WORD.findall(rest))), iso_date(words)
    gives = bool(by or others & own or (day and (not under or day == said.date)))
    if others - SMALL - own or not (gives or (not under and others & COUNTED and re.search(r"\A(?!- ).*\d", words))):
        return None
    return Source("", None, by[1] if by else None, day)


def _dateline(words: str, own: str | None = None) -> Source | None:
    """The date of a line of a place, or a paper, and a date: the piece's `own`, where that is known."""
    day = iso_date(words)
    rest = DATE.sub("", words, count=1).strip(" ,|•·∙—–-")
    return Source("", date=day) if day and own in {None, day} and DATELINE.fullmatch(rest) else None


def _beside_a_date(lines: list[_Line], said: Source) -> Source:
    """Who is named on a line of its own under the title and beside the date, and nowhere in the text.

    A line between the two may tell what they are (“Columnist”).
    """
    head = [line for line in lines if line.head and not SECTION.fullmatch(line.words)]
    roles = _roles(head)
    head = [line for line in head if all(line is not role for role in chain(*roles.values()))]
    titled = bool(said.title)
    for before, line, after in zip([None, *head], head, [*head[1:], None], strict=False):
        found = SIGNED.fullmatch(line.words)
        dated = any(one and one.gives and one.gives.date for one in (before, after))
        if said.author is None and found and titled and dated and _is_person(found[1], lines):
            said = replace(said, author=found[1])
            line.gives, line.out = Source("", author=found[1]), True
            for role in roles.get(id(line), ()):
                role.out = True
        titled |= not line.out
    return said


def _roles(head: Sequence[_Line]) -> dict[int, list[_Line]]:
    """What stands under a line that may be a name and tells what they are, or what they are called elsewhere."""
    found = dict[int, list[_Line]]()
    for at, name in enumerate(head):
        if SIGNED.fullmatch(name.words):
            found[id(name)] = list(takewhile(lambda line: ROLE.fullmatch(line.words), head[at + 1 : at + 3]))
    return found


def _signed_alone(lines: list[_Line], said: Source) -> Source:
    """Who is named in the first block, alone in it."""
    first = [line for line in lines if line.block == 0]
    name = _under_the_title(first[0].words, lines) if len(first) == 1 and not first[0].out else None
    if name:
        first[0].gives, first[0].out = Source("", author=name), True
    return replace(said, author=name)


def _may_name(line: _Line, lines: list[_Line]) -> bool:
    """Whether it is of a person, maybe, and a date (“Ann Orr, 5 May 2026”), where nobody knows the author."""
    found = re.match(rf"({NAME}),", line.words) if line.gives and line.gives.date else None
    return bool(found and _is_person(found[1], lines))


def _is_person(name: str, lines: list[_Line]) -> bool:
    """Whether nothing else has this name, and the prose does not know its last word; at its end it may begin so."""
    small = STARTERS & (set(name.lower().split()) - {"and"})
    if small or any((SECTION.fullmatch(name), PAPER.fullmatch(name), BODY.search(name))):
        return False
    prose = [line.words.lower() for line in lines if PROSE.search(line.words)]
    told = len(prose) > 2 and prose[-1].startswith(name.lower())
    return not any(name.split()[-1].lower() in words for words in prose[: len(prose) - told])


def _signed(lines: list[_Line], said: Source, *, plain: bool) -> Source:
    """The names under a letter's closing (“Yours sincerely,”) are its authors; in mark-up the closing goes."""
    if not any(SALUTATION.fullmatch(line.words) for line in lines[:HEAD]):
        return said
    closings = [at for at, line in enumerate(lines) if CLOSING.fullmatch(line.words)]
    if not closings or len(lines) - closings[-1] > LAST:
        return said
    below = lines[closings[-1] :]
    sizes = Counter(line.block for line in below)
    names = list[str]()
    for above, line in pairwise(below):
        first = above is below[0] or (above.block != line.block and sizes[line.block] > 1)  # “Harlow” alone is a place
        found = (first and SIGNED.fullmatch(line.words)) or SIGNER.fullmatch(line.words)
        names += [found[1]] if found and not BODY.search(found[1]) else []
    below[0].out = bool(names) and not plain
    return replace(said, author=said.author or known(", ".join(names)))


def _told_of(lines: list[_Line], said: Source) -> Source:
    """Who is said to write below the last paragraphs, and is named nowhere else in the prose, is the author."""
    prose = [line for line in lines if not line.out and PROSE.search(line.words)]
    found = BIO.match(prose[-1].words) if len(prose) > 2 and len(prose[-1].words) < LONG else None
    if said.author or not found or BODY.search(found[1]):
        return said
    last = found[1].split()[-1]
    return said if any(last in line.words for line in prose[:-1]) else replace(said, author=found[1])


def _other_pieces(lines: list[_Line]) -> None:
    """Marks the headlines of other pieces: under a line that announces them no other line ends as prose does."""
    links = takewhile(lambda line: line.out or not STOPPED.search(line.words), reversed(lines[-MOST_LINKS:]))
    below = list(links)[::-1]
    begun = next((at for at, line in enumerate(below) if not line.head and MORE.fullmatch(line.words)), len(below))
    for line in below[begun:]:
        line.out = True


def _pulled(lines: list[_Line]) -> None:
    """Marks pull quotes: between quotation marks, with no mark at their end, and in the text once more."""
    begun = next((at for at, line in enumerate(lines) if SENTENCE.search(line.words)), 0)
    quoted = [(line, found[1]) for line in lines[begun:] if (found := PULLED.fullmatch(line.words))]
    whole = known(" ".join(line.words for line in lines)) if quoted else None
    for line, words in quoted[:MOST_PULLED]:
        line.out |= str(whole).count(known(words) or "") > 1


def _sections(lines: list[_Line], said: Source) -> None:
    """Marks the names of sections above the first prose; one stays where nothing else could be the title."""
    head = lines[: next((at for at, line in enumerate(lines) if PROSE.search(line.words)), 0)]
    sections = [line for line in head if SECTION.fullmatch(line.words)]
    titled = said.title or any(not line.out and line not in sections for line in head)
    for line in sections if titled else ():
        line.out = True


def _beside(lines: list[_Line]) -> None:
    """Marks what is furniture only beside such lines: above them, then below."""
    for way in (lines[::-1], lines):
        for near, line in pairwise(way):
            line.out |= near.out and not _names(near) and bool(BESIDE.fullmatch(line.words))


def _headed(lines: list[_Line], said: Source) -> Source:
    """`said` with the title of a text without mark-up: the first line of its own, in a form that a headline has.

    Prose stands below it. A name right under it is the author's, if the prose does not have it.
    """
    own = _from_the_title(lines)
    if len(own) < 3 or sum(bool(PROSE.search(line.words)) for line in own[1:]) < 2:
        return said
    title, below = own[:2]
    name = None if said.author else _under_the_title(below.words, lines)
    signed = bool(name) or _names(below)
    if not is_headline(title.words, signed=signed) or not (signed or _stands_alone(title, own)):
        return said
    if name:
        below.gives, below.out = Source("", author=name), True
    title.gives, title.out = Source("", known(LABEL.sub("", title.words))), True
    return replace(said, title=title.gives.title, author=said.author or name)


def _under_the_title(words: str, lines: list[_Line]) -> str | None:
    """The person that the words name: two to four capitalised words, none of them a small one."""
    found = SIGNED.fullmatch(words)
    return found[1] if found and len(found[1].split()) <= 4 and _is_person(found[1], lines) else None


def _from_the_title(lines: list[_Line]) -> list[_Line]:
    """The lines that stay, and bylines, without those above the title."""
    staying = (line for line in lines if line.words and (_names(line) or not line.out))
    own = list(dropwhile(lambda line: _names(line) or is_above(line.words), staying))
    return own[len(own) > 2 and _is_section(*own[:3]) :]


def _is_section(line: _Line, below: _Line, third: _Line) -> bool:
    """Whether one or two words name the section that a piece stands in, above a longer line over the byline."""
    if _names(below) or not _names(third) or not is_headline(below.words, signed=True):
        return False
    return len(line.words.split()) <= 2 < len(below.words.split())


def _stands_alone(title: _Line, own: list[_Line]) -> bool:
    """Whether it is no line of verse: its block ends with it, goes on as prose, or has a byline too."""
    block = [line for line in own if line.block == title.block]
    below = own[len(block) : len(block) + (len(block) <= MOST_TITLES)]
    byline = any(_names(line) or BY_SOMEBODY.match(line.words) for line in [*block[1:], *below])
    dated = any(is_above(line.words) for line in block[1:])
    return byline or dated or len(block) == 1 or bool(PROSE.search(block[1].words))


def _names(line: _Line) -> bool:
    return bool(line.gives and (line.gives.author or line.gives.date))


def _grouped(lines: list[_Line], count: int) -> list[list[_Line]]:
    groups: list[list[_Line]] = [[] for _ in range(count)]
    for line in lines:
        groups[line.block].append(line)
    return groups


def _left(block: str, lines: list[_Line]) -> list[str]:
    """The block as it was, or its other lines: those of the head are paragraphs, others stay together."""
    apart = any(len(lines) > 1 and line.head and _names(line) for line in lines) or _is_headline_over_another(lines)
    if not apart and not any(line.out for line in lines):
        return [_without_credit(block)]
    kept = ["" if line.out else line.words for line in lines]
    parts = kept if lines[0].head else "\n".join(kept).split("\n\n")
    return [words.strip("\n") for words in parts if words.strip()]


def _is_headline_over_another(lines: list[_Line]) -> bool:
    """Whether they are the title and what else is told above the byline."""
    titled = any(line.gives and line.gives.title for line in lines[:1])
    return titled and len(lines) > 1 and not any(PROSE.search(line.words) for line in lines)
