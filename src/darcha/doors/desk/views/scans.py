"""Scanned papers: attaching one to a case, and taking it out to look at."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from darcha.cases import actions as cases
from darcha.cases.errors import PaperNotAsked, ScanHarmful, ScanNotRecognised, ScanTooLarge
from darcha.cases.rules import SCAN_BYTES
from darcha.doors.porch import sentences, staff
from darcha.plumbing import clock

_AT_THE_COUNTER = "counter"


def _store() -> Path:
    return Path(settings.DATA_DIR) / "files"


@require_POST
def attach_scan(request: HttpRequest, case_id: int) -> HttpResponse:
    """Attach a scan to a paper of a case; one that cannot be kept is answered with why, and the form again."""
    sent = request.FILES.get("scan")
    back = "counter" if request.POST.get("back") == _AT_THE_COUNTER else "case"
    try:
        cases.attach_scan(
            case_id=case_id,
            document_id=request.POST.get("document", ""),
            # One byte past the limit is enough to know.
            content=sent.read(SCAN_BYTES + 1) if sent else b"",
            store=_store(),
            at=clock.now(),
            by=staff.actor(request),
            key=staff.request_key(request),
        )
    except (PaperNotAsked, ScanNotRecognised, ScanTooLarge, ScanHarmful) as refusal:
        told = sentences.sentence(refusal.code, refusal.details)
        page = {"case_id": case_id, "back": back, "code": refusal.code, "no": told}
        return render(request, "desk/scan_refused.html", page, status=refusal.status)
    messages.success(request, gettext("The scan is attached."))
    return redirect("desk:counter") if back == _AT_THE_COUNTER else redirect("desk:case", case_id)


@require_safe
def scan(request: HttpRequest, scan_id: int) -> HttpResponse:
    """Hand out a scan to be saved, never to be shown within the house's pages; the journal keeps who took it."""
    file = cases.read_scan(scan_id=scan_id, purpose="work", store=_store(), at=clock.now(), by=staff.actor(request))
    return HttpResponse(
        file.content,
        content_type=file.media_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.file_name)
            or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        },
    )
