"""The same scan attached from several windows at the same moment, with real commits."""

from __future__ import annotations

from pathlib import Path

from django.db import DatabaseError
from filing import WEDNESDAY, filed, seen
from test_case_races import at_once

from darcha.cases import actions, models
from darcha.cases.rules import AttachedScan
from darcha.journal import queries as journal
from darcha.kernel.actor import system
from tests import scanned


def test_the_same_scan_sent_from_four_windows_is_one(own_database: str, tmp_path: Path) -> None:
    opened = filed()

    def attach(key: str | None) -> AttachedScan:
        return actions.attach_scan(
            case_id=opened.case_id,
            document_id="d-id",
            content=scanned.jpeg(),
            store=tmp_path,
            at=WEDNESDAY,
            by=system("test"),
            key=key,
        )

    keys = ("one-form", "one-form", "another-form", None)
    answers = at_once(*(lambda key=key: attach(key) for key in keys))

    assert len(set(map(str, answers))) == 1
    assert len(seen(opened).scans) == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    assert journal.verify(centre_id="SRG") is None


def test_a_scan_that_fails_never_takes_the_file_of_one_that_succeeds(own_database: str, tmp_path: Path) -> None:
    """One of two cannot be told to the journal; the other's file must stand, whoever came first."""
    lucky, unlucky = filed(), filed()

    def attach(case_id: int, key: str | None) -> object:
        try:
            return actions.attach_scan(
                case_id=case_id,
                document_id="d-id",
                content=scanned.png(),
                store=tmp_path,
                at=WEDNESDAY,
                by=system("test"),
                key=key,
            )
        except DatabaseError as failure:
            return failure

    for _ in range(4):
        failed, _done = at_once(
            lambda: attach(unlucky.case_id, "more than the journal takes" * 10), lambda: attach(lucky.case_id, None)
        )
        assert isinstance(failed, DatabaseError)
        assert seen(unlucky).scans == ()
        (scan,) = seen(lucky).scans
        actions.read_scan(scan_id=scan.id, purpose="test", store=tmp_path, at=WEDNESDAY, by=system("test"))
        models.Scan.objects.all().delete()
