"""What the house itself gave out nobody has to bring again: the taxpayer number before the no-debt certificate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from filing import FATHER, WEDNESDAY, WIDOW, filed, granted, officer, seen

from darcha.cases import actions, models
from darcha.cases.own_register import held_documents
from darcha.cases.rules import OpenedCase
from darcha.catalogue import queries as catalogue
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import NotAllowed, Permission, system

pytestmark = pytest.mark.django_db

LATER = WEDNESDAY + timedelta(days=40)
TIN = frozenset({"d-tin"})


def number_given(applicant=WIDOW) -> models.IssuedDocument:
    opened = granted(filed("SOLIQ-01", facts={}, applicant=applicant))
    issued = actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=system("test"))
    return models.IssuedDocument.objects.get(id=issued.document_id)


def no_debt(applicant=WIDOW, missing: frozenset[str] = TIN) -> OpenedCase:
    return filed("SOLIQ-02", facts={}, applicant=applicant, missing=missing, at=LATER)


def entries(kind: Kind) -> list[Entry]:
    return journal.entries_after(centre_id="SRG", seq=0, kinds=[kind])


def test_a_document_of_the_house_proves_without_paper_and_the_case_says_which() -> None:
    document = number_given()
    opened = no_debt()
    assert (opened.accepted, opened.defects) == (True, ())
    papers = {paper.document_id: paper for paper in seen(opened).papers}
    assert papers["d-tin"].proven_by == (document.number, document.issued_on)
    assert papers["d-tin"].seen
    assert papers["d-id"].proven_by is None
    assert entries(Kind.CASE_OPENED)[-1].data["proven"] == {"d-tin": document.id}


def test_the_case_the_document_ended_tells_who_looked_and_why() -> None:
    document = number_given()
    no_debt()
    (look,) = (entry for entry in entries(Kind.CASE_READ) if entry.data["purpose"] == "evidence")
    assert look.subject == f"case:{document.case_id}"
    assert look.data == {
        "case": document.case_id, "purpose": "evidence", "document": document.id, "basis": "house",
    }  # fmt: skip


def test_one_query_finds_it_and_none_is_asked_where_no_paper_is_ours(django_assert_num_queries) -> None:
    document = number_given()
    papers = catalogue.document_types()
    number = WIDOW.personal_number or ""
    with django_assert_num_queries(1):
        found = held_documents(personal_number=number, documents=papers.values())
    assert {code: held.issued_id for code, held in found.items()} == {"d-tin": document.id}
    with django_assert_num_queries(0):
        assert held_documents(personal_number=number, documents=[papers["d-id"]]) == {}


def test_who_shows_the_paper_is_not_looked_up() -> None:
    number_given()
    opened = no_debt(missing=frozenset())
    assert all(paper.proven_by is None for paper in seen(opened).papers)
    assert [entry for entry in entries(Kind.CASE_READ) if entry.data["purpose"] == "evidence"] == []


def test_neither_nobodys_number_nor_somebody_elses_document_proves_anything() -> None:
    number_given()
    assert no_debt(applicant=FATHER).defects == ("d-tin",)
    number_given(applicant=FATHER)
    assert no_debt(applicant=FATHER).defects == ("d-tin",)


def test_a_document_that_was_annulled_proves_nothing_and_its_successor_does() -> None:
    first = number_given()
    again = actions.reissue_document(case_id=first.case_id, because="lost", at=WEDNESDAY, by=system("test"))
    papers = {paper.document_id: paper for paper in seen(no_debt()).papers}
    assert papers["d-tin"].proven_by == (again.number, WEDNESDAY.date())
    actions.annul_document(case_id=first.case_id, ground="Given to the wrong person.", at=WEDNESDAY, by=system("test"))
    assert no_debt().defects == ("d-tin",)


def test_brought_again_it_is_looked_up_again() -> None:
    document = number_given()
    returned = no_debt(missing=frozenset({"d-tin", "d-id"}))
    assert returned.defects == ("d-id",)
    actions.annul_document(
        case_id=document.case_id, ground="Given to the wrong person.", at=WEDNESDAY, by=system("test")
    )
    again = actions.resubmit(
        case_id=returned.case_id, papers_seen=frozenset({"d-id"}), facts={}, at=LATER, by=system("test")
    )
    assert again.defects == ("d-tin",)


def test_from_home_a_number_that_was_typed_proves_nothing_and_looks_nothing_up() -> None:
    number_given()
    opened = actions.open_case(
        centre_id="SRG", service_id="SOLIQ-02", ticket_id=None, applicant=WIDOW, facts={},
        papers_seen=frozenset({"d-id"}), language="uz", at=LATER, by=system("test"), channel="portal",
    )  # fmt: skip
    assert opened.defects == ("d-tin",)
    assert [entry for entry in entries(Kind.CASE_READ) if entry.data["purpose"] == "evidence"] == []


def test_nobody_looks_while_no_visitor_sits_there() -> None:
    number_given()
    idle = officer(Permission.OPEN_CASE)
    number = WIDOW.personal_number or ""
    assert actions.look_for_papers(centre_id="SRG", document_ids=TIN, personal_number=number, at=LATER, by=idle) == {}
    with pytest.raises(NotAllowed):
        actions.look_for_papers(
            centre_id="SRG", document_ids=TIN, personal_number=number, at=LATER, by=officer(Permission.DECIDE_CASE)
        )
