"""How long a service takes, believed by what was seen of services, officers and hours."""

from __future__ import annotations

from math import isclose
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.queue.rules import (
    LEAST_FACTOR,
    MOST_FACTOR,
    Hours,
    Observed,
    Pace,
    Seen,
    credible,
    learnt_minutes,
    learnt_pace,
    learnt_paces,
)

USUAL = {"PJ-01": 20.0, "PJ-03": 8.0, "MFB-01": 12.0}
DILNOZA, UMIDA = 7, 8
NINE = 9

visits = st.builds(
    lambda service, officer, hour, minutes: Seen(service, officer, hour, 1, minutes, minutes**2),
    st.sampled_from(["PJ-01", "PJ-03", "MFB-01", "never-told"]),
    st.integers(1, 4),
    st.integers(8, 12),
    st.one_of(st.just(0.0), st.floats(0.01, 240)),
)


def seen(service: str, officer: int, many: int, mean: float, *, hour: int = NINE, spread: float = 0.8) -> Seen:
    return Seen(service, officer, hour, many, many * mean, many * mean**2 * (1 + spread**2))


def test_few_visits_hardly_move_what_is_believed_of_a_service() -> None:
    assert learnt_pace(visits=10, mean_minutes=20, spread=0.8) == Pace(15.0, 0.8)
    assert learnt_pace(visits=0, mean_minutes=0, spread=0).mean_minutes == 10.0
    assert learnt_pace(visits=1000, mean_minutes=20, spread=0.4).mean_minutes == pytest.approx(20, abs=0.2)


def test_a_service_is_believed_as_the_catalogue_tells_until_visits_overrule_it() -> None:
    usual = {"PJ-01": 20.0, "MFB-01": 12.0}
    assert learnt_paces(usual=usual, observed={}) == {"PJ-01": Pace(20.0, 0.8), "MFB-01": Pace(12.0, 0.8)}
    few = learnt_paces(usual=usual, observed={"PJ-01": Observed(10, 10.0, 0.4)})
    assert few["PJ-01"].mean_minutes == pytest.approx(12.5)
    assert few["MFB-01"].mean_minutes == pytest.approx(9.0), "the house is faster than the catalogue"
    many = learnt_paces(usual=usual, observed={"PJ-01": Observed(5000, 25.0, 0.4)})
    assert many["PJ-01"].mean_minutes == pytest.approx(25, abs=0.1)


def test_the_states_of_hachemeister_are_believed_as_buhlmann_and_straub_do() -> None:
    overall, means = credible(
        means={1: 2060.921, 2: 1511.224, 3: 1805.843, 4: 1352.976, 5: 1599.829},
        weights={1: 100155, 2: 19895, 3: 13735, 4: 4152, 5: 36110},
        within=139120026,
    )
    assert {state: round(mean) for state, mean in means.items()} == {1: 2055, 2: 1524, 3: 1793, 4: 1443, 5: 1603}
    assert round(overall) == 1684


@given(st.sampled_from(sorted(USUAL)), st.integers(1, 9), st.integers(0, 23))
def test_before_the_first_visit_everybody_takes_what_the_catalogue_tells(service: str, officer: int, hour: int) -> None:
    nothing = learnt_minutes(usual=USUAL, seen=[])
    assert nothing.expected(service, employee_id=officer, hour=hour) == USUAL[service]
    assert (nothing.officers, nothing.hours) == ({}, {})


@given(st.floats(5, 25), st.floats(5, 25), st.integers(0, 60))
def test_with_many_visits_an_officer_is_believed_to_take_what_they_took(hers: float, theirs: float, few: int) -> None:
    cells = [seen("PJ-01", DILNOZA, 20_000, hers), seen("PJ-01", UMIDA, 20_000, theirs)]
    cells += [seen("MFB-01", 3, few, 12.0)] if few else []
    believed = learnt_minutes(usual=USUAL, seen=cells)
    assert believed.expected("PJ-01", employee_id=DILNOZA, hour=NINE) == pytest.approx(hers, rel=0.05)
    assert believed.expected("PJ-01", employee_id=UMIDA, hour=NINE) == pytest.approx(theirs, rel=0.05)


def test_two_officers_who_always_differ_are_told_apart_and_the_service_lies_between() -> None:
    cells = [seen("PJ-01", DILNOZA, 1000, 8, spread=0), seen("PJ-01", UMIDA, 1000, 12, spread=0)]
    believed = learnt_minutes(usual=USUAL, seen=cells)
    assert believed.paces["PJ-01"].mean_minutes == pytest.approx(10, abs=0.06)
    assert believed.officers[DILNOZA].value == pytest.approx(0.8, abs=0.005)
    assert believed.officers[UMIDA].value == pytest.approx(1.2, abs=0.005)
    assert believed.officers[UMIDA].visits == 1000
    assert believed.paces["PJ-01"].spread < 0.02, "what the officer explains is no chance any more"


def test_an_officer_alone_in_the_house_is_what_the_house_is() -> None:
    believed = learnt_minutes(usual=USUAL, seen=[seen("PJ-01", DILNOZA, 5000, 14.0)])
    assert believed.officers[DILNOZA].value == 1.0
    assert believed.expected("PJ-01", employee_id=DILNOZA) == pytest.approx(14, rel=0.01)


@given(st.floats(0.4, 0.8), st.integers(0, 3), st.booleans())
def test_who_is_faster_at_everything_is_believed_faster_at_what_they_rarely_do(
    faster: float, rarely: int, as_slow: bool
) -> None:
    """Three visits as slow as the other's do not undo what hundreds of others tell."""
    cells = [
        *(seen(code, UMIDA, 300, minutes) for code, minutes in USUAL.items()),
        *(seen(code, DILNOZA, 300, faster * USUAL[code]) for code in ("PJ-01", "PJ-03")),
    ]
    if rarely:
        cells.append(seen("MFB-01", DILNOZA, rarely, USUAL["MFB-01"] * (1 if as_slow else faster)))
    believed = learnt_minutes(usual=USUAL, seen=cells)
    hers = believed.expected("MFB-01", employee_id=DILNOZA, hour=NINE)
    theirs = believed.expected("MFB-01", employee_id=UMIDA, hour=NINE)
    assert hers < theirs
    assert hers / theirs == pytest.approx(faster, rel=0.1)


def test_a_slow_hour_is_told_apart_from_who_happens_to_sit_in_it() -> None:
    """Umida is slow and sits mostly at nine; ten o'clock is slow for both."""
    cells = [
        seen("PJ-01", UMIDA, 4000, 24.0, hour=NINE),
        seen("PJ-01", UMIDA, 1000, 36.0, hour=10),
        seen("PJ-01", DILNOZA, 1000, 16.0, hour=NINE),
        seen("PJ-01", DILNOZA, 4000, 24.0, hour=10),
    ]
    believed = learnt_minutes(usual=USUAL, seen=cells)
    assert believed.hours[10].value / believed.hours[NINE].value == pytest.approx(1.5, rel=0.03)
    assert believed.officers[UMIDA].value / believed.officers[DILNOZA].value == pytest.approx(1.5, rel=0.03)


def test_what_only_chance_tells_apart_is_not_believed() -> None:
    """Eight officers of one pace, twenty visits each that stray by 0.8: the means differ by a fifth, the belief hardly."""
    random = Random(1)
    cells = [seen("PJ-01", officer, 20, 20 * random.gauss(1, 0.8 / 20**0.5)) for officer in range(8)]
    believed = learnt_minutes(usual=USUAL, seen=cells)
    assert max(abs(one.value - 1) for one in believed.officers.values()) < 0.08


@given(st.lists(visits, max_size=30), st.randoms(use_true_random=False))
def test_in_which_order_visits_are_seen_is_of_no_consequence(some: list[Seen], random: Random) -> None:
    shuffled = [*some]
    random.shuffle(shuffled)
    assert learnt_minutes(usual=USUAL, seen=some) == learnt_minutes(usual=USUAL, seen=shuffled)


@given(st.lists(visits, max_size=30))
def test_nobody_is_believed_to_take_no_time_at_all(some: list[Seen]) -> None:
    believed = learnt_minutes(usual=USUAL, seen=some)
    for one in some:
        assert believed.expected(one.service_id, employee_id=one.employee_id, hour=one.hour) > 0
    for factor in (*believed.officers.values(), *believed.hours.values()):
        assert LEAST_FACTOR <= factor.value <= MOST_FACTOR


def test_half_an_hour_of_work_takes_longer_in_a_slow_hour() -> None:
    hours = Hours(midnight=0.0, factors={10: 2.0})
    quarter_to_ten = 9.75 * 3600
    assert hours.elapsed(30, since=quarter_to_ten) == pytest.approx(15 + 30)
    assert hours.elapsed(75, since=quarter_to_ten) == pytest.approx(15 + 60 + 30)
    assert Hours().elapsed(75, since=quarter_to_ten) == 75


@given(
    st.dictionaries(st.integers(0, 23), st.floats(0.25, 4)),
    st.floats(0, 86_400),
    st.floats(0, 150),
    st.floats(0, 150),
)
def test_work_in_two_parts_takes_as_long_as_in_one(
    factors: dict[int, float], since: float, first: float, second: float
) -> None:
    hours = Hours(midnight=0.0, factors=factors)
    half_way = hours.elapsed(first, since=since)
    rest = hours.elapsed(second, since=since + 60 * half_way)
    assert isclose(half_way + rest, hours.elapsed(first + second, since=since), rel_tol=1e-6, abs_tol=1e-6)
