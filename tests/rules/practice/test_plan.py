"""A replay's plan keeps its totals, whatever the seed."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.practice.parameters import Parameters, ParametersAreWrong, read_parameters
from darcha.practice.rules import LAST_ARRIVAL, DayPlan, plan_days, plan_visitors, spread

PILOT = Path(__file__).parents[3] / "blueprints" / "uzbekistan" / "pilot.yaml"
ZONE = ZoneInfo("Asia/Tashkent")


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return read_parameters(PILOT)


@given(total=st.integers(0, 20_000), weights=st.lists(st.floats(0.01, 1000), min_size=1, max_size=300))
def test_what_is_spread_sums_to_the_total_and_no_share_is_off_by_a_whole(total: int, weights: list[float]) -> None:
    parts = spread(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * weight / sum(weights)) < 1.0001 for part, weight in zip(parts, weights, strict=True))


def test_nothing_can_be_spread_over_nothing() -> None:
    with pytest.raises(ValueError, match="nothing to spread over"):
        spread(5, [0, 0])


@given(visitors=st.integers(0, 5000), share=st.floats(0, 1))
def test_every_visitor_and_every_woman_is_planned_once(visitors: int, share: float) -> None:
    women = int(visitors * share)
    told = read_parameters(PILOT).model_copy(update={"visitors": visitors, "women": women})
    days = [told.since + timedelta(days=n) for n in range(0, 120, 2)]
    plans = plan_days(told, days)
    assert sum(plan.visitors for plan in plans) == visitors
    assert sum(plan.women for plan in plans) == women
    assert all(0 <= plan.women <= plan.visitors for plan in plans)


@given(seed=st.integers())
def test_visitors_come_while_their_department_sits(seed: int) -> None:
    told = read_parameters(PILOT)
    windows = {"PJ": ((time(9), time(13)), (time(14), time(18))), "KAD": ((time(10), time(12)),), "STAT": ()}
    services = {"PJ": {"PJ-01": 15}, "KAD": {"KAD-01": 20}, "STAT": {"STAT-01": 10}}
    plan = DayPlan(date(2010, 4, 12), 60, 48)
    people = plan_visitors(plan, told, windows=windows, services=services, zone=ZONE, random=Random(seed))
    served = [person for person in people if person.comes_when_called]
    assert len(served) == plan.visitors
    assert sum(person.sex == "F" for person in served) == plan.women
    assert {person.service_id for person in people} <= {"PJ-01", "KAD-01"}
    assert [person.arrives_at for person in people] == sorted(person.arrives_at for person in people)
    for person in people:
        moment = person.arrives_at.astimezone(ZONE).time()
        ends = [closes for opens, closes in windows[person.service_id.split("-")[0]] if opens <= moment <= closes]
        assert ends, "in one of the windows"
        left = timedelta(hours=ends[0].hour - moment.hour, minutes=-moment.minute, seconds=-moment.second)
        assert left >= LAST_ARRIVAL - timedelta(seconds=1)


def test_the_same_seed_plans_the_same_day(parameters: Parameters) -> None:
    plan = DayPlan(date(2010, 4, 12), 30, 20)

    def planned(seed: int) -> list[object]:
        return list(
            plan_visitors(
                plan,
                parameters,
                windows={"PJ": ((time(9), time(18)),)},
                services={"PJ": {"PJ-01": 15, "PJ-03": 12}},
                zone=ZONE,
                random=Random(seed),
            )
        )

    assert planned(1) == planned(1)
    assert planned(1) != planned(2)


def test_the_pilot_s_parameters_are_the_report_s_totals(parameters: Parameters) -> None:
    assert (parameters.visitors, parameters.women) == (14_000, 11_200)
    assert (parameters.since, parameters.until) == (date(2010, 4, 7), date(2010, 12, 6))


@pytest.mark.parametrize(
    ("line", "wrong", "told"),
    [
        ("visitors: 14000", "visitors: many", "visitors"),
        ("women: 11200", "women: 15000", "women"),
        ("  answer: 40", "  answer: 140", "survey.answer"),
        ("until: 2010-12-06", "until: 2009-12-06", "since"),
        ("no_show: 2", "no_shows: 2", "no_shows"),
    ],
)
def test_a_wrong_parameter_is_named(tmp_path: Path, line: str, wrong: str, told: str) -> None:
    file = tmp_path / "pilot.yaml"
    text = PILOT.read_text(encoding="utf-8")
    assert line in text
    file.write_text(text.replace(line, wrong), encoding="utf-8")
    with pytest.raises(ParametersAreWrong) as refused:
        read_parameters(file)
    assert told in str(refused.value.details["faults"])
