"""What people do in the queue: take a ticket, leave, open a counter, call, serve, close."""

from darcha.queue.actions.appointments import (
    Booked,
    book,
    cancel_appointment,
    check_in,
    move_appointment,
)
from darcha.queue.actions.breaks import Paused, end_break, take_break
from darcha.queue.actions.calling import Called, call_by_hand, call_next
from darcha.queue.actions.closing import Settled, settle_day
from darcha.queue.actions.counters import OpenedCounter, close_counter, open_counter
from darcha.queue.actions.from_block import EnteredTicket, enter_from_block
from darcha.queue.actions.going_on import SentOn, SetAside, bring_back, send_on, set_aside
from darcha.queue.actions.issuing import IssuedTicket, issue_ticket
from darcha.queue.actions.joining import join_line
from darcha.queue.actions.learning import refresh_service_minutes
from darcha.queue.actions.leaving import leave_line
from darcha.queue.actions.messages import ShownMessage, show_message, withdraw_message
from darcha.queue.actions.recalling import no_show, recall
from darcha.queue.actions.sending_home import SentHome, send_home
from darcha.queue.actions.serving import Finished, finish, start
from darcha.queue.actions.slips import AskedSlip, ask_for_slip, slip_failed, slip_printed
from darcha.queue.actions.undoing import Undone, undo
from darcha.queue.actions.waiting_list import leave_waiting_list, wait_for_a_place

__all__ = [
    "AskedSlip",
    "Booked",
    "Called",
    "EnteredTicket",
    "Finished",
    "IssuedTicket",
    "OpenedCounter",
    "Paused",
    "SentHome",
    "SentOn",
    "SetAside",
    "Settled",
    "ShownMessage",
    "Undone",
    "ask_for_slip",
    "book",
    "bring_back",
    "call_by_hand",
    "call_next",
    "cancel_appointment",
    "check_in",
    "close_counter",
    "end_break",
    "enter_from_block",
    "finish",
    "issue_ticket",
    "join_line",
    "leave_line",
    "leave_waiting_list",
    "move_appointment",
    "no_show",
    "open_counter",
    "recall",
    "refresh_service_minutes",
    "send_home",
    "send_on",
    "set_aside",
    "settle_day",
    "show_message",
    "slip_failed",
    "slip_printed",
    "start",
    "take_break",
    "undo",
    "wait_for_a_place",
    "withdraw_message",
]
