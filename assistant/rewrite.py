"""A follow-up rewritten by the language model, so that it can be read without the questions before it.

A rewrite is taken only when it brings in nobody and nothing new: names and numbers must stand in the questions.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, TypeAlias

from assistant.deadline import LeftError, Limits, nobody_left, within
from assistant.followup import leans_on_earlier, standalone
from index.lexical import terms
from prompts import load_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.deadline import Left
    from index.piece import Piece

CHARACTERS = 300
EARLIER = 6
SHORT_WORDS = 8
LIMITS = Limits(first=15.0, silence=10.0, total=20.0)
WORD = re.compile(r"\w+(?:[’'-]\w+)*")
LABEL = re.compile(r"^\W*(?:(?:rewritten|standalone|last)? ?question\s?:)?\s*[\"“]?", re.IGNORECASE)
NUMBER = re.compile(
    r"\d|^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundreds?|thousands?|"
    r"millions?|billions?|dozens?|half|twice|double)$",
    re.IGNORECASE,
)


Said: TypeAlias = "Callable[[str], Iterator[str]]"


def rewritten(
    question: str, history: Sequence[str], said: Said, piece: Piece, language: str, left: Left = nobody_left
) -> str:
    """The question that is read: a follow-up as the model rewrites it, or what goes without the model.

    `said` is what the model says to a prompt, as a stream. Raises `LeftError`.
    """
    plain = standalone(question, history)
    foreign = language != "en" and len(question.split()) <= SHORT_WORDS
    if not history or not (foreign or leans_on_earlier(question)):
        return plain
    try:
        until = time.monotonic() + LIMITS.total
        text = "".join(within(lambda: _asked(question, history, said), LIMITS, until, left))
    except LeftError:
        raise
    except Exception:
        return plain  # the answer itself will say that the model fails
    line = LABEL.sub("", text.strip()[: CHARACTERS + 1], count=1).rstrip('"” \n')
    return line if line and acceptable(line, [*history, question], piece) else plain


def acceptable(rewrite: str, said: Sequence[str], piece: Piece) -> bool:
    """Whether a rewrite is one line of questions' length without a name or number that nobody has said."""
    if "\n" in rewrite or len(rewrite) > CHARACTERS:
        return False
    before = set(terms(" ".join(said)))
    added = [word for word in WORD.findall(rewrite) if not set(terms(word)) <= before]
    return not any(word[0].isupper() or _named(word, piece.text) for word in added)


def _named(word: str, text: str) -> bool:
    """Whether a word is a number, or one that the piece writes only with a capital."""
    if NUMBER.search(word):
        return True
    capital, small = word[0].upper() + word[1:], word[0].lower() + word[1:]
    return re.search(rf"\b{re.escape(capital)}\b", text) is not None and not re.search(rf"\b{re.escape(small)}\b", text)


def _asked(question: str, history: Sequence[str], said: Said) -> Iterator[str]:
    earlier = "\n".join(f"- {turn}" for turn in history[-EARLIER:])
    prompt = load_text("followup.txt", {"earlier", "question"}).format(earlier=earlier, question=question)
    read = 0
    for text in said(prompt):
        read += len(text)
        yield text
        if read > CHARACTERS:
            return
