"""The addresses of the API: each parses, asks one room, and tells the answer."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from darcha.cases import queries as cases
from darcha.cases.errors import UnknownCase
from darcha.cases.rules.home import DraftWords, draft_state
from darcha.catalogue import queries as catalogue
from darcha.doors.api import answers
from darcha.doors.api.shapes import ApplicationOut, CheckedOut, FaultOut, FilledIn, FormOut, ServiceOut
from darcha.doors.porch import languages, sentences
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock

MOST_SIGNS = 2000
"""The longest text of a form that is looked at; the rules refuse far shorter ones in words."""

api = NinjaAPI(
    title="Darcha",
    version="1",
    description="The services of the single window, their forms, and how an application stands.",
    # The page that shows an OpenAPI document would be fetched from elsewhere; the document itself is ours.
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)

_FAULTS = {404: FaultOut, 422: FaultOut}


def _fault(request: HttpRequest, *, code: str, detail: str, status: int) -> HttpResponse:
    told = FaultOut(type=code, title=HTTPStatus(status).phrase, status=status, detail=detail)
    response: HttpResponse = api.create_response(request, told.model_dump(), status=status)
    response.headers["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Tell a refusal with its sentence."""
    detail = sentences.sentence(refusal.code, refusal.details)
    return _fault(request, code=refusal.code, detail=detail, status=refusal.status)


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """Tell what is not of the described shape, place by place, without what stood there."""
    places = "; ".join(".".join(map(str, one["loc"])) + ": " + str(one["msg"]) for one in wrong.errors)
    return _fault(request, code="api.misshapen", detail=places, status=422)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, wrong: HttpError) -> HttpResponse:
    """Tell that a body is no JSON."""
    return _fault(request, code="api.unreadable", detail=wrong.message, status=wrong.status_code)


@api.get("/services", response=list[ServiceOut], by_alias=True, url_name="services", summary="The services given now")
def services(request: HttpRequest, department: str | None = None, life_event: str | None = None) -> list[ServiceOut]:
    """List the services, of one department or one life event where that is asked."""
    del request
    return [
        answers.service(one) for one in catalogue.service_summaries(department_id=department, life_event=life_event)
    ]


@api.get(
    "/services/{code}",
    response={200: FormOut, **_FAULTS},
    by_alias=True,
    url_name="service",
    summary="A service and its form",
)
def service(request: HttpRequest, code: str) -> FormOut:
    """Tell a service as it is asked for today: questions, papers, and the form with labels, help and conditions."""
    del request
    version = catalogue.service_version(code=code, on=localdate(clock.now()))
    return answers.form(version)


@api.post(
    "/services/{code}/check",
    response={200: CheckedOut, **_FAULTS},
    url_name="check",
    summary="Whether a form is complete, by the rules of the pages; nothing is kept",
)
def check(request: HttpRequest, code: str, filled: FilledIn) -> CheckedOut:
    """Tell all that is missing or wrong at once; nothing of it is kept, and nobody is looked up."""
    del request
    day = localdate(clock.now())
    version = catalogue.service_version(code=code, on=day)
    words = DraftWords(
        {name: text[:MOST_SIGNS] for name, text in filled.applicant.model_dump().items()},
        {name: text[:MOST_SIGNS] for name, text in filled.facts.items()},
        {name: text[:MOST_SIGNS] for name, text in filled.answers.items()},
    )
    return answers.checked(draft_state(version, words, scanned=frozenset(filled.papers), on=day))


@api.get(
    "/applications/{code}",
    response={200: ApplicationOut, **_FAULTS},
    url_name="application",
    summary="How an application stands, by its tracking code",
)
def application(request: HttpRequest, response: HttpResponse, code: str) -> ApplicationOut:
    """Tell how an application stands: its departments, its clock in words; nothing of the person."""
    del request
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    found = cases.case_by_tracking_code(code=code, at=clock.now())
    if found is None:
        raise UnknownCase
    return answers.application(found, language=languages.current())
