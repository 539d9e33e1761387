"""What a sentence must hold to answer a question of some kind: a figure, a day, a name, words in quotation marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.numbers import ORDINALS, TENS, UNITS
from assistant.question import AUXILIARY, TELLER
from index.days import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from assistant.question import Kind

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
MONTH, DAY = ("|".join(name.title() for name in names) for names in (MONTHS, WEEKDAYS))

# What a sentence that answers such a question mostly holds; kinds that are not here hold anything.
ANSWER_SIGNS: dict[Kind, re.Pattern[str]] = {
    "number": re.compile(rf"\d|\b(one|{NUMBER_WORDS}|an? {DURATIONS})\b", re.IGNORECASE),
    "when": re.compile(
        rf"\d|\b({MONTH}|(?:{DAY})s?)\b|(?i:\b({DURATIONS}|noon|midnight)\b)|(?i:\b(today|tonight|yesterday|tomorrow|last|next|ago|week|month|year|years|decade|"
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

# A day, a year or the like, and not a “before” or a “since” alone.
DATED = re.compile(
    rf"\b(?:1[5-9]|20)\d\d\b|\b(?:{MONTH}|(?:{DAY})s?)\b|\b(?:yesterday|tomorrow|ago|(?:last|next|this) "
    r"(?:week|month|year|spring|summer|autumn|fall|winter|night|decade|century))\b"
)

# What gives a reason, and not a “to” or an “as” alone.
CAUSAL = re.compile(
    r"\b(?:because|since|after|so that|reasons?|grounds|due to|owing to|thanks to|lest|therefore|why|caused?|causes|"
    r"in order|being|afraid|fear\w*|want(?:s|ed)?|wish(?:es|ed)?|means?|meant|explain\w*|as (?:the|he|she|it|they))\b|"
    r"[:;—]|, (?:so|for)\b|\b(?:for|by) (?:the )?\w+ing\b|\bto (?!(?:the|an?|his|her|their|its|be)\b)[a-z]+\b",
    re.IGNORECASE,
)

EXACT_WORDS = re.compile(
    r"\b(exact|actual|verbatim|precise|literal)(ly)? (words?|quotes?|quotation|phrase|wording)\b|"
    r"\bword for word\b|^(please )?quote\b|\bin (his|her|their) own words\b",
    re.IGNORECASE,
)

# “The exact words about the boat”, “quote what it says of the boat”: any sentence of the piece has them.
OF_THE_PIECE = re.compile(
    r"\b(?:words?|quotes?|quotations?|phrase|wording) (?:about|on|regarding)\b|"
    r"\bquote (?:exactly |me )?(?:the (?:part|sentence|passage|line|bit)|where)\b|"
    rf"\bwhat {TELLER} (?:says?|said|writes?|wrote)\b",
    re.IGNORECASE,
)

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
    (EXACT_WORDS, re.compile(r"[“\"«„]")),
)

# “Does she deny how much is lost?” is answered by yes or no; “does it say how much is lost?” by an amount.
ASKS_WHETHER = re.compile(
    rf"(so |and |but )*({AUXILIARY})\b(?! (you|we|i)\b)"
    r"(?!.*\b(say|mention|tell|told|give|state|know|explain|note|report|specify|reveal|clear)(s|n|ed|ing)?\b)",
    re.IGNORECASE,
)


def lacks_what_is_asked(question: str, quoted: str) -> bool:
    """Whether the question names a sort of answer (an amount, a date, exact words) that the quoted text has none of."""
    if ASKS_WHETHER.match(question) or (EXACT_WORDS.search(question) and OF_THE_PIECE.search(question)):
        return False
    return any(asks.search(question) and not holds.search(quoted) for asks, holds in REQUIRED)


def has_answer_sign(kind: Kind, sentence: str) -> bool:
    """Whether the sentence holds the sort of thing that this kind of question asks for."""
    signs = ANSWER_SIGNS.get(kind)
    return signs is None or signs.search(sentence) is not None
