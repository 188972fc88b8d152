"""Newer rules offered to an open application: the desk shows what they change, the applicant chooses at the counter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from officers import TUESDAY, an_application, let_it_be, signed_in

from darcha.catalogue import queries as catalogue
from tests.publishing import Content, published

pytestmark = pytest.mark.django_db


def counted_otherwise(content: Content) -> None:
    content["time"] = {"n": 9, "unit": "cd"}


def test_the_applicant_chooses_the_newer_rules_and_the_page_of_the_case_tells_the_new_day() -> None:
    opened = an_application()
    later = TUESDAY + timedelta(hours=1)
    published("PJ-03", counted_otherwise, at=later)
    let_it_be(later + timedelta(minutes=5))
    tracked = signed_in("dilnoza").get(reverse("portal:case", args=[opened.tracking_code])).content.decode()
    assert "Newer rules of this service are in force since" in tracked
    client = signed_in("dilnoza")
    page = client.get(reverse("desk:case", args=[opened.case_id])).content.decode()
    assert "The time is counted otherwise. Before: 10 working days. Now: 9 days." in page
    version = catalogue.service_version(code="PJ-03", on=TUESDAY.date()).id
    answer = client.post(reverse("desk:choose_rules", args=[opened.case_id]), {"version": version}, follow=True)
    told = answer.content.decode()
    assert "The application goes on by the newer rules." in told
    assert "24.11.2026: the application went over to newer rules" in told
    assert "The applicant chooses the newer rules" not in told


def test_rules_that_are_not_offered_are_refused_with_a_sentence() -> None:
    opened = an_application()
    let_it_be(TUESDAY)
    client = signed_in("dilnoza")
    answer = client.post(reverse("desk:choose_rules", args=[opened.case_id]), {"version": 1})
    assert answer.status_code == 409
    assert "No newer rules are offered" in answer.content.decode()
    assert client.post(reverse("desk:choose_rules", args=[opened.case_id]), {}).status_code == 404
