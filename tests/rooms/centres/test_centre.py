"""What a process may believe of a centre without asking, and what the database refuses."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from darcha.catalogue import queries as catalogue
from darcha.centres import errors, models, queries, timetables
from darcha.kernel.actor import system
from darcha.national.actions import load_blueprint

SERGELI = Path(__file__).parents[3] / "blueprints" / "uzbekistan" / "sergeli.yaml"
TUESDAY_MORNING = datetime(2026, 11, 24, 6, 2, tzinfo=UTC)
AT = datetime(2010, 4, 5, 4, tzinfo=UTC)


def load_changed(place: Path, before: str, after: str) -> None:
    text = SERGELI.read_text(encoding="utf-8")
    assert before in text
    file = place / "sergeli.yaml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    load_blueprint(path=file, at=AT, by=system("load"))


@pytest.mark.django_db
def test_sergeli_is_what_its_file_says() -> None:
    centre = queries.centre(code="SRG")
    assert centre.names.en == "Sergeli district single window"
    assert centre.names.uz_cyrl == "Сергели туманининг ягона дарчаси"
    assert centre.opens_on == date(2010, 4, 7)
    assert [(line.letter, line.board_names.uz) for line in queries.lines(centre_id="SRG")] == [
        ("A", "Oila"),
        ("E", "Pasport"),
        ("K", "Pensiya"),
        ("M", "Uy-joy"),
        ("T", "Soliq"),
    ]
    assert queries.line_of(centre_id="SRG", department_id="PJ").letter == "K"
    counters = queries.counters(centre_id="SRG")
    assert [counter.number for counter in counters] == list(range(1, 13))
    assert sum(counter.hearing_loop for counter in counters) == 1
    assert sum(counter.quick for counter in counters) == 1
    ordinary, priority = queries.visitor_classes(centre_id="SRG")
    assert (ordinary.code, ordinary.promised_minutes, ordinary.weight, ordinary.needs) == ("ordinary", 20, 100, ())
    assert (priority.code, priority.promised_minutes, priority.weight) == ("priority", 10, 200)
    assert set(priority.needs) == {"seat", "wheel", "child", "sight", "ear", "sign"}


@pytest.mark.django_db
def test_on_a_tuesday_ten_departments_sit_and_on_a_saturday_two() -> None:
    tuesday = set(queries.sitting_today(centre_id="SRG", at=TUESDAY_MORNING))
    everybody = {department.code for department in catalogue.departments()}
    assert everybody - tuesday == {"BKM", "XTB", "MUD", "STAT"}
    saturday = set(queries.sitting_today(centre_id="SRG", at=datetime(2026, 11, 28, 6, tzinfo=UTC)))
    assert saturday == {"FHDYO", "MFB"}
    assert queries.sits_now(centre_id="SRG", department_id="PJ", at=TUESDAY_MORNING)
    assert not queries.sits_now(centre_id="SRG", department_id="MUD", at=TUESDAY_MORNING)
    assert queries.next_presence(centre_id="SRG", department_id="MUD", after=TUESDAY_MORNING) == (
        date(2026, 11, 25),
        time(10),
        time(13),
    )


@pytest.mark.django_db
def test_every_department_sits_and_every_service_is_offered_within_a_week() -> None:
    week = [date(2026, 11, day) for day in range(23, 29)]
    for department in catalogue.departments():
        assert any(queries.presence(centre_id="SRG", department_id=department.code, day=day) for day in week)
    services = catalogue.service_summaries()
    assert len(services) == 62
    assert all(queries.offered(centre_id="SRG", service_id=service.code) for service in services)
    assert not queries.offered(centre_id="SRG", service_id="PJ-99")


@pytest.mark.django_db
def test_what_the_head_set_for_appointments_is_read_from_the_file() -> None:
    terms = queries.centre(code="SRG").appointments
    assert (terms.walk_in_share, terms.days_ahead, terms.early_minutes, terms.late_minutes) == (50, 14, 30, 15)
    assert (terms.release_from_minutes, terms.release_to_minutes, terms.offer_minutes) == (5, 45, 30)
    assert queries.seat(centre_id="SRG", department_id="PJ").appointments_at_once == 1
    with pytest.raises(errors.DepartmentNotHere):
        queries.seat(centre_id="SRG", department_id="NONE")


@pytest.mark.django_db
def test_what_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(errors.UnknownCentre):
        queries.centre(code="XXX")
    with pytest.raises(errors.UnknownCounter):
        queries.counter(counter_id=0)
    with pytest.raises(errors.DepartmentNotHere):
        queries.line_of(centre_id="SRG", department_id="MAH")


@pytest.mark.django_db
def test_a_busy_process_asks_the_database_only_once_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timetables, "_TRUSTED_SECONDS", 3600.0)
    timetables.trust()  # loads of other tests were rolled back, never committed
    counter = queries.counters(centre_id="SRG")[0]
    with CaptureQueriesContext(connection) as asked:
        for _ in range(200):
            queries.is_open(centre_id="SRG", at=TUESDAY_MORNING)
            queries.presence(centre_id="SRG", department_id="PJ", day=date(2026, 11, 24))
            queries.counter(counter_id=counter.id)
            queries.visitor_classes(centre_id="SRG")
    assert len(asked) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("promised", [20])
def test_a_load_that_was_rolled_back_never_was(promised: int, tmp_path: Path) -> None:
    """Run twice: the second run sees the first one's rollback."""
    assert queries.visitor_classes(centre_id="SRG")[0].promised_minutes == promised
    load_changed(tmp_path, "promise_minutes: 20", "promise_minutes: 25")
    assert queries.visitor_classes(centre_id="SRG")[0].promised_minutes == 25


@pytest.mark.django_db
def test_a_load_undone_within_the_process_is_undone_for_its_readers(tmp_path: Path) -> None:
    with transaction.atomic():
        load_changed(tmp_path, "promise_minutes: 20", "promise_minutes: 25")
        assert queries.visitor_classes(centre_id="SRG")[0].promised_minutes == 25
        transaction.set_rollback(True)
    assert queries.visitor_classes(centre_id="SRG")[0].promised_minutes == 20


def test_a_committed_load_is_seen_by_other_threads_at_once(own_database: str, tmp_path: Path) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(queries.visitor_classes(centre_id="SRG")[0].promised_minutes)
        connection.close()

    def in_a_thread() -> None:
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    in_a_thread()
    load_changed(tmp_path, "promise_minutes: 20", "promise_minutes: 25")
    in_a_thread()
    assert seen == [20, 25]


def test_a_load_by_another_process_is_seen_within_a_second(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timetables, "_TRUSTED_SECONDS", 3600.0)
    assert queries.visitor_classes(centre_id="SRG")[0].promised_minutes == 20
    known = dict(timetables._copies)
    load_changed(tmp_path, "promise_minutes: 20", "promise_minutes: 25")
    timetables._copies.update(known)  # as if the load had happened elsewhere
    assert queries.visitor_classes(centre_id="SRG")[0].promised_minutes == 20
    monkeypatch.setattr(timetables, "_TRUSTED_SECONDS", 0.0)
    assert queries.visitor_classes(centre_id="SRG")[0].promised_minutes == 25


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "name"),
    [
        (
            lambda: models.Counter.objects.create(
                centre_id="SRG", number=7, accessible=True, hearing_loop=False, quick=False
            ),
            "a_number_hangs_over_one_counter",
        ),
        (
            lambda: models.PresenceWindow.objects.create(
                seat=models.Seat.objects.first(), weekday=1, begins=time(12), ends=time(11), illustration=True
            ),
            "presence_begins_before_it_ends",
        ),
        (
            lambda: models.OpeningHours.objects.create(centre_id="SRG", weekday=7, opens=time(9), closes=time(10)),
            "opening_is_on_a_day_of_the_week",
        ),
        (
            lambda: models.VisitorClass.objects.filter(code="priority").update(promised_minutes=0),
            "a_class_is_promised_something",
        ),
        (
            lambda: models.Line.objects.filter(letter="A").update(letter="Я"),
            "a_letter_is_read_in_two_scripts",
        ),
    ],
)
def test_the_database_refuses_what_the_file_may_not_say(make: object, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()  # type: ignore[operator]
