"""The journal is read on from the cursor of this room, and what somebody wants to know becomes a notice with its job."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

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

DELIVER_CALMLY = "notices.deliver_calmly"
"""The same for what is told of an application: it is tried for hours."""

_OVER = (
    Kind.TICKET_SERVED,
    Kind.TICKET_NO_SHOW,
    Kind.TICKET_LEFT,
    Kind.APPOINTMENT_CANCELLED,
    Kind.APPOINTMENT_MISSED,
)
_OF_CASES: dict[str, str] = {
    Kind.CASE_SUSPENDED: rules.CORRECT,
    Kind.CASE_EXTENDED: rules.DUE_MOVED,
    Kind.CASE_DUE_MOVED: rules.DUE_MOVED,
    Kind.CASE_MOVED: rules.DUE_MOVED,
    Kind.CASE_NOTICED: rules.DUE_MOVED,
    Kind.CASE_DECIDED: rules.DECIDED,
    Kind.DOCUMENT_ISSUED: rules.READY,
    Kind.DOCUMENT_REISSUED: rules.READY,
    Kind.DOCUMENT_CORRECTED: rules.READY,
    Kind.DOCUMENT_ANNULLED: rules.ANNULLED,
}
_FOLLOWED = (
    *_OVER,
    Kind.TICKET_ISSUED,
    Kind.TICKET_CALLED,
    Kind.APPOINTMENT_MOVED,
    *_OF_CASES,
    Kind.CASE_RESUMED,
    Kind.CASE_ERASED,
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
        jobs.enqueue(DELIVER_CALMLY if template in rules.OF_CASES else DELIVER, row.pk)
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
        addresses = models.Address.objects.filter(centre_id=centre_id)
        # Of tickets and appointments there are as many as people in the hall. Applications last for months, so of
        # theirs only those are looked at whose time has come, and those of which an entry tells.
        now = Q(remind_at__lte=at) | Q(over_at__lte=at) | ~Q(about__startswith=f"{rules.CASE}:")
        wanted = {row.about: row for row in addresses.filter(now)}
        found: list[Entry] = []
        if cursor.seq < head.seq and (wanted or addresses.exists()):
            found = entries.entries_after(
                centre_id=centre_id, seq=cursor.seq, epoch=head.epoch, kinds=_FOLLOWED, limit=_AT_ONCE
            )
        end = found[-1].seq if len(found) == _AT_ONCE else max([head.seq, *(entry.seq for entry in found)])
        cases = {_case_of(entry) for entry in found} - wanted.keys()
        wanted |= {row.about: row for row in addresses.filter(about__in=cases)}
        reading = _Reading(centre_id, at, wanted, (head.epoch, end))
        for entry in found:
            _read(reading, entry)
        _tell_who_is_near(reading)
        _remind(reading)
        _let_go(reading)
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
    elif entry.kind in _OF_CASES or entry.kind in (Kind.CASE_RESUMED, Kind.CASE_ERASED):
        _read_of_case(reading, entry, _case_of(entry))
    elif entry.subject not in reading.wanted:
        return
    elif entry.kind == Kind.TICKET_CALLED:
        reading.due(entry.subject, rules.CALLED, entry.moment, (entry.epoch, entry.seq))
    elif entry.kind == Kind.APPOINTMENT_MOVED:
        _remind_anew(reading, entry.subject)
    elif entry.kind in _OVER:
        reading.erase(entry.subject, rules.OVER)


def _case_of(entry: Entry) -> str:
    """Return the application an entry tells of: that of a document is in its data."""
    return f"{rules.CASE}:{entry.data.get('case')}"


def _read_of_case(reading: _Reading, entry: Entry, about: str) -> None:
    address = reading.wanted.get(about)
    # What happened before the address was left is not told.
    if address is None or entry.moment < address.asked_at:
        return
    if entry.kind == Kind.CASE_ERASED:
        # Of one that was decided the scans go first: its document is still awaited then.
        if entry.data.get("what") in ("returned", "application"):
            reading.erase(about, rules.OVER)
        return
    # A newer version of the service may leave the last day where it was.
    stays = entry.kind == Kind.CASE_MOVED and entry.data.get("due_before") == entry.data.get("due_on")
    if entry.kind in _OF_CASES and not stays:
        reading.due(about, _OF_CASES[entry.kind], entry.moment, (entry.epoch, entry.seq))
    _remind_anew(reading, about)
    kept = _KEPT.get((entry.kind, entry.data.get("outcome")))
    if kept is not None:
        address.over_at = entry.moment + kept
        models.Address.objects.filter(about=about).update(over_at=address.over_at)


_KEPT: dict[tuple[str, object], timedelta] = {
    (Kind.CASE_DECIDED, "refused"): rules.KEPT_AFTER_REFUSAL,
    (Kind.CASE_DECIDED, "granted"): rules.KEPT_AFTER_GRANT,
    (Kind.DOCUMENT_ISSUED, None): rules.KEPT_AFTER_DOCUMENT,
    (Kind.DOCUMENT_REISSUED, None): rules.KEPT_AFTER_DOCUMENT,
    (Kind.DOCUMENT_CORRECTED, None): rules.KEPT_AFTER_DOCUMENT,
}


def _let_go(reading: _Reading) -> None:
    for about, address in list(reading.wanted.items()):
        if address.over_at is not None and address.over_at <= reading.at:
            reading.erase(about, rules.OVER)


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
    if known:
        moment = asking.remind_at(known, at=reading.at)
        models.Address.objects.filter(about=about).update(remind_at=moment)
        reading.wanted[about].remind_at = moment


def _remind(reading: _Reading) -> None:
    for about, address in reading.wanted.items():
        if address.remind_at is not None and address.remind_at <= reading.at:
            of_case = about.startswith(f"{rules.CASE}:")
            reading.due(about, rules.LAPSES if of_case else rules.TOMORROW, address.remind_at, reading.last)
            models.Address.objects.filter(about=about).update(remind_at=None)
