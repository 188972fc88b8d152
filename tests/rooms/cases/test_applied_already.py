"""Whoever has an application open for a service is asked why this is another; two at once come one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from filing import FATHER, WEDNESDAY, WIDOW, filed, granted, seen

from darcha.cases import actions, errors, models
from darcha.cases.rules import OpenedCase
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import system

ONE_DOCUMENT = frozenset({"d-death"})


def first(service_id: str = "PJ-03", **more: object) -> OpenedCase:
    return filed(service_id, another_because=None, **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_second_application_of_the_same_person_names_the_first() -> None:
    one = first()
    with pytest.raises(errors.AppliedAlready) as refused:
        first()
    assert (refused.value.details["number"], refused.value.details["state"]) == (one.number, "accepted")
    assert models.Case.objects.count() == 1


@pytest.mark.django_db
def test_it_is_open_also_while_papers_are_missing_and_until_its_document_is_given_out() -> None:
    returned = first(missing=ONE_DOCUMENT)
    with pytest.raises(errors.AppliedAlready):
        first()
    granted(
        actions.resubmit(case_id=returned.case_id, papers_seen=ONE_DOCUMENT, facts={}, at=WEDNESDAY, by=system("test"))
    )
    with pytest.raises(errors.AppliedAlready):
        first()
    actions.issue_document(case_id=returned.case_id, at=WEDNESDAY, by=system("test"))
    first()


@pytest.mark.django_db
def test_another_matter_is_told_with_its_reason_and_both_files_say_so() -> None:
    one, other = first(), filed(another_because="other_person")
    assert (seen(one).twins, seen(other).twins) == ((other.number,), (one.number,))
    *_, told = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.CASE_OPENED])
    assert told.data["another_because"] == "other_person"
    with pytest.raises(errors.OutcomeUnknown):
        filed(another_because="just so")


@pytest.mark.django_db
def test_another_service_another_person_and_nobody_known_are_no_second_application() -> None:
    first()
    first("PJ-06", facts={})
    first(applicant=FATHER, facts={"has_minor_children": True, "child.age": 9})
    first(applicant=FATHER, facts={"has_minor_children": True, "child.age": 9})
    assert WIDOW.personal_number
    assert FATHER.personal_number is None


@pytest.mark.usefixtures("own_database")
def test_of_four_at_once_one_is_taken() -> None:
    gate = Barrier(4)

    def ask(_: int) -> bool:
        gate.wait()
        try:
            first()
        except errors.AppliedAlready:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(ask, range(4))) == 1
    assert models.Case.objects.count() == 1
