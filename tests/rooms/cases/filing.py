"""People and papers for the tests of this room: a widow's pension, a birth, and the officers who work on them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from darcha.cases import actions
from darcha.cases.rules import NewApplicant, NewRepresentative, OpenedCase, demanded, known_facts
from darcha.catalogue import queries as catalogue
from darcha.catalogue import rules as papers
from darcha.kernel.actor import Actor, Grant, Permission, system
from tests import given

TASHKENT = ZoneInfo("Asia/Tashkent")
WEDNESDAY = datetime(2010, 4, 14, 10, 30, tzinfo=TASHKENT)
WIDOW = NewApplicant("Yoʻldosheva Madina Akmal qizi", "F", 1974, "+998 90 123-45-67", "31710854000010")
FATHER = NewApplicant("Каримов Рустам Ўткирович", "M", 1982)
PENSION = {"has_minor_children": True, "child.age": 9}
"""A survivor's pension: the youngest child is nine."""


def officer(permission: Permission, department_id: str | None = None, *, number: int = 7) -> Actor:
    return Actor("employee", str(number), (Grant(permission, "SRG", department_id),))


def all_papers(service_id: str, facts: dict[str, object], applicant: NewApplicant, at: datetime) -> frozenset[str]:
    version = catalogue.service_version(code=service_id, on=at.date())
    known = known_facts(facts, applicant=applicant, year=at.year, channel="counter")
    return frozenset(demanded(papers.checklist(version, facts=known, on=at.date())))


def filed(
    service_id: str = "PJ-03",
    *,
    applicant: NewApplicant = WIDOW,
    facts: dict[str, object] | None = None,
    missing: frozenset[str] = frozenset(),
    language: str = "uz",
    at: datetime = WEDNESDAY,
    by: Actor | None = None,
    key: str | None = None,
    ticket_id: int | None = None,
    another_because: str | None = "other_person",
    representative: NewRepresentative | None = None,
) -> OpenedCase:
    told = PENSION if facts is None else facts
    return actions.open_case(
        centre_id="SRG",
        service_id=service_id,
        ticket_id=ticket_id,
        another_because=another_because,
        representative=representative,
        applicant=applicant,
        facts=told,
        papers_seen=all_papers(service_id, told, applicant, at) - missing,
        language=language,
        at=at,
        by=by or system("test"),
        key=key,
    )


def ready(opened: OpenedCase, *, at: datetime = WEDNESDAY) -> OpenedCase:
    """Let every department agree, in order."""
    while items := [item for item in seen(opened).items if item.state == "open"]:
        actions.complete_work_item(work_item_id=items[0].id, outcome="agreed", note="", at=at, by=system("test"))
    return opened


def decided(opened: OpenedCase, outcome: str = "granted", *, ground: str = "", at: datetime = WEDNESDAY) -> OpenedCase:
    """Decide a ready case with as many eyes as its service asks for."""
    told = {
        "case_id": opened.case_id,
        "outcome": outcome,
        "ground": ground,
        "because": given.BECAUSE,
        "at": at,
        "by": system("test"),
    }
    if seen(opened).service.four_eyes:
        actions.propose_decision(**told)
        actions.confirm_decision(case_id=opened.case_id, at=at, by=system("colleague"))
    else:
        actions.decide(**told)
    return opened


def granted(opened: OpenedCase, *, at: datetime = WEDNESDAY) -> OpenedCase:
    return decided(ready(opened, at=at), at=at)


def seen(opened: OpenedCase) -> actions.CaseView:
    return actions.read_case(case_id=opened.case_id, purpose="test", at=WEDNESDAY, by=system("test"))
