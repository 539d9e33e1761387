import pytest

from ui.limits import POLICY, Limits


async def echo(scope, receive, send):
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})
    await send({"type": "http.response.body", "body": body})


async def answered(chunks: list[bytes], announced: bool = True, most: int = 10):
    sent, left = [], [*chunks]
    length = str(sum(map(len, chunks))).encode()
    scope = {"type": "http", "headers": [(b"content-length", length)] if announced else []}

    async def receive():
        chunk = left.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(left)}

    async def send(message):
        sent.append(message)

    await Limits(echo, most)(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


async def test_a_small_request_passes_with_headers_that_keep_the_page_at_home():
    status, headers, body = await answered([b"12345", b"67890"])
    assert (status, body) == (200, b"1234567890")
    assert headers[b"a"] == b"b"
    assert headers[b"content-security-policy"] == POLICY.encode()


@pytest.mark.parametrize("announced", [True, False])
async def test_one_byte_too_many_is_413_whether_announced_or_not(announced: bool):
    status, _, _ = await answered([b"12345", b"678901"], announced)
    assert status == 413


async def test_the_policy_names_no_other_origin():
    assert "http" not in POLICY
    assert "*" not in POLICY
    assert "connect-src 'self'" in POLICY


async def test_what_is_not_http_is_left_alone():
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["type"])

    await Limits(app)({"type": "lifespan"}, None, None)  # pyright: ignore
    assert seen == ["lifespan"]
