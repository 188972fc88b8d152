"""A department decides: at once, or one officer proposes and another confirms."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from darcha.cases import actions as cases
from darcha.cases.rules import CaseView
from darcha.centres import queries as centres
from darcha.doors.desk.case_forms import (
    DecisionForm,
    GiveBackForm,
)
from darcha.doors.desk.views.case import read_case, shown
from darcha.doors.porch import sentences, staff
from darcha.kernel.actor import NotAllowed
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock


@require_POST
def decide(request: HttpRequest, case_id: int) -> HttpResponse:
    """Decide the case, or propose the decision where four eyes are asked for; a refusal names its ground, in the
    applicant's language.
    """
    read = read_case(request, case_id)
    at = clock.now()
    is_early = read.not_before is not None and centres.local_day(centre_id=read.centre_id, at=at) < read.not_before
    form = DecisionForm(request.POST, is_early=is_early)
    if not form.is_valid():
        return shown(request, read, decision=form, status=422)
    with translation.override(read.language):
        ground = form.told_ground()
    act = cases.propose_decision if read.service.four_eyes else cases.decide
    try:
        act(
            case_id=case_id,
            outcome=form.cleaned_data["outcome"],
            ground=ground,
            at=at,
            by=staff.actor(request),
            key=staff.request_key(request),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refused(request, case_id, refusal, decision=form)
    told = gettext("The decision is proposed; a colleague confirms it.")
    messages.success(request, told if read.service.four_eyes else gettext("The case is decided."))
    return redirect("desk:case", case_id)


@require_POST
def confirm(request: HttpRequest, case_id: int) -> HttpResponse:
    """Confirm what a colleague proposed."""
    read_case(request, case_id)
    try:
        cases.confirm_decision(case_id=case_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request))
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refused(request, case_id, refusal)
    messages.success(request, gettext("The decision is confirmed: the case is decided."))
    return redirect("desk:case", case_id)


@require_POST
def give_back(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give a proposed decision back with words; whoever proposed it takes it back."""
    read = read_case(request, case_id)
    by = staff.actor(request)
    form = GiveBackForm(request.POST, is_own=_is_own(read, who=by.label))
    if not form.is_valid():
        return shown(request, read, back=form, status=422)
    try:
        cases.give_back_proposal(
            case_id=case_id, words=form.cleaned_data["back"], at=clock.now(), by=by, key=staff.request_key(request)
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refused(request, case_id, refusal, back=form)
    own = gettext("You have taken the proposal back.")
    messages.success(request, own if form.is_own else gettext("The proposal is given back."))
    return redirect("desk:case", case_id)


def _is_own(read: CaseView, *, who: str) -> bool:
    return bool(read.proposals) and read.proposals[-1].proposed_by == who


def _refused(
    request: HttpRequest,
    case_id: int,
    refusal: Refusal,
    *,
    decision: DecisionForm | None = None,
    back: GiveBackForm | None = None,
) -> HttpResponse:
    told = sentences.sentence(refusal.code, refusal.details)
    read = read_case(request, case_id)
    return shown(request, read, decision=decision, back=back, status=refusal.status, no=told)
