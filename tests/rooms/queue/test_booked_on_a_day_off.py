"""A day off proclaimed later closes the house, and who was to come then is not forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from darcha.centres import queries as centres
from darcha.kernel.actor import system, visitor
from darcha.national.actions import load_blueprint
from darcha.plumbing.clock import clock, set_clock
from darcha.queue import actions as queue
from darcha.queue import queries
from tests.doors.desk.officers import TUESDAY, let_it_be
from tests.doors.office.test_office import signed_in
from tests.given import OLD_AGE_PENSION, SERGELI

CATALOGUE = Path(__file__).parents[3] / "blueprints" / "uzbekistan" / "catalogue.yaml"


@pytest.mark.django_db
def test_who_booked_a_day_that_is_off_now_is_told_and_so_is_the_house(tmp_path: Path) -> None:
    before = clock()
    let_it_be(TUESDAY)
    today, another = queries.bookable_days(centre_id=SERGELI, service_id=OLD_AGE_PENSION, at=TUESDAY)[:2]
    kept, lost = (
        queue.book(
            centre_id=SERGELI,
            service_id=OLD_AGE_PENSION,
            starts_at=day.times[-1],
            language="en",
            at=TUESDAY,
            by=visitor(),
        )
        for day in (today, another)
    )

    file = tmp_path / "catalogue.yaml"
    told = f"proclaimed_days:\n  - {{off: {another.day}, p: {{illustration: true}}}}\ncalendars:\n"
    file.write_text(CATALOGUE.read_text(encoding="utf-8").replace("calendars:\n", told, 1), encoding="utf-8")
    loaded = load_blueprint(path=file, at=TUESDAY + timedelta(minutes=5), by=system("load"))

    assert f"SRG: 1 appointments on {another.day} are at times when the department does not sit." in loaded.messages
    assert centres.hours(centre_id=SERGELI, day=another.day) is None
    assert another.day not in {
        day.day for day in queries.bookable_days(centre_id=SERGELI, service_id=OLD_AGE_PENSION, at=TUESDAY)
    }
    assert queries.stranded(centre_id=SERGELI, at=TUESDAY) == {another.day: 1}

    office = signed_in("host").get(f"/office/{SERGELI}/appointments/?day={another.day}")
    assert "1 person comes when the department does not sit." in office.content.decode()
    page = Client().get(f"/a/{lost.code}/", headers={"accept-language": "en"}).content.decode()
    assert "choose another time" in page
    assert "Type it at the kiosk" not in page
    assert (
        "Type it at the kiosk" in Client().get(f"/a/{kept.code}/", headers={"accept-language": "en"}).content.decode()
    )
    set_clock(before)
