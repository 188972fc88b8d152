"""Every URL is closed unless it is opened here, and every role finds only its own doors open."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from darcha.access import models as access
from darcha.access.rules import Role

OPEN = {
    "porch:sign_in",
    "kiosk:*",
    "display:*",
    "portal:*",
    "api:*",
}
"""What anybody may ask for; "door:*" opens a whole door. Everything else leads to the sign-in."""

EVERYBODY = frozenset(Role)
AT_THE_ENTRANCE = frozenset({Role.HOST})
AT_THE_COUNTER = frozenset({Role.COUNTER_OFFICER})
AT_THE_DESK = frozenset({Role.COUNTER_OFFICER, Role.DEPARTMENT_OFFICER})
IN_THE_DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER})
WHO_SEES_THE_HALL = frozenset({Role.HOST, Role.HEAD_OF_CENTRE, Role.HEAD_OF_AGENCY})
WHO_SEES_FIGURES = frozenset({Role.HEAD_OF_CENTRE, Role.HEAD_OF_AGENCY, Role.AUDITOR})
WHO_GIVES_TICKETS = frozenset({Role.HOST, Role.HEAD_OF_CENTRE})
WHO_RUNS_THE_HALL = frozenset({Role.HEAD_OF_CENTRE})
WHO_SEES_WHAT_IS_LATE = frozenset({Role.HEAD_OF_CENTRE, Role.HEAD_OF_AGENCY})
WHO_ANSWERS = frozenset({Role.HEAD_OF_CENTRE, Role.HEAD_OF_AGENCY})
WHO_READS_REASONS = frozenset({Role.HEAD_OF_CENTRE})
WHO_CLOSES_THE_DAY = frozenset({Role.HEAD_OF_CENTRE})
WHO_WRITES_SERVICES = frozenset({Role.SERVICE_AUTHOR})
WHO_GIVES_MONEY_BACK = frozenset({Role.COUNTER_OFFICER, Role.HEAD_OF_CENTRE})
WHO_RECONCILES = frozenset({Role.HEAD_OF_CENTRE})
WHO_READS_THE_JOURNAL = frozenset({Role.AUDITOR})

MAY_OPEN: dict[str, frozenset[Role]] = {
    "porch:sign_out": EVERYBODY,
    "porch:my_work": EVERYBODY,
    "desk:home": AT_THE_DESK,
    "desk:sit_down": AT_THE_COUNTER,
    "desk:counter": AT_THE_COUNTER,
    "desk:line": AT_THE_COUNTER,
    "desk:close": AT_THE_COUNTER,
    "desk:take_break": AT_THE_COUNTER,
    "desk:go_on": AT_THE_COUNTER,
    "desk:undo": AT_THE_COUNTER,
    "desk:call": AT_THE_COUNTER,
    "desk:call_by_hand": AT_THE_COUNTER,
    "desk:recall": AT_THE_COUNTER,
    "desk:start": AT_THE_COUNTER,
    "desk:no_show": AT_THE_COUNTER,
    "desk:finish": AT_THE_COUNTER,
    "desk:send_on": AT_THE_COUNTER,
    "desk:set_aside": AT_THE_COUNTER,
    "desk:bring_back": AT_THE_COUNTER,
    "desk:checklist": AT_THE_COUNTER,
    "desk:file": AT_THE_COUNTER,
    "desk:bring": AT_THE_COUNTER,
    "desk:brought": AT_THE_COUNTER,
    "desk:resubmit": AT_THE_COUNTER,
    "desk:tell": AT_THE_COUNTER,
    "desk:receipt": AT_THE_DESK,
    "desk:person": AT_THE_COUNTER,
    "desk:person_told": AT_THE_COUNTER,
    "desk:work": IN_THE_DEPARTMENT,
    "desk:find": IN_THE_DEPARTMENT,
    "desk:case": IN_THE_DEPARTMENT,
    "desk:give_reason": IN_THE_DEPARTMENT,
    "desk:complete": IN_THE_DEPARTMENT,
    "desk:hand": IN_THE_DEPARTMENT,
    "desk:send_back": IN_THE_DEPARTMENT,
    "desk:represent": IN_THE_DEPARTMENT,
    "desk:suspend": IN_THE_DEPARTMENT,
    "desk:resume": IN_THE_DEPARTMENT,
    "desk:extend": IN_THE_DEPARTMENT,
    "desk:choose_rules": IN_THE_DEPARTMENT,
    "desk:decide": IN_THE_DEPARTMENT,
    "desk:confirm": IN_THE_DEPARTMENT,
    "desk:give_back": IN_THE_DEPARTMENT,
    "desk:issue": IN_THE_DEPARTMENT,
    "desk:give_again": IN_THE_DEPARTMENT,
    "desk:correct_document": IN_THE_DEPARTMENT,
    "desk:annul_document": IN_THE_DEPARTMENT,
    "desk:attach_scan": AT_THE_DESK,
    "desk:scan": IN_THE_DEPARTMENT,
    "desk:pay": AT_THE_COUNTER,
    "desk:set_fee": IN_THE_DEPARTMENT,
    "desk:serve_notice": IN_THE_DEPARTMENT,
    "desk:payment": WHO_GIVES_MONEY_BACK,
    "desk:payment_receipt": WHO_GIVES_MONEY_BACK,
    "desk:undo_payment": AT_THE_COUNTER,
    "desk:end_payment": WHO_GIVES_MONEY_BACK,
    "desk:till": AT_THE_COUNTER,
    "desk:close_till": AT_THE_COUNTER,
    "desk:correct_till": AT_THE_COUNTER,
    "reception:home": AT_THE_ENTRANCE,
    "reception:now": AT_THE_ENTRANCE,
    "reception:service": AT_THE_ENTRANCE,
    "reception:take_ticket": AT_THE_ENTRANCE,
    "reception:ticket": AT_THE_ENTRANCE,
    "reception:send_home": AT_THE_ENTRANCE,
    "reception:bring": AT_THE_ENTRANCE,
    "office:hall": WHO_SEES_THE_HALL,
    "office:hall_now": WHO_SEES_THE_HALL,
    "office:close_counter": WHO_RUNS_THE_HALL,
    "office:end_break": WHO_RUNS_THE_HALL,
    "office:messages": WHO_RUNS_THE_HALL,
    "office:withdraw_message": WHO_RUNS_THE_HALL,
    "office:appointments": WHO_SEES_THE_HALL,
    "office:overtakes": WHO_SEES_THE_HALL,
    "office:late": WHO_SEES_WHAT_IS_LATE,
    "office:appeals": WHO_ANSWERS,
    "office:appeal": WHO_ANSWERS,
    "office:answer_appeal": WHO_ANSWERS,
    "office:theme_appeal": WHO_ANSWERS,
    "office:reasons": WHO_READS_REASONS,
    "office:absences": WHO_READS_REASONS,
    "office:end_absence": WHO_READS_REASONS,
    "office:looks": WHO_READS_REASONS | WHO_READS_THE_JOURNAL,
    "office:settle_look": WHO_READS_REASONS,
    "office:paper": WHO_GIVES_TICKETS,
    "office:print_again": WHO_GIVES_TICKETS,
    "office:block": WHO_GIVES_TICKETS,
    "office:block_sheet": WHO_GIVES_TICKETS,
    "office:offers": WHO_RUNS_THE_HALL,
    "office:offer": WHO_RUNS_THE_HALL,
    "office:services": WHO_WRITES_SERVICES,
    "office:service": WHO_WRITES_SERVICES,
    "office:service_draft": WHO_WRITES_SERVICES,
    "office:drop_draft": WHO_WRITES_SERVICES,
    "office:service_preview": WHO_WRITES_SERVICES,
    "office:publish_service": WHO_WRITES_SERVICES,
    "office:monitoring": WHO_SEES_FIGURES,
    "office:table": WHO_SEES_FIGURES,
    "office:report": WHO_SEES_FIGURES,
    "office:report_file": WHO_SEES_FIGURES,
    "office:takings": WHO_RECONCILES,
    "office:takings_table": WHO_RECONCILES,
    "office:sign_takings": WHO_RECONCILES,
    "office:match_statement": WHO_RECONCILES,
    "office:days": WHO_SEES_FIGURES,
    "office:close_day": WHO_CLOSES_THE_DAY,
    "office:journal": WHO_READS_THE_JOURNAL,
}
"""Closed addresses, and the roles that are not told "you may not"."""

SAMPLES: dict[str, object] = {
    "centre": "SRG",
    "centre_id": "SRG",
    "code": "no-such-code",
    "step": "who",
    "case_id": 1,
    "work_item_id": 1,
    "counter_id": 1,
    "ticket_id": 1,
    "service_id": "PJ-03",
    "department_id": "PJ",
    "day": "2026-11-24",
}


def _walk(patterns: list[URLPattern | URLResolver], space: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += _walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            found.append((f"{space}{pattern.name}", pattern))
    return found


def _address(name: str, pattern: URLPattern) -> str:
    given = {}
    for word, converter in pattern.pattern.converters.items():
        whole = type(converter).__name__ == "IntConverter"
        given[word] = SAMPLES.get(word, 1 if whole else "x")
        if whole and not isinstance(given[word], int):
            given[word] = 1
    return reverse(name, kwargs=given)


URLS = _walk(get_resolver().url_patterns)


def _is_open(name: str) -> bool:
    return name in OPEN or f"{name.partition(':')[0]}:*" in OPEN


CLOSED = [(name, pattern) for name, pattern in URLS if not _is_open(name)]


def _ids(value: object) -> str | None:
    return value if isinstance(value, str) else None


def test_every_url_has_a_name_in_its_door() -> None:
    assert URLS
    assert not [name for name, _ in URLS if ":" not in name or name.endswith(":None")]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "pattern"), CLOSED, ids=_ids)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_closed_url_leads_a_stranger_to_the_sign_in(name: str, pattern: URLPattern, method: str) -> None:
    answer = getattr(Client(), method)(_address(name, pattern))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("porch:sign_in"))


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "pattern"), [(name, pattern) for name, pattern in URLS if _is_open(name)], ids=_ids)
def test_an_open_url_asks_nobody_who_they_are(name: str, pattern: URLPattern) -> None:
    answer = Client().get(_address(name, pattern))
    assert answer.status_code < 500
    assert answer.status_code not in {401, 403}
    assert not answer.headers.get("Location", "").startswith(reverse("porch:sign_in"))


def test_every_closed_url_is_in_the_table() -> None:
    assert set(MAY_OPEN) == {name for name, _ in CLOSED}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "pattern"), CLOSED, ids=_ids)
def test_each_role_finds_its_own_doors_open(name: str, pattern: URLPattern) -> None:
    admitted = set()
    for role in Role:
        client = Client()
        client.force_login(_somebody_who_is(role))
        # Who is led to a page that is closed to them is not admitted either.
        answer = client.get(_address(name, pattern), follow=True)
        if answer.status_code == 405:
            answer = client.post(_address(name, pattern), follow=True)
        assert answer.status_code < 500, f"{role}: {answer.status_code}"
        if answer.status_code != 403:
            admitted.add(role)
    assert admitted == MAY_OPEN.get(name, frozenset())


def _somebody_who_is(role: Role) -> object:
    """Return a new employee of Sergeli who holds this one role, for the pension fund where a department is asked."""
    employee = get_user_model()._default_manager.create(
        login=f"only.{role}".replace("_", "-"),
        password="!",
        name="Somebody",
        sex="F",
        centre_id="SRG",
        department_id="PJ" if role in {Role.COUNTER_OFFICER, Role.DEPARTMENT_OFFICER, Role.HEAD_OF_AGENCY} else None,
        of_staff=True,
    )
    access.Grant.objects.create(
        employee=employee,
        role=role,
        centre_id="SRG",
        department_id="PJ" if role in {Role.DEPARTMENT_OFFICER, Role.HEAD_OF_AGENCY} else None,
    )
    return employee
