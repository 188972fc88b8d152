"""When the day is over nothing stays open, and nothing is made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from darcha.journal import queries as journal
from darcha.kernel.actor import NotAllowed
from darcha.monitoring import actions as monitoring
from darcha.monitoring import queries as figures
from darcha.queue import actions, errors, models, queries
from tests import given

pytestmark = pytest.mark.django_db

AT = given.MORNING
EVENING = datetime(2010, 4, 7, 13, 0, tzinfo=UTC)


def an_unfinished_day() -> list[str]:
    """Leave one visitor at a counter, one called, two waiting; return their codes."""
    first, second = given.an_open_counter("dilnoza"), given.an_open_counter("kamola")
    tickets = [given.a_visitor_who_waits(service) for service in ("PJ-01", "MFB-01", "PJ-01", "MFB-01")]
    given.a_called_visitor(first)
    given.a_called_visitor(second, "kamola")
    actions.start(counter_id=first, at=AT + given.minutes(11), by=given.employee("dilnoza"))
    return [ticket.code for ticket in tickets]


def test_every_open_ticket_ends_as_it_truly_did() -> None:
    codes = an_unfinished_day()
    settled = actions.settle_day(centre_id="SRG", day=AT.date(), at=EVENING, by=given.employee("malika"))
    assert (settled.left, settled.no_shows, settled.not_recorded, settled.counters) == (2, 1, 1, 2)
    views = [queries.ticket(code=code) for code in codes]
    assert [view and view.state for view in views] == ["served", "no_show", "left", "left"]
    assert all(view and view.settled and view.survey_code is None for view in views)
    served = views[0]
    assert served is not None
    assert (served.sex, served.age_band, served.disability) == (None, None, None)
    assert models.Call.objects.get(ticket_id=served.ticket_id).outcome == "not_recorded"
    assert not models.CounterSession.objects.filter(closed_at=None).exists()
    told = [entry for entry in journal.entries_after(centre_id="SRG", seq=0) if entry.moment == EVENING]
    assert sorted(entry.kind for entry in told) == [
        "counter.closed",
        "counter.closed",
        "hall.settled",
        "ticket.left",
        "ticket.left",
        "ticket.no_show",
        "ticket.served",
    ]
    (entry,) = [entry for entry in told if entry.kind == "ticket.served"]
    assert (entry.data["outcome"], entry.data["service_seconds"], entry.data["sex"]) == ("not_recorded", None, None)
    assert entry.data["wait_seconds"] == 600
    assert journal.verify(centre_id="SRG") is None


def test_the_figures_of_a_settled_day_agree_with_the_journal() -> None:
    an_unfinished_day()
    malika = given.employee("malika")
    actions.settle_day(centre_id="SRG", day=AT.date(), at=EVENING, by=malika)
    monitoring.close_day(centre_id="SRG", day=AT.date(), at=EVENING, by=malika)
    checked = figures.check(centre_id="SRG", since=AT.date(), until=AT.date())
    assert checked.days == 1
    assert checked.differences == ()


def test_a_day_settled_again_changes_nothing() -> None:
    an_unfinished_day()
    malika = given.employee("malika")
    asked = {"centre_id": "SRG", "day": AT.date(), "by": malika}
    first = actions.settle_day(**asked, at=EVENING, key="settle")
    length = journal.head(centre_id="SRG").seq
    assert actions.settle_day(**asked, at=EVENING + given.minutes(1), key="settle") == first
    assert journal.head(centre_id="SRG").seq == length
    assert actions.settle_day(**asked, at=EVENING + given.minutes(2)) == first, "asked anew it tells the same"
    assert journal.head(centre_id="SRG").seq == length + 1


def test_what_was_learnt_of_a_service_does_not_learn_from_a_forgotten_visitor() -> None:
    an_unfinished_day()
    actions.settle_day(centre_id="SRG", day=AT.date(), at=EVENING, by=given.employee("malika"))
    actions.refresh_service_minutes(centre_id="SRG", at=EVENING)
    assert models.ServiceMinutes.objects.get(service_id="PJ-01").visits == 0
    view = queries.counter_view(counter_id=given.counter(7), at=EVENING)
    assert (view.served_today, view.mean_service_seconds) == (1, None)


def test_a_day_is_not_settled_while_it_lasts_nor_by_anybody() -> None:
    an_unfinished_day()
    with pytest.raises(errors.HallIsOpen):
        actions.settle_day(centre_id="SRG", day=AT.date(), at=AT, by=given.employee("malika"))
    with pytest.raises(errors.HallIsOpen):
        actions.settle_day(centre_id="SRG", day=AT.date().replace(day=8), at=EVENING, by=given.employee("malika"))
    with pytest.raises(NotAllowed):
        actions.settle_day(centre_id="SRG", day=AT.date(), at=EVENING, by=given.employee("dilnoza"))
    given.a_visitor_who_waits(key="k")
    with pytest.raises(errors.RequestKeyUsedElsewhere):
        actions.settle_day(centre_id="SRG", day=AT.date(), at=EVENING, by=given.employee("malika"), key="k")


def test_the_next_day_is_left_alone() -> None:
    an_unfinished_day()
    tomorrow = AT + given.minutes(24 * 60)
    ticket = given.a_visitor_who_waits(at=tomorrow)
    given.an_open_counter("aziz", at=tomorrow)
    actions.settle_day(centre_id="SRG", day=AT.date(), at=tomorrow, by=given.employee("malika"))
    view = queries.ticket(code=ticket.code)
    assert view is not None
    assert view.state == "waiting"
    assert models.CounterSession.objects.filter(closed_at=None).count() == 1
