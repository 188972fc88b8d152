"""The tables of the monitoring page as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date

from darcha.doors.office.pages.figures import indicator_row
from darcha.monitoring import queries as monitoring

TABLES = ("indicators", "groups", "departments", "services")


def table_csv(*, centre_id: str, since: date, until: date, table: str) -> str:
    """Return one table of the page as CSV with a head; what is not published says so as on the page."""
    overview = monitoring.overview(centre_id=centre_id, since=since, until=until)
    rows: list[tuple[object, ...]]
    if table == "indicators":
        rows = [("indicator", "value", "unit", "numerator", "denominator", "target", "formula")]
        for reading in overview.readings:
            row = indicator_row(reading, None, overview.figures)
            rows.append(
                (
                    reading.indicator.code,
                    row.now.mark or _number(row.now.value),
                    reading.indicator.unit,
                    "" if row.numerator is None else row.numerator,
                    "" if row.denominator is None else row.denominator,
                    "" if reading.indicator.target is None else reading.indicator.target,
                    reading.indicator.formula.en,
                )
            )
    elif table == "groups":
        rows = [
            (
                "split",
                "group",
                "visits",
                "share",
                "mean_wait_minutes",
                "p90_wait_minutes",
                "within_promise_share",
                "answers",
                "satisfied_share",
            )
        ]
        rows += [
            (
                group.split,
                group.key,
                group.served,
                _number(group.share),
                _number(group.wait_mean),
                "" if group.wait_p90 is None else group.wait_p90,
                _number(group.within_promise_share),
                group.answers,
                _number(group.satisfied_share),
            )
            for group in overview.groups
        ]
    elif table == "departments":
        rows = [
            (
                "department",
                "services_offered",
                "services_used",
                "visits",
                "mean_wait_minutes",
                "within_promise_share",
                "decided",
                "on_time_share",
            )
        ]
        rows += [
            (
                row.place.code,
                row.offered,
                row.used,
                row.served,
                _number(row.wait_mean),
                _number(row.within_promise_share),
                row.decided,
                _number(row.on_time_share),
            )
            for row in overview.departments
        ]
    else:
        rows = [("department", "service", "name", "visits")]
        rows += [
            (row.place.code, service.code, service.names.en, shown)
            for row in overview.departments
            for service, shown in row.services
        ]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
