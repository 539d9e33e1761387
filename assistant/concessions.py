"""Where a piece grants something, or tells what was once believed, and then turns: “It is true that …. But …”.

Quoted without its turn, what is granted seems to be the author's view.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.piece import Piece

BELIEF = r"(?:believed?|thought|supposed?|assumed?|hoped?|imagined?|expected|took it)"
GRANTED = re.compile(
    r"\W*(?:(?:And|Now|Yes),? )?(?:[Ii]t is (?:also |perfectly |quite )?true\b|True[,:]|To be (?:fair|sure)\b|"
    r"In fairness\b|Granted\b|Admittedly\b|Of course\b|No doubt\b|Certainly\b|Sure[,:]|I (?:grant|concede|admit)\b)"
)
ONCE = re.compile(
    rf"\W*(?:(?:And|Once|Like \w+),? )?(?:I|[Ww]e|She|He) (?:had|used to|once) (?!not\b|never\b)(?:\w+ )?{BELIEF}\b"
)
TURNS = re.compile(r"\W*(?:But|Yet|Still|However|Even so|Nevertheless|Nonetheless|All the same|That said)\b")
# What asks for somebody's view: for whether they are for it, what they think of it.
VIEW = re.compile(
    r"\b(?:for or against|against or for|in favou?r|opinions?|views?|stance|think|thinks|believes?|agrees?|supports?|"
    r"likes?|approves?|whose side|according to (?:her|him|them|the (?:author|writer|columnist)))\b",
    re.IGNORECASE,
)


def carried(piece: Piece, run: tuple[int, int], question: str) -> tuple[int, int]:
    """The run with the sentences that turn from it: from what it grants, or from any view where a view is asked for."""
    first, last = run
    text = piece.sentence_text(piece.units[last][0])
    far = 1 + (GRANTED.match(text) is not None)
    paragraph = piece.sentences[last].paragraph
    following = [unit for unit in piece.runs if unit[0] > last and piece.sentences[unit[0]].paragraph == paragraph][
        :far
    ]
    if ONCE.match(text) and following:
        return first, following[0][1]
    if far > 1 or VIEW.search(question):
        return first, next((end for at, end in following if TURNS.match(piece.sentence_text(at))), last)
    return run
