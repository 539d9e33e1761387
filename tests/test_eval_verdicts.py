import json
import shutil
from pathlib import Path

import pytest

from assistant.answer import Statement, Withheld
from eval.statistics import wilson
from eval.tamper import PARAPHRASES, Pair, half, pairs
from eval.verdicts import JUDGES, OURS, Verdict, drafted, judged, measure, missed, table, verdict
from index.errors import InputError
from index.piece import Piece

PIECES = Path(__file__).parents[1] / "training" / "pieces"
PIECE = Piece.from_text("The council sold 84 bicycles in May. The baker never sold rye bread to the ferry crews.")


def row(text: str, cited: int, base: str, *, true: bool) -> Pair:
    return Pair(PIECE, "shop", text, (cited,), true, "made here", base)


RIGHT = [
    row("The piece says: “The council sold 84 bicycles in May.”", 0, "quote", true=True),
    row("The baker never sold rye bread to the ferry crews.", 1, "sentence", true=True),
]
WRONG = [
    row("The piece says: “The council sold 48 bicycles in May.”", 0, "quote", true=False),
    row("The baker sold rye bread to the ferry crews.", 1, "sentence", true=False),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four pieces of the dev half."""
    made = tmp_path_factory.mktemp("pieces")
    for name in sorted(path.stem for path in PARAPHRASES.glob("*.yaml") if half(path.stem) == "dev")[:4]:
        shutil.copy(PIECES / f"{name}.txt", made)
    return made


@pytest.fixture(scope="module")
def verdicts(folder: Path) -> list[Verdict]:
    return [verdict(pair) for pair in pairs("dev", folder)[::4]]


@pytest.mark.parametrize(("right", "wrong"), list(zip(RIGHT, WRONG, strict=True)))
def test_a_true_row_is_shown_and_its_false_twin_is_withheld(right: Pair, wrong: Pair):
    assert isinstance(judged(right), Statement)
    assert isinstance(judged(wrong), Withheld)


def test_a_quotation_counts_once_more_as_a_draft_has_it():
    assert [drafted(verdict(pair)).passed[OURS] for pair in (RIGHT[0], WRONG[0])] == [True, False]
    turned = row("The piece says: “The baker sold rye bread to the ferry crews.”", 1, "quote", true=False)
    assert drafted(verdict(turned)).pair.base == "draft"
    assert not drafted(verdict(turned)).passed[OURS]
    assert any(line.startswith("| **all quotations of a draft** | 1 |") for line in table([drafted(verdict(turned))]))


def test_every_judge_is_asked_and_a_loose_one_is_fooled():
    found = verdict(WRONG[0])
    assert tuple(found.passed) == JUDGES
    assert found.passed == {
        OURS: False,
        "citation_fuzzy_match": True,
        "difflib 30 %": True,
        "partial ratio 95 %": True,
        "in": False,
    }
    assert set(verdict(RIGHT[0]).passed.values()) == {True}


def test_only_a_withheld_row_says_why():
    shown, stopped = verdict(RIGHT[1]).to_dict(), verdict(WRONG[1]).to_dict()
    assert "check" not in shown
    assert (stopped["check"], stopped["true"], stopped["cited"]) == ("negation", False, [1])
    assert stopped["reason"]


def test_we_tell_more_rows_rightly_than_plain_in_and_partial_ratio(verdicts: list[Verdict]):
    def share(judge: str, *, true: bool) -> float:
        rows = [found for found in verdicts if found.pair.true == true]
        return sum(found.passed[judge] == true for found in rows) / len(rows)

    balanced = {judge: (share(judge, true=True) + share(judge, true=False)) / 2 for judge in JUDGES}
    assert len(verdicts) > 100
    assert max(balanced, key=lambda judge: balanced[judge]) == OURS
    assert share(OURS, true=False) > share("partial ratio 95 %", true=False)
    assert share(OURS, true=False) > share("in", true=False)


def test_the_table_counts_what_passed_of_false_rows_and_what_was_withheld_of_true_ones():
    lines = list(table([verdict(pair) for pair in (*RIGHT, *WRONG)]))
    false, true = "\n".join(lines).split("| true rows withheld |")
    cells = next(line for line in false.splitlines() if "**all quotes**" in line).strip("| ").split(" | ")
    low, high = wilson(0, 1)
    assert cells[:3] == ["**all quotes**", "1", f"0.000 (0, 95 % {low:.3f}–{high:.3f})"]
    assert [cell[:9] for cell in cells[3:]] == ["1.000 (1,", "1.000 (1,", "1.000 (1,", "0.000 (0,"]
    assert "| **all statements** | 1 | 0.000 (0," in true


def test_only_what_we_got_wrong_is_listed_with_its_evidence():
    assert list(missed(verdict(pair) for pair in (*RIGHT, *WRONG))) == []
    turned = row(RIGHT[0].text, 0, "quote", true=False)
    lines = list(missed([verdict(turned)]))
    assert lines[0].endswith("made here] shown")
    assert turned.evidence in lines[1]


def test_measuring_writes_a_line_for_every_row_and_no_misses_of_the_test_half(tmp_path: Path):
    name = next(path.stem for path in sorted(PARAPHRASES.glob("*.yaml")) if half(path.stem) == "test")
    shutil.copy(PIECES / f"{name}.txt", tmp_path)
    file = tmp_path / "rows.jsonl"
    lines = list(measure("test", tmp_path, misses=True, json_file=file))
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert lines[0] == f"\ntest half: 2 pieces, {len(rows)} rows"
    assert {found["piece"] for found in rows} == {name, "sample"}
    assert {found["split"] for found in rows} == {"test"}
    assert [line for line in lines if line.startswith("\n[")] == []


def test_a_folder_without_pieces_is_said(tmp_path: Path):
    assert next(iter(measure("dev", tmp_path))).startswith(f"No labelled pieces in “{tmp_path}”")


@pytest.mark.parametrize("folder", ["missing", "file"])
def test_a_folder_that_is_none_is_one_clear_error(tmp_path: Path, folder: str):
    (tmp_path / "file").write_text("One sentence.")
    with pytest.raises(InputError, match=f"{folder}” is no folder"):
        next(iter(measure("dev", tmp_path / folder)))


def test_where_nothing_is_measured_that_is_an_error(tmp_path: Path):
    other = "dev" if half("sample") == "test" else "test"
    with pytest.raises(InputError, match="nothing was measured"):
        list(measure(other, tmp_path))


def test_a_file_that_cannot_be_written_is_told_before_the_work(tmp_path: Path):
    with pytest.raises(InputError, match=r"nowhere/rows\.jsonl” cannot be written"):
        next(iter(measure("dev", tmp_path, json_file=tmp_path / "nowhere" / "rows.jsonl")))
