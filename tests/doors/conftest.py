"""What the tests of every door share."""

from __future__ import annotations

from tests.browser import house_browser, house_server, page_at, static_root

__all__ = ["house_browser", "house_server", "page_at", "static_root"]
