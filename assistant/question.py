"""What a question asks for: a number, a person, a reason, a list, a summary, the date of the piece and so on.

Told from its wording by the patterns in `kinds.toml`. It is a hint for ranking and for refusing, never an answer.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.enumerations import ASKED as ITEM_ASKED
from assistant.inventory import sought
from index.errors import QuestionError
from index.lexical import terms, words

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal[
    "number", "when", "who", "where", "why", "mention", "how", "list", "yesno", "quote",
    "summary", "title", "author", "date", "assistant", "help", "judgement", "translation", "inventory", "other",
]  # fmt: skip

MAX_CHARACTERS = 2_000
KEYS = {"question", "history"}
VAGUE_WORDS = 3

# What is not looked for in the sentences by what they say.
SETTLED: frozenset[Kind] = frozenset(
    {"assistant", "help", "judgement", "translation", "date", "title", "author", "inventory"}
)
ALONE: frozenset[Kind] = frozenset({*SETTLED, "summary"})

TEXT_WORDS = "(?:piece|article|editorial|column|op-?ed|essay|text|story)"
ITSELF = rf"(?:the|this) (?:{TEXT_WORDS}|author|writer|columnist)"  # the piece, or whose it is
TELLER = rf"(?:it|(?:the|this) (?:{TEXT_WORDS}|author|writer))"  # what it says, that says

# “Who wrote it?” after a question about a bill does not ask for the author of the piece.
IT = re.compile(rf"\b(?:it|that)\b(?! {TEXT_WORDS}\b)", re.IGNORECASE)
OF_THE_TEXT: dict[Kind, Kind] = {"author": "who", "date": "when", "title": "other"}
AUXILIARY = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might"
# Words of courtesy, and what may stand beside them: “oh thank you very much dear”. They ask nothing.
CHATTER = (
    r"(?:hi|hiya|hello|hey|thanks?|thank you|thx|cheers|bye|goodbye|good (?:morning|evening|afternoon|night)|lol|haha|"
    r"ok(?:ay)?(?: then)?|great|nice|cool|wow|got it|i see|never ?mind|no problem)"
)
PHATIC = (
    r"(?:oh|ah|well|there|dear|again|(?:so|very) much|a lot|all|my friend|for (?:that|this|(?:your|the) help)|please|"
    r"you|have a (?:nice|good) (?:day|one))"
)
OWN = re.compile(r"(?:(?:and|but|so) )*(?:what|which|whose)\b", re.IGNORECASE)  # asks for something else than before
WRITERS = rf"(?:(?:the|this) )?(?:{TEXT_WORDS}|authors?|writers?|columnists?|paper|editors?)"
OURS = rf"(?:{WRITERS}|he|she|it|they|you|u|i|we|this|that|there|these|those|\w+body|\w+one)"
SOMEBODY = rf"(?!{OURS} )(?P<who>(?:\S+ ){{1,5}}?)(?:really |actually |even )?"
OWNED = r"(?:views?|opinion|position|stance|take) (?:of|about|on)"
# What asks for the view of somebody other than the author: “what does Reed think of it?”, “what is Reed’s view of it?”,
# “does Reed support it?”, “is Reed against it?”.
VIEWS = tuple(
    re.compile(rf"^(?:(?:so|and|but|ok) )*{pattern} (?=\S)", re.IGNORECASE)
    for pattern in (
        rf"(?:what|how) (?P<aux>do|does|did) {SOMEBODY}(?:think|make|feel|say|have to say) "
        r"(?:of|about|(?P<side>against|in favou?r of))",
        rf"what(?:['’]?s| is| was) (?!{WRITERS}['’]|(?:his|her|its|their|your|ur) {OWNED})"
        rf"(?P<who>(?:\S+ ){{0,4}}?\S+?)(?:['’]s?|(?<=s)) {OWNED}",
        rf"(?P<aux>do|does|did) {SOMEBODY}(?:support|oppose|favou?r|welcome|(?:dis)?agree with|approve of|object to)",
        # Few words: “do they review these like they should?” asks for no view.
        rf"(?P<aux>do|does|did) (?!{OURS} )(?P<who>(?:\S+ ){{1,3}}?)(?:really )?(?<!look |feel |seem )like",
        rf"(?:is|was|are|were) {SOMEBODY}(?:(?:for or )?against|in favou?r of|opposed to|(?:un)?happy (?:with|about))",
    )
)


OF_IT = rf"(?:it|this|that|we|you|{WRITERS})"
ON = r"(?:about|on|regarding|concerning)"
TELLS = r"(?:says?|said|writes?|wrote|mentions?|tells? (?:us|me)|knows?|learns?|hears?|have to say)"
QUOTES = r"(?:words?|quotes?|sentences?|lines?|passages?|parts?|bits?)"
WORK = r"for (?:(?:my|an?|our) )?(?:\w+ )?(?:essay|paper|homework|assignment|class|school|project|presentation|report)"
GIVE = r"(?:i need|i want|i(?:['’]?m| am) looking for|(?:give|show|find|read|get) me|find|get)"
# What asks for all there is on a matter: “what does it say about Reed?”, “anything on oil?”, “does it mention oil?”.
TOPICAL = re.compile(
    r"^(?:(?:so|and|but|ok|please|well|can you|could you) )*(?:"
    rf"(?:what|how much|everything) (?:(?:else|all) )?(?:(?:do|does|did|has|have) )?{OF_IT} (?:actually |exactly )?"
    rf"{TELLS} {ON}|what(?:['’]?s| is| was) (?:said|written|mentioned|told)(?: (?:here|in {OF_IT}))? {ON}|"
    rf"(?:does|did) {OF_IT} (?:even |ever |actually |also )?(?:mention|discuss|cover|(?:talk|write|speak) {ON}|"
    rf"(?:say|write|have|tell (?:us|me)) (?:anything|something|much) {ON})|"
    rf"(?:(?:is|are|was) there )?(?:anything|something|any (?:mention|talk|{QUOTES}))(?: (?:here|in {OF_IT}))? {ON}|"
    rf"(?P<quote>(?:{GIVE} )?(?:(?:an?|the|any|all|some|exact|direct|good|short) )*{QUOTES}(?: {WORK})? {ON})|"
    rf"quote (?:exactly |me )?what {OF_IT} says? {ON}|tell me (?:more )?about|"
    r"what (?:else )?happened (?:back )?(?:in|on)(?= (?:[a-z]+ ){0,2}\d)"
    r") (?!(?:how|what|who|whether|why|when|where|that|if|which)\b)"
    rf"(?P<topic>\S+(?: \S+){{0,7}}?)(?: (?:in|from) it|(?(quote) {WORK}|(?!)))?\W*$",
    re.IGNORECASE,
)


BARE = re.compile(
    r"(?:(?:and|but|so) )?(?:(?:the|an?) )?(?!(?:and|or|of|for|in|to|on)\b)(?P<topic>[\w’'-]+(?: [\w’'-]+){0,3})\W*",
    re.IGNORECASE,
)  # “the old ferry”
SMALL = re.compile(r"\b(?:the|an?|of|and|for|in|to|on)\b", re.IGNORECASE)


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

    def as_read(self) -> Question:
        """The question in the words in which the encoders read it.

        Of those that they learned from, most that ask what somebody thinks or says of a matter had no answer, so that
        these words alone speak against one; and whether somebody likes it is answered by whatever they say. What they
        mention about it is asked with neither.
        """
        if self.topic:
            return replace(self, text=f"what about {self.topic}?", kind="other")
        view = next(filter(None, (pattern.match(self.text) for pattern in VIEWS)), None)
        return replace(self, text=_mentioned(view) + self.text[view.end() :]) if view else self

    @property
    def topic(self) -> str | None:
        """The matter on which whatever there is is asked for."""
        return topic_of(self.text)

    @property
    def vague(self) -> bool:
        """Nobody could tell what is asked: hardly a word, and none of content."""
        return self.kind != "summary" and not terms(self.text) and len(words(self.text)) <= VAGUE_WORDS


def topic_of(text: str) -> str | None:
    """The matter on which a question asks for whatever there is; a few words that ask nothing are one."""
    found = TOPICAL.match(text)
    if not found and (bare := BARE.fullmatch(text)) and kind_of(text) == "other" and not ITEM_ASKED.search(text):
        found = bare if all(map(terms, SMALL.sub("", bare["topic"]).split())) else None
    return found["topic"].strip(" ?!.,;:…") if found else None


def _mentioned(view: re.Match[str]) -> str:
    told = view.groupdict()
    return f"what {told.get('aux') or 'does'} {view['who'].strip()} mention {told.get('side') or 'about'} "


CONTRACTED = re.compile(r"\b(who|what|how|when|where|why)s\b", re.IGNORECASE)  # typed without the apostrophe


@cache
def patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Kinds with their patterns, in the order in which they are tried."""
    kinds = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))["kind"]
    return tuple((kind["name"], re.compile(_filled("|".join(kind["patterns"])), re.IGNORECASE)) for kind in kinds)


def _filled(pattern: str) -> str:
    return pattern.replace("{text}", TEXT_WORDS).replace("{chatter}", CHATTER).replace("{phatic}", PHATIC)


def kind_of(text: str) -> Kind:
    """The kind of a question; `other` where the wording does not tell."""
    plain = CONTRACTED.sub(r"\1's", text.replace("’", "'").strip())
    for kind, pattern in patterns():
        if pattern.search(plain):
            return "inventory" if kind not in ALONE and sought(plain) else kind
    return "inventory" if sought(plain) else "other"


def in_general(question: str) -> bool:
    """Whether the wording asks how a thing is done or works, which takes nothing for granted."""
    return re.match(r"(so |and |but )?how (do|does|can|to)\b", question, re.IGNORECASE) is not None


def names_the_piece(question: str) -> bool:
    """Whether a question names the piece or its author, and so is not about something else."""
    return re.search(rf"\b{ITSELF}\b", question, re.IGNORECASE) is not None


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
