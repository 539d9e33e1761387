"""The tamper benchmark: true statements about labelled pieces and systematic falsifications of them.

Every row is a statement with the sentences it cites. Rows come in three bases: `quote` (a sentence between quotation
marks), `sentence` (the same words as prose) and `paraphrase` (free words, written by hand, each with a false twin).
Half of the pieces, told by a hash of their name, are the test half: nothing was chosen by looking at it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.speakers import speaker_of
from eval import falsify
from eval.labelled import read_labelled
from index.errors import InputError
from index.loading import SAMPLE, load
from index.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.piece import Piece

Split = Literal["dev", "test"]
PARAPHRASES = Path(__file__).with_name("paraphrases")
STATEMENTS = Path(__file__).with_name("statements.txt")
STATEMENT = re.compile(r"(?P<piece>\S+) (?P<cited>[\d,]+) (?P<true>[TF]) \S+ :: (?P<text>.+)")
PIECES = Path(__file__).parents[1] / "training" / "pieces"
PER_CLASS = 150
BY_HAND = ("paraphrase", "free")
OTHERS = 4  # wrong speakers tried for one sentence
FRAME = re.compile(r"^[^“‘\"]{3,60}: [“‘\"](.+)[”’\"]$", re.DOTALL)
SHORTEST, LONGEST = 6, 45
MARKED = re.compile(r"[“”\"]")
FIRST_PERSON = re.compile(r"\b(?:I|me|my|we|us|our|you|your|let’s)\b|[?!]|[“”]", re.IGNORECASE)


@dataclass(frozen=True)
class Pair:
    """A statement beside its evidence. `kind`: how it was made; `base`: quote, sentence, paraphrase or free."""

    piece: Piece
    name: str
    text: str
    cited: tuple[int, ...]
    true: bool
    kind: str
    base: str

    @property
    def evidence(self) -> str:
        """The cited sentences as one text."""
        return " ".join(self.piece.sentence_text(number) for number in self.cited)


def asserted(pair: Pair) -> str:
    """What a matcher is given: the words between the quotation marks without our frame, or the whole statement."""
    match = FRAME.match(pair.text)
    return match[1] if match and pair.base == "quote" else pair.text


def half(name: str) -> Split:
    """Which half a piece is in."""
    return "test" if falsify.picked(name, 2) else "dev"


def gathered(folder: Path, extra: str | None = None, split: Split | None = None) -> dict[str, Piece]:
    """The pieces by name, of one half or both: those of the folder, the sample, and one more (the editorial)."""
    readers = {path.stem: partial(read_labelled, path) for path in sorted(folder.glob("*.txt"))}
    readers["sample"] = partial(load, SAMPLE)
    if extra:
        readers["editorial"] = partial(load, extra)
    return {name: read() for name, read in readers.items() if split in {None, half(name)}}


def pieces_in(folder: Path) -> Path:
    """The folder itself. Raises `InputError` where one that was named is none; a checkout alone has the usual one."""
    if folder.is_dir() or folder == PIECES:
        return folder
    raise InputError(f"“{folder}” is no folder. Name one that has labelled pieces (.txt) with --pieces.")


def pairs(
    split: Split,
    folder: Path = PIECES,
    extra: str | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> list[Pair]:
    """The benchmark's rows of one half, at most 150 of a class, in an order that does not depend on the machine."""
    classes: dict[tuple[str, str, bool], list[Pair]] = defaultdict(list)
    pieces = gathered(folder, extra, split)
    for done, (name, piece) in enumerate(pieces.items(), 1):
        if progress:
            progress(done, len(pieces))
        for pair in [*_from_sentences(name, piece, pieces), *_paraphrases(name, piece), *_freely(name, piece)]:
            classes[pair.base, pair.kind, pair.true].append(pair)
    for rows in classes.values():
        rows.sort(key=lambda pair: falsify.picked(pair.name + pair.text, 1 << 32))
    return [pair for key in sorted(classes) for pair in classes[key][: None if key[0] in BY_HAND else PER_CLASS]]


FALSIFICATIONS: dict[str, Callable[[str], str | None]] = {
    "number changed": falsify.number,
    "negation dropped": falsify.negation_dropped,
    "negation added": falsify.negation_added,
    "actors swapped": falsify.actors,
    "hedge dropped": falsify.hedge,
    "condition dropped": falsify.condition,
    "attribution dropped": falsify.attribution,
    "invented tail": falsify.tail,
}


def _from_sentences(name: str, piece: Piece, pieces: dict[str, Piece]) -> Iterator[Pair]:
    for sentence in piece.sentences:
        text = piece.sentence_text(sentence.number)
        if not SHORTEST <= len(text.split()) <= LONGEST:
            continue
        row = _Maker(name, piece, (sentence.number,))
        yield from _true_quotes(row, text)
        yield from _false_quotes(row, text)
        yield from _wrong_speakers(row, text)
        yield from _cuts(row, text)
        if not FIRST_PERSON.search(text):
            yield row(text, "copied", "sentence", true=True)
            yield row(_reported(text, piece), "reported", "sentence", true=True)
        if not re.search(r"[“”\"?!]", text):
            yield from _falsified(row, text, "sentence")
    yield from _stitched(name, piece)
    yield from _invented(name, piece, pieces)


@dataclass(frozen=True)
class _Maker:
    name: str
    piece: Piece
    cited: tuple[int, ...]

    def __call__(self, text: str, kind: str, base: str, *, true: bool = False) -> Pair:
        return Pair(self.piece, self.name, text, self.cited, true, kind, base)


def _framed(text: str) -> str:
    """The sentence between quotation marks; single ones where it has double ones, as the assistant writes it."""
    return f"The piece says: ‘{text}’" if MARKED.search(text) else f"The piece says: “{text}”"


def _reported(text: str, piece: Piece) -> str:
    """The sentence after a frame, with its first letter lowered where it only opened the sentence."""
    first = text.split()[0].strip(",.").removesuffix("’s")
    name = first in falsify.DATES or re.search(rf"[a-z,] {re.escape(first)}\b", piece.text)
    common = first in falsify.NO_NAMES or re.search(rf"\b{re.escape(first.lower())}\b", piece.text)
    return f"The piece says that {_lowered(text) if common and not name else text}"


def _true_quotes(row: _Maker, text: str) -> Iterator[Pair]:
    yield row(_framed(text), "verbatim", "quote", true=True)
    if not MARKED.search(text):
        if "’" in text:
            yield row(f'The piece says: "{text.replace("’", chr(39))}"', "straight marks", "quote", true=True)
        yield row(_framed(text.replace(" ", "  ")), "extra spaces", "quote", true=True)
        yield row(_framed(text.upper()), "upper case", "quote", true=True)
    speaker = _speaker(text)
    if speaker and speaker.quoted and (words := _quoted_words(text, 4)):
        for frame in ("{} said: “{}”", "According to {}, “{}”"):
            yield row(frame.format(speaker.name, words), "with its speaker", "quote", true=True)


def _quoted_words(text: str, least: int) -> str:
    """What stands between the first quotation marks around so many words."""
    inside = [text[mark.start : mark.end] for mark in quotations(text)]
    return next((held[1:-1].strip().rstrip(",") for held in inside if len(held.split()) >= least), "")


def _false_quotes(row: _Maker, text: str) -> Iterator[Pair]:
    if MARKED.search(text):
        return
    for kind, falsified in FALSIFICATIONS.items():
        if kind != "attribution dropped" and (false := falsified(text)):
            yield row(_framed(false), kind, "quote")


def _falsified(row: _Maker, text: str, base: str) -> Iterator[Pair]:
    for kind, falsified in FALSIFICATIONS.items():
        if false := falsified(text):
            yield row(false, kind, base)


TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Lord|Sir|Dame|Father)\.? [A-Z][\w’-]*\w")
PRONOUN = re.compile(r"(?:I|You|He|She|It|We|They)\b")
_speaker = lru_cache(maxsize=1_000)(speaker_of)  # a sentence is asked about three times, a piece's one after the other


@lru_cache(maxsize=1)  # asked for with every sentence of a piece
def _persons(piece: Piece) -> list[str]:
    """Everyone whose words the piece reports, and everyone whom it gives a title."""
    found = [_speaker(piece.sentence_text(sentence.number)) for sentence in piece.sentences]
    found = [speaker for speaker in found if speaker and not PRONOUN.match(speaker.name)]
    titled = [match.group().removesuffix("’s") for match in TITLED.finditer(piece.text)]
    return list(dict.fromkeys([*(speaker.name for speaker in found), *titled]))


def _stands_in(name: str, text: str) -> bool:
    """Whether any part of a name, titles apart, stands in the text."""
    return _parts(name).search(text) is not None


@lru_cache(maxsize=1_000)
def _parts(name: str) -> re.Pattern[str]:
    words = [word for word in name.split() if word.strip(".") not in falsify.NO_NAMES]
    return re.compile("|".join(rf"\b{re.escape(word.removesuffix('s'))}" for word in words) or r"(?!)")


def _wrong_speakers(row: _Maker, text: str) -> Iterator[Pair]:
    """Exact words of somebody, given to somebody else of the piece; the author's words given to a person."""
    speaker = _speaker(text)
    near = " ".join(row.piece.sentence_text(n) for n in range(max(0, row.cited[0] - 4), row.cited[0] + 1))
    near += f" {row.piece.author}"
    others = [name for name in _persons(row.piece) if not _stands_in(name, near)]
    if not others:
        return
    first = falsify.picked(text, len(others))
    said = _quoted_words(text, 3) if PRONOUN_SAYS.search(text) or (speaker and speaker.quoted) else ""
    opinion = falsify.attribution(text)
    for other in (others[first:] + others[:first])[:OTHERS]:
        if opinion:
            yield row(f"{other} says that {_lowered(opinion)}", "wrong speaker", "sentence")
        if said:
            yield row(f"{other} said: “{said}”", "wrong speaker", "quote")
    if said:
        yield row(f"The author writes: “{said}”", "words of another as the author’s", "quote")
    elif not speaker and not re.search(r"[“”\"?]", text):
        yield row(f"{others[first]} said: “{text}”", "author’s words as a person’s", "quote")


PRONOUN_SAYS = re.compile(
    r"[”,] (?:he|she|they) (?:said|says|told|wrote|added|adds|writes)\b"
    r"|\b(?:[Hh]e|[Ss]he|[Tt]hey) (?:\w+ ){0,2}(?:said|says|told|calls|called|wrote|writes|insists|adds) [^“.]{0,40}“"
)
CUT_AFTER = re.compile(
    rf"^(?P<before>[^,;:]*?\b{falsify.AUXILIARY})(?: not|n[’']t) "
    r"(?!only|just|merely|necessarily|to be|yet)(?P<rest>\w.{12,})$"
)


def _cuts(row: _Maker, text: str) -> Iterator[Pair]:
    """Exact words, cut so that the sense turns: what was denied, supposed or only somebody's opinion."""
    if re.search(r"[“”\"?]", text) or len(falsify.NEGATIVE.findall(text)) > 1:
        return
    if match := CUT_AFTER.match(text):
        cut = match["rest"]
    elif (consequence := falsify.condition(text)) and consequence[1:].rstrip(".") in text:
        cut = _lowered(consequence)
    elif opinion := falsify.attribution(text):
        cut = _lowered(opinion)
    elif match := re.match(r"^(?:If|Unless) ([^,]{12,}),", text):
        cut = match[1]
    else:
        return
    yield row(_framed(cut), "cut", "quote")


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]


SUBJECT = re.compile(
    r"^(?P<who>(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep)\.? )?[A-Z][\w’-]+(?: [A-Z][\w’-]+){0,3}) "
    r"(?P<does>(?:[a-z]+(?:s|ed)|had|made|took|gave|went|won|lost|told|put|found|wrote|"
    r"will|would|could|can|may)\b(?! of\b)[^“”?]{12,})$"
)


def _named(who: str, piece: Piece) -> bool:
    """Whether these words are surely a name: several, or one that is capitalised inside sentences too."""
    if (who.split()[0] in falsify.NO_NAMES and "." not in who) or who.endswith("’s"):
        return False
    return " " in who or re.search(rf"[a-z,] {re.escape(who)}\b", piece.text) is not None


def _stitched(name: str, piece: Piece) -> Iterator[Pair]:
    """The subject of one sentence with the predicate of another."""
    found = []
    for sentence in piece.sentences:
        match = SUBJECT.match(piece.sentence_text(sentence.number))
        if match and not falsify.CONTRACTION.search(match["who"]) and _named(match["who"], piece):
            found.append((sentence.number, match["who"], match["does"]))
    for (one, who, _), (other, owner, does) in permutations(found, 2):
        if not set(who.split()) & set(owner.split()) and who.split()[-1] not in does:
            row = _Maker(name, piece, (one, other))
            yield row(f"{who} {does}", "stitched", "sentence")
            yield row(f"The piece says: “{who} {does}”", "stitched", "quote")


def _invented(name: str, piece: Piece, pieces: dict[str, Piece]) -> Iterator[Pair]:
    """A sentence of another piece, put between quotation marks beside a sentence of this one."""
    names = sorted(pieces)
    stranger = pieces[names[(names.index(name) + 1) % len(names)]]
    if stranger is piece:
        return
    for number in (3, 8):
        text = stranger.sentence_text(min(number, len(stranger.sentences) - 1))
        row = _Maker(name, piece, (min(number, len(piece.sentences) - 1),))
        yield row(_framed(text), "invented quote", "quote")


def _paraphrases(name: str, piece: Piece) -> Iterator[Pair]:
    path = PARAPHRASES / f"{name}.yaml"
    if not path.exists():
        return
    import yaml

    for item in yaml.safe_load(path.read_text(encoding="utf-8"))["rows"]:
        row = _Maker(name, piece, tuple(item["cited"]))
        yield row(item["right"], "free words", "paraphrase", true=True)
        for kind, text in item["wrong"].items():
            yield row(text, f"by hand: {kind}", "paraphrase")
        yield from _falsified(row, item["right"], "paraphrase")


def _freely(name: str, piece: Piece) -> Iterator[Pair]:
    for match in _statements()[name]:
        row = _Maker(name, piece, tuple(int(number) for number in match["cited"].split(",")))
        yield row(match["text"], "told freely", "free", true=match["true"] == "T")


@lru_cache(maxsize=1)
def _statements() -> dict[str, list[re.Match[str]]]:
    """The lines of `statements.txt` by the piece that they are about."""
    found: dict[str, list[re.Match[str]]] = defaultdict(list)
    for line in STATEMENTS.read_text(encoding="utf-8").splitlines():
        if match := STATEMENT.fullmatch(line):
            found[match["piece"]].append(match)
    return found
