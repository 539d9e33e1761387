"""Slips of the pen in a question, mended before it is read: “how meny riendeer” is read as “how many reindeer”.

Mended is only a word that nobody knows (no word of English or of the piece) and that one slip makes of a word of the
piece or of a function word: a letter lost, doubled or wrong, or two letters swapped. A name stays a name. What is read
instead is shown with the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

from assistant.lexicon import SHORTEST_ROOT, SUFFIXES, entry, stem
from index.encoder import is_rare
from index.lexical import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")
# What readers ask about any piece: “when was this publishd”.
ASKED = frozenset(
    "published publication printed written wrote writer author title headline summary summarise summarize article "
    "piece editorial column essay argument argue argues mention mentions mentioned quote quotes quoted "
    "pros cons".split()
)
# What is cut short in a hurry; read so where the piece has the word, and the short form is no word of it.
SHORT_FORMS = {
    "uni": "university",
    "govt": "government",
    "pm": "prime minister",
    "mp": "member of parliament",
    "vc": "vice-chancellor",
    "nite": "night",
    "tonite": "tonight",
    "ppl": "people",
    "info": "information",
    "prof": "professor",
    "dept": "department",
    "thru": "through",
    "cuz": "because",
    "coz": "because",
}
SHORT_WORD = re.compile(r"(?<![^\W_])(?<!\d\s)[^\W\d_]{2,6}(?![^\W_])")  # not of “10 pm”
PERCENT = re.compile(r"(?<![\d%])(?<!\d\s)%")
SHORTEST = 3  # so short a word without a vowel is cut short on purpose: “hrs”
SHORT = 4  # so short a word with another consonant in it may be any word: “feld”, “fell”
ENDED = 6  # a longer word with another last letter is another word: “dyslexia”, “dyslexic”
VOWELS = frozenset("aeiouy")
CONTRACTED = ("s", "t", "d", "m", "re", "ve", "ll")  # of “whats”, “doesnt”, “theyd”


@dataclass(frozen=True)
class Spelling:
    """The words of a piece: in lower case, those with a capital by themselves too, and the stems of all.

    `short`: what may be typed for longer ones of them, such as “uni”.
    """

    words: frozenset[str]
    names: frozenset[str]
    stems: frozenset[str]
    short: dict[str, str]

    @classmethod
    def of(cls, text: str) -> Spelling:
        """The words of a text."""
        found = [word for word in WORD.findall(text) if len(word) >= SHORT]
        lower = frozenset(word.lower() for word in found)
        names = frozenset(word.lower() for word in found if word[0].isupper())
        every = " ".join(re.findall(r"[^\W\d_]+", text.lower()))
        known = {short: f" {whole.replace('-', ' ')} " in f" {every} " for short, whole in SHORT_FORMS.items()}
        short = {
            short: SHORT_FORMS[short] for short, held in known.items() if held and f" {short} " not in f" {every} "
        }
        return cls(lower, names, frozenset(map(stem, lower)), short)

    def mended(self, question: str) -> str:
        """The question with what is surely a slip mended, short forms and “what %” as words, the rest as it is."""
        whole = SHORT_WORD.sub(lambda found: self.short.get(found.group().lower(), found.group()), question)
        return WORD.sub(self._meant, PERCENT.sub("percent", whole))

    def _meant(self, found: re.Match[str]) -> str:
        word = found.group()
        lower, capital = word.lower(), word[0].isupper()
        if (
            stem(lower) in self.stems
            or lower in ASKED
            or _known(lower)
            or (len(word) == SHORTEST and not VOWELS & set(lower))
        ):
            return word
        near = {other for other in _one_slip_away(lower) if _plausible(lower, other)}
        named = capital and found.start() > 0
        own = (self.names if named else self.words) & near if len(word) > SHORTEST else None
        candidates = own or (frozenset() if named else (FUNCTION_WORDS | ASKED) & near)
        if not candidates:
            return word
        chosen = _likeliest(lower, candidates)
        return chosen.capitalize() if capital else chosen


def _known(word: str) -> bool:
    """Whether it is a word of English, as far as the encoder's vocabulary and the thesaurus know."""
    if word in FUNCTION_WORDS or not is_rare(word) or bool(entry(stem(word)).parts):
        return True
    if any(word.removesuffix(end) in FUNCTION_WORDS for end in CONTRACTED):
        return True
    roots = {word.removesuffix(end) for end in SUFFIXES} - {word}
    return any(len(root) >= SHORTEST_ROOT and bool(entry(stem(root)).parts) for root in roots)


def _plausible(typed: str, meant: str) -> bool:
    """A slip hardly ever begins a word, and another consonant in a short word makes another word of it."""
    if sorted(typed) == sorted(meant):
        return True
    if typed[0] != meant[0] or (len(typed) >= ENDED and typed[:-1] == meant[:-1]):
        return False
    wrong = {a + b for a, b in zip(typed, meant, strict=False) if a != b}
    vowel = len(typed) == SHORT and all(VOWELS.issuperset(pair) for pair in wrong)
    return vowel or len(typed) > SHORT or len(meant) > len(typed)


def _likeliest(typed: str, candidates: Iterable[str]) -> str:
    """Swapped letters before lost ones before wrong or doubled ones."""
    return min(candidates, key=lambda word: (sorted(word) != sorted(typed), -len(word), word))


@lru_cache(maxsize=256)
def _one_slip_away(word: str) -> frozenset[str]:
    """Every string that is one lost, doubled, wrong or swapped letter away."""
    found = set[str]()
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        found.update(before + letter + after for letter in ascii_lowercase)
        if after:
            if before.endswith(after[0]):
                found.add(before + after[1:])
            found.update(before + letter + after[1:] for letter in ascii_lowercase)
        if len(after) > 1:
            found.add(before + after[1] + after[0] + after[2:])
    return frozenset(found - {word})
