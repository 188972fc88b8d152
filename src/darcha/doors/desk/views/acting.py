"""Who acts for an applicant changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from darcha.cases import actions as cases
from darcha.cases.rules import NewApplicant
from darcha.centres import queries as centres
from darcha.doors.desk.acting_form import ActingTyped, acting, acting_errors, typed_acting
from darcha.doors.desk.views.case import done, read_case, shown
from darcha.doors.porch import staff
from darcha.kernel.actor import Permission
from darcha.plumbing import clock


@require_POST
def represent(request: HttpRequest, case_id: int) -> HttpResponse:
    """Let another act for the applicant from now on, or nobody."""
    read, at, by = read_case(request, case_id), clock.now(), staff.actor(request)
    by.must(Permission.OPEN_CASE, centre_id=read.centre_id)
    who = read.applicant
    applicant = NewApplicant(who.name, who.sex, who.birth_year, who.phone, who.personal_number)
    values = typed_acting(request.POST)
    errors = acting_errors(values, on=centres.local_day(centre_id=read.centre_id, at=at), applicant=applicant)
    typed = ActingTyped(values, errors)
    if errors:
        return shown(request, read, acting=typed, status=422)
    return done(
        request,
        case_id,
        lambda: cases.set_representative(
            case_id=case_id, representative=acting(values), at=at, by=by, key=staff.request_key(request)
        ),
        gettext("Who acts for the applicant is written down."),
        acting=typed,
    )
