"""What can be asked of monitoring: the figures of a period, today, reports, and whether they agree with the journal.

Periods are two days, both included, as on a report's first page: from 7 April to 6 December.
"""

from darcha.monitoring.queries.audit import (
    Checked,
    JournalRow,
    check,
    journal_head,
    journal_rows,
    verify_journal,
)
from darcha.monitoring.queries.event_logs import FORMATS, EventLog, Written, event_log
from darcha.monitoring.queries.figures import (
    ClosedDay,
    Today,
    closed_days,
    figures,
    indicators,
    last_closed_day,
    open_days,
    since_opening,
    today,
)
from darcha.monitoring.queries.looks import LookToAskAbout, days_to_watch, looks_to_ask_about
from darcha.monitoring.queries.reports import (
    overview,
    report,
    report_html,
    report_json,
    report_pdf,
    report_words,
)
from darcha.monitoring.rules.recount import Difference

__all__ = [
    "FORMATS",
    "Checked",
    "ClosedDay",
    "Difference",
    "EventLog",
    "JournalRow",
    "LookToAskAbout",
    "Today",
    "Written",
    "check",
    "closed_days",
    "days_to_watch",
    "event_log",
    "figures",
    "indicators",
    "journal_head",
    "journal_rows",
    "last_closed_day",
    "looks_to_ask_about",
    "open_days",
    "overview",
    "report",
    "report_html",
    "report_json",
    "report_pdf",
    "report_words",
    "since_opening",
    "today",
    "verify_journal",
]
