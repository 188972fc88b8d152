from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from darcha.catalogue.rules import SearchEntry, ServiceSummary, search, search_entry
from darcha.kernel.names import Names

PENSION = Names(uz="Yoshga doir pensiya", uz_cyrl="Ёшга доир пенсия", ru="Пенсия по возрасту", en="Old-age pension")
BIRTH = Names(uz="Tugʻilganlikni qayd etish", uz_cyrl="Туғилганликни қайд этиш", ru="Регистрация рождения", en="Birth")
FUND = "Pensiya jamgʻarmasi"


def entry(code: str, names: Names, *other: str) -> SearchEntry:
    return search_entry(ServiceSummary(code, names, "PJ", ()), other=other)


ENTRIES = [entry("FHDYO-01", BIRTH, FUND), entry("PJ-01", PENSION, FUND)]


def codes(text: str, limit: int = 20) -> list[str]:
    return [one.code for one in search(ENTRIES, text=text, limit=limit)]


def test_a_word_of_the_name_comes_before_a_word_of_the_department() -> None:
    assert codes("pensiya") == ["PJ-01", "FHDYO-01"]


def test_every_word_counts_in_any_order() -> None:
    assert codes("pension old") == ["PJ-01"]
    assert codes("возрасту пенсия") == ["PJ-01"]


def test_endings_and_one_slip_are_forgiven() -> None:
    assert codes("рождение") == ["FHDYO-01"]
    assert codes("tgilganlik") == ["FHDYO-01"]
    assert codes("ppensiya")[0] == "PJ-01"
    assert codes("vozrast xxxx") == ["PJ-01"]


def test_a_code_is_found_with_and_without_its_dash() -> None:
    assert codes("pj-01") == codes("PJ01") == ["PJ-01"]


def test_nothing_is_found_for_nothing() -> None:
    assert codes("") == codes(" - '") == codes("qwertz") == []


@given(st.text(max_size=30), st.integers(0, 3))
def test_any_text_is_answered_within_the_limit(text: str, limit: int) -> None:
    assert len(codes(text, limit)) <= limit


@given(st.data())
def test_a_beginning_of_a_name_finds_it(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([PENSION.uz, PENSION.uz_cyrl, PENSION.ru, PENSION.en]))
    assert "PJ-01" in codes(name[: data.draw(st.integers(3, len(name)))])
