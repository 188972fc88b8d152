"""Personal data whose time is over are erased, and the journal's chain still holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from filing import PENSION, WEDNESDAY, WIDOW, filed, granted, officer, ready, seen

from darcha.cases import actions, errors, models, queries
from darcha.cases.rules import Because, OpenedCase
from darcha.doors.console.main import main
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed, Permission, system, visitor
from darcha.plumbing import clock, storing
from darcha.plumbing.sealed import SealedTextField
from tests import given, scanned

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365.25)
HOUSE = system("test")


def _with_scan(opened: OpenedCase, store: Path) -> OpenedCase:
    scan = scanned.jpeg()
    actions.attach_scan(
        case_id=opened.case_id, document_id="d-death", content=scan, store=store, at=WEDNESDAY, by=HOUSE
    )
    return opened


def _issued(store: Path) -> OpenedCase:
    opened = _with_scan(granted(filed()), store)
    actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=HOUSE)
    return opened


def _over(at: datetime) -> list[tuple[int, str]]:
    return list(queries.over(centre_id="SRG", at=at))


def _erase(opened: OpenedCase, kind: str, *, at: datetime, store: Path) -> bool:
    return actions.erase(case_id=opened.case_id, kind=kind, store=store, at=at, by=HOUSE)


def test_a_decided_application_is_erased_kind_by_kind(tmp_path: Path) -> None:
    opened = _issued(tmp_path)
    case_id = opened.case_id
    assert _over(WEDNESDAY + 0.9 * YEAR) == []
    assert _over(WEDNESDAY + 1.1 * YEAR) == [(case_id, "scans")]
    assert _over(WEDNESDAY + 5.1 * YEAR) == [(case_id, "scans"), (case_id, "application")]
    assert _over(WEDNESDAY + 75.1 * YEAR)[2:] == [(case_id, "document")]
    assert _erase(opened, "scans", at=WEDNESDAY + 1.1 * YEAR, store=tmp_path)
    assert list(storing.digests(store=tmp_path)) == []
    assert seen(opened).applicant.name == WIDOW.name
    later = WEDNESDAY + 5.1 * YEAR
    assert _erase(opened, "application", at=later, store=tmp_path)
    with pytest.raises(errors.CaseErased):
        actions.read_case(case_id=case_id, purpose="test", at=later, by=HOUSE)
    tracked = queries.case_by_tracking_code(code=opened.tracking_code)
    assert tracked is not None
    assert (tracked.state, tracked.initials, tracked.ground) == ("issued", "", "")
    assert not models.Applicant.objects.exists()
    assert _over(later) == []


def test_a_document_is_verified_for_a_lifetime_and_no_longer(tmp_path: Path) -> None:
    opened = _issued(tmp_path)
    _erase(opened, "application", at=WEDNESDAY + 5.1 * YEAR, store=tmp_path)
    code = models.IssuedDocument.objects.get().verification_code
    verified = queries.verify_document(code=code)
    assert verified is not None
    assert verified.holder == "Y. M. A."
    assert _erase(opened, "document", at=WEDNESDAY + 76 * YEAR, store=tmp_path)
    assert queries.verify_document(code=code) is None
    with pytest.raises(errors.UnknownDocument):
        queries.document_pdf(code=code, address="https://darcha.example")


def test_an_application_nobody_brought_again_goes_after_a_year(tmp_path: Path) -> None:
    opened = _with_scan(filed(missing=frozenset({"d-death"})), tmp_path)
    later = WEDNESDAY + 1.1 * YEAR
    assert _over(later) == [(opened.case_id, "returned")]
    assert _erase(opened, "returned", at=later, store=tmp_path)
    assert list(storing.digests(store=tmp_path)) == []
    with pytest.raises(errors.CaseErased):
        actions.resubmit(case_id=opened.case_id, papers_seen=frozenset(), facts={}, at=later, by=HOUSE)
    with pytest.raises(errors.CaseErased):
        actions.attach_scan(
            case_id=opened.case_id,
            document_id="d-death",
            content=scanned.jpeg(),
            store=tmp_path,
            at=later,
            by=HOUSE,
        )


def test_what_is_still_being_decided_is_never_over(tmp_path: Path) -> None:
    opened = ready(filed())
    assert _over(WEDNESDAY + 50 * YEAR) == []
    for kind in ("returned", "scans", "application", "document"):
        with pytest.raises(errors.NotOver):
            _erase(opened, kind, at=WEDNESDAY + 50 * YEAR, store=tmp_path)


def test_nothing_is_erased_before_its_time_and_by_nobody_but_the_house(tmp_path: Path) -> None:
    opened = granted(filed())
    with pytest.raises(errors.NotOver):
        _erase(opened, "application", at=WEDNESDAY + 4.9 * YEAR, store=tmp_path)
    someone = officer(Permission.DECIDE_CASE, "PJ")
    with pytest.raises(NotAllowed):
        actions.erase(case_id=opened.case_id, kind="application", store=tmp_path, at=WEDNESDAY + 6 * YEAR, by=someone)
    assert seen(opened).applicant.name == WIDOW.name


def test_a_file_that_another_case_has_too_stays_until_both_are_over(tmp_path: Path) -> None:
    first, second = granted(_with_scan(filed(), tmp_path)), _with_scan(filed(), tmp_path)
    later = WEDNESDAY + 2 * YEAR
    _erase(first, "scans", at=later, store=tmp_path)
    assert len(list(storing.digests(store=tmp_path))) == 1
    assert models.Scan.objects.get().case_id == second.case_id


def test_a_file_left_behind_by_a_fall_is_found(tmp_path: Path) -> None:
    _with_scan(filed(), tmp_path)
    storing.keep(b"its row is gone", store=tmp_path)
    assert actions.remove_orphans(store=tmp_path) == 1
    assert list(storing.digests(store=tmp_path)) == [models.Scan.objects.get().sha256]


def test_words_about_a_person_go_with_the_application(tmp_path: Path) -> None:
    opened = filed()
    for item in seen(opened).items:
        actions.complete_work_item(
            work_item_id=item.id, outcome="agreed", note="lives with Madina", at=WEDNESDAY, by=HOUSE
        )
    actions.decide(
        case_id=opened.case_id, outcome="refused", ground="Madina earns", because=given.BECAUSE, at=WEDNESDAY, by=HOUSE
    )
    _erase(opened, "application", at=WEDNESDAY + 6 * YEAR, store=tmp_path)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(w::text, '') FROM cases_work_item w)"
            " || (SELECT string_agg(d::text, '') FROM cases_decision d)"
        )
        assert "Madina" not in cursor.fetchone()[0]


def test_no_sealed_word_of_a_case_outlives_it(tmp_path: Path) -> None:
    opened = filed("QUR-01", facts={})
    told = {"case_id": opened.case_id, "at": WEDNESDAY}
    actions.give_reason(reason="She asks about Madina", by=HOUSE, **told)
    actions.suspend_case(because="incorrect", words="Madina has moved", by=HOUSE, **told)
    actions.answer_correction(code=opened.tracking_code, words="Madina is here", at=WEDNESDAY, by=visitor())
    item = seen(opened).items[0]
    entered = {"work_item_id": item.id, "note": "Madina, indeed", "at": WEDNESDAY, "by": HOUSE}
    actions.complete_work_item(outcome="objected", **entered)
    actions.send_item_back(work_item_id=item.id, words="Ask Madina", at=WEDNESDAY, by=HOUSE)
    ready(opened)
    clerk = officer(Permission.DECIDE_CASE, "QUR", number=1)
    actions.propose_decision(
        outcome="refused", ground="Madina builds", because=Because("Madina 12", "appeal"), by=clerk, **told
    )
    actions.give_back_proposal(words="Madina may", by=officer(Permission.DECIDE_CASE, "QUR", number=2), **told)
    actions.propose_decision(
        outcome="refused", ground="Madina must not", because=Because("Madina 12", "appeal"), by=clerk, **told
    )
    actions.confirm_decision(by=officer(Permission.DECIDE_CASE, "QUR", number=2), **told)
    assert {name for name, words in _sealed_words() if "Madina" in words} >= {
        "Reason.words",
        "Suspension.words",
        "Suspension.answer",
        "Round.note",
        "Round.words",
        "Proposal.ground",
        "Proposal.clause",
        "Decision.clause",
        "Proposal.words",
        "Decision.ground",
    }
    _erase(opened, "application", at=WEDNESDAY + 6 * YEAR, store=tmp_path)
    assert {words for _, words in _sealed_words()} <= {"—", "None", "{}"}


def _sealed_words() -> list[tuple[str, str]]:
    """Return every value of every sealed column of the room, with its name, as text."""
    return [
        (f"{model.__name__}.{field.name}", str(getattr(row, field.name)))
        for model in apps.get_app_config("cases").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, SealedTextField)
        for row in model._default_manager.all()
    ]


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_nightly_command_erases_what_is_over_and_the_chain_still_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    opened = _issued(tmp_path / "files")
    other = filed(applicant=replace(WIDOW, name="Rustam Karimov"), facts=PENSION)
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY + 6 * YEAR)
    assert main(["erase", "--check"]) == 0
    assert "SRG: 1 over: a decided application" in capsys.readouterr().out
    assert seen(opened).applicant.name == WIDOW.name
    assert main(["erase"]) == 0
    told = capsys.readouterr().out
    assert "SRG: 1 erased: scanned papers" in told
    assert "SRG: 1 erased: a decided application" in told
    assert main(["verify"]) == 0
    entries = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.CASE_ERASED], limit=9)
    assert [set(entry.data) for entry in entries] == [{"case", "what", "since", "scans"}] * 2
    assert seen(other).applicant.name == "Rustam Karimov"
    assert main(["erase"]) == 0
    assert capsys.readouterr().out == ""


def test_why_a_refund_was_asked_for_and_declined_goes_with_the_application(tmp_path: Path) -> None:
    day = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)
    opened = filed("QUR-04", facts={}, at=day)
    fee = seen(opened).fee
    assert fee is not None
    assert fee.amount_uzs is not None
    paid = {"payment_id": 0, "at": day}
    paid["payment_id"] = actions.record_payment(
        case_id=opened.case_id, way="cash", amount_uzs=fee.amount_uzs, at=day, by=HOUSE
    ).payment_id
    ready(opened, at=day)
    actions.decide(case_id=opened.case_id, outcome="refused", ground="Madina", because=given.BECAUSE, at=day, by=HOUSE)
    actions.ask_refund(ground="Madina asks", by=HOUSE, **paid)
    actions.end_refund(words="Madina had it", by=system("colleague"), **paid)
    written = {name for name, words in _sealed_words() if "Madina" in words}
    assert written >= {"EndedRefund.ground", "EndedRefund.words"}
    _erase(opened, "application", at=day + 6 * YEAR, store=tmp_path)
    assert not [name for name, words in _sealed_words() if "Madina" in words]
