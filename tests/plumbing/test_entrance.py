"""What is too large stays outside."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from darcha.plumbing.entrance import Message, Scope, limited
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
