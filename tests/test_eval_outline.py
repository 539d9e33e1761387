"""An eval set to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eval.cases import opened
from eval.outline import outline
from index.loading import load
from ui.cli import main

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "# The Quay\n\nThe quay is shut. It rains.\n\nNobody came. " + "They waited and waited " * 9 + "in vain.\n"


def test_it_is_a_set_that_is_valid_and_tells_the_sentences_by_number(tmp_path: Path):
    (tmp_path / "my quay.md").write_text(TEXT, encoding="utf-8")
    piece = load(tmp_path / "my quay.md")
    told = outline(piece, str(tmp_path / "my quay.md"))
    assert "#   0  The quay is shut.\n" in told
    assert "…\n" in told
    (tmp_path / "set.yaml").write_text(told, encoding="utf-8")
    found = opened(tmp_path / "set.yaml", [piece], needed=True)
    assert found.set.name == "my-quay"
    assert [item.evidence for item in found.set.items] == [(), ((0, 1),)]


def test_it_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "quay.md").write_text(TEXT, encoding="utf-8")
    assert main(["eval", "begin", str(tmp_path / "quay.md")]) == 0
    assert capsys.readouterr().out.endswith("evidence: [[0, 1]]\n")
