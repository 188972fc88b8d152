"""An issued document lives on: a duplicate of a lost one, a corrected one, an annulled one; only the last can be valid."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from filing import WEDNESDAY, WIDOW, filed, granted, officer
from pypdf import PdfReader

from darcha.cases import actions, errors, models, queries
from darcha.cases.rules import Issued, Mending, NewApplicant, mended
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import NotAllowed, Permission

LATER = WEDNESDAY + timedelta(days=30)
PENSION_FUND = officer(Permission.DECIDE_CASE, "PJ")


def given_out() -> tuple[int, Issued]:
    opened = granted(filed())
    return opened.case_id, actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=PENSION_FUND)


def again(case_id: int, *, key: str | None = None) -> Issued:
    return actions.reissue_document(case_id=case_id, because="lost", at=LATER, by=PENSION_FUND, key=key)


def entries(*kinds: Kind) -> list[Entry]:
    return journal.entries_after(centre_id="SRG", seq=0, kinds=list(kinds))


@pytest.mark.django_db
def test_a_duplicate_says_the_same_and_the_lost_one_proves_nothing() -> None:
    case_id, first = given_out()
    second = again(case_id)

    old, new = (queries.verify_document(code=one.verification_code) for one in (first, second))
    assert old is not None
    assert new is not None
    assert (old.state, old.replaced_by, new.state) == ("replaced", second.number, "valid")
    assert (new.edition, new.stands_for, new.holder) == ("duplicate", first.number, old.holder)
    assert (first.number, second.number) == ("SRG-10-R-000001", "SRG-10-R-000002")
    with pytest.raises(errors.DocumentIsOver):
        queries.document_pdf(code=first.verification_code, address="https://darcha.example")
    page = PdfReader(io.BytesIO(queries.document_pdf(code=second.verification_code, address="https://x"))).pages[0]
    assert first.number in page.extract_text()
    assert second.number in page.extract_text()
    (entry,) = entries(Kind.DOCUMENT_REISSUED)
    assert entry.data["because"] == "lost"
    assert entry.data["stands_for"] == first.document_id


@pytest.mark.django_db
def test_a_wrong_name_is_put_right_in_the_file_and_on_paper() -> None:
    case_id, wrong = given_out()
    right = actions.correct_document(
        case_id=case_id,
        mending=Mending(name="Yoldosheva  Madina Akmalovna", birth_year=WIDOW.birth_year),
        ground="Pasportda shunday.",
        at=LATER,
        by=PENSION_FUND,
    )
    assert models.IssuedDocument.objects.get(id=right.document_id).content["holder"] == "Yoldosheva Madina Akmalovna"
    assert models.Applicant.objects.get(case_id=case_id).name == "Yoldosheva Madina Akmalovna"
    assert models.Case.objects.get(id=case_id).initials == "Y. M. A."
    assert queries.verify_document(code=wrong.verification_code).state == "corrected"  # type: ignore[union-attr]
    (entry,) = entries(Kind.DOCUMENT_CORRECTED)
    assert entry.data["fields"] == ["name"]
    assert "Madina" not in str(entry.data)


@pytest.mark.django_db
def test_nothing_is_corrected_that_is_right_already_or_without_a_ground() -> None:
    case_id, document = given_out()
    for mending, ground, refusal in (
        (Mending(name=WIDOW.name), "Shunday.", errors.NothingToCorrect),
        (Mending(), "Shunday.", errors.NothingToCorrect),
        (Mending(birth_year=1975), "  ", errors.GroundMissing),
        (Mending(birth_year=1700), "Shunday.", errors.ApplicantNotUnderstood),
    ):
        with pytest.raises(refusal):
            actions.correct_document(case_id=case_id, mending=mending, ground=ground, at=LATER, by=PENSION_FUND)
    assert models.Applicant.objects.get(case_id=case_id).birth_year == WIDOW.birth_year
    assert queries.verify_document(code=document.verification_code).state == "valid"  # type: ignore[union-attr]


@pytest.mark.django_db
def test_an_annulled_document_has_nothing_in_its_place_and_nothing_follows_it() -> None:
    case_id, document = given_out()
    actions.annul_document(case_id=case_id, ground="Hujjat soxta edi.", at=LATER, by=PENSION_FUND)
    proof = queries.verify_document(code=document.verification_code)
    assert proof is not None
    assert (proof.state, proof.replaced_by, proof.annulled_on) == ("annulled", None, LATER.date())
    assert models.Case.objects.get(id=case_id).state == "issued"
    with pytest.raises(errors.NoValidDocument):
        again(case_id)
    assert [entry.data["document"] for entry in entries(Kind.DOCUMENT_ANNULLED)] == [document.document_id]


@pytest.mark.django_db
def test_only_the_department_that_decided_may_and_the_same_request_does_it_once() -> None:
    case_id, _ = given_out()
    with pytest.raises(NotAllowed):
        actions.annul_document(case_id=case_id, ground="x", at=LATER, by=officer(Permission.DECIDE_CASE, "ADL"))
    assert again(case_id, key="the-duplicate") == again(case_id, key="the-duplicate")
    assert len(entries(Kind.DOCUMENT_REISSUED)) == 1


@pytest.mark.django_db
def test_a_document_before_any_was_given_out_cannot_be_lost() -> None:
    opened = granted(filed())
    with pytest.raises(errors.NoValidDocument):
        again(opened.case_id)


@pytest.mark.usefixtures("own_database")
def test_two_duplicates_asked_for_at_once_leave_one_valid_document_and_no_gap() -> None:
    case_id, _ = given_out()
    gate = Barrier(4)

    def ask(_: int) -> Issued:
        gate.wait()
        try:
            return again(case_id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        numbers = sorted(issued.number for issued in threads.map(ask, range(4)))
    assert numbers == [f"SRG-10-R-{number:06d}" for number in range(2, 6)]
    assert models.IssuedDocument.objects.filter(case_id=case_id, annulled_at=None).count() == 1
    assert journal.verify(centre_id="SRG") is None


def test_what_is_told_and_already_right_is_no_change() -> None:
    holder = NewApplicant("Каримов Рустам", "M", 1982, None, "31710854000010")
    assert mended(holder, Mending(name=" Каримов  Рустам ", birth_year=1982)) == (holder, ())
    right, fields = mended(holder, Mending(birth_year=1983, personal_number="31710854000011"))
    assert (right.birth_year, right.personal_number, fields) == (
        1983,
        "31710854000011",
        ("birth_year", "personal_number"),
    )
