"""One ticket, as its holder sees it; and whether what tickets were told came true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from darcha.centres import queries as centres
from darcha.queue import matters, models, rules, scene


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket. `state`: waiting, called, serving, served, no_show, left.

    `service_id` is what it waits for or is served for now, `following` what comes afterwards. `ready_at`: nobody calls it
    before; `aside` while an officer has set it aside until then. `earlier_services`: at which it was, and sent on.

    `people_ahead`, `wait` and the overtaken are those of now while it waits. `overtaken` counts visitors of the same line
    in a heavier class who came later and were called before by a counter that could have called this one;
    `overtaken_otherwise` those of no heavier class, whose matter was shorter, who hear poorly and stood at a loop, or whom that officer understands.
    `represents`: who holds it speaks for somebody else. `appointed_for` is the appointed time it stands from; None for a
    walk-in and for who came too late to keep theirs. `survey_code` is given once served. `settled`: it ended with the day; of
    a visit served nobody noted how.
    """

    ticket_id: int
    centre_id: str
    number: str
    letter: str
    code: str
    state: str
    service_id: str
    department_id: str
    class_code: str
    promised_minutes: int
    needs: tuple[str, ...]
    language: str
    channel: str
    issued_at: datetime
    waiting_since: datetime
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    counter_id: int | None
    counter_number: int | None
    recalls: int
    sex: str | None
    age_band: str | None
    disability: bool | None
    people_ahead: int
    wait: rules.Wait | None
    overtaken: int
    survey_code: str | None
    overtaken_otherwise: int = 0
    settled: bool = False
    ready_at: datetime | None = None
    following: tuple[str, ...] = ()
    aside: bool = False
    earlier_services: tuple[str, ...] = ()
    represents: bool = False
    appointed_for: datetime | None = None

    @property
    def counts_from(self) -> datetime:
        """Return from when the wait promised counts: the appointed time, or when the ticket was taken."""
        return self.appointed_for or self.issued_at

    @property
    def must_be_fetched(self) -> bool:
        """Return whether somebody has to come for this visitor now: see `rules.must_be_fetched`."""
        return self.state == models.State.CALLED and rules.must_be_fetched(self.needs)


@dataclass(frozen=True, slots=True)
class SurveyVisit:
    """The visit a survey asks about."""

    ticket_id: int
    centre_id: str
    service_id: str
    department_id: str
    sex: str
    age_band: str
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class ToldTruth:
    """How true the waits told were: waits followed by a call, by a call within the upper end told, over it by more than 5 min."""

    told: int
    held: int
    broken_by_more_than_5: int


_TICKET = """
SELECT ticket.id, ticket.centre_id, ticket.letter, ticket.number, ticket.code, ticket.state, ticket.service_id,
    ticket.department_id, ticket.class_code, ticket.promised_minutes, ticket.needs, ticket.language, ticket.channel,
    ticket.issued_at, ticket.waiting_since, ticket.called_at, ticket.started_at, ticket.finished_at,
    ticket.counter_id, ticket.sex, ticket.age_band, ticket.disability, ticket.survey_code, ticket.weight,
    ticket.step_free, coalesce(call.recalls, 0),
    passed.heavier, passed.others, ticket.settled, ticket.ready_at, ticket.following, call.outcome, (
        SELECT array_agg(service_id ORDER BY id) FROM queue_call
        WHERE ticket_id = ticket.id AND outcome = ANY(%(sent_on)s)
    ),
    (SELECT max(called_at) FROM queue_call latest WHERE latest.centre_id = ticket.centre_id),
    ticket.represents IS NOT NULL, ticket.appointed_for
FROM queue_ticket ticket
LEFT JOIN LATERAL (
    SELECT recalls, outcome FROM queue_call WHERE ticket_id = ticket.id ORDER BY id DESC LIMIT 1
) call ON true
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE theirs.weight > ticket.weight) AS heavier,
        count(*) FILTER (WHERE theirs.weight <= ticket.weight) AS others
    FROM queue_call other JOIN queue_ticket theirs ON theirs.id = other.ticket_id
    JOIN queue_countersession session ON session.id = other.session_id
    WHERE other.centre_id = ticket.centre_id AND other.called_at >= ticket.ready_at
        AND other.called_at < coalesce(ticket.called_at, ticket.finished_at, 'infinity')
        AND theirs.day = ticket.day AND (theirs.letter = ticket.letter OR other.service_id = ticket.service_id)
        AND other.waiting_since > ticket.waiting_since AND other.outcome IS DISTINCT FROM 'undone'
        AND ticket.service_id = ANY(session.services || other.help) AND (session.accessible OR NOT ticket.step_free)
) AS passed
WHERE {which}
"""
_BY_CODE = _TICKET.format(which="ticket.code = %(which)s")
_BY_ID = _TICKET.format(which="ticket.id = %(which)s")


_BY_SURVEY_CODE = """
SELECT id, centre_id, service_id, department_id, sex, age_band, finished_at FROM queue_ticket
WHERE survey_code = %s AND state = 'served' AND NOT settled
"""


def ticket(*, code: str, at: datetime | None = None) -> TicketView | None:
    """Return the ticket with that secret code, or None. Without `at` its wait is that of the hall's last call."""
    return _ticket(_BY_CODE, code, at)


def ticket_by_id(*, ticket_id: int, at: datetime | None = None) -> TicketView | None:
    """Return a ticket, or None."""
    return _ticket(_BY_ID, ticket_id, at)


def ticket_by_number(*, centre_id: str, number: str, at: datetime) -> TicketView | None:
    """Return the ticket of the day of `at` with that number as somebody types it ("k51"), or None."""
    named = rules.number_read(number)
    if named is None:
        return None
    day = centres.local_day(centre_id=centre_id, at=at)
    found = models.Ticket.objects.filter(centre=centre_id, day=day, letter=named[0], number=named[1])
    ticket_id = found.values_list("id", flat=True).first()
    return None if ticket_id is None else ticket_by_id(ticket_id=ticket_id, at=at)


def _ticket(statement: str, which: str | int, at: datetime | None) -> TicketView | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"which": which, "sent_on": list(rules.SENT_ON_BECAUSE)})
        row = cursor.fetchone()
    if row is None:
        return None
    (ticket_id, centre_id, letter, number, code, state, service_id, department_id, class_code, promised_minutes,
     needs, language, channel, issued_at, waiting_since, called_at, started_at, finished_at, counter_id, sex, age_band,
     disability, survey_code, weight, step_free, recalls, overtaken, overtaken_otherwise,
     settled, ready_at, following, last_outcome, earlier, last_called_at,
     represents, appointed_for) = row  # fmt: skip
    ahead, wait, aside = 0, None, False
    if state == models.State.WAITING:
        known_at = at or max(issued_at, last_called_at or issued_at)
        aside = last_outcome == rules.SET_ASIDE and known_at < ready_at
        ahead, wait = scene.look(centre_id=centre_id, at=known_at).forecast(
            letter=scene.letters_of_lines(centre_id=centre_id).get(department_id, letter),
            service_id=service_id,
            weight=weight,
            promised_minutes=promised_minutes,
            step_free=step_free,
            since=waiting_since,
            ready_at=ready_at,
        )
        wait = scene.with_closing(wait, centre_id=centre_id, department_id=department_id, at=known_at)
    return TicketView(
        ticket_id=ticket_id,
        centre_id=centre_id,
        number=rules.number_text(letter, number),
        letter=letter,
        code=code,
        state=state,
        service_id=service_id,
        department_id=department_id,
        class_code=class_code,
        promised_minutes=promised_minutes,
        needs=tuple(needs),
        language=language,
        channel=channel,
        issued_at=issued_at,
        waiting_since=waiting_since,
        called_at=called_at,
        started_at=started_at,
        finished_at=finished_at,
        counter_id=counter_id,
        counter_number=centres.counter(counter_id=counter_id).number if counter_id is not None else None,
        recalls=recalls,
        sex=sex,
        age_band=age_band,
        disability=disability,
        people_ahead=ahead,
        wait=wait,
        overtaken=overtaken,
        survey_code=survey_code if state == models.State.SERVED and not settled else None,
        overtaken_otherwise=overtaken_otherwise,
        settled=settled,
        ready_at=ready_at,
        following=tuple(following),
        aside=aside,
        earlier_services=tuple(earlier or ()),
        represents=represents,
        appointed_for=appointed_for,
    )


def order_of_visit(*, services: Sequence[str], day: date) -> tuple[str, ...]:
    """Return in which order a visit would go through these services.

    :raises UnknownService: one of them is not in the catalogue.
    """
    return matters.in_order(services, day=day)


def ticket_by_survey_code(*, code: str) -> SurveyVisit | None:
    """Return the served visit a survey code belongs to, or None when there is none or it is not over."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_SURVEY_CODE, [code])
        row = cursor.fetchone()
    return SurveyVisit(*row) if row else None


_TOLD = """
SELECT count(*),
    count(*) FILTER (WHERE call.called_at <= told.told_at + told.high_minutes * interval '1 minute'),
    count(*) FILTER (WHERE call.called_at > told.told_at + (told.high_minutes + 5) * interval '1 minute')
FROM queue_toldwait told JOIN queue_ticket ticket ON ticket.id = told.ticket_id
CROSS JOIN LATERAL (
    SELECT min(called_at) AS called_at FROM queue_call
    WHERE ticket_id = ticket.id AND called_at >= told.told_at AND outcome IS DISTINCT FROM 'undone'
) AS call
WHERE ticket.centre_id = %s AND ticket.day >= %s AND ticket.day < %s AND call.called_at IS NOT NULL
"""


def told_truth(*, centre_id: str, since: date, until: date) -> ToldTruth:
    """Return how true the waits told on days `since` <= day < `until` were."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [centre_id, since, until])
        return ToldTruth(*cursor.fetchone())
