"""Writing what a centre's file says."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from darcha.centres import errors, models, queries, timetables
from darcha.centres.blueprint import CentreFile, DaysSection, NamesSection, OfferSection, windows_by_weekday
from darcha.centres.rules import Offer
from darcha.journal import actions as journal
from darcha.journal import queries as entries
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Actor, Permission
from darcha.kernel.names import Names
from darcha.plumbing.rows import Tally, put


def load(*, blueprint: CentreFile, at: datetime, by: Actor) -> Tally:  # noqa: ARG001 -- every action takes its moment
    """Make the centre what its file says; return how many rows were new, changed and alike.

    Nothing that a ticket points at is deleted: a counter, a department, a service or a class that is no longer in the
    file is withdrawn. The file was checked before; the entry in the journal is written by whoever loads the file.
    """
    code = blueprint.centre.code
    by.must(Permission.LOAD_BLUEPRINT, centre_id=code)
    with transaction.atomic():
        look_again()
        tally = Tally()
        centre = _put_centre(blueprint, tally)
        _put_opening(centre, blueprint, tally)
        lines = _put_lines(centre, blueprint, tally)
        _put_seats(centre, lines, blueprint, tally)
        _put_counters(centre, blueprint, tally)
        _put_classes(centre, blueprint, tally)
        if tally.touched:
            centre.edition = uuid.uuid4()
            centre.save(update_fields=["edition"])
    return tally


def look_again() -> None:
    """Let this process ask for hours and presence anew until the running transaction, which may change them, is over."""
    timetables.distrust()
    transaction.on_commit(timetables.trust)


def _named(section: NamesSection) -> dict[str, str]:
    names = section.names()
    return {"name_uz": names.uz, "name_uz_cyrl": names.uz_cyrl, "name_ru": names.ru, "name_en": names.en}


def _texts(section: NamesSection) -> dict[str, str]:
    names = section.names()
    return {"uz": names.uz, "uz-cyrl": names.uz_cyrl, "ru": names.ru, "en": names.en}


def _put_centre(blueprint: CentreFile, tally: Tally) -> models.Centre:
    section, joining = blueprint.centre, blueprint.joining
    row, outcome = put(
        models.Centre,
        key={"code": section.code},
        values={
            **_named(section.names),
            "address": _texts(section.address),
            "district": _texts(section.district),
            "zone": section.zone,
            "calendar": section.calendar,
            "opens_on": section.opens_on,
            "policy": section.policy,
            "phones_join": joining.open,
            "phones_most_ahead": joining.most_ahead,
            "phones_most_waiting": joining.most_waiting,
            "come_minutes_before": joining.come_minutes_before,
            "representative_daily_limit": section.representative_daily_limit,
            "appointments": asdict(blueprint.appointments.terms()),
            "panel_inches": blueprint.display.panel_inches,
            "seat_metres": blueprint.display.seat_metres,
            "help": [[section.department, list(section.also), section.when] for section in blueprint.help],
        },
    )
    tally.count(outcome)
    return row


def _put_opening(centre: models.Centre, blueprint: CentreFile, tally: Tally) -> None:
    wanted = {
        (weekday, opens, closes)
        for weekday, spans in windows_by_weekday(blueprint.opening).items()
        for opens, closes in spans
    }
    rows = models.OpeningHours.objects.filter(centre=centre)
    present = set(rows.values_list("weekday", "opens", "closes"))
    if wanted == present:
        tally.unchanged += 1
        return
    rows.delete()
    models.OpeningHours.objects.bulk_create(
        models.OpeningHours(centre=centre, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in sorted(wanted)
    )
    tally.count("changed" if present else "new")


def _put_lines(centre: models.Centre, blueprint: CentreFile, tally: Tally) -> dict[str, models.Line]:
    lines = {}
    for position, section in enumerate(blueprint.lines):
        row, outcome = put(
            models.Line,
            key={"centre": centre, "letter": section.letter},
            values={
                **_named(section.names),
                "short": _texts(section.short) if section.short else None,
                "position": position,
            },
        )
        lines[section.letter] = row
        tally.count(outcome)
    return lines


def _put_seats(centre: models.Centre, lines: dict[str, models.Line], blueprint: CentreFile, tally: Tally) -> None:
    for position, section in enumerate(blueprint.departments):
        seat, outcome = put(
            models.Seat,
            key={"centre": centre, "department_id": section.code},
            values={
                "line": lines[section.line],
                "position": position,
                "appointments_at_once": section.appointments_at_once,
                "withdrawn": False,
            },
        )
        presence_changed = _put_presence(seat, section.presence, illustration=section.illustration)
        tally.count("changed" if presence_changed and outcome == "unchanged" else outcome)
        terms = {one.service: one for one in section.offers}
        for service in section.services:
            known = models.OfferedService.objects.filter(seat=seat, service_id=service).first()
            # What the head set is the head's: a file that knows nothing of it does not undo it.
            told = {} if known is not None and known.set_in_office else _terms(terms.get(service))
            _, outcome = put(
                models.OfferedService, key={"seat": seat, "service_id": service}, values={"withdrawn": False, **told}
            )
            tally.count(outcome)
        tally.changed += (
            models.OfferedService.objects.filter(seat=seat, withdrawn=False)
            .exclude(service_id__in=section.services)
            .update(withdrawn=True)
        )
    codes = [section.code for section in blueprint.departments]
    gone = models.Seat.objects.filter(centre=centre, withdrawn=False).exclude(department_id__in=codes)
    tally.changed += gone.update(withdrawn=True)


def _terms(section: OfferSection | None) -> dict[str, Any]:
    suspended = section.suspended if section else None
    return {
        "note": _texts(section.note) if section and section.note else None,
        "channels": list(section.channels) if section else [],
        "suspended_until": suspended.until if suspended else None,
        "suspended_because": _texts(suspended.because) if suspended else None,
        "from_home": section.from_home if section else True,
    }


def set_offer(*, centre_id: str, offer: Offer, at: datetime, by: Actor, key: str | None = None) -> None:
    """Say of the centre's own what holds for a service it offers: a note, ways of filing (from home too, or at the window
    only), until when it rests and why.

    :raises ServiceNotHere: the centre does not offer it.
    :raises OfferNotUnderstood: a text lacks a language, the day is past, or one of day and reason is missing.
    """
    by.must(Permission.RUN_HALL, centre_id=centre_id)
    done = entries.entry_with_key(centre_id=centre_id, key=key)
    if done is not None:
        if done.kind != Kind.OFFER_SET or done.actor != by.label:
            raise errors.RequestKeyUsed
        return
    _must_be_understood(offer, today=queries.local_day(centre_id=centre_id, at=at))
    timetables.distrust()
    with transaction.atomic():
        row = (
            models.OfferedService.objects.select_for_update(of=("self",))
            .filter(seat__centre=centre_id, seat__withdrawn=False, withdrawn=False, service_id=offer.service_id)
            .first()
        )
        if row is None:
            raise errors.ServiceNotHere(centre_id=centre_id)
        row.note = _told(offer.note)
        row.channels = list(offer.channels)
        row.suspended_until, row.suspended_because = offer.suspended_until, _told(offer.suspended_because)
        row.from_home, row.set_in_office = offer.from_home, True
        row.save()
        models.Centre.objects.filter(code=centre_id).update(edition=uuid.uuid4())
        journal.append(
            centre_id=centre_id,
            kind=Kind.OFFER_SET,
            subject=f"service:{offer.service_id}",
            at=at,
            by=by,
            data={
                "service": offer.service_id,
                "note": offer.note is not None,
                "channels": list(offer.channels),
                "suspended_until": offer.suspended_until.isoformat() if offer.suspended_until else None,
                "from_home": offer.from_home,
            },
            key=key,
        )
        transaction.on_commit(timetables.trust)


def _must_be_understood(offer: Offer, *, today: date) -> None:
    for names in (offer.note, offer.suspended_because):
        if names is not None and not all(text.strip() for text in (names.uz, names.ru, names.en)):
            raise errors.OfferNotUnderstood(service=offer.service_id)
    if (offer.suspended_until is None) != (offer.suspended_because is None):
        raise errors.OfferNotUnderstood(service=offer.service_id)
    if offer.suspended_until is not None and offer.suspended_until <= today:
        raise errors.OfferNotUnderstood(service=offer.service_id)


def _told(names: Names | None) -> dict[str, str] | None:
    if names is None:
        return None
    return {"uz": names.uz, "uz-cyrl": names.uz_cyrl, "ru": names.ru, "en": names.en}


def _put_presence(seat: models.Seat, sections: list[DaysSection], *, illustration: bool) -> bool:
    """Make the seat's windows those of the file; return whether they were others."""
    wanted = {
        (weekday, begins, ends, illustration)
        for weekday, spans in windows_by_weekday(sections).items()
        for begins, ends in spans
    }
    rows = models.PresenceWindow.objects.filter(seat=seat)
    if wanted == set(rows.values_list("weekday", "begins", "ends", "illustration")):
        return False
    rows.delete()
    models.PresenceWindow.objects.bulk_create(
        models.PresenceWindow(seat=seat, weekday=weekday, begins=begins, ends=ends, illustration=invented)
        for weekday, begins, ends, invented in sorted(wanted)
    )
    return True


def _put_counters(centre: models.Centre, blueprint: CentreFile, tally: Tally) -> None:
    for section in blueprint.counters:
        values: dict[str, Any] = section.model_dump(exclude={"number"})
        _, outcome = put(
            models.Counter, key={"centre": centre, "number": section.number}, values={**values, "withdrawn": False}
        )
        tally.count(outcome)
    numbers = [section.number for section in blueprint.counters]
    gone = models.Counter.objects.filter(centre=centre, withdrawn=False).exclude(number__in=numbers)
    tally.changed += gone.update(withdrawn=True)


def _put_classes(centre: models.Centre, blueprint: CentreFile, tally: Tally) -> None:
    for position, section in enumerate(blueprint.visitor_classes):
        _, outcome = put(
            models.VisitorClass,
            key={"centre": centre, "code": section.code},
            values={
                **_named(section.names),
                "position": position,
                "promised_minutes": section.promise_minutes,
                "weight": section.weight,
                "needs": list(section.needs),
                "recall_limit": section.recall_limit,
                "withdrawn": False,
            },
        )
        tally.count(outcome)
    codes = [section.code for section in blueprint.visitor_classes]
    gone = models.VisitorClass.objects.filter(centre=centre, withdrawn=False).exclude(code__in=codes)
    tally.changed += gone.update(withdrawn=True)
