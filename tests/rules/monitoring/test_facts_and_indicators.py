"""Folding, adding, reading: the same whatever the order, and by hand the same."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.journal.rules import GENESIS, Entry
from darcha.kernel.names import LANGUAGES
from darcha.monitoring.rules import facts, figures, handbook, recount
from darcha.monitoring.rules.facts import Measures, percentile
from darcha.monitoring.rules.indicators import BY_CODE, INDICATORS, Form, as_told, read

ZONE = ZoneInfo("Asia/Tashkent")
MONDAY = datetime(2010, 4, 12, 7, tzinfo=UTC)


def entry(kind: str, at: datetime, **data: object) -> Entry:
    return Entry("SRG", 1, 1, at, kind, "given:1", "system:given", data, None, GENESIS, GENESIS)


measures = st.builds(
    Measures,
    visitors_served=st.integers(0, 50),
    wait_seconds=st.integers(0, 9000),
    wait_minutes=st.lists(st.integers(0, 9), max_size=40).map(facts.trimmed),
    satisfied=st.lists(st.integers(0, 9), max_size=5).map(facts.trimmed),
)

served = st.builds(
    lambda minutes, wait, sex, service, promise: entry(
        "ticket.served",
        MONDAY + timedelta(minutes=minutes),
        service=service,
        department=service[:2],
        channel="kiosk",
        sex=sex,
        age_band="30-44",
        disability=False,
        wait_seconds=wait,
        service_seconds=60,
        within_promise=promise,
    ),
    st.integers(0, 6000),
    st.integers(0, 20_000),
    st.sampled_from("FM"),
    st.sampled_from(["PJ-01", "KA-02"]),
    st.booleans(),
)
other = st.one_of(
    st.builds(
        lambda face: entry(
            "survey.answered", MONDAY, service="PJ-01", department="PJ", sex="F", satisfied=face, clear=face
        ),
        st.integers(1, 5),
    ),
    st.builds(
        lambda on_time, granted: entry(
            "case.decided",
            MONDAY,
            service="PJ-01",
            department="PJ",
            outcome="granted" if granted else "refused",
            on_time=on_time,
            first_time=True,
        ),
        st.booleans(),
        st.booleans(),
    ),
    st.just(entry("counter.opened", MONDAY, counter=1, employee=7)),
)


@given(st.lists(measures, max_size=6), st.randoms())
def test_facts_add_up_alike_in_every_order_and_grouping(parts: list[Measures], random: object) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert facts.together(parts) == facts.together(shuffled)
    assert facts.together([facts.together(parts[:3]), facts.together(parts[3:])]) == facts.together(parts)


@given(st.lists(st.one_of(served, other), max_size=30), st.randoms())
def test_the_fingerprint_knows_the_facts_and_not_their_order(entries: list[Entry], random: object) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = facts.fold(entries, zone=ZONE), facts.fold(shuffled, zone=ZONE)
    assert {day: facts.fingerprint(fold.facts) for day, fold in first.items()} == {
        day: facts.fingerprint(fold.facts) for day, fold in second.items()
    }


@given(st.lists(st.one_of(served, other), max_size=30))
def test_the_fold_and_the_second_count_agree(entries: list[Entry]) -> None:
    folded: dict[tuple[object, ...], int] = {}
    for day, fold in facts.fold(entries, zone=ZONE).items():
        folded[day, "", "", "", "", "", "", "entries"] = fold.entries
        for cell, told in fold.facts.items():
            for name in facts.NUMBERS:
                folded[(day, *astuple(cell), name)] = getattr(told, name)
            for name in facts.SERIES:
                for place, number in enumerate(getattr(told, name), 0 if name == "wait_minutes" else 1):
                    folded[(day, *astuple(cell), f"{name} {place}")] = number
    counted = {tuple(place): number for place, number in recount.tally(entries, zone=ZONE).items()}
    assert {key: number for key, number in counted.items() if number} == {
        key: number for key, number in folded.items() if number
    }


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["ticket.served", "ticket.no_show"]), st.booleans())))
def test_what_was_undone_counts_in_neither(steps: list[tuple[int, str, bool]]) -> None:
    entries, standing = [], 0
    for n, (ticket, kind, taken_back) in enumerate(steps):
        at = MONDAY + timedelta(seconds=n)
        entries.append(
            entry(
                kind,
                at,
                ticket=ticket,
                service="PJ-01",
                department="PJ",
                sex="F",
                wait_seconds=60 + n,
                service_seconds=60,
                within_promise=True,
            )
        )
        standing += not taken_back
        if taken_back:
            entries.append(entry("ticket.undone", at, ticket=ticket, action=kind))
    told = facts.together(part for fold in facts.fold(entries, zone=ZONE).values() for part in fold.facts.values())
    sums = recount.tally(entries, zone=ZONE)
    counted = sum(amount for (*_, name), amount in sums.items() if name == "entries")
    assert counted == standing == told.visitors_served + told.no_shows
    for what in ("visitors_served", "no_shows", "wait_seconds", "service_seconds", "within_promise"):
        assert getattr(told, what) == sum(amount for (*_, name), amount in sums.items() if name == what)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60), st.integers(1, 100))
def test_a_percentile_from_the_histogram_is_that_of_the_waits(waits: list[int], per_cent: int) -> None:
    histogram = facts.together(
        Measures(wait_minutes=(*[0] * min(wait, facts.LAST_MINUTE), 1)) for wait in waits
    ).wait_minutes
    ordered = sorted(min(wait, facts.LAST_MINUTE) for wait in waits)
    rank = -(-len(ordered) * per_cent // 100)
    assert percentile(histogram, per_cent=per_cent) == ordered[max(rank, 1) - 1]


def test_one_who_came_late_in_the_evening_belongs_to_the_local_day() -> None:
    late = datetime(2010, 4, 12, 19, 30, tzinfo=UTC)
    assert list(facts.fold([entry("ticket.issued", late, service="PJ-01", department="PJ")], zone=ZONE)) == [
        date(2010, 4, 13)
    ]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("wait.mean", 7.5),
        ("wait.within_promise", 75.0),
        ("wait.p90", 20.0),
        ("cases.on_time", 50.0),
        ("cases.first_time_right", 80.0),
        ("satisfaction.satisfied", 90.0),
        ("satisfaction.answer_rate", 250.0),
        ("visitors.served", 4.0),
        ("visitors.no_show", 10.0),
    ],
)
def test_each_formula_gives_what_a_hand_gives(code: str, value: float) -> None:
    given_ = Measures(
        tickets_issued=10,
        visitors_served=4,
        no_shows=1,
        within_promise=3,
        wait_seconds=4 * 450,
        wait_minutes=(1, 0, 1, 1, *[0] * 16, 1),
        cases_opened=5,
        cases_first_time=4,
        cases_returned=1,
        cases_decided=2,
        cases_on_time=1,
        satisfied=(1, 0, 0, 4, 5),
        clear=(0, 0, 0, 0, 10),
    )
    assert read(BY_CODE[code], given_).value == pytest.approx(value)


def test_nothing_to_divide_by_gives_no_value_and_no_verdict() -> None:
    reading = read(BY_CODE["wait.within_promise"], Measures())
    assert (reading.value, reading.state) == (None, "untold")


def test_less_is_better_where_the_formula_says_so() -> None:
    slow = Measures(visitors_served=1, wait_seconds=3600, wait_minutes=(*[0] * 60, 1))
    assert read(BY_CODE["wait.mean"], slow).state == "missed"
    assert read(BY_CODE["wait.mean"], Measures(visitors_served=1, wait_seconds=60)).state == "reached"


@pytest.mark.parametrize(("on_time", "state"), [(9499, "reached"), (9449, "missed"), (9500, "reached")])
def test_a_figure_is_judged_as_the_reader_is_told_it(on_time: int, state: str) -> None:
    reading = read(BY_CODE["cases.on_time"], Measures(cases_decided=10_000, cases_on_time=on_time))
    assert reading.value is not None
    assert (as_told(reading.value, Form.SHARE) >= 95, reading.state) == (state == "reached", state)


@given(st.floats(min_value=0.0001, max_value=99.9999))
def test_some_never_look_like_all_or_nothing(per_cent: float) -> None:
    assert 0 < as_told(per_cent, Form.SHARE) < 100


@given(st.floats(min_value=0, max_value=500))
def test_what_is_told_is_half_a_unit_off_at_most(minutes: float) -> None:
    assert abs(as_told(minutes, Form.MEAN) - minutes) <= (0.51 if minutes >= 10 else 0.051)


def test_the_page_of_indicators_is_what_the_code_computes() -> None:
    assert handbook.PAGE.read_text(encoding="utf-8") == handbook.page()


def test_every_indicator_has_names_formula_and_a_measure_that_exists() -> None:
    assert len({indicator.code for indicator in INDICATORS}) == len(INDICATORS)
    for indicator in INDICATORS:
        for language in LANGUAGES:
            assert indicator.names.in_language(language) and indicator.formula.in_language(language)
        for name in filter(None, (indicator.numerator, indicator.denominator)):
            assert hasattr(Measures(), name) or indicator.source != "journal" or name == "services_used"
            assert handbook.measure(name)


def test_the_period_before_is_of_the_same_kind() -> None:
    assert figures.period_before(date(2026, 10, 1), date(2026, 10, 31)) == (date(2026, 9, 1), date(2026, 9, 30))
    assert figures.period_before(date(2026, 10, 5), date(2026, 10, 9)) == (date(2026, 9, 30), date(2026, 10, 4))


@given(st.dates(date(2009, 1, 1), date(2030, 1, 1)), st.integers(0, 500))
def test_weeks_and_months_cover_a_period_once(since: date, days: int) -> None:
    until = since + timedelta(days=days)
    for parts in (figures.weeks(since, until), figures.months(since, until)):
        covered = [first + timedelta(days=n) for first, last in parts for n in range((last - first).days + 1)]
        assert covered == [since + timedelta(days=n) for n in range(days + 1)]
