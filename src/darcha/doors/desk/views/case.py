"""One case in a department: reading it, answering, deciding, giving out the document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from darcha.cases import actions as cases
from darcha.cases.errors import ReasonMissing
from darcha.cases.rules import CaseView
from darcha.doors.desk.acting_form import ActingTyped
from darcha.doors.desk.case_forms import (
    AnswerForm,
    CorrectionForm,
    DecisionForm,
    ExtensionForm,
    GiveBackForm,
    RulesForm,
    SendBackForm,
)
from darcha.doors.desk.money_forms import FeeForm, NoticeForm
from darcha.doors.desk.pages import case as pages
from darcha.doors.desk.views import reasons
from darcha.doors.desk.views.work import departments_of
from darcha.doors.porch import sentences, staff
from darcha.kernel.actor import NotAllowed
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock


def read_case(request: HttpRequest, case_id: int) -> CaseView:
    """Read a case for work on it; the journal keeps who did, once per view."""
    departments_of(request)
    return cases.read_case(case_id=case_id, purpose="work", at=clock.now(), by=staff.actor(request))


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show a case."""
    try:
        return shown(request, read_case(request, case_id))
    except ReasonMissing:
        return reasons.ask(request, case_id)


def shown(  # noqa: PLR0913 -- a form for each thing that is done to a case
    request: HttpRequest,
    read: CaseView,
    *,
    answer: tuple[int, AnswerForm] | None = None,
    decision: DecisionForm | None = None,
    correction: CorrectionForm | None = None,
    extension: ExtensionForm | None = None,
    back: GiveBackForm | None = None,
    document: forms.Form | None = None,
    send_back: SendBackForm | None = None,
    money: FeeForm | NoticeForm | None = None,
    acting: ActingTyped | None = None,
    status: int = 200,
    no: str = "",
) -> HttpResponse:
    """Show a case; the forms carry what was not right, `no` tells what was refused."""
    page = pages.page(
        read,
        by=staff.actor(request),
        at=clock.now(),
        answer=answer,
        decision=decision,
        correction=correction,
        extension=extension,
        back=back,
        document=document,
        send_back=send_back,
        money=money,
        acting=acting,
        no=no,
    )
    response = render(request, "desk/case.html", {"page": page, "case": page.case}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def done(
    request: HttpRequest,
    case_id: int,
    act: Callable[[], object],
    good: str,
    **forms: Any,
) -> HttpResponse:
    """Let something be done to a case and say so on its page; what is refused is told there, over the forms as typed."""
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        told = sentences.sentence(refusal.code, refusal.details)
        return shown(request, read_case(request, case_id), **forms, status=refusal.status, no=told)
    messages.success(request, good)
    return redirect("desk:case", case_id)


@require_POST
def complete(request: HttpRequest, case_id: int, work_item_id: int) -> HttpResponse:
    """Enter the answer of a department."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return shown(request, read_case(request, case_id), answer=(work_item_id, form), status=422)
    return done(
        request,
        case_id,
        lambda: cases.complete_work_item(
            work_item_id=work_item_id,
            outcome=form.cleaned_data["outcome"],
            note=form.cleaned_data["note"],
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext("The answer is entered."),
        answer=(work_item_id, form),
    )


@require_POST
def suspend(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask the applicant to correct; the clock stands."""
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return shown(request, read_case(request, case_id), correction=form, status=422)
    return done(
        request,
        case_id,
        lambda: cases.suspend_case(
            case_id=case_id,
            because=form.cleaned_data["because"],
            words=form.cleaned_data["correction"],
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext("The applicant is asked to correct it; the time stands."),
        correction=form,
    )


@require_POST
def resume(request: HttpRequest, case_id: int) -> HttpResponse:
    """Let the clock go on: the applicant has corrected."""
    departments_of(request)
    return done(
        request,
        case_id,
        lambda: cases.resume_case(
            case_id=case_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request)
        ),
        gettext("It is corrected; the time goes on."),
    )


@require_POST
def extend(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give the case more time, with its ground."""
    read = read_case(request, case_id)
    form = ExtensionForm(request.POST)
    longest = read.service.time.extendable_to
    if longest is not None and not form.is_valid():
        return shown(request, read, extension=form, status=422)
    return done(
        request,
        case_id,
        lambda: cases.extend_case(
            case_id=case_id,
            n=form.cleaned_data["n"] if longest else 1,
            unit=longest.unit if longest else "wd",
            ground=form.cleaned_data["why"] if longest else "",
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext("The time is extended."),
        extension=form,
    )


@require_POST
def choose_rules(request: HttpRequest, case_id: int) -> HttpResponse:
    """Let the case go over to the newer rules its applicant chooses."""
    departments_of(request)
    form = RulesForm(request.POST)
    if not form.is_valid():
        raise Http404("version")
    return done(
        request,
        case_id,
        lambda: cases.choose_rules(
            case_id=case_id,
            version_id=form.cleaned_data["version"],
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext("The application goes on by the newer rules."),
    )


@require_POST
def issue(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give out the document of a granted case."""
    departments_of(request)
    return done(
        request,
        case_id,
        lambda: cases.issue_document(
            case_id=case_id,
            identity_seen=request.POST.get("identity_seen") == "yes",
            to_representative=request.POST.get("to") == "representative",
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext("The document is given out."),
    )
