"""The queue's tables: tickets, calls, who sits at which counter, the last number given, waits told and learnt, paper
slips, messages to the hall, from where was asked.

A ticket is one visit with one number; `service` is what it waits for now. Each call is a row of its own with the
service it was for, so a visit with several services is one ticket with several calls. `waiting_since` is where a
ticket stands in its line: it is not `issued_at` when the department comes later, nor after it was sent on or set aside:
minutes waited earlier are kept. `ready_at` is from when it can be called.
"""

from darcha.queue.models.appointments import Appointment, Asked, HeldPlace, PlaceWish, Stage
from darcha.queue.models.calls import Call, CounterSession
from darcha.queue.models.messages import Message
from darcha.queue.models.slips import Slip
from darcha.queue.models.tickets import LIVE, Joined, LastNumber, State, Ticket
from darcha.queue.models.waits import ArrivalPace, HourPace, OfficerPace, ServiceMinutes, ToldWait, WaitCorrection

__all__ = [
    "LIVE",
    "Appointment",
    "ArrivalPace",
    "Asked",
    "Call",
    "CounterSession",
    "HeldPlace",
    "HourPace",
    "Joined",
    "LastNumber",
    "Message",
    "OfficerPace",
    "PlaceWish",
    "ServiceMinutes",
    "Slip",
    "Stage",
    "State",
    "Ticket",
    "ToldWait",
    "WaitCorrection",
]
