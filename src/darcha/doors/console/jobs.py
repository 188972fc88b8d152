"""`darcha jobs`: what is done beside the answers: the journal is followed, notices are handed to whoever carries them,
and the terms of the cases and the looks at them are watched.

`serve` and `demo` do it themselves, in a thread. Any number of processes may do it: one at a time follows the journal of a
centre, and each job is one worker's.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from darcha.cases import actions as cases
from darcha.centres import queries as centres
from darcha.kernel.actor import system
from darcha.monitoring import actions as monitoring
from darcha.monitoring import queries as monitoring_queries
from darcha.national import actions as national
from darcha.notices import actions, queries, rules
from darcha.plumbing import clock, delivering
from darcha.plumbing.jobs import Chore, NotDoneYet, work

_BEAT_SECONDS = 1.0
_REST_SECONDS = 5.0
_WATCH_EVERY = timedelta(minutes=5)
_LEAVES_WITHIN_SECONDS = 5

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the sub-command: there are none."""


def run(options: argparse.Namespace) -> int:
    """Work until Ctrl-C."""
    del options
    try:
        delivering.check(settings.NOTICE_ROUTES)
    except delivering.RouteUnusable as unusable:
        print(unusable, file=sys.stderr)
        return 1
    with suppress(KeyboardInterrupt):
        asyncio.run(_work(until=None))
    return 0


@contextmanager
def beside() -> Iterator[None]:
    """Do the work in a thread while the block runs. A house that tells nobody anything hands on no notices.

    To be entered when the process has settled how it connects to the database.

    :raises RouteUnusable: a route is no address of apprise.
    """
    delivering.check(settings.NOTICE_ROUTES)
    ended = asyncio.Event()
    runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
    loop = runner.get_loop()

    def live() -> None:
        with runner:
            runner.run(_work(until=ended))

    worker = threading.Thread(target=live, name="jobs", daemon=True)
    worker.start()
    try:
        yield
    finally:
        with suppress(RuntimeError):  # it has ended by itself, and said why
            loop.call_soon_threadsafe(ended.set)
        worker.join(timeout=_LEAVES_WITHIN_SECONDS)


def is_anything_to_do() -> bool:
    """Return whether the house tells anybody anything, or did once: an address that is kept has to be erased."""
    return bool(settings.NOTICE_ROUTES) or queries.is_anybody_to_be_told()


def deliver(notice_id: int, tries: int, *, most: int = len(rules.PAUSES) + 1) -> None:
    """Hand on one notice, in no transaction, and record what came of it.

    Killed between the two it is handed on once more: at least once, and never more often than `most` times.

    :raises NotDoneYet: nobody took it, and there is a next try.
    """
    at = clock.now()
    notice = queries.delivery(notice_id=notice_id, at=at)
    if notice is None:
        return
    because = notice.because or _hand_on(notice, tries, most=most)
    by = system("notices")
    if because:
        actions.notice_failed(notice_id=notice_id, because=because, tries=tries, at=clock.now(), by=by)
    else:
        actions.notice_sent(notice_id=notice_id, tries=tries, at=clock.now(), by=by)


CHORE = Chore(deliver, rules.PAUSES)
CALM_CHORE = Chore(partial(deliver, most=len(rules.CALM_PAUSES) + 1), rules.CALM_PAUSES)


def _hand_on(notice: queries.Delivery, tries: int, *, most: int) -> str | None:
    """Return why it is given up; None: it was taken."""
    route = settings.NOTICE_ROUTES.get(notice.channel)
    if route is None:
        return rules.NO_ROUTE
    if tries > most:
        return rules.NOT_TAKEN
    try:
        delivering.deliver(
            route,
            channel=notice.channel,
            to=notice.to,
            text=notice.text,
            at=clock.now(),
            drawer=settings.NOTICE_DRAWER,
        )
    except delivering.CouldNotDeliver:
        if tries < most:
            raise NotDoneYet(notice.notice_id) from None
        return rules.NOT_TAKEN
    return None


async def _work(*, until: asyncio.Event | None) -> None:
    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(_follow())]
    if until is None or await asyncio.to_thread(_is_anything_to_do_here):
        tasks.append(asyncio.create_task(work({actions.DELIVER: CHORE, actions.DELIVER_CALMLY: CALM_CHORE})))
    if until is not None:
        tasks.append(asyncio.create_task(until.wait()))
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _follow() -> None:
    # A thread of its own keeps its connection.
    with ThreadPoolExecutor(1, "follow") as thread:
        try:
            while True:
                went_well = await asyncio.get_running_loop().run_in_executor(thread, _look)
                await asyncio.sleep(_BEAT_SECONDS if went_well else _REST_SECONDS)
        finally:
            thread.submit(connection.close)


def _is_anything_to_do_here() -> bool:
    try:
        return is_anything_to_do()
    finally:
        connection.close()


_watched: list[datetime] = []
"""The moment, by the clock of the doors, at which this process last watched the terms and the looks."""


def _watch() -> None:
    """Watch the terms of the cases and the looks at them every five minutes; what another process did is done."""
    at = clock.now()
    if _watched and abs(at - _watched[0]) < _WATCH_EVERY:
        return
    for centre in centres.centres():
        cases.watch_terms(centre_id=centre.code, at=at, by=system("terms"))
        for day in monitoring_queries.days_to_watch(centre_id=centre.code, at=at):
            monitoring.watch_looks(centre_id=centre.code, day=day, at=at, by=system("looks"))
    _watched[:] = [at]


_brought: list[date] = []
"""The day on which this process last looked whether a version has come into force."""


def _bring_versions_into_force() -> None:
    """Look once a day, at its beginning, whether published versions take effect; whoever did it before has done it."""
    at = clock.now()
    days = {centres.local_day(centre_id=centre.code, at=at) for centre in centres.centres()}
    if days and _brought != (today := [max(days)]):
        national.follow_versions(at=at, by=system("versions"))
        _brought[:] = today


def _look() -> bool:
    """Follow the journals once. Whatever goes wrong is told to the log, and tried again: nobody else would notice."""
    try:
        _bring_versions_into_force()
        _watch()
        for centre in centres.centres():
            actions.follow(centre_id=centre.code, at=clock.now(), by=system("notices"))
    except (OperationalError, InterfaceError):
        log.warning("The journal is not followed: the database is away.")
    except Exception:
        log.exception("The journal could not be followed; it is tried again.")
    else:
        return True
    connection.close()
    return False
