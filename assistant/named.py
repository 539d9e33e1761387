"""Names in questions: those with hardly another word, and quotes that leave open who or what is meant.

“Who is Ines Vale?”, “what did Vale say?”, “84 what?”: their one word of content says too little for a score. A sentence
that has it comes as close as any.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.inventory import TITLE_TERMS, held, people
from assistant.lexicon import entry
from assistant.question import AUXILIARY, topic_of
from assistant.speakers import QUOTED_AFTER, says, speaker_behind, told_up_to
from assistant.tokens import named, read
from assistant.wording import cited, place_of, sentences_of
from index.lexical import terms
from index.quotations import VERB, outside_quotations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.question import Question
    from index.piece import Piece

WHO = re.compile(r"^(?:so |and )?(?:who|what)(?:[’']?s| is| was| are| were) (?P<name>[^?]+?)\W*$", re.IGNORECASE)
MEANT = re.compile(
    r"^(?:so |and )*what (?:is|are|means?|(?:do|does|did) (?:(?:\w+ ){1,3}mean(?: by| with)?|(?=.*(?:mean|for)\b))) ?"
    r"(?:the (?:word|phrase) )?[“\"‘'](?P<words>[^“”\"]+)[”\"’'](?: (?:mean|stand for))?(?: here)?\W*$",
    re.IGNORECASE,
)
SAID = re.compile(
    r"^(?:so |and )?what (?:do|does|did|has) (?P<name>[^?]+?) (?:say|said|think|argue|claim)"
    r"(?: about (?:it|this|that))?\W*$",
    re.IGNORECASE,
)
FIGURE = re.compile(r"^(?:so |and )?(?:the |those )?(?P<name>[$£€]?\d\S*) what\W*$", re.IGNORECASE)
# “Vale said”; another verb of saying only before a “that”: “Vale added a wing” says nothing.
SAYS = re.compile(rf"\W+(?:\w+ ){{0,2}}(?:(?:say|says|said|told)\b|{VERB}{QUOTED_AFTER.pattern})")
OTHER = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Hh]er|[Hh]is|[Tt]heir|[Mm]y|[Oo]ne) (?:[a-z’'-]+ ){{1,3}}{VERB}\b"
)  # “the fund replied”
NAMED = re.compile(r"\b[A-Z][\w’'-]+|\d[\d.,]*")
QUOTED = re.compile(r"[“\"]")
ALL_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]\W*$")
BEGINS = r"\W*(?:(?:And|But|Yet|So|Then) )?"
PRONOUN = re.compile(rf"{BEGINS}(?:he|she|they|it|his|her|their|its)\b", re.IGNORECASE)
HE = re.compile(rf"{BEGINS}(?:he|she|his|her)\b", re.IGNORECASE)
MATTER = re.compile(r"\b(?:about|against|for|from|of|on|over|regarding|to|towards?|with)\b.*", re.IGNORECASE)
OF_THE_AUTHOR = re.compile(
    rf"(?:so |and |but )*(?:{AUXILIARY}) (?:the|this) (?:author|writer|columnist)\b", re.IGNORECASE
)
SOMEBODY = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
ASKS_WHO = re.compile(r"\W*(?:(?:so|and|but) )*who\b", re.IGNORECASE)
BEFORE = 2  # sentences before one that begins with a pronoun
FAR = 4  # before one that does not say who it is that is asked for


def signature(piece: Piece) -> re.Pattern[str] | None:
    """The author's name as a question may have it, where nobody of that name is told of in the piece.

    A byline tells of nobody, and neither does a last paragraph that begins with the name: “Ada Vale lives in Oban.”
    """
    author = piece.author or ""
    words = re.findall(rf"{NAMED.pattern}(?:$)", author)
    first, last = piece.paragraphs[-1]
    about = piece.sentence_text(first).startswith(author)
    told = [n for n in range(len(piece.sentences)) if n not in piece.head and not (about and first <= n <= last)]
    text = " ".join(map(piece.sentence_text, told))
    if not words or "," in author or len(re.findall(rf"\b{re.escape(words[-1])}\b", text)) > 1:
        return None
    return re.compile(rf"\b(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? |(?:[A-Z][\w’'-]+ )+)?{re.escape(words[-1])}\b")


def told_of(piece: Piece, question: str, ranked: Iterable[int], *, leans: bool = False) -> int | None:
    """The first of these sentences that has the name asked about, and words of theirs if those are asked for.

    Words of the piece whose meaning is asked for have a sentence of their own, and so has a matter on which all there
    is is asked for, where it has all its words, unless the question `leans` on another.
    """
    if not leans and (wanted := set(terms(topic_of(question) or ""))):
        return next((number for number in ranked if wanted <= set(terms(piece.sentence_text(number)))), None)
    meant = MEANT.match(question)
    if meant and (place := place_of(meant["words"], piece)):
        return sentences_of(piece, place)[0]
    said = SAID.match(question)
    asked = said or WHO.match(question) or FIGURE.match(question)
    wanted = set(terms(asked["name"])) if asked else set()
    if not wanted:
        return None
    if said:
        return next((n for n in ranked if _says(piece, n, wanted)), None)
    return next((n for n in ranked if _tells(piece.sentence_text(n), wanted, piece.text)), None)


def _tells(sentence: str, wanted: set[str], piece: str) -> bool:
    """Whether a sentence has all of these terms in names or figures."""
    if wanted - {term for name in NAMED.findall(sentence) for term in terms(name)}:
        return False
    known = named(read(sentence), sentence, piece)
    return any(token.kind in {"name", "number"} and wanted & set(terms(token.text)) for token in known)


def _says(piece: Piece, number: int, wanted: set[str]) -> bool:
    """Whether somebody of this name says something in a sentence, or is quoted in it."""
    sentence = piece.sentence_text(number)
    names = [match for match in NAMED.finditer(sentence) if wanted & set(terms(match.group()))]
    if any(SAYS.match(sentence, name.end()) for name in names):
        return True
    known = wanted & {term for start, end in people(piece.text) for term in terms(piece.text[start:end])}
    return QUOTED.search(sentence) is not None and spoken_by(known - TITLE_TERMS, piece, piece.units[number])


def words_of_another(piece: Piece, run: tuple[int, int], question: str, *, surely: bool = False) -> bool:
    """Whether somebody speaks in these sentences who is none of the persons whose words the question asks for.

    “About Reed” or “to Reed” asks for nobody's words. `surely`: where nobody is known to speak, the paragraph must
    have named one of them.
    """
    persons = {term for start, end in people(piece.text) for term in terms(piece.text[start:end])}
    asked = (persons - TITLE_TERMS) & set(terms(MATTER.sub("", question)))
    return bool(asked) and not spoken_by(asked, piece, run, unless_named=surely)


def spoken_by(names: set[str], piece: Piece, run: tuple[int, int], *, unless_named: bool = True) -> bool:
    """Whether one of these names (stems) speaks in a run; where nobody is known to, whether its paragraph has one.

    Whom the words in quotation marks name does not say them. `unless_named` false: anybody may speak there.
    """
    texts = told_up_to(piece, run)
    speaker = speaker_behind(texts)
    if speaker is None and not unless_named:
        return True
    own = outside_quotations(texts[-1])
    told = [speaker] if speaker else [own] if OTHER.search(own) else map(outside_quotations, texts)
    return bool(names & {term for text in told for term in terms(text)})


def in_marks(piece: Piece, span: tuple[int, int]) -> bool:
    """Whether a part of the piece begins and ends between quotation marks."""
    return all(any(mark.start <= at <= mark.end for mark in piece.marks) for at in span)


def begun(piece: Piece, run: tuple[int, int], question: Question) -> tuple[int, int]:
    """The run begun a sentence or two earlier where its first one does not say what is so, who speaks or who is meant.

    “So they can.” says nothing alone, and nothing but a quotation not who speaks. A pronoun goes back to a name that
    the question has, or asks for; a “he” where the author is asked about goes back a sentence, or it would be theirs.
    """
    first, last = piece.units[run[0]][0], piece.units[run[1]][1]
    text = piece.sentence_text(first)
    if first and HE.match(text) and OF_THE_AUTHOR.match(question.asked):
        return piece.units[first - 1][0], last
    before = _before(piece, first, BEFORE)
    if before and (_empty(text) or ALL_QUOTED.match(text)):
        return begun(piece, (before[0], last), question)
    told = piece.quote(first, last).text
    who = question.kind == "who" or ASKS_WHO.match(question.asked)
    reach = _reach(told, piece, question) if who else 0
    if not (reach or PRONOUN.match(text)):
        return first, last
    wanted = set(terms(question.asked)) - set(terms(told))
    across = reach == FAR and bool(HE.match(text) or QUOTED.match(text))
    for number in _before(piece, first, reach or BEFORE, across=across):
        sentence = piece.sentence_text(number)
        names = {term for match in NAMED.finditer(sentence) for term in terms(match.group())}
        if wanted & names or (reach and _introduces(sentence, piece)):
            return piece.units[number][0], last
    return first, last


def _reach(told: str, piece: Piece, question: Question) -> int:
    """How far before these sentences somebody may be named who is told of in them and not named there.

    Where a “he” begins them or speaks, a name that is no person’s (“the Senate”) names nobody; where who says what is
    quoted is asked for, neither does one behind the “he”, of somebody who is spoken to or about.
    """
    if not SOMEBODY.search(told):
        return 0
    if cited(question.asked):
        return 0 if _introduces(told, piece) else FAR
    if HE.match(told) or says("[Hh]e|[Ss]he", told):
        return 0 if people(told, piece.text) else FAR
    return 0 if any(name.start() > 0 for name in NAMED.finditer(told)) else BEFORE


def _introduces(text: str, piece: Piece) -> bool:
    """Whether a person is named before there is a “he”: “Mr. Vale left”, not “he said that Mr. Vale left”."""
    own = outside_quotations(text)
    he = SOMEBODY.search(own)
    single = (match for match in NAMED.finditer(own) if match.group() in _single_names(piece))
    named = [*people(own, piece.text), *(match.span() for match in single)]
    return any(he is None or start < he.start() for start, _ in named)


@lru_cache(maxsize=32)
def _single_names(piece: Piece) -> frozenset[str]:
    """The names by which alone the piece calls somebody: “my neighbour Idwal”."""
    spans = ((piece.sentences[number].start, span) for number, span in held(piece, "people"))
    return frozenset(piece.text[start + span[0] : start + span[1]] for start, span in spans)


def _empty(sentence: str) -> bool:
    """Whether a sentence has no word of content: “So they can.”, “Perhaps it was.”."""
    return not any(token.content and entry(token.stem).parts != "r" for token in read(sentence))


def _before(piece: Piece, first: int, most: int, *, across: bool = False) -> list[int]:
    """The sentences before one in its paragraph, or before one that begins it those in the last one (`across`).

    The nearest comes first.
    """
    paragraph = piece.sentences[max(0, first - across)].paragraph
    return [n for n in range(first - 1, max(-1, first - 1 - most), -1) if piece.sentences[n].paragraph == paragraph]
