"""Sealed text: it opens where it was sealed, whole, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.plumbing.sealing import INDEX_BYTES, Key, KeyRing, SealBroken, alike, key_id, new_key

OLD, NEW = Key(bytes(range(32))), Key(bytes(range(1, 33)))
RING = KeyRing((OLD, NEW))
HERE, THERE = "cases_applicant.name:7", "cases_applicant.name:8"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(text=texts, place=texts)
def test_what_is_sealed_opens_again(text: str, place: str) -> None:
    assert RING.unseal(RING.seal(text, place=place), place=place) == text


@given(text=texts)
def test_the_same_text_is_never_sealed_the_same_way(text: str) -> None:
    assert RING.seal(text, place=HERE) != RING.seal(text, place=HERE)


@given(text=texts, where=st.integers(min_value=0))
def test_one_bit_changed_is_refused(text: str, where: int) -> None:
    sealed = bytearray(RING.seal(text, place=HERE))
    bit = where % (8 * len(sealed))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        RING.unseal(bytes(sealed), place=HERE)


@given(text=texts, cut=st.integers(min_value=1))
def test_what_is_cut_short_is_refused(text: str, cut: int) -> None:
    sealed = RING.seal(text, place=HERE)
    with pytest.raises(SealBroken):
        RING.unseal(sealed[: -(cut % len(sealed)) or 0], place=HERE)


@given(text=texts)
def test_a_name_moved_to_another_row_does_not_open(text: str) -> None:
    with pytest.raises(SealBroken, match="another place"):
        RING.unseal(RING.seal(text, place=HERE), place=THERE)


def test_the_text_does_not_stand_in_what_is_sealed() -> None:
    assert b"Madina" not in RING.seal("Madina Karimova", place=HERE)


def test_the_newest_key_seals_and_an_older_one_still_opens() -> None:
    before = KeyRing((OLD,)).seal("Madina", place=HERE)
    assert key_id(before) == OLD.id
    assert key_id(RING.seal("Madina", place=HERE)) == NEW.id
    assert RING.unseal(before, place=HERE) == "Madina"


def test_a_key_that_is_gone_is_named() -> None:
    with pytest.raises(SealBroken, match=OLD.id.hex()):
        KeyRing((NEW,)).unseal(KeyRing((OLD,)).seal("Madina", place=HERE), place=HERE)


@pytest.mark.parametrize("typed", ["31710854000012", " 3 171 0854-00001 2 ", "３１７１０８５４００００１２"])
def test_a_number_is_found_however_it_was_typed(typed: str) -> None:
    assert RING.index(typed, place="a.number") == RING.index("31710854000012", place="a.number")


@given(one=texts.filter(alike), other=texts.filter(alike))
def test_an_index_is_equal_exactly_when_the_texts_are_alike(one: str, other: str) -> None:
    indexes = [RING.index(text, place="a.number") for text in (one, other)]
    assert (indexes[0] == indexes[1]) == (alike(one) == alike(other))
    assert {len(index) for index in indexes} == {INDEX_BYTES}


def test_two_columns_cannot_be_compared_by_their_indexes() -> None:
    assert RING.index("31710854000012", place="a.number") != RING.index("31710854000012", place="b.number")


def test_nobody_without_the_key_can_make_an_index() -> None:
    other = KeyRing((new_key(),))
    assert other.index("31710854000012", place="a.number") != RING.index("31710854000012", place="a.number")


def test_nothing_is_found_by_what_has_no_letter_and_no_digit() -> None:
    with pytest.raises(ValueError, match="no letter"):
        RING.index(" -- ", place="a.number")


def test_a_row_indexed_under_either_key_is_found() -> None:
    kept = [KeyRing((key,)).index("12", place="a.number") for key in (OLD, NEW)]
    assert RING.indexes("12", place="a.number") == kept


def test_a_key_does_not_tell_its_secret_when_it_is_shown() -> None:
    assert repr(OLD) == f"Key(id={OLD.id!r})"


def test_a_key_of_another_length_is_none() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Key(b"short")
