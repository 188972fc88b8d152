"""The journal keeps every fact, in order, for ever."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from darcha.journal import actions, queries
from darcha.journal.kinds import Kind
from darcha.journal.rules import Checkpoint
from darcha.kernel.actor import system

AT = datetime(2010, 4, 7, 4, tzinfo=UTC)


def write(number: int, *, key: str | None = None) -> int:
    with transaction.atomic():
        return actions.append(
            centre_id="TST",
            kind=Kind.TICKET_ISSUED,
            subject=f"ticket:{number}",
            at=AT,
            by=system("test"),
            data={"number": number, "letter": "K", "note": "oʻ"},
            key=key,
        )


@pytest.mark.django_db
def test_entries_are_numbered_without_a_gap_and_chained() -> None:
    assert [write(n) for n in (7, 8, 9)] == [1, 2, 3]
    assert queries.verify(centre_id="TST") is None
    assert [entry.seq for entry in queries.entries_after(centre_id="TST", seq=1)] == [2, 3]


def test_an_entry_is_written_inside_the_transaction_of_its_action_only(own_database: str) -> None:
    with pytest.raises(RuntimeError):
        actions.append(centre_id="TST", kind=Kind.TICKET_ISSUED, subject="ticket:1", at=AT, by=system("test"), data={})


@pytest.mark.django_db
def test_a_request_takes_effect_once() -> None:
    write(1, key="k1")
    with pytest.raises(IntegrityError), transaction.atomic():
        write(2, key="k1")
    assert write(3) == 2, "a refused entry leaves no gap"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET kind = 'x'", "DELETE FROM journal_entry", "TRUNCATE journal_entry"]
)
def test_the_running_system_cannot_change_the_journal(statement: str) -> None:
    write(1)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET kind = 'x'", "DELETE FROM journal_entry", "TRUNCATE journal_entry"]
)
def test_not_even_a_superuser_changes_it_by_an_ordinary_statement(own_database: str, statement: str) -> None:
    write(1)
    with psycopg.connect(own_database) as superuser, pytest.raises(psycopg.errors.InsufficientPrivilege):
        superuser.execute(statement)


@pytest.mark.parametrize(
    ("statement", "seq", "reason"),
    [
        ("UPDATE journal_entry SET data = '{}' WHERE seq = 2", 2, "changed"),
        ("UPDATE journal_entry SET moment = moment + interval '1 hour' WHERE seq = 3", 3, "changed"),
        ("DELETE FROM journal_entry WHERE seq = 3", 3, "removed"),
        ("DELETE FROM journal_entry WHERE seq = 5", 5, "truncated"),
        (
            "UPDATE journal_entry SET seq = CASE seq WHEN 2 THEN 30 ELSE 2 END WHERE seq IN (2, 3);"
            "UPDATE journal_entry SET seq = 3 WHERE seq = 30",
            2,
            "changed",
        ),
    ],
)
def test_the_verifier_names_the_first_wrong_row(own_database: str, statement: str, seq: int, reason: str) -> None:
    for number in range(5):
        write(number)
    with psycopg.connect(own_database) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(statement)
    fault = queries.verify(centre_id="TST")
    assert fault is not None
    assert (fault.seq, fault.reason) == (seq, reason)


def test_a_checkpoint_betrays_a_tail_cut_with_the_head(own_database: str) -> None:
    for number in range(5):
        write(number)
    kept = queries.head(centre_id="TST")
    with psycopg.connect(own_database) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("DELETE FROM journal_entry WHERE seq = 5")
        superuser.execute("UPDATE journal_head SET seq = 4, hash = (SELECT hash FROM journal_entry WHERE seq = 4)")
    assert queries.verify(centre_id="TST") is None, "without the file the cut cannot be seen"
    fault = queries.verify(centre_id="TST", checkpoint=Checkpoint("TST", kept.epoch, kept.seq, kept.hash))
    assert fault is not None
    assert (fault.seq, fault.reason) == (5, "truncated")
