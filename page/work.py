"""A change of the documents while it goes on, as everybody who looks at the page sees it."""

import os
import sys
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Event, get_native_id

from page.trash import Removed

NICE = 10  # of a change: those who ask meanwhile come first


class Mark(StrEnum):
    """What became of a file."""

    DONE = "done"
    SAME = "same"
    FAILED = "failed"


@dataclass(frozen=True)
class Line:
    """What became of one file, in words."""

    name: str
    mark: Mark
    said: str


@dataclass(frozen=True)
class Stage:
    """How far a change has come: what is done now, and so many of so many parts of it."""

    name: str = "reading"  # or "embedding", "writing"
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Result:
    """How a change ended: a line for each file, what could be undone, what went wrong."""

    lines: tuple[Line, ...] = ()
    removed: Removed | None = None
    problem: str = ""


class Stopped(Exception):
    """Somebody has cancelled the change."""


class Work:
    """One change. The thread that makes it calls `enter`; others look at `stage` and `result`."""

    def __init__(self) -> None:
        """Begin."""
        self.stage = Stage()
        self.lines: list[Line] = []  # of the files whose lot is known already
        self.result: Result | None = None
        self.finished = Event()
        self._stop = Event()

    @property
    def stopping(self) -> bool:
        """Whether it has been cancelled."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask it to stop; what it has changed is taken back."""
        self._stop.set()

    def enter(self, stage: Stage) -> None:
        """Say how far it has come.

        Raises:
            Stopped: it has been cancelled.
        """
        if self.stopping:
            raise Stopped
        self.stage = stage

    def read(self) -> None:
        """Say that one more file was read; see `enter`."""
        self.enter(replace(self.stage, done=self.stage.done + 1))

    def finish(self, result: Result) -> None:
        """Say how it ended."""
        self.result = result
        self.finished.set()


def step_back() -> None:
    """Let this thread come after those who ask."""
    if sys.platform == "linux":  # where each thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, get_native_id(), NICE)
