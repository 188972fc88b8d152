"""One looks for many, and nobody waits for anybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

import psycopg
import pytest
from django.db import OperationalError

from darcha.plumbing.listening import hub
from darcha.plumbing.watching import REST_SECONDS, Watch, watch
from tests import loops

CHANNEL = "test_watching"
Hint = Callable[[], Awaitable[None]]


class Hall:
    """Something that changes: each look sees how often it was looked at, and what was last told."""

    def __init__(self) -> None:
        self.looked = 0
        self.told = "nothing"
        self.away = False
        self.broken = False

    def look(self) -> tuple[int, str]:
        self.looked += 1
        if self.away:
            raise OperationalError("away")
        if self.broken:
            raise ZeroDivisionError
        return self.looked, self.told


def _run(scenario: Callable[[Watch[tuple[int, str]], Hall, Hint], Awaitable[None]], address: str) -> None:
    async def everything() -> None:
        hall = Hall()
        ears = hub(address=address, channel=CHANNEL)
        one = watch("hall", hub=ears, topic="SRG", look=hall.look)
        assert one is watch("hall", hub=ears, topic="SRG", look=hall.look)

        async def hint() -> None:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute("SELECT pg_notify(%s, 'SRG 1')", [CHANNEL])

        async with asyncio.timeout(20):
            await scenario(one, hall, hint)
        assert one.readers == 0

    loops.run(everything())


async def _until(looks: AsyncGenerator[tuple[int, str], None], told: str) -> int:
    """Read until this is told; return how many looks it took."""
    count = 0
    async for _, seen in looks:
        count += 1
        if seen == told:
            return count
    raise AssertionError


def test_a_hundred_readers_are_served_by_one_look(server: str) -> None:
    async def scenario(one: Watch[tuple[int, str]], hall: Hall, hint: Hint) -> None:
        readers = [one.looks() for _ in range(100)]
        await asyncio.gather(*(anext(reader) for reader in readers))
        before = hall.looked
        hall.told = "a call"
        await hint()
        await asyncio.gather(*(_until(reader, "a call") for reader in readers))
        assert hall.looked - before <= 4, "not a look each"
        for reader in readers:
            await reader.aclose()

    _run(scenario, server)


def test_a_reader_who_was_slow_gets_the_newest_alone_and_holds_up_nobody(server: str) -> None:
    async def scenario(one: Watch[tuple[int, str]], hall: Hall, hint: Hint) -> None:
        async with aclosing(one.looks()) as slow, aclosing(one.looks()) as quick:
            await anext(slow)
            for told in ("first", "second", "third"):
                hall.told = told
                await hint()
                await _until(quick, told)
            assert (await anext(slow))[1] == "third"

    _run(scenario, server)


def test_who_comes_later_sees_nothing_that_is_older_than_their_coming(server: str) -> None:
    async def scenario(one: Watch[tuple[int, str]], hall: Hall, hint: Hint) -> None:
        async with aclosing(one.looks()) as first:
            await anext(first)
            await asyncio.sleep(2 * REST_SECONDS)
            hall.told = "unheard of"  # no hint
            async with aclosing(one.looks()) as second:
                assert (await anext(second))[1] == "unheard of"

    _run(scenario, server)


def test_nobody_looks_while_nobody_reads(server: str) -> None:
    async def scenario(one: Watch[tuple[int, str]], hall: Hall, hint: Hint) -> None:
        async with aclosing(one.looks()) as reader:
            await anext(reader)
        before = hall.looked
        await hint()
        await asyncio.sleep(3 * REST_SECONDS)
        assert hall.looked == before
        async with aclosing(one.looks()) as again:
            await anext(again)

    _run(scenario, server)


def test_while_the_database_is_away_readers_hear_nothing_and_go_on_afterwards(server: str) -> None:
    async def scenario(one: Watch[tuple[int, str]], hall: Hall, hint: Hint) -> None:
        async with aclosing(one.looks()) as reader:
            await anext(reader)
            hall.away = True
            waiting = asyncio.ensure_future(anext(reader))
            await hint()
            await asyncio.sleep(3 * REST_SECONDS)
            assert not waiting.done()
            hall.away, hall.told = False, "back"
            assert (await waiting)[1] == "back"

    _run(scenario, server)


def test_what_nobody_expected_reaches_every_reader(server: str) -> None:
    async def scenario(one: Watch[tuple[int, str]], hall: Hall, hint: Hint) -> None:
        readers = [one.looks(), one.looks()]
        for reader in readers:
            await anext(reader)
        hall.broken = True
        await hint()
        for reader in readers:
            with pytest.raises(ZeroDivisionError):
                await _until(reader, "never")

    _run(scenario, server)
