"""The journeys' house: real people of Sergeli on one Tuesday, a real browser, a real server, a clock that can be moved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from darcha.plumbing import clock
from tests.browser import house_browser, house_server, page_at, static_root
from tests.journeys.people import House, passwords_are_given

__all__ = ["house_browser", "house_server", "page_at", "static_root"]


@pytest.fixture
def house(house_server: str, settings: Settings, tmp_path: Path) -> Iterator[House]:
    """Return the house at 11:02 on Tuesday, 24 November 2026, its slips printed into files."""
    settings.DATA_DIR = tmp_path
    settings.PUBLIC_ADDRESS = house_server
    before = clock.clock()
    standing = House(address=house_server, place=tmp_path)
    standing.sets_its_clock()
    passwords_are_given("dilnoza", "umida", "malika")
    yield standing
    clock.set_clock(before)
