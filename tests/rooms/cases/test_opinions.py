"""A department agrees on conditions: whoever gets the document reads them, before it and on it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from filing import WEDNESDAY, decided, filed, ready, seen
from pypdf import PdfReader

from darcha.cases import actions, errors, models, queries
from darcha.kernel.actor import system
from darcha.plumbing import translations

pytestmark = pytest.mark.django_db

LATTICE = "Gaz quvuriga 2 metrdan yaqin qurilmasin."


def house_on_a_condition() -> actions.OpenedCase:
    """Return an application to build a house: the cadastre agrees on a condition, all others agree."""
    opened = filed("QUR-01", facts={})
    cadastre = next(item for item in seen(opened).items if item.department_id == "KAD")
    actions.complete_work_item(
        work_item_id=cadastre.id, outcome="conditions", note=LATTICE, at=WEDNESDAY, by=system("test")
    )
    return ready(opened)


def tracked(opened: actions.OpenedCase):
    found = queries.case_by_tracking_code(code=opened.tracking_code)
    assert found is not None
    return found


def test_conditions_are_nothing_without_words() -> None:
    (item,) = seen(filed()).items
    with pytest.raises(errors.NoteMissing):
        actions.complete_work_item(
            work_item_id=item.id, outcome="conditions", note=" ", at=WEDNESDAY, by=system("test")
        )


def test_the_applicant_reads_the_conditions_once_it_is_granted_and_never_of_a_refusal() -> None:
    opened, other = house_on_a_condition(), house_on_a_condition()
    assert tracked(opened).conditions == ()

    decided(opened)
    decided(other, "refused", ground="Yoʻq.")

    assert [(one.department_id, one.words) for one in tracked(opened).conditions] == [("KAD", LATTICE)]
    assert tracked(other).conditions == ()
    assert all(item.note == "" for item in tracked(opened).items)


def test_the_document_keeps_the_conditions_it_was_given_out_with() -> None:
    translations.main()
    opened = decided(house_on_a_condition())
    issued = actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=system("test"))

    content = models.IssuedDocument.objects.get(id=issued.document_id).content
    assert [one["words"] for one in content["conditions"]] == [LATTICE]
    assert content["conditions"][0]["department"] in content["agreed"]

    page = Client().get(reverse("portal:document", args=[issued.verification_code]), {"lang": "en"}).content.decode()
    assert "Valid on condition" in page
    assert LATTICE in page
    assert "By silence" not in page

    made = queries.document_pdf(code=issued.verification_code, address="https://darcha.example/")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split())
    assert "Shart" in text
    assert LATTICE in text
