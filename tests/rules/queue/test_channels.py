"""Everybody hears of their call, whatever sense they lack and whatever is out of order."""

from __future__ import annotations

from itertools import combinations

import pytest

from darcha.queue.rules import NEEDS
from darcha.queue.rules.channels import CHANNELS, HEARING, SIGHT, must_be_fetched, reached_by, senses_of

EVERY_SET = [frozenset(some) for many in range(len(NEEDS) + 1) for some in combinations(NEEDS, many)]
EVERY_FAILURE = [(), *((channel.code,) for channel in CHANNELS)]


def codes(needs: frozenset[str], down: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(channel.code for channel in reached_by(needs, down=down))


@pytest.mark.parametrize("down", EVERY_FAILURE, ids=lambda down: "".join(down) or "nothing")
def test_for_every_set_of_needs_a_channel_is_left_that_does_not_use_the_missing_sense(down: tuple[str, ...]) -> None:
    assert len(EVERY_SET) == 2**6
    for needs in EVERY_SET:
        left = reached_by(needs, down=down)
        assert left, needs
        for channel in left:
            assert channel.code not in down
            assert any(not way - senses_of(needs) for way in channel.ways), (needs, channel)


@pytest.mark.parametrize("down", EVERY_FAILURE, ids=lambda down: "".join(down) or "nothing")
def test_whoever_is_not_fetched_is_told_by_the_hall_itself_and_sees_the_way(down: tuple[str, ...]) -> None:
    for needs in EVERY_SET:
        if not must_be_fetched(needs, down=down):
            assert {"display", "voice"} & set(codes(needs, down))
            assert "sight" not in needs


def test_more_needs_never_make_a_person_unnecessary() -> None:
    for needs in EVERY_SET:
        for more in EVERY_SET:
            assert must_be_fetched(needs | more) >= must_be_fetched(needs)


def test_the_table_of_the_page_on_being_called() -> None:
    assert codes(frozenset()) == ("display", "voice", "phone", "notice", "host", "officer")
    assert codes(frozenset({"seat", "wheel", "child"})) == codes(frozenset())
    assert codes(frozenset({"ear"})) == codes(frozenset({"sign"})) == ("display", "phone", "notice", "host", "officer")
    assert codes(frozenset({"sight"})) == ("voice", "phone", "notice", "host", "officer")
    assert codes(frozenset({"sight", "sign"})) == ("host", "officer")


@pytest.mark.parametrize(
    ("needs", "down", "fetched"),
    [
        (set(), (), False),
        (set(), ("display",), False),
        ({"ear"}, (), False),
        ({"ear"}, ("display",), True),
        ({"sight"}, (), True),
        ({"wheel", "child"}, ("voice",), False),
        ({"sight", "ear"}, (), True),
    ],
)
def test_who_is_fetched(needs: set[str], down: tuple[str, ...], fetched: bool) -> None:
    assert must_be_fetched(needs, down=down) is fetched


@pytest.mark.parametrize("down", EVERY_FAILURE, ids=lambda down: "".join(down) or "nothing")
def test_notices_make_nobody_else_unnecessary_and_are_missed_by_nobody(down: tuple[str, ...]) -> None:
    for needs in EVERY_SET:
        with_notices, without = codes(needs, down), codes(needs, (*down, "notice"))
        assert [code for code in with_notices if code != "notice"] == list(without)
        assert without
        assert must_be_fetched(needs, down=down) == must_be_fetched(needs, down=(*down, "notice"))
        assert ("notice" in with_notices) == (bool(senses_of(needs)) and "notice" not in down)


def test_no_need_takes_a_sense_by_accident() -> None:
    assert senses_of({"seat", "wheel", "child"}) == {SIGHT, HEARING}
    assert senses_of(NEEDS) == frozenset()
