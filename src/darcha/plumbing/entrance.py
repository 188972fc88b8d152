"""The server's entrance: a request goes into one thread and comes back with the answer.

What is too large is turned away before a byte of it is kept: Django reads a whole body, to a file on the disk where it
is large, before any of our code is asked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_TOO_LARGE = "darcha.too_large"


class OneThread(ASGIHandler):
    """Django's own handler for views that are ordinary functions, as all of ours are.

    Django would carry a request from the loop to a thread, back to the loop behind the first middleware that does not
    wait, and to the thread again for the view. Here it goes once; an answer that streams is still sent by the loop.
    """

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the thread of this request."""
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)


def limited(application: Application, *, most_bytes: int) -> Application:
    """Return an ASGI application that hands no body larger than `most_bytes` to `application`.

    Such a request goes on without its body and is marked, so that whoever speaks the reader's language refuses it:
    `was_too_large`. A body whose length is not told beforehand counts as too large; browsers always tell it.
    """

    async def entrance(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_too_large(scope["headers"], most_bytes):
            await application(_without_body(scope), _let_go(receive), send)
        else:
            await application(scope, receive, send)

    return entrance


def was_too_large(request: HttpRequest) -> bool:
    """Return whether the entrance took the body from this request."""
    return bool(getattr(request, "scope", {}).get(_TOO_LARGE))


def _is_too_large(headers: Iterable[tuple[bytes, bytes]], most_bytes: int) -> bool:
    told = dict(headers)
    length = told.get(b"content-length", b"0")
    return b"transfer-encoding" in told or not length.isdigit() or int(length) > most_bytes


def _without_body(scope: Scope) -> Scope:
    of_the_body = {b"content-length", b"content-type", b"transfer-encoding"}
    headers = [(name, value) for name, value in scope["headers"] if name not in of_the_body]
    return {**scope, "headers": headers, _TOO_LARGE: True}


def _let_go(receive: Receive) -> Receive:
    """Return what hands over an empty body, and afterwards keeps nothing of what the browser still sends."""
    waiting: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive_nothing() -> Message:
        if waiting:
            return waiting.pop()
        while (message := await receive())["type"] != "http.disconnect":
            pass
        return message

    return receive_nothing
