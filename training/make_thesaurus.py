"""Makes `assistant/words/thesaurus.tsv` from the Open English WordNet (CC BY 4.0, after Princeton WordNet).

    python -m training.make_thesaurus FOLDER      FOLDER holds the WordNet's YAML files (src/yaml of its repository)

Kept are single words that the embedder's vocabulary has, of each its first senses. A line holds a stem and, divided by
tabs, the stems of its synonyms, of what is wider (hypernyms), of its opposites, and its parts of speech.
`assistant/words/forms.tsv` gets irregular forms and their base.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import Stemmer
import yaml

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "assistant" / "words"
SENSES = 12
PARTICLES = frozenset("up down out off in on over away back through along apart around about for to of by".split())
Columns = dict[str, dict[str, set[str]]]


def vocabulary() -> set[str]:
    data = json.loads((ROOT / "index" / "model" / "tokenizer.json").read_text(encoding="utf-8"))
    return {word for word in data["model"]["vocab"] if word.isascii() and word.isalpha() and len(word) > 1}


def read(folder: Path, pattern: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for file in sorted(folder.glob(pattern)):
        merged.update(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    return merged


def phrasal(word: str, known: set[str]) -> bool:
    """Whether this is a verb with its particle: “turn down”."""
    verb, _, particle = word.partition(" ")
    return verb in known and particle in PARTICLES


def senses(entries: dict[str, Any], known: set[str]) -> list[tuple[str, str, dict[str, Any]]]:
    """(word, part of speech, sense) of the first senses of known words."""
    return [
        (word, part[0].replace("s", "a"), sense)
        for word, parts in entries.items()
        if word in known or phrasal(word, known)
        for part, entry in parts.items()
        for sense in entry["sense"][:SENSES]
    ]


def make(folder: Path) -> tuple[Columns, dict[str, str]]:
    known, stemmer = vocabulary(), Stemmer.Stemmer("english")

    def stem(word: str) -> str:
        """A stem; of a phrasal verb the two stems joined by “_”."""
        return "_".join(stemmer.stemWords(word.split()))

    entries = read(folder, "entries-*.yaml")
    known |= {
        word for word, parts in entries.items() if "v" in parts and word.isascii() and word.isalpha() and word.islower()
    }
    synsets = {**read(folder, "noun.*.yaml"), **read(folder, "verb.*.yaml"), **read(folder, "ad*.yaml")}
    taken = senses(entries, known)
    word_of = {sense["id"]: word for word, _, sense in taken}
    columns: Columns = defaultdict(lambda: defaultdict(set))
    members: dict[str, set[str]] = defaultdict(set)
    for word, _, sense in taken:
        members[sense["synset"]].add(word)
    for word, part, sense in taken:
        row, synset = columns[stem(word)], synsets[sense["synset"]]
        row["part"].add(part)
        row["same"] |= {stem(other) for other in members[sense["synset"]]}
        row["same"] |= {stem(word_of[other]) for other in sense.get("derivation", []) if other in word_of}
        row["same"] |= {stem(word_of[other]) for other in sense.get("pertainym", []) if other in word_of}
        row["opposite"] |= {stem(word_of[other]) for other in sense.get("antonym", []) if other in word_of}
        for other in [*synset.get("hypernym", []), *synset.get("similar", [])]:
            row["wider"] |= {stem(member) for member in members[other]}
    forms = {
        form: word
        for word, parts in entries.items()
        if word in known
        for part, entry in parts.items()
        if part in {"v", "n", "a", "s"}
        for form in entry.get("form", [])
        if form in known and stem(form) != stem(word)
    }
    return columns, forms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    columns, forms = make(parser.parse_args().folder)
    with (WORDS / "thesaurus.tsv").open("w", encoding="utf-8") as file:
        for word, row in sorted(columns.items()):
            row["wider"] = {wider for wider in row["wider"] - row["same"] if "_" not in wider}
            lists = [" ".join(sorted(row[name] - {word})) for name in ("same", "wider", "opposite")]
            file.write("\t".join([word, *lists, "".join(sorted(row["part"]))]) + "\n")
    lines = [f"{form}\t{word}\n" for form, word in sorted(forms.items())]
    (WORDS / "forms.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
