"""Visitors whose number is one of a printed block are entered afterwards."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.queue import errors, models, rules, scene
from darcha.queue.actions.issuing import SECRET_BYTES, waits_from
from darcha.queue.actions.once import number_in, once


@dataclass(frozen=True, slots=True)
class EnteredTicket:
    """A visit from a block, as it stands in the line now."""

    ticket_id: int
    number: str


def enter_from_block(
    *,
    centre_id: str,
    number: str,
    service_id: str,
    written_at: datetime,
    needs: tuple[str, ...] = (),
    language: str = "uz",
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> EnteredTicket:
    """Let somebody with a slip of a block wait in the line from the time written on it.

    `number` as somebody types it ("k901"). Nobody could call them before `at`, so nobody counts as called before them
    until then; their minutes count from `written_at`.

    :raises NotOfABlock: the number is none of a block of this centre's lines.
    :raises NotWithinTheDay: the time written is before the centre opened today, or still to come.
    :raises OutOfOrderInBlock: a lower number would be later than a higher one.
    :raises NumberIsTaken: somebody with this number was entered today.
    :raises ServiceNotOfferedHere: the centre does not give this service.
    :raises DepartmentDoesNotSit: the department did not sit then, nor does later today.
    :raises UnknownNeed: one of the needs.
    :raises UnknownLanguage: the language.
    """
    by.must(Permission.TAKE_TICKET, centre_id=centre_id)
    if (need := rules.unknown_need(needs)) is not None:
        raise errors.UnknownNeed(need=need)
    if language not in rules.LANGUAGES:
        raise errors.UnknownLanguage(language=language)
    named = rules.number_read(number)
    letters = {line.letter for line in centres.lines(centre_id=centre_id)}
    if named is None or named[0] not in letters or not rules.is_of_a_block(named[1]):
        raise errors.NotOfABlock(number=number[:12], first=rules.BLOCK_FIRST, last=rules.BLOCK_LAST)
    letter, count = named
    text = rules.number_text(letter, count)

    def act() -> EnteredTicket:
        day = _day(centre_id, text, written_at, at)
        if not centres.offered(centre_id=centre_id, service_id=service_id):
            raise errors.ServiceNotOfferedHere(centre=centre_id, service=service_id)
        department_id = catalogue.service_version(code=service_id, on=day).department_id
        since = rules.place_in_block(count, waits_from(centre_id=centre_id, department_id=department_id, at=written_at))
        _must_keep_order(centre_id, day, letter, count, written_at)
        visit = rules.class_of(needs, scene.visit_classes(centre_id=centre_id))
        ticket = models.Ticket.objects.create(
            centre_id=centre_id,
            day=day,
            letter=letter,
            number=count,
            code=secrets.token_urlsafe(SECRET_BYTES),
            survey_code=secrets.token_urlsafe(SECRET_BYTES),
            service_id=service_id,
            department_id=department_id,
            class_code=visit.code,
            weight=visit.weight,
            promised_minutes=visit.promised_minutes,
            needs=list(needs),
            step_free="wheel" in needs,
            hearing_loop="ear" in needs,
            language=language,
            channel=rules.BLOCK,
            state=models.State.WAITING,
            issued_at=written_at,
            waiting_since=since,
            ready_at=max(since, at),
        )
        journal.append(
            centre_id=centre_id,
            kind=Kind.TICKET_ENTERED,
            subject=f"ticket:{ticket.pk}",
            at=at,
            by=by,
            data={
                "ticket": ticket.pk,
                "number": text,
                "service": service_id,
                "department": department_id,
                "line": letter,
                "class": visit.code,
                "needs": list(needs),
                "language": language,
                "channel": rules.BLOCK,
                "waited_seconds": int((at - written_at).total_seconds()),
            },
            key=key,
        )
        return EnteredTicket(ticket.pk, text)

    return once(
        centre_id=centre_id,
        key=key,
        kind=Kind.TICKET_ENTERED,
        act=act,
        again=lambda entry: EnteredTicket(number_in(entry, "ticket"), str(entry.data["number"])),
        refused_as={"a_number_is_given_once_a_day": errors.NumberIsTaken(number=text)},
    )


def _day(centre_id: str, number: str, written_at: datetime, at: datetime) -> date:
    """Return today, once the time written lies between the opening of the centre and now."""
    here = centre_rules.local(centre=centres.centre(code=centre_id), at=at)
    hours = centres.hours(centre_id=centre_id, day=here.date())
    if hours is None:
        raise errors.CentreIsClosed(centre=centre_id)
    opened_at = datetime.combine(here.date(), hours.opens, tzinfo=here.tzinfo)
    if not opened_at <= written_at <= at:
        raise errors.NotWithinTheDay(number=number, opens=hours.opens, now=here.time())
    return here.date()


def _must_keep_order(centre_id: str, day: date, letter: str, number: int, written_at: datetime) -> None:
    # Two who enter slips of one line wait for each other: else neither would see the other's time.
    models.LastNumber.objects.get_or_create(centre_id=centre_id, day=day, letter=letter, defaults={"last": 0})
    models.LastNumber.objects.select_for_update().get(centre_id=centre_id, day=day, letter=letter)
    entered = dict(
        models.Ticket.objects.filter(centre=centre_id, day=day, letter=letter, channel=rules.BLOCK).values_list(
            "number", "issued_at"
        )
    )
    if number in entered:
        raise errors.NumberIsTaken(number=rules.number_text(letter, number))
    other = rules.out_of_order_with(number, written_at, entered.items())
    if other is not None:
        raise errors.OutOfOrderInBlock(
            number=rules.number_text(letter, number),
            other=rules.number_text(letter, other),
            written=entered[other],
        )
