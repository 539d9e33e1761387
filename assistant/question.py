"""What a question asks for: a number, a person, a reason, a list, a summary, the date of the piece, …

Told from its wording by one table of patterns. It is a hint for ranking and for refusing, never an answer.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from index.errors import QuestionError
from index.lexical import terms, words

Kind = Literal[
    "number", "when", "who", "where", "why", "how", "list", "yesno", "quote", "summary",
    "title", "author", "date", "assistant", "other",
]  # fmt: skip

MAX_CHARACTERS = 2_000
KEYS = {"question", "history"}
VAGUE_WORDS = 3

# The first pattern that matches decides.
PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        "assistant",
        r"\b(ignore|disregard|forget|override|bypass)\b.{0,40}\b(instructions?|rules|prompts?|guidelines|above|previous)\b"
        r"|\b(who|what) (are|r) (you|u)\b(?! say| refer| quot)|\bare you (a|an|chat|real|human|gpt|sentient|allowed)\b"
        r"|\byour (system )?(prompt|instructions|rules|name|opinion|favou?rite|developer|creator)\b"
        r"|\b(system prompt|jailbreak|developer mode)\b"
        r"|\b(pretend|act as|roleplay|role-play|you are now|from now on)\b"
        r"|^(please )?(write|compose|translate|draw|sing|code|program)\b (me )?(a|an|the|this|it|some)\b"
        r"|\bwhat (do|would) you (personally )?(think|believe|feel|recommend)\b|\bdo you (agree|think|like|believe)\b"
        r"|^(hi|hello|hey|thanks|thank you|good (morning|evening))\b.{0,12}$|\btell me (a joke|about yourself)\b"
        r"|^(say|repeat|print|output) (that|after|the word|only|exactly)\b|\b(made|built|created|trained) you\b",
    ),
    (
        "date",
        r"\bwhen (was|is|did) (this|the|it)\b ?(piece|article|editorial|column|op-?ed|essay|text)?\b.{0,12}"
        r"\b(published|written|printed|posted|come out|dated|appear|run)\b"
        r"|\b(date|day|year) (of|on) (this|the) (piece|article|editorial|column|op-?ed|essay|text|publication)\b"
        r"|\b(publication|publishing) date\b|\bhow (old|recent) is (this|the) (piece|article|editorial|column|text)\b"
        r"|\bwhat'?s? (is )?the date\b",
    ),
    (
        "author",
        r"\bwho('?s| is| was)? ?(wrote|written|writes|authored|penned|the author|the writer|the columnist|behind this)\b"
        r"|\b(author|writer|columnist)('?s)? name\b|\bname of the (author|writer|columnist)\b"
        r"|\b(who|whom) (is|was) (this|the) (piece|article|editorial|column|essay)? ?(written )?by\b|\bwhose byline\b|\bbyline\b",
    ),
    (
        "title",
        r"\b(title|headline) of (this|the)\b|\bwhat('?s| is) (the|its) (title|headline)\b"
        r"|\bwhat is (this|the) (piece|article|editorial|column|essay) called\b|^(title|headline)\??$",
    ),
    (
        "summary",
        r"\b(summar(y|i[sz]e|ies)|tl;?dr|gist|sum (it|this|that) up|in a nutshell|nutshell|boil(s|ed)? (it )?down|takeaways?)\b"
        r"|\b(main|central|overall|key|basic|core) (point|points|argument|arguments|idea|ideas|message|claim|claims|thesis|thrust)\b"
        r"|\bwhat('?s| is| was)? ?(this|the|it) ?(piece|article|editorial|column|op-?ed|essay|text|thing|all)? ?(all )?about\b"
        r"|\bwhat does (the|this) (piece|article|editorial|column|op-?ed|essay|text|author|writer) (argue|say|claim|want)\??$"
        r"|\b(short|quick|brief) version\b|\bwhat('?s| is) the (point|upshot|bottom line)\b",
    ),
    ("quote", r"\b(exact|actual|verbatim|precise|literal)(ly)? (words?|quotes?|quotation|phrase|wording|sa(y|id))\b|\bword for word\b|\bquote\b"),
    ("number", r"\bhow (many|much|long|often|old|far|big|large|high|tall|fast|expensive|few)\b|\b(what|which) (number|percentage|percent|share|proportion|amount|price|cost|sum|fraction|figure)\b|\b(number|percentage|share) of\b|\bwhat (does|did|would|will) (it|that|this|they) cost\b"),
    ("when", r"\bwhen\b|\b(what|which) (day|date|year|month|week|time|decade|century)\b|\bhow (soon|recently|long ago)\b|\bsince when\b"),
    ("why", r"\bwhy\b|\bhow come\b|\bwhat('?s| is| was| are)? ?(the )?(reason|cause|rationale|motive|point of|purpose)\b|\bwhat (made|makes|caused|drove|led)\b|\bbecause of what\b|\bwhat for\b"),
    ("list", r"\b(what|which) ?(are|were)? ?(the|his|her|their|its)? ?(two|three|four|five|several|various|different|other)\b|\b(list|name|enumerate) (the|all|two|three|some|his|her|their)\b|\b(options|choices|steps|ways|reasons|examples|measures|demands|conditions|alternatives|proposals|things)\b|\ball the\b"),
    ("who", r"\bwho(m|se|'s|s)?\b|\bwhich (person|man|woman|senator|politician|minister|president|mayor|official|expert|people|country|company|group|party|one of them)\b|\bname of\b|\bby whom\b"),
    ("where", r"\bwhere\b|\b(what|which) (country|city|place|state|town|region|street|part of)\b"),
    ("how", r"\bhow\b"),
    ("yesno", r"^(so |and |but |ok(ay)? |well |wait |hm+ )*(is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|isn't|aren't|wasn't|doesn't|don't|didn't|hasn't|won't)\b"),
)  # fmt: skip
COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in PATTERNS)

NUMBER_WORDS = (
    "zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty|sixty|"
    "seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|third|quarter|twice|double|"
    "once|decades?|percent|per cent|majority|most|none|several|few|many"
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"

# What a sentence that answers such a question mostly holds; kinds that are not here hold anything.
ANSWER_SIGNS: dict[Kind, re.Pattern[str]] = {
    "number": re.compile(rf"\d|\b(one|{NUMBER_WORDS})\b", re.IGNORECASE),
    "when": re.compile(
        rf"\d|\b({MONTHS}|{DAYS})\b|(?i:\b(today|tonight|yesterday|tomorrow|last|next|ago|week|month|year|years|decade|"
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


def has_answer_sign(kind: Kind, sentence: str) -> bool:
    """Whether the sentence holds the sort of thing that this kind of question asks for."""
    signs = ANSWER_SIGNS.get(kind)
    return signs is None or signs.search(sentence) is not None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked, cleaned of control characters, and the kind of thing it asks for."""

    text: str
    kind: Kind

    @classmethod
    def of(cls, text: str) -> Question:
        """The question with its kind."""
        return cls(text, kind_of(text))

    @property
    def vague(self) -> bool:
        """Nobody could tell what is asked: hardly a word, and none of content."""
        return not terms(self.text) and len(words(self.text)) <= VAGUE_WORDS


def kind_of(text: str) -> Kind:
    """The kind of a question; `other` where the wording does not tell."""
    plain = text.replace("’", "'").strip()
    for kind, pattern in COMPILED:
        if pattern.search(plain):
            return kind
    return "other"


def cleaned(text: object) -> str:
    """The question as one line of Unicode. Raises `QuestionError` when it is none, empty or too long."""
    if not isinstance(text, str):
        raise QuestionError(f"The question is a {type(text).__name__}; ask with a string.")
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
    if isinstance(history, str) or not all(isinstance(turn, str) for turn in history):
        raise QuestionError("“history” is the list of earlier questions, each a string.")
    return cleaned(row.get("question")), [cleaned(turn) for turn in history if turn.strip()]
