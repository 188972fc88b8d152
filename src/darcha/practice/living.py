"""The living demo: a few days of history, then one day after the other at the pace of the doors' clock."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.db import close_old_connections

from darcha.access import queries as access
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.journal import queries as journal
from darcha.kernel.actor import system
from darcha.kernel.refusal import Refusal
from darcha.monitoring import actions as monitoring
from darcha.practice.actions import hall_day
from darcha.practice.back_office import clerks
from darcha.practice.hall import Event, HallDay
from darcha.practice.parameters import Parameters
from darcha.practice.rules import DayPlan
from darcha.queue import actions as queue
from darcha.queue import queries as hall_queries

STARTS_AT = time(11, 0)
"""When the doors open to the onlooker: late enough for a full hall, early enough for most of the day."""

_WAKES_AT = time(8, 58)
_NIGHT = time(21, 0)
_LOOKS_EVERY = timedelta(seconds=20)
_WORTH_GOING_ON = timedelta(hours=1)
_TRIES = 3
_AGAIN_AFTER = timedelta(minutes=1)
_REST_SECONDS = 1.0

_STUMBLED = "Something went wrong in the invented hall; it goes on."

log = logging.getLogger(__name__)


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


def begins_at(*, centre_id: str, last: datetime | None, today: date) -> datetime:
    """Return when a demo begins whose journal ends at `last`: where it was left, else on an opening day at eleven.

    `today` is the day outside; the demo's own days run faster and may be ahead of it.
    """
    zone = ZoneInfo(centres.centre(code=centre_id).zone)
    left = last.astimezone(zone) + timedelta(minutes=1) if last else None
    if left is None or left.date() < today:
        return datetime.combine(opening_day(centre_id=centre_id, since=today), STARTS_AT, tzinfo=zone)
    hours = centres.hours(centre_id=centre_id, day=left.date())
    if hours and left + _WORTH_GOING_ON <= datetime.combine(left.date(), hours.closes, tzinfo=zone):
        return left
    after = opening_day(centre_id=centre_id, since=left.date() + timedelta(days=1))
    return datetime.combine(after, STARTS_AT, tzinfo=zone)


def settle(*, centre_id: str, at: datetime, keep: frozenset[str] = frozenset()) -> None:
    """Bring a hall that was left in the middle of a day to rest: visits finished, counters closed.

    `keep` are the logins whose counters stay as they are: real people come back to their visitor.
    """
    for counter in centres.counters(centre_id=centre_id):
        view = hall_queries.counter_view(counter_id=counter.id, at=at)
        if view.session is None or access.employee(employee_id=view.session.employee_id).login in keep:
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
    """A centre that lives: prepared once, then played by `run` until `stop` is set.

    `begins` is the moment the onlooker arrives; `resumes` says that the hall was left at that very moment.
    """

    def __init__(
        self,
        *,
        parameters: Parameters,
        visitors_a_day: int,
        name: str,
        keep_free: frozenset[str],
        begins: datetime,
        resumes: bool = False,
    ) -> None:
        self.parameters = parameters
        self.visitors_a_day = visitors_a_day
        self.name = name
        self.keep_free = keep_free
        self.centre_id = parameters.centre
        self.zone = ZoneInfo(centres.centre(code=parameters.centre).zone)
        self.begins = begins
        self.day = begins.astimezone(self.zone).date()
        self.stop = threading.Event()
        self._staff = clerks(centre_id=parameters.centre)
        self._hall = self._rest_of_day(begins) if resumes else self._day(self.day)

    def play_history(self, days: Sequence[date]) -> Iterator[date]:
        """Play whole days at once, so that monitoring has something to tell; yield each day when it is done.

        Set `stop`, and it leaves off after the event that happens now.
        """
        for day in days:
            with catalogue.one_edition():
                hall = self._day(day)
                last = self._local(day, time(0))
                while hall.next_at() is not None:
                    if self.stop.is_set():
                        return
                    last = hall.step()
                self._end(hall, day, max(last, self._local(day, _NIGHT)))
            yield day

    def play_morning(self) -> None:
        """Play the first day up to the moment the onlooker arrives, at once."""
        with catalogue.one_edition():
            while (moment := self._hall.next_at()) is not None and moment < self.begins and not self.stop.is_set():
                self._hall.step()

    def run(self, *, now: Callable[[], datetime], jump_to: Callable[[datetime], None], pause: float = 0.25) -> None:
        """Play on at the pace of `now` until `stop` is set; after a day's end let the clock jump to the next morning.

        Nothing that goes wrong in here ends it: it is told to the log, and the hall lives on.
        """
        looked = now()
        while not self.stop.is_set():
            try:
                moment = self._hall.next_at()
                if moment is not None and moment <= now():
                    self._happen(*self._hall.take())
                elif moment is None and now() >= self._closes():
                    self._next_day(now(), jump_to)
                elif now() - looked >= _LOOKS_EVERY:
                    looked = now()
                    self._hall.look_at_line(looked)
                else:
                    self.stop.wait(pause)
            except Exception:
                log.exception(_STUMBLED)
                close_old_connections()
                self.stop.wait(_REST_SECONDS)

    def _happen(self, moment: datetime, event: Event, tries: int = 1) -> None:
        """Let an event happen; one that goes wrong is tried again a little later, for its officer waits for it."""
        try:
            event(moment)
        except Exception:
            log.exception(_STUMBLED)
            close_old_connections()  # the database may have been away; the next event connects anew
            if tries < _TRIES:
                again = partial(self._happen, event=event, tries=tries + 1)
                self._hall.add(moment + _AGAIN_AFTER, again)

    def _next_day(self, at: datetime, jump_to: Callable[[datetime], None]) -> None:
        ended, day = self._hall, self.day
        self.day = opening_day(centre_id=self.centre_id, since=day + timedelta(days=1))
        self._hall = self._day(self.day)
        try:
            self._end(ended, day, at)
        finally:
            jump_to(self._local(self.day, _WAKES_AT))

    def _closes(self) -> datetime:
        hours = centres.hours(centre_id=self.centre_id, day=self.day)
        return self._local(self.day, hours.closes if hours else time(0))

    def _rest_of_day(self, since: datetime) -> HallDay:
        # What was done under the first name is done; the rest of the day is played under a name of its own.
        return self._day(self.day, name=f"{self.name}:{journal.head(centre_id=self.centre_id).seq}", since=since)

    def _day(self, day: date, *, name: str | None = None, since: datetime | None = None) -> HallDay:
        women = round(self.visitors_a_day * self.parameters.women / max(self.parameters.visitors, 1))
        return hall_day(
            plan=DayPlan(day, self.visitors_a_day, women),
            parameters=self.parameters,
            name=name or self.name,
            staff=self._staff,
            zone=self.zone,
            keep_free=self.keep_free,
            since=since,
        )

    def _end(self, hall: HallDay, day: date, at: datetime) -> None:
        hall.close_counters(at)
        queue.settle_day(centre_id=self.centre_id, day=day, at=at, by=system("practice"))
        monitoring.close_day(centre_id=self.centre_id, day=day, at=at, by=system("practice"))

    def _local(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, tzinfo=self.zone)
