"""A ticket is issued."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection

from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.refusal import Refusal
from darcha.queue import errors, matters, models, rules, scene
from darcha.queue.actions.once import number_in, once, texts_in
from darcha.queue.rules.appointments import Arrival


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """A ticket just issued. `code` and `survey_code` are secrets of its holder; `wait` None: no counter can serve yet.

    `appointed_for`: the appointed time it stands from; None for a walk-in and for who came too late to keep theirs.
    """

    ticket_id: int
    number: str
    letter: str
    code: str
    survey_code: str
    service_id: str
    department_id: str
    class_code: str
    issued_at: datetime
    people_ahead: int
    wait: rules.Wait | None
    centre_id: str
    needs: tuple[str, ...]
    language: str
    channel: str
    following: tuple[str, ...] = ()
    appointed_for: datetime | None = None

    @property
    def closes_before(self) -> time | None:
        """Return when the department leaves, if that is before the upper end of the wait told."""
        return self.wait.closes_before if self.wait else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ticket as it is asked for: where, for which services, by what channel, and by whom if that is told.

    `slip`: it goes on paper. `appointment_id`: of who checks in; `arrival`: where that appointment stands.
    """

    centre_id: str
    services: tuple[str, ...]
    needs: tuple[str, ...]
    language: str
    channel: str
    holder: rules.Holder | None = None
    slip: bool = False
    appointment_id: int | None = None
    arrival: Arrival | None = None

    def check(self) -> None:
        """Pass silently when it can be read."""
        must_be_known(needs=self.needs, language=self.language)
        if len(self.services) > rules.MOST_MATTERS:
            raise errors.TooManyMatters(limit=rules.MOST_MATTERS)


SECRET_BYTES = 16  # 128 bits

_ISSUE = """
WITH next AS (
    INSERT INTO queue_lastnumber AS known (centre_id, day, letter, last) VALUES (%(centre)s::varchar, %(day)s::date, %(letter)s::varchar, 1)
    ON CONFLICT (centre_id, day, letter) DO UPDATE SET last = known.last + 1
    RETURNING last
), ticket AS (
    INSERT INTO queue_ticket
        (centre_id, day, letter, number, code, survey_code, service_id, department_id, class_code, weight,
         promised_minutes, needs, step_free, hearing_loop, language, channel, state, issued_at, waiting_since, ready_at,
         following, holder, asked_for_id, represents, appointed_for)
    SELECT %(centre)s, %(day)s, %(letter)s, next.last, %(code)s, %(survey_code)s, %(service)s, %(department)s,
        %(class)s, %(weight)s, %(promised)s, %(needs)s::varchar[], %(step_free)s, %(loop)s, %(language)s, %(channel)s,
        'waiting', %(at)s::timestamptz, %(since)s, %(ready)s, %(following)s::varchar[],
        %(holder)s, %(asked_for)s, %(represents)s, %(appointed_for)s
    FROM next RETURNING id, number
), told AS (
    INSERT INTO queue_toldwait
        (ticket_id, low_minutes, high_minutes, people_ahead, told_at, half_seconds, nine_in_ten_seconds)
    SELECT id, %(low)s::smallint, %(high)s::smallint, %(ahead)s, %(at)s, %(half)s::int, %(nine_in_ten)s::int FROM ticket
    WHERE %(low)s::smallint IS NOT NULL
), slip AS (
    INSERT INTO queue_slip (ticket_id, centre_id, state, asked_at, prints)
    SELECT id, %(centre)s, 'asked', %(at)s, 0 FROM ticket WHERE %(slip)s::boolean
)
SELECT id, number FROM ticket
"""


def issue_ticket(
    *,
    centre_id: str,
    service_id: str,
    also: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    language: str,
    channel: str = "kiosk",
    slip: bool = False,
    holder: rules.Holder | None = None,
    at: datetime,
    by: Actor,
    key: str | None = None,
) -> IssuedTicket:
    """Give out a numbered ticket, tell how long the wait will be, and keep what was told.

    A department that sits later today takes tickets too: their wait counts from when it comes. `also`: the other
    services of this visit; `rules.order_of_matters` tells which comes first, the others follow with the same number.
    `slip`: the door puts the ticket on paper and answers for it afterwards (`slip_printed`, `slip_failed`).
    `holder`: who takes it, where that is told; at the kiosk nobody is asked.

    :raises CentreIsClosed: the centre is not open at `at`.
    :raises ServiceNotOfferedHere: the centre does not give this service.
    :raises DepartmentDoesNotSit: a department does not sit here now nor later today.
    :raises TooManyMatters: more services than `rules.MOST_MATTERS`.
    :raises UnknownNeed: one of the needs.
    :raises UnknownLanguage: the language.
    :raises AlreadyInLine: the holder has a live ticket for this service.
    :raises RepresentativeLimit: the holder has taken as many for others today as the centre's file allows.
    """
    by.must(Permission.TAKE_TICKET, centre_id=centre_id)
    wanted = Wanted(centre_id, tuple(dict.fromkeys((service_id, *also))), needs, language, channel, holder, slip)
    wanted.check()
    return once(
        centre_id=centre_id,
        key=key,
        kind=Kind.TICKET_ISSUED,
        act=lambda: issue(wanted, at=at, by=by, key=key),
        again=issued_before,
        refused_as=refused_to_holders(wanted),
    )


def must_be_known(*, needs: tuple[str, ...], language: str) -> None:
    """Pass silently when the house knows what was told.

    :raises UnknownNeed: one of the needs.
    :raises UnknownLanguage: the language.
    """
    if (need := rules.unknown_need(needs)) is not None:
        raise errors.UnknownNeed(need=need)
    if language not in rules.LANGUAGES:
        raise errors.UnknownLanguage(language=language)


def refused_to_holders(wanted: Wanted) -> dict[str, Refusal]:
    """Return what the constraints about holders mean when two requests race."""
    limit = centres.centre(code=wanted.centre_id).representative_daily_limit
    return {
        "one_live_ticket_per_holder_and_service": errors.AlreadyInLine(service=wanted.services[0]),
        "each_ticket_for_others_is_counted_once": errors.RepresentativeLimit(limit=limit),
    }


def issue(wanted: Wanted, *, at: datetime, by: Actor, key: str | None) -> IssuedTicket:
    """Write a ticket and its entry within the transaction of an action that has asked who may; see `issue_ticket`."""
    centre_id, services, needs = wanted.centre_id, wanted.services, wanted.needs
    if not centres.is_open(centre_id=centre_id, at=at):
        raise errors.CentreIsClosed(centre=centre_id)
    for service_id in services:
        if not centres.offered(centre_id=centre_id, service_id=service_id):
            raise errors.ServiceNotOfferedHere(centre=centre_id, service=service_id)
    day = centres.local_day(centre_id=centre_id, at=at)
    for service_id in services:
        centres.must_be_given(centre_id=centre_id, service_id=service_id, day=day)
    service_id, *following = matters.in_order(services, day=day)
    department_id, *_ = department_ids = [
        catalogue.service_version(code=code, on=day).department_id for code in (service_id, *following)
    ]
    since, *_ = [waits_from(centre_id=centre_id, department_id=one, at=at) for one in department_ids]
    represents = _represents(wanted, day)
    ready, appointed_for = since, None
    if wanted.arrival is not None and wanted.arrival.kept:
        since = appointed_for = wanted.arrival.waiting_since
        ready = max(ready, wanted.arrival.ready_at)
    line = centres.line_of(centre_id=centre_id, department_id=department_id)
    visit = rules.class_of(needs, scene.visit_classes(centre_id=centre_id))
    step_free = "wheel" in needs
    ahead, wait = scene.look(centre_id=centre_id, at=at).forecast(
        letter=line.letter,
        service_id=service_id,
        weight=visit.weight,
        promised_minutes=visit.promised_minutes,
        step_free=step_free,
        since=since,
        ready_at=ready,
        newcomer=True,
    )
    code, survey_code = secrets.token_urlsafe(SECRET_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    # The number is taken as late as can be: from here to the commit the line's last number is locked.
    with connection.cursor() as cursor:
        cursor.execute(
            _ISSUE,
            {
                "centre": centre_id,
                "day": day,
                "letter": line.letter,
                "code": code,
                "survey_code": survey_code,
                "service": service_id,
                "department": department_id,
                "class": visit.code,
                "weight": visit.weight,
                "promised": visit.promised_minutes,
                "needs": list(needs),
                "step_free": step_free,
                "loop": "ear" in needs,
                "language": wanted.language,
                "channel": wanted.channel,
                "holder": wanted.holder.seal if wanted.holder else None,
                "asked_for": wanted.services[0] if wanted.holder else None,
                "represents": represents,
                "at": at,
                "since": since,
                "ready": ready,
                "appointed_for": appointed_for,
                "following": following,
                "ahead": ahead,
                "slip": wanted.slip,
                **scene.as_kept(wait),
            },
        )
        ticket_id, number = cursor.fetchone()
    text = rules.number_text(line.letter, number)
    journal.append(
        centre_id=centre_id,
        kind=Kind.TICKET_ISSUED,
        subject=f"ticket:{ticket_id}",
        at=at,
        by=by,
        data={
            "ticket": ticket_id,
            "number": text,
            "service": service_id,
            "department": department_id,
            "line": line.letter,
            "class": visit.code,
            "needs": list(needs),
            "language": wanted.language,
            "channel": wanted.channel,
            "ahead": ahead,
        }
        | ({"following": following} if following else {})
        | ({"slip": True} if wanted.slip else {})
        | ({"represents": represents} if represents else {})
        | ({"appointment": wanted.appointment_id} if wanted.appointment_id is not None else {})
        | ({"early_seconds": int((appointed_for - at).total_seconds())} if appointed_for is not None else {}),
        key=key,
    )
    return IssuedTicket(
        ticket_id=ticket_id,
        number=text,
        letter=line.letter,
        code=code,
        survey_code=survey_code,
        service_id=service_id,
        department_id=department_id,
        class_code=visit.code,
        issued_at=at,
        people_ahead=ahead,
        wait=scene.with_closing(wait, centre_id=centre_id, department_id=department_id, at=at),
        centre_id=centre_id,
        needs=needs,
        language=wanted.language,
        channel=wanted.channel,
        following=tuple(following),
        appointed_for=appointed_for,
    )


def _represents(wanted: Wanted, day: date) -> int | None:
    """Return the how-manieth ticket for others this is of its holder's day; None: for oneself, or nobody is told."""
    if wanted.holder is None:
        return None
    # One after the other for a holder: two at once would both be the first for others, and one be told of a limit.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"holder:{wanted.holder.seal}"])
    theirs = models.Ticket.objects.filter(centre_id=wanted.centre_id, day=day, holder=wanted.holder.seal)
    if not wanted.holder.represents:
        live = theirs.filter(state__in=models.LIVE, represents__isnull=True, asked_for_id=wanted.services[0])
        if live.exists():
            raise errors.AlreadyInLine(service=wanted.services[0])
        return None
    nth = theirs.filter(represents__isnull=False).count() + 1
    limit = centres.centre(code=wanted.centre_id).representative_daily_limit
    if nth > limit:
        raise errors.RepresentativeLimit(limit=limit)
    return nth


def waits_from(*, centre_id: str, department_id: str, at: datetime) -> datetime:
    """Return from when a wait for this department counts: now, or when it begins to sit later today."""
    if centres.sits_now(centre_id=centre_id, department_id=department_id, at=at):
        return at
    here = centre_rules.local(centre=centres.centre(code=centre_id), at=at)
    coming = centres.next_presence(centre_id=centre_id, department_id=department_id, after=at)
    if coming is None or coming[0] != here.date():
        day, opens, closes = coming or (None, None, None)
        raise errors.DepartmentDoesNotSit(department=department_id, next_day=day, next_opens=opens, next_closes=closes)
    return datetime.combine(coming[0], coming[1], tzinfo=here.tzinfo)


def issued_before(entry: Entry) -> IssuedTicket:
    """Return the ticket an entry tells of, as it was first answered."""
    row = models.Ticket.objects.get(pk=number_in(entry, "ticket"))
    return _as_issued(
        row,
        service_id=str(entry.data["service"]),
        department_id=str(entry.data["department"]),
        ahead=number_in(entry, "ahead"),
        following=texts_in(entry, "following"),
    )


def issued_of_ticket(ticket_id: int) -> IssuedTicket:
    """Return a ticket as it was given out, told by its own rows."""
    row = models.Ticket.objects.get(pk=ticket_id)
    told = models.ToldWait.objects.filter(ticket=row).order_by("id").first()
    return _as_issued(
        row,
        service_id=row.service_id,
        department_id=row.department_id,
        ahead=told.people_ahead if told else 0,
        following=tuple(row.following),
    )


def _as_issued(
    row: models.Ticket, *, service_id: str, department_id: str, ahead: int, following: tuple[str, ...]
) -> IssuedTicket:
    told = models.ToldWait.objects.filter(ticket=row).order_by("id").first()
    return IssuedTicket(
        ticket_id=row.pk,
        number=rules.number_text(row.letter, row.number),
        letter=row.letter,
        code=row.code,
        survey_code=row.survey_code,
        service_id=service_id,
        department_id=department_id,
        class_code=row.class_code,
        issued_at=row.issued_at,
        people_ahead=ahead,
        wait=scene.with_closing(
            rules.Wait(told.low_minutes, told.high_minutes) if told else None,
            centre_id=row.centre_id,
            department_id=department_id,
            at=row.issued_at,
        ),
        centre_id=row.centre_id,
        needs=tuple(row.needs),
        language=row.language,
        channel=row.channel,
        following=following,
        appointed_for=row.appointed_for,
    )
