"""The clock of a case stands while the applicant corrects, and is lengthened with a ground."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from filing import FATHER, TASHKENT, WEDNESDAY, WIDOW, filed, officer, ready

from darcha.cases import actions, errors, models, queries
from darcha.cases.rules import ClockState, TrackedCase
from darcha.cases.wording import clock_words
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed, Permission, system
from tests import given

pytestmark = pytest.mark.django_db

OFFICER = officer(Permission.DECIDE_CASE, "PJ")
MONDAY = datetime(2010, 4, 19, 11, 0, tzinfo=TASHKENT)
WORDS = "Bolaning guvohnomasida ism boshqa yozilgan."


def asked(case_id: int, *, because: str = "incorrect", at: datetime = MONDAY) -> date:
    return actions.suspend_case(case_id=case_id, because=because, words=WORDS, at=at, by=OFFICER).due_on


def corrected(case_id: int, *, at: datetime) -> date:
    return actions.resume_case(case_id=case_id, at=at, by=OFFICER).due_on


def days(n: int) -> timedelta:
    return timedelta(days=n)


def tracked(code: str, *, at: datetime) -> TrackedCase:
    found = queries.case_by_tracking_code(code=code, at=at)
    assert found is not None
    return found


def dues_of_items(case_id: int) -> set[date | None]:
    return set(models.WorkItem.objects.filter(case_id=case_id, state="open").values_list("due_on", flat=True))


def test_the_days_on_which_the_applicant_corrects_are_not_counted() -> None:
    opened = filed("PJ-03")
    assert opened.due_on == date(2010, 4, 28)

    assert asked(opened.case_id) == date(2010, 4, 29)
    assert corrected(opened.case_id, at=MONDAY + days(2)) == date(2010, 5, 3)

    assert max(day for day in dues_of_items(opened.case_id) if day) == date(2010, 5, 3)
    kinds = [
        entry
        for entry in journal.entries_after(centre_id="SRG", seq=0)
        if entry.kind.startswith("case.") and "due_on" in entry.data
    ]
    assert [(entry.kind, entry.data["due_on"]) for entry in kinds] == [
        (Kind.CASE_OPENED, "2010-04-28"),
        (Kind.CASE_SUSPENDED, "2010-04-29"),
        (Kind.CASE_RESUMED, "2010-05-03"),
    ]
    assert kinds[-1].data["seconds"] == 2 * 24 * 60 * 60


def test_what_was_missing_begins_the_time_anew() -> None:
    opened = filed("PJ-03")
    asked(opened.case_id, because="incomplete")
    assert corrected(opened.case_id, at=MONDAY + days(2)) == date(2010, 5, 5)
    assert all(day is not None and day > date(2010, 4, 21) for day in dues_of_items(opened.case_id))


def test_the_applicant_reads_what_to_correct_and_how_the_day_is_counted() -> None:
    opened = filed("PJ-03")
    asked(opened.case_id)

    found = tracked(opened.tracking_code, at=MONDAY + days(2))

    assert found.correction is not None
    assert (found.correction.words, found.correction.asked_on) == (WORDS, date(2010, 4, 19))
    assert found.clock is not None
    assert found.clock.state == ClockState.SUSPENDED
    assert found.due_on == found.clock.due_on == date(2010, 5, 3), "as if it were corrected on the day one looks"
    assert "03.05.2010" in clock_words(found.clock, language="ru")[-1]
    row = next(row for row in queries.work_list(centre_id="SRG", department_id="PJ", at=MONDAY))
    assert row.stands

    corrected(opened.case_id, at=MONDAY + days(2))
    assert tracked(opened.tracking_code, at=MONDAY + days(2)).correction is None


def test_only_one_correction_is_open_at_a_time() -> None:
    opened = filed("PJ-03")
    asked(opened.case_id)
    with pytest.raises(errors.AlreadySuspended):
        asked(opened.case_id, because="incomplete", at=MONDAY + days(1))
    row = models.Suspension.objects.get(case_id=opened.case_id)
    row.id = None
    with pytest.raises(IntegrityError, match="one_correction_is_open_per_case"), transaction.atomic():
        row.save(force_insert=True)
    corrected(opened.case_id, at=MONDAY + days(1))
    with pytest.raises(errors.NotSuspended):
        corrected(opened.case_id, at=MONDAY + days(1))


def test_a_clock_that_has_run_out_is_neither_stopped_nor_lengthened() -> None:
    opened = filed("PJ-03")
    with pytest.raises(errors.ClockHasRunOut):
        asked(opened.case_id, at=datetime(2010, 4, 29, 9, 0, tzinfo=TASHKENT))
    marriage = filed("FHDYO-02", applicant=FATHER, facts={"applicant.previously_married": False})
    with pytest.raises(errors.ClockHasRunOut):
        extended(marriage.case_id, at=datetime(2010, 5, 17, 9, 0, tzinfo=TASHKENT))


def test_no_clock_runs_before_an_application_is_taken_nor_after_the_decision() -> None:
    returned = filed("PJ-03", missing=frozenset({"d-death"}))
    assert not returned.accepted
    with pytest.raises(errors.CaseNotAccepted):
        asked(returned.case_id)
    opened = ready(filed("PJ-03"))
    actions.decide(case_id=opened.case_id, outcome="granted", ground="", at=WEDNESDAY, by=system("test"))
    with pytest.raises(errors.AlreadyDecided):
        asked(opened.case_id)


def test_while_the_applicant_corrects_it_is_refused_in_time_and_never_granted() -> None:
    opened = ready(filed("PJ-03"))
    asked(opened.case_id)
    may = datetime(2010, 5, 12, 9, 0, tzinfo=TASHKENT)
    with pytest.raises(errors.ClockStands):
        actions.decide(case_id=opened.case_id, outcome="granted", ground="", at=may, by=OFFICER)
    decided = actions.decide(
        case_id=opened.case_id, outcome="refused", ground="not corrected", because=given.BECAUSE, at=may, by=OFFICER
    )
    assert decided.on_time
    found = tracked(opened.tracking_code, at=may + days(30))
    assert found.clock is not None
    assert found.clock.state == ClockState.MET
    assert found.correction is None


def test_an_item_answered_while_the_clock_stands_is_in_time() -> None:
    opened = filed("PJ-03")
    asked(opened.case_id)
    item = models.WorkItem.objects.filter(case_id=opened.case_id, state="open").order_by("id")[0]
    actions.complete_work_item(
        work_item_id=item.id, outcome="agreed", note="", at=datetime(2010, 5, 12, 9, tzinfo=TASHKENT), by=system("test")
    )
    assert journal.entries_after(centre_id="SRG", seq=0)[-1].data["on_time"] is True


def extended(case_id: int, *, n: int = 3, ground: str = "court", at: datetime = MONDAY, key: str | None = None) -> date:
    by = officer(Permission.DECIDE_CASE, "FHDYO")
    return actions.extend_case(case_id=case_id, n=n, unit="mo", ground=ground, at=at, by=by, key=key).due_on


def test_a_marriage_waits_up_to_three_months_for_a_ground() -> None:
    marriage = filed("FHDYO-02", applicant=FATHER, facts={"applicant.previously_married": False})
    with pytest.raises(errors.ExtensionTooLong):
        extended(marriage.case_id, n=4)
    with pytest.raises(errors.ExtensionNotLonger):
        extended(marriage.case_id, n=1)
    with pytest.raises(errors.ExtensionGroundMissing):
        extended(marriage.case_id, ground="  ")

    assert extended(marriage.case_id) == date(2010, 7, 15)

    found = tracked(marriage.tracking_code, at=MONDAY)
    assert found.not_before == date(2010, 7, 14)
    assert found.clock is not None
    assert any(words.endswith("because: court") for words in clock_words(found.clock, language="en"))


def test_what_the_catalogue_does_not_lengthen_stays() -> None:
    with pytest.raises(errors.NotExtendable):
        actions.extend_case(case_id=filed("PJ-03").case_id, n=20, unit="wd", ground="much work", at=MONDAY, by=OFFICER)


def test_a_request_takes_effect_once() -> None:
    marriage = filed("FHDYO-02", applicant=FATHER, facts={"applicant.previously_married": False})
    assert extended(marriage.case_id, key="k1") == extended(marriage.case_id, key="k1", at=MONDAY + days(1))
    opened = filed("PJ-03", applicant=WIDOW)
    for _ in range(2):
        actions.suspend_case(case_id=opened.case_id, because="incorrect", words=WORDS, at=MONDAY, by=OFFICER, key="k2")
    assert models.Suspension.objects.filter(case_id=opened.case_id).count() == 1


def test_only_who_decides_stops_the_clock() -> None:
    opened = filed("PJ-03")
    for stranger in (officer(Permission.WORK_ON_CASE, "PJ"), officer(Permission.DECIDE_CASE, "KAD")):
        with pytest.raises(NotAllowed):
            actions.suspend_case(case_id=opened.case_id, because="incorrect", words=WORDS, at=MONDAY, by=stranger)


def test_a_correction_says_what_it_is() -> None:
    opened = filed("PJ-03")
    with pytest.raises(errors.CorrectionMissing):
        actions.suspend_case(case_id=opened.case_id, because="incorrect", words=" ", at=MONDAY, by=OFFICER)
    with pytest.raises(errors.SuspensionGroundUnknown):
        actions.suspend_case(case_id=opened.case_id, because="slow", words=WORDS, at=MONDAY, by=OFFICER)


@pytest.mark.parametrize(("day", "told"), [(23, None), (26, "approve"), (28, "approve"), (29, None)])
def test_the_department_is_warned_before_silence_speaks(day: int, told: str | None) -> None:
    filed("QUR-01", applicant=FATHER, facts={})
    at = datetime(2010, 4, day, 9, 0, tzinfo=TASHKENT)
    rows = queries.work_list(centre_id="SRG", department_id="KAD", at=at)
    assert [row.silence for row in rows] == [told]


def test_silence_is_not_near_while_the_applicant_corrects() -> None:
    opened = filed("QUR-01", applicant=FATHER, facts={})
    at = datetime(2010, 4, 27, 9, 0, tzinfo=TASHKENT)
    builders = officer(Permission.DECIDE_CASE, "QUR")
    actions.suspend_case(case_id=opened.case_id, because="incorrect", words=WORDS, at=at, by=builders)
    (row,) = queries.work_list(centre_id="SRG", department_id="KAD", at=at)
    assert (row.silence, row.stands) == (None, True)


@pytest.mark.parametrize(
    ("service_id", "said"),
    [
        ("STAT-01", "The law starts the time with the payment; until then it is counted from 14.04.2010."),
        (
            "XTB-02",
            "The law starts the time with a notice of the department; until then it is counted from 14.04.2010.",
        ),
        (
            "IJT-01",
            "The law starts the time when the last department has answered; until then it is counted from 14.04.2010.",
        ),
    ],
)
def test_a_time_that_the_law_starts_elsewhere_says_what_it_awaits(service_id: str, said: str) -> None:
    opened = filed(service_id, applicant=FATHER, facts={})
    clock = tracked(opened.tracking_code, at=WEDNESDAY).clock
    assert clock is not None
    assert clock.state == ClockState.NOT_STARTED
    assert said in clock_words(clock, language="en")
