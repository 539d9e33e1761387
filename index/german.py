"""What German papers write above a piece, in the English that is read here: “Von Ann Orr”, “12. Juli 2025”.

In a text that is not German only what is unmistakable is put into English: “12. Juli” but not “12. April”, which may be
an item of a list, and “14.03.2025” but not “04.03.2025”, of which nobody knows the month.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.days import MONTHS
from index.headline import CAPITAL

if TYPE_CHECKING:
    from collections.abc import Sequence

WORD = re.compile(r"[^\W\d_]+")
COMMON = frozenset("und nicht ist der das dem ein eine einen mit auf zu sich im auch wird haben hat für von".split())
LEAST, SHARE = 4, 0.1  # such words, and of all words
MOST_BLOCKS, MOST_READ = 60, 20_000  # characters
MONATE = "januar februar märz april mai juni juli august september oktober november dezember".split()
NUMBERS = {**{month: number for number, month in enumerate(MONATE, 1)}, "jänner": 1, "feber": 2}
DAY_AND_MONTH = re.compile(rf"\b(?P<d>\d{{1,2}})\.\s(?P<month>{'|'.join(NUMBERS)})\s(?P<y>\d{{4}})\b", re.IGNORECASE)
FIGURES = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?![\d.]*\d)")
BY = re.compile(rf"\A[Vv]on\s(?={CAPITAL}\s)")
# “Veröffentlicht am 12. Juli 2025 um 9.30 Uhr”
AROUND = re.compile(
    r"\b(?:veröffentlicht|aktualisiert|zuletzt|stand|vom|am|um|uhr|minuten|lesezeit)\b:?\s*", re.IGNORECASE
)


def is_german(blocks: Sequence[str]) -> bool:
    """Whether a tenth of its first words are such as hardly another language has."""
    text = " ".join(block[:MOST_READ] for block in blocks[:MOST_BLOCKS])[:MOST_READ]
    words = WORD.findall(text.lower())
    common = [word for word in words if word in COMMON]
    return len(set(common)) >= LEAST and len(common) >= SHARE * len(words)


def in_english(words: str, *, german: bool) -> str:
    """A line that tells who and when as an English paper would write it; other lines come back changed or not."""
    dated = DAY_AND_MONTH.sub(lambda found: _day(found, german=german), words)
    dated = FIGURES.sub(lambda found: _figures(found, german=german), dated)
    if not german:
        return dated
    return BY.sub("By ", dated if dated == words else AROUND.sub("", dated))


def _day(found: re.Match[str], *, german: bool) -> str:
    number = NUMBERS[found["month"].lower()]
    english = MONTHS[number - 1]
    sure = german or found["month"].lower() != english
    return f"{found['d']} {english.title()} {found['y']}" if sure else found[0]


def _figures(found: re.Match[str], *, german: bool) -> str:
    month = int(found["m"])
    sure = 1 <= month <= 12 and (german or int(found["d"]) > 12)
    return f"{found['d']} {MONTHS[month - 1].title()} {found['y']}" if sure else found[0]
