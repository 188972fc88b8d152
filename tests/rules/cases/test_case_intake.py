"""Who applies, what is known of them, which papers are missing, and codes people type from paper."""

from __future__ import annotations

import secrets
from datetime import date

import pytest
from case_versions import paper, version
from hypothesis import given
from hypothesis import strategies as st

from darcha.cases.rules import (
    NewApplicant,
    check_digit,
    code_from,
    defects,
    demanded,
    has_disability,
    initials,
    known_facts,
    masked,
    personal_number_is_right,
    printed_code,
    problem,
    typed_code,
    warnings,
)
from darcha.cases.rules.codes import ALPHABET, CODE_BYTES
from darcha.catalogue.rules import ChecklistItem, checklist

WIDOW = NewApplicant("Yoʻldosheva Madina Akmal qizi", "F", 1974, "+998 90 123-45-67", "41003742300178")

BIRTH = version(
    demands=(
        paper("d-id", held_by="MFB"),
        paper("d-marr", "parents.married", held_by="FHDYO"),
        paper("d-birth", "applicant.age < 16"),
    )
)


def checked(**facts: object) -> tuple[ChecklistItem, ...]:
    known = known_facts(facts, applicant=WIDOW, year=2010, channel="counter")
    return checklist(BIRTH, facts=known, on=date(2010, 5, 3))


def test_every_missing_paper_is_told_at_once() -> None:
    assert defects(checked(**{"parents.married": True}), frozenset()) == ("d-id", "d-marr")


def test_a_paper_the_house_holds_itself_counts_as_demanded_and_the_list_says_who_holds_it() -> None:
    items = checked(**{"parents.married": True})
    assert "d-marr" in demanded(items)
    assert {item.document.code: item.held_by for item in items}["d-marr"] == "FHDYO"


def test_a_paper_whose_question_was_not_answered_is_demanded_until_it_is() -> None:
    assert defects(checked(), {"d-id"}) == ("d-marr",)
    assert defects(checked(**{"parents.married": False}), {"d-id"}) == ()


def test_more_papers_than_asked_for_do_no_harm() -> None:
    assert defects(checked(**{"parents.married": False}), {"d-id", "d-photo", "d-marr"}) == ()


def test_what_follows_from_the_applicant_is_not_taken_from_outside() -> None:
    known = known_facts({"applicant.age": 3, "practice": 1999}, applicant=WIDOW, year=2010, channel="counter")
    assert known["applicant.age"] == 36
    assert "practice" not in known


@given(seen=st.frozensets(st.sampled_from(["d-id", "d-marr", "d-birth"])), more=st.sampled_from(["d-id", "d-marr"]))
def test_showing_one_more_paper_never_adds_a_defect(seen: frozenset[str], more: str) -> None:
    items = checked()
    assert set(defects(items, seen | {more})) <= set(defects(items, seen))


@pytest.mark.parametrize(("group", "told"), [(None, False), (0, False), ("", False), (1, True), ("2", True), (3, True)])
def test_a_disability_group_is_a_disability(group: object, told: bool) -> None:
    assert has_disability({"applicant.disability_group": group}) is told


def test_a_right_personal_number_gives_no_warning_and_a_wrong_digit_gives_one() -> None:
    # 3*7+1*3+7*1 + 1*7+0*3+8*1 + 5*7+4*3+0*1 + 0*7+0*3+0*1 + 1*7 = 100
    assert check_digit("3171085400001") == 0
    assert personal_number_is_right("31710854000010")
    assert not personal_number_is_right("31710854000011")
    wrong = NewApplicant("A", "M", 1985, None, "31710854000011")
    assert warnings(wrong) == ("personal_number",)
    assert warnings(NewApplicant("A", "M", 1985)) == ()


@given(digits=st.text("0123456789", min_size=13, max_size=13), place=st.integers(0, 13), other=st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed_where_its_weight_is_prime_to_ten(
    digits: str, place: int, other: int
) -> None:
    number = digits + str(check_digit(digits))
    assert personal_number_is_right(number)
    mistyped = str((int(number[place]) + other) % 10)
    assert not personal_number_is_right(number[:place] + mistyped + number[place + 1 :])


@pytest.mark.parametrize(
    ("applicant", "wrong"),
    [
        (NewApplicant("  ", "F", 1974), "name_missing"),
        (NewApplicant("ў" * 300, "F", 1974), "name_too_long"),
        (NewApplicant("ў" * 200, "F", 1974), None),
        (NewApplicant("Madina\x00", "F", 1974), "name"),
        (NewApplicant("Madina", "X", 1974), "sex"),
        (NewApplicant("Madina", "F", 2011), "birth_year"),
        (NewApplicant("Madina", "F", 1870), "birth_year"),
        (NewApplicant("Madina", "F", 1974, "call me"), "phone"),
        (NewApplicant("Madina", "F", 1974, None, "1" * 30), "personal_number"),
        (WIDOW, None),
    ],
)
def test_what_cannot_be_taken_down_is_named(applicant: NewApplicant, wrong: str | None) -> None:
    assert problem(applicant, year=2010) == wrong


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Yoʻldosheva Madina Akmal qizi", "Y. M. A."),
        ("Йўлдошева Мадина Акмал қизи", "Й. М. А."),
        ("oʻgʻil bola", "O. B."),
        ("Madina", "M."),
        ("!!!", ""),
    ],
)
def test_initials_tell_no_more_than_the_first_letters(name: str, short: str) -> None:
    assert initials(name) == short


def test_a_personal_number_is_printed_with_its_first_and_last_digits_alone() -> None:
    assert masked("41003742300178") == "4•• ••• ••• ••• 78"
    assert masked("123") == masked(None) == ""


@given(token=st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES))
def test_a_code_survives_being_printed_and_typed_by_hand(token: bytes) -> None:
    code = code_from(token)
    typed = printed_code(code).lower().replace("0", "o").replace("1", "l")
    assert typed_code(f"  {typed} ") == code
    assert set(code) <= set(ALPHABET)


def test_codes_do_not_repeat_and_what_is_no_code_is_none() -> None:
    assert len({code_from(secrets.token_bytes(CODE_BYTES)) for _ in range(2000)}) == 2000
    for text in ("", "abc", "A" * 27, "A" * 29, "Ж" * 28, "U" * 28, "'; DROP TABLE cases_case; --"):
        assert typed_code(text) == ""
