"""Somebody acts for the applicant: from the window to the document, and in what is held about either."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from filing import FATHER, WEDNESDAY, WIDOW, filed, granted, officer, ready, seen

from darcha.cases import actions, errors, models, queries
from darcha.cases.actions.acting import begin_to_act
from darcha.cases.rules import NewApplicant, NewRepresentative, OpenedCase
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed, Permission, system

pytestmark = pytest.mark.django_db

HOUSE = system("test")
TODAY = WEDNESDAY.date()
SON = NewRepresentative("attorney", "Yoʻldoshev  Anvar", "31710854000028", " 12-345 ", TODAY + timedelta(days=30))


def acted(one: NewRepresentative | None = SON, **how: object) -> OpenedCase:
    return filed(representative=one, **how)


def told(*kinds: Kind) -> list[dict[str, object]]:
    return [dict(entry.data) for entry in journal.entries_after(centre_id="SRG", seq=0, kinds=kinds)]


def test_the_application_stays_the_applicants_and_tells_who_acts() -> None:
    opened = acted()
    view = seen(opened)
    assert view.applicant.name == WIDOW.name
    assert view.representative is not None
    assert (view.representative.name, view.representative.paper) == ("Yoʻldoshev Anvar", "12-345")
    assert view.representative.holds
    tracked = queries.case_by_tracking_code(code=opened.tracking_code)
    assert tracked is not None
    assert tracked.acts_as == "attorney"
    (entry,) = told(Kind.CASE_OPENED)
    assert entry["acts_as"] == "attorney"
    assert "Anvar" not in str(list(journal.entries_after(centre_id="SRG", seq=0)))


def test_who_cannot_act_opens_nothing() -> None:
    for wrong in (
        replace(SON, until=TODAY - timedelta(days=1)),
        replace(SON, paper=""),
        replace(SON, capacity="parent"),
    ):
        with pytest.raises(errors.CannotRepresent):
            acted(wrong)
    assert models.Case.objects.count() == 0


def test_a_power_of_attorney_is_asked_for_where_the_catalogue_asks_for_it_and_of_nobody_else() -> None:
    by_power, alone = (
        actions.open_case(
            centre_id="SRG", service_id="FHDYO-06", ticket_id=None, applicant=FATHER, facts={}, language="uz",
            papers_seen=frozenset(), at=WEDNESDAY, by=HOUSE, representative=one,
        )
        for one in (SON, None)
    )  # fmt: skip
    assert set(by_power.defects) - set(alone.defects) == {"d-poa"}
    assert "d-poa" not in alone.defects


def test_another_acts_from_now_on_or_nobody_and_the_journal_tells_the_capacities() -> None:
    opened = acted()
    guardian = NewRepresentative("guardian", "Karimova Lola", None, "G-7")
    for _ in range(2):
        actions.set_representative(
            case_id=opened.case_id, representative=guardian, at=WEDNESDAY, by=HOUSE, key="another-acts-1"
        )
    now = seen(opened).representative
    assert now is not None
    assert now.name == "Karimova Lola"
    actions.set_representative(case_id=opened.case_id, representative=None, at=WEDNESDAY, by=HOUSE)
    assert seen(opened).representative is None
    assert [(one["before"], one["acts_as"]) for one in told(Kind.CASE_REPRESENTED)] == [
        ("attorney", "guardian"),
        ("guardian", None),
    ]
    assert models.Representative.objects.filter(case_id=opened.case_id).count() == 2


def test_two_never_act_at_once() -> None:
    opened = acted()
    with pytest.raises(IntegrityError), transaction.atomic():
        begin_to_act(SON, case_id=opened.case_id, at=WEDNESDAY, by=HOUSE)


def test_who_ceases_to_act_does_so_at_a_moment() -> None:
    opened = acted()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Representative.objects.filter(case_id=opened.case_id).update(ended_by="employee:1")


def test_who_enters_it_is_at_a_window() -> None:
    opened = acted()
    with pytest.raises(NotAllowed):
        actions.set_representative(
            case_id=opened.case_id, representative=None, at=WEDNESDAY, by=officer(Permission.WORK_ON_CASE, "PJ")
        )


def test_the_document_is_given_to_who_acts_while_their_paper_holds() -> None:
    opened = granted(acted())
    over = WEDNESDAY + timedelta(days=31)
    with pytest.raises(errors.NobodyActs):
        actions.issue_document(case_id=opened.case_id, at=over, by=HOUSE, to_representative=True)
    actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=HOUSE, to_representative=True)
    (entry,) = told(Kind.DOCUMENT_ISSUED)
    assert entry["to"] == "attorney"
    with pytest.raises(errors.AlreadyDecided):
        actions.set_representative(case_id=opened.case_id, representative=None, at=WEDNESDAY, by=HOUSE)


def test_the_applicant_fetches_it_even_though_somebody_acts() -> None:
    opened = granted(acted())
    actions.issue_document(case_id=opened.case_id, at=WEDNESDAY + timedelta(days=31), by=HOUSE)
    (entry,) = told(Kind.DOCUMENT_ISSUED)
    assert "to" not in entry


def test_nobody_fetches_it_for_an_applicant_for_whom_nobody_acts() -> None:
    opened = granted(filed())
    with pytest.raises(errors.NobodyActs):
        actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=HOUSE, to_representative=True)


def test_a_child_applies_through_a_parent() -> None:
    child = NewApplicant("Karimova Oysha", "F", 2001)
    mother = NewRepresentative("parent", "Karimova Nigora")
    opened = acted(mother, applicant=child)
    assert seen(opened).representative is not None
    with pytest.raises(errors.CannotRepresent) as refused:
        acted(mother)
    assert refused.value.details["because"] == "grown_up"


def test_what_is_held_names_the_representative_to_the_applicant_and_the_case_alone_to_the_representative() -> None:
    opened = acted()
    widow = actions.tell_person(centre_id="SRG", asked=str(WIDOW.personal_number), reason="", at=WEDNESDAY, by=HOUSE)
    (case,) = widow.cases
    assert case.case.representative is not None
    son = actions.tell_person(centre_id="SRG", asked=str(SON.personal_number), reason="", at=WEDNESDAY, by=HOUSE)
    assert son.cases == ()
    (acting,) = son.acting
    assert (acting.number, acting.capacity) == (opened.number, "attorney")
    assert WIDOW.name not in str(son)


def test_when_the_time_of_the_application_is_over_who_acted_is_erased_too(tmp_path) -> None:
    opened = ready(acted())
    actions.decide(case_id=opened.case_id, outcome="granted", ground="", at=WEDNESDAY, by=HOUSE)
    actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=HOUSE)
    later = WEDNESDAY + timedelta(days=6 * 366)
    actions.erase(case_id=opened.case_id, kind="application", store=tmp_path, at=later, by=HOUSE)
    assert models.Representative.objects.count() == 0
