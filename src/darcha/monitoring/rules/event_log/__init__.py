"""Visits and cases as an event log for tools of process mining: XES (IEEE 1849), OCEL 2.0, CSV.

Pure and streaming: entries come in one by one, text goes out piece by piece.
"""

from darcha.monitoring.rules.event_log.files import LogHead, csv_file, ocel_file, xes_file
from darcha.monitoring.rules.event_log.steps import (
    CASE_KINDS,
    PROCESSES,
    VISIT_KINDS,
    Process,
    Pseudonyms,
    Step,
    Trace,
    steps,
    traces,
)

__all__ = [
    "CASE_KINDS",
    "PROCESSES",
    "VISIT_KINDS",
    "LogHead",
    "Process",
    "Pseudonyms",
    "Step",
    "Trace",
    "csv_file",
    "ocel_file",
    "steps",
    "traces",
    "xes_file",
]
