import pytest

from ui.cli import main


def test_the_eval_sets_that_ship_are_valid(capsys: pytest.CaptureFixture[str]):
    assert main(["eval", "validate"]) == 0
    assert "sample.yaml: 120 items" in capsys.readouterr().out
