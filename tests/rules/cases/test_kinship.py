"""Whether names are of one person or of one family."""

from __future__ import annotations

import pytest

from darcha.cases.rules.kinship import Tie, called, family_name, ties


@pytest.mark.parametrize(
    ("hers", "his"),
    [
        ("Karimova", "Каримов"),
        ("Yusupova", "Юсупов"),
        ("Yoʻldosheva", "Йўлдошев"),
        ("Ergashyeva", "Эргашев"),
        ("Lisitskaya", "Лисицкий"),
        ("Пушкина", "Pushkin"),
    ],
)
def test_a_womans_and_a_mans_surname_are_one_in_either_script(hers: str, his: str) -> None:
    assert family_name(hers) == family_name(his)


@pytest.mark.parametrize(("one", "other"), [("Karimova", "Kamolov"), ("Tosh", "Toshov"), ("Aliyev", "Valiyev")])
def test_other_surnames_are_other_families(one: str, other: str) -> None:
    assert family_name(one) != family_name(other)


def test_a_person_is_known_by_surname_and_given_name_in_either_order() -> None:
    assert called("Каримова Нигора Анваровна") == called("Nigora Karimova") != ""
    assert called("Karimova Nigora") != called("Karimova Nilufar")
    assert called("Karimova") == "", "a surname alone is of too many"


@pytest.mark.parametrize("reader", ["Nigora Karimova", "Karimova Nigora Anvar qizi", "Нигора Каримова"])
def test_ones_own_file_is_no_colleagues_and_no_relatives(reader: str) -> None:
    colleagues = frozenset({called("Nigora Karimova"), called("Said Kamolov")})
    assert ties(reader=reader, about="Каримова Нигора", colleagues=colleagues) == {Tie.OWN}
    assert ties(reader=reader, about="Karimov Rustam", colleagues=colleagues) == {Tie.FAMILY}
    assert ties(reader=reader, about="Kamolov Said", colleagues=colleagues) == {Tie.COLLEAGUE}
    assert ties(reader=reader, about="Tursunov Zafar", colleagues=colleagues) == frozenset()


def test_nobody_without_a_name_is_tied_to_anybody() -> None:
    assert ties(reader="", about="Karimova Nigora", colleagues=frozenset()) == frozenset()
    assert ties(reader="Nigora Karimova", about="", colleagues=frozenset()) == frozenset()
