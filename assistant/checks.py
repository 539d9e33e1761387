"""Nothing unsupported is shown: each sentence that a language model writes passes these checks, or is withheld.

`CHECKS` lists them in the order in which they are tried. Each takes a `Case` (the statement beside its quotes) and
gives the reason for withholding it, or None. No similarity has a say: a statement passes because each of its words,
numbers and names stands on the quotes, and because nothing that turns their sense was dropped or added.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant import (
    amounts,
    causes,
    exchange,
    grounding,
    localised,
    plans,
    prefixes,
    quantity,
    roles,
    sense,
    sides,
    slots,
    subjects,
    voices,
)
from assistant.alignment import Case
from assistant.answer import Statement, Withheld
from assistant.frames import about
from assistant.framing import borrowed, framed, unsafe, verbatim
from assistant.lexicon import stems
from assistant.quoting import NotQuotedError, restored
from assistant.tokens import read
from index.quotations import without_quotations

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from index.piece import Piece, Quote

Check = tuple[str, "Callable[[Case], str | None]"]
CHECKS: tuple[Check, ...] = (
    ("numbers", amounts.numbers),
    ("names", grounding.names),
    ("names", grounding.titled),
    ("words", prefixes.untied),
    ("negation", sense.negation),
    ("condition", sense.condition),
    ("hedge", sense.hedge),
    ("hedge", sense.copied),
    ("normative", sense.normative),
    ("amount", amounts.amount),
    ("quantity", quantity.quantity),
    ("quantity", quantity.shared),
    ("quantity", quantity.limited),
    ("direction", sides.direction),
    ("comparison", causes.compared),
    ("opposites", grounding.opposites),
    ("direction", sides.against),
    ("direction", sides.turned),
    ("names", sides.gendered),
    ("words", grounding.words),
    ("words", slots.displaced),
    ("words", slots.grafted),
    ("names", slots.relocated),
    ("plan", plans.done),
    ("plan", plans.hoped),
    ("plan", plans.rumored),
    ("plan", plans.asked),
    ("plan", plans.heard),
    ("roles", plans.owned),
    ("cause", causes.cause),
    ("cause", causes.purpose),
    ("speaker", voices.speakers),
    ("speaker", borrowed),
    ("roles", exchange.swapped),
    ("roles", exchange.reordered),
    ("roles", exchange.crossed),
    ("roles", exchange.transposed),
    ("roles", exchange.misallotted),
    ("roles", exchange.miscounted),
    ("roles", roles.unseated),
    ("roles", roles.agents),
    ("roles", roles.stitched),
    ("roles", subjects.usurped),
    ("roles", subjects.authored),
    ("loaded", grounding.loaded),
)
LOADED_ONLY = CHECKS[-1:]
ENGLISH = "en"
LONGEST = 1_500
FIELDS = ("date", "title", "author")
VERDICT = re.compile(r"(?:yes|no|not (?:really|quite|exactly|entirely))(?:[,:;]| ?[—–]) *(?=\S.*\w)", re.IGNORECASE)
BARE = re.compile(r"\W*(?:yes|no)\W*", re.IGNORECASE)
ITSELF = re.compile(
    r"^(?P<link>(?:But|And) )?[Ii]t (?=(?:also |then )?(?:says|adds|argues|notes|writes|states|calls|asks|warns|"
    r"concludes|explains|suggests|describes|mentions|thinks|believes|wants)\b)"
)


def checked(
    text: str, cited: Sequence[int], piece: Piece, *, offered: Collection[int], language: str = ENGLISH
) -> Statement | Withheld:
    """One sentence of a model's prose, as a statement on its quotes or withheld.

    `cited`: the numbers of sentences it names, from 0, markers already taken out of the text; `offered`: those that
    the model was given.
    """
    text = _opened(text)
    if len(text) > LONGEST:
        return Withheld(text[:LONGEST], (), "length", f"it is longer than {LONGEST:,} characters")
    known = [number for number in dict.fromkeys(cited) if number in offered and 0 <= number < len(piece.sentences)]
    if not known:
        return _metadata(text, piece) or Withheld(text, (), "citation", "it cites no sentence of the piece")
    quotes = _quotes(piece, known)
    if BARE.fullmatch(text):
        return Withheld(text, quotes, "words", "a yes or no alone says nothing that a sentence could bear out")
    try:
        shown = restored(text, quotes, piece)
    except NotQuotedError as error:
        return Withheld(text, quotes, "quotation", f"“{error}” is not in the sentences it cites, word for word")
    base = language.split("-")[0].lower()
    return _elsewhere(shown, quotes, base) if base != ENGLISH else _in_english(Case(shown, piece, quotes))


def _in_english(case: Case) -> Statement | Withheld:
    """A statement in English, which passes all checks that it needs or is withheld by the first that it does not."""
    if (frame := framed(case)) is not None:
        reason = unsafe(case, *frame)
        return Withheld(case.text, case.quotes, "sense", reason) if reason else Statement(case.text, case.quotes)
    for name, check in LOADED_ONLY if verbatim(case) else CHECKS:
        if (reason := check(case)) is not None:
            return Withheld(case.text, case.quotes, name, reason)
    return Statement(case.text, case.quotes)


def _opened(text: str) -> str:
    """The statement as it is checked and shown: without the yes or no it opens with, on which no sentence stands.

    “It says” on a line of its own may be taken for whoever was named before, so it becomes “The piece says”.
    """
    if verdict := VERDICT.match(text):
        text = text[verdict.end()].upper() + text[verdict.end() + 1 :]
    return ITSELF.sub(lambda match: f"{match['link']}the piece " if match["link"] else "The piece ", text)


def _quotes(piece: Piece, numbers: Sequence[int]) -> tuple[Quote, ...]:
    """A quote for each cited run of sentences, in the order of citing, none inside another."""
    found: list[Quote] = []
    for number in numbers:
        if not any(number in quote.sentences for quote in found):
            found.append(piece.quote(number))
    return tuple(found)


def _metadata(text: str, piece: Piece) -> Statement | None:
    """A statement of the piece's own date, title or author, in our words."""
    for field in FIELDS:
        value = getattr(piece, field)
        if not value or value not in text:
            continue
        rest = [token for token in read(text.replace(value, " ")) if token.content]
        if all(token.stem in stems("frame", "author") | stems("frame", "reporting") | METADATA for token in rest):
            stated = about(piece, field)
            return stated if isinstance(stated, Statement) else None
    return None


AROUND = " .,\n\t"
METADATA = frozenset("date titl author publish written entitl head headlin call appear name".split())


def _elsewhere(text: str, quotes: tuple[Quote, ...], language: str) -> Statement | Withheld:
    """In a language without word lists only the source's words in a frame of ours are vouched for."""
    outside = without_quotations(text)
    frame = localised.words(language).get("says", "").format(quote="")
    if outside != text and outside.strip(AROUND) in {"", frame.strip(AROUND)}:
        return Statement(text, quotes)
    return Withheld(text, quotes, "language", "prose in this language cannot be checked; only quotations can")
