"""Who works at the desk in these tests, and what they do there: people of Sergeli on one Tuesday."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page

from darcha.cases import actions as cases
from darcha.cases.rules import NewApplicant, OpenedCase, demanded, known_facts
from darcha.catalogue import queries as catalogue
from darcha.catalogue import rules as papers
from darcha.journal import queries as journal
from darcha.journal.rules import Entry
from darcha.kernel.actor import system
from darcha.plumbing import clock
from tests import given

TUESDAY = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
"""11:07 in Tashkent; the Pension Fund sits."""

FACTS: dict[str, object] = {"has_minor_children": True, "child.age": 9}
WIDOW = NewApplicant("Yoʻldosheva Madina Akmal qizi", "F", 1984)
TYPED = {
    "service": given.SURVIVORS_PENSION,
    "name": WIDOW.name,
    "sex": "F",
    "birth_year": "1984",
    "phone": "",
    "personal_number": "",
    "fact:has_minor_children": "yes",
    "fact:child.age": "9",
    "field:deceased_name": "Yoʻldoshev Akmal",
    "field:died_on": "2009-12-30",
    "field:relation": "spouse",
    "field:payment_way": "post",
    "field:post_office": "100060",
}
"""What Dilnoza types for the widow."""


def let_it_be(at: datetime) -> None:
    """Stop the doors' clock at a moment."""
    clock.set_clock(clock.Clock(true_at=datetime.fromtimestamp(0, tz=UTC), shown_at=at, speed=0))


def signed_in(login: str, *, language: str = "en") -> Client:
    """Return the browser of one of Sergeli's people, without a script."""
    client = Client()
    client.force_login(get_user_model()._default_manager.get(login=login))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def fills_in_the_form(page: Page) -> None:
    """Type what the form asks the widow for; the post office is asked for when she chooses the post."""
    for code in ("deceased_name", "died_on"):
        page.fill(f"[id='field:{code}']", TYPED[f"field:{code}"])
    for code in ("relation", "payment_way"):
        page.select_option(f"[id='field:{code}']", TYPED[f"field:{code}"])
    page.fill("[id='field:post_office']", TYPED["field:post_office"])


def asked_papers(
    service_id: str = given.SURVIVORS_PENSION, *, facts: dict[str, object] = FACTS, at: datetime = TUESDAY
) -> frozenset[str]:
    """Return every paper the service asks of the widow."""
    version = catalogue.service_version(code=service_id, on=at.date())
    known = known_facts(facts, applicant=WIDOW, year=at.year, channel="counter")
    return frozenset(demanded(papers.checklist(version, facts=known, on=at.date())))


def an_application(
    service_id: str = given.SURVIVORS_PENSION,
    *,
    missing: frozenset[str] = frozenset(),
    language: str = "uz",
    at: datetime = TUESDAY,
) -> OpenedCase:
    """Let the widow apply; `missing` papers make it a returned one."""
    return cases.open_case(
        centre_id=given.SERGELI,
        service_id=service_id,
        ticket_id=None,
        applicant=WIDOW,
        facts=FACTS,
        papers_seen=asked_papers(service_id, at=at) - missing,
        language=language,
        at=at,
        by=system("test"),
        another_because="other_person",
    )


def all_answer(case_id: int, *, but: int = 0, at: datetime = TUESDAY) -> list[int]:
    """Let the departments agree, all but the last `but`; return the work items left."""
    items = cases.read_case(case_id=case_id, purpose="test", at=at, by=system("test")).items
    done, left = items[: len(items) - but], items[len(items) - but :]
    for item in done:
        cases.complete_work_item(work_item_id=item.id, outcome="agreed", note="", at=at, by=system("test"))
    return [item.id for item in left]


def told(kind: str) -> list[Entry]:
    """Return the centre's journal entries of one kind."""
    return journal.entries_after(centre_id=given.SERGELI, seq=0, kinds=[kind], limit=10_000)
