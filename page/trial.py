"""A run of the evaluation while it goes on, as everybody who looks at the page sees it."""

import time
from threading import Event


class Cancelled(Exception):
    """Somebody has cancelled the run."""


class Trial:
    """One run. The thread that asks calls `progress`; others look at the rest.

    Attributes:
        done: questions that have been asked.
        total: questions to be asked; 0 before they are counted.
        seconds: how long it took, once it is over.
        kept: the file that the run is kept in, by its name, once it is over.
        problem: what went wrong, in words.
        finished: set when it is over, however it ended.
    """

    def __init__(self) -> None:
        """Begin."""
        self.done = 0
        self.total = 0
        self.seconds = 0.0
        self.kept = ""
        self.problem = ""
        self.finished = Event()
        self._begun = time.monotonic()
        self._first = self._begun  # when the first question was asked
        self._stop = Event()

    @property
    def stopping(self) -> bool:
        """Whether it has been cancelled."""
        return self._stop.is_set()

    @property
    def left(self) -> float | None:
        """About how many seconds the questions still take; None before that can be told."""
        if not 0 < self.done < self.total:
            return None
        return (time.monotonic() - self._first) / self.done * (self.total - self.done)

    def cancel(self) -> None:
        """Ask it to stop after the question that is being asked."""
        self._stop.set()

    def progress(self, done: int, total: int) -> None:
        """Say how far it has come.

        Raises:
            Cancelled: it has been cancelled.
        """
        if self.stopping:
            raise Cancelled
        if done == 0:
            self._first = time.monotonic()
        self.done, self.total = done, total

    def finish(self, kept: str = "", problem: str = "") -> None:
        """Say how it ended; with neither, it was cancelled."""
        self.kept, self.problem = kept, problem
        self.seconds = time.monotonic() - self._begun
        self.finished.set()
