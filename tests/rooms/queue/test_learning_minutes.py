"""What the house learns of services, officers and hours is what the journal says, and it is told in waits alone."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.journal import queries as journal
from darcha.queue import actions, models, queries, rules, scene
from darcha.queue.actions.learning import seen_visits
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING
"""Half past nine in Sergeli."""

TOMORROW = AT + given.minutes(24 * 60)


def serve(login: str, takes: float, *, at: datetime, outcome: str = "served") -> None:
    counter_id = given.counter(given.SEATS[login])
    here = {"counter_id": counter_id, "by": given.employee(login)}
    given.a_visitor_who_waits(at=at)
    actions.call_next(**here, at=at)
    actions.start(**here, at=at)
    whom = {"sex": "F", "age_band": "30-44", "disability": False}
    actions.finish(**here, **whom, at=at + given.minutes(takes), outcome=outcome)


def a_day_with_a_fast_and_a_slow_officer(visits: int = 8) -> None:
    for login in ("dilnoza", "umida"):
        given.an_open_counter(login)
    serve("umida", 1, at=AT, outcome="papers_missing")
    for number in range(visits):
        serve("dilnoza", 6 + number % 2, at=AT + given.minutes(22 * number))
        serve("umida", 16 + 3 * (number % 2), at=AT + given.minutes(22 * number + 7))
    for login in ("dilnoza", "umida"):
        counter_id = given.counter(given.SEATS[login])
        actions.close_counter(counter_id=counter_id, at=AT + given.minutes(22 * visits + 7), by=given.employee(login))


def factor_of(login: str) -> float:
    return models.OfficerPace.objects.get(employee_id=given.employee(login).employee_id).thousandths / 1000


def told_by_the_journal() -> list[tuple[str, int, int, int, float]]:
    """Return service, officer, hour, visits and their minutes, out of nothing but the entries."""
    centre = centres.centre(code="SRG")
    sits: dict[int, int] = {}
    began: dict[int, datetime] = {}
    found: dict[tuple[str, int, int], list[float]] = {}
    for entry in journal.entries_after(centre_id="SRG", seq=0):
        if entry.kind == "counter.opened":
            sits[int(entry.data["counter"])] = int(entry.data["employee"])
        elif entry.kind == "ticket.started":
            began[int(entry.data["ticket"])] = entry.moment
        elif entry.kind == "ticket.served" and entry.data["outcome"] == "served":
            hour = centre_rules.local(centre=centre, at=began[int(entry.data["ticket"])]).hour
            whose = (str(entry.data["service"]), sits[int(entry.data["counter"])], hour)
            found.setdefault(whose, []).append(int(entry.data["service_seconds"]) / 60)
    return sorted((*whose, len(minutes), sum(minutes)) for whose, minutes in found.items())


def test_what_is_learnt_from_is_what_the_journal_says() -> None:
    a_day_with_a_fast_and_a_slow_officer()
    seen = sorted(seen_visits(centre_id="SRG", at=TOMORROW))
    told = told_by_the_journal()
    assert len({hour for _, _, hour, _, _ in told}) > 2
    assert [(one.service_id, one.employee_id, one.hour, one.visits) for one in seen] == [row[:4] for row in told]
    assert [one.minutes for one in seen] == pytest.approx([row[4] for row in told])


def test_the_house_learns_who_is_faster_when_the_first_counter_opens_next_morning() -> None:
    a_day_with_a_fast_and_a_slow_officer()
    assert not models.OfficerPace.objects.exists(), "nothing was seen when the first counter opened"
    given.an_open_counter("dilnoza", at=TOMORROW)
    assert factor_of("dilnoza") < 0.8
    assert factor_of("umida") > 1.2
    assert set(models.HourPace.objects.values_list("hour", flat=True)) == {9, 10, 11, 12}
    assert sum(models.HourPace.objects.values_list("visits", flat=True)) == 16


def test_the_wait_is_told_by_who_sits_there_now() -> None:
    a_day_with_a_fast_and_a_slow_officer()
    for _ in range(4):
        given.a_visitor_who_waits(at=TOMORROW)
    waits = []
    for login in ("dilnoza", "umida"):
        counter_id = given.an_open_counter(login, at=TOMORROW)
        wait = queries.wait_for(centre_id="SRG", service_id=given.OLD_AGE_PENSION, at=TOMORROW)
        assert wait is not None
        waits.append(wait)
        actions.close_counter(counter_id=counter_id, at=TOMORROW, by=given.employee(login))
    fast, slow = waits
    assert slow.low_minutes >= 1.5 * fast.low_minutes
    assert slow.high_minutes >= 1.5 * fast.high_minutes


def test_the_wait_is_told_by_the_hour_it_spans() -> None:
    given.an_open_counter("dilnoza")
    for _ in range(2):
        given.a_visitor_who_waits()
    usual = queries.wait_for(centre_id="SRG", service_id=given.OLD_AGE_PENSION, at=AT)
    models.HourPace.objects.create(centre_id="SRG", hour=9, thousandths=500, visits=99, learnt_at=AT)
    models.HourPace.objects.create(centre_id="SRG", hour=10, thousandths=500, visits=99, learnt_at=AT)
    fast = queries.wait_for(centre_id="SRG", service_id=given.OLD_AGE_PENSION, at=AT)
    assert usual is not None
    assert fast is not None
    assert fast.high_minutes <= usual.high_minutes / 2 + 5


def test_who_has_served_nobody_for_weeks_is_forgotten() -> None:
    a_day_with_a_fast_and_a_slow_officer(visits=3)
    actions.refresh_service_minutes(centre_id="SRG", at=TOMORROW)
    assert models.OfficerPace.objects.count() == 2
    actions.refresh_service_minutes(centre_id="SRG", at=AT + given.minutes(29 * 24 * 60))
    assert not models.OfficerPace.objects.exists()
    assert not models.HourPace.objects.exists()


@pytest.mark.parametrize("thousandths", [0, 249, 4001])
def test_the_database_believes_no_factor_beyond_all_others(thousandths: int) -> None:
    kept = {"centre_id": "SRG", "thousandths": thousandths, "visits": 9, "learnt_at": AT}
    with pytest.raises(IntegrityError, match="no_hour_is_believed_far"), transaction.atomic():
        models.HourPace.objects.create(hour=9, **kept)
    with pytest.raises(IntegrityError, match="no_officer_is_believed_far"):
        models.OfficerPace.objects.create(employee_id=given.employee("dilnoza").employee_id, **kept)


def test_learnt_twice_is_learnt_once() -> None:
    a_day_with_a_fast_and_a_slow_officer(visits=3)
    learnt = []
    for _ in range(2):
        actions.refresh_service_minutes(centre_id="SRG", at=TOMORROW)
        learnt.append([list(table.objects.order_by("pk").values()) for table in (models.OfficerPace, models.HourPace)])
    assert learnt[0] == learnt[1]


def every_type(of: object, found: set[object]) -> Iterator[object]:
    if of in found:
        return
    found.add(of)
    yield of
    inside = typing.get_args(of)
    if isinstance(of, type) and dataclasses.is_dataclass(of):
        inside = tuple(typing.get_type_hints(of).values())
    for one in inside:
        if one is not Ellipsis and not isinstance(one, list):
            yield from every_type(one, found)


def test_no_door_can_ask_how_fast_an_officer_is() -> None:
    """What a query answers holds, however deep, nothing with the factor of an officer in it."""
    secret = {rules.OpenCounter, rules.Minutes, rules.Factor, rules.Seen, scene.Scene, models.OfficerPace}
    assert rules.Factor in set(every_type(rules.Minutes, set())), "this would find it"
    found: set[object] = set()
    for name in queries.__all__:
        asked = getattr(queries, name)
        answer = asked if isinstance(asked, type) else typing.get_type_hints(asked)["return"]
        found |= set(every_type(answer, set()))
    assert queries.HallCounter in found
    assert not found & secret
