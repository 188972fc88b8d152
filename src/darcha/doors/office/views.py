"""The office's views: parse, one call, answer."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from darcha.centres import queries as centres
from darcha.doors.office.forms import AppointmentsForm, DayForm, JournalForm, PeriodForm
from darcha.doors.office.pages import figures as figures_page
from darcha.doors.office.pages import tables
from darcha.doors.office.pages.appointments import appointments_page
from darcha.doors.office.pages.hall import hall_page
from darcha.doors.office.pages.late import late_page
from darcha.doors.office.pages.overtakes import overtakes_page
from darcha.doors.office.pages.reasons import reasons_page
from darcha.doors.porch import languages, staff
from darcha.journal.kinds import Kind
from darcha.kernel.actor import Permission
from darcha.monitoring import actions, queries
from darcha.plumbing import clock
from darcha.queue import actions as queue


def page_of(request: HttpRequest, centre_id: str, **given: object) -> dict[str, object]:
    """Return what every page of the office knows."""
    centre = centres.centre(code=centre_id)
    return {"centre": centre, **given}


@never_cache
@require_safe
def hall(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show the hall as it is now; the page asks for itself again every five seconds."""
    staff.actor(request).must(Permission.SEE_HALL, centre_id=centre_id)
    return render(request, "office/hall.html", _hall(request, centre_id))


@never_cache
@require_safe
def hall_now(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show the live part alone."""
    staff.actor(request).must(Permission.SEE_HALL, centre_id=centre_id)
    return render(request, "office/hall_now.html", _hall(request, centre_id))


def _hall(request: HttpRequest, centre_id: str) -> dict[str, object]:
    page = hall_page(centre_id=centre_id, at=clock.now())
    runs = staff.actor(request).may(Permission.RUN_HALL, centre_id=centre_id)
    return page_of(request, centre_id, page=page, runs=runs)


def _must_be_here(counter_id: int, centre_id: str) -> None:
    if centres.counter(counter_id=counter_id).centre_id != centre_id:
        raise Http404("counter")


@require_POST
def close_counter(request: HttpRequest, centre_id: str, counter_id: int) -> HttpResponse:
    """Close a window somebody left open."""
    by = staff.actor(request)
    by.must(Permission.RUN_HALL, centre_id=centre_id)
    _must_be_here(counter_id, centre_id)
    queue.close_counter(counter_id=counter_id, at=clock.now(), by=by, key=staff.request_key(request))
    return HttpResponseRedirect(reverse("office:hall", args=[centre_id]))


@require_POST
def end_break(request: HttpRequest, centre_id: str, counter_id: int) -> HttpResponse:
    """End a break somebody forgot to end."""
    by = staff.actor(request)
    by.must(Permission.RUN_HALL, centre_id=centre_id)
    _must_be_here(counter_id, centre_id)
    queue.end_break(counter_id=counter_id, at=clock.now(), by=by, key=staff.request_key(request))
    return HttpResponseRedirect(reverse("office:hall", args=[centre_id]))


@never_cache
@require_safe
def overtakes(request: HttpRequest, centre_id: str) -> HttpResponse:
    """List who was called on a day before others that had waited longer, and why."""
    staff.actor(request).must(Permission.SEE_HALL, centre_id=centre_id)
    today = centres.local_day(centre_id=centre_id, at=clock.now())
    form = DayForm(request.GET)
    day = form.cleaned_data["day"] if form.is_valid() else today
    page = overtakes_page(centre_id=centre_id, day=day)
    return render(request, "office/overtakes.html", page_of(request, centre_id, page=page, today=today))


@never_cache
@require_safe
def reasons(request: HttpRequest, centre_id: str) -> HttpResponse:
    """List who opened a file without a visit or a task, and the reason they typed."""
    staff.actor(request).must(Permission.MANAGE_STAFF, centre_id=centre_id)
    return render(request, "office/reasons.html", page_of(request, centre_id, rows=reasons_page(centre_id=centre_id)))


@never_cache
@require_safe
def late(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show what is late, who has it since when, and what was done: to the head of an agency that of the agency alone."""
    page = late_page(centre_id=centre_id, by=staff.actor(request), at=clock.now())
    return render(request, "office/late.html", page_of(request, centre_id, page=page))


@never_cache
@require_safe
def appointments(request: HttpRequest, centre_id: str) -> HttpResponse:
    """List who comes at a time on a day, and what is left to be booked."""
    staff.actor(request).must(Permission.SEE_HALL, centre_id=centre_id)
    at = clock.now()
    today = centres.local_day(centre_id=centre_id, at=at)
    form = AppointmentsForm(request.GET)
    form.is_valid()
    page = appointments_page(
        centre_id=centre_id,
        day=form.cleaned_data.get("day") or today,
        department=form.cleaned_data.get("department") or "",
        at=at,
    )
    return render(request, "office/appointments.html", page_of(request, centre_id, page=page, today=today))


def _period(request: HttpRequest, centre_id: str) -> tuple[date, date, str]:
    """Return the period a URL names, or the usual one, and what it is compared with."""
    form = PeriodForm(request.GET)
    form.is_valid()
    today = centres.local_day(centre_id=centre_id, at=clock.now())
    usual = figures_page.usual_period(centre_id=centre_id, today=today)
    against = form.cleaned_data.get("against") or "before"
    return (
        form.cleaned_data.get("since") or usual[0],
        form.cleaned_data.get("until") or usual[1],
        "" if against == "none" else against,
    )


@never_cache
@require_safe
def figures(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show the figures of a period beside another."""
    staff.actor(request).must(Permission.SEE_FIGURES, centre_id=centre_id)
    since, until, against = _period(request, centre_id)
    page = figures_page.monitoring_page(
        centre_id=centre_id,
        since=since,
        until=until,
        against=against,
        today=centres.local_day(centre_id=centre_id, at=clock.now()),
    )
    return render(request, "office/monitoring.html", page_of(request, centre_id, page=page))


@never_cache
@require_safe
def table(request: HttpRequest, centre_id: str, table: str) -> HttpResponse:
    """Give one table of the monitoring page as CSV."""
    staff.actor(request).must(Permission.SEE_FIGURES, centre_id=centre_id)
    if table not in tables.TABLES:
        raise Http404(table)
    since, until, _ = _period(request, centre_id)
    text = tables.table_csv(centre_id=centre_id, since=since, until=until, table=table)
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{centre_id}-{table}-{since}-{until}.csv"'
    return answer


@never_cache
@require_safe
def report(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Let a period be chosen, and offer its report in every form."""
    staff.actor(request).must(Permission.SEE_FIGURES, centre_id=centre_id)
    since, until, _ = _period(request, centre_id)
    overview = queries.overview(centre_id=centre_id, since=since, until=until)
    opening = queries.since_opening(centre_id=centre_id)
    given = {"since": since, "until": until, "overview": overview, "opening": opening}
    return render(request, "office/report.html", page_of(request, centre_id, **given))


@never_cache
@require_safe
def report_file(request: HttpRequest, centre_id: str, form: str) -> HttpResponse:
    """Give the report of a period as a page, as a PDF or as JSON, in the reader's language or in `in=`."""
    staff.actor(request).must(Permission.SEE_FIGURES, centre_id=centre_id)
    if form not in ("html", "pdf", "json"):
        raise Http404(form)
    since, until, _ = _period(request, centre_id)
    asked = request.GET.get("in", "")
    language = asked if asked in languages.HTML_LANG else languages.current()
    found = queries.report(centre_id=centre_id, since=since, until=until)
    answer: HttpResponse
    if form == "json":
        answer = JsonResponse(queries.report_json(found), json_dumps_params={"ensure_ascii": False, "indent": 2})
    elif form == "pdf":
        answer = HttpResponse(queries.report_pdf(found, language), content_type="application/pdf")
        answer.headers["Content-Disposition"] = f'inline; filename="{centre_id}-{since}-{until}-{language}.pdf"'
    else:
        words = queries.report_words(found, language)
        answer = render(request, "office/report_page.html", {"report": words, "centre_id": centre_id})
    return answer


@never_cache
@require_safe
def days(request: HttpRequest, centre_id: str) -> HttpResponse:
    """List the closed days, and those that wait to be closed."""
    actor = staff.actor(request)
    actor.must(Permission.SEE_FIGURES, centre_id=centre_id)
    at = clock.now()
    given = {
        "closed": queries.closed_days(centre_id=centre_id)[:92],
        "open": queries.open_days(centre_id=centre_id, at=at),
        "today": centres.local_day(centre_id=centre_id, at=at),
        "may_close": actor.may(Permission.CLOSE_DAY, centre_id=centre_id),
    }
    return render(request, "office/days.html", page_of(request, centre_id, **given))


@require_POST
def close_day(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Fold a day into facts."""
    by = staff.actor(request)
    by.must(Permission.CLOSE_DAY, centre_id=centre_id)
    form = DayForm(request.POST)
    if not form.is_valid():
        raise Http404("day")
    actions.close_day(
        centre_id=centre_id,
        day=form.cleaned_data["day"],
        at=clock.now(),
        by=by,
        key=staff.request_key(request),
    )
    return HttpResponseRedirect(reverse("office:days", args=[centre_id]))


@never_cache
@require_safe
def journal(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show a day's entries to the auditor, and walk the whole chain when asked to."""
    staff.actor(request).must(Permission.READ_JOURNAL, centre_id=centre_id)
    form = JournalForm(request.GET)
    form.is_valid()
    told = form.cleaned_data
    day = told.get("day") or centres.local_day(centre_id=centre_id, at=clock.now())
    kind, subject = told.get("kind") or "", told.get("subject") or ""
    verified = "verify" in request.GET
    given = {
        "day": day,
        "kind": kind,
        "kinds": [known.value for known in Kind],
        "subject": subject,
        "rows": queries.journal_rows(centre_id=centre_id, day=day, kind=kind, subject=subject),
        "verified": verified,
        "fault": queries.verify_journal(centre_id=centre_id) if verified else None,
        "head": queries.journal_head(centre_id=centre_id),
    }
    return render(request, "office/journal.html", page_of(request, centre_id, **given))
