"""What is told beside the quotes: a refusal's message and the notice. They are looked at as statements are.

They carry no quote, so that their figures and quoted words have to stand in the piece, its metadata or what was asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.engine import INSTEAD
from eval.metrics import INNER, LOADED, NUMBER, TRAILING, folded, forbidden_keys
from index.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Sequence

# What the product says where the embedded reader answers; the model's name may hold figures.
REPLACED = re.compile(rf"Nothing that \S+ wrote passed the checks\. {re.escape(INSTEAD)}")
ABSENT = re.compile(r"\bnowhere in the piece\b")
OPINION = re.compile(
    r"\b(?:I (?:think|believe|feel)|in my (?:view|opinion)|"
    r"(?:he|she|it|they|we|people|government) (?:should|ought to|must))\b",
    re.IGNORECASE,
)
CUT = re.compile(r"\s*(?:…|\.\.\.)\s*")


def marked(text: str) -> list[str]:
    """What stands between quotation marks, double or single."""
    return [whole[1:-1] for whole in _wholes(text) if whole[1:-1].strip()]


def _wholes(text: str) -> list[str]:
    """The same with its marks."""
    found = [text[mark.start : mark.end] for mark in quotations(text)]
    return [*found, *(match.group() for match in INNER.finditer(text))]


def unmarked(text: str) -> str:
    """The text without what stands between quotation marks."""
    for mark in reversed(quotations(text)):
        text = text[: mark.start] + " " + text[mark.end :]
    return INNER.sub(" ", text)


def invented_words(text: str, known: Sequence[str]) -> list[str]:
    """What stands in quotation marks and in none of the known texts, as whole words, marks and case aside."""
    return [run for run in marked(text) if not any(_holds(held, run) for held in known)]


def invented_figures(text: str, known: Sequence[str]) -> list[str]:
    """Figures outside quotation marks that none of the known texts has."""
    held = set(NUMBER.findall(" ".join(known)))
    return [number for number in NUMBER.findall(unmarked(text)) if number not in held]


def judging(text: str) -> list[str]:
    """Words that judge, or give an opinion; an “I find” is none."""
    said = unmarked(text)
    return [word for word in re.findall(r"[\w']+", folded(said)) if word in LOADED] + OPINION.findall(said)


def canaries(text: str, must_not: Sequence[str], asked: Sequence[str]) -> list[str]:
    """The forbidden keys in a text, but where it names in quotation marks what was asked: more of it, or as absent."""
    absent = ABSENT.search(text) is not None
    for whole in _wholes(text):
        run = whole[1:-1]
        if any(_holds(held, run) for held in asked) and (absent or folded(run) not in _options(must_not)):
            text = text.replace(whole, " ")
    return forbidden_keys(text, must_not)


def _options(keys: Sequence[str]) -> set[str]:
    return {folded(option).strip(TRAILING) for key in keys for option in key.split("|")}


def _holds(held: str, run: str) -> bool:
    words = " ".join(CUT.sub(" ", folded(run)).split()).strip(f"{TRAILING} ")
    told = " ".join(CUT.sub(" ", folded(held)).split())
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", told) is not None
