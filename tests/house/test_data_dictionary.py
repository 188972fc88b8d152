"""The data dictionary says what the tables say."""

from __future__ import annotations

from darcha.plumbing.data_dictionary import PAGE, page


def test_the_data_dictionary_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"
