"""Interim."""

from __future__ import annotations
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    number: int
    start: int
    end: int
    paragraph: int


END = re.compile(r"[.!?…]+[”’\"')]*(?=\s+[“‘\"'(]?[A-Z0-9])")
ABBR = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|St|No|U\.S|a\.m|p\.m|[A-Z])\.$")


def split(text: str) -> tuple[Sentence, ...]:
    out = []
    par = 0
    for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        s = m.start()
        block = m.group().rstrip()
        e = m.start() + len(block)
        pos = s
        for x in END.finditer(text, s, e):
            if ABBR.search(text[pos : x.end()]):
                continue
            out.append(Sentence(len(out), pos, x.end(), par))
            pos = x.end()
            while pos < e and text[pos].isspace():
                pos += 1
        if pos < e:
            out.append(Sentence(len(out), pos, e, par))
        par += 1
    return tuple(out)
