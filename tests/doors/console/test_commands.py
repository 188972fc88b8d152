"""The `darcha` command, as somebody at a terminal meets it."""

from __future__ import annotations

import argparse
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from darcha.access.actions import sign_in
from darcha.doors.console import serve
from darcha.doors.console.main import COMMANDS, main
from darcha.journal import actions as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import system
from darcha.plumbing.sealing import KeysUnusable
from tests.rooms.monitoring import events

AT = datetime(2026, 11, 24, 6, tzinfo=UTC)


def _happen(times: int) -> None:
    for number in range(times):
        with transaction.atomic():
            journal.append(
                centre_id="SRG",
                kind=Kind.COUNTER_OPENED,
                subject=f"counter:{number}",
                at=AT,
                by=system("test"),
                data={"counter": number},
            )


def _as_superuser(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # what only a superuser may: triggers sleep
        connection.execute(statement)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    assert all(name in told for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert "--data DIR" in capsys.readouterr().out


@pytest.mark.parametrize("argv", [[], ["dance"], ["load"], ["report", "--from", "yesterday", "--to", "2010-12-06"]])
def test_what_is_not_understood_ends_with_2(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(argv)
    assert left.value.code == 2


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_missing_blueprint_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "nowhere.yaml"]) == 1
    assert "nowhere.yaml: there is no such file." in capsys.readouterr().err


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_malformed_blueprint_is_told_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "catalogue.yaml"
    file.write_text("schema_version: 1\nservices: many\n", encoding="utf-8")
    assert main(["load", str(file)]) == 1
    told = capsys.readouterr().err
    assert "catalogue.yaml:2: services: got" in told
    assert "nothing was loaded" in told


CORPUS = Path(__file__).parents[2] / "rules" / "clock"


def test_the_clock_tells_its_reasoning_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clock", "explain", str(CORPUS / "suspension.yaml"), "--case", "three-working-days"]) == 0
    told = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert told[0].startswith("three-working-days: ")
    assert told[1].startswith("07.04.2010: the application was complete")
    assert told[2] == "12.04.2010 to 14.04.2010: the applicant corrected it; these days (3 days) are not counted."
    assert told[-3:] == ["26.04.2010: the last day to decide.", "14.04.2010: the time runs", ""]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uz", "22.04.2010: shu kungacha qaror boʻlmasa, rozilik berilgan hisoblanadi."),
        ("uz-cyrl", "21.04.2010: қарор қабул қилишнинг охирги куни."),
        ("ru", "21.04.2010: последний день срока по закону (10 рабочих дней)."),
    ],
)
def test_the_clock_speaks_every_language(language: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clock", "explain", str(CORPUS / "silence.yaml"), "--language", language]) == 0
    assert said in capsys.readouterr().out


def test_the_clock_says_where_a_file_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text((CORPUS / "refused.yaml").read_text(encoding="utf-8").replace("not_suspended", "fine"))
    assert main(["clock", "explain", str(wrong), "--case", "resumed-twice"]) == 1
    assert "NOT AS THE FILE SAYS: refused: expected fine, got not_suspended" in capsys.readouterr().out
    assert main(["clock", "explain", str(wrong), "--case", "no-such-case"]) == 1
    wrong.write_text("about: nothing\n")
    assert main(["clock", "explain", str(wrong)]) == 1
    assert "cases: got nothing" in capsys.readouterr().err


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_period_that_ends_before_it_begins_is_not_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--from", "2010-12-06", "--to", "2010-04-07"]) == 2
    assert "before it begins" in capsys.readouterr().err


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_centre_nobody_knows_is_said_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--from", "2010-04-07", "--to", "2010-12-06", "--centre", "XXX"]) == 1
    assert capsys.readouterr().err == "There is no such centre.\n"


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_report_is_one_json_object(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["report", "--from", "2010-04-07", "--to", "2010-12-06"]) == 0
    assert isinstance(json.loads(capfdbinary.readouterr().out), dict)


def _check(period: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object], str]:
    since, until = period.split()
    status = main(["monitoring", "check", "--from", since, "--to", until, "--centre", "SRG"])
    told = capsys.readouterr()
    return status, json.loads(told.out.splitlines()[-1]), told.err


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_check_tells_how_much_it_compared_and_names_a_fact_altered_by_hand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    day = datetime(2010, 4, 13, 7, tzinfo=UTC)
    events.served(day)
    events.served(day, sex="M")
    assert main(["close-day", "--centre", "SRG", "--day", "2010-04-13"]) == 0
    status, told, said = _check("2010-04-07 2010-12-06", capsys)
    assert (status, said) == (0, "")
    assert (told["facts"], told["events"], told["differences"]) == (2, 2, 0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE monitoring_day_fact SET wait_seconds = 660 WHERE sex = 'M'")
    status, told, said = _check("2010-04-07 2010-12-06", capsys)
    assert (status, told["differences"]) == (1, 1)
    assert said == (
        "SRG 2010-04-13 FHDYO-01, channel kiosk, sex M, age 30-44, disability no:"
        " wait_seconds is 660 in the facts, 600 by the journal.\n"
    )


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_check_names_a_day_nobody_closed(capsys: pytest.CaptureFixture[str]) -> None:
    events.served(datetime(2010, 4, 13, 7, tzinfo=UTC))
    status, told, said = _check("2010-04-13 2010-04-13", capsys)
    assert (status, told["days_not_closed"]) == (1, 1)
    assert said == "SRG 2010-04-13: not closed; 1 event is in no fact.\n"


def test_verify_is_silent_about_an_untouched_journal(own_database: str, capsys: pytest.CaptureFixture[str]) -> None:
    _happen(3)
    assert main(["verify"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE journal_entry SET actor = 'nobody' WHERE centre = 'SRG' AND seq = {second}", "was changed"),
        ("DELETE FROM journal_entry WHERE centre = 'SRG' AND seq = {second}", "is missing"),
        ("DELETE FROM journal_entry WHERE centre = 'SRG' AND seq = {last}", "were cut off"),
    ],
)
def test_verify_names_the_first_wrong_row(
    statement: str, told: str, own_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _last_seq(own_database)
    _happen(3)
    _as_superuser(own_database, statement.format(second=before + 2, last=before + 3))
    assert main(["verify", "--centre", "SRG"]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert f"entry {before + 3 if 'cut off' in told else before + 2} " in said


def test_a_tail_cut_together_with_its_head_is_betrayed_by_the_checkpoint(
    own_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _last_seq(own_database)
    _happen(2)
    file = tmp_path / "checkpoint.json"
    assert main(["verify", "--write-checkpoint", str(file)]) == 0
    _as_superuser(own_database, f"DELETE FROM journal_entry WHERE centre = 'SRG' AND seq > {before + 1}")
    _as_superuser(
        own_database,
        "UPDATE journal_head SET (seq, hash) = (SELECT seq, hash FROM journal_entry WHERE centre = 'SRG'"
        " ORDER BY epoch DESC, seq DESC LIMIT 1) WHERE centre = 'SRG'",
    )
    assert main(["verify"]) == 0
    assert main(["verify", "--checkpoint", str(file)]) == 1
    assert "SRG" in capsys.readouterr().err


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_file_that_is_no_checkpoint_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "checkpoint.json"
    file.write_text("{}", encoding="utf-8")
    file.write_text("[1]", encoding="utf-8")
    assert main(["verify", "--checkpoint", str(file)]) == 1
    assert "not a checkpoint" in capsys.readouterr().err


def _last_seq(address: str) -> int:
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT coalesce(max(seq), 0) FROM journal_head WHERE centre = 'SRG'").fetchone()
    return int(row[0]) if row else 0


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_password_is_read_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a window in Sergeli\n"))
    assert main(["password", "dilnoza"]) == 0
    assert "dilnoza signs in" in capsys.readouterr().out
    assert sign_in(login="dilnoza", password="a window in Sergeli", at=AT)


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(("login", "password"), [("nobody", "a window in Sergeli"), ("dilnoza", "short")])
def test_a_password_for_nobody_or_a_weak_one_is_refused(
    login: str, password: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password))
    assert main(["password", login]) == 1
    assert capsys.readouterr().err


def test_keys_are_made_once_and_never_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "KEYS_FILE", tmp_path / "keys")
    assert main(["keys", "new"]) == 0
    secret = (tmp_path / "keys").read_text().split()[-1]
    assert main(["keys", "new"]) == 1
    told = capsys.readouterr()
    assert str(tmp_path / "keys") in told.out
    assert secret not in told.out + told.err
    assert (tmp_path / "keys").read_text().split()[-1] == secret


def test_a_house_without_its_keys_does_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "KEYS_FILE", tmp_path / "keys")
    assert main(["serve"]) == 1
    assert f"There are no keys in {tmp_path / 'keys'}." in capsys.readouterr().err


def test_a_house_that_cannot_use_its_signing_key_does_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "SIGNING_FILE", tmp_path / "signing.pem")
    assert main(["keys", "sign-demo"]) == 0
    assert str(tmp_path / "authority.pem") in capsys.readouterr().out
    assert main(["keys", "sign-demo"]) == 1
    (tmp_path / "signing.pem").chmod(0o644)
    assert serve.run(argparse.Namespace(workers=0)) == 2
    with pytest.raises(KeysUnusable, match="chmod o="):
        serve.run(argparse.Namespace(workers=1))


def test_a_house_without_a_signing_key_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "call_command", _leave)
    with pytest.raises(KeyboardInterrupt):
        serve.run(argparse.Namespace(workers=1))
    assert "Documents are given out unsigned" in capsys.readouterr().err


def _leave(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
