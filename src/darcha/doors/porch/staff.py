"""Who is signed in, and which URLs are open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from darcha.access import queries as access
from darcha.access.rules import EmployeeCard
from darcha.centres import queries as centres
from darcha.kernel.actor import Actor, NotAllowed, Permission

KEY_SIGNS = (8, 64)
"""How long the key of a form may be, in signs."""

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def opened(view: View) -> View:
    """Mark a view that anybody may ask for. Every other URL is closed until somebody signs in."""
    return login_not_required(view)


def employee_id(request: HttpRequest) -> int:
    """Return the number of who is signed in.

    :raises NotAllowed: nobody is.
    """
    if not request.user.is_authenticated or request.user.pk is None:
        raise NotAllowed(permission="sign_in")
    return int(request.user.pk)


def actor(request: HttpRequest) -> Actor:
    """Return the signed-in employee as an actor with the permissions of the roles held now.

    :raises NotAllowed: nobody is signed in.
    """
    number = employee_id(request)
    known: Actor | None = getattr(request.user, "actor", None)  # it came with the session
    return known if known is not None else access.actor_of(employee_id=number)


def card(request: HttpRequest) -> EmployeeCard:
    """Return the card of who is signed in.

    :raises NotAllowed: nobody is.
    """
    known: EmployeeCard | None = getattr(request, "darcha_card", None)
    if known is None:
        known = access.employee(employee_id=employee_id(request))
        request.darcha_card = known  # type: ignore[attr-defined] # one question a request
    return known


def centre_of(request: HttpRequest) -> str | None:
    """Return the centre the signed-in employee works in: the first one a role names."""
    return next((centre_id for _, centre_id, _ in card(request).roles if centre_id), None)


def request_key(request: HttpRequest) -> str | None:
    """Return the key a form carried by {% request_key %}, to be passed on as `key=`."""
    key = request.POST.get("request_key", "")
    return key if KEY_SIGNS[0] <= len(key) <= KEY_SIGNS[1] and key.isascii() else None


@dataclass(frozen=True, slots=True)
class Screen:
    """One entry of the bar over staff pages."""

    word: str | Promise
    url: str
    is_current: bool


_SCREENS: tuple[tuple[Permission, str, bool, str | Promise], ...] = (
    (Permission.SERVE_AT_COUNTER, "desk:home", False, gettext_lazy("Desk")),
    (Permission.WORK_ON_CASE, "desk:work", False, gettext_lazy("Department’s work")),
    (Permission.RECEIVE_VISITORS, "reception:home", True, gettext_lazy("Reception")),
)

_WITHIN = {
    "desk:home": ("/desk/counter/", "/desk/payments/", "/desk/till/"),
    "desk:work": ("/desk/work/", "/desk/cases/", "/desk/find/"),
    "reception:home": ("/reception/",),
}
"""Where one is still at a screen though the address is another."""

_GROUPS: tuple[tuple[str | Promise, tuple[tuple[Permission, str, str | Promise], ...]], ...] = (
    (
        gettext_lazy("Hall now"),
        (
            (Permission.SEE_HALL, "office:hall", gettext_lazy("Hall now")),
            (Permission.SEE_HALL, "office:appointments", pgettext_lazy("in the bar", "Appointments")),
            (Permission.SEE_HALL, "office:overtakes", gettext_lazy("Called before others")),
            (Permission.MANAGE_STAFF, "office:absences", gettext_lazy("Who is away")),
            (Permission.RUN_HALL, "office:messages", pgettext_lazy("to the hall", "Messages")),
            (Permission.TAKE_TICKET, "office:paper", gettext_lazy("Paper tickets")),
        ),
    ),
    (
        pgettext_lazy("in the bar", "Cases"),
        (
            (Permission.SEE_LATE, "office:late", gettext_lazy("What is late")),
            (Permission.ANSWER_ESCALATED, "office:appeals", gettext_lazy("Complaints")),
            (Permission.MANAGE_STAFF, "office:reasons", gettext_lazy("Reasons")),
            (Permission.MANAGE_STAFF, "office:looks", pgettext_lazy("in the bar", "Looks")),
        ),
    ),
    (
        pgettext_lazy("in the bar", "Services"),
        (
            (Permission.WRITE_SERVICES, "office:services", pgettext_lazy("in the bar", "Services")),
            (Permission.RUN_HALL, "office:offers", gettext_lazy("Offered here")),
        ),
    ),
    (
        gettext_lazy("Monitoring"),
        (
            (Permission.SEE_FIGURES, "office:monitoring", gettext_lazy("Monitoring")),
            (Permission.SEE_FIGURES, "office:report", gettext_lazy("Report")),
            (Permission.SEE_FIGURES, "office:days", gettext_lazy("Days")),
            (Permission.RECONCILE, "office:takings", gettext_lazy("Money")),
            (Permission.READ_JOURNAL, "office:journal", gettext_lazy("Journal")),
            (Permission.READ_JOURNAL, "office:looks", pgettext_lazy("in the bar", "Looks")),
        ),
    ),
)
"""The office's pages, in groups: the bar shows the groups, and within one its pages stand under the bar."""


def screens(request: HttpRequest) -> tuple[Screen, ...]:
    """Return the screens the signed-in employee may open, the first of them being the place of work.

    A group of the office is one screen: the first of its pages that is allowed.
    """
    if not request.user.is_authenticated:
        return ()
    centre_id = centre_of(request) or _only_centre()
    held = {grant.permission for grant in actor(request).grants}
    found = []
    for permission, view, of_centre, word in _SCREENS:
        if permission in held and (url := _url(view, centre_id if of_centre else None)):
            is_current = request.path == url or request.path.startswith(_WITHIN.get(view, ()))
            found.append(Screen(word, url, is_current))
    for word, pages in _groups(request):
        found.append(Screen(word, pages[0].url, any(page.is_current for page in pages)))
    return tuple(found)


def neighbours(request: HttpRequest) -> tuple[Screen, ...]:
    """Return the pages of the group one is in, that one included; empty where there is no other."""
    if not request.user.is_authenticated:
        return ()
    return next(
        (pages for _, pages in _groups(request) if len(pages) > 1 and any(page.is_current for page in pages)), ()
    )


def _groups(request: HttpRequest) -> list[tuple[str | Promise, tuple[Screen, ...]]]:
    centre_id = centre_of(request) or _only_centre()
    held = {grant.permission for grant in actor(request).grants}
    allowed = (
        (view, _url(view, centre_id)) for _, pages in _GROUPS for permission, view, _ in pages if permission in held
    )
    urls = {view: url for view, url in allowed if url}
    # The hall's address begins every other one of the office: the longest tells where one is.
    here = max((url for url in urls.values() if request.path.startswith(url)), key=len, default=None)
    found = (
        (
            word,
            tuple(
                Screen(name, urls[view], urls[view] == here)
                for permission, view, name in pages
                if permission in held and view in urls
            ),
        )
        for word, pages in _GROUPS
    )
    return [(word, pages) for word, pages in found if pages]


def _only_centre() -> str | None:
    codes = [centre.code for centre in centres.centres()]
    return codes[0] if codes else None


def _url(view: str, centre_id: str | None) -> str | None:
    try:
        return reverse(view, args=[centre_id] if centre_id else None)
    except NoReverseMatch:
        return None
