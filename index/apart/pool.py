"""The children at hand: each reads many files in turn, for whichever thread asks."""

import atexit
import os
from threading import Lock

from index.apart.child import Child, Idle
from index.readers.extract import Extract

AT_HAND = 2  # children that wait for work at a time

_idle: list[Child] = []
_lock = Lock()


def read_apart(ending: str, data: bytes) -> Extract:
    """What a file holds, read in a child process by the reader for its ending.

    Raises:
        Unreadable: the file cannot be read, or reading it went beyond a limit.
        NotStarted: the system has no room for a process.
    """
    child = _take()
    try:
        return child.read(ending, data)
    except Idle:
        child = Child()
        return child.read(ending, data)
    finally:
        _give_back(child)


def _take() -> Child:
    with _lock:
        while _idle:
            child = _idle.pop()
            if child.ready:
                return child
            child.end()
    return Child()


def _give_back(child: Child) -> None:
    with _lock:
        if child.ready and len(_idle) < AT_HAND:
            _idle.append(child)
            return
    child.end()


def _end_all() -> None:
    while _idle:
        _idle.pop().end()


atexit.register(_end_all)
# a fork has no children of its own, and must not speak to ours
os.register_at_fork(after_in_child=_idle.clear)
