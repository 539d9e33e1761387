"""The web chat beside a trivial Gradio app, in the same run on the same machine.

    python -m benchmarks.web [--piece FILE]

Start: from the command to a page that can be used, over a Gradio hello-world’s. Click: on a suggested question until
its first statement is seen. Load: 50 sessions of `gradio_client`, each with a piece of its own, ask 4 questions at
once. Memory: of the server after 500 questions over 50 sessions, over after 50. Needs Chromium.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gradio_client import Client
from playwright.sync_api import Browser, sync_playwright

from index.loading import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SESSIONS, QUESTIONS, CLICKS, STARTS = 50, 4, 20, 3
HELLO = """
import os, sys
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr
with gr.Blocks() as page:
    question, answer = gr.Textbox(elem_id="question"), gr.Textbox()
    question.submit(lambda text: text, question, answer)
    def ask(question: str) -> dict:
        return {"text": question}
    gr.api(ask, api_name="ask", concurrency_limit=None)
page.queue(max_size=2_000)
page.launch(server_port=int(sys.argv[1]), quiet=True)
"""


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextmanager
def running(command: Callable[[int], list[str]]) -> Iterator[tuple[str, int]]:
    """The address and process id of a server, ended at the end."""
    port = free_port()
    home = tempfile.mkdtemp()
    environment = {**os.environ, "XDG_CACHE_HOME": home, "XDG_DATA_HOME": home}
    server = subprocess.Popen(command(port), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def chat(piece: Path) -> Callable[[int], list[str]]:
    return lambda port: [sys.executable, "-m", "ui.cli", "chat", "--piece", str(piece), "--port", str(port)]


def hello(port: int) -> list[str]:
    return [sys.executable, "-c", HELLO, str(port)]


def reached(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    while True:
        with socket.socket() as trying:
            if trying.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.02)


def start(browser: Browser, command: Callable[[int], list[str]], usable: str) -> float:
    """Seconds from the command until the question box is there."""
    began = time.perf_counter()
    with running(command) as (address, _):
        reached(address)
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector(usable)
        took = time.perf_counter() - began
        page.close()
    return took


def click(browser: Browser, piece: Path) -> float:
    """Median seconds from the click on a suggested question, read before, until a statement is there."""
    taken: list[float] = []
    with running(chat(piece)) as (address, _):
        reached(address)
        for _ in range(CLICKS):
            context = browser.new_context()
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector(".chip")
            began = time.perf_counter()
            page.click(".chip >> nth=0")
            page.wait_for_selector(".said")
            taken.append(time.perf_counter() - began)
            context.close()
    return statistics.median(taken)


def text(number: int) -> str:
    return (
        f"The bridge of town number {number} opened in {1800 + number}. It cost {number + 3} million dollars. "
        "Nobody has counted the cars since. The mayor says that he will, one day."
    )


def asked(address: str, number: int, *, own: bool) -> list[tuple[float, bool, bool]]:
    """One session: seconds, error, and somebody else's answer, of each of its questions."""
    client = Client(address, verbose=False)
    rows: list[tuple[float, bool, bool]] = []
    for turn in range(QUESTIONS):
        began = time.perf_counter()
        try:
            if own:
                question = ["When did the bridge open?", "Which year did the bridge open in?"][turn % 2]
                said = client.predict(question=question, piece=text(number), history=[], api_name="/ask")["text"]
                wrong = str(1800 + number) not in said
            else:
                said = client.predict(question=f"{number} {turn}", api_name="/ask")["text"]
                wrong = said != f"{number} {turn}"
            rows.append((time.perf_counter() - began, False, wrong))
        except Exception:  # whatever it is, it is counted
            rows.append((time.perf_counter() - began, True, False))
    client.close()
    return rows


def load(address: str, *, own: bool) -> list[tuple[float, bool, bool]]:
    """Every question of every session, from a process of its own: clients leave threads behind that go on trying."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
        return fresh.submit(together, address, own).result()


def together(address: str, own: bool) -> list[tuple[float, bool, bool]]:
    with ThreadPoolExecutor(SESSIONS) as threads:
        found = threads.map(lambda number: asked(address, number, own=own), range(SESSIONS))
        return [row for rows in found for row in rows]


def p95(rows: list[tuple[float, bool, bool]]) -> float:
    return sorted(seconds for seconds, _, _ in rows)[int(len(rows) * 0.95)]


def memory(pid: int) -> float:
    """Megabytes that the server holds (Linux)."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def growth(address: str, pid: int) -> tuple[float, float]:
    """Megabytes after 50 and after 500 questions, over 50 sessions in the browser's way."""
    clients = [Client(address, verbose=False) for _ in range(SESSIONS)]
    held: list[float] = []
    for turn in range(10):
        for number, client in enumerate(clients):
            client.predict(question=f"When did the bridge of town {turn} open?", piece=text(number), api_name="/ask")
        held.append(memory(pid))
    for client in clients:
        client.close()
    return held[0], held[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--piece", type=Path, default=SAMPLE)
    piece = parser.parse_args().piece
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        pairs = [
            (start(browser, chat(piece), "#question textarea"), start(browser, hello, "#question textarea"))
            for _ in range(STARTS)
        ]
        ours, floor = (statistics.median(values) for values in zip(*pairs, strict=True))
        print(
            f"| page usable after the start / Gradio hello-world | {ours:.2f} s / {floor:.2f} s = {ours / floor:.2f} |"
        )
        print(
            f"| click on a suggested question → first statement | {click(browser, piece):.2f} s (median of {CLICKS}) |"
        )
        browser.close()
    with running(hello) as (address, _):
        reached(address)
        trivial = p95(load(address, own=False))
    with running(chat(piece)) as (address, _):
        reached(address)
        rows = load(address, own=True)
    errors, wrong = sum(row[1] for row in rows), sum(row[2] for row in rows)
    print(
        f"| {SESSIONS} sessions × {QUESTIONS} questions: errors / wrong answers | {errors} / {wrong}; "
        f"p95 {p95(rows):.1f} s (a trivial app {trivial:.1f} s) |"
    )
    with running(chat(piece)) as (address, pid):
        reached(address)
        after_50, after_500 = growth(address, pid)
    ratio = after_500 / after_50
    print(f"| memory after 500 questions / after 50 | {after_500:.0f} MB / {after_50:.0f} MB = {ratio:.2f} |")


if __name__ == "__main__":
    main()
