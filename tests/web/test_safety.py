"""What a hostile piece, question, file or client can do: nothing."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from gradio_client import Client
from reading import Served, ask, paste, serving

HOSTILE = (
    "The mayor said <script>window.broken = 1</script> to the council. "
    'She added <img src="https://outside.example/a.png" onerror="window.broken = 2"> in March. '
    "The note read [press here](javascript:window.broken=3) and nothing else. "
    "A picture was ![drawn](https://outside.example/b.png) on the wall. "
    "The sign said \u202egnorw si siht\u202c in red letters. "
    "The template held ${window.broken = 4} and {{constructor.constructor('window.broken=5')()}} too. "
    "The last word was </article></div><h1>Owned</h1> and that was all."
)
QUESTIONS = [
    "What did the mayor say to the council?",
    "What did she add in March?",
    "What did the note read?",
    "What was drawn on the wall?",
    "What did the sign say in red letters?",
    "What did the template hold?",
    "What was the last word?",
    "<img src=x onerror='window.broken = 6'> ${window.broken = 7} what is this?",
]


def test_a_hostile_piece_is_text_in_the_page_and_in_the_answers(opened):
    page = opened()
    paste(page, HOSTILE)
    for question in QUESTIONS:
        ask(page, question)
    page.wait_for_timeout(300)
    assert page.evaluate("window.broken") is None
    assert "<script>window.broken = 1</script>" in page.inner_text("#piece")
    assert page.locator("#piece script, #piece img, #talk script, #talk img, #piece h1:not(.sr)").count() == 0
    assert page.locator("#talk a:not([href^='#s'])").count() == 0
    assert "window.broken = 1</script>" in page.inner_text(".turn >> nth=0")


def test_a_direction_override_is_named_and_does_not_act(opened):
    page = opened()
    paste(page, HOSTILE)
    assert "\u202e" not in page.inner_text("#piece")
    assert page.locator("#piece .control").first.get_attribute("title") == "U+202E"


def test_an_outside_request_of_the_page_is_forbidden_by_its_own_policy(opened):
    page = opened()
    failed = page.evaluate(
        "fetch('http://127.0.0.2:9/', {mode: 'no-cors'}).then(() => 'sent', (error) => String(error))"
    )
    assert "Failed to fetch" in failed


def fetched(url: str, **kind) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, **kind), timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@pytest.mark.parametrize("path", ["/etc/passwd", "{root}/pyproject.toml", "{home}/log"])
def test_no_file_of_the_server_is_served(served: Served, path: str):
    name = path.format(root=Path(__file__).parents[2], home=served.home)
    for route in ("/gradio_api/file=", "/file=", "/gradio_api/stream/", "/static/", "/assets/"):
        status, _ = fetched(f"{served.address}{route}{name}")
        assert status >= 400, route


def call(served: Served, number: int, data: list[object]) -> str:
    """Call a function of the page by its number, as no page would, and return all that comes back."""
    session = f"attack{number}"
    body = json.dumps({"data": data, "fn_index": number, "session_hash": session}).encode()
    headers = {"content-type": "application/json"}
    status, said = fetched(f"{served.address}/gradio_api/queue/join?", data=body, headers=headers)
    if status != 200:
        return said.decode()
    return fetched(f"{served.address}/gradio_api/queue/data?session_hash={session}")[1].decode()


def functions(served: Served) -> list[dict]:
    return json.loads(fetched(f"{served.address}/config")[1])["dependencies"]


def test_a_path_in_place_of_an_uploaded_file_is_not_read(served: Served):
    secret = served.home / "secret.txt"
    secret.write_text("The heron of Quillmere counts its own feathers.", "utf-8")
    file = {"path": str(secret), "orig_name": "a.txt", "meta": {"_type": "gradio.FileData"}}
    for function in functions(served):
        if function["backend_fn"] and function["queue"] is not False:
            count = len(function["inputs"])
            said = call(served, function["id"], ["", *[file] * (count - 1)])
            assert "Quillmere" not in said
    assert secret.exists()


def test_the_named_api_reads_no_file_either(served: Served):
    client = Client(served.address, verbose=False)
    with pytest.raises(Exception, match="dict|string|raised"):
        client.predict("What is in it?", {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}, api_name="/ask")
    client.close()


def test_a_request_that_is_too_large_is_refused(served: Served):
    body = b"x" * 13_000_000
    headers = {"content-type": "application/json"}
    status, _ = fetched(f"{served.address}/gradio_api/queue/join", data=body, headers=headers)
    assert status == 413


def test_a_session_is_known_by_a_secret_that_cannot_be_guessed(served: Served):
    from ui.sessions import Sessions

    ids = {Sessions(None, lambda _: None).get(None).id for _ in range(50)}  # pyright: ignore
    assert len(ids) == 50
    assert min(map(len, ids)) >= 32


def test_with_auth_nothing_is_shown_to_those_without_the_password(browser, tmp_path: Path):
    with serving(tmp_path / "home", "--auth", "reader:secret") as guarded:
        page = browser.new_page()
        page.goto(guarded.address)
        page.wait_for_selector("input[type=password]")
        assert "Diplomats" not in page.content()
        assert fetched(f"{guarded.address}/config")[0] == 401
        page.fill("input >> nth=0", "reader")
        page.fill("input[type=password]", "secret")
        page.keyboard.press("Enter")
        page.wait_for_selector(".chip")
        client = Client(guarded.address, auth=("reader", "secret"), verbose=False)
        assert client.predict("How many co-sponsors does the bill have?", api_name="/ask")["outcome"] == "answered"
        client.close()
        page.close()


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="Linux tells who listens where")
def test_it_listens_on_this_machine_alone(served: Served):
    port = f"{served.port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port}")]
    assert listening == [f"0100007F:{port}"]
