"""The report in words. Every number in a sentence comes from the report; no sentence stands without its number."""

from __future__ import annotations

from babel.dates import get_month_names
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from darcha.kernel.names import Names
from darcha.monitoring.publishing.drawing import weeks_svg
from darcha.monitoring.publishing.parts import Challenge, Sheet, Tile, Words
from darcha.monitoring.publishing.spelling import LOCALES, amount, day, figure, minutes, number, per_cent, shown
from darcha.monitoring.rules import suppression
from darcha.monitoring.rules.indicators import BY_CODE, Form
from darcha.monitoring.rules.report import SEXES, Group, Report, share
from darcha.monitoring.rules.suppression import Shown

_SPACE = "\N{NO-BREAK SPACE}"
_NONE = "–"


def words(report: Report, *, language: str) -> Words:
    """Return the report in the language that is active now."""
    since, until = day(report.since, language), day(report.until, language)
    total = suppression.row({key: report.figures.of("sex", key).visitors_served for key in SEXES}).total
    everything = report.all
    satisfied = share(everything.answers_satisfied, everything.answers)
    in_time = share(everything.within_promise, everything.visitors_served)
    on_time = share(everything.cases_on_time, everything.cases_decided)
    names = {"district": report.district.in_language(language), "since": since, "until": until}
    counts = report.figures.counts
    numbers = {
        **names,
        "served": shown(total),
        "satisfied": per_cent(satisfied),
        "in_time": per_cent(in_time),
        "on_time": per_cent(on_time),
        "answers": shown(suppression.shown(everything.answers)),
        "offered": counts["services_offered"],
        "used": counts["services_used"],
        "departments": counts["departments"],
    }
    chart_label = _(
        "Bars: visitors served each week. Line: of 100 visitors, how many were called within the promise; the dashes are the target."
    )
    return Words(
        language={"uz-cyrl": "uz-Cyrl"}.get(language, language),
        title=_("Report of the One-Stop-Shop"),
        place=report.centre.names.in_language(language),
        period=_("%(since)s to %(until)s") % names,
        lead=_(
            "%(served)s visitors were served; %(satisfied)s of those asked were satisfied, and %(in_time)s were called within the time we promise."
        )
        % numbers,
        lead_more=_("%(used)s of the %(offered)s services offered by %(departments)s government departments were used.")
        % numbers,
        tiles=_tiles(report),
        performance=_("Project performance"),
        performance_columns=(
            _("Outcome area"),
            _("Purpose and expected output"),
            _("Activities undertaken"),
            _("Results achieved"),
            _("Reasons if progress below target"),
        ),
        outcome=_(
            "National, regional and local levels of governance expand their capacities to reduce conflict and manage the equitable delivery of public services."
        ),
        purpose=_("A One-Stop-Shop for the administrative services to citizens is established in %(district)s.")
        % names,
        activities=_activities(report, total),
        results=_results(report, numbers),
        reasons=_reasons(report, language),
        chart_heading=_("Visitors a week; called in time, of 100"),
        chart=weeks_svg(
            tuple((first, 0 if suppression.is_small(count) else count, part) for first, count, part in report.weeks),
            target=BY_CODE["wait.within_promise"].target,
            label=chart_label,
            months=[
                get_month_names("abbreviated", context="stand-alone", locale=LOCALES[language])[n] for n in range(1, 13)
            ],
        ),
        chart_label=chart_label,
        groups=_groups(report),
        departments=_departments(report, language),
        indicators=_indicators(report, language),
        challenges_heading=_("Main challenges"),
        challenges=_challenges(report, language),
        response=_("Response"),
        gender_heading=_("Gender mainstreaming"),
        gender=_gender(report),
        staff_heading=_("Staff trained"),
        staff=_staff(report, language),
        foot=_foot(report, language),
    )


def _tiles(report: Report) -> tuple[Tile, ...]:
    everything = report.all
    by_code = {reading.indicator.code: reading for reading in report.readings}
    chosen = (
        ("satisfaction.satisfied", _("satisfied, 4 or 5 of 5"), everything.answers),
        ("wait.within_promise", _("called within the promise"), everything.visitors_served),
        ("wait.mean", _("mean wait"), everything.visitors_served),
        ("cases.on_time", _("decided within the legal time"), everything.cases_decided),
        ("cases.first_time_right", _("applications right the first time"), everything.cases_judged),
    )
    tiles = []
    for code, label, base in chosen:
        reading = by_code[code]
        hidden = base < suppression.THRESHOLD or reading.value is None
        unit = "%" if reading.indicator.form is Form.SHARE else _("min")
        tiles.append(
            Tile(
                _NONE if hidden or reading.value is None else figure(reading.value, reading.indicator.form),
                "" if hidden else unit,
                label,
                ""
                if reading.indicator.target is None
                else _("target: %(target)s") % {"target": reading.indicator.target},
                "soon" if reading.state == "missed" else "ok",
            )
        )
    return tuple(tiles)


def _activities(report: Report, total: Shown) -> tuple[str, ...]:
    everything = report.all
    told: list[tuple[str, str]] = [
        (_("Opening days kept: %(n)s"), number(report.opening_days)),
        (_("Services offered under one roof: %(n)s"), number(report.figures.counts["services_offered"])),
        (_("Tickets given out: %(n)s"), number(everything.tickets_issued)),
        (_("Visitors served: %(n)s"), shown(total)),
        (_("Applications accepted: %(n)s"), shown(suppression.shown(everything.cases_opened))),
        (
            _("Applications handed back with one list of all that was missing: %(n)s"),
            shown(suppression.shown(everything.cases_returned)),
        ),
        (_("Applications decided by the departments: %(n)s"), shown(suppression.shown(everything.cases_decided))),
        (_("Documents issued: %(n)s"), shown(suppression.shown(everything.documents_issued))),
        (_("Survey answers collected: %(n)s"), shown(suppression.shown(everything.answers))),
        (_("of them with the visitor’s own words: %(n)s"), shown(suppression.shown(report.answers_with_words))),
        (_("Employees trained: %(n)s"), number(report.staff.trained)),
        (
            _("Days counted into the monitoring system: %(n)s"),
            number(report.counted.closed_days + len(report.counted.open_days)),
        ),
    ]
    return tuple(text % {"n": count} for text, count in told)


def _results(report: Report, numbers: dict[str, object]) -> tuple[str, ...]:
    results = [
        _(
            "The One-Stop-Shop of %(district)s provides the population with %(offered)s public services of %(departments)s government departments."
        )
        % numbers,
        _("%(served)s visitors were served from %(since)s to %(until)s.") % numbers,
    ]
    if report.all.answers >= suppression.THRESHOLD:
        results.append(
            _(
                "The survey among visitors, with %(answers)s answers, showed that %(satisfied)s of them are satisfied with the service they received."
            )
            % numbers
        )
    if report.all.cases_decided >= suppression.THRESHOLD:
        results.append(_("%(on_time)s of the applications were decided within the legal time.") % numbers)
    return tuple(results)


def _reasons(report: Report, language: str) -> tuple[str, ...]:
    if not report.shortfalls:
        return (_("Progress is on target."),)
    reasons = []
    for shortfall in report.shortfalls:
        reading = shortfall.reading
        text = _("%(name)s: %(value)s, the target is %(target)s.") % {
            "name": reading.indicator.names.in_language(language),
            "value": amount(reading.value, reading),
            "target": amount(None if reading.indicator.target is None else float(reading.indicator.target), reading),
        }
        if shortfall.furthest:
            furthest = ", ".join(
                f"{place.names.in_language(language)} ({amount(value, reading)})" for place, value in shortfall.furthest
            )
            text += " " + _("Furthest below it: %(departments)s.") % {"departments": furthest}
        reasons.append(text)
    return tuple(reasons)


def _group_name(group: Group) -> str:
    if group.split == "sex":
        return _("Women") if group.key == "F" else _("Men")
    if group.split == "disability":
        return _("With a disability") if group.key == "yes" else _("Without a disability")
    return {
        "0-17": _("Under 18"),
        "18-29": "18–29",
        "30-44": "30–44",
        "45-59": "45–59",
        "60+": _("60 and over"),
    }[group.key]


def _groups(report: Report) -> Sheet:
    rows = [
        (
            _group_name(group),
            shown(group.served),
            per_cent(group.share),
            minutes(group.wait_mean),
            per_cent(group.within_promise_share),
            per_cent(group.satisfied_share),
        )
        for group in report.groups
    ]
    return Sheet(
        _("Is it the same for everybody?"),
        (_("Group"), _("Visits"), _("Share"), _("Wait"), _("In time"), _("Satisfied")),
        tuple(rows),
        _(
            "Sex, age band and disability as the officer noted them for the visit. Numbers under 5 are not printed, nor what they could be computed from. The survey asks for no age and no disability."
        ),
    )


def _departments(report: Report, language: str) -> Sheet:
    return Sheet(
        _("Services offered and used, by department"),
        (_("Department"), _("Offered"), _("Used"), _("Visits"), _("Wait"), _("In time"), _("Decided"), _("On time")),
        tuple(
            (
                row.place.names.in_language(language),
                number(row.offered),
                number(row.used),
                shown(row.served),
                minutes(row.wait_mean),
                per_cent(row.within_promise_share),
                shown(row.decided),
                per_cent(row.on_time_share),
            )
            for row in report.departments
        ),
    )


def _indicators(report: Report, language: str) -> Sheet:
    states = {"reached": _("reached"), "missed": _("below target"), "untold": _NONE}
    rows = []
    for reading in report.readings:
        indicator = reading.indicator
        base = reading.numerator if reading.denominator is None else reading.denominator
        hidden = indicator.source == "journal" and indicator.unit != "services" and suppression.is_small(base)
        target = "" if indicator.target is None else amount(float(indicator.target), reading)
        rows.append(
            (
                indicator.names.in_language(language),
                suppression.SMALL if hidden else amount(reading.value, reading),
                target or _NONE,
                _NONE if hidden else states[reading.state],
                indicator.formula.in_language(language),
            )
        )
    return Sheet(
        _("Indicators and their formulas"),
        (_("Indicator"), _("Value"), _("Target"), _("Reading"), _("Formula")),
        tuple(rows),
    )


def _challenges(report: Report, language: str) -> tuple[Challenge, ...]:
    found = []
    if report.part_time:
        listed = ", ".join(f"{place.names.in_language(language)} ({days})" for place, days in report.part_time)
        found.append(
            Challenge(
                _(
                    "Presence of departments with few employees: %(n)s of %(all)s departments cannot sit here five days a week (days in brackets): %(listed)s."
                )
                % {"n": len(report.part_time), "all": report.figures.counts["departments"], "listed": listed},
                _(
                    "Their hours are agreed with each and shown at the entrance; for a day on which a department does not sit no ticket is given, and the visitor is told when it will."
                ),
            )
        )
    returned = report.all.cases_returned
    if returned >= suppression.THRESHOLD:
        text = ngettext(
            "%(n)s application was incomplete when it was brought.",
            "%(n)s applications were incomplete when they were brought.",
            returned,
        ) % {"n": number(returned)}
        if report.missing_papers:
            listed = "; ".join(
                f"{names.in_language(language)} ({number(count)})" for names, count in report.missing_papers
            )
            text += " " + _("Most often missing: %(listed)s.") % {"listed": listed}
        found.append(
            Challenge(
                text,
                _(
                    "The applicant got one list of everything that was missing, at once and in writing, and came back once."
                ),
            )
        )
    if report.all.no_shows >= suppression.THRESHOLD:
        found.append(
            Challenge(
                _("%(n)s visitors did not come when they were called, %(share)s of the tickets given out.")
                % {
                    "n": number(report.all.no_shows),
                    "share": per_cent(share(report.all.no_shows, report.all.tickets_issued)),
                },
                _("The call is shown, spoken and told on the phone page; whoever missed it is called again."),
            )
        )
    return tuple(found) or (Challenge(_("No challenge shows in the figures of this period."), ""),)


def _gender(report: Report) -> tuple[str, ...]:
    by = {(group.split, group.key): group for group in report.groups}
    women, men = by["sex", "F"], by["sex", "M"]
    told = [
        _(
            "According to the attendance statistics, %(women)s (%(women_share)s) women and %(men)s (%(men_share)s) men were served."
        )
        % {
            "women": shown(women.served),
            "women_share": per_cent(women.share),
            "men": shown(men.served),
            "men_share": per_cent(men.share),
        }
    ]
    if women.wait_mean is not None and men.wait_mean is not None:
        told.append(
            _(
                "Women waited %(women)s on average, men %(men)s; within the promise were called %(women_share)s of the women and %(men_share)s of the men."
            )
            % {
                "women": minutes(women.wait_mean),
                "men": minutes(men.wait_mean),
                "women_share": per_cent(women.within_promise_share),
                "men_share": per_cent(men.within_promise_share),
            }
        )
    if women.satisfied_share is not None and men.satisfied_share is not None:
        told.append(
            _("%(women)s of the women and %(men)s of the men who answered the survey were satisfied.")
            % {"women": per_cent(women.satisfied_share), "men": per_cent(men.satisfied_share)}
        )
    return tuple(told)


def _staff(report: Report, language: str) -> tuple[str, ...]:
    staff = report.staff
    told = [
        _("In total %(n)s staff members (%(women)s women and %(men)s men) have been trained.")
        % {"n": staff.trained, "women": staff.women, "men": staff.men}
    ]
    told += [
        pgettext("a course", "%(course)s, %(day)s: %(n)s staff members (%(women)s women and %(men)s men).")
        % {"course": _course(names, language), "day": day(held, language), "n": heads, "women": women, "men": men}
        for names, held, heads, women, men in staff.courses
    ]
    return tuple(told)


def _course(names: Names, language: str) -> str:
    return names.in_language(language)


def _foot(report: Report, language: str) -> str:
    counted = report.counted
    text = _(
        "Counted from %(entries)s entries of the journal of this centre, folded into %(facts)s facts of %(days)s days; a second count by other code differs in %(differences)s figures."
    ) % {
        "entries": number(counted.entries),
        "facts": number(counted.facts),
        "days": number(counted.closed_days),
        "differences": number(counted.differences),
    }
    if counted.open_days:
        listed = ", ".join(day(open_day, language) for open_day in counted.open_days[:3])
        text += " " + ngettext(
            "%(n)s day not closed yet was counted from the journal directly: %(listed)s.",
            "%(n)s days not closed yet were counted from the journal directly, the first: %(listed)s.",
            len(counted.open_days),
        ) % {"n": number(len(counted.open_days)), "listed": listed}
    return text
