"""The story of a case on one line, and who has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import Milestones, Place, Stage, story_of, who_has_it
from darcha.queue.rules import Stop

TEN = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
FILED = Milestones(
    opened_at=TEN,
    accepted_at=TEN,
    ready_at=None,
    decided_at=None,
    granted=False,
    issued_at=None,
    department_id="PJ",
    due_on=None,
)


def after(hours: float) -> datetime:
    return TEN + timedelta(hours=hours)


def places(story: tuple[Stage, ...]) -> list[tuple[str, datetime, datetime | None]]:
    return [(stage.place.value, stage.since, stage.until) for stage in story]


def test_ticket_and_case_are_one_story() -> None:
    stops = (
        Stop(after(-2), after(-1.5), after(-1.4), came=False),
        Stop(after(-1.4), after(-0.2), after(0.1), came=True),
        Stop(after(0.1), after(0.5), after(0.7), came=True),
    )
    done = replace(FILED, ready_at=after(50), decided_at=after(52), granted=True, issued_at=after(53))
    asked = [Stage(Place.DEPARTMENT, TEN, after(24), "KAD"), Stage(Place.DEPARTMENT, TEN, after(50), "SUV")]
    assert places(story_of(done, stops=stops, answers=asked, corrections=[(after(10), after(20))])) == [
        ("hall", after(-2), after(-1.5)),
        ("hall", after(-1.4), after(-0.2)),
        ("counter", after(-0.2), after(0.1)),
        ("department", TEN, after(24)),
        ("department", TEN, after(50)),
        ("correction", after(10), after(20)),
        ("decision", after(50), after(52)),
        ("document", after(52), after(53)),
    ]


def test_what_was_handed_back_is_with_the_applicant_until_it_is_whole() -> None:
    returned = story_of(replace(FILED, accepted_at=None))
    assert places(returned) == [("papers", TEN, None)]
    assert [stage.with_applicant for stage in who_has_it(returned)] == [True]
    assert places(story_of(replace(FILED, accepted_at=after(30)))) == [("papers", TEN, after(30))]


def test_while_the_applicant_corrects_nobody_else_has_it() -> None:
    asked = [Stage(Place.DEPARTMENT, TEN, None, "KAD"), Stage(Place.DEPARTMENT, TEN, None, "SUV")]
    assert [stage.department_id for stage in who_has_it(story_of(FILED, answers=asked))] == ["KAD", "SUV"]
    (mine,) = who_has_it(story_of(FILED, answers=asked, corrections=[(after(1), None)]))
    assert mine.place == Place.CORRECTION


def test_a_refused_case_ends_with_its_decision_also_where_it_was_not_corrected() -> None:
    refused = replace(FILED, ready_at=after(1), decided_at=after(9))
    story = story_of(refused, corrections=[(after(2), None)])
    assert places(story)[-1] == ("correction", after(2), after(9))
    assert who_has_it(story) == ()


moments = st.integers(0, 100).map(after)


@given(asked=st.lists(st.tuples(moments, st.none() | moments)), stopped=st.lists(st.tuples(moments, moments)))
def test_stages_come_in_the_order_they_began_and_none_is_lost(
    asked: list[tuple[datetime, datetime | None]], stopped: list[tuple[datetime, datetime]]
) -> None:
    answers = [Stage(Place.DEPARTMENT, since, until, "KAD") for since, until in asked]
    story = story_of(FILED, answers=answers, corrections=stopped)
    assert len(story) == len(asked) + len(stopped)
    assert [stage.since for stage in story] == sorted(stage.since for stage in story)
    assert set(who_has_it(story)) <= set(story)
