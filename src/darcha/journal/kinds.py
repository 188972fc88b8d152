"""The closed list of what can happen: one kind a fact. docs/events.md tells each with its data."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What happened. A kind is eternal: figures of years ago are counted by it."""

    BLUEPRINT_LOADED = "blueprint.loaded"
    STAFF_TRAINED = "staff.trained"
    EMPLOYEE_SIGNED_IN = "employee.signed_in"
    EMPLOYEE_SIGNED_OUT = "employee.signed_out"
    EMPLOYEE_PASSWORD_SET = "employee.password_set"
    COUNTER_OPENED = "counter.opened"
    COUNTER_CLOSED = "counter.closed"
    COUNTER_PAUSED = "counter.paused"
    COUNTER_RESUMED = "counter.resumed"
    TICKET_ISSUED = "ticket.issued"
    TICKET_CALLED = "ticket.called"
    TICKET_RECALLED = "ticket.recalled"
    TICKET_STARTED = "ticket.started"
    TICKET_SERVED = "ticket.served"
    TICKET_SENT_ON = "ticket.sent_on"
    TICKET_SET_ASIDE = "ticket.set_aside"
    TICKET_BACK = "ticket.back"
    TICKET_NO_SHOW = "ticket.no_show"
    TICKET_LEFT = "ticket.left"
    TICKET_UNDONE = "ticket.undone"
    SLIP_ASKED = "slip.asked"
    SLIP_PRINTED = "slip.printed"
    SLIP_FAILED = "slip.failed"
    HALL_SETTLED = "hall.settled"
    CASE_OPENED = "case.opened"
    CASE_RETURNED = "case.returned"
    CASE_ITEM_DONE = "case.item_done"
    CASE_DECIDED = "case.decided"
    CASE_READ = "case.read"
    CASE_SCAN_ATTACHED = "case.scan_attached"
    DOCUMENT_ISSUED = "document.issued"
    SURVEY_ANSWERED = "survey.answered"
    DAY_CLOSED = "day.closed"
    JOURNAL_RESTORED = "journal.restored"
