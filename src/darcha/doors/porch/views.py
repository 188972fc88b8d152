"""Sign-in, sign-out, the way to one's work, and the pages for what is not there."""

from __future__ import annotations

from django.contrib.auth import get_user_model, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from darcha.access import actions as access
from darcha.access.errors import TooManyTries, WrongPassword
from darcha.doors.porch import answers, sentences, staff
from darcha.doors.porch.forms import SignInForm
from darcha.plumbing import clock


@staff.opened
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let an employee in. Wrong passwords are counted by the room; which part was wrong is never said."""
    onward = _onward(request)
    if request.method == "GET":
        if request.user.is_authenticated:
            return redirect(onward)
        return render(request, "porch/sign_in.html", {"form": SignInForm(), "onward": onward})
    form = SignInForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            employee_id = access.sign_in(
                login=form.cleaned_data["login"],
                password=form.cleaned_data["password"],
                at=clock.now(),
            )
        except (WrongPassword, TooManyTries) as refusal:
            form.add_error(None, sentences.sentence(refusal.code, refusal.details))
            status = refusal.status
        else:
            user = get_user_model().objects.get(pk=employee_id)
            login(request, user)
            return redirect(onward)
    return render(request, "porch/sign_in.html", {"form": form, "onward": onward}, status=status)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Let an employee out."""
    access.sign_out(at=clock.now(), by=staff.actor(request))
    logout(request)
    return redirect("porch:sign_in")


@never_cache
def my_work(request: HttpRequest) -> HttpResponse:
    """Lead an employee to the place of work: the first screen of the role."""
    found = staff.screens(request)
    if found:
        return HttpResponseRedirect(found[0].url)
    return render(request, "porch/no_work.html")


def _onward(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("porch:my_work")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address where nothing is."""
    return answers.answer(
        request,
        code="house.not_found",
        status=404,
        sentence=gettext("Nothing is at this address. Perhaps it was mistyped."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a place this reader may not enter."""
    return answers.answer(
        request,
        code="access.not_allowed",
        status=403,
        sentence=sentences.sentence("access.not_allowed", {}),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a request that cannot be read."""
    return answers.answer(
        request,
        code="house.bad_request",
        status=400,
        sentence=gettext("We could not read what was sent. Please try again."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a form that did not come from our page, or came from a page too old."""
    return answers.answer(
        request,
        code=answers.TOO_OLD,
        status=403,
        sentence=gettext(
            "This page was open for too long. Go back, reload it and send the form again; nothing was changed."
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the house itself failed, without asking the house for anything."""
    return render(request, "porch/broken.html", status=500)
