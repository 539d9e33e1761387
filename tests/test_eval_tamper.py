import shutil
from collections import Counter
from pathlib import Path

import pytest

from eval.tamper import (
    BY_HAND,
    FALSIFICATIONS,
    PARAPHRASES,
    STATEMENT,
    STATEMENTS,
    Pair,
    asserted,
    gathered,
    half,
    pairs,
)
from index.loading import SAMPLE, load
from index.piece import Piece

PIECES = Path(__file__).parents[1] / "training" / "pieces"
PIECE = Piece.from_text("The council sold 84 bicycles in May. The baker never sold rye bread.")
PART = 4
# What can be done to a statement, and the kinds of row that do it.
FALSE = {
    "number": {"number changed"},
    "negation": {"negation dropped", "negation added"},
    "actors": {"actors swapped"},
    "hedge": {"hedge dropped"},
    "condition": {"condition dropped"},
    "attribution": {
        "attribution dropped",
        "wrong speaker",
        "words of another as the author’s",
        "author’s words as a person’s",
    },
    "addition": {"invented tail"},
    "stitched": {"stitched"},
    "cut": {"cut"},
    "invention": {"invented quote"},
}
TRUE = {"verbatim", "straight marks", "extra spaces", "upper case", "copied", "reported", "free words"}


@pytest.fixture(scope="module")
def tested(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    """So much of the test half that its classes are full: where a part has enough rows, the whole has."""
    part = tmp_path_factory.mktemp("part")
    for path in [*folder.glob("*.txt"), *sorted(PIECES.glob("*.txt"))[::PART]]:
        shutil.copy(path, part)
    return pairs("test", part)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pieces with paraphrases, which are few."""
    made = tmp_path_factory.mktemp("pieces")
    for path in PARAPHRASES.glob("*.yaml"):
        shutil.copy(PIECES / f"{path.stem}.txt", made)
    return made


@pytest.fixture(scope="module")
def chosen(folder: Path) -> list[Pair]:
    """Some of the dev half."""
    return pairs("dev", folder)


def test_each_piece_that_rows_are_made_of_is_told(folder: Path):
    told: list[tuple[int, int]] = []
    pairs("dev", folder, progress=lambda done, count: told.append((done, count)))
    assert told == [(number, len(told)) for number in range(1, len(gathered(folder, None, "dev")) + 1)]


def test_the_test_half_has_a_hundred_rows_of_each_class(tested: list[Pair]):
    count = Counter((pair.true, pair.kind) for pair in tested)
    few = {name for name, kinds in FALSE.items() if sum(count[False, kind] for kind in kinds) < 100}
    assert few == set()
    assert {kind for kind in TRUE if count[True, kind] < 100} == set()


def test_no_false_row_is_of_an_unknown_class(tested: list[Pair]):
    known = set().union(*FALSE.values())
    made = {pair.kind for pair in tested if not pair.true and pair.base != "free" and "by hand: " not in pair.kind}
    assert made == known


def test_no_class_of_one_base_outweighs_the_others(tested: list[Pair]):
    count = Counter((pair.base, pair.kind, pair.true) for pair in tested if pair.base not in BY_HAND)
    assert max(count.values()) == 150


def test_there_are_two_hundred_true_free_paraphrases(tested: list[Pair], chosen: list[Pair]):
    free = {(pair.name, pair.text) for pair in (*tested, *chosen) if pair.true and pair.base == "paraphrase"}
    assert len(free) >= 200


def test_a_paraphrase_is_not_a_copy(tested: list[Pair], chosen: list[Pair]):
    free = [pair for pair in (*tested, *chosen) if pair.true and pair.base == "paraphrase"]
    assert [pair.text for pair in free if pair.text.rstrip(".") in pair.evidence] == []


def test_no_piece_is_in_both_halves(tested: list[Pair], chosen: list[Pair]):
    assert {pair.name for pair in tested} & {pair.name for pair in chosen} == set()
    by_text = {piece.sha256: half(name) for name, piece in gathered(PIECES).items()}
    assert [pair.name for pair in tested if by_text[pair.piece.sha256] != "test"] == []
    assert [pair.name for pair in chosen if by_text[pair.piece.sha256] != "dev"] == []
    assert min(Counter(by_text.values()).values()) > 100


def test_every_falsified_row_differs_from_what_it_was_made_of(tested: list[Pair], chosen: list[Pair]):
    rows = [*tested, *chosen]
    right = {(pair.name, pair.cited, pair.text) for pair in rows if pair.true}
    assert [pair.text for pair in rows if not pair.true and (pair.name, pair.cited, pair.text) in right] == []
    falsified = [pair for pair in rows if pair.kind in FALSIFICATIONS]
    assert len(falsified) > 2_000
    assert [pair.text for pair in falsified if asserted(pair) == pair.evidence] == []


def test_rows_come_in_the_same_order_again(folder: Path, chosen: list[Pair]):
    assert pairs("dev", folder) == chosen


def test_the_sample_and_one_more_are_gathered(tmp_path: Path):
    (tmp_path / "mill.txt").write_text("The mill closed.\n", encoding="utf-8")
    assert set(gathered(tmp_path)) == {"mill", "sample"}
    more = gathered(tmp_path, str(SAMPLE))
    assert set(more) == {"mill", "sample", "editorial"}
    assert more["editorial"] == load(SAMPLE)


def test_the_evidence_is_the_cited_sentences_alone():
    pair = Pair(PIECE, "shop", "Nothing.", (1,), true=False, kind="cut", base="sentence")
    assert pair.evidence == "The baker never sold rye bread."


@pytest.mark.parametrize(
    ("text", "base", "given"),
    [
        ("The piece says: “The mill closed.”", "quote", "The mill closed."),
        ("The piece says: ‘The “mill” closed.’", "quote", "The “mill” closed."),
        ('Ines Tolliver said: "The mill closed."', "quote", "The mill closed."),
        ("The piece says: “The mill closed.”", "sentence", "The piece says: “The mill closed.”"),
        ("The mill closed.", "quote", "The mill closed."),
    ],
)
def test_a_matcher_is_given_the_quoted_words_without_our_frame(text: str, base: str, given: str):
    assert asserted(Pair(PIECE, "shop", text, (0,), true=True, kind="verbatim", base=base)) == given


def test_statements_told_freely_are_told_true_and_false_about_the_same_sentences(tested: list[Pair]):
    free = [pair for pair in tested if pair.base == "free"]
    assert len(free) > 1_000
    assert 0.48 < sum(pair.true for pair in free) / len(free) < 0.52
    assert [pair.text for pair in free if max(pair.cited) >= len(pair.piece.sentences)] == []


def test_every_line_of_the_statements_is_one():
    lines = STATEMENTS.read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("# ") and not STATEMENT.fullmatch(line)] == []
    assert len(set(lines)) == len(lines)
