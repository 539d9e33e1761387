"""The assistant's own few words around a quote. They name who speaks where the quote does, and add nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from assistant.answer import CODES, Note, Refusal, Statement
from assistant.speakers import speaking
from prompts import load_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import Code
    from assistant.question import Kind
    from index.piece import Piece, Quote

FILE = "messages.toml"
QUOTE, VALUE, TERM = {"quote"}, {"value"}, {"term"}
DIFFERENCES = 3  # shown of words that are quoted otherwise than they stand


@cache
def frames() -> dict[str, str]:
    """The templates around a quote, around what is said of one of several questions, and above a nearest passage."""
    spoken = {"quote", "speaker"}
    plain = dict.fromkeys(("says", "exactly", "closest", "also", "central", "central_next"), QUOTE)
    return load_table(
        FILE,
        "frames",
        {**plain, "quoting": spoken, "reporting": spoken, "nearest": set[str](), "part": {"asked", "said"}},
    )


@cache
def metadata() -> dict[str, str]:
    """The templates that state the piece's date, title and author."""
    return load_table(FILE, "metadata", dict.fromkeys(("date", "title", "author"), VALUE))


@cache
def missing() -> dict[str, str]:
    """What is said when the piece has no date, title or author, or when there is more or nothing more to show."""
    names = ("date", "title", "author", "more", "beyond", "further", "shortest", "unquoted", "above")
    return load_table(FILE, "missing", {name: set[str]() for name in names})


@cache
def refusals() -> dict[str, str]:
    """The reasons of refusals by code; `…_term` where a word can be named, `…_words` of what a question quotes."""
    named = [f"not_mentioned_{why}" for why in ("term", "words", "otherwise")]
    named += [f"false_premise_{why}" for why in ("term", "unsaid")]
    plain = {code: set[str]() for code in (*CODES, "help", "judgement", "translation")}
    return load_table(FILE, "refusals", plain | dict.fromkeys(named, TERM))


@cache
def changes() -> dict[str, str]:
    """How words that a question quotes differ from those of the piece."""
    both = {"theirs", "asked"}
    return load_table(FILE, "differences", {"changed": both, "left_out": {"theirs"}, "added": {"asked"}})


def inline(text: str) -> str:
    """The quote's characters inside quotation marks; single ones where it has double ones of its own."""
    return f"‘{text}’" if any(mark in text for mark in '“”"') else f"“{text}”"


def exactly(quote: Quote) -> Statement:
    """A quote that has the very words that were asked for."""
    return Statement(frames()["exactly"].format(quote=inline(quote.text)), (quote,))


def statement(quote: Quote, *, first: bool, sure: bool = True) -> Statement:
    """One quote in its frame; the first of an answer that is not sure says so."""
    speaker = speaking(quote)
    name = "also" if not first else "says" if sure else "closest"
    if speaker and name == "says":
        name = "quoting" if speaker.quoted else "reporting"
    text = frames()[name].format(quote=inline(quote.text), speaker=_within(speaker.name) if speaker else "")
    return Statement(text, (quote,))


def _within(name: str) -> str:
    """A name as it stands inside a sentence: “the White House”, not “The White House”."""
    return f"the{name[3:]}" if name.startswith("The ") else name


def of_part(asked: str, said: str) -> str:
    """What is said of one of several questions, which it names."""
    return frames()["part"].format(asked=asked, said=said)


def central(quote: Quote, *, first: bool) -> Statement:
    """One of the central sentences that a summary shows."""
    text = frames()["central" if first else "central_next"].format(quote=inline(quote.text))
    return Statement(text, (quote,))


def about(piece: Piece, field: str) -> Statement | Refusal:
    """The piece's `date`, `title` or `author`, with its line where the text has one; or that it has none."""
    value = getattr(piece, field)
    if value is None:
        return Refusal("not_mentioned", missing()[field])
    line = piece.line_of(value)
    quotes = () if line is None else (piece.quote(line),)
    return Statement(metadata()[field].format(value=value), quotes, (field,))


def note(name: Literal["more", "above", "shortest"]) -> Note:
    """Said beside a list that is cut short, what was shown already, or a single sentence that is wanted shorter."""
    return Note(missing()[name])


def nothing(name: Literal["beyond", "further"]) -> Refusal:
    """Said where what is asked for would stand beyond the ends of the piece, or where nothing further answers."""
    return Refusal("not_mentioned", missing()[name])


def unquoted(nearest: Quote) -> Refusal:
    """Said where the words of somebody are asked for whom the piece does not quote."""
    return Refusal("mentioned_not_answered", missing()["unquoted"], nearest)


def beyond(kind: Kind) -> Refusal:
    """Said where nothing is asked (a greeting, “what can I ask?”), or what is not in a piece's words."""
    return Refusal("outside_the_text", refusals()[kind])


def not_quoted(words: str, nearest: Quote) -> Refusal:
    """Said where the words that a question quotes do not stand in the piece."""
    return Refusal("not_mentioned", refusals()["not_mentioned_words"].format(term=words), nearest)


def otherwise(differences: Sequence[tuple[str, str]], nearest: Quote) -> Refusal:
    """Said where the piece has nearly the words that a question quotes: what it has, and what was quoted."""
    return Refusal("not_mentioned", differing(differences), nearest)


def differing(differences: Sequence[tuple[str, str]]) -> str:
    """What the piece has, and what is quoted of it."""
    told = "; ".join(_difference(theirs, asked) for theirs, asked in differences[:DIFFERENCES])
    return refusals()["not_mentioned_otherwise"].format(term=told)


def _difference(theirs: str, asked: str) -> str:
    name = "changed" if theirs and asked else "left_out" if theirs else "added"
    return changes()[name].format(theirs=theirs, asked=asked)


def unsaid(who: str, nearest: Quote) -> Refusal:
    """Said where words stand in the piece that nothing there gives to the one who is asked about."""
    return Refusal("false_premise", refusals()["false_premise_unsaid"].format(term=who), nearest)


def refusal(code: Code, *, term: str | None = None, nearest: Quote | None = None) -> Refusal:
    """A refusal in its plain words; `term` is named where the template takes one."""
    named = f"{code}_term"
    if term and named in refusals():
        return Refusal(code, refusals()[named].format(term=term), nearest)
    return Refusal(code, refusals()[code], nearest)
