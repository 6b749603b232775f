"""A deadline for all of a call, not only for each wait for its next byte."""

import asyncio
from collections.abc import Coroutine
from functools import cache
from threading import Thread
from typing import Any, TypeVar

GRACE = 1.0  # seconds more for a client that does not let itself be stopped
Made = TypeVar("Made")


def within(seconds: float, work: Coroutine[Any, Any, Made]) -> Made:
    """What some work made; it is stopped when its time is up, and its connection closed.

    Raises:
        TimeoutError: it took longer.

    >>> within(5, asyncio.sleep(0, "done"))
    'done'
    >>> within(0.01, asyncio.sleep(5))
    Traceback (most recent call last):
        ...
    TimeoutError
    """
    future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, max(seconds, 0)), _loop())
    try:
        return future.result(seconds + GRACE)
    except TimeoutError:
        future.cancel()
        raise TimeoutError from None


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One loop for the whole process: clients keep connections, and a connection keeps its loop."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop
