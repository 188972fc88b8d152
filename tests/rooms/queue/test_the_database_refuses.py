"""What the rule refuses the database refuses too, whoever writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from darcha.queue import models
from tests import given

pytestmark = pytest.mark.django_db


def refused(statement: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_two_open_calls_of_one_ticket() -> None:
    given.a_visitor_at_the_counter()
    given.an_open_counter("umida")
    refused(
        "INSERT INTO queue_call (ticket_id, session_id, centre_id, counter_id, service_id, waiting_since,"
        " ready_at, called_at, recalls, wait_seconds, policy, scores, overtaken)"
        " SELECT ticket_id, (SELECT max(id) FROM queue_countersession), centre_id,"
        " (SELECT counter_id FROM queue_countersession ORDER BY id DESC LIMIT 1), service_id,"
        " waiting_since, ready_at, called_at, 0, 0, 'x', '[]', 0 FROM queue_call",
        "one_open_call_per_ticket",
    )


def test_two_open_tickets_at_one_counter() -> None:
    given.a_visitor_at_the_counter()
    given.a_visitor_who_waits()
    refused(
        "UPDATE queue_ticket SET state = 'called', called_at = now(),"
        " counter_id = (SELECT counter_id FROM queue_call) WHERE state = 'waiting'",
        "one_open_ticket_per_counter",
    )


def test_a_number_given_twice_a_day() -> None:
    given.a_visitor_who_waits()
    given.a_visitor_who_waits()
    refused("UPDATE queue_ticket SET number = 1", "a_number_is_given_once_a_day")


@pytest.mark.parametrize(
    ("column", "constraint"),
    [("counter_id", "one_open_session_per_counter"), ("employee_id", "one_open_session_per_employee")],
)
def test_two_sessions_of_one_counter_or_one_employee(column: str, constraint: str) -> None:
    given.an_open_counter("dilnoza")
    given.an_open_counter("umida")
    refused(f"UPDATE queue_countersession SET {column} = (SELECT min({column}) FROM queue_countersession)", constraint)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'waiting'", "a_waiting_ticket_was_not_called"),
        ("state = 'called'", "a_called_ticket_has_a_counter_and_no_start"),
        ("state = 'serving'", "a_ticket_in_service_has_a_start_and_no_end"),
        ("sex = NULL", "a_served_ticket_tells_when_where_and_whom"),
        ("age_band = NULL", "a_served_ticket_tells_when_where_and_whom"),
        ("started_at = NULL", "a_served_ticket_tells_when_where_and_whom"),
        ("state = 'no_show'", "a_no_show_was_called_and_never_started"),
        ("state = 'left'", "who_left_the_line_was_not_called"),
        ("state = 'lost'", "a_ticket_has_a_known_state"),
        ("sex = 'X'", "a_ticket_knows_two_sexes"),
        ("age_band = '7-70'", "a_ticket_knows_five_age_bands"),
        ("waiting_since = issued_at - interval '1 minute'", "nobody_waits_before_the_ticket_or_the_time"),
    ],
)
def test_a_state_without_its_moments(change: str, constraint: str) -> None:
    given.a_served_visitor()
    refused(f"UPDATE queue_ticket SET {change}", constraint)


def test_a_call_that_ended_without_an_outcome() -> None:
    given.a_visitor_at_the_counter()
    refused("UPDATE queue_call SET ended_at = now()", "a_call_that_ended_has_an_outcome")
    refused("UPDATE queue_call SET ended_at = now(), outcome = 'no_show'", "who_was_served_did_show_up")


def test_a_wait_told_as_one_number() -> None:
    ticket = given.a_visitor_who_waits()
    with pytest.raises(IntegrityError, match="a_wait_is_told_as_a_range"), transaction.atomic():
        models.ToldWait.objects.create(
            ticket_id=ticket.ticket_id, low_minutes=5, high_minutes=5, people_ahead=0, told_at=given.MORNING
        )
