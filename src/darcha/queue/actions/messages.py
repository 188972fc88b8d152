"""The head of the centre tells the whole hall something, and takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.centres.reading import Panel
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.names import Names
from darcha.queue import errors, models, rules
from darcha.queue.actions.once import number_in, once


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message just shown, and until when."""

    message_id: int
    until: datetime


def show_message(
    *,
    centre_id: str,
    ready: str | None = None,
    words: Names | None = None,
    minutes: int | None,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> ShownMessage:
    """Show everybody in the hall a ready sentence, or words of one's own (`rules.message_words`).

    `minutes` is one of `rules.MESSAGE_MINUTES`; None: until the end of the day.

    :raises UnknownSentence: there is no such ready sentence.
    :raises UnknownMessageSpan: it is none of these minutes.
    :raises MessageCannotBeRead: a language is missing, or has more words than the hall can read.
    :raises MessageIsShown: the same words stand there.
    :raises EnoughMessages: `rules.MOST_MESSAGES` are shown.
    """
    by.must(Permission.RUN_HALL, centre_id=centre_id)
    if ready is not None and ready not in rules.READY:
        raise errors.UnknownSentence(sentence=ready)
    if minutes is not None and minutes not in rules.MESSAGE_MINUTES:
        raise errors.UnknownMessageSpan(minutes=minutes)
    told = rules.READY[ready] if ready is not None else words or rules.message_words(uz="", ru="", en="")
    _must_be_readable(centre_id, told)
    here = centre_rules.local(centre=centres.centre(code=centre_id), at=at)
    hours = centres.hours(centre_id=centre_id, day=here.date())
    until = rules.shown_until(begins=here, minutes=minutes, closes=hours.closes if hours else None)

    def act() -> ShownMessage:
        message = models.Message.objects.create(
            centre_id=centre_id,
            ready=ready,
            uz=told.uz,
            uz_cyrl=told.uz_cyrl,
            ru=told.ru,
            en=told.en,
            place=_free_place(centre_id, told, at),
            shown_at=at,
            until=until,
        )
        journal.append(
            centre_id=centre_id,
            kind=Kind.MESSAGE_SHOWN,
            subject=f"message:{message.id}",
            at=at,
            by=by,
            data={"message": message.id, "ready": ready, "seconds": _seconds(until - at)},
            key=key,
        )
        return ShownMessage(message.id, until)

    def again(entry: Entry) -> ShownMessage:
        shown = models.Message.objects.get(pk=number_in(entry, "message"))
        return ShownMessage(shown.id, shown.until)

    return once(centre_id=centre_id, key=key, kind=Kind.MESSAGE_SHOWN, act=act, again=again)


def withdraw_message(*, centre_id: str, message_id: int, at: datetime, by: Actor, key: str | None = None) -> None:
    """Take a message off every screen.

    :raises UnknownMessage: the centre has shown none of that id.
    :raises MessageIsOver: it is not shown any more.
    """
    by.must(Permission.RUN_HALL, centre_id=centre_id)

    def act() -> None:
        message = models.Message.objects.select_for_update().filter(pk=message_id, centre_id=centre_id).first()
        if message is None:
            raise errors.UnknownMessage(message=message_id)
        if message.withdrawn_at is not None or message.until <= at:
            raise errors.MessageIsOver(message=message_id)
        message.withdrawn_at, message.place = at, None
        message.save(update_fields=["withdrawn_at", "place"])
        journal.append(
            centre_id=centre_id,
            kind=Kind.MESSAGE_WITHDRAWN,
            subject=f"message:{message_id}",
            at=at,
            by=by,
            data={"message": message_id, "ready": message.ready, "seconds": _seconds(at - message.shown_at)},
            key=key,
        )

    once(centre_id=centre_id, key=key, kind=Kind.MESSAGE_WITHDRAWN, act=act, again=lambda _entry: None)


def _must_be_readable(centre_id: str, told: Names) -> None:
    centre = centres.centre(code=centre_id)
    missing = rules.languages_missing(told)
    too_long = rules.languages_too_long(
        told,
        panel=Panel(centre.panel_inches, centre.seat_metres),
        hall_lines=len(centres.lines(centre_id=centre_id)),
    )
    if missing or too_long:
        raise errors.MessageCannotBeRead(missing=missing, too_long=too_long, metres=centre.seat_metres)


def _free_place(centre_id: str, told: Names, at: datetime) -> int:
    # One after the other: two at once would both take the first place, and one be told that there is none.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"messages:{centre_id}"])
    placed = models.Message.objects.filter(centre_id=centre_id, place__isnull=False)
    placed.filter(until__lte=at).update(place=None)
    words_of = dict(placed.values_list("place", "uz"))
    if told.uz in words_of.values():
        raise errors.MessageIsShown
    free = set(range(1, rules.MOST_MESSAGES + 1)) - set(words_of)
    if not free:
        raise errors.EnoughMessages(limit=rules.MOST_MESSAGES)
    return min(free)


def _seconds(span: timedelta) -> int:
    return max(0, int(span.total_seconds()))
