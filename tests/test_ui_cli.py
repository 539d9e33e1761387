import argparse
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from model_servers import ModelServer, Reply

from index.loading import SAMPLE
from ui.cli import main, root_path

QUESTION = "how many co-sponsors does the bill have?"


@pytest.fixture
def piece(tmp_path: Path) -> Path:
    path = tmp_path / "piece.txt"
    path.write_text(
        "The bridge opened in 1931. It cost two million dollars. Nobody has counted the cars since.", "utf-8"
    )
    return path


def test_ask_prints_the_quote_and_its_number(capsys: pytest.CaptureFixture[str]):
    assert main(["ask", QUESTION]) == 0
    assert "[1] It has 84 co-sponsors" in capsys.readouterr().out


def test_the_question_needs_no_quotation_marks_around_it(capsys: pytest.CaptureFixture[str]):
    assert main(["ask", *QUESTION.split()]) == 0
    assert "[1] It has 84 co-sponsors" in capsys.readouterr().out


def test_a_refusal_is_an_answer_with_exit_code_0(capsys: pytest.CaptureFixture[str]):
    assert main(["ask", "what is the capital of Peru?"]) == 0
    assert "The nearest passage, which I do not take for an answer:" in capsys.readouterr().out


def test_json_is_a_receipt_that_verify_accepts(piece: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["ask", "when did the bridge open?", "--piece", str(piece), "--json"]) == 0
    receipt = tmp_path / "receipt.json"
    receipt.write_text(capsys.readouterr().out, "utf-8")
    assert main(["verify", str(receipt), "--piece", str(piece)]) == 0
    assert "verified: 1 quote" in capsys.readouterr().out


def test_a_draft_is_checked_quotation_by_quotation(piece: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    draft = tmp_path / "draft.md"
    draft.write_text("It “cost two million dollars”,\n\nand “cost five”.\n", encoding="utf-8")
    assert main(["check", str(draft), "--piece", str(piece)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("2 quotations: 1 as in the piece, 1 not\n")
    assert "✓ line 1: “cost two million dollars”" in said
    assert "✗ line 3: “cost five”\n  The piece has nothing like these words." in said
    draft.write_text("It “cost two million dollars”.\n", encoding="utf-8")
    assert main(["check", str(draft), "--piece", str(piece), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["holds"], found["quotes"][0]["text"]) == (True, "It cost two million dollars.")


def test_of_a_draft_without_a_quotation_that_is_said(piece: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    draft = tmp_path / "draft.md"
    draft.write_text("It cost two million dollars.\n", encoding="utf-8")
    assert main(["check", str(draft), "--piece", str(piece)]) == 0
    assert capsys.readouterr().out == "The draft has no quotation in it: no words stand between quotation marks.\n"


def test_a_receipt_with_its_text_is_verified_alone(piece: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main(["ask", "when did the bridge open?", "--piece", str(piece), "--with-text"])
    receipt = tmp_path / "receipt.json"
    receipt.write_text(capsys.readouterr().out, "utf-8")
    assert main(["verify", str(receipt)]) == 0


def test_one_changed_character_fails_verification(piece: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main(["ask", "when did the bridge open?", "--piece", str(piece), "--json"])
    receipt = tmp_path / "receipt.json"
    row = json.loads(capsys.readouterr().out)
    row["quotes"][0]["text"] = row["quotes"][0]["text"].replace("1931", "1932")
    receipt.write_text(json.dumps(row), "utf-8")
    assert main(["verify", str(receipt), "--piece", str(piece)]) == 1
    assert "differs: quote [1]" in capsys.readouterr().out


def test_questions_come_in_and_answers_go_out_a_line_each(
    piece: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    questions = tmp_path / "questions.jsonl"
    rows = [
        {"question": "when did the bridge open?"},
        {"question": "and the price?", "history": ["what did the bridge cost?"]},
    ]
    questions.write_text("\n".join(map(json.dumps, rows)) + "\n\n", "utf-8")
    assert main(["ask", "--questions", str(questions), "--piece", str(piece)]) == 0
    lines = capsys.readouterr().out
    answers = [json.loads(line) for line in lines.splitlines()]
    assert [answer["question"] for answer in answers] == [row["question"] for row in rows]
    (tmp_path / "receipts.jsonl").write_text(lines, "utf-8")
    assert main(["verify", str(tmp_path / "receipts.jsonl"), "--piece", str(piece)]) == 0
    (tmp_path / "receipts.jsonl").write_text(lines.replace("two million", "ten million"), "utf-8")
    assert main(["verify", str(tmp_path / "receipts.jsonl"), "--piece", str(piece)]) == 1
    assert "differs: receipt 2: quote [1]" in capsys.readouterr().out
    (tmp_path / "receipts.jsonl").write_text(lines + '{"question": "why?"}\n', "utf-8")
    assert main(["verify", str(tmp_path / "receipts.jsonl"), "--piece", str(piece)]) == 2
    assert "receipt 3: This is not a receipt" in capsys.readouterr().err


def test_a_line_separator_inside_a_question_ends_no_line(
    piece: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "q.jsonl").write_text('{"question": "when did\u2028the bridge open?"}\n', "utf-8")
    assert main(["ask", "--questions", str(tmp_path / "q.jsonl"), "--piece", str(piece)]) == 0
    assert len(capsys.readouterr().out.strip().split("\n")) == 1


def test_a_piece_comes_on_standard_input(
    piece: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piece.read_bytes())))
    assert main(["ask", "when did the bridge open?", "--piece", "-"]) == 0
    assert "1931" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("spaces.txt", b" \n ", "is empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PNG image"),
        ("binary.txt", b"abc\0def", "NUL bytes"),
        ("dots.txt", b"... !!!", "No words"),
        ("large.txt", b"word " * 6_000_000, "30.0 MB"),
        ("long.txt", b"word and word. " * 100_000, "1,500,000 characters|1,499,999 characters"),
        ("broken.pdf", b"%PDF-1.4 nothing", "not a readable PDF"),
        ("broken.docx", b"PK\x03\x04 nothing", "not a readable DOCX"),
    ],
)
def test_what_is_no_piece_is_one_line_and_exit_code_2(
    tmp_path: Path, name: str, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / name).write_bytes(content)
    assert main(["ask", QUESTION, "--piece", str(tmp_path / name)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert any(part in error for part in said.split("|"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", QUESTION, "--piece", "nowhere.txt"], "There is no file"),
        (["ask", QUESTION, "--piece", "/"], "is a folder"),
        (["ask", ""], "The question is empty"),
        (["ask", "why? " * 10_000], "at most 2,000"),
        (["ask"], "Give one QUESTION"),
        (["ask", QUESTION, "--questions", "q.jsonl"], "Give one QUESTION"),
        (["ask", "--questions", "nowhere.jsonl"], "There is no file"),
        (["verify", "nowhere.json"], "There is no file"),
        (["check", "nowhere.md"], "There is no file"),
        (["check", "-", "--piece", "-"], "cannot be both the draft and the piece"),
        (["ask", QUESTION, "--store", "http://127.0.0.1:9"], "No Chroma server answers"),
        (["ask", QUESTION, "--store", "ftp://127.0.0.1"], "Name a folder, or a server"),
        (["ask", QUESTION, "--piece", ""], "No file is named"),
        (["ask", "--questions", ""], "cannot be read"),
        (["ask", QUESTION, "--piece", "https://example.org/op-ed.html"], "which is not fetched"),
        (["ask", QUESTION, "--store", "localhost:8000"], "no place for the index"),
        (["chat", "--mcp", "--auth", "ada:secret"], "--mcp and --auth do not go together"),
        (["chat", "--terminal", "--port", "0"], "--port belongs to the page, and --terminal opens none"),
        (["chat", "--terminal", "--mcp", "--root-path", "/p"], "--root-path and --mcp belong to the page"),
        (["chat", "--terminal", "--auth", "", "--host", "127.0.0.1"], "--auth and --host belong to the page"),
        (["ask", "--questions", os.devnull], "has no question in it"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]):
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "not JSON" not in error
    assert error.count("\n") == 1


def test_a_conversation_in_the_terminal_needs_nothing_of_the_page(monkeypatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(["chat", "--terminal", "--no-feedback"]) == 0
    assert capsys.readouterr().out.startswith("A Hung-Up Call")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2"),
        ('{"question": ""}', "line 2: The question is empty"),
        ('{"q": "x"}', "“q”"),
    ],
)
def test_a_bad_line_of_questions_is_named(tmp_path: Path, line: str, said: str, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "q.jsonl").write_text('{"question": "why?"}\n' + line)
    assert main(["ask", "--questions", str(tmp_path / "q.jsonl")]) == 2
    assert said in capsys.readouterr().err


def test_a_receipt_that_is_none_is_one_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for content in ("", "[]", "{}", "not json", '{"piece": {}}', "[" * 200_000, '{"piece": {}}\n{"piece":\n'):
        (tmp_path / "r.json").write_text(content)
        assert main(["verify", str(tmp_path / "r.json")]) == 2
        assert capsys.readouterr().err.startswith("pullquote: ")


def test_the_cache_is_shown_and_deleted(capsys: pytest.CaptureFixture[str]):
    main(["ask", QUESTION])
    capsys.readouterr()
    assert main(["cache"]) == 0
    assert ": 1 index," in capsys.readouterr().out
    assert main(["cache", "--clear"]) == 0
    assert main(["cache"]) == 0
    assert ": 0 indexes," in capsys.readouterr().out


def test_the_version_names_the_models(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out.startswith("pullquote 0.1.0 (reader ")


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["ask", "--nonsense", "x"]])
def test_bad_usage_is_one_line_and_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    error = capsys.readouterr().err
    assert "--help” tells" in error
    assert error.count("\n") == 1


def test_ask_as_a_program_writes_utf8_and_imports_no_langchain():
    code = "import sys; from ui.cli import main; main(sys.argv[1:]); assert 'langchain_core' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-c", code, "ask", "what did he tell reporters?", "--piece", str(SAMPLE)],
        capture_output=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "HOME": str(Path.home())},
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "didn’t make any progress" in done.stdout.decode("utf-8")


def test_a_closed_pipe_ends_quietly():
    done = subprocess.run(
        f'"{sys.executable}" -m ui.cli ask "{QUESTION}" --json | head -c 1',
        shell=True,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.stdout == "{"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("closed", "code", "said"), [("<&-", 2, "“standard input” is empty"), (">&-", 0, "")])
def test_a_stream_that_is_closed_is_no_accident(closed: str, code: int, said: str):
    command = f'"{sys.executable}" -m ui.cli ask "{QUESTION}" --piece {"-" if code else SAMPLE} {closed}'
    done = subprocess.run(command, shell=True, stderr=subprocess.PIPE, check=False, text=True)
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (code, True, False)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows ends a program in another way")
def test_an_interrupt_ends_a_question_at_once(tmp_path: Path):
    os.mkfifo(tmp_path / "piece.txt")
    command = [sys.executable, "-m", "ui.cli", "ask", QUESTION, "--piece", str(tmp_path / "piece.txt")]
    asking = subprocess.Popen(command, stderr=subprocess.PIPE)
    with (tmp_path / "piece.txt").open("wb"):  # it has begun to read
        asking.send_signal(signal.SIGINT)
        assert asking.communicate(timeout=30) == (None, b"")
    assert asking.returncode == -signal.SIGINT


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_one_line_and_exit_code_2():
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "ui.cli", "ask", QUESTION, "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, text=True)
    assert done.returncode == 2
    assert done.stderr == "pullquote: The command could not be finished (No space left on device).\n"


HONEST = "The bill has 84 co-sponsors [25][26]."


def test_ask_with_a_model_shows_what_passed(
    ollama_server: ModelServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("OLLAMA_HOST", ollama_server.url)
    ollama_server.say(HONEST)
    assert main(["ask", QUESTION, "--model", ollama_server.spec, "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["answerer"], row["model"]) == ("writer", ollama_server.spec)
    assert row["statements"][0]["text"] == "The bill has 84 co-sponsors."


def test_the_environment_names_a_default_model_that_an_option_overrides(
    ollama_server: ModelServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("OLLAMA_HOST", ollama_server.url)
    monkeypatch.setenv("PULLQUOTE_MODEL", ollama_server.spec)
    ollama_server.say(HONEST)
    for options, answerer in (([], "writer"), (["--model", "none"], "reader")):
        assert main(["ask", QUESTION, "--json", *options]) == 0
        assert json.loads(capsys.readouterr().out)["answerer"] == answerer


def test_a_model_that_fails_is_told_under_the_readers_answer(
    ollama_server: ModelServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("OLLAMA_HOST", ollama_server.url)
    ollama_server.say(Reply(status=404))
    assert main(["ask", QUESTION, "--model", ollama_server.spec]) == 0
    out = capsys.readouterr().out
    assert "[1] It has 84 co-sponsors" in out
    assert "(ollama:tiny-llama:1b is not there (404)" in out


def test_models_check_says_what_it_found(
    ollama_server: ModelServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("OLLAMA_HOST", ollama_server.url)
    ollama_server.say("ready")
    assert main(["models", "check", ollama_server.spec]) == 0
    assert capsys.readouterr().out.startswith("ollama:tiny-llama:1b answers (first words after ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["models", "check"], "Name a model"),
        (["models", "check", "gpt"], "names no model"),
        (["models", "check", "openai:gpt-4o"], "OPENAI_API_KEY is not set"),
        (["models", "check", "nobody:x"], "is no provider"),
        (["ask", QUESTION, "--model", "gpt"], "names no model"),
        (["chat", "--model", "openai:gpt-4o"], "OPENAI_API_KEY is not set"),
    ],
)
def test_a_model_that_cannot_be_connected_is_one_line_and_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
):
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(("arguments", "model"), [([], "ollama:tiny"), (["--model", "none"], None)])
def test_the_page_takes_the_environments_model_unless_told_otherwise(
    arguments: list[str], model: str | None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PULLQUOTE_MODEL", "ollama:tiny")
    served = {}
    monkeypatch.setattr("ui.serve.serve", lambda *_, **given: served.update(given) or 0)
    assert main(["chat", *arguments]) == 0
    assert served["model"] == model


@pytest.mark.parametrize("port", ["99999", "-1", "http", "¹"])
def test_a_port_that_is_none_is_bad_usage(port: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["chat", "--port", port])
    assert ended.value.code == 2
    assert f"“{port}” is no port; name one from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/", "/pq", "/a/b/", "/a-b_c.d~e%20f", "https://example.org", "http://h:8080/pq"])
def test_a_path_behind_a_proxy_is_taken(path: str):
    assert root_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "pq",
        "a b",
        "/a b",
        "..",
        "/../x",
        "/./x",
        "//evil",
        "/a//b",
        "http://h//b",
        "http://",
        "ftp://h/pq",
        "/a?b",
        "/ä",
    ],
)
def test_what_is_no_path_behind_a_proxy_is_one_line(path: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(argparse.ArgumentTypeError, match="path"):
        root_path(path)
    with pytest.raises(SystemExit, match="2"):
        main(["chat", "--root-path", path])
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "command"),
    [(["ask", "why?", "--bogus"], "ask"), (["models", "check", "--bogus"], "models check"), (["cache", "x"], "cache")],
)
def test_an_unknown_option_leads_to_the_help_of_its_command(
    arguments: list[str], command: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    error = capsys.readouterr().err
    assert f"“pullquote {command} --help” tells what is taken" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_draft_is_read_in_whatever_encoding_a_piece_may_be(piece: Path, tmp_path: Path, encoding: str):
    draft = tmp_path / "draft.txt"
    draft.write_bytes("It “cost two million dollars”.\r\n".encode(encoding))
    assert main(["check", str(draft), "--piece", str(piece)]) == 0


def test_a_draft_that_is_no_text_is_one_line(piece: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    draft = tmp_path / "draft.txt"
    draft.write_bytes(b"\x89PNG\r\n")
    assert main(["check", str(draft), "--piece", str(piece)]) == 2
    assert "“draft.txt” is a PNG image" in capsys.readouterr().err
