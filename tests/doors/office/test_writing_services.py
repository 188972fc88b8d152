"""Services are written in the office: a draft, what it lacks, what it changes, the publishing, the history."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from darcha.catalogue import models
from darcha.catalogue import queries as catalogue
from tests.doors.desk.officers import TUESDAY, an_application, let_it_be, signed_in

pytestmark = pytest.mark.django_db

PENSION = "/office/SRG/services/PJ-03/"


@pytest.fixture(autouse=True)
def _tuesday() -> None:
    let_it_be(TUESDAY)


@pytest.fixture
def nodira() -> Client:
    """Nodira, who writes services."""
    return signed_in("nodira")


def typed(page: HttpResponse, **other: str) -> dict[str, object]:
    """Return a form as a browser would send it back, with some inputs typed anew ("time__n" for "time.n")."""
    text = page.content.decode()
    found: dict[str, object] = {}
    for tag in re.findall(r"<input [^>]*>", text):
        attributes = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        name, kind = attributes.get("name"), attributes.get("type", "text")
        if not name or name == "csrfmiddlewaretoken" or (kind in ("checkbox", "radio") and " checked" not in tag):
            continue
        value = unescape(attributes.get("value", ""))
        found[name] = [*found.get(name, []), value] if name == "life_events" else value  # type: ignore[misc]
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, flags=re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)"[^>]* selected', options)
        found[name] = unescape(chosen[0]) if chosen else re.findall(r'<option value="([^"]*)"', options)[0]
    for name, value in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', text, flags=re.DOTALL):
        found[name] = unescape(value)
    return {**found, **{name.replace("__", "."): value for name, value in other.items()}}


@pytest.mark.parametrize("code", ["PJ-03", "MFB-02", "KAD-01", "XTB-02", "XTB-03", "QUR-01", "FHDYO-02"])
def test_a_draft_that_is_kept_unchanged_says_what_the_service_says(code: str, nodira: Client) -> None:
    path = f"/office/SRG/services/{code}/draft/"
    answer = nodira.post(path, typed(nodira.get(path)))
    assert answer.status_code == 303
    content = dict(models.Draft.objects.get().content)
    newest = dict(catalogue.newest_content(code=code))
    assert content == newest


def test_a_service_is_written_weighed_and_published_by_two(nodira: Client) -> None:
    an_application()
    draft = f"{PENSION}draft/"
    answer = nodira.post(draft, typed(nodira.get(draft), time__n="5", name__ru="", request_key="draft-0001"))
    assert answer.status_code == 303
    page = nodira.get(draft).content.decode()
    assert '<a href="#name.ru">Name of the service</a> The text is missing in Russian.' in page
    assert 'id="name.ru"' in page
    assert "The changes are told once nothing is missing." in nodira.get(f"{PENSION}publish/").content.decode()
    nodira.post(draft, typed(nodira.get(draft), name__ru="Пенсия по потере кормильца"))
    own = nodira.get(f"{PENSION}publish/").content.decode()
    assert "The time is shorter. Before: 10 working days. Now: 5 working days." in own
    assert "You wrote this yourself." in own
    assert "Open applications go over to the new rules" in own
    bekzod = signed_in("bekzod")
    let_it_be(TUESDAY + timedelta(minutes=10))
    fields = typed(bekzod.get(f"{PENSION}publish/"), because="Qonun oʻzgardi", request_key="publish-0001")
    weighed = bekzod.post(f"{PENSION}publish/", {**fields, "policy.time_shorter": "offer", "weigh": "1"})
    assert "whoever filed one may choose the new rules" in weighed.content.decode()
    refused = bekzod.post(f"{PENSION}publish/", {**fields, "because": ""})
    assert refused.status_code == 422
    assert "Write why the service changes." in refused.content.decode()
    done = bekzod.post(f"{PENSION}publish/", fields, follow=True).content.decode()
    assert "The new version is published. 1 open application went over." in done
    assert "Published by Bekzod Sobirov on" in done
    assert "written by Nodira Hamidova" in done
    assert "Qonun oʻzgardi" in done
    assert bekzod.post(f"{PENSION}publish/", fields).status_code == 303


def test_what_a_colleague_wrote_meanwhile_is_not_lost_and_neither_is_ones_own(nodira: Client) -> None:
    draft = f"{PENSION}draft/"
    opened = typed(signed_in("bekzod").get(draft), name__en="Bekzod’s name")
    nodira.post(draft, typed(nodira.get(draft), name__en="Nodira’s name"))
    answer = signed_in("bekzod").post(draft, opened)
    assert answer.status_code == 409
    assert "Bekzod’s name" in answer.content.decode()
    assert models.Draft.objects.get().content["name"]["en"] == "Nodira’s name"


def test_the_preview_shows_the_citizens_page_and_the_counters_list(nodira: Client) -> None:
    draft = f"{PENSION}draft/"
    nodira.post(draft, typed(nodira.get(draft), counter_minutes="25"))
    page = nodira.get(f"{PENSION}preview/").content.decode()
    assert "25 minutes" in page
    assert "abolished: nobody is asked for it" in page
    assert "– yes" in page


def test_what_is_typed_wrongly_is_kept_and_told_at_its_place(nodira: Client) -> None:
    draft = f"{PENSION}draft/"
    wrong = {"docs__0__if": "child.ages > 3", "time__n": "ten", "p__law__sources": "S999", "fee__multiples": "a lot"}
    nodira.post(draft, typed(nodira.get(draft), **wrong))
    page = unescape(nodira.get(draft).content.decode())
    assert "unknown: child.ages" in page
    assert "No source has this key: S999." in page
    assert 'value="ten"' in page
    assert 'value="a lot"' in page
    assert 'href="#time.n"' in page


def test_a_draft_is_given_up(nodira: Client) -> None:
    draft = f"{PENSION}draft/"
    nodira.post(draft, typed(nodira.get(draft), time__n="5"))
    assert "being written" in nodira.get("/office/SRG/services/").content.decode()
    page = nodira.post(f"{draft}drop/", follow=True).content.decode()
    assert "Nobody is writing one." in page
