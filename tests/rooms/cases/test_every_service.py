"""Every service of the catalogue goes from intake to its document by its own steps, each done by whose step it is.

The journey asks the house what can be done next instead of knowing it: a service added to the catalogue is tested by itself.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import yaml
from filing import TASHKENT, WIDOW, filed, officer

from darcha.cases import actions, queries
from darcha.cases.rules import CaseView, OpenedCase, items_of, reckon, rule_of
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ServiceVersion
from darcha.kernel.actor import Actor, Permission, system
from darcha.kernel.working_time import is_working_day

pytestmark = pytest.mark.django_db

CATALOGUE = Path(__file__).parents[3] / "blueprints" / "uzbekistan" / "catalogue.yaml"
SERVICES = [service["code"] for service in yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["services"]]
SPRING = date(2026, 4, 14)
LONGEST = 40
"""A journey of more steps than this goes in circles."""


def in_season(version: ServiceVersion) -> datetime:
    """Return a morning on which one may apply: a working day, in the window of the service if it has one."""
    month, day = map(int, version.window.from_day.split("-")) if version.window else (SPRING.month, SPRING.day)
    first = date(SPRING.year, month, day)
    days = catalogue.working_calendar(department_id=version.department_id)
    first = next(one for n in range(14) if is_working_day(one := first + timedelta(days=n), calendar=days))
    return datetime.combine(first, time(10, 30), TASHKENT)


def of(department_id: str, permission: Permission, *, number: int) -> Actor:
    return officer(permission, department_id, number=number)


def seen(opened: OpenedCase, *, at: datetime) -> CaseView:
    return actions.read_case(case_id=opened.case_id, purpose="test", at=at, by=system("test"))


def do_what_is_next(case: CaseView, *, at: datetime) -> datetime | None:
    """Do the next thing by whose it is; return when it was done, or None: the journey is over."""
    for item in case.items:
        if item.state == "open":
            partner = catalogue.department(code=item.department_id).is_partner
            by = of(case.department_id if partner else item.department_id, Permission.WORK_ON_CASE, number=11)
            actions.complete_work_item(work_item_id=item.id, outcome="agreed", note="", at=at, by=by)
            return at
    if case.fee and not case.fee.payment and case.fee.state != "free":
        settles_the_fee(case, at=at)
        return at
    if case.state == "ready":
        if case.not_before and at.date() < case.not_before:
            at = datetime.combine(case.not_before, at.timetz())
        decides, confirms = (of(case.department_id, Permission.DECIDE_CASE, number=number) for number in (12, 13))
        told = {"case_id": case.id, "outcome": "granted", "ground": "", "at": at, "by": decides}
        if case.proposals and not case.proposals[-1].ended:
            actions.confirm_decision(case_id=case.id, at=at, by=confirms)
        elif case.service.four_eyes:
            actions.propose_decision(**told)
        else:
            actions.decide(**told)
        return at
    if case.state == "granted":
        actions.issue_document(case_id=case.id, at=at, by=of(case.department_id, Permission.DECIDE_CASE, number=12))
        return at
    return None


def settles_the_fee(case: CaseView, *, at: datetime) -> None:
    """Let the department say how much it is where the catalogue does not, and the applicant pay."""
    assert case.fee
    if case.fee.is_owed:
        cashier = officer(Permission.TAKE_PAYMENT, number=14)
        actions.record_payment(case_id=case.id, way="cash", amount_uzs=case.fee.amount_uzs or 0, at=at, by=cashier)
    else:
        says = of(case.department_id, Permission.DECIDE_CASE, number=12)
        how_much = {"units": 1} if case.fee.unit_uzs else {"amount_uzs": 100_000}
        actions.set_fee(case_id=case.id, words="As measured.", at=at, by=says, **how_much)


@pytest.mark.parametrize("code", SERVICES)
def test_it_comes_to_its_document_by_its_own_steps(code: str) -> None:
    version = catalogue.service_version(code=code, on=SPRING)
    at = in_season(version)
    arose = (
        {version.apply_within.from_fact: (at.date() - timedelta(days=3)).isoformat()} if version.apply_within else {}
    )

    opened = filed(code, applicant=WIDOW, facts=arose, at=at)
    assert opened.accepted, opened.defects
    case = seen(opened, at=at)
    asked = [(item.department_id, item.group, item.position) for item in case.items]
    assert asked == [(item.department_id, item.group, item.position) for item in items_of(version)]

    calendars = {version.department_id: catalogue.working_calendar(department_id=version.department_id)}
    moment: datetime | None = at
    for _ in range(LONGEST):
        moment = do_what_is_next(case, at=moment)
        if moment is None:
            break
        case = seen(opened, at=moment)
        told = reckon(rule_of(version), calendars=calendars, events=case.events, today=moment.date())
        assert (case.due_on, case.not_before) == (told.due_on, told.not_before)
        open_now = {item.group for item in case.items if item.state == "open"}
        assert len(open_now) <= 1, "what follows waits for all that is asked at once"
    assert case.state == "issued"
    assert case.decision is not None
    assert bool(case.decision.proposed_by) == version.four_eyes
    assert case.decision.on_time
    assert case.document is not None
    proof = queries.verify_document(code=case.document.verification_code)
    assert proof is not None
    assert (proof.number, proof.state, proof.service_id) == (case.document.number, "valid", code)
    if code.endswith("-01"):  # drawing takes longer than all the rest: one of each department is enough
        assert queries.document_pdf(code=case.document.verification_code, address="https://example.uz").startswith(
            b"%PDF"
        )
