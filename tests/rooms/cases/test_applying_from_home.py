"""An application from home: begun, written, given papers, sent complete or not at all, deleted, forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from darcha.cases import actions, errors, models, queries
from darcha.cases.rules import DraftWords
from darcha.journal import queries as journal
from darcha.journal.rules import Entry
from darcha.kernel.actor import NotAllowed, kiosk, system, visitor
from darcha.queue.rules import Source
from tests.rooms.cases.filing import WEDNESDAY, WIDOW, filed, granted, ready, seen
from tests.scanned import jpeg, pdf_with_javascript

pytestmark = pytest.mark.django_db

HOME = visitor()
WORDS = DraftWords(
    applicant={"name": WIDOW.name, "sex": "F", "birth_year": "1974", "phone": "", "personal_number": ""},
    facts={"has_minor_children": "yes", "child.age": "9"},
    answers={
        "deceased_name": "Yoʻldoshev Akmal",
        "died_on": "30.12.2009",
        "relation": "spouse",
        "payment_way": "post",
        "post_office": "100060",
    },
)


def begun(*, asked_from: tuple[Source, ...] = (), key: str | None = None) -> str:
    return actions.begin_draft(
        centre_id="SRG", service_id="PJ-03", language="uz", asked_from=asked_from, at=WEDNESDAY, by=HOME, key=key
    )


def written(store: Path, *, without: str = "") -> str:
    code = begun()
    actions.keep_draft(code=code, words=WORDS, at=WEDNESDAY, by=HOME)
    view = queries.draft(code=code, at=WEDNESDAY)
    assert view
    for paper in view.state.lacks.papers:
        if paper.code != without:
            added(code, paper.code, store)
    return code


def added(code: str, document_id: str, store: Path, content: bytes | None = None) -> None:
    actions.attach_to_draft(
        code=code, document_id=document_id, content=content or jpeg(), store=store, at=WEDNESDAY, by=HOME
    )


def told(*kinds: str) -> list[Entry]:
    return [one for one in journal.entries_after(centre_id="SRG", seq=0, limit=1000) if one.kind in kinds]


def test_a_complete_draft_becomes_an_application_and_is_emptied(tmp_path: Path) -> None:
    code = written(tmp_path)
    opened = actions.send_draft(code=code, at=WEDNESDAY, by=HOME, key="sent-000001")
    case = seen(opened)
    assert opened.accepted and case.channel == "portal" and case.ticket_id is None
    assert case.applicant.name == WIDOW.name and case.form and case.form.answers["died_on"] == "2009-12-30"
    assert {scan.document_id for scan in case.scans} == {paper.document_id for paper in case.papers} - {"d-id"}
    (entry,) = told("case.opened")
    assert (entry.actor, entry.data["channel"]) == ("visitor", "portal")
    assert models.Draft.objects.get().content == {}
    again = actions.send_draft(code=code, at=WEDNESDAY, by=HOME, key="sent-000002")
    assert again.case_id == opened.case_id and len(told("case.opened")) == 1
    with pytest.raises(errors.DraftIsSent):
        actions.keep_draft(code=code, words=WORDS, at=WEDNESDAY, by=HOME)


def test_all_that_is_missing_is_told_at_once_and_nothing_is_sent(tmp_path: Path) -> None:
    code = written(tmp_path, without="d-death")
    taken_back = DraftWords(applicant={"birth_year": "74"}, facts={"child.age": ""}, answers={"post_office": ""})
    actions.keep_draft(code=code, words=taken_back, at=WEDNESDAY, by=HOME)
    view = queries.draft(code=code, at=WEDNESDAY)
    assert view
    lacks = view.state.lacks
    assert lacks.applicant == "birth_year"
    assert [fact.code for fact in lacks.questions] == ["child.age"]
    assert [one.field.code for one in lacks.fields] == ["post_office"]
    assert "d-death" in {paper.code for paper in lacks.papers}
    with pytest.raises(errors.DraftIncomplete):
        actions.send_draft(code=code, at=WEDNESDAY, by=HOME)
    assert not models.Case.objects.exists()


def test_only_what_is_asked_is_kept_and_it_lies_sealed() -> None:
    code = begun()
    stranger = DraftWords(answers={**WORDS.answers, "anything": "else"}, facts={"practice": "1999"})
    actions.keep_draft(code=code, words=stranger, at=WEDNESDAY, by=HOME)
    draft = models.Draft.objects.get()
    assert set(draft.content["answers"]) == set(WORDS.answers) and draft.content["facts"] == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM cases_draft")
        assert b"Akmal" not in bytes(cursor.fetchone()[0])
    assert "Akmal" not in str([entry.data for entry in told("draft.begun", "draft.kept")])


def test_a_file_that_is_not_taken_at_the_desk_is_not_taken_from_home(tmp_path: Path) -> None:
    code = begun()
    with pytest.raises(errors.ScanHarmful):
        added(code, "d-death", tmp_path, pdf_with_javascript())
    with pytest.raises(errors.ScanNotRecognised):
        added(code, "d-death", tmp_path, b"<svg onload=alert(1)>")
    with pytest.raises(errors.PaperNotAsked):
        added(code, "d-photo", tmp_path)
    assert told("draft.scan_attached") == []


def test_its_owner_takes_out_a_file_and_deletes_everything(tmp_path: Path) -> None:
    code = written(tmp_path)
    scan = models.Scan.objects.order_by("id").first()
    assert scan
    actions.remove_from_draft(code=code, scan_id=scan.id, store=tmp_path, at=WEDNESDAY, by=HOME)
    actions.delete_draft(code=code, store=tmp_path, at=WEDNESDAY, by=HOME)
    assert not models.Draft.objects.exists() and not models.Scan.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file() and len(path.name) == 64] == []
    assert told("draft.deleted")[0].data["because"] == "owner"
    assert queries.draft(code=code, at=WEDNESDAY) is None
    with pytest.raises(errors.UnknownDraft):
        actions.send_draft(code=code, at=WEDNESDAY, by=HOME)


def test_a_draft_nobody_goes_on_with_is_deleted_after_thirty_days(tmp_path: Path) -> None:
    written(tmp_path)
    (draft,) = models.Draft.objects.all()
    assert list(queries.drafts_over(centre_id="SRG", at=WEDNESDAY + timedelta(days=30))) == []
    with pytest.raises(errors.NotOver):
        actions.erase_draft(draft_id=draft.id, store=tmp_path, at=WEDNESDAY + timedelta(days=30), by=system("erase"))
    later = WEDNESDAY + timedelta(days=31)
    assert list(queries.drafts_over(centre_id="SRG", at=later)) == [draft.id]
    assert actions.erase_draft(draft_id=draft.id, store=tmp_path, at=later, by=system("erase"))
    assert told("draft.deleted")[0].data["because"] == "time"


def test_as_many_drafts_an_hour_as_the_centre_allows_and_one_a_request() -> None:
    source = (Source("a-seal", 2),)
    first = begun(asked_from=source, key="begun-00001")
    assert begun(asked_from=source, key="begun-00001") == first
    begun(asked_from=source)
    with pytest.raises(errors.TooManyDrafts):
        begun(asked_from=source)
    with pytest.raises(NotAllowed):
        actions.begin_draft(
            centre_id="SRG", service_id="PJ-03", language="uz", asked_from=(), at=WEDNESDAY, by=kiosk(centre_id="SRG")
        )


def test_the_document_is_given_to_who_has_shown_who_they_are(tmp_path: Path) -> None:
    opened = granted(actions.send_draft(code=written(tmp_path), at=WEDNESDAY, by=HOME))
    with pytest.raises(errors.IdentityNotShown):
        actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=system("test"))
    assert actions.issue_document(case_id=opened.case_id, identity_seen=True, at=WEDNESDAY, by=system("test")).number


def test_the_database_keeps_a_scan_of_one_place_only() -> None:
    opened, code = filed(), begun()
    draft = models.Draft.objects.get(code=code)
    fields = {"document_id": "d-death", "sha256": "0" * 64, "media_type": "image/png", "size_bytes": 1, "pixels": 1}
    for owner in ({}, {"case_id": opened.case_id, "draft_id": draft.id}):
        with pytest.raises(IntegrityError, match="a_scan_is_of_a_case_or_of_a_draft"), transaction.atomic():
            models.Scan.objects.create(**fields, **owner, attached_at=WEDNESDAY, attached_by="visitor")


def test_a_correction_is_answered_from_home_and_the_clock_goes_on(tmp_path: Path) -> None:
    opened = ready(filed())
    ask = {"case_id": opened.case_id, "because": "incorrect", "words": "the name is misspelt", "by": system("test")}
    with pytest.raises(errors.NotSuspended):
        actions.answer_correction(code=opened.tracking_code, words="there", at=WEDNESDAY, by=HOME)
    actions.suspend_case(**ask, at=WEDNESDAY)
    at = WEDNESDAY + timedelta(days=2)
    with pytest.raises(errors.CorrectionMissing):
        actions.answer_correction(code=opened.tracking_code, words=" ", at=at, by=HOME)
    actions.add_to_correction(
        code=opened.tracking_code, document_id="d-death", content=jpeg(), store=tmp_path, at=at, by=HOME
    )
    for _ in range(2):
        changed = actions.answer_correction(
            code=opened.tracking_code, words="Yoʻldosheva, with oʻ", at=at, by=HOME, key="answer-0001"
        )
    case = seen(opened)
    assert case.due_on == changed.due_on and case.correction is None
    assert case.corrected[0].answer == "Yoʻldosheva, with oʻ"
    (entry,) = told("case.resumed")
    assert entry.actor == "visitor" and "oʻ" not in str(entry.data)
    with pytest.raises(errors.UnknownCase):
        actions.answer_correction(code="0" * 28, words="x", at=at, by=HOME)
