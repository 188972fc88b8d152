"""The desk's tests live on one Tuesday."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from darcha.plumbing import clock
from tests.doors.desk import officers


@pytest.fixture
def tuesday() -> Iterator[None]:
    """Stop the doors' clock at 11:07 on Tuesday, 24 November 2026."""
    before = clock.clock()
    officers.let_it_be(officers.TUESDAY)
    yield
    clock.set_clock(before)
