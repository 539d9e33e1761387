import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import InputError
from ui import serve
from ui.serve import Serving, credentials


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    """What serving sets in the environment does not outlive the test."""
    for name in (*serve.QUIET, *serve.UNASKED, "GRADIO_TEMP_DIR"):
        monkeypatch.setenv(name, "before")


def test_user_and_password_are_told_apart_at_the_first_colon():
    assert credentials("ada:a:b") == ("ada", "a:b")
    assert credentials(None) is None


@pytest.mark.parametrize("given", ["ada", "ada:", ":secret", ":"])
def test_half_a_user_and_password_are_refused(given: str):
    with pytest.raises(InputError, match="USER:PASSWORD"):
        credentials(given)


def test_gradio_is_kept_at_home_whatever_the_environment_says():
    serve._quiet("/uploads")
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["GRADIO_TEMP_DIR"] == "/uploads"
    assert not any(name in os.environ for name in serve.UNASKED)


def test_a_port_that_is_taken_is_one_line_and_leaves_nothing_behind(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "ui.cli", "chat", "--port", port]
        environment = {**os.environ, "TMPDIR": str(tmp_path)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert list(tmp_path.glob("pullquote-*")) == []


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1", "a" * 70 + ".b"])
def test_a_host_that_is_not_this_machine_is_refused(host: str):
    with pytest.raises(InputError, match="--host"):
        serve._own(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_an_address_of_this_machine_is_taken(host: str):
    serve._own(host)


def test_sigterm_ends_it_while_it_is_still_being_launched(tmp_path: Path):
    code = (
        "import time, ui.serve; from ui.cli import main;"
        "ui.serve.Server._launched = lambda self: print('waits', flush=True) or time.sleep(60);"
        "main(['chat', '--no-feedback'])"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment) as running:
        assert running.stdout
        assert running.stdout.readline() == b"waits\n"
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0
    assert list(tmp_path.glob("pullquote-*")) == []


def test_mcp_without_its_package_names_what_to_install(monkeypatch):
    from index.errors import MissingExtraError

    monkeypatch.setattr(serve.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="pullquote\\[mcp\\]"):
        serve._needs_mcp()


def test_tools_behind_a_password_are_refused_since_none_could_be_called():
    with pytest.raises(InputError, match="--mcp and --auth do not go together"):
        Serving(mcp=True, auth=("ada", "secret"))
    assert Serving(mcp=True).auth is None
    assert Serving(auth=("ada", "secret")).mcp is False
