"""What is too large stays outside; what comes in is answered by a thread that stays, and leaves nothing in it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from darcha.plumbing.entrance import Message, OneThread, Scope, limited
from tests import loops


def _sent(headers: Mapping[bytes, bytes], body: bytes = b"0123456789") -> tuple[Scope, list[bytes]]:
    """Send a request through an entrance of ten bytes; return the scope behind it and the pieces that were read."""
    met: list[Scope] = []
    read: list[bytes] = []

    async def application(scope: Scope, receive: object, send: object) -> None:
        met.append(scope)
        read.append((await receive())["body"])  # type: ignore[operator]

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    scope = {"type": "http", "headers": list(headers.items())}
    loops.run(limited(application, most_bytes=10)(scope, receive, send))
    return met[0], read


def test_what_fits_goes_through_untouched() -> None:
    scope, read = _sent({b"content-length": b"10", b"host": b"localhost"})
    assert scope == {"type": "http", "headers": [(b"content-length", b"10"), (b"host", b"localhost")]}
    assert read == [b"0123456789"]


@pytest.mark.parametrize(
    "headers",
    [{b"content-length": b"11"}, {b"transfer-encoding": b"chunked"}, {b"content-length": b"-1"}],
    ids=["one byte more", "of unknown length", "of no length there is"],
)
def test_what_does_not_fit_goes_on_without_its_body(headers: dict[bytes, bytes]) -> None:
    scope, read = _sent({**headers, b"host": b"localhost", b"content-type": b"text/plain"})
    assert scope["darcha.too_large"]
    assert scope["headers"] == [(b"host", b"localhost")]
    assert read == [b""]


def _asked_for(path: str, server: OneThread) -> tuple[int, dict[bytes, bytes], bytes]:
    """Return status, headers and body of the answer to a GET."""
    answered: list[Message] = []
    where, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "path": where,
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost")],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        answered.append(message)

    loops.run(server(scope, receive, send))
    start, *parts = answered
    return start["status"], dict(start["headers"]), b"".join(part["body"] for part in parts)


def test_the_language_of_a_request_is_not_that_of_the_next_one_in_its_thread(own_database: str) -> None:
    server = OneThread(threads=1)
    for language, tag in (("ru", b"ru"), ("en", b"en"), ("uz", b"uz-Latn")):
        status, headers, body = _asked_for(f"/sign-in/?lang={language}", server)
        assert (status, headers[b"Content-Language"]) == (200, tag)
        assert b'lang="%b"' % tag in body
