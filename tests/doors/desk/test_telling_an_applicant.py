"""The applicant asks at the window to be told by message about the application of this visit."""

from __future__ import annotations

import pytest

from darcha.cases import actions as cases
from darcha.notices import queries as notices
from darcha.notices.rules import CASE, Matter
from darcha.queue import actions as hall
from tests import given
from tests.doors.desk.officers import FACTS, TUESDAY, WIDOW, an_application, asked_papers, signed_in, told

pytestmark = pytest.mark.django_db


def test_the_officer_types_the_number_of_the_applicant_who_agrees(settings) -> None:
    settings.NOTICE_ROUTES = {"sms": "file"}
    officer = given.employee("dilnoza")
    counter_id = given.an_open_counter(at=TUESDAY)
    ticket = given.a_visitor_who_waits(given.SURVIVORS_PENSION, at=TUESDAY)
    given.a_called_visitor(counter_id, at=TUESDAY)
    hall.start(counter_id=counter_id, at=TUESDAY, by=officer)
    opened = cases.open_case(
        centre_id=given.SERGELI,
        service_id=given.SURVIVORS_PENSION,
        ticket_id=ticket.ticket_id,
        applicant=WIDOW,
        facts=FACTS,
        papers_seen=asked_papers(),
        language="uz",
        at=TUESDAY,
        by=officer,
    )
    dilnoza, path = signed_in("dilnoza"), f"/desk/counter/cases/{opened.case_id}/tell/"
    assert f'href="{path}"' in dilnoza.get("/desk/counter/").content.decode()
    page = dilnoza.get(path).content.decode()
    assert "Type it only if they agree." in page
    assert '<option value="uz" lang="uz-Latn" selected>' in page
    wrong = dilnoza.post(path, {"channel": "sms", "to": "no number", "language": "uz"})
    assert wrong.status_code == 422
    assert "This is no telephone number." in wrong.content.decode()
    typed = {"channel": "sms", "to": "90 777 66 55", "language": "ru", "request_key": "tell-the-applicant"}
    assert dilnoza.post(path, typed).headers["Location"] == "/desk/counter/"
    assert notices.asked(about=Matter(CASE, opened.case_id)) == notices.Asked("sms", "55")
    (entry,) = told("notice.asked")
    assert (entry.subject, entry.actor, entry.data) == (f"case:{opened.case_id}", officer.label, {"channel": "sms"})
    other = an_application()
    assert dilnoza.get(f"/desk/counter/cases/{other.case_id}/tell/").status_code == 404
