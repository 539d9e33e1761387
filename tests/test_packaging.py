"""What is installed is ours, and a wheel holds what it must and nothing else."""

import importlib.util
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from assistant.version import VERSION

ROOT = Path(__file__).parents[1]
PACKAGES = {"assistant", "eval", "index", "prompts", "ui"}


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_the_packages_found_are_ours(package: str):
    spec = importlib.util.find_spec(package)
    assert spec
    assert spec.origin
    assert Path(spec.origin).parent == ROOT / package


def test_the_version_is_the_distributions():
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == VERSION


def test_the_pins_hold_no_address_and_not_ourselves():
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert len(pins) > 50
    assert all("==" in pin for pin in pins if pin and not pin.startswith("#"))
    assert not any("://" in pin or pin.startswith(("-", "pullquote")) for pin in pins)


def test_a_wheel_holds_models_prompts_and_sets_and_no_tests(tmp_path: Path):
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed (it is in the extra “dev”)")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names} == PACKAGES | {f"pullquote-{VERSION}.dist-info"}
    for name in (
        "index/model/reader-int8.onnx",
        "index/model/embedder-int8.onnx",
        "index/model/tokenizer.json",
        "index/model/manifest.json",
        "index/sample.md",
        "prompts/messages.toml",
        "assistant/kinds.toml",
        "assistant/weights.json",
        "eval/pieces/leader.md",
        "eval/gates.yaml",
        "eval/report.css",
        "eval/report.js",
        "eval/sets/sample.yaml",
        "eval/sets/second-pass.yaml",
        "prompts/judge.toml",
        "ui/py.typed",
        "ui/static/page.css",
        "ui/static/page.js",
    ):
        assert name in names, name
    assert not any("__pycache__" in name or name.startswith(("tests", "training", "benchmarks")) for name in names)
