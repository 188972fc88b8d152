"""The office's views about complaints and suggestions."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from darcha.doors.office.forms import AppealsForm
from darcha.doors.office.pages.appeals import appeal_page, appeals_page
from darcha.doors.office.views import page_of
from darcha.doors.porch import sentences, staff
from darcha.feedback import actions, errors
from darcha.kernel.actor import Actor, Permission
from darcha.plumbing import clock


def _who_may(request: HttpRequest, centre_id: str) -> Actor:
    by = staff.actor(request)
    by.must(Permission.ANSWER_ESCALATED, centre_id=centre_id)
    return by


@never_cache
@require_safe
def appeals(request: HttpRequest, centre_id: str) -> HttpResponse:
    """List what people wrote, without their words; whoever is over the head sees what was told upwards."""
    by = _who_may(request, centre_id)
    form = AppealsForm(request.GET)
    form.is_valid()
    page = appeals_page(
        centre_id=centre_id,
        kind=form.cleaned_data.get("kind") or "",
        state=form.cleaned_data.get("state") or "",
        theme=form.cleaned_data.get("theme") or "",
        only_escalated=not by.may(Permission.ANSWER_APPEALS, centre_id=centre_id),
        at=clock.now(),
    )
    return render(request, "office/appeals.html", page_of(request, centre_id, page=page))


@never_cache
@require_safe
def appeal(request: HttpRequest, centre_id: str, appeal_id: str) -> HttpResponse:
    """Open one with its words, which the journal keeps."""
    return _opened(request, centre_id, appeal_id, _who_may(request, centre_id))


def _opened(
    request: HttpRequest,
    centre_id: str,
    appeal_id: str,
    by: Actor,
    *,
    refusal: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    read = actions.read_appeal(appeal_id=appeal_id, purpose="answer", at=at, by=by)
    page = appeal_page(read, centre_id=centre_id)
    if page is None:
        raise Http404("appeal")
    given = {"page": page, "refusal": refusal, "typed": typed}
    return render(request, "office/appeal.html", page_of(request, centre_id, **given), status=status)


@sensitive_post_parameters("words")
@require_POST
def answer(request: HttpRequest, centre_id: str, appeal_id: str) -> HttpResponse:
    """Answer; whoever wrote it reads it by their code."""
    by = _who_may(request, centre_id)
    words = request.POST.get("words", "")
    try:
        actions.answer_appeal(appeal_id=appeal_id, words=words, at=clock.now(), by=by, key=staff.request_key(request))
    except (errors.NoWords, errors.AppealTooLong, errors.AppealIsAnswered) as refusal:
        told = sentences.sentence(refusal.code, refusal.details)
        return _opened(request, centre_id, appeal_id, by, refusal=told, typed=words[:4000], status=refusal.status)
    messages.success(request, gettext("The answer is there. Whoever wrote reads it by their code."))
    return HttpResponseRedirect(reverse("office:appeals", args=[centre_id]), status=303)


@require_POST
def themes(request: HttpRequest, centre_id: str, appeal_id: str) -> HttpResponse:
    """Say what it is about."""
    by = _who_may(request, centre_id)
    actions.theme_appeal(
        appeal_id=appeal_id,
        themes=request.POST.getlist("theme"),
        at=clock.now(),
        by=by,
        key=staff.request_key(request),
    )
    messages.success(request, gettext("The themes are kept."))
    return HttpResponseRedirect(reverse("office:appeals", args=[centre_id]), status=303)
