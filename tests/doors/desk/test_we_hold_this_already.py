"""At the window: what the house gave out itself is told as soon as the personal number stands there, and not asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from darcha.cases import actions as cases
from darcha.cases.models import IssuedDocument
from darcha.cases.rules import NewApplicant
from darcha.catalogue import queries as catalogue
from darcha.kernel.actor import system
from tests import given
from tests.doors.desk.officers import TUESDAY, asked_papers, signed_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

NUMBER = "31710854000010"
BRIDE = NewApplicant("Sodiqova Zebo Anvar qizi", "F", 1990, None, NUMBER)
DIVORCE = "FHDYO-03"
FORM = {"HX-Request": "true"}


@pytest.fixture
def certificate() -> IssuedDocument:
    """Return the marriage certificate Zebo was given here in September."""
    before = TUESDAY - timedelta(days=80)
    facts: dict[str, object] = {"applicant.previously_married": False}
    opened = cases.open_case(
        centre_id=given.SERGELI, service_id="FHDYO-02", ticket_id=None, applicant=BRIDE, facts=facts,
        papers_seen=asked_papers("FHDYO-02", facts=facts, at=before), language="uz", at=before, by=system("test"),
    )  # fmt: skip
    for item in cases.read_case(case_id=opened.case_id, purpose="test", at=before, by=system("test")).items:
        cases.complete_work_item(work_item_id=item.id, outcome="agreed", note="", at=before, by=system("test"))
    later = before + timedelta(days=40)
    cases.decide(
        case_id=opened.case_id, outcome="granted", ground="", because=given.BECAUSE, at=later, by=system("test")
    )
    cases.record_payment(case_id=opened.case_id, way="cash", amount_uzs=61800, at=later, by=system("test"))
    issued = cases.issue_document(case_id=opened.case_id, at=later, by=system("test"))
    return IssuedDocument.objects.get(id=issued.document_id)


@pytest.fixture
def nilufar() -> Client:
    """Nilufar at window 1, with a woman before her who wants her divorce registered."""
    given.a_visitor_at_the_counter(DIVORCE, login="nilufar", at=TUESDAY - given.minutes(20))
    return signed_in("nilufar")


def typed(**more: str) -> dict[str, object]:
    version = catalogue.service_version(code=DIVORCE, on=TUESDAY.date())
    return {
        "version": str(version.id), "service": DIVORCE, "name": BRIDE.name, "sex": "F", "birth_year": "1990",
        "phone": "", "personal_number": NUMBER, "field:spouse_name": "Sodiqov Jahongir",
        "field:surname_choice": "own", "paper": ["d-id"], "request_key": "divorce-00000001", **more,
    }  # fmt: skip


def looks() -> list[dict[str, object]]:
    return [entry.data for entry in told("case.read") if entry.data["purpose"] == "evidence"]


def renewed(client: Client, **more: str) -> str:
    return client.post("/desk/counter/checklist/", typed(**more), headers=FORM).content.decode()


def test_the_list_says_which_document_we_hold_and_asks_for_no_paper(
    nilufar: Client, certificate: IssuedDocument
) -> None:
    without = renewed(nilufar, personal_number="")
    assert "to be brought" in without
    assert "1 paper is missing: Marriage certificate." in without
    assert looks() == []
    page = renewed(nilufar)
    assert f"we hold this already: document No. {certificate.number} of" in page
    assert "not to be brought" in page
    assert "Everything is here." in page


def test_the_look_is_told_once_a_visit_and_the_filing_takes_the_proof(
    nilufar: Client, certificate: IssuedDocument
) -> None:
    renewed(nilufar)
    renewed(nilufar)
    assert nilufar.post("/desk/counter/file/", typed()).status_code == 302
    (look,) = looks()
    assert (look["case"], look["document"], look["basis"]) == (certificate.case_id, certificate.id, "visit")
    entry = told("case.opened")[-1]
    assert entry.data["proven"] == {"d-marr": certificate.id}
    case_id = entry.data["case"]
    assert f"our document No. {certificate.number} of" in nilufar.get(f"/desk/cases/{case_id}/").content.decode()


def test_its_person_reads_the_look_and_what_proved_the_paper(nilufar: Client, certificate: IssuedDocument) -> None:
    nilufar.post("/desk/counter/file/", typed())
    told_all = nilufar.post("/desk/person/told/", {"person": NUMBER, "form": "json"})
    marriage, divorce = told_all.json()["applications"]
    assert "evidence" in [look["purpose"] for look in marriage["looks"]]
    assert [paper["proven_by"] for paper in divorce["papers"] if paper["proven_by"]] == [certificate.number]


def test_brought_again_it_is_told_too(nilufar: Client, certificate: IssuedDocument) -> None:
    nilufar.post("/desk/counter/file/", typed(paper=[]))
    (returned,) = (entry for entry in told("case.returned") if entry.data["service"] == DIVORCE)
    assert returned.data["defects"] == ["d-id"]
    page = nilufar.get(f"/desk/counter/cases/{returned.data['case']}/").content.decode()
    assert f"we hold this already: document No. {certificate.number} of" in page
    assert len(looks()) == 1


def test_a_number_that_is_not_whole_finds_nothing(nilufar: Client, certificate: IssuedDocument) -> None:
    assert certificate.number not in renewed(nilufar, personal_number=NUMBER[:-1])
    assert looks() == []


def test_nobody_at_home_is_told_by_a_number_what_its_owner_was_given(
    client: Client, certificate: IssuedDocument
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(f"/services/{DIVORCE}/", {"personal_number": NUMBER}).content.decode()
    assert "if you were given it here, you need not bring it" in page
    assert certificate.number not in page
    assert looks() == []
