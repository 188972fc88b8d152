"""The journal is read on from the cursor of this room, and what somebody wants to know becomes a notice with its job."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from darcha.journal import actions as journal
from darcha.journal import queries as entries
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.notices import models, rules
from darcha.notices.actions import asking
from darcha.notices.matters import standing
from darcha.plumbing import jobs
from darcha.queue import queries as queue

DELIVER = "notices.deliver"
"""The job of handing one notice to whoever carries it."""

_OVER = (
    Kind.TICKET_SERVED,
    Kind.TICKET_NO_SHOW,
    Kind.TICKET_LEFT,
    Kind.APPOINTMENT_CANCELLED,
    Kind.APPOINTMENT_MISSED,
)
_FOLLOWED = (
    *_OVER,
    Kind.TICKET_ISSUED,
    Kind.TICKET_CALLED,
    Kind.APPOINTMENT_MOVED,
)
"""What somebody wants to know, what changes it, and what ends it."""

_AT_ONCE = 500
"""Entries read in one transaction at most."""


@dataclass(slots=True)
class _Reading:
    """One transaction of reading on: who wants to know, up to which entry it reads, and what the journal is told at its end.

    The journal comes last for all: whoever tells it holds up the centre until the commit.
    """

    centre_id: str
    at: datetime
    wanted: dict[str, models.Address]
    last: tuple[int, int]
    to_tell: list[tuple[Kind, str, dict[str, object]]] = field(default_factory=list)

    def due(self, about: str, template: str, happened_at: datetime, where: tuple[int, int]) -> None:
        """Write a notice and its job; `where`: epoch and number of the entry it follows from."""
        address = self.wanted[about]
        row = models.Notice.objects.create(
            centre_id=self.centre_id,
            about=about,
            template=template,
            channel=address.channel,
            language=address.language,
            epoch=where[0],
            seq=where[1],
            happened_at=happened_at,
            due_at=self.at,
            state=rules.DUE,
        )
        jobs.enqueue(DELIVER, row.pk)
        told: dict[str, object] = {"about": about, "template": template, "channel": row.channel, "entry": row.seq}
        self.to_tell.append((Kind.NOTICE_DUE, f"notice:{row.pk}", told))

    def erase(self, about: str, because: str) -> None:
        address, matter = self.wanted.pop(about), rules.matter_read(about)
        if matter and asking.erase(matter):
            self.to_tell.append((Kind.NOTICE_STOPPED, about, {"channel": address.channel, "because": because}))

    def goes_on_with(self, about: str, ticket: str) -> None:
        """Let who asked about an appointment and checked in be told about the ticket."""
        address, matter = self.wanted[about], rules.matter_read(ticket)
        known = standing(matter, at=self.at) if matter else None
        to = address.to
        self.erase(about, rules.ARRIVED)
        if matter and known and known.awaits:
            self.wanted[ticket] = asking.keep(matter, channel=address.channel, to=to, known=known, at=self.at)
            self.to_tell.append((Kind.NOTICE_ASKED, ticket, {"channel": address.channel}))


def follow(*, centre_id: str, at: datetime, by: Actor) -> int:
    """Read the centre's journal on from the cursor, and write what is due with its job, in one transaction.

    That a turn is near is no fact of the journal: it is looked at, and told once. Return how many notices were written. Whoever comes while another one reads finds nothing to do: the cursor's row is
    held, so of several servers one reads at a time and no entry is told twice.
    """
    by.must(Permission.SEND_NOTICES, centre_id=centre_id)
    with transaction.atomic():
        cursor = models.Cursor.objects.select_for_update(skip_locked=True).filter(centre_id=centre_id).first()
        if cursor is None:
            return 0
        # The end is looked at before the addresses: an address that is not seen yet was left after it.
        head = entries.head(centre_id=centre_id)
        if cursor.epoch != head.epoch:
            cursor.epoch, cursor.seq = head.epoch, 0
        wanted = {row.about: row for row in models.Address.objects.filter(centre_id=centre_id)}
        found: list[Entry] = []
        if wanted and cursor.seq < head.seq:
            found = entries.entries_after(
                centre_id=centre_id, seq=cursor.seq, epoch=head.epoch, kinds=_FOLLOWED, limit=_AT_ONCE
            )
        end = found[-1].seq if len(found) == _AT_ONCE else max([head.seq, *(entry.seq for entry in found)])
        reading = _Reading(centre_id, at, wanted, (head.epoch, end))
        for entry in found:
            _read(reading, entry)
        _tell_who_is_near(reading)
        _remind(reading)
        if cursor.seq != end:
            cursor.seq = end
            cursor.save()
        for kind, subject, data in reading.to_tell:
            journal.append(centre_id=centre_id, kind=kind, subject=subject, at=at, by=by, data=data)
    return sum(kind == Kind.NOTICE_DUE for kind, _, _ in reading.to_tell)


def _read(reading: _Reading, entry: Entry) -> None:
    appointment = f"{rules.APPOINTMENT}:{entry.data.get('appointment')}"
    if entry.kind == Kind.TICKET_ISSUED and appointment in reading.wanted:
        reading.goes_on_with(appointment, entry.subject)
    elif entry.subject not in reading.wanted:
        return
    elif entry.kind == Kind.TICKET_CALLED:
        reading.due(entry.subject, rules.CALLED, entry.moment, (entry.epoch, entry.seq))
    elif entry.kind == Kind.APPOINTMENT_MOVED:
        _remind_anew(reading, entry.subject)
    elif entry.kind in _OVER:
        reading.erase(entry.subject, rules.OVER)


def _tell_who_is_near(reading: _Reading) -> None:
    told = set(
        models.Notice.objects.filter(about__in=reading.wanted, template=rules.NEAR).values_list("about", flat=True)
    )
    matters = [rules.matter_read(about) for about in reading.wanted if about not in told]
    tickets = [matter.id for matter in matters if matter and matter.kind == rules.TICKET]
    for one in queue.nearing(centre_id=reading.centre_id, ticket_ids=tickets, at=reading.at):
        if rules.is_near(people_ahead=one.people_ahead, ready=one.ready, come_by=one.come_by, at=reading.at):
            reading.due(str(rules.Matter(rules.TICKET, one.ticket_id)), rules.NEAR, reading.at, reading.last)


def _remind_anew(reading: _Reading, about: str) -> None:
    matter = rules.matter_read(about)
    known = standing(matter, at=reading.at) if matter else None
    if known and known.starts_at:
        moment = rules.remind_at(starts_at=known.starts_at, at=reading.at)
        models.Address.objects.filter(about=about).update(remind_at=moment)
        reading.wanted[about].remind_at = moment


def _remind(reading: _Reading) -> None:
    for about, address in reading.wanted.items():
        if address.remind_at is not None and address.remind_at <= reading.at:
            reading.due(about, rules.TOMORROW, address.remind_at, reading.last)
            models.Address.objects.filter(about=about).update(remind_at=None)
