"""Who follows an application is told what they have to know of it, once each, and the address goes some days after its end."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from darcha.cases import actions as cases
from darcha.cases.rules import OpenedCase
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed, Permission, kiosk, system, visitor
from darcha.notices import actions as notices
from darcha.notices import errors, models, queries, rules
from darcha.notices.matters import Standing
from darcha.notices.rules import CASE, SMS, Matter
from darcha.notices.wording import text_of
from tests import given
from tests.rooms.cases.filing import WEDNESDAY, filed, granted, ready

PHONE = "+998 90 777-66-55"
HOUSE = system("test")
DAY = timedelta(days=1)

PASSPORT = "MFB-04"
"""What is to be corrected of it has to be brought within five working days."""

pytestmark = pytest.mark.django_db


def followed(at: datetime) -> list[str]:
    """Read the journal on; return what was found to be told, as it would be said now."""
    before = set(models.Notice.objects.values_list("id", flat=True))
    notices.follow(centre_id=given.SERGELI, at=at, by=HOUSE)
    found = models.Notice.objects.exclude(id__in=before).order_by("id").values_list("id", flat=True)
    deliveries = [queries.delivery(notice_id=number, at=at) for number in found]
    return [delivery.because or delivery.text for delivery in deliveries if delivery]


def asked(opened: OpenedCase, *, at: datetime = WEDNESDAY, language: str | None = "en") -> Matter:
    about = Matter(CASE, opened.case_id)
    notices.ask(about=about, channel=SMS, to=PHONE, language=language, at=at, by=visitor())
    return about


def suspend(opened: OpenedCase, *, at: datetime) -> None:
    cases.suspend_case(case_id=opened.case_id, because="incorrect", words="Madina, please.", at=at, by=HOUSE)


def test_who_has_to_correct_is_told_and_reminded_before_it_is_too_late() -> None:
    opened = filed(PASSPORT, facts={})
    asked(opened)
    suspend(opened, at=WEDNESDAY + DAY)
    (told,) = followed(WEDNESDAY + DAY)
    until = models.Address.objects.get().remind_at
    assert until is not None
    last_day = (until + rules.LAPSE_REMIND_BEFORE).date()
    assert (
        told == f"{opened.number}: please correct something by {last_day:%d.%m}, from home by your code or at a window."
    )
    assert followed(until - timedelta(minutes=1)) == []
    assert followed(until) == [f"{opened.number}: the time to correct it ends on {last_day:%d.%m}."]
    assert followed(until + timedelta(hours=1)) == []


def test_who_has_corrected_is_not_reminded() -> None:
    opened = filed(PASSPORT, facts={})
    asked(opened)
    suspend(opened, at=WEDNESDAY + DAY)
    followed(WEDNESDAY + DAY)
    until = models.Address.objects.get().remind_at
    cases.resume_case(case_id=opened.case_id, at=WEDNESDAY + 2 * DAY, by=HOUSE)
    followed(WEDNESDAY + 2 * DAY)
    assert models.Address.objects.get().remind_at is None
    assert until is not None
    assert followed(until) == []


def test_a_decision_a_document_and_another_day_are_told_in_the_language_that_was_chosen() -> None:
    opened = filed("FHDYO-02")
    asked(opened, language="ru")
    cases.extend_case(case_id=opened.case_id, n=2, unit="mo", ground="The groom is at sea.", at=WEDNESDAY, by=HOUSE)
    assert followed(WEDNESDAY) == [f"{opened.number}: срок решения изменился: теперь до 15.06."]
    ready(opened)
    cases.decide(case_id=opened.case_id, outcome="granted", ground="a child", at=WEDNESDAY + DAY, by=HOUSE)
    assert followed(WEDNESDAY + DAY) == [f"{opened.number}: решение принято. Узнайте у окна или по коду."]
    cases.issue_document(case_id=opened.case_id, at=WEDNESDAY + DAY, by=HOUSE)
    assert followed(WEDNESDAY + DAY) == [f"{opened.number}: документ готов. Получите у окна или по коду."]


def test_nothing_is_told_of_who_applies_for_what_and_how_it_was_decided() -> None:
    opened = ready(filed())
    asked(opened)
    cases.decide(
        case_id=opened.case_id,
        outcome="refused",
        ground="Madina earns.",
        because=given.BECAUSE,
        at=WEDNESDAY + DAY,
        by=HOUSE,
    )
    (told,) = followed(WEDNESDAY + DAY)
    for word in ("Madina", "pension", "refused", "grant", "://", opened.tracking_code):
        assert word not in told
    kept = journal.entries_after(
        centre_id=given.SERGELI, seq=0, kinds=[Kind.NOTICE_ASKED, Kind.NOTICE_DUE, Kind.NOTICE_STOPPED]
    )
    assert [entry.kind for entry in kept] == ["notice.asked", "notice.due"]
    assert "777" not in repr(kept)


@pytest.mark.parametrize(
    ("outcome", "kept"), [("refused", rules.KEPT_AFTER_REFUSAL), ("issued", rules.KEPT_AFTER_DOCUMENT)]
)
def test_the_address_is_erased_some_days_after_the_end(outcome: str, kept: timedelta) -> None:
    opened = ready(filed())
    about = asked(opened)
    decided = {"case_id": opened.case_id, "at": WEDNESDAY, "by": HOUSE}
    cases.decide(
        outcome="refused" if outcome == "refused" else "granted", ground="as it is", because=given.BECAUSE, **decided
    )
    if outcome == "issued":
        cases.issue_document(**decided)
    followed(WEDNESDAY)
    followed(WEDNESDAY + kept - timedelta(minutes=1))
    assert queries.asked(about=about) is not None
    followed(WEDNESDAY + kept)
    assert queries.asked(about=about) is None
    (stopped,) = journal.entries_after(centre_id=given.SERGELI, seq=0, kinds=[Kind.NOTICE_STOPPED])
    assert (stopped.subject, stopped.data["because"]) == (str(about), rules.OVER)


def test_what_happened_before_somebody_asked_is_not_told() -> None:
    opened = filed(PASSPORT, facts={})
    asked(filed(), at=WEDNESDAY)
    suspend(opened, at=WEDNESDAY + DAY)
    asked(opened, at=WEDNESDAY + DAY + timedelta(minutes=1))
    assert followed(WEDNESDAY + DAY + timedelta(minutes=2)) == []
    assert models.Address.objects.get(about=f"case:{opened.case_id}").remind_at is not None


def test_what_is_over_is_not_asked_for_and_a_kiosk_asks_for_nobody() -> None:
    opened = granted(filed())
    cases.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=HOUSE)
    with pytest.raises(errors.NothingToTell):
        asked(opened)
    about = Matter(CASE, filed().case_id)
    with pytest.raises(NotAllowed):
        notices.ask(about=about, channel=SMS, to=PHONE, at=WEDNESDAY, by=kiosk(centre_id=given.SERGELI))


def test_a_correction_that_was_brought_meanwhile_is_not_asked_for() -> None:
    opened = filed(PASSPORT, facts={})
    asked(opened)
    suspend(opened, at=WEDNESDAY + DAY)
    cases.resume_case(case_id=opened.case_id, at=WEDNESDAY + DAY, by=HOUSE)
    assert followed(WEDNESDAY + DAY) == [rules.TOO_LATE]


def test_among_many_applications_only_those_that_are_told_of_are_looked_at() -> None:
    one, other = filed(), filed()
    asked(one)
    asked(other)
    ready(one)
    cases.decide(case_id=one.case_id, outcome="granted", ground="", at=WEDNESDAY + DAY, by=HOUSE)
    assert followed(WEDNESDAY + DAY) == [f"{one.number}: it is decided. Ask at a window, or by your code."]
    assert models.Address.objects.get(about=f"case:{other.case_id}").over_at is None


def test_what_becomes_of_a_document_is_told_while_the_address_is_kept() -> None:
    opened = granted(filed())
    asked(opened)
    deed = {"case_id": opened.case_id, "by": HOUSE}
    cases.issue_document(at=WEDNESDAY, **deed)
    followed(WEDNESDAY)
    cases.reissue_document(because="lost", at=WEDNESDAY + DAY, **deed)
    ready_again = f"{opened.number}: the document is ready, at a window or by your code."
    assert followed(WEDNESDAY + DAY) == [ready_again]
    cases.annul_document(ground="Madina was another.", at=WEDNESDAY + 2 * DAY, **deed)
    assert followed(WEDNESDAY + 2 * DAY) == [f"{opened.number}: the document is annulled. Ask at a window."]
    assert models.Address.objects.get().over_at == WEDNESDAY + DAY + rules.KEPT_AFTER_DOCUMENT


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize("by", [None, date(2026, 11, 27)])
def test_what_is_to_be_corrected_goes_in_from_home_too_and_into_one_sms(language: str, by: date | None) -> None:
    standing = Standing("SRG", language, True, Permission.OPEN_CASE, "SRG-26-000123", correct_by=by)
    text = text_of(rules.CORRECT, standing, language=language)
    assert rules.one_sms(text), text
    home = {"uz": "uydan", "uz-cyrl": "уйдан", "ru": "из дома", "en": "from home"}
    assert home[language] in text
