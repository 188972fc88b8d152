"""What can be asked about the queue: a ticket, a counter, the board, the hall, a wait."""

from darcha.queue.queries.counters import Aside, CounterView, InLine, SessionView, Undoable, counter_view, open_session
from darcha.queue.queries.halls import (
    Board,
    BoardCall,
    BoardLine,
    Hall,
    HallCounter,
    HallDay,
    HallLine,
    HallTicket,
    board,
    hall,
    wait_for,
)
from darcha.queue.queries.overtaking import Overtake, PassedVisitor, overtakes
from darcha.queue.queries.tickets import (
    SurveyVisit,
    TicketView,
    ToldTruth,
    ticket,
    ticket_by_id,
    ticket_by_survey_code,
    told_truth,
)

__all__ = [
    "Aside",
    "Board",
    "BoardCall",
    "BoardLine",
    "CounterView",
    "Hall",
    "HallCounter",
    "HallDay",
    "HallLine",
    "HallTicket",
    "InLine",
    "Overtake",
    "PassedVisitor",
    "SessionView",
    "SurveyVisit",
    "TicketView",
    "ToldTruth",
    "Undoable",
    "board",
    "counter_view",
    "hall",
    "open_session",
    "overtakes",
    "ticket",
    "ticket_by_id",
    "ticket_by_survey_code",
    "told_truth",
    "wait_for",
]
