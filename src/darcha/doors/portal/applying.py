"""Somebody applies from home, step by step, and corrects from home what a department asks for."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from darcha.cases import actions as cases
from darcha.cases import errors, rules
from darcha.cases import queries as found
from darcha.cases.rules import SCAN_BYTES, DraftWords
from darcha.centres import queries as centres
from darcha.doors.porch import languages, sentences, sources
from darcha.doors.porch.staff import opened, request_key
from darcha.doors.portal import pages
from darcha.doors.portal.forms import CodeForm
from darcha.doors.portal.pages import applying
from darcha.doors.portal.views import secret_form
from darcha.kernel.actor import visitor
from darcha.kernel.refusal import Refusal
from darcha.plumbing import clock

_NOT_TAKEN = (
    errors.PaperNotAsked,
    errors.ScanNotRecognised,
    errors.ScanTooLarge,
    errors.ScanHarmful,
    errors.TooManyScans,
)


def store() -> Path:
    """Return the folder of the house's files."""
    return Path(settings.DATA_DIR) / "files"


@opened
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Tell how applying from home goes, and begin."""
    at = clock.now()
    page = applying.start(code=code, at=at)
    no, status = "", 200
    if request.method == "POST":
        centre_id, device = pages.centre_id(at=at), sources.device_of(request) or sources.new_device()
        terms = centres.centre(code=centre_id).appointments
        try:
            draft = cases.begin_draft(
                centre_id=centre_id,
                service_id=code,
                language=languages.current(),
                asked_from=(
                    sources.of_device(device, centre_id=centre_id, most=terms.most_from_a_device),
                    sources.of_address(request, centre_id=centre_id, most=terms.most_from_an_address),
                ),
                at=at,
                by=visitor(),
                key=request_key(request),
            )
        except errors.TooManyDrafts as refusal:
            no, status = sentences.sentence(refusal.code, refusal.details), refusal.status
        else:
            response = redirect("portal:apply", code=draft, step="who")
            sources.mark(response, device)
            return response
    return render(request, "portal/apply_start.html", {"page": page, "no": no}, status=status)


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def resume(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a draft; it comes by POST, so that it stands in no log."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        code = rules.typed_code(form.cleaned_data["code"]) if form.is_valid() else ""
        if code and found.draft(code=code, at=clock.now()):
            return redirect("portal:apply", code=code, step="check")
        if form.is_valid():
            form.add_error("code", gettext("No application is kept under this code. After 30 days it is deleted."))
        status = 422
    return render(request, "portal/apply_resume.html", {"form": form}, status=status)


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def apply(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Show a step, and keep what was written in it."""
    page = applying.apply(code=code, step=step, at=clock.now())
    if page.draft.sent_as:
        return redirect("portal:apply_sent", code=code)
    if request.method != "POST":
        return render(request, f"portal/apply_{step}.html", {"page": page, "draft": page.draft})
    cases.keep_draft(code=code, words=_words(request), at=clock.now(), by=visitor(), key=request_key(request))
    if "later" in request.POST:
        return redirect("portal:apply_later", code=code)
    page = applying.apply(code=code, step=step, at=clock.now())
    if _is_wrong(page, step) or _asks_more(request, page, step):
        context = {"page": page, "draft": page.draft, "told": True, "asks_more": not _is_wrong(page, step)}
        return render(request, f"portal/apply_{step}.html", context, status=422 if _is_wrong(page, step) else 200)
    return redirect("portal:apply", code=code, step={"who": "questions", "questions": "papers"}.get(step, "check"))


def _words(request: HttpRequest) -> DraftWords:
    told = {name: str(text) for name, text in request.POST.items()}
    return DraftWords(
        applicant={name: told[name] for name in rules.APPLICANT_WORDS if name in told},
        facts={name.removeprefix("fact:"): text for name, text in told.items() if name.startswith("fact:")},
        answers={name.removeprefix("field:"): text for name, text in told.items() if name.startswith("field:")},
    )


def _is_wrong(page: applying.ApplyPage, step: str) -> bool:
    """Return whether something in this step cannot be read; what is only missing may wait."""
    if step == "who":
        return page.applicant_problem is not None
    return step == "questions" and (
        any(one.text and one.problem for one in page.draft.state.form.shown)
        or any(question.is_wrong for question in page.questions)
    )


def _asks_more(request: HttpRequest, page: applying.ApplyPage, step: str) -> bool:
    """Return whether the answers brought up fields that were not on the page."""
    asked = set(request.POST.getlist("asked"))
    return step == "questions" and any(one.field.code not in asked for one in page.draft.state.form.shown)


@opened
@require_POST
@secret_form
def add_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Add a file of a paper; one that is not taken is answered with why, and the papers again."""
    sent = request.FILES.get("scan")
    document_id = request.POST.get("document", "")
    try:
        cases.attach_to_draft(
            code=code,
            document_id=document_id,
            content=sent.read(SCAN_BYTES + 1) if sent else b"",
            store=store(),
            at=clock.now(),
            by=visitor(),
            key=request_key(request),
        )
    except _NOT_TAKEN as refusal:
        page = applying.apply(code=code, step="papers", at=clock.now())
        context = {"page": page, "draft": page.draft, "refused": document_id, "no": _told(refusal)}
        return render(request, "portal/apply_papers.html", context, status=refusal.status)
    return redirect("portal:apply", code=code, step="papers")


def _told(refusal: Refusal) -> str:
    return sentences.sentence(refusal.code, refusal.details)


@opened
@require_POST
@secret_form
def remove_paper(request: HttpRequest, code: str, scan_id: int) -> HttpResponse:
    """Take a file out again."""
    cases.remove_from_draft(
        code=code, scan_id=scan_id, store=store(), at=clock.now(), by=visitor(), key=request_key(request)
    )
    return redirect("portal:apply", code=code, step="papers")


@opened
@require_POST
@secret_form
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Send the application; whatever is missing is told in one list, and then nothing is sent."""
    try:
        cases.send_draft(code=code, at=clock.now(), by=visitor(), key=request_key(request))
    except errors.UnknownDraft:
        raise
    except Refusal as refusal:
        page = applying.apply(code=code, step="check", at=clock.now())
        no = "" if isinstance(refusal, errors.DraftIncomplete) else _told(refusal)
        context = {"page": page, "draft": page.draft, "told": True, "no": no}
        return render(request, "portal/apply_check.html", context, status=refusal.status)
    return redirect("portal:apply_sent", code=code)


@opened
@require_safe
@secret_form
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """Show that it is sent: the number, the tracking code, the day; to be printed."""
    draft = found.draft(code=code, at=clock.now())
    if draft is None:
        raise errors.UnknownDraft
    if not draft.sent_as:
        return redirect("portal:apply", code=code, step="check")
    case = found.case_by_tracking_code(code=draft.sent_as)
    page = applying.apply(code=code, step="check", at=clock.now())
    return render(request, "portal/apply_sent.html", {"case": case, "page": page})


@opened
@require_safe
@secret_form
def later(request: HttpRequest, code: str) -> HttpResponse:
    """Show how to go on another day."""
    page = applying.apply(code=code, step="check", at=clock.now())
    if page.draft.sent_as:
        return redirect("portal:apply_sent", code=code)
    return render(request, "portal/apply_later.html", {"page": page, "draft": page.draft})


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once whether it is meant, and delete everything."""
    if request.method == "POST":
        cases.delete_draft(code=code, store=store(), at=clock.now(), by=visitor(), key=request_key(request))
        return render(request, "portal/apply_deleted.html")
    page = applying.apply(code=code, step="check", at=clock.now())
    return render(request, "portal/apply_delete.html", {"page": page, "draft": page.draft})


# correcting


@opened
@require_http_methods(["GET", "POST"])
@secret_form
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Let an applicant answer what a department asks for: words, files, and then the clock goes on."""
    at = clock.now()
    case = found.case_by_tracking_code(code=code, at=at)
    if case is None or case.correction is None:
        return redirect("portal:case", code=code)
    no, status = "", 200
    words = request.POST.get("words", "")
    if request.method == "POST":
        try:
            if "add" in request.POST:
                file = request.FILES.get("scan")
                cases.add_to_correction(
                    code=code,
                    document_id=request.POST.get("document", ""),
                    content=file.read(SCAN_BYTES + 1) if file else b"",
                    store=store(),
                    at=at,
                    by=visitor(),
                    key=request_key(request),
                )
                no, status = "", 200
            else:
                cases.answer_correction(code=code, words=words, at=at, by=visitor(), key=request_key(request))
                return redirect("portal:case", code=code)
        except (*_NOT_TAKEN, errors.CorrectionMissing, errors.TextTooLong) as refusal:
            no, status = _told(refusal), refusal.status
            if isinstance(refusal, errors.CorrectionMissing):
                no, status = gettext("Write what you have corrected, or add the paper."), 422
    context = {"case": case, "papers": found.papers_with_scans(case_id=case.case_id), "words": words, "no": no}
    return render(request, "portal/correct.html", context, status=status)
