"""Coroutines in tests."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def run(coroutine: Coroutine[object, object, Result]) -> Result:
    """Run a coroutine to its end in a thread of its own; in this one a browser's loop may be running already."""
    with ThreadPoolExecutor(max_workers=1) as one:
        return one.submit(asyncio.run, coroutine).result()
