"""What the tests of every door share."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tests.browser import house_browser, house_server, page_at

__all__ = ["house_browser", "house_server", "page_at"]


@pytest.fixture(autouse=True, scope="session")
def _static_root() -> None:
    """Make the folder WhiteNoise wants to see; in tests it stays empty."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
