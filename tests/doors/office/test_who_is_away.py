"""The head enters who is away; whoever stands in has their tasks meanwhile, and nothing is handed to who is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from darcha.access import actions, errors
from darcha.access import queries as access
from darcha.cases import actions as cases
from darcha.cases import errors as case_errors
from darcha.cases import queries as case_queries
from darcha.journal import queries as journal
from darcha.journal.kinds import Kind
from darcha.kernel.actor import NotAllowed
from darcha.plumbing import clock
from tests import given
from tests.doors.desk.officers import TUESDAY, an_application, let_it_be, signed_in

pytestmark = pytest.mark.django_db

TODAY = TUESDAY.date()
PATH = "/office/SRG/absences/"


@pytest.fixture(autouse=True)
def _on_tuesday() -> Iterator[None]:
    before = clock.clock()
    let_it_be(TUESDAY)
    yield
    clock.set_clock(before)


def number(login: str) -> int:
    return given.employee(login).employee_id or 0


def typed(**changed: object) -> dict[str, object]:
    return {
        "employee": number("dilnoza"),
        "since": TODAY.isoformat(),
        "until": (TODAY + timedelta(days=7)).isoformat(),
        "reason": "leave",
        "substitute": number("umida"),
        "request_key": "absence-0001",
        **changed,
    }


def away(*, since: date = TODAY, until: date = TODAY + timedelta(days=7)) -> None:
    actions.enter_absence(
        centre_id="SRG", employee_id=number("dilnoza"), since=since, until=until, reason="illness",
        substitute_id=number("umida"), at=TUESDAY, by=given.employee("malika"),
    )  # fmt: skip


def a_task_of_dilnozas() -> int:
    case_id = an_application().case_id
    dilnoza = given.employee("dilnoza")
    (item,) = cases.read_case(case_id=case_id, purpose="work", at=TUESDAY, by=dilnoza).items
    cases.hand_item(work_item_id=item.id, to=number("dilnoza"), at=TUESDAY, by=dilnoza)
    return item.id


def mine(login: str, *, days: int = 0) -> list[int | None]:
    rows = case_queries.work_list(
        centre_id="SRG", department_id="PJ", at=TUESDAY + timedelta(days=days), taken_by=f"employee:{number(login)}"
    )
    return [row.item_id for row in rows]


def test_the_head_enters_it_once_and_sees_it_and_ends_it() -> None:
    malika = signed_in("malika")
    assert "Nobody is away." in malika.get(PATH).content.decode()
    for _ in range(2):
        page = malika.post(PATH, typed(), follow=True).content.decode()
    assert "away today" in page
    assert "Umida Abdullayeva" in page
    (one,) = access.absences(centre_id="SRG", since=TODAY)
    malika.post(f"{PATH}{one.id}/end/", {"request_key": "absence-0002"})
    assert access.absences(centre_id="SRG", since=TODAY) == []
    again = malika.post(f"{PATH}{one.id}/end/", {"request_key": "absence-0003"}, follow=True).content.decode()
    assert "This absence was ended already" in again
    kinds = [entry.kind for entry in journal.entries_after(centre_id="SRG", seq=0)]
    assert [kind for kind in kinds if kind.startswith("absence.")] == [Kind.ABSENCE_ENTERED, Kind.ABSENCE_ENDED]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"employee": ""}, "Choose who is away."),
        ({"until": (TODAY - timedelta(days=1)).isoformat()}, "The last day comes before the first"),
        ({"substitute": 0}, "Select a valid choice"),
        ({"reason": ""}, "Choose a reason from the list."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(changed: dict[str, object], said: str) -> None:
    answer = signed_in("malika").post(PATH, typed(**changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert access.absences(centre_id="SRG", since=TODAY) == []


def test_only_a_colleague_of_the_department_stands_in_and_only_the_head_enters_it() -> None:
    answer = signed_in("malika").post(PATH, typed(substitute=number("kamola")))
    assert "Only somebody of the same department stands in." in answer.content.decode()
    assert signed_in("dilnoza").get(PATH).status_code == 403
    with pytest.raises(NotAllowed):
        actions.end_absence(centre_id="SRG", absence_id=1, at=TUESDAY, by=given.employee("dilnoza"))


def test_whoever_stands_in_has_the_tasks_until_the_absence_is_over() -> None:
    item = a_task_of_dilnozas()
    assert mine("umida") == []
    away()
    assert mine("umida") == [item]
    assert mine("dilnoza") == [item]
    assert mine("umida", days=8) == []
    counted = case_queries.backlogs(
        centre_id="SRG", department_id="PJ", at=TUESDAY, taken_by=f"employee:{number('umida')}"
    )
    assert counted.to_answer.total == 1


def test_the_journal_tells_for_whom_it_was_answered() -> None:
    item = a_task_of_dilnozas()
    away()
    cases.complete_work_item(work_item_id=item, outcome="agreed", note="", at=TUESDAY, by=given.employee("umida"))
    (entry,) = journal.entries_after(centre_id="SRG", seq=0, kinds=[Kind.CASE_ITEM_DONE])
    assert entry.data["instead_of"] == f"employee:{number('dilnoza')}"


def test_nothing_is_handed_to_who_is_away() -> None:
    case_id = an_application().case_id
    umida = given.employee("umida")
    (item,) = cases.read_case(case_id=case_id, purpose="work", at=TUESDAY, by=umida).items
    away()
    with pytest.raises(case_errors.ColleagueAway):
        cases.hand_item(work_item_id=item.id, to=number("dilnoza"), at=TUESDAY, by=umida)
    page = signed_in("umida").get(f"/desk/cases/{case_id}/").content.decode()
    assert "Dilnoza" not in page
    back = TUESDAY + timedelta(days=8)
    cases.hand_item(work_item_id=item.id, to=number("dilnoza"), at=back, by=umida)


def test_a_second_absence_in_the_same_days_is_refused() -> None:
    away()
    with pytest.raises(errors.AbsenceNotPossible) as refused:
        away(since=TODAY + timedelta(days=7), until=TODAY + timedelta(days=9))
    assert refused.value.details["because"] == "overlaps"
