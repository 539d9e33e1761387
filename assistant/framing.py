"""Statements that are a quotation in a frame (“The piece says: …”): whole sentences, or parts that keep their sense.

A quotation of a whole sentence stands for itself. A part of one is shown in a frame only where nothing outside it would
turn its sense, and where the frame names who is quoted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.attribution import AUTHORIAL, THIRD, attributions
from assistant.lexicon import levels, stems
from assistant.polarity import conditions, hedges, negations
from assistant.quoting import OUTER, TRAILING, folded
from assistant.tokens import read
from assistant.voices import authorial, same_person, told_apart
from index.quotations import Quotation, quotations

if TYPE_CHECKING:
    from assistant.alignment import Case
    from assistant.attribution import Attribution
    from assistant.tokens import Token

HEARSAY = 2  # “is said to”, “seems to”, “probably”
LEAST = 2  # words of content in a part that may stand alone
CONTRAST = frozenset(
    "but yet though although however except only if unless whether deny denied denies doubt doubts".split()
)

LINKING = frozenset(["but", "yet", "however"])  # at the beginning, what they contrast with stands before


def verbatim(case: Case) -> bool:
    """Whether the statement is one of the sentences it cites, word for word."""
    wanted = _bare(case.text)
    return any(_bare(case.piece.sentence_text(number)) == wanted for number in case.source)


def _bare(text: str) -> str:
    return folded(text)[0].strip(TRAILING + " \"'")


def framed(case: Case) -> tuple[str, tuple[str, ...]] | None:
    """The frame and the quoted runs of a statement that is nothing else, or None."""
    spans = _spans(case.text)
    if not spans:
        return None
    outside, done = [], 0
    for span in spans:
        outside.append(case.text[done : span.start])
        done = span.end
    frame = " ".join([*outside, case.text[done:]])
    tokens = read(frame)
    if negations(tokens) or hedges(tokens) or conditions(tokens) or not all(_frames(token) for token in tokens):
        return None
    if not (_introduces(outside[0]) or _follows(case.text[done:])):
        return None
    return frame, tuple(case.text[span.start + 1 : span.end - 1] for span in spans)


def _introduces(before: str) -> bool:
    """Whether words lead to a quotation that stands for itself: by a colon, a verb of saying or a “that”."""
    tokens = read(before)
    if not tokens:
        return False
    last = tokens[-1]
    return last.text in {":", "that"} or last.says or before.rstrip().endswith(",")


def _follows(after: str) -> bool:
    """Whether a verb of saying follows a quotation."""
    return any(token.says for token in read(after))


def _spans(text: str) -> list[Quotation]:
    if match := OUTER.match(text):
        return [Quotation(match.start("inner") - 1, match.end("inner") + 1)]
    return quotations(text)


def _frames(token: Token) -> bool:
    allowed = stems("frame", "author") | stems("frame", "reporting") | stems("frame", "light")
    if token.stem in stems("speech", "contrary") or token.text in levels("quantity"):
        return False
    return not token.content or token.kind == "name" or token.says or token.stem in allowed


def unsafe(case: Case, frame: str, runs: tuple[str, ...]) -> str | None:
    """Why a framed quotation must not stand as it does, or None."""
    for run in runs:
        if (place := _whole(case, run)) is None and (place := _part(case, run)) is None:
            return "the part it quotes means something else without the rest of its sentence"
        if (reason := _wrong_voice(case, frame, run, place)) is not None:
            return reason
    return None


def _whole(case: Case, run: str) -> int | None:
    """The sentence that the run is the whole of (or begins with, of several in a row)."""
    wanted = _bare(run)
    for quote in case.quotes:
        for first in quote.sentences:
            text = ""
            for last in quote.sentences[quote.sentences.index(first) :]:
                text = f"{text} {case.piece.sentence_text(last)}"
                if _bare(text) == wanted:
                    return first
    return None


def _part(case: Case, run: str) -> int | None:
    """The sentence of which the run is a part that may stand alone."""
    wanted = _bare(run)
    for number, tokens in case.source.items():
        text = case.piece.sentence_text(number)
        plain, places = folded(text)
        at = plain.find(wanted)
        if at < 0:
            continue
        start, end = places[at], places[at + len(wanted) - 1] + 1
        if _keeps_sense(tokens, start, end, spoken=_spoken(text, wanted)):
            return number
    return None


def _spoken(text: str, wanted: str) -> bool:
    """Whether the run is all that the piece quotes there."""
    return any(_bare(text[mark.start : mark.end]) == wanted for mark in quotations(text))


def _keeps_sense(tokens: tuple[Token, ...], start: int, end: int, *, spoken: bool) -> bool:
    """Whether nothing outside the part negates it or, unless it is a quotation of the piece's own, qualifies it."""

    def outside(at: int) -> bool:
        return not start <= tokens[at].start < end

    inside = {i for i, token in enumerate(tokens) if start <= token.start < end}
    said = {attribution.verb for attribution in attributions(tokens)}
    denied = [
        cue for cue in negations(tokens) if outside(cue.at) and (cue.scope & inside or cue.at + 1 in said or not spoken)
    ]
    if denied or any(outside(i) and token.stem in stems("speech", "contrary") for i, token in enumerate(tokens)):
        return False
    if spoken:
        return not any(outside(cue.at) and cue.level == HEARSAY and cue.scope & inside for cue in hedges(tokens))
    if sum(tokens[i].content for i in inside) < LEAST:
        return False
    cues = [*hedges(tokens), *conditions(tokens)]
    contrasts = [i for i, token in enumerate(tokens) if token.text in CONTRAST and (i or token.text not in LINKING)]
    return not any(outside(at) for at in [*(cue.at for cue in cues), *said, *contrasts])


def _wrong_voice(case: Case, frame: str, run: str, number: int) -> str | None:
    """Why the frame does not name who speaks, or None."""
    tokens = read(frame)
    speaker = [token for token in tokens if token.kind == "name" or token.text in THIRD]
    foreign = bool(speaker) and not authorial(tokens, frozenset(range(len(tokens))), case)
    inside = _inside_quotation(case, run, number)
    if not foreign:
        return "these are somebody else’s words, not the author’s" if inside and not _marked(run) else None
    voices = _voices(case, run, number) if inside or quotations(run) else []
    if any(same_person(case, number, voice, speaker, surely=True) for voice in voices):
        return None
    who = " ".join(frame[token.start : token.end] for token in speaker)
    return f"the sentences it cites do not say that “{who}” says so"


def borrowed(case: Case) -> str | None:
    """No words that the piece quotes from somebody are told as the author's own."""
    ours, foreign = told_apart(case)
    for span in quotations(case.text):
        held = {i for i, token in enumerate(case.tokens) if span.start < token.start < span.end}
        own = any(held & a.scope for a in ours)
        run = case.text[span.start + 1 : span.end - 1]
        if own and not any(held & a.scope for a in foreign) and any(_another(case, run, n) for n in case.source):
            return "these are somebody else’s words, not the author’s"
    if any(_adopted(case, a) for a in ours):
        return "these are somebody else’s words, not the author’s"
    return None


def _adopted(case: Case, own: Attribution) -> bool:
    """Whether what the author is told to say is, without quotation marks, what the piece quotes from somebody else."""
    if sum(token.says for token in case.tokens) > 1:
        return False
    places = [case.pairs[i] for i in own.scope if i in case.pairs and not case.tokens[i].quoted]
    quoted = [(n, i) for n, i in places if case.source[n][i].quoted]
    if len(quoted) < LEAST or 2 * len(quoted) <= len(places) or all(_all_quoted(case.source[n]) for n, _ in quoted):
        return False
    return not any(
        case.source[n][i].text in {"i", "we"}
        for n, _ in quoted
        for a in attributions(case.source[n])
        for i in a.speaker
    )


def _all_quoted(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence is nothing but words that are quoted, as in a dialogue, which may be the author's."""
    return all(token.quoted for token in tokens if token.content)


def _another(case: Case, run: str, number: int) -> bool:
    """Whether the piece quotes these words there from somebody whom it names."""
    return _inside_quotation(case, run, number) and bool(_voices(case, run, number))


def _marked(run: str) -> bool:
    """Whether the run brings quotation marks of its own."""
    return run.lstrip()[:1] in {"“", '"'}


def _inside_quotation(case: Case, run: str, number: int) -> bool:
    """Whether the run stands inside quotation marks of the piece, as somebody’s words but the author’s."""
    text, wanted = case.piece.sentence_text(number), _bare(run)
    spoken = [mark for mark in quotations(text) if wanted in folded(text[mark.start : mark.end])[0]]
    opens = text[:1] in {"“", '"'} or any(token.quoted for token in case.source[number][:1])
    if not spoken and not (_marked(run) or (opens and wanted == _bare(text))):
        return False
    voices = _voices(case, run, number, beside=False)
    return not voices or not all(_author_alone(voice) for voice in voices)


def _author_alone(voice: list[Token]) -> bool:
    """Whether the author speaks, and nobody beside (“I heard a daughter say”)."""
    return any(token.text in AUTHORIAL for token in voice) and not any(token.content for token in voice)


def _voices(case: Case, run: str, number: int, *, beside: bool = True) -> list[list[Token]]:
    """Who speaks in the sentence; of a quotation without a speaker, who does beside it."""
    tokens = case.source[number]
    said = {token.text for token in read(run) if token.content}
    spoken = attributions(tokens)
    covering = [a for a in spoken if any(tokens[i].text in said for i in a.scope)] or spoken
    found = [[tokens[i] for i in a.speaker] for a in covering]
    goes_on = any(token.quoted for token in tokens) and number and _same_paragraph(case, number, number - 1)
    if not found and beside and goes_on:
        near = case.sentence(number - 1)
        found += [[near[i] for i in a.speaker] for a in attributions(near)]
    return found


def _same_paragraph(case: Case, one: int, other: int) -> bool:
    sentences = case.piece.sentences
    return sentences[one].paragraph == sentences[other].paragraph
