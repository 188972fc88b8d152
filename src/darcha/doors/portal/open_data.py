"""The catalogue for whoever builds upon it: open to everybody, under a free licence, in two forms of one description."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from darcha.doors.porch.languages import HTML_LANG
from darcha.doors.porch.staff import opened
from darcha.national import queries as national
from darcha.national.rules.cpsv_files import Form
from darcha.national.rules.cpsv_words import LICENCE, PROFILE
from darcha.plumbing import clock

MEDIA_TYPES: dict[Form, str] = {"ttl": "text/turtle; charset=utf-8", "jsonld": "application/ld+json"}
HOW_LONG_SECONDS = 3600
"""After this a copy is asked for again; the answer is short while nothing has changed."""


@opened
@require_safe
def catalogue(request: HttpRequest, form: Form) -> HttpResponse:
    """Tell the whole catalogue; the ending of the address alone says in which form."""
    found = national.published_catalogue(address=settings.PUBLIC_ADDRESS, on=localdate(clock.now()))
    response = HttpResponse(found.file(form=form), content_type=MEDIA_TYPES[form])
    # Weak: two processes may write the same triples in another order.
    response.headers["ETag"] = f'W/"{found.mark[:32]}"'
    response.headers["Cache-Control"] = f"public, max-age={HOW_LONG_SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Language"] = ", ".join(HTML_LANG.values())
    response.headers["Link"] = f'<{LICENCE}>; rel="license", <{PROFILE}>; rel="profile"'
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return answer if isinstance(answer, HttpResponse) else response
