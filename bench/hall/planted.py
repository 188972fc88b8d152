"""Bugs planted in the bench's own house, so that the checker can be seen to find them.

None of it is a switch of the product: what is planted lives in the process the bench started. What is planted in a record
stands in `bench.hall.forged`.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class InTheHouse:
    """A bug of the running house: what breaks it, and which guards of the database have to be taken away for it."""

    what: str
    breaks: Callable[[], None]
    without: tuple[str, ...] = ()


def _changed(module: str, name: str, change: Callable[[Any], Any]) -> None:
    """Put something else in the place of a name of the product, in this process alone."""
    there = import_module(module)
    setattr(there, name, change(getattr(there, name)))


def _replaced(text: str, *parts: tuple[str, str]) -> str:
    """Return the text with parts replaced that must be there: a bug that is not planted is not caught either."""
    for old, new in parts:
        if old not in text:
            raise ValueError(f"{old!r} is not there any more")
        text = text.replace(old, new)
    return text


def _claim_without_lock() -> None:
    def slowly(real: Callable[..., Any]) -> Callable[..., Any]:
        def candidates(*given: Any) -> Any:
            found = real(*given)
            time.sleep(0.05)  # so that two are sure to see the same line
            return found

        return candidates

    def claimed_blindly(claim: str) -> str:
        return _replaced(
            claim,
            ("called_at = %(at)s,", "called_at = %(at)s, started_at = NULL,"),
            ("WHERE state = 'waiting' AND id", "WHERE id"),
            ("WHERE ticket.called_at IS NULL AND ticket.finished_at IS NULL ORDER", "ORDER"),
            ("FOR NO KEY UPDATE OF ticket SKIP LOCKED", ""),
        )

    _changed("darcha.queue.actions.claiming", "_candidates", slowly)
    _changed("darcha.queue.actions.claiming", "_CLAIM", claimed_blindly)


def _number_given_twice() -> None:
    fifth_again = ("next.last, %(code)s", "next.last - (next.last %% 5 = 0)::int, %(code)s")
    _changed("darcha.queue.actions.issuing", "_ISSUE", lambda text: _replaced(text, fifth_again))


def _ticket_dropped() -> None:
    from django.db import transaction

    count = itertools.count(1)

    def forgetful(real: Callable[..., Any]) -> Callable[..., Any]:
        def issue_ticket(**given: Any) -> Any:
            with transaction.atomic():
                issued = real(**given)
                if next(count) % 7 == 0:
                    transaction.set_rollback(True)
            return issued

        return issue_ticket

    _changed("darcha.queue.actions", "issue_ticket", forgetful)


def _key_ignored() -> None:
    _changed("darcha.doors.kiosk.views", "request_key", lambda _real: lambda _request: None)


def _oldest_skipped() -> None:
    def second_first(real: Callable[..., Any]) -> Callable[..., Any]:
        def ranking(*given: Any) -> Any:
            best = real(*given)
            return (best[1], best[0], *best[2:]) if len(best) > 1 and not best[0].guarded else best

        return ranking

    _changed("darcha.queue.rules", "ranking", second_first)


def _overtaken_miscounted() -> None:
    one_too_many = ("SELECT count(*) FROM", "SELECT 1 + count(*) FROM")
    _changed("darcha.queue.actions.calling", "_WRITE_CALL", lambda text: _replaced(text, one_too_many))


def _call_not_journalled() -> None:
    from darcha.journal.kinds import Kind

    count = itertools.count(1)

    def silent(real: Callable[..., int]) -> Callable[..., int]:
        def append(**given: Any) -> int:
            return 0 if given["kind"] == Kind.TICKET_CALLED and next(count) % 5 == 0 else real(**given)

        return append

    _changed("darcha.journal.actions", "append", silent)


def _minutes_lost_on_the_way() -> None:
    def newly(real: Callable[..., datetime]) -> Callable[..., datetime]:
        return lambda **given: real(**given | {"waited": timedelta()})

    _changed("darcha.queue.rules", "place_kept", newly)


def _return_forgotten() -> None:
    def straight_on(real: Callable[..., tuple[str, ...]]) -> Callable[..., tuple[str, ...]]:
        return lambda **given: real(**given | {"because": "next_matter"})

    _changed("darcha.queue.rules", "services_after", straight_on)


def _aside_forgotten() -> None:
    a_day_later = ("ready_at = %(ready)s", "ready_at = %(ready)s + (%(outcome)s = 'set_aside')::int * interval '1 day'")
    _changed("darcha.queue.actions.going_on", "_GO_ON", lambda text: _replaced(text, a_day_later))


def _away_counts_as_waited() -> None:
    where_it_stood = (
        "waiting_since = %(since)s",
        "waiting_since = CASE WHEN %(outcome)s = 'set_aside' THEN waiting_since ELSE %(since)s END",
    )
    _changed("darcha.queue.actions.going_on", "_GO_ON", lambda text: _replaced(text, where_it_stood))


def _undone(*parts: tuple[str, str]) -> None:
    """Change what becomes of a call that is taken back: the call itself, and its ticket."""

    def otherwise(real: dict[str, tuple[str, str, str]]) -> dict[str, tuple[str, str, str]]:
        call, ticket, was = real["called"]
        return real | {"called": (_replaced(call, *parts[:1]), _replaced(ticket, *parts[1:]), was)}

    _changed("darcha.queue.actions.undoing", "_UNDO", otherwise)


def _undo_leaves_the_call_open() -> None:
    _undone(("ended_at = %(at)s, outcome = 'undone'", "recalls = recalls"))


def _undo_loses_the_place() -> None:
    _undone(
        ("", ""), ("called_at = NULL", "called_at = NULL, waiting_since = call.called_at, ready_at = call.called_at")
    )


def _appointment_ages_from_check_in() -> None:
    def walks_in(real: Callable[..., Any]) -> Callable[..., Any]:
        def arrival(*, at: datetime, **given: Any) -> Any:
            found = real(at=at, **given)
            return found and replace(found, waiting_since=at, ready_at=at)

        return arrival

    _changed("darcha.queue.rules.appointments", "arrival", walks_in)


def _too_early_let_in() -> None:
    def at_any_time(real: Callable[..., Any]) -> Callable[..., Any]:
        return lambda **given: real(**given | {"early": timedelta(days=1)})

    _changed("darcha.queue.rules.appointments", "arrival", at_any_time)


def _another_by_hand() -> None:
    """Take the first of the line, whoever was named."""
    no_name = (" AND letter = %(letter)s AND number = %(number)s", " AND %(letter)s <> '' AND %(number)s > 0")
    _changed("darcha.queue.actions.claiming", "_NAMED", lambda text: _replaced(text, no_name))


IN_THE_HOUSE = {
    "claim_without_lock": InTheHouse(
        "a ticket is claimed without a lock and without looking at its state",
        _claim_without_lock,
        ("one_open_call_per_ticket", "one_open_ticket_per_counter"),
    ),
    "number_given_twice": InTheHouse(
        "the generator repeats a number", _number_given_twice, ("a_number_is_given_once_a_day",)
    ),
    "ticket_dropped": InTheHouse("a ticket is acknowledged and not kept", _ticket_dropped),
    "key_ignored": InTheHouse("the kiosk ignores the key of a request", _key_ignored),
    "oldest_skipped": InTheHouse("the second best is called", _oldest_skipped),
    "overtaken_miscounted": InTheHouse("a call tells one overtaken too many", _overtaken_miscounted),
    "call_not_journalled": InTheHouse("a call is not written into the journal", _call_not_journalled),
    "minutes_lost_on_the_way": InTheHouse("who is sent on loses the minutes waited", _minutes_lost_on_the_way),
    "return_forgotten": InTheHouse("who is sent on does not come back to the first matter", _return_forgotten),
    "aside_forgotten": InTheHouse("who is set aside is not called again", _aside_forgotten),
    "away_counts_as_waited": InTheHouse("who is set aside gains by being away", _away_counts_as_waited),
    "undo_leaves_the_call_open": InTheHouse("a call taken back stays open", _undo_leaves_the_call_open),
    "undo_loses_the_place": InTheHouse("who was called by mistake begins to wait anew", _undo_loses_the_place),
    "appointment_ages_from_check_in": InTheHouse(
        "an appointment stands from when it was checked in", _appointment_ages_from_check_in
    ),
    "another_by_hand": InTheHouse("another is called than the officer named", _another_by_hand),
    "too_early_let_in": InTheHouse("an appointment is checked in long before its time", _too_early_let_in),
}


def plant(name: str) -> None:
    """Break the house this process is."""
    IN_THE_HOUSE[name].breaks()
