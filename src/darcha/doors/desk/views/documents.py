"""A document given out lives on: a duplicate, a corrected one, an annulment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from darcha.cases import actions as cases
from darcha.cases.rules import Issued, Mending
from darcha.doors.desk.case_forms import (
    AnnulmentForm,
    DuplicateForm,
    MendingForm,
)
from darcha.doors.desk.views.case import done, read_case, shown
from darcha.doors.porch import staff
from darcha.plumbing import clock


@require_POST
def give_again(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give out a duplicate of a document that was lost."""
    return _from_form(
        request,
        case_id,
        DuplicateForm(request.POST),
        lambda told: cases.reissue_document(
            case_id=case_id,
            because=told["because"],
            words=told["words"],
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext_lazy("A duplicate is given out; the document before proves nothing any more."),
    )


@require_POST
def correct_document(request: HttpRequest, case_id: int) -> HttpResponse:
    """Put right what is wrong on a document."""
    return _from_form(
        request,
        case_id,
        MendingForm(request.POST),
        lambda told: cases.correct_document(
            case_id=case_id,
            mending=Mending(told["name"] or None, told["birth_year"], told["personal_number"] or None),
            ground=told["ground"],
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext_lazy("A corrected document is given out; the wrong one proves nothing any more."),
    )


@require_POST
def annul_document(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take a document's validity away."""
    return _from_form(
        request,
        case_id,
        AnnulmentForm(request.POST),
        lambda told: cases.annul_document(
            case_id=case_id,
            ground=told["ground"],
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        gettext_lazy("The document is annulled."),
    )


def _from_form(
    request: HttpRequest,
    case_id: int,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Issued],
    good: Promise,
) -> HttpResponse:
    """Do what a form asks for and say so; what is not right stands in the form again."""
    if not form.is_valid():
        return shown(request, read_case(request, case_id), document=form, status=422)
    return done(request, case_id, lambda: act(form.cleaned_data), str(good), document=form)
