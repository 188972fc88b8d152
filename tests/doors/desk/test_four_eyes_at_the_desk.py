"""A permit at the desk: Said proposes, Jasur confirms or gives back; both are of the construction department."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.doors.desk.officers import all_answer, an_application, signed_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

PERMIT = "QUR-03"


def act(client: Client, case_id: int, what: str, key: str = "act-00001", **fields: str):
    return client.post(f"/desk/cases/{case_id}/{what}/", {"request_key": key, **fields})


def page(client: Client, case_id: int) -> str:
    return client.get(f"/desk/cases/{case_id}/").content.decode()


def proposed() -> tuple[int, Client, Client]:
    case_id = an_application(PERMIT).case_id
    all_answer(case_id)
    said, jasur = signed_in("said"), signed_in("jasur")
    assert "Two officers decide this service" in page(said, case_id)
    assert act(said, case_id, "decide", outcome="granted").status_code == 302
    return case_id, said, jasur


def test_who_proposes_waits_for_a_colleague() -> None:
    case_id, said, jasur = proposed()
    own = page(said, case_id)
    assert "You proposed it" in own
    assert f"/cases/{case_id}/confirm/" not in own
    assert act(said, case_id, "confirm", "act-00002").status_code == 403
    assert f"/cases/{case_id}/" in jasur.get("/desk/work/?department=QUR&tab=confirm").content.decode()

    assert act(jasur, case_id, "confirm", "act-00003").status_code == 302
    done = page(jasur, case_id)
    assert "proposed by Said Ergashev, confirmed by Jasur Nazarov" in done
    assert told("case.decided")[-1].data["proposed_by"].startswith("employee:")


def test_a_proposal_comes_back_with_words_and_they_stand_where_it_is_made_again() -> None:
    case_id, said, jasur = proposed()
    empty = act(jasur, case_id, "give-back", "act-00002", back=" ")
    assert empty.status_code == 422
    assert "Say why it goes back" in empty.content.decode()

    assert act(jasur, case_id, "give-back", "act-00003", back="The plan lacks a seal.").status_code == 302
    again = page(said, case_id)
    assert "The plan lacks a seal." in again
    assert "Proposal given back by Jasur Nazarov" in again


def test_a_proposal_is_taken_back_by_who_made_it() -> None:
    case_id, said, _ = proposed()
    assert act(said, case_id, "give-back", "act-00002").status_code == 302
    assert 'id="decide"' in page(said, case_id)
    assert told("case.proposal_returned")[-1].data["own"] is True
