"""The living demo: its days follow each other, and no accident ends it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest

from darcha.centres import queries as centres
from darcha.journal import queries as journal
from darcha.practice.living import Living, begins_at, days_before, opening_day, settle
from darcha.practice.parameters import read_parameters
from darcha.queue import actions as queue
from darcha.queue import queries as hall
from tests.given import PASSPORT, SERGELI, a_visitor_who_waits, counter, employee

PILOT = Path(__file__).parents[3] / "blueprints" / "uzbekistan" / "pilot.yaml"
TASHKENT = ZoneInfo("Asia/Tashkent")
TUESDAY = date(2026, 11, 24)
ELEVEN = datetime(2026, 11, 24, 11, tzinfo=TASHKENT)


def living(*, begins: datetime = ELEVEN, resumes: bool = False, visitors: int = 12) -> Living:
    return Living(
        parameters=read_parameters(PILOT),
        visitors_a_day=visitors,
        name="demo",
        keep_free=frozenset({"dilnoza", "nilufar"}),
        begins=begins,
        resumes=resumes,
    )


class FastClock:
    """A clock that moves by a step whenever somebody looks, and stops the hall after `until`."""

    def __init__(self, house: Living, *, until: datetime, step: timedelta = timedelta(minutes=2)) -> None:
        self.house = house
        self.shown = house.begins.astimezone(UTC)
        self.until = until
        self.step = step
        self.jumps: list[datetime] = []
        self.looks = 0

    def now(self) -> datetime:
        self.looks += 1
        self.shown += self.step
        if self.shown >= self.until:
            self.house.stop.set()
        return self.shown

    def jump_to(self, moment: datetime) -> None:
        self.jumps.append(moment)
        self.shown = moment.astimezone(UTC)

    def play(self) -> None:
        self.house.run(now=self.now, jump_to=self.jump_to, pause=0)


def kinds(day: date) -> Counter[str]:
    begins = datetime(day.year, day.month, day.day, tzinfo=TASHKENT)
    entries = journal.entries_between(centre_id=SERGELI, since=begins, until=begins + timedelta(days=1))
    return Counter(entry.kind for entry in entries)


def open_windows(at: datetime) -> list[int]:
    views = [hall.counter_view(counter_id=known.id, at=at) for known in centres.counters(centre_id=SERGELI)]
    return [view.counter.number for view in views if view.session]


def test_a_day_ends_with_closed_counters_and_the_next_morning_follows(own_database: str) -> None:
    house = living()
    house.play_morning()
    clock = FastClock(house, until=datetime(2026, 11, 26, 9, 30, tzinfo=TASHKENT))
    clock.play()
    assert clock.jumps == [
        datetime(2026, 11, 25, 8, 58, tzinfo=TASHKENT),
        datetime(2026, 11, 26, 8, 58, tzinfo=TASHKENT),
    ]
    for day in (TUESDAY, TUESDAY + timedelta(days=1)):
        told = kinds(day)
        assert told["ticket.served"] + told["ticket.no_show"] == told["ticket.issued"] >= 12
        assert told["counter.opened"] == told["counter.closed"] > 0
        assert told["day.closed"] == 1
    assert journal.verify(centre_id=SERGELI) is None


def test_a_visitor_who_took_a_ticket_late_is_still_called_before_the_day_ends(own_database: str) -> None:
    house = living(visitors=0)
    clock = FastClock(house, until=datetime(2026, 11, 25, 9, tzinfo=TASHKENT))
    ticket = a_visitor_who_waits(at=datetime(2026, 11, 24, 17, 10, tzinfo=TASHKENT))
    clock.play()
    seen = hall.ticket(code=ticket.code)
    assert seen is not None
    assert seen.state == "served"
    assert seen.finished_at is not None
    assert seen.finished_at.astimezone(TASHKENT).date() == TUESDAY


def test_invented_officers_let_a_visitor_go_on_to_the_matter_that_follows(own_database: str) -> None:
    house = living(visitors=0)
    clock = FastClock(house, until=datetime(2026, 11, 24, 16, tzinfo=TASHKENT))
    at = datetime(2026, 11, 24, 11, 10, tzinfo=TASHKENT)
    ticket = a_visitor_who_waits(also=(PASSPORT,), at=at)
    clock.play()
    seen = hall.ticket(code=ticket.code, at=clock.shown)
    assert seen is not None
    assert (seen.state, seen.following) == ("served", ())
    assert kinds(TUESDAY)["ticket.sent_on"] == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_database_that_goes_away_for_a_moment_does_not_end_the_hall(
    own_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    house = living()
    house.play_morning()
    clock = FastClock(house, until=datetime(2026, 11, 25, 8, 59, tzinfo=TASHKENT))

    def now_and_then_cut() -> datetime:
        if clock.looks in {40, 80, 120}:
            with psycopg.connect(own_database, autocommit=True) as superuser:
                superuser.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE usename = 'darcha_app' AND datname = current_database()"
                )
        return clock.now()

    house.run(now=now_and_then_cut, jump_to=clock.jump_to, pause=0)
    assert "it goes on" in caplog.text
    told = kinds(TUESDAY)
    assert told["ticket.served"] + told["ticket.no_show"] == told["ticket.issued"] >= 12
    assert told["day.closed"] == 1
    assert len(clock.jumps) == 1


def test_a_demo_left_in_the_middle_of_a_day_goes_on_a_minute_later(own_database: str) -> None:
    house = living()
    house.play_morning()
    FastClock(house, until=datetime(2026, 11, 24, 13, 40, tzinfo=TASHKENT)).play()
    left = kinds(TUESDAY)
    ticket = a_visitor_who_waits(at=datetime(2026, 11, 24, 13, 41, tzinfo=TASHKENT))
    last = datetime(2026, 11, 24, 13, 41, tzinfo=TASHKENT)
    begins = begins_at(centre_id=SERGELI, last=last, today=TUESDAY)
    assert begins == last + timedelta(minutes=1)
    settle(centre_id=SERGELI, at=begins)
    assert open_windows(begins) == []
    again = living(begins=begins, resumes=True)
    coming = [moment for moment, _, event in again._hall._events if event.func == again._hall._arrive]  # type: ignore[attr-defined]
    assert begins < min(coming), "who came in the morning does not come again"
    assert len(coming) < 12
    FastClock(again, until=datetime(2026, 11, 24, 17, 59, tzinfo=TASHKENT)).play()
    seen = hall.ticket(code=ticket.code)
    assert seen is not None
    assert seen.state == "served", "whoever waited before is called after"
    assert kinds(TUESDAY)["ticket.served"] > left["ticket.served"]
    assert kinds(TUESDAY)["ticket.issued"] == left["ticket.issued"] + 1 + len(coming)


def test_a_real_officer_finds_their_visitor_again(own_database: str) -> None:
    for login in ("dilnoza", "umida"):
        number = {"dilnoza": 7, "umida": 8}[login]
        queue.open_counter(counter_id=counter(number), at=ELEVEN, by=employee(login))
        a_visitor_who_waits(at=ELEVEN)
        queue.call_next(counter_id=counter(number), at=ELEVEN, by=employee(login))
    at = ELEVEN + timedelta(minutes=1)
    settle(centre_id=SERGELI, at=at, keep=frozenset({"dilnoza"}))
    assert open_windows(at) == [7]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("last", "today", "begins"),
    [
        (None, date(2026, 11, 24), datetime(2026, 11, 24, 11, tzinfo=TASHKENT)),
        (None, date(2026, 11, 28), datetime(2026, 11, 30, 11, tzinfo=TASHKENT)),
        (datetime(2026, 11, 23, 12, tzinfo=TASHKENT), TUESDAY, datetime(2026, 11, 24, 11, tzinfo=TASHKENT)),
        (datetime(2026, 11, 24, 12, tzinfo=TASHKENT), TUESDAY, datetime(2026, 11, 24, 12, 1, tzinfo=TASHKENT)),
        (datetime(2026, 11, 27, 17, 30, tzinfo=TASHKENT), TUESDAY, datetime(2026, 11, 30, 11, tzinfo=TASHKENT)),
    ],
    ids=["a new house", "a new house on a Saturday", "left yesterday", "left today", "ahead, on a Friday evening"],
)
def test_where_a_demo_begins(last: datetime | None, today: date, begins: datetime) -> None:
    assert begins_at(centre_id=SERGELI, last=last, today=today) == begins


@pytest.mark.django_db
def test_the_days_before_are_days_the_centre_was_open() -> None:
    assert days_before(centre_id=SERGELI, day=TUESDAY, count=3) == [
        date(2026, 11, 20),
        date(2026, 11, 21),
        date(2026, 11, 23),
    ]
    assert opening_day(centre_id=SERGELI, since=date(2026, 11, 22)) == date(2026, 11, 23)
