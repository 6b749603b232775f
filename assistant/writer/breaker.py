"""A circuit breaker: a language model that keeps failing is left alone for a while.

After M. Nygard, "Release It!" (2007), chapter 5: closed, open, and half open for one try.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from assistant.writer.errors import NoReply
from assistant.writer.written import Trouble

FAILURES = 5  # in a row, after which it rests
REST = 30.0  # seconds
AT_ONCE = 8  # questions that may wait for the model; further ones do without it
# a reply that cannot be read is no sign that the next one cannot
OUTAGES = {Trouble.TIMEOUT, Trouble.UNREACHABLE, Trouble.SERVER, Trouble.BUSY, Trouble.DENIED}


class Breaker:
    """Lets calls through until too many have failed in a row; may be shared by threads.

    >>> breaker = Breaker(failures=1)
    >>> try:
    ...     with breaker.call():
    ...         raise NoReply(Trouble.SERVER)
    ... except NoReply as error:
    ...     print(error)
    server
    >>> with breaker.call():
    ...     pass
    Traceback (most recent call last):
        ...
    assistant.writer.errors.NoReply: resting
    """

    def __init__(
        self,
        failures: int = FAILURES,
        rest: float = REST,
        at_once: int = AT_ONCE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin closed."""
        self._most, self._rest, self._at_once, self._now = failures, rest, at_once, now
        self._failed, self._since, self._calls = 0, 0.0, 0
        self._lock = Lock()

    @contextmanager
    def call(self) -> Iterator[None]:
        """Around a call to the model.

        Raises:
            NoReply: the model rests, or too many calls wait for it already.
        """
        self._enter()
        failed = False
        try:
            yield
        except NoReply as error:
            failed = error.trouble in OUTAGES
            raise
        finally:
            self._leave(failed)

    def _enter(self) -> None:
        with self._lock:
            if self._failed >= self._most:
                if self._now() - self._since < self._rest:
                    raise NoReply(Trouble.RESTING)
                # one may try; the others rest on until it is back
                self._since = self._now()
            elif self._calls >= self._at_once:
                raise NoReply(Trouble.BUSY)
            self._calls += 1

    def _leave(self, failed: bool) -> None:
        with self._lock:
            self._calls -= 1
            self._failed = self._failed + 1 if failed else 0
            if failed:
                self._since = self._now()
