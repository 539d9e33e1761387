"""Which language a text is in, by its script and by its little words; said only where it is clear.

A question is short and full of names: what counts is that an English one is never taken for foreign.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+")
SHARE = 0.25
HALF = 0.5
ENOUGH = 2.0
AGAINST_ENGLISH = 1.5
READ = 4_000
# Of the words of English prose more than a third are little ones; other languages share a few of these.
LITTLE_WORDS = 0.2

# The first word of a letter's Unicode name, and the language it stands for.
SCRIPTS = {
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "GREEK": "el",
    "HEBREW": "he",
    "ARABIC": "ar",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
}
CYRILLIC = ("ru", "uk")
PERSIAN = "پچژگک"


@dataclass(frozen=True, slots=True)
class Words:
    """What one language is told by: little words, those that open a question, those that count half, and letters."""

    words: frozenset[str]
    asks: frozenset[str]
    weak: frozenset[str]
    letters: frozenset[str]

    def score(self, tokens: set[str]) -> float:
        """How much speaks for this language: a word 1, a weak one and a word with one of its letters a half."""
        strong = tokens & self.words - self.weak
        lettered = [token for token in tokens - strong if not self.letters.isdisjoint(token)]
        return len(strong) + HALF * (len(tokens & self.weak) + len(lettered))

    def shared(self, tokens: set[str], other: Words) -> set[str]:
        """Weak words that speak for the other language too, and do not count for it beside a word only this one has."""
        own = any(not self.letters.isdisjoint(token) for token in tokens & self.words)
        return tokens & self.weak & other.words if own else set()


@cache
def table() -> dict[str, Words]:
    """The languages that are told by their words."""
    found = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
    return {name: _words(**row) for name, row in found.items()}


def _words(words: str, asks: str, weak: str, letters: str) -> Words:
    opening = frozenset(asks.split())
    return Words(opening.union(words.split()), opening, frozenset(weak.split()), frozenset(letters))


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language, or None where it is not clear."""
    text = unicodedata.normalize("NFC", text[:READ])
    words = WORD.findall(text)
    # An English question about a foreign name, in whatever script, is an English question.
    script = None if _score("en", words) else _script(text)
    if script in SCRIPTS:
        return _of_script(text, SCRIPTS[script])
    if script == "CYRILLIC":
        return max(CYRILLIC, key=lambda name: _score(name, words))
    return _of_words(words, inverted="¿" in text)


def written_in(text: str) -> str | None:
    """The language of a piece, or None; English only where enough of all its words are English ones.

    A question counts as English on two words. A piece in a language that the table does not know may hold as many.
    """
    found = language_of(text)
    if found not in {None, "en"}:
        return found
    words = [word.lower() for word in WORD.findall(text[:READ])]
    english = table()["en"].words - table()["en"].weak
    enough = sum(word in english for word in words) >= LITTLE_WORDS * len(words)
    return "en" if enough and (found or "the" in words) else None


def _score(language: str, words: list[str]) -> float:
    return table()[language].score({word.lower() for word in words})


def asked_in(question: str, of_piece: str) -> str:
    """The language of a question about a piece: the piece's own unless it is clearly another one.

    A question may look like a sister language of the piece's; whatever has a word of the piece's own is in that.
    """
    found = language_of(question)
    if found is None or (of_piece in CYRILLIC and found in CYRILLIC):
        return of_piece
    own = of_piece in table() and _score(of_piece, WORD.findall(question)) >= 1
    return of_piece if of_piece != "en" and own else found


def _of_words(words: list[str], *, inverted: bool) -> str | None:
    # A capitalised word may be anybody's name, whatever letters it has; one in capitals is an abbreviation.
    tokens = {word.lower() for word in words if word.islower() or (word.isascii() and not word[1:].isupper())}
    tokens |= {word.lower() for word in words[:1] if not word[1:].isupper()}
    first = words[0].lower() if words else ""
    scores = {name: known.score(tokens) for name, known in table().items()}
    scores["es"] += ENOUGH * inverted
    english = scores.pop("en")
    best = max(scores, key=lambda name: (scores[name], first in table()[name].asks))
    score = scores[best]
    english -= len(table()[best].shared(tokens, table()["en"]))
    enough = score >= ENOUGH or (english <= HALF and first in table()[best].asks)
    if enough and score > AGAINST_ENGLISH * english and score >= SHARE * len(tokens):
        return best
    return "en" if english >= ENOUGH and english > score else None


def _script(text: str) -> str:
    """The script other than Latin that a good part of the letters are of, as the first word of their Unicode names."""
    counted = Counter(unicodedata.name(mark, "NONE").split()[0] for mark in text if mark.isalpha())
    latin = counted.pop("LATIN", 0)
    script, letters = counted.most_common(1)[0] if counted else ("", 0)
    return script if letters >= SHARE * (latin + letters) else ""


def _of_script(text: str, language: str) -> str:
    if language == "zh" and any(unicodedata.name(mark, "").startswith(("HIRAGANA", "KATAKANA")) for mark in text):
        return "ja"
    return "fa" if language == "ar" and any(mark in PERSIAN for mark in text) else language
