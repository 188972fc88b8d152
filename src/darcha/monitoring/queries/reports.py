"""The report of a period, with the structure of the pilot's founding report."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from darcha.access import queries as access
from darcha.catalogue import queries as catalogue
from darcha.centres import queries as centres
from darcha.feedback import queries as feedback
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.names import Names
from darcha.monitoring.publishing import Words, in_words, page, paper
from darcha.monitoring.queries.audit import check
from darcha.monitoring.queries.figures import departments, figures, midnight
from darcha.monitoring.rules import report as rules
from darcha.monitoring.rules.figures import weeks
from darcha.monitoring.rules.indicators import BY_CODE, read
from darcha.monitoring.rules.report import Counted, Overview, Place, Report, Staff
from darcha.monitoring.rules.suppression import is_small

_MISSING_PAPERS = 3
_WHOLE_WEEK = 5


def overview(*, centre_id: str, since: date, until: date) -> Overview:
    """Return the figures of the days `since` to `until`, both included, as they may be shown: small groups hidden.

    :raises PeriodIsEmpty: the period ends before it begins.
    """
    found = figures(centre_id=centre_id, since=since, until=until)
    names = {department.code: department.names for department in catalogue.departments()}
    places = [Place(code, names[code]) for code in departments(centre_id=centre_id)]
    offered = centres.offers(centre_id=centre_id)
    services: dict[str, list[Place]] = {place.code: [] for place in places}
    for service in catalogue.service_summaries():
        if service.code in offered and service.department_id in services:
            services[service.department_id].append(Place(service.code, service.names))
    return rules.overview(found, places, services)


def report(*, centre_id: str, since: date, until: date) -> Report:
    """Return the report of the days `since` to `until`, both included; every figure is counted from rows.

    The closed days are recounted from the journal by other code on the way, and the report says how often they differ.

    :raises PeriodIsEmpty: the period ends before it begins.
    """
    shown = overview(centre_id=centre_id, since=since, until=until)
    found = shown.figures
    centre = centres.centre(code=centre_id)
    places = [row.place for row in shown.departments]
    opening = [
        day
        for day in (since + timedelta(days=n) for n in range((until - since).days + 1))
        if centres.hours(centre_id=centre_id, day=day)
    ]
    trained = access.trained(centre_id=centre_id, until=until + timedelta(days=1))
    checked = check(centre_id=centre_id, since=since, until=until)
    return Report(
        centre=Place(centre.code, centre.names),
        district=centre.district_names,
        since=since,
        until=until,
        opening_days=len(opening),
        figures=found,
        groups=shown.groups,
        departments=shown.departments,
        readings=shown.readings,
        shortfalls=rules.shortfalls(found, places),
        weeks=tuple(
            (
                first,
                (week := found.days(first, last)).visitors_served,
                read(BY_CODE["wait.within_promise"], week).value,
            )
            for first, last in weeks(since, until)
        ),
        faces=shown.faces,
        answers_with_words=feedback.answers_with_words(centre_id=centre_id, since=since, until=until),
        staff=Staff(
            trained.total,
            trained.women,
            trained.men,
            tuple((course.names, course.day, course.total, course.women, course.men) for course in trained.by_course),
        ),
        part_time=_part_time(centre_id=centre_id, places=places, opening=opening),
        missing_papers=_missing_papers(centre_id=centre_id, since=since, until=until),
        counted=Counted(found.closed_days, found.open_days, checked.facts, checked.entries, len(checked.differences)),
    )


def _part_time(*, centre_id: str, places: list[Place], opening: list[date]) -> tuple[tuple[Place, int], ...]:
    """Return the departments that sat on fewer than five days (or opening days) of the period's last seven."""
    week = [day for day in opening if day > opening[-1] - timedelta(days=7)] if opening else []
    sat = [
        (place, sum(bool(centres.presence(centre_id=centre_id, department_id=place.code, day=day)) for day in week))
        for place in places
    ]
    return tuple((place, days) for place, days in sat if days < min(_WHOLE_WEEK, len(week)))


def _missing_papers(*, centre_id: str, since: date, until: date) -> tuple[tuple[Names, int], ...]:
    zone = centres.zone(centre_id=centre_id)
    counts: Counter[str] = Counter()
    asked_by: dict[str, str] = {}
    for entry in journal.entries_between(
        centre_id=centre_id,
        since=midnight(since, zone),
        until=midnight(until + timedelta(days=1), zone),
        kinds=[Kind.CASE_RETURNED],
    ):
        defects = entry.data.get("defects")
        for code in defects if isinstance(defects, list) else ():
            counts[code] += 1
            asked_by.setdefault(code, str(entry.data["service"]))
    found = []
    for code, count in counts.most_common(_MISSING_PAPERS):
        if is_small(count):
            continue
        version = catalogue.service_version(code=asked_by[code], on=until)
        names = next((demand.names for demand in version.demands if demand.document.code == code), None)
        if names:
            found.append((names, count))
    return tuple(found)


def report_json(report: Report) -> dict[str, object]:
    """Return the report as one JSON object; a figure that is not published is null."""
    return rules.as_json(report)


def report_html(report: Report, language: str) -> str:
    """Return the report as a page of its own, with its sheet inside; "en", "ru", "uz" or "uz-cyrl"."""
    return page(report, language=language)


def report_pdf(report: Report, language: str) -> bytes:
    """Return the report as a tagged PDF (PDF/UA-1); "en", "ru", "uz" or "uz-cyrl"."""
    return paper(report, language=language)


def report_words(report: Report, language: str) -> Words:
    """Return the report in words, for a page that lays it out itself (templates/monitoring/report_body.html)."""
    return in_words(report, language=language)
