"""The rows of a case are sealed: renewed with a new key while the house runs, and sealed where they stood in plain text."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from filing import WEDNESDAY, WIDOW, filed, granted, seen

from darcha.cases import actions, models, queries
from darcha.cases.rules import OpenedCase
from darcha.doors.console.main import main
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import system
from darcha.plumbing import sealing
from darcha.plumbing.resealing import reseal

SEALED = {
    "cases_applicant": ("name", "birth_year", "phone", "personal_number", "personal_number_index"),
    "cases_representative": ("name", "personal_number", "personal_number_index", "paper"),
    "cases_case": ("facts",),
    "cases_issued_document": ("content", "annulled_because"),
    "cases_work_item": ("note",),
    "cases_decision": ("ground", "clause"),
    "cases_suspension": ("words",),
    "cases_extension": ("ground",),
}

NEIGHBOUR = "Madina lives elsewhere, says the neighbour."


@pytest.fixture
def keys_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of keys of this test alone."""
    monkeypatch.setattr(settings, "KEYS_FILE", tmp_path / "keys")
    sealing.make_keys(tmp_path / "keys")
    return tmp_path / "keys"


def _keys_in_use() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ".join(
                f"SELECT encode(substring({column} FROM 1 FOR 4), 'hex') FROM {table} WHERE {column} IS NOT NULL"
                for table, columns in SEALED.items()
                for column in columns
            )
        )
        return {row[0] for row in cursor.fetchall()}


def _three_people() -> list[int]:
    opened = [granted(filed()), filed(), filed(applicant=WIDOW.__class__("Rustam Karimov", "M", 1982))]
    actions.issue_document(case_id=opened[0].case_id, at=WEDNESDAY, by=system("test"))
    return [each.case_id for each in opened]


def _words_about(opened: OpenedCase) -> tuple[str | None, ...]:
    """Return what stands in each column of free text about a case."""
    case_id = opened.case_id
    return (
        models.WorkItem.objects.get(case_id=case_id).note,
        models.Decision.objects.get(case_id=case_id).ground,
        models.Suspension.objects.get(case_id=case_id).words,
        models.Extension.objects.get(case_id=case_id).ground,
        models.IssuedDocument.objects.get(case_id=case_id).annulled_because,
    )


def _much_said_of() -> OpenedCase:
    """Return a case about which something was typed wherever somebody can."""
    opened, by = filed("FHDYO-02"), system("test")
    case_id = opened.case_id
    actions.suspend_case(case_id=case_id, because="incorrect", words=NEIGHBOUR, at=WEDNESDAY, by=by)
    actions.resume_case(case_id=case_id, at=WEDNESDAY, by=by)
    actions.extend_case(case_id=case_id, n=2, unit="mo", ground=NEIGHBOUR, at=WEDNESDAY, by=by)
    (item,) = seen(opened).items
    actions.complete_work_item(work_item_id=item.id, outcome="objected", note=NEIGHBOUR, at=WEDNESDAY, by=by)
    actions.decide(case_id=case_id, outcome="granted", ground=NEIGHBOUR, at=WEDNESDAY, by=by)
    actions.issue_document(case_id=case_id, at=WEDNESDAY, by=by)
    actions.annul_document(case_id=case_id, ground=NEIGHBOUR, at=WEDNESDAY, by=by)
    return opened


def _names(case_ids: list[int]) -> list[str]:
    read = [actions.read_case(case_id=each, purpose="test", at=WEDNESDAY, by=system("test")) for each in case_ids]
    assert all(case.facts["applicant.age"] for case in read)
    return [case.applicant.name for case in read]


@pytest.mark.django_db
def test_a_new_key_takes_over_everything_and_the_old_one_is_retired(
    keys_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = sealing.key_ring().newest
    case_ids = _three_people()
    said = _much_said_of()
    before = _names(case_ids)
    assert _keys_in_use() == {old.id.hex()}
    assert main(["keys", "rotate"]) == 0
    assert f"{old.id.hex()} is retired" in capsys.readouterr().out
    new = sealing.key_ring().newest
    assert sealing.key_ring().keys == (new,) != (old,)
    assert _keys_in_use() == {new.id.hex()}
    assert _names(case_ids) == before
    assert models.Applicant.objects.filter(personal_number_index=WIDOW.personal_number).count() == 3
    assert _words_about(said) == (NEIGHBOUR,) * 5
    (told,) = journal.entries_after(centre_id="UZ", seq=0, kinds=[Kind.KEYS_ROTATED])
    assert told.subject == f"key:{new.id.hex()}"
    assert (told.data["retired"], told.data["rows"]) == ([old.id.hex()], 14 + models.Charge.objects.count())
    code = models.IssuedDocument.objects.exclude(case_id=said.case_id).get().verification_code
    assert queries.document_pdf(code=code, address="https://darcha.example").startswith(b"%PDF")


@pytest.mark.django_db
def test_a_renewal_that_was_cut_off_goes_on_and_nobody_notices_meanwhile(keys_file: Path) -> None:
    old = sealing.key_ring().newest
    case_ids = _three_people()
    new = sealing.new_key()
    sealing.write_keys(keys_file, [old, new])
    list(islice(reseal(batch=1), 2))
    assert _keys_in_use() == {old.id.hex(), new.id.hex()}
    assert len(_names(case_ids)) == 3
    assert models.Applicant.objects.filter(personal_number_index=WIDOW.personal_number).count() == 2
    assert main(["keys", "rotate"]) == 0
    assert len(journal.entries_after(centre_id="UZ", seq=0, kinds=[Kind.KEYS_ROTATED])) == 1
    assert sealing.key_ring().keys == (new,)
    assert _keys_in_use() == {new.id.hex()}
    assert len(_names(case_ids)) == 3


@pytest.mark.django_db
def test_a_row_that_does_not_open_stops_the_renewal_before_its_key_is_lost(keys_file: Path) -> None:
    opened = filed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_applicant SET phone = overlay(phone PLACING '\\x00' FROM 20)")
    old = sealing.key_ring().newest
    with pytest.raises(sealing.SealBroken, match=f"cases_applicant.phone:{opened.case_id}"):
        main(["keys", "rotate"])
    assert old in sealing.key_ring().keys


def test_rows_in_plain_text_are_sealed_and_leave_nothing_on_the_disk(own_database: str) -> None:
    opened = _much_said_of()
    said = {"annulled_because": NEIGHBOUR}
    plain: dict[str, dict[str, object]] = {
        "cases_case": {"facts": seen(opened).facts},
        "cases_applicant": {
            "name": WIDOW.name,
            "birth_year": 1974,
            "phone": WIDOW.phone,
            "personal_number": "31710854",
        },
        "cases_issued_document": {"content": models.IssuedDocument.objects.get().content, **said},
        "cases_work_item": {"note": NEIGHBOUR},
        "cases_decision": {"ground": NEIGHBOUR},
        "cases_suspension": {"words": NEIGHBOUR},
        "cases_extension": {"ground": NEIGHBOUR},
    }
    with connection.cursor() as cursor:
        kept = {}
        for table in plain:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
            kept[table] = json.loads(cursor.fetchone()[0])
        later = ("cases_charge", "cases_paper", "cases_case")
        for table in (*(table for table in plain if table != "cases_case"), *later):
            cursor.execute(f"DELETE FROM {table}")
    call_command("migrate", "cases", "0003", database="owner", verbosity=0)
    with connection.cursor() as cursor:
        for table, told in plain.items():
            row = {**kept[table], **told}
            cursor.execute(
                f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)", [json.dumps(row)]
            )
    assert _on_the_disk(own_database, b"Madina")
    call_command("migrate", "cases", database="owner", verbosity=0)
    assert not _on_the_disk(own_database, b"Madina")
    view = seen(opened)
    assert (view.applicant.name, view.applicant.birth_year) == (WIDOW.name, 1974)
    assert view.facts == plain["cases_case"]["facts"]
    assert models.IssuedDocument.objects.get().content == plain["cases_issued_document"]["content"]
    assert _words_about(opened) == (NEIGHBOUR,) * 5
    assert models.Applicant.objects.filter(personal_number_index="3171 0854").exists()


def _on_the_disk(address: str, word: bytes) -> bool:
    with psycopg.connect(address, autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
        read = "SELECT pg_read_binary_file(pg_relation_filepath(%s::regclass))"
        return any(word in superuser.execute(read, [table]).fetchone()[0] for table in SEALED)
