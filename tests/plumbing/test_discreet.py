"""The log does not know what opens an application, nor who applies."""

from __future__ import annotations

import logging
import sys
from types import SimpleNamespace

import pytest

from darcha.plumbing.discreet import Discreet

WHO = "Nigora"


def _request(route: str | None) -> SimpleNamespace:
    match = SimpleNamespace(route=route) if route else None
    return SimpleNamespace(path="/t/geheim/", get_full_path=lambda: "/t/geheim/?a=1", resolver_match=match)


@pytest.mark.parametrize(
    ("route", "told"), [("t/<str:code>/", "/t/<str:code>/"), (None, "an address nothing is at")], ids=["known", "not"]
)
def test_an_address_is_told_by_its_pattern(route: str | None, told: str) -> None:
    record = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Not Found", "/t/geheim/"), None)
    record.request = _request(route)
    assert Discreet().format(record) == f"Not Found: {told}"
    assert record.args == ("Not Found", "/t/geheim/"), "what other handlers see is as it was"


def test_an_entry_without_a_request_is_told_as_it_is() -> None:
    record = logging.LogRecord("darcha", 30, "", 1, "%d files", (3,), None)
    assert Discreet().format(record) == "3 files"


def test_a_traceback_does_not_quote_rows() -> None:
    try:
        _be_refused_twice("DETAIL:  Failing row contains (7, ", f"Nothing\n\n{WHO}).", f"{WHO}).\n")
    except RuntimeError:
        told = Discreet().formatException(sys.exc_info())
    assert WHO not in told
    assert told.count("DETAIL: (a row, not told)") == 2
    assert "The above exception was the direct cause" in told
    assert "RuntimeError: no row" in told


def _be_refused_twice(detail: str, first: str, second: str) -> None:
    try:
        _refuse(f"no row\n{detail}{first}")
    except ValueError as error:
        raise RuntimeError(f"no row\n{detail}{second}") from error


def _refuse(told: str) -> None:
    raise ValueError(told)
