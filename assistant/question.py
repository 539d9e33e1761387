"""What a question asks for: a number, a person, a reason, a list, a summary, the date of the piece and so on.

Told from its wording by the patterns in `kinds.toml`. It is a hint for ranking and for refusing, never an answer.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.inventory import sought
from assistant.numbers import ORDINALS, TENS, UNITS
from index.errors import QuestionError
from index.lexical import terms, words

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal[
    "number", "when", "who", "where", "why", "mention", "how", "list", "yesno", "quote",
    "summary", "title", "author", "date", "assistant", "inventory", "other",
]  # fmt: skip

MAX_CHARACTERS = 2_000
KEYS = {"question", "history"}
VAGUE_WORDS = 3

# What is not looked for in the sentences by what they say.
SETTLED: frozenset[Kind] = frozenset({"assistant", "date", "title", "author", "inventory"})
ALONE: frozenset[Kind] = frozenset({*SETTLED, "summary"})

TEXT_WORDS = "(?:piece|article|editorial|column|op-?ed|essay|text|story)"

# "Who wrote it?" after a question about a bill does not ask for the author of the piece.
IT = re.compile(rf"\b(?:it|this|that)\b(?! {TEXT_WORDS}\b)", re.IGNORECASE)
OF_THE_TEXT: dict[Kind, Kind] = {"author": "who", "date": "when", "title": "other"}
NUMBER_WORDS = "|".join(
    [
        *(UNITS.keys() - {"one"}),
        *TENS,
        *ORDINALS,
        "hundreds?|thousands?|millions?|billions?|trillions?|lakhs?|crores?|dozens?|half|quarter|twice|double|once",
        "decades?|percent|per cent|majority|most|none|several|few|many",
    ]
)
DURATIONS = "(?:second|minute|hour|day|night|week|fortnight|month|season|year|decade|century|centurie|generation)s?"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"

# What a sentence that answers such a question mostly holds; kinds that are not here hold anything.
ANSWER_SIGNS: dict[Kind, re.Pattern[str]] = {
    "number": re.compile(rf"\d|\b(one|{NUMBER_WORDS}|an? {DURATIONS})\b", re.IGNORECASE),
    "when": re.compile(
        rf"\d|\b({MONTHS}|(?:{DAYS})s?)\b|(?i:\b({DURATIONS}|noon|midnight)\b)|(?i:\b(today|tonight|yesterday|tomorrow|last|next|ago|week|month|year|years|decade|"
        r"morning|evening|night|spring|summer|autumn|fall|winter|century|since|until|before|after|when|by)\b)"
    ),
    "who": re.compile(
        r"(?<=[\w,;’”] )[A-Z]\w+|^(?:Mr|Mrs|Ms|Dr|Sen|Rep|President|Minister)\b|\b(?:he|she|they|I|we)\b"
    ),
    "where": re.compile(r"(?<=[\w,;’”] )[A-Z]\w+|\b(?:in|at|near|across|from|outside|inside)\b"),
    "why": re.compile(
        r"(?i:\b(because|since|so|as|for|reason|why|therefore|to|due|cause[sd]?|lest|fear\w*|means?|if|thinks?|wants?)\b)"
    ),
}

# What an answer must hold: a quantity or a date where one is asked for by name, quotation marks where words are.
REQUIRED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"\bhow (many|much)\b|"
            r"\b(what|which) (number|percentage|percent|share|proportion|amount|price|cost|sum|fraction|figure)\b",
            re.IGNORECASE,
        ),
        ANSWER_SIGNS["number"],
    ),
    (
        re.compile(r"\bhow (long|often|old)\b", re.IGNORECASE),
        re.compile(
            rf"\d|(?i:\b(one|{NUMBER_WORDS}|{DURATIONS}|since|until|till|always|ever|never|rarely|seldom|daily|weekly|"
            r"monthly|yearly|annually|every|each)\b)"
        ),
    ),
    (
        re.compile(r"\b(what|which) (year|date|day|month)\b|\bhow (soon|long ago)\b", re.IGNORECASE),
        ANSWER_SIGNS["when"],
    ),
    (
        re.compile(
            r"\b(exact|actual|verbatim|precise|literal)(ly)? (words?|quotes?|quotation|phrase|wording)\b|"
            r"\bword for word\b|^(please )?quote\b|\bin (his|her|their) own words\b",
            re.IGNORECASE,
        ),
        re.compile(r"[“\"«„]"),
    ),
)
QUOTATION = re.compile(r"[“\"«„]|(?<!\w)[‘'](?=\w)")


# “Does she deny how much is lost?” is answered by yes or no; “does it say how much is lost?” by an amount.
ASKS_WHETHER = re.compile(
    r"(so |and |but )*(is|are|was|were|does|do|did|has|have|had|should|would|will|can|could)\b(?! (you|we|i)\b)"
    r"(?!.*\b(say|mention|tell|told|give|state|know|explain|note|report|specify|reveal|clear)(s|n|ed|ing)?\b)",
    re.IGNORECASE,
)


def lacks_what_is_asked(question: str, quoted: str) -> bool:
    """Whether the question names a sort of answer (an amount, a date, exact words) that the quoted text has none of."""
    if ASKS_WHETHER.match(question):
        return False
    return any(asks.search(question) and not holds.search(quoted) for asks, holds in REQUIRED)


def in_general(question: str) -> bool:
    """Whether the wording asks how a thing is done or works, which takes nothing for granted."""
    return re.match(r"(so |and |but )?how (do|does|can|to)\b", question, re.IGNORECASE) is not None


def has_answer_sign(kind: Kind, sentence: str) -> bool:
    """Whether the sentence holds the sort of thing that this kind of question asks for."""
    signs = ANSWER_SIGNS.get(kind)
    return signs is None or signs.search(sentence) is not None


ASKING = r"(?:what|who|how|why|when|where|which|whose)(?:['’]?s)?"
WHETHER = r"(?:is|are|was|were|does|did) (?:it|that|this|he|she|they|the)"
JOINED = rf"(?<!\?),? (?:and|but) (?:also |then )?(?=(?:{ASKING}|{WHETHER})\b)"
PART = re.compile(JOINED, re.IGNORECASE)
PARTS = re.compile(rf"{JOINED}|, (?={ASKING}\b)", re.IGNORECASE)
MARK = re.compile(r"(?<=\?) +(?=\w)")
AUXILIARY = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might"
ASKS = re.compile(rf"(?:(?:and|but|so|also|then|ok) )*(?:{ASKING}|{AUXILIARY})\b", re.IGNORECASE)
OWN = re.compile(r"(?:(?:and|but|so) )*(?:what|which|whose)\b", re.IGNORECASE)  # asks for something else than before
GREETING = re.compile(
    r"(?:(?:hi(?: there)?|hello|hey|thanks|thank you|cheers|please|good (?:morning|evening|afternoon)|how are you|"
    r"can (?:you|i) (?:help|ask)(?: me| you)?(?: a question| something)?)\b\W*)+$|(?:sorry|excuse me|pardon|i may)\b",
    re.IGNORECASE,
)
MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is read, the kind of thing it asks for, and the reader's own latest words.

    Of a follow-up `text` holds the earlier question too, `asked` the follow-up alone. `history`: the earlier questions.
    """

    text: str
    kind: Kind
    asked: str
    history: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, asked: str | None = None, history: Sequence[str] = ()) -> Question:
        """The question with its kind; a follow-up's own words tell it where they can."""
        if asked is None or asked == text:
            return cls(text, kind_of(text), text, tuple(history))
        own = kind_of(asked)
        if IT.search(asked) and kind_of(text.removesuffix(asked)) not in OF_THE_TEXT:
            own = OF_THE_TEXT.get(own, own)
        if own == "other" and not OWN.match(asked) and kind_of(text) not in ALONE:
            own = kind_of(text)
        return cls(text, own, asked, tuple(history))

    @property
    def parts(self) -> tuple[str, ...]:
        """What is asked at once: “who wrote the bill, and how many back it?”; nothing where it is one thing."""
        parts = self._split(PARTS) if PART.search(self.asked) else ()
        return parts if all(terms(part) or kind_of(part) in ALONE for part in parts) else ()

    @property
    def questions(self) -> tuple[str, ...]:
        """What is asked one after the other: “Who wrote the bill? Why?”; nothing of a single question."""
        parts = self._split(MARK)
        return parts if all(ASKS.match(part) or kind_of(part) in ALONE for part in parts) else ()

    def _split(self, between: re.Pattern[str]) -> tuple[str, ...]:
        """The parts, greetings apart; none of a question with words in quotation marks, or of more than a few."""
        if QUOTATION.search(self.asked):
            return ()
        parts = tuple(part.strip() for part in between.split(self.asked) if not GREETING.match(part.strip()))
        return parts if 1 < len(parts) <= MOST_PARTS else ()

    @property
    def vague(self) -> bool:
        """Nobody could tell what is asked: hardly a word, and none of content."""
        return not terms(self.text) and len(words(self.text)) <= VAGUE_WORDS


CONTRACTED = re.compile(r"\b(who|what|how|when|where|why)s\b", re.IGNORECASE)  # typed without the apostrophe


@cache
def patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Kinds with their patterns, in the order in which they are tried."""
    kinds = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))["kind"]
    return tuple(
        (kind["name"], re.compile("|".join(kind["patterns"]).replace("{text}", TEXT_WORDS), re.IGNORECASE))
        for kind in kinds
    )


def kind_of(text: str) -> Kind:
    """The kind of a question; `other` where the wording does not tell."""
    plain = CONTRACTED.sub(r"\1's", text.replace("’", "'").strip())
    for kind, pattern in patterns():
        if pattern.search(plain):
            return "inventory" if kind not in ALONE and sought(plain) else kind
    return "inventory" if sought(plain) else "other"


def cleaned(text: object) -> str:
    """The question as one line of Unicode. Raises `QuestionError` when it is none, empty or too long."""
    if not isinstance(text, str):
        raise QuestionError(f"The question is not text ({text!r:.40}). Ask in words, as a string.")
    whole = "".join(" " if unicodedata.category(mark) in {"Cc", "Cs", "Zl", "Zp"} else mark for mark in text)
    whole = " ".join(whole.split())
    if not whole:
        raise QuestionError("The question is empty. Ask something about the piece.")
    if len(whole) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question has {len(whole):,} characters; at most {MAX_CHARACTERS:,} are read. Ask it shorter."
        )
    return whole


def taken(asked: object) -> tuple[str, list[str]]:
    """Question and history, checked. Raises `QuestionError`."""
    row: dict[str, Any] = asked if isinstance(asked, dict) else {"question": asked}
    if unknown := sorted(map(str, row.keys() - KEYS)):
        raise QuestionError(f"Unknown key “{unknown[0]}” in the question; it takes “question” and “history”.")
    history = row.get("history") or []
    if not isinstance(history, list | tuple) or not all(isinstance(turn, str) for turn in history):
        raise QuestionError("“history” is the list of earlier questions, each a string.")
    return cleaned(row.get("question")), [cleaned(turn) for turn in history if turn.strip()]
