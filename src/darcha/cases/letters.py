"""A refusal as a letter on paper, in the language of its case."""

from __future__ import annotations

from django.utils.translation import gettext, override

from darcha.cases import models, rules
from darcha.cases.printing import MARKS, PAPER, day_words, square
from darcha.cases.rules import DecisionView
from darcha.cases.wording import remedy_words
from darcha.catalogue import queries as catalogue
from darcha.catalogue.rules import ServiceVersion
from darcha.centres import queries as centres
from darcha.plumbing import typesetting


def refusal_letter(
    case: models.Case,
    *,
    applicant: str,
    decision: DecisionView,
    version: ServiceVersion,
    address: str,
    is_signed: bool,
) -> bytes:
    """Return the letter of a refusal as tagged PDF/UA-1; its QR leads to the application under `address`.

    `is_signed`: the house is going to sign it, and it says so.
    """
    language, house = case.language, address.rstrip("/")
    centre = centres.centre(code=case.centre_id)
    day = decision.decided_at.astimezone(centres.zone(centre_id=case.centre_id)).date()
    with override(language):
        rows = [
            (gettext("Applicant"), applicant),
            (gettext("Service"), version.names.in_language(language)),
            (gettext("Application"), f"{case.number}, {day_words(case.opened_on)}"),
            (gettext("Decided on"), day_words(day)),
        ]
        parts = [
            (gettext("Why it is refused"), decision.ground),
            (gettext("The law it rests on"), decision.clause),
            (gettext("What you can do"), remedy_words(decision.remedy, language=language)),
            (
                gettext("How to complain"),
                gettext(
                    "To the head of the centre, at any window or at %(address)s, in writing or without a name; or in court. "
                    "To complain to the centre costs nothing, and each complaint has a last day to be answered by."
                )
                % {"address": f"{house.partition('://')[2]}/appeals/"},
            ),
        ]
        tracking = rules.printed_code(case.tracking_code)
        data: dict[str, object] = {
            "language": MARKS[language],
            "title": gettext("Refusal"),
            "number": case.number,
            "authority": catalogue.department(code=case.department_id).names.in_language(language),
            "centre": centre.names.in_language(language),
            "address": centre.address.in_language(language),
            "service": version.names.in_language(language),
            "rows": [{"label": label, "value": value} for label, value in rows],
            "parts": [{"label": label, "text": text} for label, text in parts if text],
            "follow": gettext(
                "Scan the code, or enter %(code)s at %(address)s: how the application went, step by step."
            )
            % {"code": tracking, "address": f"{house.partition('://')[2]}/track/"},
            "qr_alt": gettext("Code that leads to application %(number)s") % {"number": case.number},
            "foot": gettext("Signed electronically by the house. Valid without stamp or handwritten signature.")
            if is_signed
            else "",
        }
    files = {"logo.svg": (PAPER / "logo.svg").read_bytes(), "qr.svg": square(f"{house}/track/{case.tracking_code}/")}
    return typesetting.pdf(
        template=PAPER / "refusal.typ", data=data, files=files, at=decision.decided_at.replace(microsecond=0)
    )
