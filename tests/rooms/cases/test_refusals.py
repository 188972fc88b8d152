"""A refusal rests on a clause of law and tells what can be done about it: in the rows, on the page, as a letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from filing import WEDNESDAY, WIDOW, decided, filed, ready, seen
from pypdf import PdfReader

from darcha.cases import actions, errors, models, queries
from darcha.cases.actions.watching import silent_because
from darcha.cases.rules import CLAUSE_SIGNS, REMEDIES, Because, refusal_lacks
from darcha.catalogue import queries as catalogue
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import system
from darcha.plumbing import translations
from tests import given

pytestmark = pytest.mark.django_db

GROUND = "Boquvchining ish staji yetarli emas."


def refused(because: Because | None, *, language: str = "uz") -> str:
    opened = ready(filed(language=language))
    actions.decide(
        case_id=opened.case_id, outcome="refused", ground=GROUND, because=because, at=WEDNESDAY, by=system("test")
    )
    return opened.tracking_code


@pytest.mark.parametrize(
    ("because", "lacks"),
    [
        (None, "clause"),
        (Because("", "appeal"), "clause"),
        (Because("VM", "appeal"), "clause"),
        (Because("x" * (CLAUSE_SIGNS[1] + 1), "appeal"), "clause"),
        (Because("VM 592, 12-band", ""), "remedy"),
        (Because("VM 592, 12-band", "pay"), "remedy"),
        *((Because("VM 592, 12-band", remedy), None) for remedy in REMEDIES),
    ],
)
def test_a_refusal_lacks_its_clause_first_then_its_remedy(because: Because | None, lacks: str | None) -> None:
    assert refusal_lacks(because) == lacks


def test_without_them_nothing_is_refused() -> None:
    with pytest.raises(errors.ClauseMissing):
        refused(Because("  ", "appeal"))
    with pytest.raises(errors.RemedyMissing):
        refused(Because("VM 592, 12-band", "pray"))
    assert models.Decision.objects.count() == 0
    assert "case.decided" not in {entry.kind for entry in journal.entries_after(centre_id="SRG", seq=0)}


def test_they_are_kept_and_the_applicant_reads_them_and_the_journal_has_the_remedy_alone() -> None:
    code = refused(Because("  VM 592,   12-band ", "put_right"))
    tracked = queries.case_by_tracking_code(code=code)
    assert tracked is not None
    assert (tracked.ground, tracked.clause, tracked.remedy) == (GROUND, "VM 592, 12-band", "put_right")
    (entry,) = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.CASE_DECIDED])
    assert entry.data["remedy"] == "put_right"
    assert "592" not in str(entry.data)


def test_a_grant_has_neither() -> None:
    opened = decided(ready(filed()))
    decision = models.Decision.objects.get(case_id=opened.case_id)
    assert (decision.clause, decision.remedy) == (None, "")


def test_the_database_keeps_them_together() -> None:
    opened = decided(ready(filed()))
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Decision.objects.filter(case_id=opened.case_id).update(remedy="appeal")


def test_silence_refuses_by_the_rule_of_the_service_and_leaves_the_complaint() -> None:
    approves = catalogue.service_version(code="QUR-01", on=WEDNESDAY.date())
    assert silent_because(approves, language="uz") is None
    told = silent_because(replace(approves, tacit="refuse"), language="en")
    assert told == Because("the rule of this service on silence", "appeal")
    assert refusal_lacks(told) is None


@pytest.mark.parametrize(
    ("language", "words"), [("uz", "Asoslangan qonun"), ("ru", "Норма права"), ("en", "The law it rests on")]
)
def test_the_letter_tells_why_on_which_law_and_what_can_be_done(language: str, words: str) -> None:
    translations.main()
    code = refused(given.BECAUSE, language=language)
    letter = queries.refusal_pdf(code=code, address="https://darcha.example")
    reader = PdfReader(BytesIO(letter))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for said in (WIDOW.name, GROUND, given.BECAUSE.clause, words, "darcha.example/appeals/"):
        assert said in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language)
    assert len(reader.pages) == 1


def test_only_who_was_refused_has_a_letter_and_none_after_erasure(tmp_path: Path) -> None:
    granted = decided(ready(filed()))
    for code in (granted.tracking_code, "0" * 28):
        with pytest.raises(errors.UnknownCase):
            queries.refusal_pdf(code=code, address="https://darcha.example")
    code = refused(given.BECAUSE)
    case = models.Case.objects.get(tracking_code=code)
    over = WEDNESDAY + timedelta(days=6 * 366)
    actions.erase(case_id=case.id, kind="application", store=tmp_path, at=over, by=system("erasing"))
    with pytest.raises(errors.UnknownCase):
        queries.refusal_pdf(code=code, address="https://darcha.example")


def test_who_confirms_reads_them_in_the_proposal() -> None:
    opened = ready(filed("QUR-01", facts={}))
    actions.propose_decision(
        case_id=opened.case_id, outcome="refused", ground=GROUND, because=given.BECAUSE, at=WEDNESDAY, by=system("one")
    )
    (proposal,) = seen(opened).proposals
    assert (proposal.clause, proposal.remedy) == (given.BECAUSE.clause, "put_right")
