"""What a text says of itself above its first line: front matter in YAML or TOML, or lines of `Title: …`."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import Any

from index.source import Source, iso_date, known

KEY = re.compile(r"[A-Za-z_][\w -]*:")
FENCES = {"---": {"---", "..."}, "+++": {"+++"}}
# Under which keys title, author and date are written, the surest first.
KEYS = {
    "title": "title headline subject".split(),
    "author": "author authors byline by creator from".split(),
    "date": "date published pubdate publishdate published_at date_published datepublished publish_date sent".split(),
}
OTHERS = """to cc bcc reply-to message-id in-reply-to mime-version content-type content-transfer-encoding
    source url section category tags""".split()
HEADER = frozenset(sum(KEYS.values(), OTHERS))
ADDRESS = re.compile(r"\s*<[^<>]*@[^<>]*>")
# “Issue #5” is a title; to YAML what follows the mark is a comment, unless another character stands before it.
NO_COMMENT = re.compile(r"(\S[^\S\n]+)#(?=\w)")
KEPT = "\ue000"
NO_VALUE = {"", "~", "null", "Null", "NULL"}
FRONT_LINE = re.compile(rf"\s|$|-\s|#|{KEY.pattern}")


def parted(text: str) -> Source:
    r"""The text (its line ends \n) below its front matter, with what that says; the whole text where there is none."""
    lines = text.lstrip("\ufeff\n").split("\n")
    fence = lines[0].strip()
    end = next((at for at, line in enumerate(lines) if at and line.strip() in FENCES.get(fence, ())), 0)
    said = (_toml if fence == "+++" else _yaml)(lines[1:end]) if end else _header(lines)
    if said is None:
        return Source(text)
    below = lines[end + 1 :] if end else lines[lines.index("") :]
    title, author, day = (next(filter(None, map(said.get, keys)), None) for keys in KEYS.values())
    return Source("\n".join(below), known(title), known(ADDRESS.sub("", author or "")), iso_date(day))


def _header(lines: list[str]) -> dict[str, str] | None:
    """The lines of the first paragraph, where each has a key of an article’s or a letter’s head."""
    head = lines[: lines.index("")] if "" in lines else []
    said = {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in head)}
    if len(head) < 2 or not said.keys() <= HEADER or not said.keys() & {*KEYS["title"], "date"}:
        return None
    return said


def _toml(lines: list[str]) -> dict[str, str] | None:
    try:
        return {key.lower(): _words(value) for key, value in tomllib.loads("\n".join(lines)).items()}
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _yaml(lines: list[str]) -> dict[str, str] | None:
    """The keys between two fences; None for prose between two rules."""
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    if not KEY.match(first) or not all(map(FRONT_LINE.match, lines)):
        return None
    begins = [number for number, line in enumerate(lines) if KEY.match(line)]
    entries = ["\n".join(lines[first:last]).split(":", 1) for first, last in pairwise([*begins, len(lines)])]
    written = {key.strip().lower(): value for key, value in entries}
    return {key: _value(written[key]) for keys in KEYS.values() for key in keys if key in written}


def _value(written: str) -> str:
    """What YAML reads there; the words as they stand where it is no YAML."""
    import yaml

    kept = NO_COMMENT.sub(rf"\1{KEPT}#", f"value:{written}")
    try:
        value = yaml.load(kept, yaml.BaseLoader)["value"]  # noqa: S506  (it makes words, lists and mappings alone)
    except (yaml.YAMLError, RecursionError):
        return written.split("\n")[0].strip()
    return _words(value).replace(f"{KEPT}#", "#")


def _words(value: Any) -> str:
    """The value as words: of a list its words with commas, of a mapping its name."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    if isinstance(value, dict):
        return _words(value.get("name", ""))
    return "" if value in NO_VALUE else str(value)
