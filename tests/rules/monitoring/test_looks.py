"""Which looks at files deserve a question: what explains one, what is odd, what a visit excuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darcha.monitoring.rules.looks import (
    A_DAY,
    ASKED_FROM,
    RUN_OF,
    RUN_WITHIN,
    WEIGHTS,
    AskedLook,
    Circumstances,
    Deed,
    Look,
    Sign,
    asked_about,
)

NOON = datetime(2010, 4, 14, 7, tzinfo=UTC)
READER, OTHER = "employee:7", "employee:8"


def look(seq: int = 1, case_id: int = 1, *, minute: float = 0, basis: str = "item", reader: str = READER) -> Look:
    return Look(1, seq, NOON + timedelta(minutes=minute), reader, case_id, basis)


def known(
    *deeds: Deed, ties: dict[tuple[str, int], frozenset[Sign]] | None = None, off_shift: frozenset[int] = frozenset()
) -> Circumstances:
    return Circumstances(deeds, ties or {}, frozenset((1, seq) for seq in off_shift))


def deed(case_id: int = 1, *, by: str = READER, after: timedelta = timedelta(0)) -> Deed:
    return Deed(NOON + after, by, case_id)


def family(case_id: int = 1) -> dict[tuple[str, int], frozenset[Sign]]:
    return {(READER, case_id): frozenset({Sign.FAMILY})}


def signs(asked: list[AskedLook]) -> list[tuple[Sign, ...]]:
    return [one.signs for one in asked]


def test_who_reads_and_works_is_not_asked() -> None:
    assert asked_about([look()], known=known(deed(after=timedelta(hours=20)))) == []


def test_what_happens_more_than_a_day_later_explains_nothing() -> None:
    late = deed(after=A_DAY + timedelta(minutes=1))
    (asked,) = asked_about([look(basis="reason")], known=known(late))
    assert asked.signs == (Sign.NO_DEED, Sign.NOTHING_HAPPENED)


def test_a_colleagues_deed_makes_a_look_likely_but_not_the_readers_own() -> None:
    assert asked_about([look()], known=known(deed(by=OTHER))) == []
    (asked,) = asked_about([look()], known=known(deed(by=OTHER), ties=family()))
    assert asked.signs == (Sign.FAMILY, Sign.NO_DEED)


def test_a_common_surname_alone_is_no_question() -> None:
    assert asked_about([look()], known=known(deed(), ties=family())) == []


def test_a_colleagues_file_is_asked_about_unless_it_was_worked_on() -> None:
    ties = {(READER, 1): frozenset({Sign.COLLEAGUE})}
    assert asked_about([look()], known=known(deed(), ties=ties)) == []
    assert signs(asked_about([look()], known=known(deed(by=OTHER), ties=ties))) == [(Sign.COLLEAGUE, Sign.NO_DEED)]


def test_that_nothing_happens_yet_in_a_file_that_waits_is_nothing_odd() -> None:
    assert asked_about([look()], known=known()) == []
    (asked,) = asked_about([look(basis="reason")], known=known())
    assert asked.signs == (Sign.NO_DEED, Sign.NOTHING_HAPPENED)


def test_a_visit_excuses_all_but_ones_own_file() -> None:
    everything = frozenset({Sign.COLLEAGUE, Sign.FAMILY})
    assert asked_about([look(basis="visit")], known=known(deed(), ties={(READER, 1): everything})) == []
    own = {(READER, 1): frozenset({Sign.OWN})}
    assert signs(asked_about([look(basis="visit")], known=known(deed(), ties=own))) == [(Sign.OWN,)]


def test_an_evening_without_a_deed_is_asked_about() -> None:
    assert asked_about([look()], known=known(deed(), off_shift=frozenset({1}))) == []
    (asked,) = asked_about([look()], known=known(deed(by=OTHER), off_shift=frozenset({1})))
    assert asked.signs == (Sign.OFF_SHIFT, Sign.NO_DEED)


def test_many_files_in_a_few_minutes_with_nothing_done_are_a_run() -> None:
    looks = [look(seq, seq, minute=seq) for seq in range(1, RUN_OF + 1)]
    deeds = [deed(seq, by=OTHER) for seq in range(1, RUN_OF + 1)]
    assert signs(asked_about(looks, known=known(*deeds))) == [(Sign.RUN, Sign.NO_DEED)] * RUN_OF
    assert asked_about(looks[1:], known=known(*deeds)) == []
    slow = [look(seq, seq, minute=3 * seq) for seq in range(1, RUN_OF + 1)]
    assert asked_about(slow, known=known(*deeds)) == []


def test_a_page_loaded_again_is_one_question() -> None:
    looks = [look(seq, minute=minute, basis="reason") for seq, minute in ((1, 0), (2, 3), (3, 20))]
    asked = asked_about(looks, known=known())
    assert [one.look.seq for one in asked] == [1, 3]


def test_the_heaviest_comes_first() -> None:
    ties = {(READER, 2): frozenset({Sign.OWN})}
    asked = asked_about([look(1, 1, basis="reason"), look(2, 2)], known=known(ties=ties))
    assert [one.look.seq for one in asked] == [2, 1]


looks_of_a_day = st.lists(
    st.builds(
        look,
        seq=st.integers(1, 10_000),
        case_id=st.integers(1, 6),
        minute=st.integers(0, 600),
        basis=st.sampled_from(["visit", "item", "deed", "reason"]),
        reader=st.sampled_from([READER, OTHER]),
    ),
    max_size=30,
    unique_by=lambda one: one.seq,
)
deeds_of_a_day = st.lists(
    st.builds(
        deed,
        case_id=st.integers(1, 6),
        by=st.sampled_from([READER, OTHER]),
        after=st.integers(-3000, 3000).map(lambda minutes: timedelta(minutes=minutes)),
    ),
    max_size=30,
)


@given(looks_of_a_day, deeds_of_a_day, st.randoms())
def test_neither_order_nor_a_further_deed_makes_a_question(looks: list[Look], deeds: list[Deed], random) -> None:
    asked = asked_about(looks, known=known(*deeds))
    shuffled = random.sample(looks, len(looks))
    assert asked_about(shuffled, known=known(*deeds)) == asked
    assert all(one.weight >= ASKED_FROM for one in asked)
    assert all(
        one.weight in {sum(WEIGHTS[s] for s in one.signs), sum(WEIGHTS[s] for s in one.signs) - 3} for one in asked
    )
    more = asked_about(
        looks, known=known(*deeds, *(deed(case_id, by=who) for case_id in range(1, 7) for who in (READER, OTHER)))
    )
    assert {(one.look.reader, one.look.case_id) for one in more} <= {
        (one.look.reader, one.look.case_id) for one in asked
    }


@pytest.mark.parametrize("minutes", [RUN_WITHIN.total_seconds() / 60, RUN_WITHIN.total_seconds() / 60 + 1])
def test_a_run_ends_where_its_span_does(minutes: float) -> None:
    looks = [look(seq, seq, minute=minutes if seq == RUN_OF else 0) for seq in range(1, RUN_OF + 1)]
    deeds = [deed(seq, by=OTHER) for seq in range(1, RUN_OF + 1)]
    asked = asked_about(looks, known=known(*deeds))
    assert len(asked) == (RUN_OF if timedelta(minutes=minutes) <= RUN_WITHIN else 0)
