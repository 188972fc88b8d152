"""An issued document as a page: what is said on it, in the language of the case and a second one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import segno
from django.utils.translation import gettext, override

from darcha.cases import models, rules
from darcha.cases.fee_wording import amount_words, way_words
from darcha.cases.rules import ReceiptView
from darcha.catalogue.rules import ServiceVersion
from darcha.centres import queries as centres
from darcha.plumbing import typesetting

PAPER = Path(__file__).parent / "paper"
MARKS = {"uz": "uz", "uz-cyrl": "uz", "ru": "ru", "en": "en"}
"""Languages as typst and a screen reader know them."""


def certificate(document: models.IssuedDocument, *, version: ServiceVersion, address: str) -> bytes:
    """Return the page of an issued document, tagged PDF/UA-1; its QR leads to its proof under `address`."""
    case = document.case
    language = case.language
    other = "uz" if language == "en" else "en"
    proof = f"{address.rstrip('/')}/verify/"
    zone = centres.zone(centre_id=document.centre_id)
    spoken = [_spoken(document, language=each, zone=zone) for each in (language, other)]
    named = [_labels(each) for each in (language, other)]
    rows = [
        {"label": [labels[code] for labels in named], "value": value}
        for code, value in _facts(document, version=version, language=language, zone=zone)
    ]
    data: dict[str, object] = {
        "language": MARKS[language],
        "second_language": MARKS[other],
        "title": version.names.in_language(language),
        "second_title": version.names.in_language(other),
        "number": document.number,
        "issued_on": day_words(document.issued_on),
        "rows": rows,
        "address": f"{proof}{document.verification_code}/",
        "shown_address": proof.partition("://")[2].rstrip("/"),
        "key": rules.printed_code(document.verification_code),
        "case_number": case.number,
        "description": version.output.in_language(language),
    }
    for part in ("centre", "authority", "genuine", "check", "key_is", "same_facts", "registered", "other_forms"):
        data[part] = [words[part] for words in spoken]
    data["qr_alt"] = spoken[0]["qr_alt"]
    files = {name: (PAPER / name).read_bytes() for name in ("iwan.svg", "logo.svg", "shield.svg")}
    files["qr.svg"] = square(str(data["address"]))
    return typesetting.pdf(
        template=PAPER / "certificate.typ", data=data, files=files, at=document.issued_at.replace(microsecond=0)
    )


def receipt(told: ReceiptView, *, taken_by: str) -> bytes:
    """Return the receipt of a payment as a page, tagged PDF/UA-1, in the language of its case."""
    payment, centre = told.payment, centres.centre(code=told.centre_id)
    moment = told.paid_at.astimezone(centres.zone(centre_id=told.centre_id))
    with override(told.language):
        rows = [
            (gettext("Application"), told.case_number),
            (gettext("Paid for"), told.service.names.in_language(told.language)),
            (gettext("Applicant"), told.initials),
            (gettext("Paid on"), f"{day_words(moment)} {moment:%H:%M}"),
            (gettext("How"), " ".join(part for part in (way_words(payment.way), payment.reference) if part)),
            (gettext("Taken by"), taken_by),
        ]
        data: dict[str, object] = {
            "language": MARKS[told.language],
            "title": gettext("Receipt"),
            "number": payment.receipt,
            "centre": centre.names.in_language(told.language),
            "address": centre.address.in_language(told.language),
            "service": told.service.names.in_language(told.language),
            "rows": [{"label": label, "value": value} for label, value in rows if value],
            "sum_label": gettext("Sum"),
            "sum": amount_words(payment.amount_uzs),
            "void": "" if told.stands else gettext("This payment does not stand any more."),
            "foot": gettext("Keep this receipt. Whoever took the money gives it; the number is never given twice."),
        }
    return typesetting.pdf(
        template=PAPER / "receipt.typ",
        data=data,
        files={"logo.svg": (PAPER / "logo.svg").read_bytes()},
        at=told.paid_at.replace(microsecond=0),
    )


def square(text: str) -> bytes:
    """Return a QR code as SVG, with its quiet zone; level M bears a fold or a stain of 15 %."""
    drawn = BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=3, dark="#000", light="#fff", xmldecl=False)
    return drawn.getvalue()


def _facts(
    document: models.IssuedDocument, *, version: ServiceVersion, language: str, zone: ZoneInfo
) -> list[tuple[str, str]]:
    """Return what the document states, by the code of its label, in the language of the case."""
    case, content = document.case, document.content
    facts = [
        *_edition(document),
        ("name", str(content["holder"])),
        ("birth_year", str(content["birth_year"])),
        ("personal_number", str(content["personal_number"])),
        ("document", _sentence(version.output.in_language(language))),
        ("application", f"{case.number}, {day_words(case.opened_on)}"),
        ("agreed", ", ".join(str(name) for name in content["agreed"])),
        *(("conditions", f"{one['department']}: {one['words']}") for one in content.get("conditions", ())),
        ("decided", day_words(case.decided_at.astimezone(zone).date()) if case.decided_at else ""),
        ("silence", str(content.get("silence", ""))),
        ("authority", str(content["department"][language])),
    ]
    return [(code, value) for code, value in facts if value]


def _edition(document: models.IssuedDocument) -> list[tuple[str, str]]:
    """Return whose duplicate or correction it is, by the code of the label; nothing for a first edition."""
    if document.stands_for is None:
        return []
    before = document.stands_for
    return [(document.edition, f"{before.number}, {day_words(before.issued_on)}")]


def _labels(language: str) -> Mapping[str, str]:
    """Return what stands before each fact, in one language."""
    with override(language):
        return {
            "duplicate": gettext("Duplicate of"),
            "corrected": gettext("Corrects"),
            "name": gettext("Name"),
            "birth_year": gettext("Year of birth"),
            "personal_number": gettext("Personal number"),
            "document": gettext("Document"),
            "application": gettext("Application"),
            "agreed": gettext("Agreed by"),
            "conditions": gettext("On condition"),
            "decided": gettext("Decided on"),
            "silence": gettext("By silence"),
            "authority": gettext("Authority"),
        }


def _spoken(document: models.IssuedDocument, *, language: str, zone: ZoneInfo) -> Mapping[str, str]:
    """Return the other words of the page in one language."""
    moment = document.issued_at.astimezone(zone)
    with override(language):
        return {
            "centre": str(document.content["centre"][language]),
            "authority": str(document.content["department"][language]),
            "genuine": gettext("Is it genuine? Check"),
            "check": gettext("Scan the code, or enter the key at"),
            "key_is": gettext("Key:"),
            "same_facts": gettext("The page that opens must show these same facts."),
            "registered": gettext(
                "Entered in the register of issued documents on %(moment)s. Valid without stamp or handwritten signature."
            )
            % {"moment": f"{day_words(moment.date())} {moment:%H:%M}"},
            "other_forms": gettext("large print, audio on request"),
            "qr_alt": gettext("Code that leads to the proof of document %(number)s") % {"number": document.number},
        }


def day_words(day: date | datetime) -> str:
    """Return a day as papers write it."""
    return f"{day:%d.%m.%Y}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
