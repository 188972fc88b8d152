"""What each page of the portal shows, gathered from the rooms into one frozen dataclass a page."""

from darcha.doors.portal.pages.appeals import AppealPage, appeal
from darcha.doors.portal.pages.applications import case, document
from darcha.doors.portal.pages.appointments import appointment, booking, calendar, wish
from darcha.doors.portal.pages.departments import department
from darcha.doors.portal.pages.hall import centre_id, hall, home
from darcha.doors.portal.pages.joining import JoinPage, join
from darcha.doors.portal.pages.lists import all_services, given_today, life_event, search
from darcha.doors.portal.pages.services import service
from darcha.doors.portal.pages.telling import Telling, telling_of_appointment, telling_of_case, telling_of_ticket
from darcha.doors.portal.pages.turns import turn

__all__ = [
    "AppealPage",
    "JoinPage",
    "Telling",
    "all_services",
    "appeal",
    "appointment",
    "booking",
    "calendar",
    "case",
    "centre_id",
    "department",
    "document",
    "given_today",
    "hall",
    "home",
    "join",
    "life_event",
    "search",
    "service",
    "telling_of_appointment",
    "telling_of_case",
    "telling_of_ticket",
    "turn",
    "wish",
]
