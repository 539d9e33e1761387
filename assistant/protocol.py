"""What a model writes, taken apart while it is still writing: sentences with the numbers they stand on, or a refusal.

The model is asked for one sentence a line that ends with its numbers, `… [21].`. Small models and hostile ones write
other things too: whatever comes, what leaves here is whole sentences to be checked, and never half a marker.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from assistant.answer import CODES
from index.sentences import split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.answer import Code

READ_AT_MOST = 200_000
SENTENCE_AT_MOST = 2_000
STRING_AT_MOST = 5 * SENTENCE_AT_MOST
LINES_AT_MOST = 200
RANGE_AT_MOST = 12
FEW_WORDS = 4

# [21] [21, 22] [21–23] [sentence 21] [^21] [[21]] (sentence 21) 【21†source】 [date]
MARKER = (
    r"(?:\(sentences? \d(?:[\d ,;&–—-]|and){0,120}\)|"
    r"\\?\[{1,2}\s?(?:(?:sentences?|sent|lines?|nos?|s|#|\^)\.? ?)?"
    r"(?:\d(?:[\d ,;&–—-]|and){0,120}|date|title|author)\s?\\?\]{1,2}|【\d{1,6}[^】\n]{0,40}】)"
)
RUN = re.compile(rf"(?<![ \t])[ \t]*{MARKER}(?:[ \t,;]*{MARKER})*", re.IGNORECASE)
LED = re.compile(rf"\A\s*({MARKER})\s?:", re.IGNORECASE)  # “[21]: …”, as a footnote is written
BROKEN_MARKER = re.compile(r"[\[【]\s?[\^#]?\s?\d|[\[【]\s*\Z")
NUMBERS = re.compile(r"(\d{1,6})(?:\s?[–—-]\s?(\d{1,6}))?")
FIELDS = re.compile(r"date|title|author")
STOP = re.compile(r"[.!?…。！？]")
STOPPED = re.compile(r"[.!?…。！？][\"'”’»)]*\s*\Z")
BEGINS = re.compile(r"[ \t]+[\"'“‘«(]?(\w)")
# Begun at the first blank and never given back, or a page of blank lines would be gone over once for each of them.
FENCE = re.compile(r"(?<!\s)\s*+(?:```|~~~)[^\n]*(?:\n|\Z)")
OPENING = re.compile(
    r"[\s.!?…:。！？”’»)]*(?:(?:[-*•·–>▪◦✅✔👉🔹]\uFE0F?|#+|\d{1,2}[.)])\s+)*(?:A(?:nswer)?\s?:\s*)?", re.IGNORECASE
)
EMPHASIS = re.compile(r"(?<!\w)[*_`]+(?=\S)|(?<=\S)[*_`]+(?!\w)")
REFUSE = re.compile(r"\W*REFUSE[DS]?\b\W*(?P<code>[A-Za-z_ -]*)")
THINKING = ("<think>", "<thinking>", "<thought>", "<reasoning>")
THOUGHT = re.compile(r"</(?:think|thinking|thought|reasoning)>")


@dataclass(frozen=True, slots=True)
class Cited:
    """One sentence of the model's prose without its markers; `numbers` as the model wrote them, `fields` of the piece.

    Where the sentence has no marker of its own it stands on those that follow next on its line.
    """

    text: str
    numbers: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declined:
    """The model says that the piece does not answer; `number` is the sentence that it names as the nearest."""

    code: Code
    number: int | None = None


Unit = Cited | Declined


class Parser:
    """Takes text in parts of any size and gives each `Unit` once it is complete; `full` when it will read no more."""

    def __init__(self) -> None:
        self.full = False
        self._left = READ_AT_MOST
        self._buffer = ""
        self._unmarked = ""
        self._json: bool | None = None

    def feed(self, text: str) -> list[Unit]:
        """The units that this text completes."""
        steps = (text[at : at + SENTENCE_AT_MOST] for at in range(0, len(text), SENTENCE_AT_MOST))
        return [unit for step in steps for unit in self._fed(step)]

    def _fed(self, text: str) -> list[Unit]:
        """The units that no more than a sentence's length of text completes."""
        if self.full:
            return []
        self._buffer += _plain(text[: self._left])
        self._left -= min(self._left, len(text))
        units = list(self._complete()) if self._prose() else []
        # A longer sentence is none, and what followed it would be the tail of one.
        self.full = self.full or self._left == 0 or (self._json is False and len(self._buffer) > SENTENCE_AT_MOST)
        return units

    def finish(self) -> list[Unit]:
        """The units in what is left when the model has ended; a sentence that it broke off is none of them."""
        rest, self._buffer = self._buffer, ""
        if self._json:
            return [unit for line in islice(_json_lines(rest), LINES_AT_MOST) for unit in _units(line)]
        if self.full or _thinks(rest) or not _whole(rest):
            rest = ""
        return [*self._marked(rest), *_units(self._unmarked)]

    def _complete(self) -> Iterator[Unit]:
        while (end := _end(self._buffer)) is not None:
            part, self._buffer = self._buffer[:end], self._buffer[end:]
            yield from self._marked(part)

    def _marked(self, part: str) -> list[Unit]:
        """The units of a part; one without markers waits, as they may stand alone on the next line."""
        before, self._unmarked = self._unmarked, ""
        if RUN.fullmatch(part.strip()):
            return list(_units(before + part))
        if not RUN.search(part) and not REFUSE.match(part) and part.strip():
            self._unmarked = part.rstrip() + " "
            return list(_units(before))
        return [*_units(before), *_units(part)]

    def _prose(self) -> bool:
        """Whether sentences are being read: not while the model thinks aloud, nor when it answers in JSON."""
        if self._json is None:
            thought = THOUGHT.search(self._buffer)
            if thought and _thinks(self._buffer):
                self._buffer = self._buffer[thought.end() :]
            self._json = _is_json(self._buffer)
        return self._json is False


def _thinks(text: str) -> bool:
    """Whether an answer begins with what the model thinks aloud."""
    return text.lstrip().startswith(THINKING)


def _plain(text: str) -> str:
    """The text without characters that are not seen; every line break is a newline."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = re.sub(r"[\t\u00A0\u202F]", " ", text)
    return "".join(mark for mark in text if mark == "\n" or unicodedata.category(mark)[0] != "C")


def _is_json(text: str) -> bool | None:
    """Whether an answer that begins so is JSON; None while too little of it is there."""
    begun = text.lstrip()
    if not begun or any(tag.startswith(begun[: len(tag)]) for tag in THINKING) or begun in {"`", "``", "~", "~~"}:
        return None
    if FENCE.match(begun):
        return _is_json(begun.partition("\n")[2]) if "\n" in begun else None
    if begun[0] == "{":
        return True
    following = begun[1:].lstrip()[:1]
    return (following in '{["' if following else None) if begun[0] == "[" else False


def _end(text: str) -> int | None:
    """Where the first complete part of a text ends: a line, or a sentence with its markers."""
    line = text.find("\n")
    for run in RUN.finditer(text, 0, len(text) if line < 0 else line):
        end = _sentence_end(text, run)
        if end is not None:
            return end
    return line + 1 if line >= 0 else None


def _sentence_end(text: str, run: re.Match[str]) -> int | None:
    """Where the sentence that bears these markers ends, if they end it."""
    before, after = text[: run.start()], text[run.end() :]
    if not before.strip():
        return None
    if stop := STOP.match(after):
        return run.end() + stop.end()
    following = after.lstrip(" ,;")
    if STOPPED.search(before):
        waiting = not following or (following[0] in "[【" and not re.search(r"[\]】]", following))
        return None if waiting or RUN.match(following) else run.end()
    begins = BEGINS.match(after)
    return run.end() if begins and begins[1].isupper() and len(before.split()) >= FEW_WORDS else None


def _whole(text: str) -> bool:
    """Whether the last sentence was written to its end."""
    runs = list(RUN.finditer(text))
    marked = bool(runs) and not text[runs[-1].end() :].strip()
    return marked or STOPPED.search(text) is not None or REFUSE.match(text) is not None


def _units(part: str) -> Iterator[Unit]:
    """The units of one complete part."""
    part = LED.sub(r"\1", FENCE.sub("", part))
    if refused := REFUSE.match(part):
        numbers, _ = _read(part)
        yield Declined(_code(refused["code"]), numbers[0] if numbers else None)
        return
    text, markers = _apart(EMPHASIS.sub("", OPENING.sub("", part, count=1)))
    found = split(text)
    starts = [sentence.start for sentence in found]
    own = [""] * len(found)
    for place, marker in markers if own else []:
        own[max(0, bisect_left(starts, place) - 1)] += marker
    following = list(own)
    for at in reversed(range(len(own) - 1)):
        following[at] = own[at] or following[at + 1]
    for sentence, marker, next_one in zip(found, own, following, strict=True):
        yield from _cited(text[sentence.start : sentence.end], marker, next_one)


def _cited(sentence: str, own: str, following: str) -> Iterator[Cited]:
    """A sentence with its numbers, unless it is chatter around the answer."""
    few = len(sentence.split()) < FEW_WORDS
    if (few and sentence.endswith(":")) or (not own and (few or sentence.endswith((":", "?", "!")))):
        return
    numbers, fields = _read(own or following)
    if BROKEN_MARKER.search(sentence):
        numbers, fields = (), ()
    yield Cited(sentence if STOPPED.search(sentence) or not sentence[-1].isalnum() else f"{sentence}.", numbers, fields)


def _apart(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without its markers, and each marker with the place where it stood."""
    kept, markers, at = "", list[tuple[int, str]](), 0
    for run in RUN.finditer(text):
        kept += text[at : run.start()]
        markers.append((len(kept), run.group()))
        at = run.end()
    return kept + text[at:], markers


def _read(markers: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers and the fields of some markers, each once."""
    numbers: list[int] = []
    fields: list[str] = []
    for run in RUN.findall(markers):
        fields += FIELDS.findall(run.lower())
        for first, last in NUMBERS.findall(run):
            until = min(int(last or first), int(first) + RANGE_AT_MOST)
            numbers += range(int(first), until + 1) if until >= int(first) else [int(first), int(last)]
    return tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(fields))


def _code(text: str) -> Code:
    named = re.sub(r"[\s-]+", "_", text.strip().lower())
    found: list[Code] = [code for code in CODES if named.startswith(code)]
    return found[0] if found else "not_mentioned"


def _json_lines(text: str) -> Iterator[str]:
    """The lines of the protocol that an answer in JSON, or in lines of JSON, comes to."""
    text = FENCE.sub("", text).strip()
    for source in (text, *text.splitlines()):
        try:
            found = json.loads(source)
        except (ValueError, RecursionError):
            continue
        yield from _json_walk(found)
        if source is text:
            return


def _json_walk(node: Any, depth: int = 0) -> Iterator[str]:
    """Strings with the numbers beside them; a refusal by its key. A string that is too long is none."""
    if isinstance(node, str):
        yield node if len(node) <= STRING_AT_MOST else ""
    elif isinstance(node, list) and depth < RANGE_AT_MOST:
        for child in node[:RANGE_AT_MOST]:
            yield from _json_walk(child, depth + 1)
    elif isinstance(node, dict) and depth < RANGE_AT_MOST:
        yield from _json_object(node, depth)


def _json_object(node: dict[str, Any], depth: int) -> Iterator[str]:
    numbers = _json_numbers(list(node.values()))
    markers = "".join(f" [{number}]" for number in numbers)
    for key, child in node.items():
        if str(key).lower().startswith("refus") and child:
            yield f"REFUSE {child if isinstance(child, str) else ''}{markers}"
        elif isinstance(child, str) and markers and len(child) <= STRING_AT_MOST:
            yield from (f"{sentence}{markers}" for sentence in child.splitlines())
        else:
            yield from _json_walk(child, depth + 1)


def _json_numbers(values: list[Any]) -> list[int]:
    """The whole numbers of an object, alone or in a list; no more than anybody would cite."""
    flat = [leaf for value in values for leaf in (value if isinstance(value, list) else [value])]
    return [leaf for leaf in flat if isinstance(leaf, int) and not isinstance(leaf, bool)][:RANGE_AT_MOST]
