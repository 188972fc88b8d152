"""Whoever waits for news is woken by it, and looks again in any case."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import psycopg
import pytest

from darcha.plumbing.listening import Hub, hub
from tests import loops

CHANNEL = "test_listening"


def _run(scenario: Callable[[Hub], Awaitable[None]], address: str) -> None:
    async def everything() -> None:
        one = hub(address=address, channel=CHANNEL)
        assert one is hub(address=address, channel=CHANNEL)
        await scenario(one)
        assert one.listening == 0

    loops.run(everything())


async def _say(address: str, payload: str) -> None:
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def test_all_who_wait_for_a_centre_are_woken_and_nobody_else(server: str) -> None:
    async def scenario(one: Hub) -> None:
        async with one.ear("SRG") as first, one.ear("SRG") as second, one.ear("YUN") as elsewhere:
            assert all([await ear.wait(at_most_seconds=5) for ear in (first, second, elsewhere)])  # it listens now
            await _say(server, "SRG 17")
            assert await first.wait(at_most_seconds=5)
            assert await second.wait(at_most_seconds=5)
            assert not await elsewhere.wait(at_most_seconds=0.2)

    _run(scenario, server)


def test_a_hint_that_comes_while_nobody_waits_is_not_lost(server: str) -> None:
    async def scenario(one: Hub) -> None:
        async with one.ear("SRG") as ear:
            assert await ear.wait(at_most_seconds=5)
            await _say(server, "SRG 18")
            await asyncio.sleep(0.3)
            assert await ear.wait(at_most_seconds=0.01)

    _run(scenario, server)


def test_without_hints_one_looks_again_after_a_beat(server: str) -> None:
    async def scenario(one: Hub) -> None:
        async with one.ear("SRG") as ear:
            await ear.wait(at_most_seconds=5)
            began = time.monotonic()
            assert not await ear.wait(at_most_seconds=0.3)
            assert 0.25 < time.monotonic() - began < 2

    _run(scenario, server)


def test_a_cut_connection_is_made_again_and_wakes_everybody(server: str) -> None:
    async def scenario(one: Hub) -> None:
        async with one.ear("SRG") as ear:
            assert await ear.wait(at_most_seconds=5)
            async with await psycopg.AsyncConnection.connect(server, autocommit=True) as connection:
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%test_listening%%'"
                )
            assert await ear.wait(at_most_seconds=5), "woken when it listens again"
            await _say(server, "SRG 19")
            assert await ear.wait(at_most_seconds=5)

    _run(scenario, server)


def test_a_database_that_is_away_delays_nobody() -> None:
    async def scenario(one: Hub) -> None:
        async with one.ear("SRG") as ear:
            assert not await ear.wait(at_most_seconds=0.2)

    _run(scenario, "host=127.0.0.1 port=1 dbname=nowhere connect_timeout=2")


@pytest.mark.parametrize("ears", [1, 200])
def test_any_number_of_ears_share_one_connection(server: str, ears: int) -> None:
    async def scenario(one: Hub) -> None:
        async with one.ear("SRG") as first:
            assert await first.wait(at_most_seconds=5)
            others = [one.ear("SRG") for _ in range(ears)]
            for other in others:
                await other.__aenter__()
            async with await psycopg.AsyncConnection.connect(server, autocommit=True) as connection:
                found = await connection.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%test_listening%%'"
                )
                assert await found.fetchone() == (1,)
            for other in others:
                await other.__aexit__(None, None, None)

    _run(scenario, server)
