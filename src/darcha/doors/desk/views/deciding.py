"""A department decides: at once, or one officer proposes and another confirms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
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
from darcha.doors.desk.views.case import done, read_case, shown
from darcha.doors.porch import staff
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
    told = gettext("The decision is proposed; a colleague confirms it.")
    return done(
        request,
        case_id,
        lambda: act(
            case_id=case_id,
            outcome=form.cleaned_data["outcome"],
            ground=ground,
            because=form.because(),
            at=at,
            by=staff.actor(request),
            key=staff.request_key(request),
        ),
        told if read.service.four_eyes else gettext("The case is decided."),
        decision=form,
    )


@require_POST
def confirm(request: HttpRequest, case_id: int) -> HttpResponse:
    """Confirm what a colleague proposed."""
    read_case(request, case_id)
    return done(
        request,
        case_id,
        lambda: cases.confirm_decision(
            case_id=case_id, at=clock.now(), by=staff.actor(request), key=staff.request_key(request)
        ),
        gettext("The decision is confirmed: the case is decided."),
    )


@require_POST
def give_back(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give a proposed decision back with words; whoever proposed it takes it back."""
    read = read_case(request, case_id)
    by = staff.actor(request)
    form = GiveBackForm(request.POST, is_own=_is_own(read, who=by.label))
    if not form.is_valid():
        return shown(request, read, back=form, status=422)
    own = gettext("You have taken the proposal back.")
    return done(
        request,
        case_id,
        lambda: cases.give_back_proposal(
            case_id=case_id, words=form.cleaned_data["back"], at=clock.now(), by=by, key=staff.request_key(request)
        ),
        own if form.is_own else gettext("The proposal is given back."),
        back=form,
    )


def _is_own(read: CaseView, *, who: str) -> bool:
    return bool(read.proposals) and read.proposals[-1].proposed_by == who
