"""Closing a day: its entries in the journal become facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from darcha.centres import queries as centres
from darcha.journal import actions as journal
from darcha.journal import queries as entries
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.monitoring import errors, models
from darcha.monitoring.rules import facts as rules


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed day: from how many entries how many facts were counted, and whether anything was new."""

    day: date
    entries: int
    facts: int
    fingerprint: str
    changed: bool


def close_day(*, centre_id: str, day: date, at: datetime, by: Actor, key: str | None = None) -> Closed:
    """Fold the journal of the centre's local day into its facts.

    Any number of times: equal entries give equal facts, and nothing is written when nothing is new. Entries that came
    late for an earlier day are counted when that day is closed again, and facts somebody altered are put right.

    :raises DayIsNotOver: the day has not begun yet where the centre is.
    """
    by.must(Permission.CLOSE_DAY, centre_id=centre_id)
    before = entries.entry_with_key(centre_id=centre_id, key=key)
    if before:
        return _as_told(before.data)
    zone = centres.zone(centre_id=centre_id)
    if day > at.astimezone(zone).date():
        raise errors.DayIsNotOver(day=day.isoformat())
    begins = datetime.combine(day, time(0), tzinfo=zone)
    ends = datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)
    try:
        with transaction.atomic():
            closed, is_new = models.ClosedDay.objects.get_or_create(
                centre_id=centre_id,
                day=day,
                defaults={"closed_at": at, "entries": 0, "facts": 0, "fingerprint": rules.fingerprint({})},
            )
            # Two who close the same day at once take turns: the second finds the first one's facts and nothing new.
            closed = models.ClosedDay.objects.select_for_update().get(pk=closed.pk)
            folded = rules.fold(
                entries.entries_between(centre_id=centre_id, since=begins, until=ends, kinds=rules.COUNTED), zone=zone
            ).get(day, rules.Folded(0, {}))
            mark = rules.fingerprint(folded.facts)
            kept = rules.fingerprint(_kept(centre_id, day))
            if not is_new and (mark, mark, folded.entries) == (closed.fingerprint, kept, closed.entries):
                return Closed(day, closed.entries, closed.facts, mark, changed=False)
            models.DayFact.objects.filter(centre_id=centre_id, day=day).delete()
            models.DayFact.objects.bulk_create(
                [_row(centre_id, day, cell, measures) for cell, measures in folded.facts.items()], batch_size=500
            )
            closed.closed_at, closed.entries = at, folded.entries
            closed.facts, closed.fingerprint = len(folded.facts), mark
            closed.save()
            journal.append(
                centre_id=centre_id,
                kind=Kind.DAY_CLOSED,
                subject=f"day:{day.isoformat()}",
                at=at,
                by=by,
                data={
                    "day": day.isoformat(),
                    "entries": folded.entries,
                    "facts": len(folded.facts),
                    "fingerprint": mark,
                },
                key=key,
            )
    except IntegrityError:
        before = entries.entry_with_key(centre_id=centre_id, key=key)
        if before is None:
            raise
        return _as_told(before.data)
    return Closed(day, folded.entries, len(folded.facts), mark, changed=True)


def _as_told(data: object) -> Closed:
    if not isinstance(data, dict) or "fingerprint" not in data:
        raise TypeError("this key belongs to another action")
    return Closed(
        day=date.fromisoformat(data["day"]),
        entries=data["entries"],
        facts=data["facts"],
        fingerprint=data["fingerprint"],
        changed=True,
    )


def _kept(centre_id: str, day: date) -> dict[rules.Cell, rules.Measures]:
    """Return the facts as the rows have them now, whoever wrote them."""
    return {
        rules.Cell(row.service_id, row.department_id, row.channel, row.sex, row.age_band, row.disability): replace(
            rules.Measures(**{name: getattr(row, name) for name in rules.NUMBERS}),
            wait_minutes=tuple(row.wait_minutes),
            satisfied=tuple(row.satisfied),
            clear=tuple(row.clear),
        )
        for row in models.DayFact.objects.filter(centre_id=centre_id, day=day)
    }


def _row(centre_id: str, day: date, cell: rules.Cell, measures: rules.Measures) -> models.DayFact:
    return models.DayFact(
        centre_id=centre_id,
        day=day,
        service_id=cell.service_id,
        department_id=cell.department_id,
        channel=cell.channel,
        sex=cell.sex,
        age_band=cell.age_band,
        disability=cell.disability,
        **{name: getattr(measures, name) for name in rules.NUMBERS},
        **{name: list(rules.trimmed(getattr(measures, name))) for name in rules.SERIES},
    )
