"""The server's entrance: a request goes into one thread and comes back with the answer.

What is too large is turned away before a byte of it is kept: Django reads a whole body, to a file on the disk where it
is large, before any of our code is asked.
"""

from __future__ import annotations

from asyncio import FIRST_COMPLETED, create_task, gather, get_running_loop, wait
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import copy_context
from typing import IO, Any

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_TOO_LARGE = "darcha.too_large"


class OneThread(ASGIHandler):
    """Django's own handler for views that are ordinary functions, as all of ours are.

    Django makes a thread for each request and comes back to the loop at every signal, before the view and behind it. Here a
    request goes once into one of a few threads that stay, from its first signal to its last; an answer that streams is
    sent by the loop until its reader is gone.
    """

    def __init__(self, *, threads: int) -> None:
        super().__init__()
        self.load_middleware(is_async=False)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        response = await self._in_a_thread(self._answer, scope, body)
        if not response.streaming:
            await self.send_response(response, send)
            return
        try:
            await self._stream(response, receive, send)
        finally:
            await self._in_a_thread(response.close)

    async def _in_a_thread(self, work: Callable[..., Any], *given: Any) -> Any:
        """Do it in a thread with a copy of this context: a language chosen for one request is none of the next one's."""
        return await get_running_loop().run_in_executor(self._threads, copy_context().run, work, *given)

    def _answer(self, scope: Scope, body: IO[bytes]) -> HttpResponseBase:
        with closing(body):
            set_script_prefix(get_script_prefix(scope))
            request_started.send(sender=type(self), scope=scope)
            request, refused = self.create_request(scope, body)
            response = refused if request is None else self.get_response(request)
            if response is None:
                raise RuntimeError("a request has no answer")
            response._handler_class = type(self)  # type: ignore[attr-defined] # noqa: SLF001 -- the last signal names it
            if not response.streaming:
                # What is left is to send bytes: the connection to the database is free for the next request by now.
                response.close()
        return response

    async def _stream(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        sending = create_task(self.send_response(response, send))
        leaving = create_task(self.listen_for_disconnect(receive))
        try:
            await wait((sending, leaving), return_when=FIRST_COMPLETED)
        finally:
            for task in (sending, leaving):
                task.cancel()
            broken, _ = await gather(sending, leaving, return_exceptions=True)
        if isinstance(broken, Exception):
            raise broken


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
