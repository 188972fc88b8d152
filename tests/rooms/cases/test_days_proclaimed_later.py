"""A day off proclaimed later moves the last days of open cases, and the journal says so."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from filing import TASHKENT, WEDNESDAY, filed, granted, officer

from darcha.cases import actions, models, queries
from darcha.cases.wording import clock_words
from darcha.catalogue import queries as catalogue
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.journal.rules import Entry
from darcha.kernel.actor import Permission, system
from darcha.kernel.blueprint import BlueprintHasErrors
from darcha.kernel.working_time import is_working_day
from darcha.national.actions import load_blueprint
from darcha.national.rules import Loaded

pytestmark = pytest.mark.django_db

CATALOGUE = Path(__file__).parents[3] / "blueprints" / "uzbekistan" / "catalogue.yaml"
LATER = datetime(2010, 4, 16, 9, 0, tzinfo=TASHKENT)


def proclaim(place: Path, *days: str) -> Loaded:
    told = "".join(f"  - {{{day}, p: {{illustration: true}}}}\n" for day in days)
    text = CATALOGUE.read_text(encoding="utf-8").replace("calendars:\n", f"proclaimed_days:\n{told}calendars:\n", 1)
    file = place / "catalogue.yaml"
    file.write_text(text, encoding="utf-8")
    return load_blueprint(path=file, at=LATER, by=system("load"))


def moves() -> list[Entry]:
    return journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.CASE_DUE_MOVED])


def test_open_cases_move_once_and_the_journal_says_from_where(tmp_path: Path) -> None:
    opened, decided = filed("PJ-03"), granted(filed("PJ-03"))
    assert opened.due_on == date(2010, 4, 28)

    loaded = proclaim(tmp_path, "off: 2010-04-20", "off: 2010-04-21")
    again = proclaim(tmp_path, "off: 2010-04-20", "off: 2010-04-21")

    assert loaded.messages[-1] == "SRG: 1 open applications have another last day."
    assert not again.messages
    (entry,) = moves()
    assert entry.subject == f"case:{opened.case_id}"
    assert entry.actor == "system:calendar"
    assert entry.data == {
        "case": opened.case_id,
        "service": "PJ-03",
        "department": "PJ",
        "due_before": "2010-04-28",
        "due_on": "2010-04-30",
    }
    assert models.Case.objects.get(id=decided.case_id).due_on == date(2010, 4, 28)
    assert models.WorkItem.objects.filter(case_id=opened.case_id, state="open", due_on=date(2010, 4, 30)).exists()


def test_the_applicant_reads_which_day_moved_it(tmp_path: Path) -> None:
    opened = filed("PJ-03")
    proclaim(tmp_path, "off: 2010-04-20, worked: 2010-04-24", "off: 2010-04-26")
    found = queries.case_by_tracking_code(code=opened.tracking_code, at=LATER)
    assert found is not None
    assert found.clock is not None
    assert found.due_on == found.clock.due_on == date(2010, 4, 29)
    words = clock_words(found.clock, language="en")
    assert "20.04.2010: a day off by decree; it moves the time." in words
    assert "24.04.2010: worked by decree; it counts." in words


def test_a_case_that_stands_moves_when_it_goes_on(tmp_path: Path) -> None:
    opened = filed("PJ-03")
    pension = officer(Permission.DECIDE_CASE, "PJ")
    actions.suspend_case(case_id=opened.case_id, because="incorrect", words="ism", at=WEDNESDAY, by=pension)
    proclaim(tmp_path, "off: 2010-04-20")
    assert moves() == []
    assert actions.resume_case(case_id=opened.case_id, at=LATER, by=pension).due_on == date(2010, 5, 3)


def test_a_new_case_knows_the_day_at_once(tmp_path: Path) -> None:
    proclaim(tmp_path, "off: 2010-04-20")
    assert filed("PJ-03").due_on == date(2010, 4, 29)
    assert not is_working_day(date(2010, 4, 20), calendar=catalogue.working_calendar(department_id="PJ"))


@pytest.mark.parametrize("day", ["off: 2010-04-20, worked: 2010-04-20", "worked: 2010-04-20"])
def test_a_day_that_cannot_be_is_told_by_line(tmp_path: Path, day: str) -> None:
    with pytest.raises(BlueprintHasErrors) as told:
        proclaim(tmp_path, day)
    assert all(error.field.startswith("proclaimed_days") for error in told.value.errors)
