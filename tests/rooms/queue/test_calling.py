"""Officers call, recall, serve; each at their own counter."""

from __future__ import annotations

from uuid import uuid4

import pytest

from darcha.centres import models as centre_models
from darcha.centres import queries as centres
from darcha.centres import rules as centre_rules
from darcha.centres import timetables
from darcha.journal import queries as journal
from darcha.kernel.actor import NotAllowed
from darcha.queue import actions, errors, models, queries, rules
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING


def kinds() -> list[str]:
    entries = journal.entries_after(centre_id="SRG", seq=0)
    return [entry.kind for entry in entries if entry.kind.startswith(("ticket", "counter"))]


def test_one_visit_from_the_kiosk_to_the_door_writes_one_entry_a_step() -> None:
    given.a_served_visitor()
    assert kinds() == [
        "counter.opened",
        "ticket.issued",
        "ticket.called",
        "ticket.started",
        "ticket.served",
        "counter.closed",
    ]
    assert journal.verify(centre_id="SRG") is None


def test_what_was_served_is_told_with_whom_and_how_long() -> None:
    finished = given.a_served_visitor(sex="F", age_band="60+", disability=True)
    (entry,) = journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.served"])
    assert entry.data == {
        "ticket": finished.ticket_id,
        "service": "PJ-01",
        "department": "PJ",
        "class": "ordinary",
        "channel": "kiosk",
        "counter": given.counter(7),
        "sex": "F",
        "age_band": "60+",
        "disability": True,
        "wait_seconds": 600,
        "service_seconds": 540,
        "within_promise": True,
        "outcome": "served",
    }


def test_a_call_keeps_its_reasons_and_tells_them() -> None:
    counter_id = given.an_open_counter()
    dilbar = given.a_visitor_who_waits(at=AT)
    malika = given.a_visitor_who_waits(needs=("child",), at=AT + given.minutes(5))
    called = given.a_called_visitor(counter_id, at=AT + given.minutes(11))
    assert called.number == malika.number
    assert called.counter_number == 7
    assert called.needs == ("child",)
    assert (called.reasons.policy, called.reasons.overtaken, called.reasons.guarded) == ("promise", 1, False)
    scores = [(score.number, score.hundredths) for score in called.reasons.scores]
    assert scores == [("K 002", 3000), ("K 001", 1375)], "10,000 x 6 / (10^2 x 20) and 10,000 x 11 / (20^2 x 20)"
    (entry,) = journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.called"])
    assert entry.data["scores"] == [[malika.ticket_id, 3000], [dilbar.ticket_id, 1375]]
    assert entry.data["overtaken"] == 1
    assert entry.data["wait_seconds"] == 360
    view = queries.counter_view(counter_id=counter_id, at=AT + given.minutes(11))
    assert view.reasons == called.reasons


@pytest.mark.parametrize(
    ("policy", "first"),
    [
        ("first_come", "K 001"),
        ("static_priority", "K 003"),
        ("ratio", "K 003"),
        ("accumulating_priority", "K 001"),
        ("promise", "K 002"),
    ],
)
def test_a_house_calls_by_the_policy_of_its_file_and_keeps_its_name(
    policy: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eleven minutes for an old-age pension (20 minutes), ten for a certificate (5), three with a child."""
    centre_models.Centre.objects.update(policy=policy, edition=uuid4())
    timetables.distrust()
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits(at=AT)
    given.a_visitor_who_waits("PJ-06", at=AT + given.minutes(1))
    given.a_visitor_who_waits(needs=("child",), at=AT + given.minutes(8))
    try:
        shown = queries.counter_view(counter_id=counter_id, at=AT + given.minutes(11))
        called = given.a_called_visitor(counter_id, at=AT + given.minutes(11))
    finally:
        timetables.trust()
    assert (called.number, called.reasons.policy, shown.policy) == (first, policy, policy)
    assert shown.next is not None
    assert shown.next.reasons == called.reasons, "the screen shows what the press does"
    assert models.Call.objects.get().policy == policy


def test_two_houses_know_the_same_policies() -> None:
    assert centre_rules.POLICIES == rules.POLICY_NAMES


def test_who_waited_much_longer_than_first_come_would_give_is_called_by_the_guard() -> None:
    counter_id = given.an_open_counter()
    dilbar = given.a_visitor_who_waits(at=AT)
    dilnoza = given.employee("dilnoza")
    given.a_visitor_who_waits("PJ-06", needs=("child",), at=AT)
    for minute in range(1, 30):
        given.a_visitor_who_waits("PJ-06", needs=("child",), at=AT + given.minutes(minute))
        at = AT + given.minutes(minute + 0.9)
        called = actions.call_next(counter_id=counter_id, at=at, by=dilnoza)
        if called.ticket_id == dilbar.ticket_id:
            break
        actions.no_show(counter_id=counter_id, at=at, by=dilnoza)
    else:
        pytest.fail("Dilbar was never called")
    assert minute == 20, "her promise of twenty minutes has just been broken"
    assert called.reasons.guarded
    *_, entry = journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.called"])
    assert entry.data["guarded"] is True
    view = queries.ticket(code=dilbar.code, at=AT + given.minutes(22))
    assert view is not None
    assert (view.overtaken, view.overtaken_otherwise) == (18, 0)


def test_an_officer_gets_only_whom_they_may_serve() -> None:
    counter_id = given.an_open_counter("dilnoza")
    given.a_visitor_who_waits(given.PASSPORT)
    with pytest.raises(errors.NobodyWaits):
        given.a_called_visitor(counter_id)


def test_a_wheelchair_waits_for_a_counter_without_steps() -> None:
    steps = given.an_open_counter("umida")
    bobur = given.a_visitor_who_waits(needs=("wheel",))
    with pytest.raises(errors.NobodyWaits):
        given.a_called_visitor(steps, "umida")
    step_free = given.an_open_counter("dilnoza")
    assert given.a_called_visitor(step_free).ticket_id == bobur.ticket_id


def test_who_hears_poorly_is_lifted_at_the_loop_even_from_deep_in_the_line() -> None:
    loop = given.an_open_counter("shahlo")
    for place in range(6):
        given.a_visitor_who_waits("IJT-01", at=AT + given.minutes(place / 10), needs=("seat",))
    hanifa = given.a_visitor_who_waits("IJT-01", at=AT + given.minutes(1), needs=("ear",))
    assert given.a_called_visitor(loop, "shahlo").ticket_id == hanifa.ticket_id


def test_nobody_is_forgotten_when_a_class_is_renamed_during_the_day() -> None:
    counter_id = given.an_open_counter()
    ticket = given.a_visitor_who_waits()
    models.Ticket.objects.filter(pk=ticket.ticket_id).update(class_code="veteran")
    assert given.a_called_visitor(counter_id).ticket_id == ticket.ticket_id


def test_yesterdays_tickets_are_not_called_today() -> None:
    given.a_visitor_who_waits()
    tomorrow = AT + given.minutes(24 * 60)
    counter_id = given.an_open_counter(at=tomorrow)
    with pytest.raises(errors.NobodyWaits):
        given.a_called_visitor(counter_id, at=tomorrow)


def test_a_busy_counter_calls_nobody_and_does_not_close() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    given.a_visitor_who_waits()
    called = given.a_called_visitor(counter_id)
    with pytest.raises(errors.CounterIsBusy) as refusal:
        given.a_called_visitor(counter_id)
    assert refusal.value.details["number"] == called.number
    with pytest.raises(errors.CounterIsBusy):
        actions.close_counter(counter_id=counter_id, at=AT + given.minutes(11), by=given.employee("dilnoza"))


def test_the_same_call_twice_is_one_call_with_the_same_answer() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    given.a_visitor_who_waits()
    dilnoza = given.employee("dilnoza")
    first = actions.call_next(counter_id=counter_id, at=AT, by=dilnoza, key="k-1")
    assert actions.call_next(counter_id=counter_id, at=AT + given.minutes(1), by=dilnoza, key="k-1") == first
    assert models.Call.objects.count() == 1


def test_every_action_at_the_counter_takes_effect_once() -> None:
    counter_id = given.counter(7)
    dilnoza = given.employee("dilnoza")
    given.a_visitor_who_waits()
    at = {"counter_id": counter_id, "at": AT + given.minutes(5), "by": dilnoza}
    opened = actions.open_counter(**at, key="open")
    assert actions.open_counter(**at, key="open") == opened
    actions.call_next(**at, key="call")
    for _ in range(2):
        actions.recall(**at, key="recall")
    for _ in range(2):
        actions.start(**at, key="start")
    finished = actions.finish(**at, sex="M", age_band="60+", disability=False, key="finish")
    assert actions.finish(**at, sex="M", age_band="60+", disability=False, key="finish") == finished
    for _ in range(2):
        actions.close_counter(**at, key="close")
    assert models.Call.objects.get().recalls == 1
    assert len(kinds()) == len(set(kinds())) == 7


def test_nobody_works_at_somebody_elses_counter() -> None:
    counter_id = given.an_open_counter("dilnoza")
    given.a_visitor_who_waits()
    umida = given.employee("umida")
    with pytest.raises(errors.NotYourCounter):
        actions.call_next(counter_id=counter_id, at=AT, by=umida)
    given.a_called_visitor(counter_id)
    for action in (actions.recall, actions.start, actions.no_show, actions.close_counter):
        with pytest.raises(errors.NotYourCounter):
            action(counter_id=counter_id, at=AT + given.minutes(11), by=umida)
    with pytest.raises(NotAllowed):
        actions.call_next(counter_id=counter_id, at=AT, by=given.employee("malika"))


def test_two_officers_do_not_share_a_counter_and_one_does_not_hold_two() -> None:
    given.an_open_counter("dilnoza")
    with pytest.raises(errors.CounterIsOpen):
        given.an_open_counter("umida", number=7)
    with pytest.raises(errors.EmployeeSitsElsewhere):
        given.an_open_counter("dilnoza", number=8)


def test_a_closed_counter_calls_nobody_until_it_is_opened_again() -> None:
    counter_id = given.an_open_counter()
    dilnoza = given.employee("dilnoza")
    assert queries.open_session(employee_id=dilnoza.employee_id or 0) == counter_id
    actions.close_counter(counter_id=counter_id, at=AT, by=dilnoza)
    assert queries.open_session(employee_id=dilnoza.employee_id or 0) is None
    with pytest.raises(errors.CounterIsClosed):
        given.a_called_visitor(counter_id)
    given.an_open_counter(at=AT + given.minutes(5))


def test_who_does_not_come_frees_the_counter_and_is_no_visit_served() -> None:
    counter_id = given.an_open_counter()
    ticket = given.a_visitor_who_waits()
    given.a_called_visitor(counter_id)
    dilnoza = given.employee("dilnoza")
    actions.recall(counter_id=counter_id, at=AT + given.minutes(11), by=dilnoza)
    actions.no_show(counter_id=counter_id, at=AT + given.minutes(13), by=dilnoza)
    view = queries.ticket(code=ticket.code)
    assert view is not None
    assert (view.state, view.sex, view.survey_code, view.recalls) == ("no_show", None, None, 1)
    with pytest.raises(errors.NobodyWaits):
        given.a_called_visitor(counter_id, at=AT + given.minutes(13))
    (entry,) = journal.entries_after(centre_id="SRG", seq=0, kinds=["ticket.no_show"])
    assert (entry.data["number"], entry.data["wait_seconds"]) == ("K 001", 600)


def test_a_call_is_repeated_as_often_as_the_class_allows() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    given.a_called_visitor(counter_id)
    dilnoza = given.employee("dilnoza")
    for n in range(3):
        actions.recall(counter_id=counter_id, at=AT + given.minutes(11 + n), by=dilnoza, key=f"r{n}")
    with pytest.raises(errors.RecalledOftenEnough) as refusal:
        actions.recall(counter_id=counter_id, at=AT + given.minutes(15), by=dilnoza)
    assert refusal.value.details["limit"] == 3
    actions.recall(counter_id=counter_id, at=AT + given.minutes(15), by=dilnoza, key="r2")
    assert models.Call.objects.get().recalls == 3


def test_steps_are_not_skipped() -> None:
    counter_id = given.an_open_counter()
    given.a_visitor_who_waits()
    at = {"counter_id": counter_id, "at": AT + given.minutes(10), "by": given.employee("dilnoza")}
    whom = {"sex": "F", "age_band": "18-29", "disability": False}
    for action in (actions.start, actions.recall, actions.no_show):
        with pytest.raises(errors.NobodyWasCalled):
            action(**at)
    with pytest.raises(errors.NobodyIsServed):
        actions.finish(**at, **whom)
    actions.call_next(**at)
    with pytest.raises(errors.NobodyIsServed):
        actions.finish(**at, **whom)
    actions.start(**at)
    for action in (actions.start, actions.recall, actions.no_show):
        with pytest.raises(errors.NobodyWasCalled):
            action(**at)
    with pytest.raises(errors.UnknownVisitor):
        actions.finish(**at, **whom | {"age_band": "old"})
    with pytest.raises(errors.UnknownOutcome):
        actions.finish(**at, **whom, outcome="happy")
    actions.finish(**at, **whom, outcome="papers_missing")
    assert models.Call.objects.get().outcome == "papers_missing"


def test_service_minutes_are_learnt_from_what_was_done() -> None:
    for day in range(3):
        given.a_served_visitor(at=AT + given.minutes(24 * 60 * day))
    offered = centres.offers(centre_id="SRG")
    assert actions.refresh_service_minutes(centre_id="SRG", at=AT + given.minutes(24 * 60 * 3)) == len(offered)
    learnt = models.ServiceMinutes.objects.get(centre_id="SRG", service_id="PJ-01")
    assert learnt.visits == 3
    assert 540 < learnt.mean_seconds < 1200, "nine minutes each, drawn towards the catalogue's twenty"
    never_given = models.ServiceMinutes.objects.get(centre_id="SRG", service_id="MFB-01")
    assert never_given.visits == 0
    assert 500 < never_given.mean_seconds < 600, "ten in the catalogue, in a house that is faster than the catalogue"


def test_before_the_first_visit_a_service_takes_what_the_catalogue_tells() -> None:
    given.an_open_counter()
    minutes = dict(models.ServiceMinutes.objects.values_list("service_id", "mean_seconds"))
    assert (minutes["PJ-01"], minutes["MFB-01"]) == (1200, 600)
