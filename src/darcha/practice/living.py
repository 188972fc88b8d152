"""The living demo: a few days of history, then one day after the other at the pace of the doors' clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from darcha.access import queries as access
from darcha.centres import queries as centres
from darcha.kernel.actor import system
from darcha.kernel.refusal import Refusal
from darcha.monitoring import actions as monitoring
from darcha.practice.actions import hall_day
from darcha.practice.back_office import clerks
from darcha.practice.hall import HallDay
from darcha.practice.parameters import Parameters
from darcha.practice.rules import DayPlan
from darcha.queue import actions as queue
from darcha.queue import queries as hall_queries

STARTS_AT = time(11, 0)
"""When the doors open to the onlooker: late enough for a full hall, early enough for most of the day."""

_LOOKS_EVERY = timedelta(seconds=20)


def opening_day(*, centre_id: str, since: date) -> date:
    """Return the first day the centre is open, `since` included; the demo wants a day most departments sit."""
    day = since
    while centres.hours(centre_id=centre_id, day=day) is None or day.weekday() == 5:  # noqa: PLR2004 -- short Saturday
        day += timedelta(days=1)
    return day


def days_before(*, centre_id: str, day: date, count: int) -> list[date]:
    """Return the `count` opening days before `day`, oldest first."""
    found: list[date] = []
    while len(found) < count:
        day -= timedelta(days=1)
        if centres.hours(centre_id=centre_id, day=day) is not None:
            found.append(day)
    return found[::-1]


def settle(*, centre_id: str, at: datetime) -> None:
    """Bring a hall that was left in the middle of a day to rest: visits finished, counters closed."""
    for counter in centres.counters(centre_id=centre_id):
        view = hall_queries.counter_view(counter_id=counter.id, at=at)
        if view.session is None:
            continue
        by = access.actor_of(employee_id=view.session.employee_id)
        state = view.ticket.state if view.ticket else None
        try:
            if state == "called":
                queue.no_show(counter_id=counter.id, at=at, by=by)
            elif state == "serving":
                queue.finish(counter_id=counter.id, sex="F", age_band="30-44", disability=False, at=at, by=by)
            queue.close_counter(counter_id=counter.id, at=at, by=by)
        except Refusal:
            continue


class Living:
    """A centre that lives: prepared once, then played by `run` until `stop` is set."""

    def __init__(
        self, *, parameters: Parameters, visitors_a_day: int, name: str, keep_free: frozenset[str], day: date
    ) -> None:
        self.parameters = parameters
        self.visitors_a_day = visitors_a_day
        self.name = name
        self.keep_free = keep_free
        self.day = day
        self.centre_id = parameters.centre
        self.zone = ZoneInfo(centres.centre(code=parameters.centre).zone)
        self.stop = threading.Event()
        self._staff = clerks(centre_id=parameters.centre)
        self._hall: HallDay | None = None

    def play_history(self, days: list[date]) -> None:
        """Play whole days at once, so that monitoring has something to tell from the first look."""
        for day in days:
            hall = self._day(day)
            last = self._local(day, time(0))
            while hall.next_at() is not None:
                last = hall.step()
            self._end(hall, day, max(last, self._local(day, time(21))))

    def play_morning(self) -> datetime:
        """Play today up to `STARTS_AT` at once and return that moment."""
        starts = self._local(self.day, STARTS_AT)
        self._hall = self._day(self.day)
        while (moment := self._hall.next_at()) is not None and moment < starts:
            self._hall.step()
        return starts

    def run(self, *, now: Callable[[], datetime], jump_to: Callable[[datetime], None], pause: float = 0.25) -> None:
        """Play on at the pace of `now` until `stop` is set; after a day's end let the clock jump to the next morning."""
        while not self.stop.is_set():
            hall = self._hall or self._day(self.day)
            looked = now()
            while not self.stop.is_set() and (moment := hall.next_at()) is not None:
                if moment <= now():
                    hall.step()
                elif now() - looked >= _LOOKS_EVERY:
                    looked = now()
                    hall.look_at_line(looked)
                else:
                    self.stop.wait(pause)
            if self.stop.is_set():
                settle(centre_id=self.centre_id, at=now())
                return
            self._end(hall, self.day, now())
            self.day = opening_day(centre_id=self.centre_id, since=self.day + timedelta(days=1))
            self._hall = None
            jump_to(self._local(self.day, time(8, 58)))

    def _day(self, day: date) -> HallDay:
        women = round(self.visitors_a_day * self.parameters.women / max(self.parameters.visitors, 1))
        return hall_day(
            DayPlan(day, self.visitors_a_day, women),
            self.parameters,
            name=self.name,
            staff=self._staff,
            zone=self.zone,
            keep_free=self.keep_free,
        )

    def _end(self, hall: HallDay, day: date, at: datetime) -> None:
        hall.close_counters(at)
        monitoring.close_day(centre_id=self.centre_id, day=day, at=at, by=system("practice"))

    def _local(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, tzinfo=self.zone)
