"""Somebody is sent home with a list."""

from __future__ import annotations

import pytest

from darcha.kernel.actor import NotAllowed, visitor
from darcha.queue import actions, errors
from tests import given

pytestmark = pytest.mark.django_db

HERE = {"centre_id": given.SERGELI, "service_id": given.OLD_AGE_PENSION, "at": given.MORNING}


def test_only_papers_of_the_service_are_missing() -> None:
    by = given.employee("sevara")
    with pytest.raises(errors.PaperNotAsked):
        actions.send_home(**HERE, missing=("d-id", "d-piano"), by=by)
    with pytest.raises(errors.NothingIsMissing):
        actions.send_home(**HERE, missing=(), by=by)
    assert actions.send_home(**HERE, missing=("d-id",), by=by).missing == ("d-id",)


@pytest.mark.parametrize("login", ["dilnoza", "malika"])
def test_only_a_host_sends_home(login: str) -> None:
    with pytest.raises(NotAllowed):
        actions.send_home(**HERE, missing=("d-id",), by=given.employee(login))


def test_a_visitor_sends_nobody_home() -> None:
    with pytest.raises(NotAllowed):
        actions.send_home(**HERE, missing=("d-id",), by=visitor(centre_id=given.SERGELI))
