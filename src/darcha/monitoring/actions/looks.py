"""Asking about looks at files: the house finds those that deserve a question, the head says what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from darcha.access import queries as access
from darcha.cases import queries as cases
from darcha.centres import queries as centres
from darcha.journal import actions as journal
from darcha.journal import queries as entries
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Actor, Permission
from darcha.monitoring import errors, models
from darcha.monitoring.queries.figures import midnight
from darcha.monitoring.rules import looks as rules

SHUT_FOR = timedelta(hours=1)
"""So long before it opens and after it closes work in the house is nothing odd."""

_EMPLOYEE = "employee:"


@dataclass(frozen=True, slots=True)
class Watched:
    """How many looks of a day were weighed, and about how many a question is open or was settled."""

    day: date
    looks: int
    asked: int


def watch_looks(*, centre_id: str, day: date, at: datetime, by: Actor) -> Watched:
    """Weigh every look of employees at the files of a past day, and keep those that deserve a question.

    Any number of times: a question that a later deed has answered goes away, one the head has settled stays as it is. The
    names in the files are compared with those of the readers, and the journal tells that they were.

    :raises DayIsNotOver: the day has not ended where the centre is.
    """
    by.must(Permission.WATCH_LOOKS, centre_id=centre_id)
    if day >= centres.local_day(centre_id=centre_id, at=at):
        raise errors.DayIsNotOver(day=day.isoformat())
    zone = centres.zone(centre_id=centre_id)
    begins, ends = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    around = entries.entries_between(centre_id=centre_id, since=begins - rules.A_DAY, until=ends + rules.A_DAY)
    looks: list[rules.Look] = []
    deeds: list[rules.Deed] = []
    for entry in around:
        if entry.kind == Kind.CASE_READ:
            if entry.actor.startswith(_EMPLOYEE) and begins <= entry.moment < ends:
                looks.append(_look(entry))
        elif entry.kind != Kind.CASE_REASON_GIVEN and isinstance(case_id := entry.data.get("case"), int):
            deeds.append(rules.Deed(entry.moment, entry.actor, case_id))
    people = {f"{_EMPLOYEE}{card.id}": card.name for card in access.employees(centre_id=centre_id)}
    files = cases.files_looked_at(looks=[(look.reader, look.case_id) for look in looks], readers=people)
    known = rules.Circumstances(
        deeds,
        ties={
            (reader, case_id): frozenset(rules.Sign(tie.value) for tie in found)
            for case_id, file in files.items()
            for reader, found in file.ties.items()
        },
        off_shift=_off_shift(centre_id, day, looks),
    )
    asked = [one for one in rules.asked_about(looks, known=known) if one.look.case_id in files]
    with transaction.atomic():
        _keep(centre_id, day, asked, files)
        journal.append(
            centre_id=centre_id,
            kind=Kind.LOOKS_WATCHED,
            subject=f"day:{day.isoformat()}",
            at=at,
            by=by,
            data={"day": day.isoformat(), "looks": len(looks), "asked": len(asked)},
        )
    return Watched(day, len(looks), len(asked))


def _look(entry: Entry) -> rules.Look:
    data = entry.data
    return rules.Look(
        entry.epoch, entry.seq, entry.moment, entry.actor, int(str(data["case"])), str(data.get("basis", ""))
    )


def _off_shift(centre_id: str, day: date, looks: list[rules.Look]) -> frozenset[tuple[int, int]]:
    hours, zone = centres.hours(centre_id=centre_id, day=day), centres.zone(centre_id=centre_id)
    if hours is None:
        return frozenset((look.epoch, look.seq) for look in looks)
    since = datetime.combine(day, hours.opens, tzinfo=zone) - SHUT_FOR
    until = datetime.combine(day, hours.closes, tzinfo=zone) + SHUT_FOR
    return frozenset((look.epoch, look.seq) for look in looks if not since <= look.moment <= until)


def _keep(centre_id: str, day: date, asked: list[rules.AskedLook], files: dict[int, cases.FileLookedAt]) -> None:
    """Write the questions of a day in place of those that are open; of two who do so at once the second finds them there."""
    rows = models.AskedLook.objects.filter(centre_id=centre_id, day=day)
    rows.filter(settled_as="").delete()
    settled = set(rows.values_list("epoch", "seq"))
    models.AskedLook.objects.bulk_create(
        [
            models.AskedLook(
                centre_id=centre_id,
                day=day,
                epoch=one.look.epoch,
                seq=one.look.seq,
                moment=one.look.moment,
                reader=one.look.reader,
                case_number=files[one.look.case_id].number,
                service_id=files[one.look.case_id].service_id,
                basis=one.look.basis,
                signs=[sign.value for sign in one.signs],
                weight=one.weight,
            )
            for one in asked
            if (one.look.epoch, one.look.seq) not in settled
        ],
        ignore_conflicts=True,
    )


def settle_look(*, look_id: int, outcome: str, at: datetime, by: Actor, key: str | None = None) -> None:
    """Say what came of the question about a look: "explained", or "passed_on" to whoever disciplines.

    :raises UnknownLook: there is no such question.
    :raises OutcomeUnknown: `outcome` is of no list.
    :raises OwnLook: somebody would settle the question about their own look.
    :raises LookIsSettled: another answer was given before.
    """
    row = models.AskedLook.objects.filter(id=look_id).first()
    if row is None:
        raise errors.UnknownLook(look_id=look_id)
    by.must(Permission.MANAGE_STAFF, centre_id=row.centre_id)
    if entries.entry_with_key(centre_id=row.centre_id, key=key):
        return
    if outcome not in rules.OUTCOMES:
        raise errors.OutcomeUnknown(outcome=outcome)
    if row.reader == by.label:
        raise errors.OwnLook(look_id=look_id)
    try:
        with transaction.atomic():
            row = models.AskedLook.objects.select_for_update().get(id=look_id)
            if row.settled_as == outcome:
                return
            if row.settled_as:
                raise errors.LookIsSettled(look_id=look_id)
            row.settled_as, row.settled_at, row.settled_by = outcome, at, by.label
            row.save()
            journal.append(
                centre_id=row.centre_id,
                kind=Kind.LOOK_SETTLED,
                subject=f"look:{row.epoch}-{row.seq}",
                at=at,
                by=by,
                data={"seq": row.seq, "outcome": outcome, "reader": row.reader},
                key=key,
            )
    except models.AskedLook.DoesNotExist:
        raise errors.UnknownLook(look_id=look_id) from None
    except IntegrityError:
        if entries.entry_with_key(centre_id=row.centre_id, key=key) is None:
            raise
