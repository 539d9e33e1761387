from dataclasses import replace

import pytest
from model_servers import KEY, ModelServer

from assistant.models import PROVIDERS
from index.errors import ModelError
from index.piece import Piece
from index.store import MEMORY
from ui.models import Connected, connected

PIECE = Piece.from_text("The bridge opened in 1931. It cost two million dollars.")


def test_a_model_that_answers_is_connected_and_says_what_was_found(openai_server: ModelServer):
    openai_server.say("ready")
    found = connected(openai_server.spec, KEY, openai_server.url, alone=True)
    assert "tiny-gpt" in found.name
    assert "answers" in found.found


def test_no_key_stands_in_anything_that_is_shown(openai_server: ModelServer):
    openai_server.say("ready")
    found = connected(openai_server.spec, KEY, openai_server.url, alone=True)
    assert KEY not in repr(found)
    assert KEY not in f"{found.name} {found.found}"


def test_a_key_of_the_environment_does_not_go_to_an_address_that_was_typed(openai_server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-server")
    openai_server.say("ready")
    found = connected(openai_server.spec, "", openai_server.url, alone=True)
    assert "sk-of-the-server" not in str(found.model.model_dump())


@pytest.mark.parametrize(("key", "address"), [("", ""), (KEY, "http://127.0.0.1:9")])
def test_on_a_page_that_others_reach_a_key_is_needed_and_no_address_is_taken(monkeypatch, key: str, address: str):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-server")
    with pytest.raises(ModelError, match="Others can reach this page"):
        connected("openai:tiny", key, address, alone=False)


@pytest.mark.parametrize("spec", ["ollama:tiny", "Ollama:tiny", "groq:tiny", "azure_openai:tiny", "tiny", ""])
def test_on_a_page_that_others_reach_a_model_server_of_the_machines_own_is_not_asked(ollama_server, monkeypatch, spec):
    monkeypatch.setenv("OLLAMA_HOST", ollama_server.url)
    with pytest.raises(ModelError, match="name a model of openai or anthropic"):
        connected(spec, KEY, "", alone=False)
    assert ollama_server.requests == []


def test_on_a_page_that_others_reach_a_key_goes_to_its_providers_own_address(openai_server: ModelServer, monkeypatch):
    openai_server.say("ready")
    monkeypatch.setitem(PROVIDERS, "openai", replace(PROVIDERS["openai"], default=openai_server.url))
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")  # the machine's own
    assert "answers" in connected(openai_server.spec, KEY, "", alone=False).found


def test_on_ones_own_page_ollama_needs_no_key(ollama_server: ModelServer, monkeypatch: pytest.MonkeyPatch):
    ollama_server.say("ready")
    monkeypatch.setenv("OLLAMA_HOST", ollama_server.url)
    assert "answers" in connected(ollama_server.spec, "", "", alone=True).found


def test_a_model_that_does_not_answer_is_one_line(openai_server: ModelServer):
    from model_servers import Reply

    openai_server.say(Reply(status=401))
    with pytest.raises(ModelError, match="refuses the key") as caught:
        connected(openai_server.spec, KEY, openai_server.url, alone=True)
    assert KEY not in str(caught.value)


def test_an_endless_name_is_refused():
    with pytest.raises(ModelError, match="at most"):
        connected("openai:" + "x" * 1000, "", "", alone=True)


def test_a_connected_model_writes_about_the_same_piece(openai_server: ModelServer):
    from assistant.engine import Engine

    engine = Engine.open(PIECE, store=MEMORY)
    openai_server.say("The bridge opened in 1931. [1]")
    written = Connected("m", "found", openai_server.model()).writing(engine).answer("When did the bridge open?")
    assert written.answerer == "writer"
    assert written.quotes[0].text == "The bridge opened in 1931."
    engine.close()
