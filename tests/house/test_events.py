"""A whole visit, and what the journal, the log and the addresses say of it: what docs/events.md names, and nobody."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from building import ROOT
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from test_urls import SAMPLES, URLS

from darcha.access import actions as access
from darcha.cases import actions as cases
from darcha.catalogue import queries as catalogue
from darcha.doors.console import jobs
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import system, visitor
from darcha.monitoring import actions as monitoring
from darcha.monitoring import queries as questions
from darcha.notices import actions as notices
from darcha.plumbing import clock
from darcha.plumbing.discreet import Discreet
from darcha.queue import actions as hall
from darcha.queue import queries as line
from darcha.queue import rules
from darcha.till import actions as till
from darcha.till.rules import Count
from tests import given, scanned
from tests.doors.desk.officers import TUESDAY, TYPED, all_answer, an_application, asked_papers, let_it_be, signed_in

SECRETS = {
    "name": "Xolmatova Kanareyka Sayyora qizi",
    "phone": "+998907776655",
    "personal_number": "31710854000010",
    "note": "qoʻshnisi aytib berdi",
    "ground": "hammasi joyida",
    "reason": "Kanareykaning akasi soʻrayapti",
    "words": "juda mehribon xodim",
    "password": "a window in Sergeli",
    "file": "kanareyka-pasporti.jpg",
    "told": "Kanareykaxon opa kutmoqda",
    "letter": "Kanareyka degan xodim qoʻpol",
    "acts": "Xolmatov Kanareykabek",
}
"""What people say of themselves and of others on the way."""

NOT_OF_A_VISIT = {
    Kind.BLUEPRINT_LOADED,
    Kind.STAFF_TRAINED,
    Kind.CASE_DUE_MOVED,
    Kind.CASE_MOVED,
    Kind.OFFER_SET,
    Kind.SERVICE_DRAFTED,
    Kind.SERVICE_DRAFT_DROPPED,
    Kind.SERVICE_PUBLISHED,
    Kind.JOURNAL_RESTORED,
    Kind.CASE_ERASED,
    Kind.KEYS_ROTATED,
    Kind.APPEAL_ERASED,
    Kind.APPEAL_ESCALATED,
}
"""What happens when a house is furnished or repaired, and years later."""


class TheWay:
    """One Tuesday at window 7, through the doors wherever there is one."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.dilnoza = Client()
        self.anybody = Client()
        self.steps = 0

    def post(self, path: str, who: Client | None = None, **fields: object) -> HttpResponse:
        """Send a form a minute later; whatever comes but a page of mistakes is right."""
        self.steps += 1
        let_it_be(TUESDAY + timedelta(minutes=self.steps))
        self.asked.append(path)
        answer = (who or self.dilnoza).post(path, {"request_key": f"a-whole-visit-{self.steps}", **fields})
        assert answer.status_code < 400, (path, answer.content.decode())
        self.asked.append(answer.headers.get("Location", ""))
        return answer

    def get(self, path: str, who: Client | None = None, *, status: int = 200) -> None:
        self.asked.append(path)
        assert (who or self.dilnoza).get(path).status_code == status, path

    def call(self) -> None:
        self.post("/desk/counter/call/")

    def case_id(self) -> int:
        return int(_entries(Kind.CASE_OPENED, Kind.CASE_RETURNED)[-1].data["case"])  # type: ignore[call-overload]


def _entries(*kinds: Kind) -> list[Entry]:
    return journal.entries_after(centre_id=given.SERGELI, seq=0, kinds=kinds or None, limit=10_000)


@pytest.fixture
def way(db: None, tmp_path, settings) -> Iterator[TheWay]:
    """Go the way: signed in, called in vain, taken back, filed twice, decided, read, issued, answered, closed."""
    before = clock.clock()
    settings.DATA_DIR, settings.NOTICE_ROUTES, settings.NOTICE_DRAWER = tmp_path, {"sms": "file"}, tmp_path / "sent"
    way = TheWay()
    let_it_be(TUESDAY)
    employee = given.employee("dilnoza").employee_id or 0
    access.set_password(employee_id=employee, password=SECRETS["password"], at=TUESDAY, by=system("test"))
    way.post("/sign-in/", login="dilnoza", password=SECRETS["password"])
    way.post(f"/desk/counters/{given.counter(7)}/open/")
    _someone_comes_in_vain(way)
    _someone_asks_to_be_told(way)
    _someone_has_two_matters(way)
    _some_come_at_a_time(way)
    _the_hall_is_told(way)
    _somebody_applies_from_home(way)
    _somebody_marries(way)
    _a_house_is_permitted(way)
    _money_is_taken(way)
    _terms_are_watched()
    _a_quiet_file_is_opened(way)
    _the_widow_is_served(way)
    _the_department_works(way)
    _somebody_complains(way)
    _somebody_is_away(way)
    _the_day_ends(way)
    yield way
    clock.set_clock(before)


def _someone_comes_in_vain(way: TheWay) -> None:
    at = TUESDAY + timedelta(minutes=way.steps)
    given.a_visitor_who_waits(given.SURVIVORS_PENSION, at=at)
    way.call()
    way.post("/desk/counter/recall/")
    way.post("/desk/counter/no-show/")
    at = TUESDAY + timedelta(minutes=way.steps)
    gives_back = given.a_visitor_who_waits(given.SURVIVORS_PENSION, at=at)
    slip = {"ticket_id": gives_back.ticket_id, "at": at, "by": given.the_kiosk()}
    hall.ask_for_slip(**slip)
    hall.slip_failed(**slip, centre_id=given.SERGELI, because="no_paper")
    hall.ask_for_slip(**slip)
    hall.slip_printed(**slip, centre_id=given.SERGELI)
    hall.leave_line(ticket_id=gives_back.ticket_id, at=at, by=system("test"))
    slip_of_a_block = {"number": "K 901", "service_id": given.OLD_AGE_PENSION, "written_at": at}
    entered = hall.enter_from_block(centre_id=given.SERGELI, **slip_of_a_block, at=at, by=system("test"))
    hall.leave_line(ticket_id=entered.ticket_id, at=at, by=system("test"))
    way.post(f"/join/{given.OLD_AGE_PENSION}/", who=way.anybody, person=SECRETS["phone"], represents="on", need="seat")
    way.post(f"{way.asked[-1]}leave/", who=way.anybody)
    service = f"/reception/SRG/services/{given.OLD_AGE_PENSION}/"
    way.post(f"{service}home/", who=signed_in("sevara"), person=SECRETS["personal_number"], language="uz")
    hall.take_break(counter_id=given.counter(7), reason="rest", at=at, by=given.employee("dilnoza"))
    hall.end_break(counter_id=given.counter(7), at=at + timedelta(seconds=30), by=given.employee("dilnoza"))


def _someone_asks_to_be_told(way: TheWay) -> None:
    at = TUESDAY + timedelta(minutes=way.steps)
    ticket = given.a_visitor_who_waits(given.OLD_AGE_PENSION, at=at)
    for _ in range(2):
        way.post(f"/t/{ticket.code}/tell/", who=way.anybody, channel="sms", to=SECRETS["phone"])
    at = TUESDAY + timedelta(minutes=way.steps)
    notices.follow(centre_id=given.SERGELI, at=at, by=system("test"))
    way.call()
    notices.follow(centre_id=given.SERGELI, at=at + timedelta(minutes=1), by=system("test"))
    near, called = (int(entry.subject.partition(":")[2]) for entry in _entries(Kind.NOTICE_DUE))
    jobs.deliver(near, 1)
    jobs.deliver(called, 1)
    way.post("/desk/counter/no-show/")
    notices.follow(centre_id=given.SERGELI, at=at + timedelta(minutes=2), by=system("test"))


def _someone_has_two_matters(way: TheWay) -> None:
    given.a_visitor_who_waits(given.OLD_AGE_PENSION, at=TUESDAY + timedelta(minutes=way.steps))
    way.call()
    way.post("/desk/counter/start/")
    at = TUESDAY + timedelta(minutes=way.steps)
    here = {"counter_id": given.counter(7), "at": at, "by": given.employee("dilnoza")}
    aside = hall.set_aside(**here, minutes=30)
    hall.bring_back(ticket_id=aside.ticket_id, at=at, by=given.employee("dilnoza"))
    way.call()
    way.post("/desk/counter/start/")
    at = TUESDAY + timedelta(minutes=way.steps)
    hall.send_on(**{**here, "at": at}, service_id=given.PASSPORT, because="next_matter")
    hall.leave_line(ticket_id=aside.ticket_id, at=at, by=system("test"))


def _some_come_at_a_time(way: TheWay) -> None:
    at = TUESDAY + timedelta(minutes=way.steps)
    there = {"centre_id": given.SERGELI, "service_id": given.OLD_AGE_PENSION, "language": "uz", "by": visitor()}
    comes, changes, stays_away = (
        hall.book(**there, at=at, starts_at=time)
        for time in line.bookable_days(centre_id=given.SERGELI, service_id=given.OLD_AGE_PENSION, at=at)[0].times[:3]
    )
    later = line.bookable_days(centre_id=given.SERGELI, service_id=given.OLD_AGE_PENSION, at=at)[1].times[0]
    hall.move_appointment(code=changes.code, starts_at=later, at=at, by=visitor())
    hall.cancel_appointment(code=changes.code, at=at, by=visitor())
    gives_up = hall.wait_for_a_place(**there, at=at, day=later.date())
    hall.leave_waiting_list(code=gives_up, at=at, by=visitor())
    arrived = hall.check_in(centre_id=given.SERGELI, number=comes.number, at=at, by=given.the_kiosk())
    hall.leave_line(ticket_id=arrived.ticket_id, at=at, by=system("test"))
    assert stays_away.starts_at.date() == TUESDAY.date()


def _the_hall_is_told(way: TheWay) -> None:
    here = {"centre_id": given.SERGELI, "at": TUESDAY + timedelta(minutes=way.steps), "by": given.employee("malika")}
    hall.show_message(**here, ready="repair", minutes=15)
    own = rules.message_words(uz=SECRETS["told"], ru="Подождите", en="Please wait")
    withdrawn = hall.show_message(**here, words=own, minutes=None)
    hall.withdraw_message(**here, message_id=withdrawn.message_id)


def _somebody_applies_from_home(way: TheWay) -> None:
    way.post(f"/services/{given.SURVIVORS_PENSION}/apply/", who=way.anybody)
    draft = way.asked[-1].removesuffix("who/")
    told = {name: SECRETS[name] for name in ("name", "phone", "personal_number")}
    way.post(f"{draft}who/", who=way.anybody, **told, sex="F", birth_year="1984")
    way.post(f"{draft}papers/add/", who=way.anybody, document="d-death", scan=_scan())
    scan = _entries(Kind.DRAFT_SCAN_ATTACHED)[-1].data
    removed = re.search(r"papers/(\d+)/remove", way.anybody.get(f"{draft}papers/").content.decode())
    assert removed and scan["document"] == "d-death"
    way.post(f"{draft}papers/{removed[1]}/remove/", who=way.anybody)
    way.post(f"{draft}delete/", who=way.anybody)


def _somebody_marries(way: TheWay) -> None:
    marriage = an_application("FHDYO-02").case_id
    way.post(f"/desk/cases/{marriage}/extend/", who=signed_in("nilufar"), n="2", why=SECRETS["ground"])


def _money_is_taken(way: TheWay) -> None:
    at = TUESDAY + timedelta(minutes=way.steps)
    dilnoza, umida = given.employee("dilnoza"), given.employee("umida")
    electricity, house = an_application("QUR-04", at=at), system("test")
    fee = cases.read_case(case_id=electricity.case_id, purpose="test", at=at, by=house).fee
    assert fee is not None

    def pay() -> int:
        sum_uzs = fee.amount_uzs or 0
        paid = cases.record_payment(case_id=electricity.case_id, way="cash", amount_uzs=sum_uzs, at=at, by=dilnoza)
        return paid.payment_id

    cases.undo_payment(payment_id=pay(), at=at, by=dilnoza)
    cases.reverse_payment(payment_id=pay(), ground=SECRETS["ground"], at=at, by=dilnoza)
    payment_id = pay()
    all_answer(electricity.case_id, at=at)
    cases.decide(
        case_id=electricity.case_id, outcome="refused", ground=SECRETS["ground"], because=given.BECAUSE, at=at, by=house
    )
    cases.ask_refund(payment_id=payment_id, ground=SECRETS["ground"], at=at, by=dilnoza)
    cases.end_refund(payment_id=payment_id, words=SECRETS["ground"], at=at, by=umida)
    cases.ask_refund(payment_id=payment_id, ground=SECRETS["ground"], at=at, by=dilnoza)
    cases.confirm_refund(payment_id=payment_id, at=at, by=umida)
    _the_till_is_counted(at)
    statistics = an_application("STAT-01", at=at).case_id
    cases.set_fee(case_id=statistics, units=3, words=SECRETS["note"], at=at, by=house)
    nursery = an_application("XTB-02", at=at).case_id
    cases.serve_notice(case_id=nursery, words=SECRETS["note"], at=at, by=house)


def _the_till_is_counted(at: datetime) -> None:
    dilnoza, malika = given.employee("dilnoza"), given.employee("malika")
    closed = till.close_till(
        centre_id=given.SERGELI, count=Count({}, 1_000, 0), words=SECRETS["note"], at=at, by=dilnoza
    )
    till.correct_till(closing_id=closed.closing_id, count=Count({}, 0, 0), words=SECRETS["note"], at=at, by=malika)
    till.sign_day(centre_id=given.SERGELI, day=at.date(), words=SECRETS["note"], at=at, by=malika)
    till.match_statement(centre_id=given.SERGELI, content=b"T-1;5", at=at, by=malika)


def _the_widow_is_served(way: TheWay) -> None:
    person = {**TYPED, **{name: SECRETS[name] for name in ("name", "phone", "personal_number")}}
    papers = sorted(asked_papers())
    given.a_visitor_who_waits(given.SURVIVORS_PENSION, at=TUESDAY + timedelta(minutes=way.steps))
    way.call()
    hall.undo(
        counter_id=given.counter(7), at=TUESDAY + timedelta(minutes=way.steps, seconds=20), by=given.employee("dilnoza")
    )
    way.call()
    way.post("/desk/counter/start/")
    way.post("/desk/counter/file/", **person, paper=papers[1:])
    version = catalogue.service_version(code=given.SURVIVORS_PENSION, on=TUESDAY.date()).id
    way.post("/desk/person/told/", person=SECRETS["personal_number"])
    way.post(f"/desk/counter/cases/{way.case_id()}/file/", **person, paper=papers, version=version)
    tell = {"channel": "sms", "to": SECRETS["phone"], "language": "uz"}
    way.post(f"/desk/counter/cases/{way.case_id()}/tell/", **tell)
    way.post("/desk/counter/finish/", sex="F", age_band="30-44", outcome="served")
    served = line.ticket_by_id(ticket_id=int(_entries(Kind.TICKET_SERVED)[-1].data["ticket"]))  # type: ignore[call-overload]
    assert served is not None
    path = f"/survey/{served.survey_code}/"
    way.post(path, who=way.anybody, satisfied="5", clear="4", text=SECRETS["words"])
    way.anybody.post(path, {"satisfied": "1", "clear": "1", "text": SECRETS["words"]})


def _the_department_works(way: TheWay) -> None:
    case_id = way.case_id()
    way.post(f"/desk/cases/{case_id}/reason/", reason=SECRETS["reason"])
    way.get(f"/desk/cases/{case_id}/")
    way.post(f"/desk/cases/{case_id}/scans/", document="d-death", scan=_scan())
    way.get(f"/desk/scans/{_entries(Kind.CASE_SCAN_ATTACHED)[-1].subject.partition(':')[2]}/")
    way.post(f"/desk/cases/{case_id}/represent/", acts_as="attorney", acts_name=SECRETS["acts"], acts_paper="12-345")
    way.post(f"/desk/cases/{case_id}/suspend/", because="incorrect", correction=SECRETS["note"])
    way.post(f"/desk/cases/{case_id}/resume/")
    for item in cases.read_case(case_id=case_id, purpose="test", at=TUESDAY, by=system("test")).items:
        way.post(f"/desk/cases/{case_id}/items/{item.id}/", outcome="agreed", note=SECRETS["note"])
    way.post(f"/desk/cases/{case_id}/decide/", outcome="granted", words=SECRETS["ground"])
    way.post(f"/desk/cases/{case_id}/issue/")
    way.post(f"/desk/cases/{case_id}/documents/again/", because="lost", words=SECRETS["words"])
    way.post(f"/desk/cases/{case_id}/documents/correct/", birth_year="1975", ground=SECRETS["ground"])
    way.post(f"/desk/cases/{case_id}/documents/annul/", ground=SECRETS["ground"])
    way.get("/t/no-such-code/", way.anybody, status=404)


def _a_house_is_permitted(way: TheWay) -> None:
    permit = an_application("QUR-03").case_id
    said, jasur = signed_in("said"), signed_in("jasur")
    (item,) = cases.read_case(case_id=permit, purpose="test", at=TUESDAY, by=system("test")).items
    way.post(f"/desk/cases/{permit}/items/{item.id}/hand/", who=said, to=str(given.employee("jasur").employee_id))
    for sent_back in (False, True):
        cases.complete_work_item(work_item_id=item.id, outcome="agreed", note="", at=TUESDAY, by=system("test"))
        if not sent_back:
            way.post(f"/desk/cases/{permit}/send-back/", who=said, item=str(item.id), sent=SECRETS["note"])
    way.post(f"/desk/cases/{permit}/decide/", who=said, outcome="granted", words=SECRETS["ground"])
    way.post(f"/desk/cases/{permit}/give-back/", who=jasur, back=SECRETS["note"])
    way.post(f"/desk/cases/{permit}/decide/", who=said, outcome="granted", words=SECRETS["ground"])
    way.post(f"/desk/cases/{permit}/confirm/", who=jasur)


def _terms_are_watched() -> None:
    for service_id, days in (("PJ-03", 14), ("QUR-01", 30)):
        an_application(service_id, at=TUESDAY - timedelta(days=days))
    cases.watch_terms(centre_id=given.SERGELI, at=TUESDAY, by=system("terms"))


def _somebody_complains(way: TheWay) -> None:
    way.post("/appeals/", who=way.anybody, kind="complaint", words=SECRETS["letter"], reply_to=SECRETS["phone"])
    appeal = _entries(Kind.APPEAL_SENT)[-1].data["appeal"]
    malika = signed_in("malika")
    way.get(f"/office/SRG/appeals/{appeal}/", malika)
    way.post(f"/office/SRG/appeals/{appeal}/themes/", who=malika, theme="staff")
    way.post(f"/office/SRG/appeals/{appeal}/answer/", who=malika, words=SECRETS["told"])


def _scan() -> SimpleUploadedFile:
    return SimpleUploadedFile(SECRETS["file"], scanned.jpeg(), "image/jpeg")


def _the_day_ends(way: TheWay) -> None:
    way.post("/desk/counter/close/")
    way.post("/sign-out/")
    at = TUESDAY + timedelta(hours=10)
    day = TUESDAY.date()
    hall.settle_day(centre_id=given.SERGELI, day=day, at=at, by=system("test"))
    monitoring.close_day(centre_id=given.SERGELI, day=day, at=at, by=system("test"))
    monitoring.export_events(
        centre_id=given.SERGELI,
        since=day,
        until=day,
        form="ocel",
        file=Path(settings.DATA_DIR) / "log.json",
        secret=b"test",
        at=at,
        by=system("test"),
    )
    _looks_are_asked_about(way)


def _a_quiet_file_is_opened(way: TheWay) -> None:
    """Let Dilnoza open a file of last week by a reason and do nothing in it."""
    quiet = an_application(missing=frozenset({"d-death"}), at=TUESDAY - timedelta(days=9)).case_id
    way.post(f"/desk/cases/{quiet}/reason/", reason=SECRETS["reason"])
    way.get(f"/desk/cases/{quiet}/")


def _somebody_is_away(way: TheWay) -> None:
    malika, day = signed_in("malika"), TUESDAY.date().isoformat()
    away = {"employee": given.employee("dilnoza").employee_id, "since": day, "until": day, "reason": "illness"}
    way.post("/office/SRG/absences/", who=malika, substitute=given.employee("umida").employee_id, **away)
    way.post(f"/office/SRG/absences/{_entries(Kind.ABSENCE_ENTERED)[-1].data['absence']}/end/", who=malika)


def _looks_are_asked_about(way: TheWay) -> None:
    monitoring.watch_looks(
        centre_id=given.SERGELI, day=TUESDAY.date(), at=TUESDAY + timedelta(days=1), by=system("looks")
    )
    odd = questions.looks_to_ask_about(centre_id=given.SERGELI)[0][0]
    way.post(f"/office/SRG/looks/{odd.id}/settle/", who=signed_in("malika"), outcome="explained")


def test_looking_at_every_address_changes_nothing(way: TheWay) -> None:
    known = {"centre": "SRG", "case_id": way.case_id(), "counter_id": given.counter(7)}
    before = len(_entries())
    for login in ("dilnoza", "malika", "feruza"):
        client = signed_in(login)
        for name, pattern in URLS:
            words = pattern.pattern.converters
            samples = {
                word: known.get(word, SAMPLES.get(word, 1 if "Int" in type(words[word]).__name__ else "x"))
                for word in words
            }
            client.get(reverse(name, kwargs=samples))
    looked_at = [entry for entry in _entries()[before:] if entry.kind == Kind.CASE_READ]
    assert looked_at, "a case was really opened"
    assert len(_entries()) - before == len(looked_at)


def _told() -> dict[str, tuple[set[str], set[str]]]:
    """Return what docs/events.md says each kind holds: keys always there, and keys sometimes there (after a ";")."""
    page = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    found = {}
    for kind, cell in re.findall(r"^\| `([a-z_.]+)` \|.*\| ([^|]+) \|$", page, re.MULTILINE):
        always, _, sometimes = re.sub(r"\([^)]*\)", "", cell).partition(";")
        found[kind] = (set(re.findall(r"\w+", always)), set(re.findall(r"\w+", sometimes)))
    return found


def test_each_entry_holds_what_its_page_says(way: TheWay) -> None:
    told = _told()
    met = defaultdict(list)
    for entry in _entries():
        met[entry.kind].append(set(entry.data))
    assert set(Kind) - set(met) <= NOT_OF_A_VISIT, "a kind that no visit shows is one this test is to be taught"
    wrong = {
        kind: (keys, told[kind])
        for kind, kept in met.items()
        for keys in kept
        if not told[kind][0] <= keys <= told[kind][0] | told[kind][1]
    }
    assert not wrong


def test_an_entry_holds_codes_and_numbers_alone(way: TheWay) -> None:
    code = re.compile(r"[\w.:/+-]{1,64}|[A-Z] \d{3,4}")

    def strange(value: object) -> bool:
        if isinstance(value, list):
            return any(strange(part) for part in value)
        if isinstance(value, str):
            return code.fullmatch(value) is None or "ʻ" in value
        return value is not None and not isinstance(value, bool | int)

    wrong = [(entry.kind, key, value) for entry in _entries() for key, value in entry.data.items() if strange(value)]
    assert not wrong


def test_nobody_is_named_in_the_journal_in_the_log_or_in_an_address(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> None:
    caplog.handler.setFormatter(Discreet())
    caplog.set_level(logging.DEBUG)
    way: TheWay = request.getfixturevalue("way")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(journal_entry::text, ' '), '') FROM journal_entry")
        kept = cursor.fetchone()[0]
        cursor.execute(
            "SELECT (SELECT string_agg(a::text, '') FROM cases_applicant a) || string_agg(c::text, '')"
            " || (SELECT string_agg(d::text, '') FROM cases_issued_document d)"
            " || (SELECT string_agg(r::text, '') FROM cases_reason r)"
            " || (SELECT string_agg(w::text, '') FROM cases_work_item w)"
            " || (SELECT string_agg(d::text, '') FROM cases_decision d)"
            " || (SELECT string_agg(p::text, '') FROM cases_proposal p)"
            " || (SELECT string_agg(r::text, '') FROM cases_representative r)"
            " || (SELECT string_agg(r::text, '') FROM cases_round r)"
            " || (SELECT string_agg(s::text, '') FROM cases_suspension s)"
            " || (SELECT string_agg(r::text, '') FROM cases_reversal r)"
            " || (SELECT string_agg(n::text, '') FROM cases_department_notice n)"
            " || (SELECT string_agg(f::text, '') FROM cases_charge f)"
            " || (SELECT string_agg(t::text, '') FROM till_closing t)"
            " || (SELECT string_agg(g::text, '') FROM till_signature g)"
            " || (SELECT string_agg(a::text, '') FROM feedback_appeal a)"
            " || (SELECT string_agg(e::text, '') FROM cases_extension e) FROM cases_case c"
        )
        tables = cursor.fetchone()[0]
    applicant = cases.read_case(case_id=way.case_id(), purpose="test", at=TUESDAY, by=system("test")).applicant
    assert applicant.name == SECRETS["name"], "the canary is in the house"
    log = "\n".join(Discreet().format(record) for record in caplog.records if not record.name.startswith("django.db"))
    assert "/t/<str:code>/" in log, "the log was looked at"
    for place, text in {"journal": kept, "log": log, "addresses": " ".join(way.asked), "tables": tables}.items():
        found = [what for what, secret in SECRETS.items() if any(part in text for part in _spellings(secret))]
        assert not found, place
    codes = {path.strip("/").split("/")[1] for path in way.asked if path.startswith(("/survey/", "/t/", "/track/"))}
    codes |= {path.split("/")[2] for path in way.asked if path.startswith("/appeals/") and path != "/appeals/"}
    assert codes
    assert not [code for code in codes if code in log or code in kept]


def _spellings(secret: str) -> set[str]:
    return {secret, max(secret.split(), key=len), secret.replace("+", "%2B")}
