"""Entries as the rooms write them, for days the figures are counted from."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from django.db import transaction

from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import system

CENTRE = "SRG"
_numbers = count(1)


def told(kind: Kind, at: datetime, **data: object) -> None:
    """Write one entry of the centre."""
    with transaction.atomic():
        journal.append(
            centre_id=CENTRE, kind=kind, subject=f"given:{next(_numbers)}", at=at, by=system("given"), data=data
        )


def served(
    at: datetime,
    *,
    service: str = "FHDYO-01",
    sex: str = "F",
    age_band: str = "30-44",
    disability: bool = False,
    wait_seconds: int = 600,
    within_promise: bool = True,
) -> None:
    """Let somebody be served."""
    told(
        Kind.TICKET_SERVED,
        at,
        ticket=next(_numbers),
        service=service,
        department=service.split("-")[0],
        **{"class": "ordinary"},
        channel="kiosk",
        counter=1,
        sex=sex,
        age_band=age_band,
        disability=disability,
        wait_seconds=wait_seconds,
        service_seconds=300,
        within_promise=within_promise,
        outcome="served",
    )


def issued(at: datetime, *, service: str = "FHDYO-01", ticket: int = 0) -> None:
    """Let somebody take a ticket."""
    told(
        Kind.TICKET_ISSUED,
        at,
        ticket=ticket or next(_numbers),
        number="K 001",
        service=service,
        department=service.split("-")[0],
        line="K",
        **{"class": "ordinary"},
        needs=[],
        language="uz",
        channel="kiosk",
    )


def decided(at: datetime, *, service: str = "FHDYO-01", on_time: bool = True, outcome: str = "granted") -> None:
    """Let a department decide."""
    told(
        Kind.CASE_DECIDED,
        at,
        case=next(_numbers),
        service=service,
        department=service.split("-")[0],
        outcome=outcome,
        due_on=at.date().isoformat(),
        on_time=on_time,
        first_time=True,
    )


def opened(at: datetime, *, service: str = "FHDYO-01", first_time: bool = True, sex: str = "F") -> None:
    """Let an application be accepted."""
    told(
        Kind.CASE_OPENED,
        at,
        case=next(_numbers),
        ticket=next(_numbers),
        service=service,
        version=1,
        department=service.split("-")[0],
        due_on=at.date().isoformat(),
        first_time=first_time,
        sex=sex,
        age_band="60+",
        disability=False,
        channel="counter",
    )


def returned(at: datetime, *, service: str = "FHDYO-01", defects: tuple[str, ...] = ()) -> None:
    """Let an application be handed back."""
    told(
        Kind.CASE_RETURNED,
        at,
        case=next(_numbers),
        ticket=next(_numbers),
        service=service,
        department=service.split("-")[0],
        defects=list(defects),
    )


def answered(at: datetime, *, satisfied: int = 5, clear: int = 5, service: str = "FHDYO-01", sex: str = "F") -> None:
    """Let somebody answer the survey."""
    told(
        Kind.SURVEY_ANSWERED,
        at,
        service=service,
        department=service.split("-")[0],
        sex=sex,
        satisfied=satisfied,
        clear=clear,
        channel="phone",
        visit_day=at.date().isoformat(),
    )
