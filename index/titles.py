"""Titles before a name, in small letters: the one list from which those of splitting, reading and checking are made."""

from __future__ import annotations

SHORT = tuple("mr mrs ms dr prof sen rep gov gen".split())
RANKS = tuple("rev hon lt capt sgt maj adm cllr cr".split())
HONOURS = ("sir", "lord", "lady")


def written(*titles: str) -> str:
    """The alternatives of a pattern that finds them as they are written, “Mr|Mrs”."""
    return "|".join(title.title() for title in titles)
