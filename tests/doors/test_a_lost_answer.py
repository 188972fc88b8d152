"""A form whose answer was lost is sent again: every form at kiosk, desk and office has one effect and the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from darcha.access import queries as access
from darcha.cases import actions as cases
from darcha.catalogue import queries as catalogue
from darcha.doors.desk.urls import urlpatterns
from darcha.journal import queries as journal
from darcha.kernel.actor import system
from darcha.plumbing import clock
from darcha.queue import queries
from tests import given, scanned
from tests.doors.desk.officers import TUESDAY, TYPED, an_application, asked_papers, let_it_be, signed_in, told
from tests.publishing import Content, published

pytestmark = pytest.mark.django_db

NO_EFFECT = {"desk:checklist"}
"""A list computed anew: nothing happens in the house."""


class Forms:
    """Every form is sent, a minute later sent again as it was."""

    def __init__(self) -> None:
        self.minutes = 0
        self.sent: set[str] = set()
        self.dilnoza = signed_in("dilnoza")

    def send(self, form: str, path: str, /, who: Client | None = None, *, effects: int = 1, **fields: object) -> None:
        self.sent.add(form)
        key = f"the-form-number-{len(self.sent)}"

        def answer() -> HttpResponse:
            self.minutes += 1
            let_it_be(TUESDAY + given.minutes(self.minutes))
            body = {word: value() if callable(value) else value for word, value in fields.items()}
            return (who or self.dilnoza).post(path, {"request_key": key, **body})

        before = _entries()
        first = answer()
        assert first.status_code < 400, (form, first.content.decode())
        assert _entries() - before == effects, form
        again = answer()
        assert (again.status_code, again.headers.get("Location")) == (first.status_code, first.headers.get("Location"))
        assert _entries() - before == effects, f"{form} took effect twice"

    def next_visitor(self) -> None:
        given.a_visitor_who_waits(given.SURVIVORS_PENSION, at=TUESDAY + given.minutes(self.minutes))
        self.dilnoza.post("/desk/counter/call/")


def _entries() -> int:
    entries = journal.entries_after(centre_id=given.SERGELI, seq=0, limit=10_000)
    return sum(entry.kind != "case.read" for entry in entries)


@pytest.fixture
def forms(settings: Settings, tmp_path: Path) -> Iterator[Forms]:
    settings.DATA_DIR = tmp_path
    settings.PRINTER = "file"
    before = clock.clock()
    let_it_be(TUESDAY)
    yield Forms()
    clock.set_clock(before)


def test_every_form_sent_twice_has_one_effect(forms: Forms) -> None:
    _at_the_kiosk(forms)
    forms.send("desk:sit_down", f"/desk/counters/{given.counter(7)}/open/")
    _on_the_way(forms)
    _at_the_window(forms)
    _in_the_department(forms)
    _with_four_eyes(forms)
    _with_money(forms)
    _by_newer_rules(forms)
    forms.send("desk:close", "/desk/counter/close/")
    malika = signed_in("malika")
    forms.send(
        "office:print_again",
        "/office/SRG/paper/print/",
        malika,
        number=told("ticket.issued")[0].data["number"],
        effects=2,
    )
    slip = {"number": "K 901", "time": "10:00", "service": given.OLD_AGE_PENSION, "need": ""}
    forms.send("office:block", "/office/SRG/paper/block/", malika, **slip)
    forms.send("office:messages", "/office/SRG/messages/", malika, ready="repair", span="15")
    withdraw = f"/office/SRG/messages/{told('message.shown')[0].data['message']}/withdraw/"
    forms.send("office:withdraw_message", withdraw, malika)
    forms.send("office:close_day", "/office/SRG/days/close/", malika, day="2026-11-24")
    assert {name for name in forms.sent if name.startswith("desk:")} == _acting(forms.dilnoza) - NO_EFFECT


def _acting(who: Client) -> set[str]:
    """Return the addresses of the desk that may be posted to and not looked at."""
    found = set()
    for pattern in urlpatterns:
        words = pattern.pattern.converters
        path = reverse(f"desk:{pattern.name}", kwargs={word: 1 if "id" in word else "x" for word in words})
        if who.get(path).status_code == 405:
            found.add(f"desk:{pattern.name}")
    return found


def _at_the_kiosk(forms: Forms) -> None:
    anybody = Client()
    forms.send("kiosk:take_ticket", f"/kiosk/SRG/services/{given.PASSPORT}/ticket/", anybody, effects=2)
    ticket = queries.ticket_by_id(ticket_id=int(told("ticket.issued")[-1].data["ticket"]))  # type: ignore[call-overload]
    assert ticket is not None
    forms.send("kiosk:print_again", f"/kiosk/SRG/tickets/{ticket.code}/print-again/", anybody, effects=2)


def _on_the_way(forms: Forms) -> None:
    forms.send("desk:take_break", "/desk/counter/break/", reason="rest", minutes="")
    forms.send("desk:go_on", "/desk/counter/go-on/")
    given.a_visitor_who_waits(given.SURVIVORS_PENSION, at=TUESDAY)
    forms.send("desk:call", "/desk/counter/call/")
    forms.send("desk:recall", "/desk/counter/recall/")
    forms.send("desk:no_show", "/desk/counter/no-show/")
    forms.next_visitor()
    forms.send("desk:undo", "/desk/counter/undo/")
    waits = told("ticket.undone")[-1].data["number"]
    forms.send("desk:call_by_hand", "/desk/counter/call-by-hand/", number=waits, because="unwell")
    forms.send("desk:start", "/desk/counter/start/")
    forms.send("desk:set_aside", "/desk/counter/set-aside/", minutes="30")
    ticket = told("ticket.set_aside")[-1].data["ticket"]
    forms.send("desk:bring_back", f"/desk/counter/bring-back/{ticket}/")
    forms.dilnoza.post("/desk/counter/call/")
    forms.dilnoza.post("/desk/counter/start/")
    forms.send("desk:send_on", "/desk/counter/send-on/", service=given.PASSPORT, because="belongs_there")


def _at_the_window(forms: Forms) -> None:
    forms.next_visitor()
    forms.dilnoza.post("/desk/counter/start/")
    papers = sorted(asked_papers())
    forms.send("desk:file", "/desk/counter/file/", **TYPED, paper=papers[1:])
    case_id = told("case.returned")[-1].data["case"]
    version = catalogue.service_version(code=given.SURVIVORS_PENSION, on=TUESDAY.date()).id
    path = f"/desk/counter/cases/{case_id}/file/"
    forms.send("desk:resubmit", path, **TYPED, paper=papers, version=version)
    who = {"sex": "F", "age_band": "30-44", "outcome": "served"}
    for _ in range(2):
        given.a_visitor_who_waits(given.SURVIVORS_PENSION, at=TUESDAY)
    forms.send("desk:finish", "/desk/counter/finish/", **who, then_call="1", effects=2)
    forms.dilnoza.post("/desk/counter/no-show/")


def _in_the_department(forms: Forms) -> None:
    case_id = told("case.opened")[-1].data["case"]
    path = f"/desk/cases/{case_id}/"

    def scan() -> SimpleUploadedFile:
        return SimpleUploadedFile("scan.jpg", scanned.jpeg(), "image/jpeg")

    forms.send("desk:person_told", "/desk/person/told/", person="31710854000012", reason="The person asks by post.")
    forms.send("desk:give_reason", f"{path}reason/", reason="A scan is wrong, the applicant writes.")
    forms.send("desk:attach_scan", f"{path}scans/", document="d-death", scan=scan)
    forms.send("desk:suspend", f"{path}suspend/", because="incorrect", correction="ismi boshqa")
    forms.send("desk:resume", f"{path}resume/")
    marriage = an_application("FHDYO-02").case_id
    nilufar = signed_in("nilufar")
    forms.send("desk:extend", f"/desk/cases/{marriage}/extend/", nilufar, n="2", why="sud qarori kutiladi")
    items = cases.read_case(case_id=int(case_id), purpose="test", at=TUESDAY, by=system("test")).items  # type: ignore[call-overload]
    for item in items[1:]:
        cases.complete_work_item(work_item_id=item.id, outcome="agreed", note="", at=TUESDAY, by=system("test"))
    forms.send("desk:complete", f"{path}items/{items[0].id}/", outcome="agreed", note="")
    forms.send("desk:decide", f"{path}decide/", outcome="granted", words="hammasi joyida")
    forms.send("desk:issue", f"{path}issue/")
    forms.send("desk:give_again", f"{path}documents/again/", because="lost")
    forms.send("desk:correct_document", f"{path}documents/correct/", birth_year="1975", ground="pasportda shunday")
    forms.send("desk:annul_document", f"{path}documents/annul/", ground="soxta")


def _with_four_eyes(forms: Forms) -> None:
    permit = an_application("QUR-03").case_id
    said, jasur = signed_in("said"), signed_in("jasur")
    (item,) = cases.read_case(case_id=permit, purpose="test", at=TUESDAY, by=system("test")).items
    path, to = f"/desk/cases/{permit}/", str(given.employee("jasur").employee_id)
    forms.send("desk:hand", f"{path}items/{item.id}/hand/", said, to=to)
    forms.send("desk:represent", f"{path}represent/", said, acts_as="attorney", acts_name="Karimov", acts_paper="12")
    done = {"outcome": "agreed", "note": "", "at": TUESDAY, "by": system("test")}
    cases.complete_work_item(work_item_id=item.id, **done)  # type: ignore[arg-type]
    forms.send("desk:send_back", f"{path}send-back/", said, item=str(item.id), sent="muhr yoʻq")
    cases.complete_work_item(work_item_id=item.id, **done)  # type: ignore[arg-type]
    for key in ("proposal-001", "proposal-002"):
        said.post(f"{path}decide/", {"request_key": key, "outcome": "granted"})
        if key == "proposal-001":
            forms.send("desk:give_back", f"{path}give-back/", jasur, back="reja yoʻq")
    forms.send("desk:confirm", f"{path}confirm/", jasur)


def _with_money(forms: Forms) -> None:
    path = f"/desk/cases/{an_application('MFB-04').case_id}/pay/"

    def paid(key: str) -> str:
        let_it_be(TUESDAY + given.minutes(forms.minutes + 0.5))
        return str(forms.dilnoza.post(path, {"request_key": key, "way": "cash"}).headers["Location"])

    forms.send("desk:undo_payment", f"{paid('payment-001')}undo/")
    forms.send("desk:end_payment", f"{paid('payment-002')}reverse/", ground="boshqa kishi")
    forms.send("desk:close_till", "/desk/till/close/", small="0", words="hammasi qaytarildi")
    closing = told("till.closed")[-1].subject.partition(":")[2]
    forms.send("desk:correct_till", f"/desk/till/{closing}/correct/", small="1000", words="topildi")
    offered, nursery = an_application("STAT-01").case_id, an_application("XTB-02").case_id
    forms.send("desk:set_fee", f"/desk/cases/{offered}/fee/", _officer_of("STAT"), units="100", fee_words="100 ta")
    forms.send("desk:serve_notice", f"/desk/cases/{nursery}/notice/", _officer_of("XTB"), notice="oʻrin boʻshadi")


def _by_newer_rules(forms: Forms) -> None:
    def counted_otherwise(content: Content) -> None:
        content["time"] = {"n": 9, "unit": "cd"}

    opened = an_application()
    published(given.SURVIVORS_PENSION, counted_otherwise, at=TUESDAY + given.minutes(forms.minutes))
    version = catalogue.service_version(code=given.SURVIVORS_PENSION, on=TUESDAY.date()).id
    forms.send("desk:choose_rules", f"/desk/cases/{opened.case_id}/rules/", version=str(version))


def _officer_of(department_id: str) -> Client:
    cards = access.employees(centre_id=given.SERGELI)
    return signed_in(next(card.login for card in cards if ("department_officer", "SRG", department_id) in card.roles))
