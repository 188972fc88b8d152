"""The scanned papers of a case, for any page of the desk: `{% load scans %}{% scans case.id %}`."""

from __future__ import annotations

from django import template

from darcha.cases import queries as cases
from darcha.cases.rules import SCAN_BYTES, SCAN_ENDINGS

register = template.Library()


@register.inclusion_tag("desk/scans.html")
def scans(case_id: int, back: str = "case") -> dict[str, object]:
    """Return the papers of a case with their scans, and the form for another; `back` is "case" or "counter"."""
    return {
        "case_id": case_id,
        "papers": cases.papers_with_scans(case_id=case_id),
        "back": back,
        "accept": ",".join(SCAN_ENDINGS),
        "megabytes": SCAN_BYTES // 1_000_000,
    }
