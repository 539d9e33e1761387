"""Ways to make a true sentence false, one for each thing that a careless or hostile writer does to it.

Each takes a sentence and gives a false one that a reader would believe, or None where it would not surely be false.
"""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

from assistant.lexicon import entry, stem
from index.days import MONTHS, WEEKDAYS
from index.titles import SHORT, written

NUMBER = re.compile(r"(?<![\w.,-])([$£€₹]?)(\d{1,3}(?:,\d{3})+|\d{2,})(?![\w]*[-–]\d)(?![:.]\d)")
AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|must|may|might)"
CONTRACTED = re.compile(rf"\b({AUXILIARY})n[’']t\b")
DENIED = re.compile(rf"\b({AUXILIARY}) not\b(?! (?:only|just|merely|to|because|necessarily))|\b(?:never) (?=[a-z])")
NEGATIVE = re.compile(
    r"n[’']t\b|\b(?:not|no|never|nobody|none|nothing|neither|nor|cannot|hardly|seldom|rarely|without|few|little|only|"
    r"unless|refus\w+|fail\w*|den(?:y|ied|ies))\b",
    re.IGNORECASE,
)
PLAIN = re.compile(r"\b(is|are|was|were|will|would|can|has|have|had)\b(?! (?:not|to)\b)")
SUBORDINATE = re.compile(
    r"\b(?:if|that|which|who|whose|when|because|while|where|what|whether|than|as|until|before)\b|[,;:“]", re.I
)
BARE = (
    "be|cost|lose|send|begin|make|take|add|buy|close|end|mean|give|put|start|bring|help|turn|come|go|save|cut|pay|offer"
)
HEDGE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:may|might)(?= [a-z])(?! (?:not|well|as|I|we)\b)"), "will"),
    (re.compile(rf"\bcould(?= (?:{BARE}) )"), "will"),
    (re.compile(r"\b(?:often|usually|sometimes) (?=[a-z])"), "always "),
    (re.compile(r"\blikely to\b"), "certain to"),
    (re.compile(r"\b(?:probably|perhaps|possibly|maybe|presumably|apparently|reportedly) "), ""),
    (re.compile(r"\b(?:seems|appears) to be\b"), "is"),
    (re.compile(r"\b(?:seem|appear) to be\b"), "are"),
    (re.compile(r"^Some (?=(?:of )?[a-z]+)(?!of (?:that|it))"), "All "),
    (re.compile(r"\b(?:is|are) (?:said|understood|believed|thought) to have\b"), "have"),
)
OPENING = re.compile(r"^(?:Perhaps|Maybe|Probably|Apparently|Presumably),? (\w)")
CONDITION = re.compile(r"^If [^,?:;]+, (?:then )?(?!then)(.+)$")
TRAILING = re.compile(
    r"^([^?“”]+?),? (?:only )?(?<!even )(?<!as )(?<!what )"
    r"(?:if|unless|provided that|provided|as long as) [^,;“”]+(?=\.$)"
)
HANGING = re.compile(r"\b(?:and|but|that|or|as|say|ask|asked|asks|wonder|wondered|see|know|her|him|them|me|us)$")
NAME_RUN = re.compile(rf"(?:(?:{written(*SHORT)})\.? )?[A-Z][\w’-]*\w(?: (?:(?:de|van|von|al|of) )?[A-Z][\w’-]*\w)*")
NAMED_DAYS = frozenset(name.title() for name in (*WEEKDAYS, *MONTHS))
NO_NAMES = NAMED_DAYS | frozenset(
    """The A An In On At But And So Yet If When He She It They We I You This That These Those His Her Its Their My
    Our For To Of By With From As Some All No Not Nor Now Then There Here What Who Why How Which While After
    Before Since Because Even Only Every Each Most Many Few Last Next One Two Three Under Over Still Perhaps
    Such Let Take None Another Or Hers Nobody Anyone Anybody Article Section Page Meanwhile Yesterday Had Until
    Against During Your Has Have Is Are Was Were Do Does Did Will Would Can Could Should Must Mr Mrs Ms Dr""".split()
)
CONTRACTION = re.compile(r"[’'](?:d|ll|m|re|s|ve)$")  # “I’d”, “They’ve”, “What’s” name nobody
DATES = frozenset("Mr Mrs Ms Dr Article Section Page".split()) | NAMED_DAYS
VERB = re.compile(
    r"\b\w+(?:ed|es|s)\b|\b(?:told|gave|made|put|won|lost|led|sold|bought|paid|said|wrote|has|had|will|would|could|can)\b"
)
# Kept apart from the words of speech that the checks know: the benchmark must not share their blind spots.
SPEAKS = (
    "says|thinks|believes|argues|claims|insists|said|thought|believed|argued|claimed|insisted|reckons|warns|fears|hopes|"
    "suspects|maintains|maintained|predicts|predicted|promises|promised|alleges|alleged|estimates|estimated|holds|"
    "expects|expected|swears|swore|feared|hoped|warned|(?:told|tells|assures|assured|warned|reminds) "
    "(?:me|us|him|her|them|[Tt]he \\w+|\\w+)|(?:has|have|had) (?:also |often |already )?(?:said|argued|claimed|warned|"
    "promised|insisted)|(?:is|was|are|were) (?:convinced|sure|certain)"
)
OPINION = re.compile(
    r"^(?:But |And |Yet )?"
    r"(?:(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep)\.? )?[A-Z][\w’-]+(?: [A-Z][\w’-]+){0,3}|He|She|Some|Critics|Officials|"
    r"Optimists|Supporters|Opponents|(?:The|A|His|Her|Its|My|Our) [\w’-]+(?: [\w’-]+){0,4}?)"
    rf" (?:also |now |still |once )?(?:{SPEAKS}) that (\w.+)$"
)
RULE = re.compile(r"\b(?:law|constitution|treaty|science|rules?|code|act|bill|proverb)\b", re.IGNORECASE)
JOINED = re.compile(r"^[’']?s?,? ?(?:and|or|to|with|of|in|for|the|,|&|[’'”]|\s)*$")
TAILS = (
    ", and the mayor has since resigned over it",
    ", a plan first drawn up by foreign consultants",
    ", which the courts have already declared illegal",
    ", after months of secret talks with investors",
    ", and most residents say that they are furious",
    ", despite a formal warning from the auditors",
    ", and a criminal investigation has been opened",
    ", mainly to please wealthy donors",
    ", while the opposition boycotted the hearing",
    ", with help from a retired general",
    ", and three witnesses were threatened",
    ", although the documents were forged",
)


def picked(text: str, count: int) -> int:
    """A number below `count` that depends on the text alone."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % count


def number(text: str) -> str | None:
    """One number changed to another that the sentence does not hold."""
    found = list(NUMBER.finditer(text))
    if not found:
        return None
    match = found[picked(text, len(found))]
    digits = match[2]
    turned = (
        digits[::-1] if "," not in digits and len(digits) == 2 and digits[0] != digits[1] and digits[1] != "0" else ""
    )
    changed = turned or str((int(digits[0]) % 9) + 1) + digits[1:]
    if changed in text:
        return None
    return text[: match.start(2)] + changed + text[match.end(2) :]


def negation_dropped(text: str) -> str | None:
    """The one negation taken out."""
    if "?" in text or len(NEGATIVE.findall(text)) != 1:
        return None
    if CONTRACTED.search(text):
        return CONTRACTED.sub(lambda match: match[1], text, count=1)
    return _changed(DENIED.sub(lambda match: match[1] or "", text, count=1), text)


def negation_added(text: str) -> str | None:
    """A “not” put into the main clause."""
    match = PLAIN.search(text)
    if match is None or "?" in text or NEGATIVE.search(text) or SUBORDINATE.search(text[: match.start()]):
        return None
    if len(text[: match.start()].split()) > 8 or not match.start():
        return None
    return text[: match.end()] + " not" + text[match.end() :]


def name_runs(text: str) -> list[tuple[int, int]]:
    """(start, end) of the names in a sentence."""
    found = []
    for match in NAME_RUN.finditer(text):
        start, words = match.start(), match.group().split()
        while words and CONTRACTION.sub("", words[0]) in NO_NAMES:
            start += len(words[0]) + 1
            words = words[1:]
        opens = not start and len(words) == 1 and entry(stem(words[0].lower().rstrip("’s"))).parts
        if words and not opens:
            end = match.end() - (2 if match.group().endswith(("’s", "'s")) else 0)
            found.append((start, end))
    return found


def actors(text: str) -> str | None:
    """Two names changed about, where a verb stands between them."""
    runs = name_runs(text)
    for (a, b), (c, d) in pairwise(runs):
        between, one, other = text[b:c], text[a:b], text[c:d]
        if JOINED.match(between) or set(one.split()) & set(other.split()) or not VERB.search(between):
            continue
        if " and " in between or " with " in between or "“" in between or ";" in between:
            continue
        return text[:a] + other + between + one + text[d:]
    return None


def hedge(text: str) -> str | None:
    """A hedge taken out, or “may” made “will”."""
    if "?" in text or NEGATIVE.search(text):
        return None
    if re.search(r"\bcould\b", text) and re.search(r"\b(?:was|were|had|did|said|so that)\b", text):
        return None
    if opening := OPENING.match(text):
        return opening[1].upper() + text[opening.end() :]
    for pattern, instead in HEDGE:
        if pattern.search(text):
            return pattern.sub(instead, text, count=1)
    return None


def condition(text: str) -> str | None:
    """The condition left out, its consequence told as a fact."""
    if "?" in text or "“" in text:
        return None
    if re.match(r"If (?:so|not|you|I|anything|ever|nothing)\b", text):
        return None
    if match := CONDITION.match(text):
        return match[1][0].upper() + match[1][1:]
    if (match := TRAILING.match(text)) and len(match[1].split()) > 3 and not HANGING.search(match[1]):
        return match[1] + "."
    return None


def attribution(text: str) -> str | None:
    """What somebody says or thinks, told as a fact."""
    match = OPINION.match(text)
    if (
        match is None
        or re.search(r"[?“;]| and (?:do|does|is|are|has|have|says|will|would)\b", text)
        or text.startswith(("Whoever", "Nobody", "No ", "I ", "I’", "We ", "We’", "You "))
        or RULE.search(text[: match.start(1)])
    ):
        return None
    told = re.split(r",? and that ", match[1])[0].rstrip(".") + "."
    return told[0].upper() + told[1:]


def tail(text: str) -> str | None:
    """Something made up at the end."""
    if not text.endswith("."):
        return None
    return text[:-1] + TAILS[picked(text, len(TAILS))] + "."


def _changed(new: str, old: str) -> str | None:
    return new if new != old else None
