"""What a centre says of its own about a service it offers: a note, other ways of filing, until when it rests and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client

from darcha.cases import actions as cases
from darcha.cases.errors import NotTakenFromHome
from darcha.centres import actions, errors, queries
from darcha.centres.rules import Offer
from darcha.journal import models as journal
from darcha.kernel.actor import NotAllowed, system, visitor
from darcha.kernel.names import Names
from darcha.national import actions as national
from darcha.queue import queries as queue
from tests import given
from tests.doors.desk.officers import TUESDAY, an_application, let_it_be, signed_in

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parents[3] / "blueprints/uzbekistan/sergeli.yaml"
NOTE = Names("Izoh", "Изоҳ", "Примечание", "A note")
REPAIRS = Names("Taʼmir", "Таъмир", "Ремонт", "Repairs of the archive")
RESTS = Offer("PJ-03", NOTE, ("onsite",), date(2026, 12, 1), REPAIRS)


def let_it_rest(offer: Offer = RESTS, login: str = "malika") -> None:
    actions.set_offer(centre_id="SRG", offer=offer, at=TUESDAY, by=given.employee(login), key="offer-0001")


def test_while_a_service_rests_there_is_no_ticket_and_no_application_for_it() -> None:
    let_it_rest()
    for act in (lambda: given.a_visitor_who_waits("PJ-03", at=TUESDAY), an_application):
        with pytest.raises(errors.ServiceRests) as refused:
            act()
        assert refused.value.details["until"] == date(2026, 12, 1)
    given.a_visitor_who_waits("PJ-01", at=TUESDAY)
    given.a_visitor_who_waits("PJ-03", at=TUESDAY + timedelta(days=7))


def test_the_head_alone_sets_it_and_the_journal_keeps_it_once() -> None:
    with pytest.raises(NotAllowed):
        let_it_rest(login="dilnoza")
    let_it_rest()
    let_it_rest()
    (entry,) = journal.Entry.objects.filter(kind="offer.set")
    assert entry.data == {
        "service": "PJ-03",
        "note": True,
        "channels": ["onsite"],
        "suspended_until": "2026-12-01",
        "from_home": True,
    }
    assert queries.offer(centre_id="SRG", service_id="PJ-03") == RESTS


@pytest.mark.parametrize(
    "wrong",
    [
        replace(RESTS, suspended_because=None),
        replace(RESTS, suspended_until=None),
        replace(RESTS, suspended_until=date(2026, 11, 24)),
        replace(RESTS, note=replace(NOTE, ru="")),
    ],
)
def test_half_a_suspension_is_refused(wrong: Offer) -> None:
    with pytest.raises(errors.OfferNotUnderstood):
        let_it_rest(wrong)


def test_the_file_says_it_too_and_leaves_what_the_head_set(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    place = text.index("    services:", text.index("  - code: PJ\n"))
    told = "    offers:\n      - {service: PJ-03, note: {uz: Fayldan, ru: Из файла, en: Of the file}}\n"
    changed = tmp_path / "centre.yaml"
    changed.write_text(text[:place] + told + text[place:], encoding="utf-8")
    national.load_blueprint(path=changed, at=TUESDAY, by=system("load"))
    offer = queries.offer(centre_id="SRG", service_id="PJ-03")
    assert offer is not None
    assert offer.note is not None
    assert offer.note.en == "Of the file"
    let_it_rest()
    assert national.load_blueprint(path=changed, at=TUESDAY, by=system("load")).changed == 0
    assert queries.offer(centre_id="SRG", service_id="PJ-03") == RESTS


def test_the_head_writes_it_on_a_page_and_citizens_read_it() -> None:
    let_it_be(TUESDAY)
    malika = signed_in("malika")
    page = "/office/SRG/offers/PJ-03/"
    assert "Survivor" in malika.get("/office/SRG/offers/").content.decode()
    fields = {
        "until": "2026-12-01",
        "because.uz": "Taʼmir",
        "because.ru": "Ремонт",
        "because.en": "Repairs",
        "channels": "onsite",
    }
    refused = malika.post(page, {**fields, "because.en": ""})
    assert refused.status_code == 422
    assert "Ремонт" in refused.content.decode()
    told = malika.post(page, fields, follow=True).content.decode()
    assert "rests until" in told
    citizen = Client().get("/services/PJ-03/?lang=en").content.decode()
    assert "Not given here until" in citizen
    assert "Repairs" in citizen


def test_a_service_is_taken_from_home_until_the_head_says_only_at_the_window() -> None:
    let_it_be(TUESDAY)
    begin, service = "/services/PJ-03/apply/?lang=en", "/services/PJ-03/?lang=en"
    citizen = Client()
    assert "Apply from home" in citizen.get(service).content.decode()
    code = begun()
    malika = signed_in("malika")
    malika.post("/office/SRG/offers/PJ-03/", {"window_only": "1"})
    (entry,) = journal.Entry.objects.filter(kind="offer.set")
    assert entry.data["from_home"] is False
    page = malika.get("/office/SRG/offers/PJ-03/").content.decode()
    assert 'name="window_only" value="1" checked' in page
    assert "only at the window" in malika.get("/office/SRG/offers/").content.decode()
    told = citizen.get(service).content.decode()
    assert "Only at the window" in told
    assert "Apply from home" not in told
    assert "at a window only" in citizen.get(begin).content.decode()
    refused = citizen.post(begin, {"request_key": "begin-anyway-1"})
    assert refused.status_code == 409
    assert "at a window only" in refused.content.decode()
    with pytest.raises(NotTakenFromHome):
        cases.send_draft(code=code, at=TUESDAY, by=visitor())
    malika.post("/office/SRG/offers/PJ-03/", {})
    assert begun()


def test_no_list_offers_what_rests_and_each_says_until_when() -> None:
    let_it_be(TUESDAY)
    visitor_here = Client()

    def page(path: str) -> str:
        return visitor_here.get(path, {"lang": "en"}).content.decode()

    kiosk, own = "/kiosk/SRG/departments/PJ/", "/kiosk/SRG/services/PJ-03/"
    assert "dar-choice--rests" not in page(kiosk)
    assert "Take my ticket" in page(own)
    before = {one.day for one in queue.bookable_days(centre_id="SRG", service_id="PJ-03", at=TUESDAY)}
    assert min(before) < date(2026, 12, 1)
    let_it_rest()
    assert "not given until" in page(kiosk)
    assert "dar-choice--rests" in page(kiosk)
    sevara = signed_in("sevara")
    assert "not given until" in sevara.get("/reception/SRG/", {"q": "pension"}).content.decode()
    reception = sevara.get("/reception/SRG/services/PJ-03/").content.decode()
    assert "there is no ticket" in reception
    assert "Give a ticket" not in reception
    rests = page(own)
    assert "Not given here until" in rests
    assert "Repairs of the archive" in rests
    assert "Take my ticket" not in rests
    assert "not given until" in page("/services/")
    assert "/join/PJ-03/" not in page("/join/")
    assert "/join/PJ-01/" in page("/join/")
    assert "Not given here until" in page("/book/PJ-03/")
    after = {one.day for one in queue.bookable_days(centre_id="SRG", service_id="PJ-03", at=TUESDAY)}
    assert after == {day for day in before if day >= date(2026, 12, 1)}


def begun() -> str:
    return cases.begin_draft(
        centre_id="SRG", service_id="PJ-03", language="uz", asked_from=(), at=TUESDAY, by=visitor()
    )
