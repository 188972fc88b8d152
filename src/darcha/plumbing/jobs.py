"""Jobs: what is done after the transaction that asked for it, by a worker, and again until it is done.

PostgreSQL is the broker, through procrastinate. A job is a name and a few ids, written in the transaction of the act that
asks for it: there is no job without the act and no act without the job. A worker takes it in no transaction at all, so
what a job does is done at least once; who must not repeat it asks first whether it was recorded.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from procrastinate import JobContext, RetryDecision
from procrastinate.contrib.django import app, utils
from procrastinate.contrib.django.db_cleanup import DjangoApp
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.retry import BaseRetryStrategy

HEARTBEAT_SECONDS = 5.0
LOST_AFTER_SECONDS = 20.0
"""A worker that gave no sign for so long is dead, and its jobs are given to others."""

_MOST_CONNECTIONS = 2
"""One takes jobs, one gives the signs of life."""

_AT_ONCE = 4
_LOOKS_EVERY_SECONDS = 1.0
"""Looking is cheap. A connection that listens would be one more that can be lost unnoticed."""

_PAUSE_SECONDS = 1.0

log = logging.getLogger(__name__)

Task = Callable[[int, int], None]
"""Takes the id a job was asked for with and which try it is, from 1."""


class NotDoneYet(Exception):
    """A job could not be done now and is to be tried again. The message holds no personal data: it is logged."""


@dataclass(frozen=True, slots=True)
class Chore:
    """What a worker does for jobs of one name, and how long it waits before the second try, the third, and so on."""

    do: Task
    pauses: Sequence[timedelta] = ()

    @property
    def tries(self) -> int:
        """Return how often a job is tried at most."""
        return len(self.pauses) + 1


def enqueue(name: str, subject_id: int) -> None:
    """Ask for a job in the caller's transaction.

    :raises RuntimeError: the caller opened no transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a job is asked for in the transaction of its action")
    app.configure_task(name).defer(subject_id=subject_id)


class _Pauses(BaseRetryStrategy):
    def __init__(self, pauses: Sequence[timedelta]) -> None:
        self._pauses = pauses

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002 -- asked so
        if job.attempts >= len(self._pauses):
            return None
        return RetryDecision(retry_in={"seconds": int(self._pauses[job.attempts].total_seconds())})


def _app(chores: Mapping[str, Chore]) -> DjangoApp:
    """Return an app of a worker: connections of its own, since what asks for jobs uses those of its transaction."""
    known = utils.connector_params("default")
    working = DjangoApp(connector=PsycopgConnector(kwargs=known, min_size=1, max_size=_MOST_CONNECTIONS))
    for name, chore in chores.items():

        def carry_out(context: JobContext, subject_id: int, *, chore: Chore = chore) -> None:
            chore.do(subject_id, context.job.attempts + 1)

        working.task(name=name, pass_context=True, retry=_Pauses(chore.pauses))(carry_out)
    return working


async def work_off(chores: Mapping[str, Chore]) -> None:
    """Do the jobs that are due now, those a dead worker left among them, and come back."""
    working = _app(chores)
    async with working.open_async():
        await _take_over(working)
        await _take_jobs(working, wait=False)


async def work(chores: Mapping[str, Chore]) -> None:
    """Do jobs as they come, until cancelled; the database may go away and come back meanwhile."""
    while True:
        working = _app(chores)
        try:
            async with working.open_async(), asyncio.TaskGroup() as group:
                watching = group.create_task(_watch_over(working))
                await _take_jobs(working, wait=True)
                watching.cancel()
        except* (ConnectorException, OSError):
            log.warning("Jobs wait: the database is away.")
        await asyncio.sleep(_PAUSE_SECONDS)


async def _take_jobs(working: DjangoApp, *, wait: bool) -> None:
    await working.run_worker_async(
        concurrency=_AT_ONCE,
        wait=wait,
        listen_notify=False,
        fetch_job_polling_interval=_LOOKS_EVERY_SECONDS,
        install_signal_handlers=False,
        delete_jobs="successful",
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=LOST_AFTER_SECONDS,
    )


async def _watch_over(working: DjangoApp) -> None:
    while True:
        await _take_over(working)
        await asyncio.sleep(LOST_AFTER_SECONDS)


async def _take_over(working: DjangoApp) -> None:
    """Put back what a worker had begun that is dead; a try that was cut short counts as a try."""
    for job in await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=LOST_AFTER_SECONDS):
        await working.job_manager.retry_job(job)
