import io
import json
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from eval_runs import PIECE, knowing, results_of, written
from model_servers import ModelServer, Reply

from eval.tamper import PIECES, half
from ui.cli import main
from ui.evals import _bar

FILE = {
    "data": [{"paragraphs": [{"context": PIECE.text, "qas": [
        {"id": "1", "question": "When did it open?", "answers": [{"text": "1931", "answer_start": 21}]}]}]}],
}  # fmt: skip


@pytest.fixture(scope="module")
def validated() -> str:
    """What is said of the sets that ship."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert main(["eval", "validate"]) == 0
    return printed.getvalue()


def test_the_eval_sets_that_ship_are_valid(validated: str):
    assert "sample.yaml: 125 items" in validated


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A finished run of the small set, and the text that it was about."""
    (tmp_path / "bridge.md").write_text(f"---\ntitle: {PIECE.title}\n---\n\n{PIECE.text}\n")
    results_of(tmp_path / "run", lambda piece: knowing(piece))
    return tmp_path


def asked(folder: Path, *arguments: str) -> int:
    return main(["eval", *arguments, "--piece", str(folder / "bridge.md")])


def test_a_run_prints_gates_and_figures_and_writes_the_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    rows = '- {id: b-1, split: dev, category: outside, question: "what is Peru?", refusal: outside_the_text}\n'
    path, out = written(tmp_path, rows), tmp_path / "out"
    (tmp_path / "bridge.md").write_text(f"---\ntitle: {PIECE.title}\n---\n\n{PIECE.text}\n")
    assert asked(tmp_path, "run", "--set", str(path), "--out", str(out)) == 0
    printed = capsys.readouterr().out
    assert "| the outside world is refused | passed |" in printed
    assert str(out / "report.html") in printed
    assert (out / "junit.xml").exists()


def test_the_exit_code_is_that_of_the_gates(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert asked(folder, "rescore", str(folder / "run")) == 0
    rows = (folder / "run" / "rows.jsonl").read_text()
    (folder / "run" / "rows.jsonl").write_text(rows.replace('"start":27', '"start":28', 1))
    assert asked(folder, "rescore", str(folder / "run")) == 1
    assert "**failed**" in capsys.readouterr().out


def test_a_run_with_a_question_unasked_exits_with_1_and_says_why(folder: Path, capsys: pytest.CaptureFixture[str]):
    rows = folder / "run" / "rows.jsonl"
    rows.write_text("".join(rows.read_text().splitlines(keepends=True)[:-1]))
    assert asked(folder, "rescore", str(folder / "run")) == 1
    assert "this run counts as failed. Not complete: 8 of 9" in capsys.readouterr().err


def test_a_report_is_written_again_and_exits_as_rescoring_does(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert asked(folder, "report", str(folder / "run")) == 0
    assert "0 of 9 questions went wrong" in capsys.readouterr().out
    assert (folder / "run" / "report.html").exists()
    rows = folder / "run" / "rows.jsonl"
    rows.write_text("".join(rows.read_text().splitlines(keepends=True)[:-1]))
    assert asked(folder, "report", str(folder / "run")) == 1


@pytest.mark.parametrize(("bound", "code"), [("at_least: 0.9", 0), ("at_most: 0.9", 1), ("at_least: high", 2)])
def test_a_newsroom_sets_its_own_bar(folder: Path, capsys: pytest.CaptureFixture[str], bound: str, code: int):
    (folder / "own.yaml").write_text(f"gates:\n- {{metric: right, set: bridge, {bound}, why: ours}}\n")
    for command in ("rescore", "report"):
        assert asked(folder, command, str(folder / "run"), "--gates", str(folder / "own.yaml")) == code
    printed = capsys.readouterr()
    assert "own.yaml, gate no. 1, at_least: 'high' was found" in printed.err if code == 2 else "right" in printed.out


def test_a_run_tells_of_a_wrong_gate_before_it_asks(folder: Path):
    (folder / "own.yaml").write_text("gates: []\n")
    arguments = ["--set", str(folder / "set" / "bridge.yaml"), "--gates", str(folder / "own.yaml")]
    assert asked(folder, "run", *arguments, "--out", str(folder / "out")) == 2
    assert not (folder / "out").exists()


def test_a_folder_without_a_name_is_bad_usage(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        main(["eval", "run", "--out", ""])
    assert "argument --out: a folder’s name is expected" in capsys.readouterr().err


def test_two_runs_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]):
    page = folder / "compared.html"
    assert asked(folder, "compare", str(folder / "run"), str(folder / "run"), "--html", str(page)) == 0
    printed = capsys.readouterr().out
    assert "no difference seen" in printed
    assert "figures are tested, each at 0.05" in printed
    assert "<svg" in page.read_text()
    page = folder / "nowhere" / "compared.html"
    assert asked(folder, "compare", str(folder / "run"), str(folder / "run"), "--html", str(page)) == 2
    assert f"“{page}” cannot be written (No such file or directory)" in capsys.readouterr().err


def test_a_run_is_exported_line_by_line(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert asked(folder, "export", str(folder / "run"), "--form", "ragas") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 9
    assert json.loads(lines[0])["user_input"] == "what did it cost?"


def test_squad_alone_is_asked_where_no_set_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "squad.json").write_text(json.dumps(FILE))
    assert main(["eval", "run", "--squad", str(tmp_path / "squad.json"), "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "| SQuAD, 1 question, reader " in printed
    assert "gate" not in printed


@pytest.mark.parametrize(("option", "value"), [("--model", "a:b"), ("--judge", "a:b"), ("--split", "dev")])
def test_squad_refuses_what_it_would_pass_over(capsys: pytest.CaptureFixture[str], option: str, value: str):
    assert main(["eval", "run", "--squad", "squad.json", option, value]) == 2
    assert f"run it without {option}." in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["run", "--jobs", "0"], ["judge-check", "a:b", "--pairs", "-4"]])
def test_a_number_that_is_too_small_is_bad_usage(capsys: pytest.CaptureFixture[str], arguments: list[str]):
    with pytest.raises(SystemExit, match="2"):
        main(["eval", *arguments])
    assert f"“{arguments[-1]}” is no whole number from" in capsys.readouterr().err


def test_a_judge_that_cannot_be_named_is_refused_before_anything_is_asked(folder: Path):
    out = folder / "judged"
    arguments = ["--set", str(folder / "set" / "bridge.yaml"), "--out", str(out), "--judge", "nonsense"]
    assert asked(folder, "run", *arguments) == 2
    assert not out.exists()


def few(folder: Path) -> Path:
    """A labelled piece of the dev half in a folder of its own; statements about all of them take a while to make."""
    pieces = folder / "pieces"
    pieces.mkdir()
    name = next(path.name for path in sorted(PIECES.glob("*.txt")) if half(path.stem) == "dev")
    shutil.copy(PIECES / name, pieces)
    return pieces


def test_a_judge_is_checked_on_labelled_pairs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ollama_server: ModelServer
):
    monkeypatch.setenv("OLLAMA_HOST", ollama_server.url)
    ollama_server.say("VERDICT: unsupported")
    arguments = ["--pairs", "6", "--pieces", str(few(tmp_path)), "--out", str(tmp_path / "out")]
    assert main(["eval", "judge-check", ollama_server.spec, *arguments]) == 0
    printed = capsys.readouterr().out
    assert "| balanced accuracy on labelled pairs | 0.500" in printed
    assert "| false statements called unsupported | 1.000 (3/3" in printed


def test_a_second_opinion_stands_in_the_report(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ollama_server: ModelServer
):
    monkeypatch.setenv("OLLAMA_HOST", ollama_server.url)
    ollama_server.say("VERDICT: unsupported")
    out = folder / "judged"
    arguments = ["--set", str(folder / "set" / "bridge.yaml"), "--out", str(out), "--judge", ollama_server.spec]
    assert asked(folder, "run", *arguments, "--pieces", str(few(folder)), "--jobs", "8") in {0, 1}
    printed = capsys.readouterr().out
    assert "| statements that the judge calls supported | 0.000" in printed
    assert "| the judge’s own record | |" in printed
    assert "Second opinion" in (out / "report.html").read_text()


def test_a_bar_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    assert _bar("questions") is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    draw = _bar("questions")
    assert draw is not None
    draw(3, 4)
    assert "3/4 questions, 1 left" in capsys.readouterr().err


def test_validate_names_the_file_the_item_and_the_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = written(tmp_path, '- {id: b-1, split: dev, category: single, question: "why?", evidence: [0]}\n')
    right = written(tmp_path / "right")
    assert main(["eval", "validate", str(path), str(tmp_path / "none.yaml"), str(right)]) == 2
    printed = capsys.readouterr()
    assert "bridge.yaml, item b-1, evidence" in printed.err
    assert "none.yaml: there is no such file" in printed.err
    assert "bridge.yaml: 8 items" in printed.out


def test_validate_refuses_a_set_that_none_of_the_pieces_given_fits(folder: Path, capsys: pytest.CaptureFixture[str]):
    path = folder / "set" / "bridge.yaml"
    assert asked(folder, "validate", str(path)) == 0
    path.write_text(path.read_text().replace(PIECE.sha256, "a" * 64))
    assert asked(folder, "validate", str(path)) == 2
    assert f"SHA-256 aaaaaaaaaaaa… expected; those given have {PIECE.sha256[:12]}" in capsys.readouterr().err
    assert main(["eval", "validate", str(path)]) == 0
    assert "its piece is not here" in capsys.readouterr().out


def test_validate_tells_how_two_readers_agree(validated: str):
    assert "Cohen's kappa" in validated


def test_a_judge_that_fails_leaves_a_report_and_is_gone_on_with_in_the_runs_folder(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ollama_server: ModelServer
):
    monkeypatch.setenv("OLLAMA_HOST", ollama_server.url)
    ollama_server.say(Reply(status=401))
    out = folder / "judged"
    arguments = ["--set", str(folder / "set" / "bridge.yaml"), "--out", str(out), "--judge", ollama_server.spec]
    asked(folder, "run", *arguments, "--pieces", str(few(folder)))
    assert (out / "report.html").exists()
    assert f"--out {out / 'judge'}" not in capsys.readouterr().err


@pytest.mark.parametrize(("command", "more"), [("tamper", []), ("judge-check", ["ollama:tiny"])])
def test_a_folder_of_pieces_that_is_not_there_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, more: list[str]
):
    assert main(["eval", command, *more, "--pieces", str(tmp_path / "nowhere")]) == 2
    assert "nowhere” is no folder" in capsys.readouterr().err


def test_an_instruction_without_a_canary_is_told_when_a_set_is_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    path = folder / "set" / "bridge.yaml"
    assert asked(folder, "validate", str(path)) == 0
    assert "canary" not in capsys.readouterr().out
    path.write_text(path.read_text().replace("category: near-miss", "category: instruction"))
    assert asked(folder, "validate", str(path)) == 0
    assert "; 1 with an instruction, but no canary (must_not)" in capsys.readouterr().out


def test_a_judges_pieces_are_looked_for_before_anything_is_asked(folder: Path, ollama_server: ModelServer):
    out = folder / "judged"
    arguments = ["--set", str(folder / "set" / "bridge.yaml"), "--out", str(out), "--judge", ollama_server.spec]
    assert asked(folder, "run", *arguments, "--pieces", str(folder / "nowhere")) == 2
    assert not out.exists()
