"""The certificate by which anybody proves a document of the house, without the house."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from darcha.doors.porch.staff import opened
from darcha.plumbing import signing

MEDIA_TYPE = "application/pem-certificate-chain"
"""RFC 8555, 9.1."""


@opened
@require_safe
def authority(_request: HttpRequest) -> HttpResponse:
    """Give the certificate of who vouches for the house's key; a house that signs nothing has none."""
    found = signing.house_authority()
    if found is None:
        raise Http404
    response = HttpResponse(found.pem, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="authority.pem"'
    return response
