"""The words of a report on an HTML page and on A4."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, time
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from darcha.monitoring.publishing.parts import Words
from darcha.monitoring.publishing.wording import words
from darcha.monitoring.rules.report import Report
from darcha.plumbing import typesetting

_ROOM = Path(__file__).parents[1]
_PAPER = Path(__file__).parent / "paper"
_SHEET = _ROOM / "static" / "monitoring" / "report.css"


def in_words(report: Report, *, language: str) -> Words:
    """Return the report in one of the house's languages."""
    with override(language):
        told = words(report, language=language)
    return replace(told, chart=mark_safe(told.chart))  # noqa: S308 -- drawn by us, its words escaped


def page(report: Report, *, language: str) -> str:
    """Return the report as a page that needs no other file."""
    with override(language):
        return render_to_string(
            "monitoring/report.html",
            {
                "report": in_words(report, language=language),
                "sheet": mark_safe(_SHEET.read_text(encoding="utf-8")),  # noqa: S308 -- a file of the house
            },
        )


def paper(report: Report, *, language: str) -> bytes:
    """Return the report as a tagged PDF; the same report gives the same bytes."""
    told = in_words(report, language=language)
    return typesetting.pdf(
        template=_PAPER / "report.typ",
        data=asdict(replace(told, chart="")),
        files={"chart.svg": told.chart.encode(), "logo.svg": (_PAPER / "logo.svg").read_bytes()},
        at=datetime.combine(report.until, time(12), tzinfo=UTC),
    )
