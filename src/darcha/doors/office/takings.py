"""A day's money in the office: what was taken, which tills are open, the bank's statement, the signature."""

from __future__ import annotations

import csv
import io
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from darcha.centres import queries as centres
from darcha.doors.office.forms import DayForm, SignatureForm, StatementForm
from darcha.doors.office.pages.takings import takings_page
from darcha.doors.office.views import page_of
from darcha.doors.porch import sentences, staff
from darcha.kernel.actor import Permission
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock
from darcha.till import actions, queries


def _day(request: HttpRequest, centre_id: str) -> date:
    form = DayForm(request.GET or request.POST)
    today = centres.local_day(centre_id=centre_id, at=clock.now())
    return form.cleaned_data["day"] if form.is_valid() else today


@never_cache
@require_safe
def takings(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Show a day's money."""
    staff.actor(request).must(Permission.RECONCILE, centre_id=centre_id)
    return _shown(request, centre_id, _day(request, centre_id))


def _shown(request: HttpRequest, centre_id: str, day: date, *, no: str = "", status: int = 200) -> HttpResponse:
    at = clock.now()
    page = takings_page(centre_id=centre_id, day=day, at=at)
    today = centres.local_day(centre_id=centre_id, at=at)
    given = page_of(request, centre_id, page=page, money=page.money, today=today, no=no)
    return render(request, "office/takings.html", given, status=status)


@require_POST
def sign_takings(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Sign a day's money."""
    by = staff.actor(request)
    by.must(Permission.RECONCILE, centre_id=centre_id)
    day = _day(request, centre_id)
    form = SignatureForm(request.POST)
    form.is_valid()
    try:
        actions.sign_day(
            centre_id=centre_id,
            day=day,
            words=form.cleaned_data.get("words", ""),
            at=clock.now(),
            by=by,
            key=staff.request_key(request),
        )
    except Refusal as refusal:
        told = sentences.sentence(refusal.code, refusal.details)
        return _shown(request, centre_id, day, no=told, status=refusal.status)
    messages.success(request, gettext("The day is signed."))
    return redirect(f"{reverse('office:takings', args=[centre_id])}?day={day}")


@require_POST
def match_statement(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Read a statement of the bank."""
    by = staff.actor(request)
    by.must(Permission.RECONCILE, centre_id=centre_id)
    day = _day(request, centre_id)
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        told = gettext("Choose the bank’s statement: a CSV file of at most 1 MB.")
        return _shown(request, centre_id, day, no=told, status=422)
    try:
        read = actions.match_statement(
            centre_id=centre_id,
            content=form.cleaned_data["statement"].read(),
            at=clock.now(),
            by=by,
            key=staff.request_key(request),
        )
    except Refusal as refusal:
        told = sentences.sentence(refusal.code, refusal.details)
        return _shown(request, centre_id, day, no=told, status=refusal.status)
    told = ngettext("%(n)d transfer matched.", "%(n)d transfers matched.", read.matched) % {"n": read.matched}
    if read.unknown:
        unknown = ngettext("%(n)d line is unknown.", "%(n)d lines are unknown.", read.unknown) % {"n": read.unknown}
        told = f"{told} {unknown}"
    messages.success(request, told)
    return redirect(f"{reverse('office:takings', args=[centre_id])}?day={day}")


@never_cache
@require_safe
def takings_table(request: HttpRequest, centre_id: str) -> HttpResponse:
    """Give a day's money as CSV, a movement a line."""
    staff.actor(request).must(Permission.RECONCILE, centre_id=centre_id)
    day = _day(request, centre_id)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["receipt", "case", "kind", "way", "reference", "amount_uzs", "at", "officer"])
    for move in queries.day_of_money(centre_id=centre_id, day=day).moves:
        moment = move.at.astimezone(centres.zone(centre_id=centre_id))
        row = (move.receipt, move.case_number, move.kind, move.way, move.reference, move.amount_uzs)
        table.writerow([*row, moment.isoformat(timespec="seconds"), move.officer])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{centre_id}-takings-{day}.csv"'
    return answer
