"""The page as a service: the named API with its own client, the MCP tool with the protocol's own client."""

import json

import pytest
from gradio_client import Client
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from reading import Served

from assistant.draft import check
from assistant.verify import verify
from index.loading import SAMPLE, load, load_text

COSPONSORS = "How many co-sponsors does the bill have?"
DRAFT = "It “has 84 co-sponsors”, not “48 co-sponsors”."
TEXT = "The bridge opened in 1931. It cost two million dollars. Nobody has counted the cars since."


@pytest.fixture(scope="module")
def client(served: Served):
    connected = Client(served.address, verbose=False)
    yield connected
    connected.close()


def test_only_what_answers_is_offered_by_name(client: Client):
    assert set(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == {
        "/ask", "/ask_piece", "/check", "/check_quotes",
    }  # fmt: skip


def test_ask_answers_about_the_open_piece_with_the_designs_json(client: Client):
    answer = client.predict(COSPONSORS, api_name="/ask")
    assert set(answer) == {
        "question", "standalone_question", "outcome", "text", "statements", "quotes", "refusal", "withheld", "notice",
        "piece", "answerer", "model", "version",
    }  # fmt: skip
    assert verify(answer, load(SAMPLE)) == []


def test_ask_answers_about_the_text_that_is_given_and_leans_on_the_history(client: Client):
    answer = client.predict(
        question="And the price?", piece=TEXT, history=["What did the bridge cost?"], api_name="/ask"
    )
    assert answer["standalone_question"] == "What did the bridge cost? And the price?"
    assert "two million" in answer["text"]
    assert verify(answer, load_text(TEXT)) == []


def test_a_refusal_is_an_answer_here_too(client: Client):
    assert client.predict("What is the capital of Peru?", api_name="/ask")["refusal"]["code"] == "outside_the_text"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"question": ""}, "question is empty"),
        ({"question": "x" * 3000}, "at most 2,000"),
        ({"question": "Why?", "piece": "... !!!"}, "No words"),
        ({"question": "Why?", "piece": ""}, "piece is empty"),
        ({"question": "Why?", "piece": " \n"}, "piece is empty"),
        ({"question": "Why?", "piece": "word and word. " * 100_000}, "at most 1,000,000"),
        ({"question": "Why?", "history": [7]}, "list of earlier questions"),
    ],
)
def test_what_cannot_be_taken_is_told_in_one_line(client: Client, given: dict, said: str):
    with pytest.raises(Exception, match=said):
        client.predict(**given, api_name="/ask")


def test_check_gives_every_quotation_of_a_draft_as_the_command_does(client: Client):
    found = client.predict(draft=DRAFT, api_name="/check")
    assert found == [one.to_dict() for one in check(DRAFT, load(SAMPLE))]
    assert [one["holds"] for one in found] == [True, False]
    assert client.predict(draft="It “cost two million dollars”.", piece=TEXT, api_name="/check")[0]["holds"]
    assert client.predict(draft="Nothing is quoted.", api_name="/check") == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"draft": ""}, "draft is empty"),
        ({"draft": "word and word. " * 100_000}, "at most 1,000,000"),
        ({"draft": "“so”", "piece": "... !!!"}, "No words"),
        ({"draft": "“so”", "piece": " "}, "piece is empty"),
    ],
)
def test_what_cannot_be_checked_is_told_in_one_line(client: Client, given: dict, said: str):
    with pytest.raises(Exception, match=said):
        client.predict(**given, api_name="/check")


async def called(address: str, arguments: dict, tool: str = "ask_piece") -> tuple[list[str], object]:
    async with (
        streamable_http_client(f"{address}/gradio_api/mcp/") as (reading, writing, _),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        tools = [tool.name for tool in (await session.list_tools()).tools]
        return tools, await session.call_tool(tool, arguments)


async def test_the_mcp_tool_ask_piece_gives_the_same_answer(served: Served):
    tools, result = await called(served.address, {"question": COSPONSORS})
    assert tools == ["ask_piece", "check_quotes"]
    answer = json.loads(result.content[0].text)
    assert verify(answer, load(SAMPLE)) == []
    assert "84 co-sponsors" in answer["text"]


async def test_the_mcp_tool_tells_what_cannot_be_taken(served: Served):
    _, result = await called(served.address, {"question": ""})
    assert result.isError
    assert "question is empty" in result.content[0].text


async def test_the_mcp_tool_check_quotes_gives_the_same_list(served: Served):
    _, result = await called(served.address, {"draft": DRAFT}, "check_quotes")
    assert json.loads(result.content[0].text) == [one.to_dict() for one in check(DRAFT, load(SAMPLE))]
    _, result = await called(served.address, {"draft": ""}, "check_quotes")
    assert result.isError
    assert "draft is empty" in result.content[0].text


async def test_a_tool_that_is_given_an_empty_piece_says_so_and_without_one_asks_the_open_one(served: Served):
    _, result = await called(served.address, {"question": COSPONSORS, "piece": " "})
    assert result.isError
    assert "piece is empty" in result.content[0].text
    _, result = await called(served.address, {"question": COSPONSORS, "piece": None})
    assert "84 co-sponsors" in json.loads(result.content[0].text)["text"]


async def test_the_tools_say_in_whole_sentences_what_they_take_and_give(served: Served):
    async with (
        streamable_http_client(f"{served.address}/gradio_api/mcp/") as (reading, writing, _),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        ask, check_ = (await session.list_tools()).tools
    assert "“refused”, with “refusal”: a “code”, a “message” with the reason" in ask.description
    assert "remarks that say what is wrong with it" in check_.description
    assert ask.inputSchema["required"] == ["question"]
    assert "left out, the piece that the server has open" in ask.inputSchema["properties"]["piece"]["description"]
