"""Threads in several processes that begin together: what the house's workers could do if nobody spoke HTTP to them."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

GATHERS_WITHIN_SECONDS = 120

Deed = Callable[[int, int], object]
"""What a thread does again and again: told its own place among all, and how often it did it before. It can be pickled."""


def times_a_second(deed: Deed, *, clients: int, workers: int, seconds: float) -> float:
    """Return how often a second so many threads, spread over so many processes, do `deed`; each does it once before.

    :raises RuntimeError: one of them failed; what it said stands on standard error.
    """
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(clients + 1)
    until = context.Value("d", 0.0)
    did, ended = context.Array("i", clients), context.Array("d", clients)
    several = min(workers, clients)
    processes = [
        context.Process(target=_take_part, args=(deed, range(first, clients, several), gate, until, did, ended))
        for first in range(several)
    ]
    for process in processes:
        process.start()
    gate.wait(GATHERS_WITHIN_SECONDS)
    began = time.monotonic()
    until.value = began + seconds
    gate.wait(GATHERS_WITHIN_SECONDS)
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("A process failed: " + ", ".join(str(process.exitcode) for process in processes))
    return sum(did) / (max(ended) - began)


def _take_part(deed: Deed, places: Sequence[int], gate: Any, until: Any, did: Any, ended: Any) -> None:
    import django

    django.setup()
    from django.db import connection

    def work(place: int) -> None:
        try:
            deed(place, 0)  # whatever is asked once a process is asked now
            gate.wait(GATHERS_WITHIN_SECONDS)
            gate.wait(GATHERS_WITHIN_SECONDS)
            while time.monotonic() < until.value:
                did[place] += 1
                deed(place, did[place])
            ended[place] = time.monotonic()
        except BaseException:
            gate.abort()  # nobody waits for whoever fails
            raise
        finally:
            connection.close()

    with ThreadPoolExecutor(len(places)) as threads:
        for one in [threads.submit(work, place) for place in places]:
            one.result()
