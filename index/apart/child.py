"""The parent's side of a child: it is started, given files, and ended when a limit was hit."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from index.apart.frames import Garbled, receive, send
from index.apart.limits import LIMITS, START, Limits
from index.apart.reply import MOST, decode
from index.errors import NotStarted, TooLarge, Unreadable
from index.readers.extract import Extract

ROOT = Path(__file__).parents[2]
WORKER = ("-B", "-P", "-m", "index.apart.worker")  # writes no bytecode, imports nothing from "."
KEPT = ("LD_LIBRARY_PATH", "PATH")  # of the environment; keys and tokens are none of its business
# numpy's algebra would start a thread for each core, and the child may start none
GIVEN = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
WAY_OUT = "save it again, in another format or in parts"


class Idle(Exception):
    """The child has ended itself for want of work; another will do."""


class Child:
    """A process that reads files; not to be shared between threads.

    `held` says which of "namespaces" and "landlock" the kernel holds it with (`confine`).

    Args:
        readers: the module whose `READERS` it serves.
        limits: what reading a file may cost.

    Raises:
        NotStarted: the system has no room for it.
    """

    def __init__(self, readers: str = "index.readers", limits: Limits = LIMITS) -> None:
        """Start it, and wait until it is ready."""
        self.limits = limits
        self.files = 0
        self._pipe, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, *WORKER, readers, json.dumps(asdict(limits))],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    env={name: os.environ[name] for name in KEPT if name in os.environ} | GIVEN,
                    # to be ended with all that it starts. But no session of its own: within that
                    # alone would its low priority count (sched(7), autogroup)
                    process_group=0,
                )
        except OSError as error:
            self._pipe.close()
            raise _not_started(str(error.strerror or error)) from error
        try:
            # nothing foreign has been read yet
            self.held: list[str] = json.loads(receive(self._pipe, 99, time.monotonic() + START))
        except (OSError, EOFError, Garbled) as error:
            raise _not_started(f"it ended with {self._ended()}") from error
        self.spent = False

    @property
    def ready(self) -> bool:
        """Whether it can be given another file."""
        return not self.spent and self._process.poll() is None

    def read(self, ending: str, data: bytes) -> Extract:
        """What a file holds, by the reader for an ending.

        Raises:
            Unreadable: the file cannot be read, or reading it went beyond a limit.
            Idle: it had read others before, and was gone before it was asked; a new one never is.
        """
        self.spent = True  # until the reply is there: nobody else may read what is left of it
        deadline = time.monotonic() + self.limits.wall
        try:
            send(self._pipe, ending.encode("ascii"), deadline)
            send(self._pipe, data, deadline)
            reply = receive(self._pipe, MOST, deadline)
        except TimeoutError as error:
            self.end()
            raise _too_long(self.limits.wall) from error
        except (OSError, EOFError) as error:
            raise self._why() from error
        except Garbled as error:
            self.end()
            raise _senseless() from error
        self.files += 1
        try:
            extract = decode(reply)
        except Garbled as error:
            raise _senseless() from error
        except TooLarge:
            raise  # what a library has taken, it may not give back
        except Unreadable:
            self.spent = self.files >= self.limits.files
            raise
        self.spent = self.files >= self.limits.files
        return extract

    def end(self) -> None:
        """End it, with all that it may have started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._pipe.close()
        self._process.wait()

    def _ended(self) -> int | None:
        """How it ended by itself, as `subprocess` tells; None where it had to be ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        code: int | None = self._process.poll()
        self.end()
        return code

    def _why(self) -> Unreadable | Idle:
        """Why there is no reply, of a child that has hung up."""
        code = self._ended()
        if self.files and code == -signal.SIGALRM:
            return Idle()
        if code == -signal.SIGXCPU:
            return _too_long(self.limits.cpu)
        if code == -signal.SIGKILL:  # the system does so where memory runs out
            return TooLarge("the system ended the program that read it, for want of memory")
        how = signal.Signals(-code).name if code and code < 0 else f"exit code {code}"
        return Unreadable(f"the program that reads such files crashed on it ({how}); {WAY_OUT}")


def _too_long(seconds: int) -> Unreadable:
    return Unreadable(f"it took more than {seconds} seconds to read; {WAY_OUT}")


def _senseless() -> Unreadable:
    return Unreadable(f"the program that reads such files made no sense of it; {WAY_OUT}")


def _not_started(why: str) -> NotStarted:
    return NotStarted(
        f"The process that reads documents could not be started: {why}. "
        f"It needs about 100 MB of memory; make room, and try again."
    )
